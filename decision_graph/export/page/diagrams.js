/* diagrams.js: decision diagrams: which ends the patients of a region have.

     DecisionGraph.diagrams(engine)       {joint, possible, consistent, axisOf, endOf, key}
     engine.joint(one, other, region)     what two diagrams say together of those whom the region and the rules
                                          allow: pairs of ends, each once
     engine.axisOf(node), endOf(node)     the axis on which a node branches, behind all if it is an end; what it says
     engine.key(a, b, c)                  a number for three nodes */

DecisionGraph.diagrams = function (engine) {
  "use strict";
  var data = engine.data, axes = data.axes, flat = data.nodes.flat, at = data.nodes.at;
  var shift = data.ends.length, size = shift + at.length;

  function axisOf(node) {
    return node < 0 ? axes.length : flat[at[node]];
  }

  function end(node) {
    return data.ends[-1 - node];
  }

  function key(a, b, allowed) {
    return ((a + shift) * size + b + shift) * size + allowed + shift;
  }

  function joint(one, other, region) {
    var seen = new Set(), found = new Map();
    (function visit(a, b, allowed) {
      if (allowed < 0 && !end(allowed)) return;
      var name = a < 0 && b < 0 ? a * size + b : 0;
      if (name && found.has(name)) return;
      if (name && allowed < 0) { found.set(name, [end(a), end(b)]); return; }
      var known = key(a, b, allowed);
      if (seen.has(known)) return;
      seen.add(known);
      var atA = axisOf(a), atB = axisOf(b), atC = axisOf(allowed), here = Math.min(atA, atB, atC), first = axes[here].first;
      for (var k = axes[here].count; k > 0; k--)
        if (region[first + k - 1])
          visit(atA === here ? flat[at[a] + k] : a, atB === here ? flat[at[b] + k] : b, atC === here ? flat[at[allowed] + k] : allowed);
    })(one, other, data.allowed);
    return Array.from(found.values());
  }

  /* The ends of one diagram that are still possible, each once. */
  function possible(root, region) {
    return joint(root, -1, region).map((ends) => ends[0]);
  }

  /* Whether the rules allow any patient of the region. */
  function consistent(region) {
    return possible(data.allowed, region).includes(true);
  }

  return { joint: joint, possible: possible, consistent: consistent, axisOf: axisOf, endOf: end, key: key };
};
