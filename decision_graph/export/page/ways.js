/* ways.js: the way through the questions.

     DecisionGraph.ways(engine)      {follow, unstuck, stepsOf, answersOf}
     engine.follow(facts, graph)     {nodes, leaves}, each {graph: {id: ...}} for what can still be reached
       nodes: {reached, edges: [state]}; leaves: state
       state: true if every patient with these facts goes there, null if some, false if none */

DecisionGraph.ways = function (engine) {
  "use strict";
  var data = engine.data, dict = DecisionGraph.dict, unique = DecisionGraph.unique;
  var shared = DecisionGraph.shared, joined = DecisionGraph.joined;

  /* The ways of the patients whom the facts and the assumed scope allow, each a list of steps. */
  function ways(region, start) {
    var hung = engine.survey(region, start).assumedOfSome.filter(function (place) {
      var scope = engine.scopes[place], term = data.conditions[scope.condition][0];
      // Who does not meet a plain condition of the graph where all enter can be left out at once.
      if (scope.graph !== start || !data.terms[term].clause.inside) return true;
      region = engine.assume(term, region);
      return false;
    });
    var other = hung.length ? engine.graph[start].outcome : -1;
    return engine.joint(engine.graph[start].ways, other, region)
      .filter((end) => !hung.length || !outside(end[1]).some((place) => hung.includes(place))).map((end) => steps(end[0]));
  }

  function outside(outcome) {
    return engine.places(outcome.split("/")[2]);
  }

  function steps(way) {
    return engine.places(way).map((place) => engine.steps[place]);
  }

  /* Refuse facts with which every way meets a question that has no answer, or several where one may hold. */
  function unstuck(region, start) {
    var faults = stepsOf(region, start).map(fault);
    if (faults.every(Boolean)) throw new DecisionGraph.Refusal(faults[0], "the questions have no one answer for this patient");
  }

  function fault(steps) {
    var nodes = steps.filter((step) => step.node);
    if (nodes.some((step) => step.edge < 0)) return "gap";
    return nodes.some((step, k) => !step.node.collect && k > 0 && nodes[k - 1].node === step.node) ? "overlap" : "";
  }

  function follow(facts, start) {
    var region = engine.patient(facts, start).region, from = start || data.entry;
    var found = ways(region, from);
    var certain = new Set(shared(found)), nodes = dict(), leaves = dict(), count = new Map();
    found.forEach((steps) => unique(steps.map((step) => step.node)).forEach((node) => count.set(node, (count.get(node) || 0) + 1)));
    joined(found).forEach(function (step) {
      var id = step.graph.id, state = certain.has(step) || null;
      if (step.leaf) {
        leaves[id] = leaves[id] || dict();
        leaves[id][step.leaf.id] = state;
        return;
      }
      nodes[id] = nodes[id] || dict();
      if (!nodes[id][step.node.id])
        nodes[id][step.node.id] = { reached: count.get(step.node) === found.length || null, edges: step.node.edges.map(() => false) };
      if (step.edge >= 0) nodes[id][step.node.id].edges[step.edge] = state;
    });
    return { nodes: nodes, leaves: leaves };
  }

  /* The ways of all patients whom the facts allow, whatever of the scope is assumed. */
  function stepsOf(region, start) {
    return engine.possible(engine.graph[start].ways, region).map(steps);
  }

  var answers = new Map();
  engine.steps.forEach(function (step) {
    if (step.edge >= 0) answers.set(step.node, (answers.get(step.node) || []).concat([step]));
  });

  return { follow: follow, unstuck: unstuck, stepsOf: stepsOf, answersOf: (node) => answers.get(node) || [] };
};
