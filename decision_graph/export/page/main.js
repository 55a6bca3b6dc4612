/* main.js: puts the page together: the facts, the panels, the charts, the search and the link.

   <html data-ready> says "questions" when the panels are there, "all" when the chart is, too. */

(function () {
  "use strict";
  var dom = DecisionGraph.dom, h = dom.h, button = dom.button;
  var parts = DecisionGraph.spelled(document.getElementById("data").textContent).split("\n");
  var engine = DecisionGraph.engine(JSON.parse(parts[0])), drawn = null, model = null, find = DecisionGraph.search(engine);
  var state = { facts: DecisionGraph.dict(), graph: null, later: [], opened: { answered: window.innerWidth >= 960 }, wide: window.innerWidth >= 960 };
  var $ = (id) => document.getElementById(id);

  // What can be done

  var act = {
    answer: function (name, value) {
      try {
        change(function (facts) { Object.assign(facts, engine.check({ [name]: value })); });
      } catch (error) {
        if (!(error instanceof DecisionGraph.Refusal)) throw error;
        var known = engine.axis[name], bounds = [];
        if (known.min !== null) bounds.push("at least " + known.min);
        if (known.max !== null) bounds.push("at most " + known.max);
        say("“" + value + "” cannot be: write " + (known.kind === "integer" ? "a whole number" : "a number") +
          (bounds.length ? ", " + bounds.join(" and ") : "") + (known.unit ? ", in " + known.unit : "") + ".");
      }
    },
    forget: (name) => change(function (facts) { delete facts[name]; }),
    later: function (name) { state.later = state.later.filter((one) => one !== name).concat([name]); render(true); },
    from: function (graph) { state.graph = graph; change(function () {}); charts.choose(graph); },
    open: function (id, whether) {
      if (Boolean(state.opened[id]) === whether) return;
      state.opened[id] = whether;
      if (id === "others") render();
    },
    show: function (row) { look(row); },
  };

  function change(make) {
    var facts = DecisionGraph.dict(state.facts);
    make(facts);
    state.facts = facts;
    charts.choose(null);
    say("");
    render(true);
    try {
      history.replaceState(null, "", "#" + DecisionGraph.link.write(state));
    } catch (error) {
      location.hash = DecisionGraph.link.write(state);
    }
  }

  function say(words) {
    $("message").textContent = words;
  }

  var ask = DecisionGraph.ask(engine, act), tell = DecisionGraph.tell(engine, act);

  function render(moved) {
    var before = document.activeElement && $("ask").contains(document.activeElement);
    model = DecisionGraph.model(engine, state);
    var kept = dom.replace($("questions"), ask.panel(model));
    dom.replace($("answer"), tell.panel(model));
    var spoken = (model.answer ? "" : "These facts cannot be together. ") + tell.status(model);
    if ($("live").textContent !== spoken) $("live").textContent = spoken;
    // The keyboard goes on at the next question when the one that was answered is gone.
    if (moved && before && !kept) {
      var next = $("next-" + model.next) || $("done");
      if (next) next.focus({ preventScroll: true });
    }
    dom.replace($("bar"), tell.short(model));
    if (charts.found()) dom.replace($("about"), tell.about(charts.found(), model));
    charts.tell(model);
  }

  /* An answer was pressed in the chart: it becomes facts, or the question that it needs is asked. */
  function press(id, node, k) {
    var result;
    try {
      result = engine.choose(state.facts, state.graph || undefined, id, node, k);
    } catch (error) {
      if (!(error instanceof DecisionGraph.Refusal)) throw error;
      say("Correct the facts that cannot be together first.");
      return;
    }
    state.facts = result.facts;
    change(function () {});
    charts.choose(id);
    if (result.missing.length) {
      say("This answer needs a fact that a press cannot give: " + engine.axis[result.missing[0]].ask);
      state.later = state.later.filter((one) => one !== result.missing[0]);
      state.opened.others = true;
      render();
      var field = $("other-" + result.missing[0]);
      if (field) { field.scrollIntoView({ block: "center" }); field.focus({ preventScroll: true }); }
    }
  }

  function look(id) {
    charts.look(id, function () { dom.replace($("about"), tell.about(id, model)); });
    if ($("about-title")) $("about-title").focus({ preventScroll: true });
  }

  var charts = DecisionGraph.charts(engine, () => (drawn = drawn || JSON.parse(parts[1])), { answer: press, row: look });

  function search() {
    var wanted = $("search").value.trim(), hits = find(wanted);
    dom.replace($("hits"), [
      wanted ? h("p", { role: "status" }, hits.length + (hits.length === 1 ? " row" : " rows")) : null,
      hits.length ? h("ul", {}, hits.map((hit) => h("li", {}, button([
        h("span", { class: "id" }, hit.row.id), " ", hit.row.title,
        DecisionGraph.unique(hit.offers.map((offer) => offer.text)).slice(0, 4).map((text) => h("small", {}, [
          text + " (" + DecisionGraph.unique(hit.offers.filter((o) => o.text === text).map((o) => o.tier)).join(", ") + ")",
        ])),
      ], () => look(hit.row.id), { class: "link" })))) : null,
    ]);
  }

  // Start

  function listen(id, event, f) { $(id).addEventListener(event, f); }

  listen("search", "input", search);
  listen("which", "change", function () { charts.choose($("which").value); charts.draw(); });
  listen("zoom-in", "click", () => charts.zoom(1.25));
  listen("zoom-out", "click", () => charts.zoom(0.8));
  listen("zoom-fit", "click", () => charts.zoom("fit"));
  listen("zoom-read", "click", () => charts.zoom(0));
  listen("print", "click", () => window.print());
  listen("reset", "click", function () {
    state.graph = null;
    state.later = [];
    charts.forget();
    dom.replace($("about"), []);
    change(function (facts) { Object.keys(facts).forEach((name) => delete facts[name]); });
  });
  listen("copy", "click", function () {
    var field = $("link");
    field.value = location.href.split("#")[0] + "#" + DecisionGraph.link.write(state);
    $("link-box").hidden = false;
    field.focus();
    field.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    say(done ? "The link was copied. It carries the answers, nothing else." : "Copy the link from the field.");
  });
  listen("theme", "click", function () {
    document.documentElement.classList.toggle("dark");
  });
  document.querySelectorAll("[data-to]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      var target = $(link.getAttribute("data-to"));
      target.scrollIntoView();
      target.focus({ preventScroll: true });
    });
  });

  function arrive() {
    var read = DecisionGraph.link.read(engine, location.hash);
    state.facts = read.facts;
    state.graph = read.graph;
    charts.choose(null);
    render();
    if (read.wrong.length) say("The link says what this page does not know, and it was left out: " + read.wrong.join(", "));
  }

  var night = window.matchMedia("(prefers-color-scheme: dark)");
  document.documentElement.classList.toggle("dark", night.matches);
  night.addListener(function () { document.documentElement.classList.toggle("dark", night.matches); });
  window.addEventListener("hashchange", arrive);
  window.addEventListener("beforeprint", function () {
    charts.draw();
    document.querySelectorAll("#answered, .notes, #tell details").forEach(function (part) { part.open = true; });
  });
  arrive();
})();
