/* facts.js: the facts of one patient, checked; what follows from them; and why some cannot be together.

     DecisionGraph.facts(engine)    {check, patient, only, constraints, settle} */

DecisionGraph.facts = function (engine) {
  "use strict";
  var data = engine.data, axis = engine.axis, graph = engine.graph, rules = engine.rules;
  var Refusal = DecisionGraph.Refusal, dict = DecisionGraph.dict, unique = DecisionGraph.unique;
  var narrow = DecisionGraph.clauses.narrow, tested = DecisionGraph.clauses.tested;

  function check(facts) {
    var checked = dict();
    Object.keys(facts).forEach(function (name) { checked[name] = checkOne(name, facts[name]); });
    return checked;
  }

  function checkOne(name, raw) {
    var known = axis[name];
    if (!known) throw new Refusal("unknown-fact", "no attribute is called '" + name + "'", [name]);
    if (known.kind === "boolean") {
      if (raw === "true" || raw === "false") return raw === "true";
      if (typeof raw === "boolean") return raw;
    } else if (known.kind === "enum") {
      if (known.values.includes(raw)) return raw;
      if (typeof raw === "string")
        throw new Refusal("value-not-in-domain", "fact '" + name + "' is '" + raw + "'", [name]);
    } else {
      return checkNumber(known, raw);
    }
    throw new Refusal("wrong-type", "fact '" + name + "' is '" + raw + "'", [name]);
  }

  function checkNumber(known, raw) {
    var plain = typeof raw === "string" && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(raw.trim());
    var number = plain ? Number(raw) : raw;
    if (typeof number !== "number" || !(Math.abs(number) < 1e15) ||
        (known.kind === "integer" && !Number.isInteger(number)))
      throw new Refusal("wrong-type", "fact '" + known.name + "' is '" + raw + "'", [known.name]);
    if ((known.min !== null && number < known.min) || (known.max !== null && number > known.max))
      throw new Refusal("number-out-of-range", "fact '" + known.name + "' is " + number, [known.name]);
    return number;
  }

  /* The cell that holds a value, counted over all axes; -1 if there is none. */
  function cellOf(known, value) {
    if (known.values) return known.first + known.values.indexOf(value);
    var below = 0;
    while (below < known.cuts.length && known.cuts[below] < value) below++;
    var place = known.cells.indexOf(2 * below + (known.cuts[below] === value ? 1 : 0));
    return place < 0 ? -1 : known.first + place;
  }

  /* The one value that a region leaves of an axis; null if it leaves more than one. */
  function only(known, region) {
    var found = -1;
    for (var place = 0; place < known.count; place++) {
      if (!region[known.first + place]) continue;
      if (found >= 0) return null;
      found = place;
    }
    if (known.values) return known.values[found];
    return known.cells[found] % 2 ? known.cuts[(known.cells[found] - 1) / 2] : null;
  }

  function given(facts) {
    var region = engine.everything.slice();
    Object.keys(facts).forEach(function (name) {
      var known = axis[name];
      region.fill(0, known.first, known.first + known.count);
      var cell = cellOf(known, facts[name]);
      if (cell >= 0) region[cell] = 1;
    });
    return region;
  }

  /* What must hold: what the facts presuppose, then the rules. */
  function constraints(facts) {
    var asserted = Object.keys(facts).filter((name) => axis[name].applies);
    return asserted.map(function (name) {
      var applies = axis[name].applies;
      return { clause: data.terms[applies[0]].clause, why: applies[1], fact: name };
    }).concat(rules);
  }

  function settle(region, laws) {
    var before = null;
    while (region !== null && region !== before) {
      before = region;
      for (var law of laws) if (region !== null) region = narrow(law.clause, region);
    }
    return region;
  }

  function place(facts) {
    return settle(given(facts), constraints(facts));
  }

  /* The fewest facts that clash, found by leaving out one after another, and what they break. */
  function contradiction(facts) {
    var core = dict(facts);
    Object.keys(facts).forEach(function (name) {
      var rest = dict(core);
      delete rest[name];
      if (place(rest) === null) core = rest;
    });
    var why = broken(core);
    var clash = Object.keys(core).map((name) => name + "=" + core[name]).join(" and ");
    return new Refusal("contradiction", clash + " cannot be together: " + why, Object.keys(core), why);
  }

  /* The same for facts that no rule alone forbids: decision_graph/traversal/contradiction.py. */
  function deepContradiction(facts) {
    var core = dict(facts), possible = function (some) {
      var region = place(some);
      return region !== null && engine.consistent(region);
    };
    Object.keys(facts).forEach(function (name) {
      var rest = dict(core);
      delete rest[name];
      if (!possible(rest)) core = rest;
    });
    var region = place(core);
    var why = unique(rules.filter((rule) => engine.assume(rule.when, region) !== null).map((rule) => rule.why)).join("; ");
    var clash = Object.keys(core).map((name) => name + "=" + core[name]).join(" and ") || "no facts";
    return new Refusal("contradiction", clash + " cannot be together: " + why, Object.keys(core), why);
  }

  function broken(facts) {
    var region = given(facts), laws = constraints(facts);
    for (;;) {
      for (var law of laws) {
        var left = narrow(law.clause, region);
        if (left === null) return law.why;
        region = left;
      }
    }
  }

  /* What the rules add to the facts, each with the facts that it rests on, by replaying the rules. */
  function derive(facts) {
    var region = given(facts), laws = constraints(facts), restsOn = dict(), why = dict(), before = null;
    Object.keys(facts).forEach(function (name) { restsOn[axis[name].place] = [name]; });
    while (region !== before) {
      before = region;
      for (var law of laws) {
        var left = narrow(law.clause, region);
        if (left === region) continue;
        var mentioned = Array.from(tested(law.clause)), because = [];
        mentioned.forEach((i) => because.push(...(restsOn[i] || [])));
        if (law.fact) because.push(law.fact);
        for (var i of mentioned) {
          if (axisSame(data.axes[i], left, region)) continue;
          why[i] = law.why;
          restsOn[i] = unique((restsOn[i] || []).concat(because));
        }
        region = left;
      }
    }
    var derived = dict();
    data.axes.forEach(function (known, i) {
      if (!(i in why) || known.name in facts) return;
      var value = only(known, region);
      if (value !== null) derived[known.name] = { value: value, why: why[i], because: restsOn[i] };
    });
    return derived;
  }

  function axisSame(known, one, other) {
    for (var i = known.first; i < known.first + known.count; i++) if (one[i] !== other[i]) return false;
    return true;
  }

  /* A patient: checked facts, those of the graph included, what follows from them, and the region. */
  function patient(facts, start) {
    var checked = check(facts);
    if (place(checked) === null) throw contradiction(checked);
    if (start) {
      var held = graph[start].given;
      Object.keys(held).forEach(function (name) {
        if (name in checked && checked[name] !== held[name])
          throw new Refusal("contradiction", name + "=" + checked[name] + ", but graph '" + start +
            "' is for " + name + "=" + held[name], [name]);
      });
      checked = Object.assign(dict(held), checked);
    }
    var region = place(checked);
    if (region === null) throw contradiction(checked);
    if (!engine.consistent(region)) throw deepContradiction(checked);
    return { facts: checked, derived: derive(checked), region: region };
  }

  return { check: check, patient: patient, only: only, constraints: constraints, settle: settle };
};
