/* model.js: what the page shows, worked out from the facts; and the facts as a link.

     DecisionGraph.model(engine, state)    state: {facts, graph, later, opened, wide}
     DecisionGraph.link.write(state)       the part of an address after "#"; read(engine, text) reads it back */

DecisionGraph.model = function (engine, state) {
  "use strict";
  var data = engine.data, facts = state.facts, graph = state.graph || undefined;
  var model = {
    facts: facts, graph: state.graph, derived: {}, region: null, answer: null, refusal: null, follow: null,
    useful: { rows: [], options: [], scope: [], words: [], tied: [] }, questions: { rows: [], options: [] }, next: null, ladder: null, tier: null,
    opened: state.opened, wide: state.wide, blank: !Object.keys(facts).length && !state.later.length, known: (name) => (name in facts ? facts[name] : null),
  };
  try {
    var patient = engine.patient(facts, graph);
    model.region = patient.region;
    model.derived = patient.derived;
    model.answer = engine.query(facts, graph);
    model.tier = model.answer.tier;
    later("follow", () => engine.follow(facts, graph));
    later("questions", () => engine.questions(model.answer, graph));
    later("useful", () => engine.useful(facts, graph));
  } catch (error) {
    if (!(error instanceof DecisionGraph.Refusal)) throw error;
    model.refusal = error;
    return model;
  }
  model.known = (name) => (name in patient.facts ? patient.facts[name] : name in model.derived ? model.derived[name].value : null);
  model.next = next();
  model.ladder = ladder();
  return model;

  /* Worked out when it is first looked at. */
  function later(name, make) {
    Object.defineProperty(model, name, {
      configurable: true,
      get: function () {
        var made = make();
        Object.defineProperty(model, name, { value: made });
        return made;
      },
    });
  }

  /* What would decide the rows, then their options, best first; then what was taken for granted. */
  function next() {
    if (model.answer.status === "out_of_scope") return null;
    if (model.blank && data.line && !graph) return data.line;
    var asked = model.questions.rows.concat(model.questions.options).filter((name) => name !== data.tier);
    var order = asked.length ? asked : model.useful.scope;
    return order.find((name) => !state.later.includes(name)) || order[0] || null;
  }

  /* The answers to the same patient in every tier; none where no row applies yet. */
  function ladder() {
    if (!data.tier || !model.answer.rows.length) return null;
    return data.tiers.filter((tier) => engine.axis[data.tier].values.includes(tier.id)).map(function (tier) {
      var changed = DecisionGraph.dict(facts);
      changed[data.tier] = tier.id;
      try {
        return { tier: tier, answer: engine.query(changed, graph) };
      } catch (error) {
        if (!(error instanceof DecisionGraph.Refusal)) throw error;
        return { tier: tier, answer: null };
      }
    });
  }
};

DecisionGraph.link = {
  write: function (state) {
    "use strict";
    var parts = Object.keys(state.facts).map((name) => [name, state.facts[name]]);
    if (state.graph) parts.unshift(["@ask", state.graph]);
    return parts.map((part) => part.map(encodeURIComponent).join("=")).join("&");
  },

  /* {facts, graph, wrong}: what the text says; `wrong` in words where it cannot be read. */
  read: function (engine, text) {
    "use strict";
    var found = { facts: DecisionGraph.dict(), graph: null, wrong: [] };
    text.replace(/^#/, "").split("&").filter(Boolean).forEach(function (part) {
      var name = part, value = "";
      try {
        var at = part.indexOf("=");
        name = decodeURIComponent(at < 0 ? part : part.slice(0, at));
        value = at < 0 ? "" : decodeURIComponent(part.slice(at + 1));
      } catch (error) {
        found.wrong.push(part);
        return;
      }
      if (name === "@ask" && value in engine.graph) {
        found.graph = value;
        return;
      }
      try {
        Object.assign(found.facts, engine.check({ [name]: value }));
      } catch (error) {
        if (!(error instanceof DecisionGraph.Refusal)) throw error;
        found.wrong.push(name + (value ? "=" + value : ""));
      }
    });
    return found;
  },
};
