/* outcomes.js: what is said to the complete patients that the facts allow (decision_graph/decision/outcome.py).

     DecisionGraph.outcomes(engine)    {survey, leavesOf, scopes} */

DecisionGraph.outcomes = function (engine) {
  "use strict";
  var data = engine.data, dict = DecisionGraph.dict, unique = DecisionGraph.unique;
  var shared = DecisionGraph.shared, joined = DecisionGraph.joined;

  /* The graphs that can be called from one, each after every graph that calls it. */
  function callOrder(start) {
    return engine.graph[start].calls.map((place) => data.graphs[place].id);
  }

  var pairs = [], scopes = [], order = [];
  data.rows.forEach(function (row) {
    row.outranks.forEach(function (above) {
      var known = pairs.find((pair) => pair.row === above[0] && pair.by === row.id);
      if (above[2] !== null && !known) pairs.push({ row: above[0], by: row.id });
    });
  });
  data.graphs.forEach((graph) => graph.scope.forEach((condition) => scopes.push({ graph: graph.id, condition: condition })));
  callOrder(data.entry).concat(data.graphs.map((graph) => graph.id)).forEach((id) => engine.graph[id].rows.forEach(function (row) {
    if (!order.includes(row)) order.push(row);
  }));

  var read = new Map();

  /* An outcome from an end of the diagram; each end is read once. See decision_graph/export/page/ends.py. */
  function outcome(end) {
    if (read.has(end)) return read.get(end);
    var parts = end.split("/").map(engine.places);
    var matched = parts[0].map((place) => data.rows[place].id), applying = parts[1].map((place) => pairs[place]);
    var above = dict(), found = {
      matched: matched, above: above, outside: parts[2], sound: parts[3].includes(1), silent: parts[3].includes(2),
      leaves: parts[4].map((place) => engine.steps[place]),
    };
    matched.forEach(function (row) {
      above[row] = matched.filter((by) => engine.row[by].outranks.some((one) => one[0] === row &&
        (one[2] === null || applying.some((pair) => pair.row === row && pair.by === by))));
    });
    read.set(end, found);
    return found;
  }

  /* What is certain and what is possible. A scope condition that may hold is assumed to. */
  function survey(region, start) {
    var found = engine.joint(engine.graph[start].outcome, engine.graph[start].entered, region), failing = new Set();
    found = found.map((ends) => Object.assign({ graphs: engine.places(ends[1]).map((place) => data.graphs[place].id) }, outcome(ends[0])));
    found.forEach((one) => one.outside.forEach((condition) => failing.add(condition)));
    var assumed = Array.from(failing).filter((condition) => found.some((one) =>
      one.graphs.includes(scopes[condition].graph) && !one.outside.includes(condition))).sort((a, b) => a - b);
    var entered = joined(found.map((one) => one.graphs)), kept = (one) => !one.outside.some((c) => assumed.includes(c));
    if (found.some(kept)) found = found.filter(kept);
    else assumed = []; // they cannot all hold together
    var matching = found.map((one) => (one.sound ? one.matched : []));
    var every = shared(matching), certain = order.filter((row) => every.includes(row));
    var some = joined(matching), sure = dict(), unsure = dict();
    certain.forEach(function (row) {
      var above = found.map((one) => one.above[row]);
      sure[row] = shared(above);
      unsure[row] = joined(above).filter((by) => !sure[row].includes(by));
    });
    var graphs = shared(found.map((one) => one.graphs));
    var kinds = unique(found.map((one) => [one.outside, one.matched, one.matched.filter((row) => !one.above[row].length), one.sound].join("/")));
    return {
      outcomes: found, kept: (end) => kept(outcome(end)), entered: callOrder(start).filter((id) => entered.includes(id)),
      assumed: assumed.filter((condition) => graphs.includes(scopes[condition].graph)),
      certain: certain, possible: order.filter((row) => some.includes(row) && !every.includes(row)),
      outranked: sure, mayBeOutranked: unsure, settled: kinds.length === 1,
    };
  }

  /* Where no row matches: the leaves that all patients reach; if there is none, those that some do; in the order
     of a walk. */
  function leavesOf(found, start) {
    var lists = found.outcomes.map((one) => one.leaves), certain = shared(lists), calls = callOrder(start);
    return (certain.length ? certain : joined(lists)).sort((a, b) => calls.indexOf(a.graph.id) - calls.indexOf(b.graph.id) ||
      a.graph.leaves.indexOf(a.leaf) - b.graph.leaves.indexOf(b.leaf)).map((step) => step.leaf);
  }

  return { survey: survey, leavesOf: leavesOf, scopes: scopes };
};
