/* charts.js: the charts behind their window: which one is shown, how large, and what is marked in it.

     var charts = DecisionGraph.charts(engine, drawings, press)
       drawings()             {charts, advances}: read when the first chart is drawn
       press                  {answer(graph, node, k), row(id)}
     charts.tell(model)       what is known is something else; a chart in sight follows, another one when it comes near
     charts.choose(graph)     which chart is shown, whatever the facts say; null for the one to which they lead
     charts.look(row, tell)   a row in its chart, found; tell(row) is called once it is drawn
     charts.forget()          no row is found any more
     charts.draw()            now, wherever it stands
     charts.zoom(factor)      0: so that the text can be read; "fit": the whole chart */

DecisionGraph.charts = function (engine, drawings, press) {
  "use strict";
  var dom = DecisionGraph.dom, guideline = engine.data, $ = (id) => document.getElementById(id), made = {};
  var model = null, stale = true, near = !window.IntersectionObserver, shown = null, chosen = null, found = null, scale = 0;

  function current() {
    if (chosen) return chosen;
    var entered = model.follow ? guideline.graphs.filter((graph) => graph.id in model.follow.nodes || graph.id in model.follow.leaves) : [];
    var certain = entered.filter((graph) => graph.id !== guideline.entry && graph.nodes.some(function (node) {
      var here = (model.follow.nodes[graph.id] || {})[node.id];
      return node.id === graph.start && here && here.reached;
    }));
    if (certain.length) return certain[0].id;
    if (model.graph) return model.graph;
    return shown && entered.some((graph) => graph.id === shown) ? shown : firstChart();
  }

  function firstChart() {
    var other = guideline.graphs.find((graph) => graph.id !== guideline.entry);
    return (other || guideline.graphs[0]).id;
  }

  function chartOf(id) {
    if (!made[id]) {
      made[id] = DecisionGraph.flowchart(drawings().charts.find((one) => one.id === id), drawings().advances, engine.graph[id], {
        answer: function (node, k) { press.answer(id, node, k); }, row: press.row,
      });
    }
    return made[id];
  }

  function states(id) {
    var follow = model.follow || { nodes: {}, leaves: {} }, any = Object.keys(model.facts).length > 0 || model.graph;
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
    if (!$("which").firstChild) dom.replace($("which"), guideline.graphs.map((graph) => dom.h("option", { value: graph.id }, graph.title)));
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
    if (open && Object.keys(model.facts).length) centre(chartOf(id).find(open.id));
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

  /* The chart is drawn when it comes near to what is seen: the questions can be answered before. */
  function draw() {
    if (stale) showChart();
    dom.ready("all");
  }

  function tell(told) {
    model = told;
    stale = true;
    dom.ready("questions");
    if (near) window.setTimeout(draw, 0);
  }

  function choose(id) {
    chosen = id;
    stale = true;
  }

  function look(id, told) {
    var graph = guideline.graphs.find((one) => one.rows.includes(id) || id in one.leaf);
    if (!graph) return;
    var inShown = shown && (engine.graph[shown].rows.includes(id) || id in engine.graph[shown].leaf);
    chosen = inShown ? shown : graph.id;
    found = id;
    showChart();
    told(id);
    $("chart").scrollIntoView();
    centre(chartOf(shown).find(id, true));
  }

  if (!near) new IntersectionObserver(function (entries) {
    near = entries[entries.length - 1].isIntersecting;
    if (near) draw();
  }, { rootMargin: "400px" }).observe($("chart"));

  // By hand

  /* A mouse moves the chart by pulling it; what was pulled was not pressed. */
  function pull(view) {
    var held = null, pulled = false;
    view.addEventListener("mousedown", function (event) {
      pulled = false;
      if (event.button === 0) held = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    });
    window.addEventListener("mousemove", function (event) {
      if (!held) return;
      if (Math.abs(event.clientX - held.x) + Math.abs(event.clientY - held.y) > 6) pulled = true;
      view.scrollLeft = held.left - (event.clientX - held.x);
      view.scrollTop = held.top - (event.clientY - held.y);
    });
    window.addEventListener("mouseup", function () { held = null; });
    view.addEventListener("click", function (event) { if (pulled) event.stopPropagation(); }, true);
  }

  pull($("view"));
  $("view").addEventListener("wheel", function (event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.1 : 0.9);
  });
  $("view").addEventListener("keydown", function (event) {
    if (event.key === "+" || event.key === "=") zoom(1.25);
    if (event.key === "-") zoom(0.8);
  });

  return {
    tell: tell, choose: choose, look: look, draw: draw, zoom: zoom, forget: function () { found = null; }, found: () => found,
  };
};
