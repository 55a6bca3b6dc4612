/* truths.js: what holds of everybody in a region, exactly, and on what that hangs which is not decided yet.

     DecisionGraph.truths(engine)    {holds, decide, assume, missing, hangs, tied} */

DecisionGraph.truths = function (engine) {
  "use strict";
  var data = engine.data, axis = engine.axis;
  var truth = DecisionGraph.clauses.truth, narrow = DecisionGraph.clauses.narrow, pending = DecisionGraph.clauses.pending;
  var memo = new Map(), memoOf = null;

  /* The axes that some undecided rule ties to one of these, directly or through others. */
  function tied(axes, region) {
    var found = new Set(axes), before = -1, laws = engine.constraints(axis).map(function (law) {
      var hung = new Set(law.fact ? [axis[law.fact].place] : []);
      pending(law.clause, region, hung);
      return Array.from(hung);
    });
    while (found.size !== before) {
      before = found.size;
      laws.forEach((hung) => { if (hung.some((i) => found.has(i))) hung.forEach((i) => found.add(i)); });
    }
    return found;
  }

  /* The truth of a set of patients for everybody in the region: exactly, not by Kleene. */
  function holds(root, region) {
    if (root < 0) return data.ends[-1 - root];
    if (memoOf !== region) { memo.clear(); memoOf = region; }
    if (!memo.has(root)) {
      var found = engine.possible(root, region);
      memo.set(root, found.length > 1 ? null : found[0]);
    }
    return memo.get(root);
  }

  function decide(term, region) {
    var kleene = truth(data.terms[term].clause, region);
    return kleene === null ? holds(data.terms[term][1], region) : kleene;
  }

  /* The region narrowed to where a predicate can hold; null if nowhere. */
  function assume(term, region) {
    var left = narrow(data.terms[term].clause, region);
    return left === null ? null : engine.settle(left, engine.rules);
  }

  /* The attributes on which an undecided predicate hangs; on which an answer of a question does. */
  function missing(term, region) {
    return undecided([data.terms[term].clause], region);
  }

  function hangs(node, edge, region) {
    if (node.edges[edge][2] !== null) return missing(node.edges[edge][2], region);
    return undecided(node.edges.filter((one) => one[2] !== null).map((one) => data.terms[one[2]].clause), region);
  }

  function undecided(clauses, region) {
    var axes = new Set();
    clauses.forEach((clause) => pending(clause, region, axes));
    return Array.from(axes).sort((a, b) => a - b).map((i) => data.axes[i].name);
  }

  return { holds: holds, decide: decide, assume: assume, missing: missing, hangs: hangs, tied: tied };
};
