/* outcomes.js: what is said to the complete patients that the facts allow (decision_graph/decision/outcome.py).

     DecisionGraph.outcomes(engine)    {survey, assumed, leavesOf, scopes} */

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

  var known = new Map();

  /* What an end of these diagrams says; each is read once. See decision_graph/export/page/ends.py. */
  function read(end) {
    var name = end.join("/");
    if (!known.has(name)) known.set(name, outcome(name, name.split("/").map(engine.places)));
    return known.get(name);
  }

  function outcome(end, parts) {
    var matched = parts[0].map((place) => data.rows[place].id), applying = parts[1].map((place) => pairs[place]);
    var above = dict(), found = {
      end: end, matched: matched, above: above, outside: parts[2], sound: parts[3].includes(1), silent: parts[3].includes(2),
      leaves: parts[4].map((place) => engine.steps[place]), graphs: parts[5].map((place) => data.graphs[place].id),
    };
    matched.forEach(function (row) {
      above[row] = matched.filter((by) => engine.row[by].outranks.some((one) => one[0] === row &&
        (one[2] === null || applying.some((pair) => pair.row === row && pair.by === by))));
    });
    found.rows = [found.outside, matched, matched.filter((row) => !above[row].length), found.sound].join("/");
    return found;
  }

  /* What is certain and what is possible. A scope condition that may hold is assumed to. */
  var survey = DecisionGraph.keeping(function (region, start) {
    var ends = engine.joint(engine.graph[start].outcome, engine.graph[start].entered, region), found = ends.map(read);
    var graphs = shared(found.map((one) => one.graphs)), entered = joined(found.map((one) => one.graphs)), failing = assume(found);
    return Object.assign(rowsOf(assumed(ends)), {
      outcomes: assumed(ends), entered: callOrder(start).filter((id) => entered.includes(id)), assumedOfSome: failing,
      assumed: failing.filter((condition) => graphs.includes(scopes[condition].graph)),
    });
  });

  /* The outcomes of those for whom the scope holds that is assumed. */
  function assumed(ends) {
    var found = ends.map(read), failing = assume(found);
    return failing.length ? found.filter((one) => !one.outside.some((condition) => failing.includes(condition))) : found;
  }

  /* The scope conditions that hold for some and fail for others; none if they cannot all hold together. */
  function assume(found) {
    var assumed = joined(found.map((one) => one.outside)).filter((condition) => found.some((one) =>
      one.graphs.includes(scopes[condition].graph) && !one.outside.includes(condition))).sort((a, b) => a - b);
    return found.some((one) => !one.outside.some((condition) => assumed.includes(condition))) ? assumed : [];
  }

  function rowsOf(found) {
    var matching = found.map((one) => (one.sound ? one.matched : [])), every = new Set(shared(matching));
    var some = new Set(joined(matching)), certain = order.filter((row) => every.has(row)), sure = dict(), unsure = dict();
    certain.forEach(function (row) {
      var above = found.map((one) => one.above[row]);
      sure[row] = shared(above);
      unsure[row] = joined(above).filter((by) => !sure[row].includes(by));
    });
    return {
      certain: certain, possible: order.filter((row) => some.has(row) && !every.has(row)),
      outranked: sure, mayBeOutranked: unsure, settled: unique(found.map((one) => one.rows)).length === 1,
    };
  }

  /* Where no row matches: the leaves that all patients reach; if there is none, those that some do; in the order
     of a walk. */
  function leavesOf(found, start) {
    var lists = found.outcomes.map((one) => one.leaves), certain = shared(lists), calls = callOrder(start);
    return (certain.length ? certain : joined(lists)).sort((a, b) => calls.indexOf(a.graph.id) - calls.indexOf(b.graph.id) ||
      a.graph.leaves.indexOf(a.leaf) - b.graph.leaves.indexOf(b.leaf)).map((step) => step.leaf);
  }

  return { survey: survey, assumed: assumed, leavesOf: leavesOf, scopes: scopes };
};
