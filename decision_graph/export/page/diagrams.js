/* diagrams.js: decision diagrams: which ends the patients of a region have, and on what these hang.

     DecisionGraph.diagrams(engine)    {joint, possible, branching, tied, holds, consistent, decide, assume,
                                       missing, hangs} */

DecisionGraph.diagrams = function (engine) {
  "use strict";
  var data = engine.data, axis = engine.axis, unique = DecisionGraph.unique;
  var truth = DecisionGraph.clauses.truth, narrow = DecisionGraph.clauses.narrow, pending = DecisionGraph.clauses.pending;

  var memo = new Map(), memoOf = null;

  /* What two diagrams say together of the patients whom the region and the rules allow: pairs of ends. */
  function joint(one, other, region) {
    var nodes = data.nodes, axes = data.axes, count = nodes.length, size = count + data.ends.length;
    var seen = new Set(), found = new Map();
    (function visit(a, b, allowed) {
      if (allowed < 0 && !data.ends[-1 - allowed]) return;
      var name = a < 0 && b < 0 ? (1 + a) * size + 1 + b : 0;
      if (a < 0 && b < 0 && found.has(name)) return;
      if (a < 0 && b < 0 && allowed < 0) { found.set(name, [data.ends[-1 - a], data.ends[-1 - b]]); return; }
      var key = ((a < 0 ? count - 1 - a : a) * size + (b < 0 ? count - 1 - b : b)) * size + (allowed < 0 ? count : allowed);
      if (seen.has(key)) return;
      seen.add(key);
      var atA = a < 0 ? Infinity : nodes[a][0], atB = b < 0 ? Infinity : nodes[b][0];
      var atC = allowed < 0 ? Infinity : nodes[allowed][0], at = Math.min(atA, atB, atC), first = axes[at].first;
      for (var k = 1; k <= axes[at].count; k++) {
        if (region[first + k - 1])
          visit(atA === at ? nodes[a][k] : a, atB === at ? nodes[b][k] : b, atC === at ? nodes[allowed][k] : allowed);
      }
    })(one, other, data.allowed);
    return Array.from(found.values());
  }

  /* The ends of one diagram that are still possible, each once. */
  function possible(root, region) {
    return joint(root, -1, region).map((ends) => ends[0]);
  }

  /* The axes on which a diagram still branches for the patients whom the region and the rules allow.
     With a view, ends are told apart by what it says of them only. */
  function branching(root, region, view) {
    var nodes = data.nodes, size = nodes.length + data.ends.length, seen = new Map(), known = new Map();
    var number = (node) => (node < 0 ? nodes.length - 1 - node : node);
    var axes = new Map();
    /* The same number for the same answers; undefined if there is no such patient. */
    function visit(node, allowed) {
      if (allowed < 0 && !data.ends[-1 - allowed]) return undefined;
      var key = number(node) * size + number(allowed);
      if (!seen.has(key)) seen.set(key, node < 0 && allowed < 0 ? end(node) : inside(node, allowed));
      return seen.get(key);
    }
    function end(node) {
      return view ? "=" + view(data.ends[-1 - node]) : node;
    }
    function inside(node, allowed) {
      var here = node < 0 ? Infinity : nodes[node][0], there = allowed < 0 ? Infinity : nodes[allowed][0];
      var at = Math.min(here, there), first = data.axes[at].first, kids = [];
      for (var k = 0; k < data.axes[at].count; k++)
        kids.push(region[first + k] ? visit(here === at ? nodes[node][k + 1] : node,
          there === at ? nodes[allowed][k + 1] : allowed) : undefined);
      var left = unique(kids.filter((kid) => kid !== undefined));
      if (left.length < 2) return left[0];
      var name = at + ":" + kids.join();
      if (!known.has(name)) {
        known.set(name, known.size);
        axes.set(known.get(name), [at, left]);
      }
      return known.get(name);
    }
    var found = new Set(), waiting = [visit(root, data.allowed)], met = new Set();
    while (waiting.length) {
      var one = waiting.pop();
      if (!axes.has(one) || met.has(one)) continue;
      met.add(one);
      found.add(axes.get(one)[0]);
      waiting.push(...axes.get(one)[1]);
    }
    return found;
  }

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

  /* Whether the rules allow any patient of the region. */
  function consistent(region) {
    return possible(data.allowed, region).includes(true);
  }

  /* The truth of a set of patients for everybody in the region: exactly, not by Kleene. */
  function holds(root, region) {
    if (root < 0) return data.ends[-1 - root];
    if (memoOf !== region) { memo.clear(); memoOf = region; }
    if (!memo.has(root)) {
      var found = possible(root, region);
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

  return {
    joint: joint, possible: possible, branching: branching, tied: tied, holds: holds, consistent: consistent,
    decide: decide, assume: assume, missing: missing, hangs: hangs,
  };
};
