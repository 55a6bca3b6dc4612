/* unpack.js: the page's data as it is used: nothing left out, everything found by its name.

     DecisionGraph.unpack(data)    {data, axis, row, graph, steps, rules, everything, places} */

DecisionGraph.unpack = function (data) {
  "use strict";
  var dict = DecisionGraph.dict, compile = DecisionGraph.clauses.compile;

  // What is left out is empty, and lists of numbers are short texts (decision_graph/export/page/tables.py).

  function numbers(text) {
    return text ? text.split(" ").map((word) => parseInt(word, 36)) : [];
  }

  var read = new Map();

  /* The places that a text lists: the first, then the step from each to the next. Each text is read once. */
  function places(text) {
    if (!read.has(text)) {
      var place = 0;
      read.set(text, numbers(text).map((step) => (place += step)));
    }
    return read.get(text);
  }

  function unpack() {
    if (typeof data.nodes !== "string") return;
    data.nodes = data.nodes.split(";").filter(Boolean)
      .map((text, place) => numbers(text).map((n, k) => (k && n > 0 ? place - n : n)));
    data.options = data.options.map((said) => ({
      text: said[0], give: said[1] || [], conditions: said[2] || [], notes: said[3] || [], cautions: said[4] || [],
      alternatives: said[5] || [], rank: said[6] || undefined, strength: said[7] || undefined,
    }));
    function fill(items, names) {
      items.forEach((item) => names.forEach(function (name) { if (!(name in item)) item[name] = []; }));
    }
    fill(data.rows, ["within", "outranks", "contested", "remarks", "notes"]);
    data.rows.forEach(function (row) {
      var cells = row.cells;
      row.section = data.texts[row.section];
      row.cells = dict();
      data.tiers.forEach(function (tier, k) {
        if (cells[k].length) row.cells[tier.id] = { options: cells[k][0], verdicts: cells[k][1], notes: cells[k][2] || [] };
      });
    });
    data.axes.forEach(function (axis) {
      axis.kind = axis.kind || "boolean";
      axis.obtained = data.obtained[axis.obtained];
    });
    data.graphs.forEach(function (graph) {
      fill(graph.nodes, ["notes"]);
      fill(graph.leaves, ["nearest", "notes"]);
    });
  }

  unpack();
  var axis = dict(), row = dict(), graph = dict(), steps = [];
  var cells = 0;
  data.axes.forEach(function (one, place) {
    one.place = place;
    one.first = cells;
    one.count = one.kind === "boolean" ? 2 : one.kind === "enum" ? one.values.length : one.cells.length;
    if (one.kind === "boolean") one.values = [false, true];
    cells += one.count;
    axis[one.name] = one;
  });
  data.terms.forEach(function (term) { term.clause = compile(term[0], data.axes); });
  data.rows.forEach(function (one) { row[one.id] = one; });
  data.graphs.forEach(function (one) {
    graph[one.id] = one;
    one.node = dict();
    one.leaf = dict();
    // The ends of `ways` number the steps like this: see decision_graph/export/page/ends.py.
    one.nodes.forEach(function (node) {
      one.node[node.id] = node;
      node.edges.forEach((_, k) => steps.push({ graph: one, node: node, edge: k }));
      steps.push({ graph: one, node: node, edge: -1 });
    });
    one.leaves.forEach(function (leaf) {
      one.leaf[leaf.id] = leaf;
      steps.push({ graph: one, leaf: leaf });
    });
  });
  var rules = data.rules.map((rule) => ({ clause: compile(rule[0], data.axes), why: rule[1], fact: "", when: rule[2] }));
  var everything = new Uint8Array(cells).fill(1);
  return { places: places, data: data, axis: axis, row: row, graph: graph, steps: steps, rules: rules, everything: everything };
};
