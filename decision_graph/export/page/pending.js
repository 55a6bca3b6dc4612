/* pending.js: the facts on which it hangs, predicate by predicate, which rows apply.

     DecisionGraph.pending(engine)         {pending}
     engine.pending(answer, start)         the attributes, for an answer of `query` that is open */

DecisionGraph.pending = function (engine) {
  "use strict";
  var data = engine.data, dict = DecisionGraph.dict, unique = DecisionGraph.unique, clauses = DecisionGraph.clauses;

  function pending(answer, start) {
    var region = engine.patient(answer.facts, start).region, visits = trace(region, start), names = [];
    var routing = visits.filter((visit) => visit.certain).map((visit) => visit.missing);
    var certain = visits.filter((visit) => visit.certain).map((visit) => visit.graph);
    answer.possible.forEach(function (id) {
      names.push(engine.missing(engine.row[id].population, region));
      // What decides whether its graph is entered at all.
      if (!certain.some((graph) => graph.rows.includes(id))) names.push(...routing);
    });
    answer.rows.forEach((row) => Object.keys(row.may_be_outranked_by).forEach(function (by) {
      names.push(engine.missing(engine.row[by].population, region));
      engine.row[by].outranks.filter((one) => one[0] === row.id && one[2] !== null)
        .forEach((one) => names.push(engine.missing(one[2], region)));
    }));
    // What is silent or out of scope may hang on more than the rows do.
    if (!names.some((some) => some.length)) names.push(...visits.map((visit) => visit.missing));
    if (data.tier && answer.tier === null && answer.rows.length) names.push([data.tier]);
    return unique([].concat.apply([], names));
  }

  /* The questions that some patient meets, in the order of a walk, with what their undecided answers miss. */
  function trace(region, start) {
    var passed = passages(region, start), around = new Map();
    passed.forEach(function (one) {
      var here = one.certain ? region : around.get(one.node) || region;
      one.node.edges.forEach(function (edge, k) {
        if (one.truths[k] === false) return;
        var inside = one.truths[k] ? here : clauses.narrow(clauseOf(one.node, k, edge[2] === null), here);
        var next = target(one.graph, edge[1]), before = around.get(next);
        around.set(next, before ? before.map((open, i) => open | inside[i]) : inside);
      });
    });
    return passed.map(function (one) {
      var here = around.get(one.node) || region, axes = new Set();
      one.node.edges.forEach(function (_, k) { if (one.truths[k] === null) clauses.pending(clauseOf(one.node, k), here, axes); });
      return { graph: one.graph, certain: one.certain, missing: Array.from(axes).map((i) => data.axes[i].name) };
    });
  }

  /* Each question with the truths of its answers for those who come to it. */
  function passages(region, start) {
    var ways = engine.stepsOf(region, start), met = new Map(), count = new Map();
    ways.forEach((steps) => unique(steps.filter((step) => step.node).map((step) => step.node))
      .forEach((node) => met.set(node, (met.get(node) || 0) + 1)));
    ways.forEach((steps) => steps.forEach((step) => count.set(step, (count.get(step) || 0) + 1)));
    var found = [];
    engine.graph[start].calls.map((place) => data.graphs[place]).forEach((graph) => graph.nodes.forEach(function (node) {
      var times = met.get(node);
      if (!times) return;
      var truths = engine.answersOf(node).map((step) => (count.get(step) === times ? true : count.has(step) ? null : false));
      found.push({ graph: graph, node: node, certain: times === ways.length, truths: truths });
    }));
    return found;
  }

  /* The predicate of an answer; of `otherwise` that of the other answers together, which is then false. */
  function clauseOf(node, edge, negated) {
    var term = node.edges[edge][2];
    if (term !== null) return data.terms[term].clause;
    var others = node.edges.filter((one) => one[2] !== null).map((one) => data.terms[one[2]].clause);
    return negated ? { all: others.map(clauses.negate) } : { any: others };
  }

  function target(graph, id) {
    var leaf = graph.leaf[id];
    if (!leaf) return graph.node[id];
    var other = leaf.see && engine.graph[leaf.see];
    return other ? other.node[other.start] : leaf;
  }

  return { pending: pending };
};
