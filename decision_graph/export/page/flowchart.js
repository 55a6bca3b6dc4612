/* flowchart.js: a chart drawn from its places, marked with the way of one patient, to be zoomed and moved.

     var chart = DecisionGraph.flowchart(data, advances, graph, {answer: f(node, k), row: f(id)})
     chart.element          the SVG
     chart.mark(states)     states: {card: f(node), answer: f(node, k), row: f(id)}, each "taken", "open",
                            "closed" or ""; a row may also be "also": it matches and gives way
     chart.find(id, on)     the element of a card or row; with `on` it is marked as found
   A state is told by the thickness and the dashes of its borders and lines, and in words to those who do not
   see them; its colour only repeats it. */

DecisionGraph.flowchart = function (data, advances, graph, press) {
  "use strict";
  var svg = DecisionGraph.dom.svg, STATES = ["taken", "open", "closed", "also"];
  var WORDS = {
    taken: "on the way of this patient", open: "still possible", closed: "not for this patient",
    also: "matches, and gives way", "": "",
  };
  var cards = {}, answers = {}, rows = {}, lines = [];

  function box(place, kind) {
    return svg("rect", { x: place[0], y: place[1], width: place[2], height: place[3], class: kind });
  }

  /* The lines of a paragraph. Each is as wide as it was measured, whatever typeface the reader has. */
  function text(said) {
    var size = said[2] || data.size[2], right = said[0] < 0;
    return said.slice(3).map(function (words, k) {
      var parts = words.split("\t"), width = 0;
      parts.forEach(function (part, bold) {
        for (var letter of part) width += (advances[letter] || [0, 0])[bold % 2] * size / 1000;
      });
      return svg("text", {
        x: Math.abs(said[0]), y: Math.round((said[1] + k * size * data.size[3]) * 10) / 10, "font-size": size,
        "text-anchor": right ? "end" : null, textLength: Math.round(width * 10) / 10, lengthAdjust: "spacingAndGlyphs",
      }, parts.length < 2 ? words : parts.map((part, bold) => svg("tspan", { class: bold % 2 ? "bold" : null }, part)));
    });
  }

  /* Something that can be pressed, by finger, mouse or keyboard. */
  function pressable(attributes, act, children) {
    return svg("g", Object.assign({
      role: "button", tabindex: "0",
      on: {
        click: act,
        keydown: function (event) {
          if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(event); }
        },
      },
    }, attributes), children);
  }

  /* The corners of a line that turns at each of them. */
  function corners(turns, down) {
    var points = turns.slice(0, 2), x = turns[0], y = turns[1];
    turns.slice(2).forEach(function (to, k) {
      if ((k + down) % 2) y = to;
      else x = to;
      points.push(x, y);
    });
    return points;
  }

  function line(said) {
    var points = corners(said[2], said[5] || 0), last = points.length - 2, shapes = [], path = "M" + points.slice(0, 2);
    var dx = Math.sign(points[last] - points[last - 2]), dy = Math.sign(points[last + 1] - points[last - 1]);
    var back = said[3] ? 3.7 : 0;
    for (var i = 2; i < last; i += 2) path += "L" + points.slice(i, i + 2);
    path += "L" + (points[last] - dx * back) + "," + (points[last + 1] - dy * back);
    shapes.push(svg("path", { d: path }));
    if (said[3]) {
      var x = points[last], y = points[last + 1], far = 5.2, wide = 2.6;
      shapes.push(svg("path", {
        class: "head",
        d: "M" + [x, y] + "L" + [x - dx * far - dy * wide, y - dy * far - dx * wide] +
          "L" + [x - dx * far + dy * wide, y - dy * far + dx * wide] + "Z",
      }));
    }
    if (said[4].length) shapes.push(svg("circle", { cx: said[4][0], cy: said[4][1], r: 1.7 }));
    var group = svg("g", { class: "line" }, shapes);
    if (said[0] >= 0) lines.push({ node: data.cards[said[0]][0], place: said[1], element: group });
    return group;
  }

  function card(said) {
    var node = graph.node[said[0]], x = said[1], y = said[2], width = said[3], height = said[4];
    var parts = [said[9] ? box([x - 2.2, y - 2.2, width + 4.4, height + 4.4], "double") : null];
    parts.push(box([x, y, width, height], "outline"), box([x, y, width, said[5]], "question"), said[6].map(text));
    said[8].forEach((badge) => parts.push(box(badge, "badge"), svg("g", { class: "on-black" }, badge[4].map(text))));
    var top = y + said[5];
    said[7].forEach(function (answer, k) {
      var inside = [box([x, Math.round(top * 10) / 10, width, answer[0]], ""), answer[1].map(text)];
      top += answer[0];
      var made = pressable({ class: "answer" }, () => press.answer(node.id, k), inside);
      answers[node.id + ":" + k] = { node: node.id, place: k, label: node.ask + " " + node.edges[k][0], element: made };
      parts.push(made);
    });
    cards[node.id] = svg("g", { class: "card", role: "group", "aria-label": node.ask }, parts);
    return cards[node.id];
  }

  function row(said) {
    var y = said[2], height = said[3], cells = said[4].map(function (cell, k) {
      return { words: cell[0], x: cell.length > 1 ? cell[1] : data.heading[k][0], width: cell.length > 1 ? cell[2] : data.heading[k][2] };
    });
    var last = cells[cells.length - 1], parts = cells.map((cell, k) => svg("g", { class: k ? "cell" : "number" }, [
      box([cell.x, y, cell.width, height], ""), cell.words.map(text),
    ]));
    parts.push(box([cells[0].x, y, last.x + last.width - cells[0].x, height], "border"));
    var made = pressable({ class: "row " + said[1] }, () => press.row(said[0]), parts);
    var words = (cell) => cell.words.map((paragraph) => paragraph.slice(3).join(" ")).join(" ").replace(/\t/g, "");
    rows[said[0]] = { label: cells.slice(0, 2).map(words).join(": "), element: made };
    return made;
  }

  function heading(cell, k) {
    return svg("g", { class: "heading h" + Math.max(0, k - 1) }, [box(cell, ""), cell[4].map(text)]);
  }

  function put(element, state) {
    STATES.forEach((other) => element.classList.toggle(other, other === state));
  }

  function mark(states) {
    Object.keys(cards).forEach((id) => put(cards[id], states.card(id)));
    Object.keys(answers).forEach(function (id) {
      var answer = answers[id], state = states.answer(answer.node, answer.place);
      put(answer.element, state);
      answer.element.setAttribute("aria-pressed", String(state === "taken"));
      answer.element.setAttribute("aria-label", answer.label + (WORDS[state] ? ": " + WORDS[state] : ""));
    });
    Object.keys(rows).forEach(function (id) {
      var state = states.row(id);
      put(rows[id].element, state);
      rows[id].element.setAttribute("aria-label", rows[id].label + (WORDS[state] ? ": " + WORDS[state] : ""));
    });
    lines.forEach(function (one) { put(one.element, states.answer(one.node, one.place)); });
    // What is taken is drawn last, so that it stands above what is not.
    lines.filter((one) => one.element.classList.contains("taken"))
      .forEach((one) => one.element.parentNode.appendChild(one.element));
  }

  function find(id, on) {
    Object.keys(rows).forEach((other) => rows[other].element.classList.toggle("found", other === id && Boolean(on)));
    return cards[id] || (rows[id] && rows[id].element) || null;
  }

  var element = svg("svg", {
    viewBox: "0 0 " + data.size[0] + " " + data.size[1], role: "group", "aria-label": "Flowchart: " + graph.title,
  }, [svg("g", { class: "lines" }, data.lines.map(line)), data.heading.map(heading),
    data.cards.map(card), data.rows.map(row)]);
  return { element: element, mark: mark, find: find, width: data.size[0], size: data.size[2] };
};
