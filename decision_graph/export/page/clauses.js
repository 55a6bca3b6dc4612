/* clauses.js: predicates over cells, and what they leave of a region. The first of the engine's files: see engine.js.

     DecisionGraph.clauses: compile, truth, narrow, negate, tested, pending
     DecisionGraph.both, either, unique, shared, joined, dict, keeping: of truths, lists and functions */

var DecisionGraph = (function () {
  "use strict";

  function Refusal(slug, message, facts, why) {
    this.slug = slug;
    this.message = message;
    this.facts = facts || [];
    this.why = why || "";
  }

  function compile(said, axes) {
    if (said[0] === "&" || said[0] === "|") {
      var parts = said.slice(1).map((part) => compile(part, axes));
      return said[0] === "&" ? { all: parts } : { any: parts };
    }
    var test = { axis: said[0], inside: [], outside: [] };
    for (var place = 0; place < said[1].length; place++) {
      (said[1][place] === "1" ? test.inside : test.outside).push(axes[said[0]].first + place);
    }
    return test;
  }

  function some(region, cells) {
    for (var i = 0; i < cells.length; i++) if (region[cells[i]]) return true;
    return false;
  }

  function truth(clause, region) {
    if (clause.inside) {
      if (!some(region, clause.outside)) return true;
      return some(region, clause.inside) ? null : false;
    }
    var decisive = Boolean(clause.any);
    var result = !decisive;
    for (var part of clause.all || clause.any) {
      var found = truth(part, region);
      if (found === decisive) return decisive;
      if (found === null) result = null;
    }
    return result;
  }

  /* The part of a region where a clause can hold, as a region that contains it; null if nowhere. */
  function narrow(clause, region) {
    if (clause.inside) {
      if (!some(region, clause.inside)) return null;
      if (!some(region, clause.outside)) return region;
      var left = region.slice();
      for (var cell of clause.outside) left[cell] = 0;
      return left;
    }
    if (clause.all) {
      var before = null;
      while (region !== null && region !== before) {
        before = region;
        for (var part of clause.all) if (region !== null) region = narrow(part, region);
      }
      return region;
    }
    var joined = null;
    for (var choice of clause.any) {
      var found = narrow(choice, region);
      if (found === region) return region;
      if (found !== null) joined = joined === null ? found : joined.map((open, i) => open | found[i]);
    }
    return joined !== null && same(joined, region) ? region : joined;
  }

  function same(one, other) {
    for (var i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
    return true;
  }

  function negate(clause) {
    if (clause.inside) return { axis: clause.axis, inside: clause.outside, outside: clause.inside };
    return clause.all ? { any: clause.all.map(negate) } : { all: clause.any.map(negate) };
  }

  function tested(clause) {
    var axes = new Set();
    (function visit(part) {
      if (part.inside) axes.add(part.axis);
      else (part.all || part.any).forEach(visit);
    })(clause);
    return axes;
  }

  /* The axes on which an undecided clause still hangs. */
  function pending(clause, region, axes) {
    if (truth(clause, region) !== null) return;
    if (clause.inside) axes.add(clause.axis);
    else for (var part of clause.all || clause.any) pending(part, region, axes);
  }

  function both(truths) {
    return truths.includes(false) ? false : truths.includes(null) ? null : true;
  }

  /* An object with no keys but its own, whatever these are called. */
  function dict(from) {
    return Object.assign(Object.create(null), from);
  }

  function unique(list) {
    return Array.from(new Set(list));
  }

  function either(truths) {
    return truths.includes(true) ? true : truths.includes(null) ? null : false;
  }

  /* What is in every list. */
  function shared(lists) {
    var count = new Map();
    lists.forEach((list) => new Set(list).forEach((one) => count.set(one, (count.get(one) || 0) + 1)));
    return joined(lists).filter((one) => count.get(one) === lists.length);
  }

  /* What is in some list, in the order in which it is met. */
  function joined(lists) {
    var found = new Set();
    lists.forEach((list) => list.forEach((one) => found.add(one)));
    return Array.from(found);
  }

  /* The function, which keeps its last results; what it is asked are texts, numbers, lists and regions. */
  function keeping(make, most) {
    var kept = new Map();
    return function () {
      var name = Array.from(arguments).map((one) => (one && one.join ? one.join() : String(one))).join(";");
      if (!kept.has(name)) {
        if (kept.size >= (most || 12)) kept.clear();
        kept.set(name, make.apply(null, arguments));
      }
      return kept.get(name);
    };
  }

  return {
    keeping: keeping, Refusal: Refusal, clauses: { compile: compile, truth: truth, narrow: narrow, negate: negate, tested: tested, pending: pending },
    both: both, either: either, unique: unique, shared: shared, joined: joined, dict: dict,
  };
})();
