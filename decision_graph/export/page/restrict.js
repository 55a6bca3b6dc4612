/* restrict.js: what is possible after each answer to each question, all at once.

     DecisionGraph.restricting(engine)    {restrict, after}
     engine.restrict(one, other, region)  two diagrams as one, for those whom the region and the rules allow:
                                          {axis, kids, ends, root}: the axis of each node, and for each of its cells
                                          a node, NOBODY, or end k as -2 - k; an end is what both diagrams say
     engine.after(restricted)             {cell: set}: the ends that are possible in each open cell, as bits
     engine.within(restricted, region)    the same for a smaller region, as one set
     engine.listed(restricted, set)       the ends of a set */

DecisionGraph.restricting = function (engine) {
  "use strict";
  var data = engine.data, axes = data.axes, flat = data.nodes.flat, at = data.nodes.at, NOBODY = -1;
  var axisOf = engine.axisOf, end = engine.endOf;

  var restrict = DecisionGraph.keeping(function (one, other, region) {
    var made = { axis: [], kids: [], ends: [], root: NOBODY, region: region }, met = new Map();

    function visit(a, b, allowed) {
      if (allowed < 0 && !end(allowed)) return NOBODY;
      var name = engine.key(a, b, allowed), found = met.get(name);
      if (found === undefined) {
        found = make(a, b, allowed);
        met.set(name, found);
      }
      return found;
    }

    function make(a, b, allowed) {
      var atA = axisOf(a), atB = axisOf(b), atC = axisOf(allowed), here = Math.min(atA, atB, atC), kids = [], only;
      if (here === axes.length) return -1 - made.ends.push([end(a), end(b)]);
      for (var k = 1; k <= axes[here].count; k++) {
        var kid = NOBODY;
        if (region[axes[here].first + k - 1]) {
          kid = visit(atA === here ? flat[at[a] + k] : a, atB === here ? flat[at[b] + k] : b, atC === here ? flat[at[allowed] + k] : allowed);
          only = only === undefined || only === kid ? kid : null;
        }
        kids.push(kid);
      }
      if (only !== null) return only;
      made.kids.push(kids);
      return made.axis.push(here) - 1;
    }

    made.root = visit(one, other, data.allowed);
    return made;
  });

  function levelOf(restricted, node) {
    return node < 0 ? axes.length : restricted.axis[node];
  }

  /* For each node the ends below it; kids stand before the nodes that lead to them. */
  function below(restricted, words) {
    var sets = [], one = restricted.ends.map(function (_, k) {
      var set = new Int32Array(words);
      set[k >> 5] = 1 << (k & 31);
      return set;
    });
    var of = (node) => (node < 0 ? one[-2 - node] : sets[node]);
    restricted.kids.forEach(function (kids) {
      var set = new Int32Array(words);
      kids.forEach(function (kid) { if (kid !== NOBODY) add(set, of(kid)); });
      sets.push(set);
    });
    return of;
  }

  function add(set, other) {
    for (var i = 0; i < set.length; i++) set[i] |= other[i];
  }

  function after(restricted) {
    var words = (restricted.ends.length + 31) >> 5, of = below(restricted, words), cells = [], passing = [];
    for (var cell = 0; cell < restricted.region.length; cell++) cells.push(new Int32Array(words));
    for (var i = 0; i <= axes.length; i++) passing.push(new Int32Array(words));
    /* What is below a node is possible in every cell of the axes that the way to it leaves out. */
    function pass(from, node) {
      for (var level = from + 1; level < levelOf(restricted, node); level++) add(passing[level], of(node));
    }
    if (restricted.root !== NOBODY) pass(-1, restricted.root);
    restricted.kids.forEach(function (kids, node) {
      var level = restricted.axis[node], first = axes[level].first;
      kids.forEach(function (kid, k) {
        if (kid === NOBODY) return;
        add(cells[first + k], of(kid));
        if (kids.indexOf(kid) === k) pass(level, kid);
      });
    });
    axes.forEach(function (known, level) {
      for (var cell = known.first; cell < known.first + known.count; cell++) if (restricted.region[cell]) add(cells[cell], passing[level]);
    });
    return cells;
  }

  function within(restricted, region) {
    var seen = new Uint8Array(restricted.axis.length), found = new Int32Array((restricted.ends.length + 31) >> 5);
    (function visit(node) {
      if (node === NOBODY) return;
      if (node < 0) { found[(-2 - node) >> 5] |= 1 << ((-2 - node) & 31); return; }
      if (seen[node]) return;
      seen[node] = 1;
      var kids = restricted.kids[node], first = axes[restricted.axis[node]].first;
      for (var k = 0; k < kids.length; k++) if (region[first + k]) visit(kids[k]);
    })(restricted.root);
    return found;
  }

  function listed(restricted, set) {
    return restricted.ends.filter((_, k) => set[k >> 5] >> (k & 31) & 1);
  }

  return { restrict: restrict, after: after, within: within, listed: listed };
};
