/* what_if.js: the same patient with another fact: where the paths part, and what is gained and lost
   (decision_graph/traversal/difference.py). Facts that cannot stay beside the new one are left out, and named.

     DecisionGraph.whatIf(engine, card, changes)
       {facts, dropped, before, after, parting: {node, ask, before, after} or null, leading, gained, lost}
     Facts that cannot be at all are refused by the engine. */

DecisionGraph.whatIf = function (engine, card, changes) {
  "use strict";
  var graph = card.graph || undefined, before = engine.query(card.facts, graph), made = together(), dropped = made.dropped;
  var after = engine.query(made.facts, graph);

  function holds(facts) {
    try {
      engine.patient(facts, graph);
      return true;
    } catch (error) {
      if (!(error instanceof DecisionGraph.Refusal)) throw error;
      return false;
    }
  }

  /* The changes, and as many of the other facts as can be with them, in their order. */
  function together() {
    var all = Object.assign(DecisionGraph.dict(card.facts), changes), gone = [];
    if (holds(all)) return { facts: all, dropped: gone };
    var facts = DecisionGraph.dict(changes);
    engine.patient(facts, graph);
    Object.keys(card.facts).filter((name) => !(name in changes)).forEach(function (name) {
      var more = Object.assign(DecisionGraph.dict(facts), { [name]: card.facts[name] });
      if (holds(more)) facts = more;
      else gone.push(name);
    });
    return { facts: facts, dropped: gone };
  }

  /* The answers that are certain at a question, in words. */
  function answers(follow, graphId, node) {
    var here = (follow.nodes[graphId] || {})[node.id];
    return here ? node.edges.filter((_, k) => here.edges[k] === true).map((edge) => edge[0] || "otherwise") : null;
  }

  function parting() {
    var mine = engine.follow(card.facts, graph), theirs = engine.follow(made.facts, graph);
    var asked = card.steps.filter((step) => step.kind === "question").map((step) => [step.graph, engine.graph[step.graph].node[step.place]]);
    engine.data.graphs.forEach((one) => one.nodes.forEach(function (node) {
      if (!asked.some((known) => known[1] === node)) asked.push([one.id, node]);
    }));
    for (var pair of asked) {
      var old = answers(mine, pair[0], pair[1]), now = answers(theirs, pair[0], pair[1]);
      if (old && now && old.join("\n") !== now.join("\n")) return { node: pair[1].id, ask: pair[1].ask, before: old, after: now };
    }
    return null;
  }

  /* The options that an answer offers: the row, the words, and which of equal ones it is. */
  function offers(answer) {
    var found = new Map();
    answer.rows.forEach(function (row) {
      var seen = {};
      row.options.forEach(function (option) {
        var words = option.option.text;
        seen[words] = (seen[words] || 0) + 1;
        if (option.standing === "offered") found.set([row.id, words, seen[words]].join("\n"), { row: row.id, words: words });
      });
    });
    return found;
  }

  function only(some, others) {
    return Array.from(some.keys()).filter((key) => !others.has(key)).map((key) => some.get(key));
  }

  var was = offers(before), is = offers(after);
  return {
    facts: made.facts, dropped: dropped, before: before, after: after, parting: parting(),
    leading: after.rows.filter((row) => row.standing === "preferred").map((row) => row.id),
    gained: only(is, was), lost: only(was, is),
  };
};
