/* unpack.js: the page's data as it is used: nothing left out, everything found by its name.

     DecisionGraph.unpack(data)    {data, axis, row, graph, steps, rules, everything, places} */

DecisionGraph.unpack = function (data) {
  "use strict";
  var dict = DecisionGraph.dict, compile = DecisionGraph.clauses.compile, read = new Map();

  // Lists of numbers are short texts (decision_graph/export/page/tables.py).

  /* Whole numbers in base 36 with a blank between two. */
  function numbers(text) {
    var found = [], number = 0, sign = 1;
    for (var i = 0; i < text.length; i++) {
      var code = text.charCodeAt(i);
      if (code === 32) {
        found.push(sign * number);
        number = 0;
        sign = 1;
      } else if (code === 45) sign = -1;
      else number = number * 36 + code - (code < 58 ? 48 : 87);
    }
    return text ? found.concat([sign * number]) : found;
  }

  /* The places that a text lists: the first, then the step from each to the next. Each text is read once. */
  function places(text) {
    if (!read.has(text)) {
      var place = 0;
      read.set(text, numbers(text).map((step) => (place += step)));
    }
    return read.get(text);
  }

  /* Where each node begins among all numbers: its axis, then for each cell a node, or an end k as -1 - k. */
  function nodes(flat) {
    var at = [];
    for (var i = 0; i < flat.length; i++) {
      at.push(i);
      for (var last = i + data.axes[flat[i]].count; i < last; ) if (flat[++i] > 0) flat[i] = at.length - 1 - flat[i];
    }
    return { flat: Int32Array.from(flat), at: at };
  }

  // What is left out is empty.

  function fill(items, names) {
    items.forEach((item) => names.forEach(function (name) { if (!(name in item)) item[name] = []; }));
  }

  function axes() {
    var first = 0;
    data.axes.forEach(function (one, place) {
      one.kind = one.kind || "boolean";
      one.obtained = data.obtained[one.obtained];
      if (one.kind === "boolean") one.values = [false, true];
      one.place = place;
      one.first = first;
      one.count = (one.values || one.cells).length;
      first += one.count;
    });
    return first;
  }

  function rows() {
    fill(data.rows, ["within", "outranks", "contested", "remarks", "notes"]);
    data.rows.forEach(function (row) {
      var cells = row.cells;
      row.section = data.texts[row.section];
      row.cells = dict();
      data.tiers.forEach(function (tier, k) {
        if (cells[k].length) row.cells[tier.id] = { options: cells[k][0], verdicts: cells[k][1], notes: cells[k][2] || [] };
      });
    });
  }

  function option(said) {
    return {
      text: said[0], give: said[1] || [], conditions: said[2] || [], notes: said[3] || [], cautions: said[4] || [],
      alternatives: said[5] || [], rank: said[6] || undefined, strength: said[7] || undefined,
    };
  }

  function named(items, name) {
    var found = dict();
    items.forEach(function (one) { found[one[name]] = one; });
    return found;
  }

  /* The graphs by id, each with its questions and leaves by id. */
  function graphs() {
    data.graphs.forEach(function (one) {
      fill(one.nodes, ["notes"]);
      fill(one.leaves, ["nearest", "notes"]);
      one.node = named(one.nodes, "id");
      one.leaf = named(one.leaves, "id");
    });
  }

  /* Every answer of every question with one more for "none of them", then the leaves: as `ends.py` numbers them. */
  function steps() {
    var found = [];
    data.graphs.forEach(function (one) {
      one.nodes.forEach(function (node) {
        node.edges.forEach((_, k) => found.push({ graph: one, node: node, edge: k }));
        found.push({ graph: one, node: node, edge: -1 });
      });
      one.leaves.forEach((leaf) => found.push({ graph: one, leaf: leaf }));
    });
    return found;
  }

  if (typeof data.nodes === "string") {
    data.cells = axes();
    data.nodes = nodes(numbers(data.nodes));
    data.options = data.options.map(option);
    rows();
    graphs();
    data.terms.forEach(function (term) { term.clause = compile(term[0], data.axes); });
    data.laws = data.rules.map((rule) => ({ clause: compile(rule[0], data.axes), why: rule[1], fact: "", when: rule[2] }));
  }
  return {
    data: data, axis: named(data.axes, "name"), row: named(data.rows, "id"), graph: named(data.graphs, "id"),
    steps: steps(), rules: data.laws, everything: new Uint8Array(data.cells).fill(1), places: places,
  };
};
