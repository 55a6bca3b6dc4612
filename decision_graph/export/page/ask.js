/* ask.js: the questions: what to ask next, what else is open, what was answered and what follows from it.

     DecisionGraph.ask(engine, act)(model)    the elements for a model of main.js
   act: {answer(name, value), forget(name), later(name), from(graph), open(id, whether)} */

DecisionGraph.ask = function (engine, act) {
  "use strict";
  var IDLE = "would change nothing here";
  var h = DecisionGraph.dom.h, button = DecisionGraph.dom.button, data = engine.data;

  function words(name, value) {
    var known = engine.axis[name];
    if (known.kind === "boolean") return value ? "Yes" : "No";
    if (known.kind === "enum") return known.words[known.values.indexOf(value)] || String(value);
    return value + (known.unit ? " " + known.unit : "");
  }

  function excluded(known, place, region) {
    return region !== null && !region[known.first + place];
  }

  /* The answers of one question, each a button; a number is typed. */
  function answers(known, model, kind) {
    var id = kind + "-" + known.name;
    if (known.values) {
      var order = known.kind === "boolean" ? [true, false] : known.values;
      return h("div", { class: "answers" }, order.map(function (value) {
        var given = model.facts[known.name] === value, place = known.values.indexOf(value);
        var no = !given && !(known.name in model.facts) && excluded(known, place, model.region);
        return button([
          given ? h("span", { class: "tick", "aria-hidden": "true" }, "✓ ") : null, words(known.name, value),
          no ? h("small", {}, " (excluded by what is known)") : null,
        ], () => (given ? act.forget(known.name) : act.answer(known.name, value)), {
          id: id + "-" + place, class: "answer" + (no ? " no" : ""), "aria-pressed": String(given),
        });
      }));
    }
    var field = h("input", {
      id: id + "-number", type: "text", inputmode: "decimal", size: 6, autocomplete: "off",
      "aria-label": known.ask + (known.unit ? " In " + known.unit : ""),
      value: known.name in model.facts ? model.facts[known.name] : "",
      on: { keydown: function (event) { if (event.key === "Enter") act.answer(known.name, field.value.trim()); } },
    });
    return h("div", { class: "answers number" }, [
      field, h("span", {}, known.unit), button("Set", () => act.answer(known.name, field.value.trim()), { class: "answer" }),
    ]);
  }

  function question(name, model, kind, level) {
    var known = engine.axis[name], id = kind + "-" + name;
    var tier = data.tiers.find((one) => one.id === model.tier);
    var lack = tier && tier.lacks[known.obtained];
    return h("div", { class: "question", role: "group", "aria-labelledby": id }, [
      h(level, { id: id, tabindex: "-1" }, known.ask),
      h("p", { class: "hint" }, [
        known.help ? known.help + " " : "", h("span", { class: "from" }, "From: " + known.obtained),
        lack ? [" ", h("b", {}, tier.label + " resources: "), data.notes[lack] || lack] : null,
      ]),
      answers(known, model, kind),
    ]);
  }

  function selectors(model) {
    var starts = [h("option", { value: "" }, "The whole guideline")].concat(data.graphs
      .filter((graph) => graph.id !== data.entry)
      .map((graph) => h("option", { value: graph.id, selected: graph.id === model.graph }, "Only: " + graph.title)));
    var line = data.line && !model.graph, names = [data.tier, line ? data.line : ""].filter(Boolean);
    if (!names.length) return null;
    var said = names.map((name) => (model.known(name) === null ? null : spoken(name, model.known(name)))).filter(Boolean);
    var open = model.opened.where === undefined ? said.length < names.length || model.wide : model.opened.where;
    return folded("where", said.length ? said.join(", ") : "Where, and which line", { opened: { where: open } }, h("div", { class: "selectors" }, [
      data.tier ? chooser(data.tier, model, data.tiers) : null,
      line ? chooser(data.line, model, []) : null,
      data.graphs.length > 2 ? h("p", { class: "start" }, [
        h("label", { for: "start" }, "Ask about "),
        h("select", { id: "start", on: { change: (event) => act.from(event.target.value || null) } }, starts),
      ]) : null,
    ]));
  }

  function spoken(name, value) {
    var tier = name === data.tier && data.tiers.find((one) => one.id === value);
    return words(name, value) + (tier ? " " + tier.mark : "");
  }

  /* A fact that is always in sight, because everything hangs on it. */
  function chooser(name, model, tiers) {
    var known = engine.axis[name];
    return h("div", { class: "chooser", role: "group", "aria-labelledby": "always-" + name }, [
      h("h3", { id: "always-" + name }, known.ask),
      h("div", { class: "segments" }, known.values.map(function (value, place) {
        var given = model.known(name) === value, tier = tiers.find((one) => one.id === value);
        return button([
          h("span", { class: "tick", "aria-hidden": "true" }, given ? "✓ " : ""), words(name, value),
          tier ? h("span", { class: "mark", "aria-hidden": "true" }, " " + tier.mark) : null,
        ], () => (given ? act.forget(name) : act.answer(name, value)), {
          id: "always-" + name + "-" + place, "aria-pressed": String(given),
        });
      })),
    ]);
  }

  function refusal(model) {
    if (!model.refusal) return null;
    var no = model.refusal, clash = no.facts.filter((name) => name in model.facts);
    return h("div", { class: "refused", role: "alert" }, [
      h("h3", {}, no.slug === "contradiction" ? "These facts cannot be together" : "This cannot be answered"),
      clash.length ? h("ul", {}, clash.map((name) => h("li", {}, [
        h("b", {}, engine.axis[name].ask + " "), words(name, model.facts[name]), " ",
        button("Take back", () => act.forget(name), { class: "small", "aria-label": "Take back: " + engine.axis[name].ask }),
      ]))) : null,
      h("p", {}, [no.why ? "Because " + no.why : no.message, ". No answer is given until one of them is corrected."]),
    ]);
  }

  /* Why nothing is asked. */
  function done(model) {
    var useful = model.useful;
    if (useful.options.length) return "The rows are settled. Some options still hang on facts: see “Other facts” below.";
    if (useful.tied.length) return "Nothing more to ask: no other fact would change a row or an option.";
    return "Nothing more to ask: no other fact would change this answer.";
  }

  function next(model) {
    if (model.refusal) return null;
    if (!model.next) {
      return h("div", { class: "done" }, h("p", { id: "done", tabindex: "-1" }, done(model)));
    }
    if (model.next === data.line && !model.graph) return h("p", { class: "hint" }, "Begin with the line: the first questions hang on it.");
    return h("div", { class: "next" }, [
      h("p", { class: "kicker" }, model.useful.scope.includes(model.next) ? "Please confirm" : "Ask next"), question(model.next, model, "next", "h3"),
      button("Cannot say now: ask something else", () => act.later(model.next), { class: "small", id: "later" }),
    ]);
  }

  function answered(model) {
    var names = Object.keys(model.facts), derived = Object.keys(model.derived);
    if (!names.length) return null;
    return folded("answered", "Answered (" + names.length + ")", model, [
      h("ul", {}, names.map((name) => h("li", {}, [
        h("span", {}, [engine.axis[name].ask + " ", h("b", {}, words(name, model.facts[name]))]), " ",
        button("Take back", () => act.forget(name), { class: "small", id: "forget-" + name, "aria-label": "Take back: " + engine.axis[name].ask }),
      ]))),
      derived.length ? folded("derived", "What follows from it (" + derived.length + ")", model, h("ul", {}, derived.map((name) => h("li", { class: "derived" }, [
        h("span", {}, [engine.axis[name].ask + " ", h("b", {}, words(name, model.derived[name].value))]),
        h("small", {}, " Because " + model.derived[name].why + "."),
      ])))) : null,
    ]);
  }

  function folded(id, title, model, inside) {
    return h("details", { id: id, open: model.opened[id], on: { toggle: (event) => act.open(id, event.target.open) } },
      [h("summary", {}, title), inside]);
  }

  /* Every fact, by how it is obtained; those that would change nothing say so. */
  function others(model) {
    var groups = () => data.obtained.map(function (way) {
      var names = data.axes.filter((known) => known.obtained === way && known.name !== data.line && known.name !== data.tier)
        .map((known) => known.name);
      return names.length ? h("div", {}, [h("h4", {}, way), names.map((name) => other(name, model))]) : null;
    });
    return folded("others", "Other facts", model, model.opened.others ? groups() : null);
  }

  /* What an answer to a question could still do. */
  function use(name, model) {
    var useful = model.useful, asked = model.questions;
    if (name in model.facts) return "answered";
    if (name in model.derived) return "follows from what is known";
    if (model.refusal) return "";
    if (useful.scope.includes(name)) return "taken for granted: can put the patient out of scope";
    if (useful.rows.concat(asked.rows).includes(name)) return "can change the rows";
    if (useful.options.concat(asked.options).includes(name)) return "can change an option";
    if (useful.words.includes(name)) return "changes no row and no option, only what is said beside them";
    return useful.tied.includes(name) ? "changes what other facts can be" : IDLE;
  }

  function other(name, model) {
    var made = question(name, model, "other", "h5"), says = use(name, model);
    made.insertBefore(h("p", { class: "use" + (says === IDLE ? " idle" : "") }, says), made.children[1]);
    return made;
  }

  return {
    words: words,
    panel: (model) => [selectors(model), refusal(model), next(model), answered(model), others(model)],
  };
};
