/* choose.js: what a press on an answer of the chart says.

     DecisionGraph.choosing(engine)    {choose} */

DecisionGraph.choosing = function (engine) {
  "use strict";
  var data = engine.data, dict = DecisionGraph.dict, tested = DecisionGraph.clauses.tested;

  /* The facts that one answer of a question says, beside the others; facts about that question are replaced.
     Returns {facts, missing}: what is then known, and what must still be asked for the answer to be true. */
  function choose(facts, start, graphId, nodeId, edge) {
    var node = engine.graph[graphId].node[nodeId], about = new Set(), stated = node.edges.filter((one) => one[2] !== null);
    // `otherwise` is chosen where no other answer is certain.
    var chosen = (region) => (node.edges[edge][2] === null
      ? stated.every((one) => engine.holds(data.terms[one[2]][1], region) !== true)
      : engine.holds(data.terms[node.edges[edge][2]][1], region) !== false);
    stated.forEach((one) => tested(data.terms[one[2]].clause).forEach((i) => about.add(i)));
    var kept = dict(facts);
    about.forEach((i) => delete kept[data.axes[i].name]);
    var region = engine.patient(kept, start).region;
    about.forEach(function (i) {
      var known = data.axes[i], cells = [];
      for (var k = known.first; k < known.first + known.count; k++) {
        var one = region.slice().fill(0, known.first, known.first + known.count);
        one[k] = region[k];
        if (region[k] && engine.consistent(one) && chosen(one)) cells.push(k);
      }
      var left = region.slice().fill(0, known.first, known.first + known.count);
      cells.forEach(function (k) { left[k] = 1; });
      var value = cells.length ? engine.only(known, left) : null;
      if (value !== null && engine.only(known, region) === null) kept[known.name] = value;
    });
    return { facts: kept, missing: engine.hangs(node, edge, engine.patient(kept, start).region) };
  }

  return { choose: choose };
};
