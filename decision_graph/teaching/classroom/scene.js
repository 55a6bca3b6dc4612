/* scene.js: what several screens show: the story, the opened answers, the ladder and the chart.

     var scene = DecisionGraph.scene(room)     room: see room.js
     scene.story(card, words, read), scene.opened(step, {bits, votes}), scene.ladder(card)
     scene.chart(card, {at, open}, press)      the chart, lit up to a step of the case; press: {answer, row}
     scene.whole(facts, graph, press)          the chart with the whole way of a patient */

DecisionGraph.scene = function (room) {
  "use strict";
  var dom = DecisionGraph.dom, h = dom.h, button = dom.button, engine = room.engine, drawn = {}, act = {}, scale = 1, unfolded = false;
  var STANDING = { offered: "offered", open: "open", unavailable: "unavailable", not_indicated: "not indicated" };

  /* The story; on a phone it makes room for the question once it is read. */
  function story(card, words, read) {
    if (!read) unfolded = false;
    return h("section", { class: read ? "story" : "story new" }, h("details", {
      open: !read || unfolded || window.innerWidth >= 960, on: { toggle: (event) => { unfolded = read && event.target.open; } },
    }, [
      h("summary", {}, h("h2", { id: "story-title", tabindex: "-1" }, words)), h("p", { class: "narrative" }, card.narrative),
    ]));
  }

  /* Every answer with whether it holds and why; with votes as bars, or with what one learner chose. */
  function opened(step, said) {
    var most = said.votes ? Math.max.apply(null, said.votes) : 0;
    return h("ul", { class: "opened" }, step.choices.map(function (choice, k) {
      var chosen = said.bits !== undefined && DecisionGraph.session.has(said.bits, k), votes = said.votes && most ? said.votes[k] : null;
      var told = choice.right ? (said.bits === undefined || chosen ? "Right" : "Right, and missed") : "Not so";
      return h("li", { class: (choice.right ? "right" : "wrong") + (chosen ? " chosen" : "") }, [
        h("span", { class: "icon", "aria-hidden": "true" }, choice.right ? "✓" : "✗"),
        h("div", {}, [
          h("p", { class: "words" }, [
            h("span", { class: "unseen" }, told + ": "), choice.words,
            chosen ? h("b", { class: "yours" }, " your answer") : null,
            choice.right && said.bits !== undefined && !chosen ? h("b", { class: "yours" }, " missed") : null,
          ]),
          votes === null ? null : bar(votes, most),
          choice.why === choice.words ? null : h("p", { class: "why" }, choice.why),
        ]),
      ]);
    }));
  }

  function bar(votes, most) {
    return h("p", { class: "votes" }, [
      dom.svg("svg", { viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true", class: "measure" },
        dom.svg("rect", { width: Math.round(100 * votes / most), height: 4 })),
      h("span", {}, votes + (votes === 1 ? " hand" : " hands")),
    ]);
  }

  function ladder(card) {
    return h("section", { "aria-labelledby": "ladder-title" }, [
      h("h3", { id: "ladder-title" }, "What each setting offers"),
      h("div", { class: "ladder" }, card.ladder.map((rung) => [rung, room.data.guideline.tiers.find((tier) => tier.id === rung.tier)]).map(([rung, tier]) => h("div", { class: "step" + (rung.tier === card.tier ? " here" : "") }, [
        h("h4", {}, [tier.label, h("span", { class: "mark", "aria-hidden": "true" }, " " + tier.mark), rung.tier === card.tier ? h("span", { class: "you" }, " here") : null]),
        rung.options.length ? h("ul", { class: "plain" }, rung.options.map((option) => h("li", { class: option.standing }, [
          h("span", { class: "id" }, option.row), " ", option.words, h("small", {}, " (" + STANDING[option.standing] + ")"),
        ]))) : h("p", { class: "nothing" }, rung.silent ? "The guideline says nothing." : "Nothing in this column."),
      ]))),
    ]);
  }

  // The chart

  function chartOf(id) {
    if (!drawn[id]) {
      drawn[id] = DecisionGraph.flowchart(room.data.charts.find((one) => one.id === id), room.data.advances, engine.graph[id], {
        answer: (node, k) => act.answer && act.answer(id, node, k),
        row: (row) => act.row && act.row(row),
      });
    }
    return drawn[id];
  }

  function frame(id, states, press, at, asked) {
    var made = chartOf(id), view = h("div", { id: "view", role: "region", "aria-label": "Flowchart, can be moved", tabindex: "0" });
    act = press || {};
    // The words can be read before the chart is drawn.
    window.setTimeout(function () {
      if (!document.body.contains(view)) return;
      view.appendChild(made.element);
      made.mark(states);
      Array.from(made.element.querySelectorAll(".now")).forEach((one) => one.classList.remove("now"));
      if (asked) made.find(asked).classList.add("now");
      size(made, view, 0);
      bring(made, view, at);
    }, 0);
    return h("section", { class: "chart", "aria-labelledby": "chart-title" }, [
      h("h3", { id: "chart-title" }, "Flowchart: " + engine.graph[id].title),
      h("p", { class: "bar zoom", role: "group", "aria-label": "Size of the chart" }, [
        button("−", () => size(made, view, 0.8), { "aria-label": "Smaller", id: "zoom-out" }),
        button("+", () => size(made, view, 1.25), { "aria-label": "Larger", id: "zoom-in" }),
        button("Whole chart", () => size(made, view, "fit"), { id: "zoom-fit" }),
      ]),
      view,
    ]);
  }

  /* 0: so that it can be read, as large as the words beside it. */
  function size(made, view, factor) {
    var fit = (view.clientWidth - 4) / made.width, letters = parseFloat(getComputedStyle(document.body).fontSize) * 0.72;
    if (factor === 0) scale = Math.max(fit, letters / made.size);
    else if (factor === "fit") scale = fit;
    else scale = Math.min(8, Math.max(0.2, scale * factor));
    made.element.style.width = Math.round(made.width * scale) + "px";
  }

  function bring(made, view, id) {
    var element = id && made.find(id);
    if (!element) return;
    var outer = view.getBoundingClientRect(), inner = element.getBoundingClientRect();
    view.scrollLeft += inner.left - outer.left - Math.max(16, (outer.width - inner.width) / 2);
    view.scrollTop += inner.top - outer.top - 24;
  }

  /* Only what was opened already is lit: the chart must not tell the answers that are still to be found. */
  function chart(card, till, press) {
    var step = card.steps[Math.min(till.at, card.steps.length - 1)], lit = {}, now = till.open ? null : step;
    card.steps.slice(0, till.at + (till.open ? 1 : 0)).forEach(function (one) {
      if (one.kind === "question") lit[one.graph + "/" + one.place] = one;
    });
    var rows = till.at > card.steps.findIndex((one) => one.kind === "rows") || (till.open && step.kind !== "question") ? card.rows : [];
    return frame(step.graph, {
      card: (node) => (step.graph + "/" + node in lit ? "taken" : now && now.place === node ? "open" : ""),
      answer: function (node, k) {
        var known = lit[step.graph + "/" + node];
        return !known ? "" : known.choices[k] && known.choices[k].right ? "taken" : "closed";
      },
      row: (row) => (rows.includes(row) ? "taken" : ""),
    }, press, step.kind === "question" ? step.place : rows[0] || lastPlace(card, step.graph), now && now.kind === "question" ? now.place : null);
  }

  function lastPlace(card, graph) {
    var asked = card.steps.filter((one) => one.kind === "question" && one.graph === graph);
    return asked.length ? asked[asked.length - 1].place : null;
  }

  /* Every chart that a patient enters can be chosen; that in which something is recommended comes first. */
  function whole(facts, from, press, at) {
    var follow = engine.follow(facts, from || undefined), answer = engine.query(facts, from || undefined), entry = room.data.guideline.entry;
    var entered = room.data.guideline.graphs.map((graph) => graph.id).filter((id) => id in follow.nodes || id in follow.leaves);
    var leading = answer.rows.filter((one) => one.standing === "preferred").map((one) => one.id);
    var first = entered.find((id) => engine.graph[id].rows.some((row) => leading.includes(row))) || entered.find((id) => id !== entry) || from || entry;
    var place = h("div", {}, []);

    function show(id) {
      DecisionGraph.dom.replace(place, [
        entered.length > 1 ? h("div", { class: "segments", role: "group", "aria-label": "Charts on the way" }, entered.map((other, k) => button(
          engine.graph[other].title, () => show(other), { id: "chart-" + k, "aria-pressed": String(other === id) }))) : null,
        frame(id, statesOf(id, follow, answer), press, at in engine.graph[id].node ? at : null),
      ]);
    }

    show(first);
    return place;
  }

  function statesOf(id, follow, answer) {
    var nodes = follow.nodes[id] || {}, leaves = follow.leaves[id] || {};
    var word = (truth) => (truth === true ? "taken" : truth === null ? "open" : "closed");
    return {
      card: (node) => (nodes[node] ? (nodes[node].reached ? "taken" : "open") : "closed"),
      answer: (node, k) => (nodes[node] ? word(nodes[node].edges[k]) : "closed"),
      row: function (row) {
        if (!(row in engine.row)) return row in leaves ? word(leaves[row]) : "closed";
        var said = answer.rows.find((one) => one.id === row);
        if (said) return said.standing === "preferred" ? "taken" : "also";
        return answer.possible.includes(row) ? "open" : "closed";
      },
    };
  }

  return { story: story, opened: opened, ladder: ladder, chart: chart, whole: whole };
};
