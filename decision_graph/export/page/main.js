/* main.js: puts the page together: the facts, the panels, the charts, the search and the link. */

(function () {
  "use strict";
  var dom = DecisionGraph.dom, h = dom.h, button = dom.button;
  var parts = DecisionGraph.spelled(document.getElementById("data").textContent).split("\n");
  var guideline = JSON.parse(parts[0]), engine = DecisionGraph.engine(guideline), drawn = null;
  var state = { facts: DecisionGraph.dict(), graph: null, later: [], opened: { answered: window.innerWidth >= 960 }, wide: window.innerWidth >= 960 };
  var stale = true, near = !window.IntersectionObserver, shown = null, chosen = null, found = null, scale = 0, charts = {}, model = null;
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
    from: function (graph) { state.graph = graph; chosen = graph; change(function () {}); },
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
    chosen = null;
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
    if (found) dom.replace($("about"), tell.about(found, model));
    stale = true;
    ready("questions");
    if (near) window.setTimeout(drawChart, 0);
  }

  /* The chart is drawn when it comes near to what is seen: the questions can be answered before. */
  function drawChart() {
    if (stale) showChart();
    ready("all");
  }

  function ready(what) {
    document.documentElement.setAttribute("data-ready", what);
  }

  // Charts

  function current() {
    if (chosen) return chosen;
    var entered = model.follow ? guideline.graphs.filter((graph) => graph.id in model.follow.nodes || graph.id in model.follow.leaves) : [];
    var certain = entered.filter((graph) => graph.id !== guideline.entry && graph.nodes.some(function (node) {
      var here = (model.follow.nodes[graph.id] || {})[node.id];
      return node.id === graph.start && here && here.reached;
    }));
    if (certain.length) return certain[0].id;
    if (state.graph) return state.graph;
    return shown && entered.some((graph) => graph.id === shown) ? shown : firstChart();
  }

  function firstChart() {
    var other = guideline.graphs.find((graph) => graph.id !== guideline.entry);
    return (other || guideline.graphs[0]).id;
  }

  function chartOf(id) {
    if (!charts[id]) {
      drawn = drawn || JSON.parse(parts[1]);
      charts[id] = DecisionGraph.flowchart(drawn.charts.find((one) => one.id === id), drawn.advances, engine.graph[id], {
        answer: function (node, k) { press(id, node, k); },
        row: function (row) { look(row); },
      });
    }
    return charts[id];
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
    var held = id + "/" + node + "/" + k;
    state.facts = result.facts;
    change(function () {});
    chosen = id;
    if (result.missing.length) {
      say("This answer needs a fact that a press cannot give: " + engine.axis[result.missing[0]].ask);
      state.later = state.later.filter((one) => one !== result.missing[0]);
      state.opened.others = true;
      render();
      var field = $("other-" + result.missing[0]);
      if (field) { field.scrollIntoView({ block: "center" }); field.focus({ preventScroll: true }); }
    }
    return held;
  }

  function states(id) {
    var follow = model.follow || { nodes: {}, leaves: {} }, any = Object.keys(state.facts).length > 0 || state.graph;
    var nodes = follow.nodes[id] || {}, leaves = follow.leaves[id] || {};
    any = any && (id in follow.nodes || id in follow.leaves);
    var word = (truth) => (truth === true ? "taken" : truth === null ? "open" : "closed");
    return {
      card: (node) => (!any || !model.follow ? "" : nodes[node] ? (nodes[node].reached ? "taken" : "open") : "closed"),
      answer: (node, k) => (!any || !model.follow ? "" : nodes[node] ? word(nodes[node].edges[k]) : "closed"),
      row: function (row) {
        if (!any || !model.answer) return "";
        if (!(row in engine.graph[id].leaf) || row in engine.row) {
          var said = model.answer.rows.find((one) => one.id === row);
          if (said) return said.standing === "preferred" ? "taken" : "also";
          return model.answer.possible.includes(row) ? "open" : "closed";
        }
        return row in leaves ? word(leaves[row]) : "closed";
      },
    };
  }

  function showChart() {
    var id = current(), view = $("view");
    stale = false;
    if (!$("which").firstChild) dom.replace($("which"), guideline.graphs.map((graph) => h("option", { value: graph.id }, graph.title)));
    $("which").value = id;
    if (shown !== id || !view.firstChild) {
      shown = id;
      zoom(0);
      dom.replace(view, chartOf(id).element);
    }
    chartOf(id).mark(states(id));
    chartOf(id).find(found, true);
    var inside = model.follow && (id in model.follow.nodes || id in model.follow.leaves);
    $("outside").textContent = model.follow && !inside ? "The facts so far do not lead into this chart." : "";
    follow(id);
  }

  /* Bring the first question that is still open into view, inside the chart's frame only. */
  function follow(id) {
    var nodes = (model.follow && model.follow.nodes[id]) || {};
    var open = engine.graph[id].nodes.find((node) => nodes[node.id] && nodes[node.id].edges.includes(null));
    if (open && Object.keys(state.facts).length) centre(chartOf(id).find(open.id));
  }

  function centre(element) {
    if (!element) return;
    var view = $("view"), frame = view.getBoundingClientRect(), box = element.getBoundingClientRect();
    if (box.left < frame.left || box.right > frame.right) view.scrollLeft += box.left - frame.left - 16;
    if (box.top < frame.top || box.bottom > frame.bottom) view.scrollTop += box.top - frame.top - 16;
  }

  /* factor 0: so that the text can be read, or the whole width where that is larger. */
  function zoom(factor) {
    if (stale) showChart();
    var chart = chartOf(shown), view = $("view"), fit = (view.clientWidth - 4) / chart.width;
    if (factor === 0) scale = Math.max(fit, 11.5 / chart.size);
    else if (factor === "fit") scale = fit;
    else scale = Math.min(6, Math.max(0.2, scale * factor));
    chart.element.style.width = Math.round(chart.width * scale) + "px";
  }

  // Rows

  function look(id) {
    var graph = guideline.graphs.find((one) => one.rows.includes(id) || id in one.leaf);
    if (!graph) return;
    var inShown = shown && (engine.graph[shown].rows.includes(id) || id in engine.graph[shown].leaf);
    chosen = inShown ? shown : graph.id;
    found = id;
    showChart();
    dom.replace($("about"), tell.about(id, model));
    var element = chartOf(shown).find(id, true);
    $("chart").scrollIntoView();
    centre(element);
    if ($("about-title")) $("about-title").focus({ preventScroll: true });
  }

  // Search

  var texts = guideline.rows.map(function (row) {
    var offers = [];
    guideline.tiers.forEach(function (tier) {
      (row.cells[tier.id] ? row.cells[tier.id].options : []).forEach(function (place) {
        var option = guideline.options[place], names = [option.text];
        option.give.forEach((group) => group.forEach(function (one) {
          var known = guideline.interventions[one];
          names.push(known[0], ...known[1].map((kind) => guideline.interventions[kind][0]));
        }));
        offers.push({ tier: tier.label, text: option.text, names: names.join(" ").toLowerCase() });
      });
    });
    return { row: row, head: (row.id + " " + row.title + " " + row.section).toLowerCase(), offers: offers };
  });

  function search() {
    var wanted = $("search").value.trim().toLowerCase(), hits = [];
    if (wanted.length > 1 || /\d/.test(wanted)) {
      texts.forEach(function (one) {
        var offers = one.offers.filter((offer) => offer.names.includes(wanted));
        if (one.row.id.startsWith(wanted) || one.head.includes(wanted) || offers.length) hits.push({ row: one.row, offers: offers });
      });
    }
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
  listen("which", "change", function () { chosen = $("which").value; showChart(); });
  listen("zoom-in", "click", () => zoom(1.25));
  listen("zoom-out", "click", () => zoom(0.8));
  listen("zoom-fit", "click", () => zoom("fit"));
  listen("zoom-read", "click", () => zoom(0));
  listen("print", "click", () => window.print());
  listen("reset", "click", function () {
    state.graph = null;
    state.later = [];
    found = null;
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
  listen("view", "wheel", function (event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.1 : 0.9);
  });
  listen("view", "keydown", function (event) {
    if (event.key === "+" || event.key === "=") zoom(1.25);
    if (event.key === "-") zoom(0.8);
  });
  (function () { // a mouse moves the chart by pulling it
    var view = $("view"), held = null;
    view.addEventListener("mousedown", function (event) {
      if (event.button === 0) held = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    });
    window.addEventListener("mousemove", function (event) {
      if (!held) return;
      view.scrollLeft = held.left - (event.clientX - held.x);
      view.scrollTop = held.top - (event.clientY - held.y);
    });
    window.addEventListener("mouseup", function () { held = null; });
  })();
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
    chosen = null;
    render();
    if (read.wrong.length) say("The link says what this page does not know, and it was left out: " + read.wrong.join(", "));
  }

  var night = window.matchMedia("(prefers-color-scheme: dark)");
  document.documentElement.classList.toggle("dark", night.matches);
  night.addListener(function () { document.documentElement.classList.toggle("dark", night.matches); });
  window.addEventListener("hashchange", arrive);
  window.addEventListener("beforeprint", function () {
    drawChart();
    document.querySelectorAll("#answered, .notes, #tell details").forEach(function (part) { part.open = true; });
  });
  arrive();
  if (!near) new IntersectionObserver(function (entries) {
    near = entries[entries.length - 1].isIntersecting;
    if (near) drawChart();
  }, { rootMargin: "400px" }).observe($("chart"));
})();
