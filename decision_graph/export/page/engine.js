/* engine.js: what a guideline says about one patient, answered from the page's data.

   It answers as decision_graph.traversal does in Python, and is tested against it; nothing here knows a page.

     var engine = DecisionGraph.engine(data)    data: made by decision_graph/export/page/data.py
     engine.query(facts, graph)                 the answer; graph: asked directly, the entry if absent
     engine.follow(facts, graph)                the way through the questions, exactly:
                                                {graph: {node: [states]}}, {graph: {leaf: state}}; see answer.js
     engine.patient(facts, graph)               {facts, derived, region}: checked, with what follows
     engine.useful(facts, graph)                {rows, options, scope, tied}: the attributes that can still
                                                change which rows match or lead; what these or possible rows
                                                offer; what was assumed of the scope; and all that a rule ties
                                                to them. No other attribute changes anything.
     engine.choose(facts, graph, g, node, k)    the facts if answer k of a node of graph g is chosen: see below
     engine.data, engine.axis[name], engine.row[id], engine.graph[id]

   facts: an object from attribute name to value; an absent fact is unanswered, never "no".
   answer: {status, line, tier, rows, also_consider, possible, nearest, says, assumed, notes, facts, derived}
     status: "decided", "open", "silent" or "out_of_scope"
     rows: [{id, row, standing, outranked_by, may_be_outranked_by, contested, remarks, cell, options}]
     options: [{option, standing, why, missing, cautions, notes}]; none if no tier is known
     derived: {name: {value, why, because}}
   Facts that cannot be are refused with a DecisionGraph.Refusal: {slug, message, facts, why}.

   Words: a *cell* is a set of values of an attribute that no predicate tells apart; a *region* says for each
   cell of each attribute whether it is still possible; a *clause* is a predicate over cells; an *end* is what
   a diagram says of one complete patient. Truth is true, false, or null where an unanswered fact decides.

   Written for old telephones: nothing newer than ECMAScript 2017, no library, no network. */

var DecisionGraph = (function () {
  "use strict";

  function Refusal(slug, message, facts, why) {
    this.slug = slug;
    this.message = message;
    this.facts = facts || [];
    this.why = why || "";
  }

  // Clauses and regions

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

  // Data: what is left out is empty, and lists of numbers are short texts (decision_graph/export/page/tables.py).

  var VERDICTS = ["offered", "unavailable", "not_indicated", "open", "barred"];

  function unpack(data) {
    if (typeof data.nodes !== "string") return;
    var numbers = (text) => text.split(" ").filter(Boolean).map((word) => parseInt(word, 36));
    data.nodes = data.nodes.split(";").filter(Boolean)
      .map((text, place) => numbers(text).map((n, k) => (k && n > 0 ? place - n : n)));
    data.ends = data.ends.map(function steps(end) {
      if (Array.isArray(end)) return end.map(steps);
      var place = 0;
      return typeof end !== "string" || VERDICTS.includes(end) ? end : numbers(end).map((step) => (place += step));
    });
    data.options = data.options.map((said) => ({
      text: said[0], give: said[1] || [], conditions: said[2] || [], notes: said[3] || [], cautions: said[4] || [],
      alternatives: said[5] || [], rank: said[6] || undefined, strength: said[7] || undefined,
    }));
    function fill(items, names) {
      items.forEach((item) => names.forEach(function (name) { if (!(name in item)) item[name] = []; }));
    }
    fill(data.rows, ["within", "outranks", "contested", "remarks", "notes"]);
    data.rows.forEach(function (row) {
      var cells = row.cells;
      row.section = data.texts[row.section];
      row.cells = dict();
      data.tiers.forEach(function (tier, k) {
        if (cells[k].length) row.cells[tier.id] = { options: cells[k][0], verdicts: cells[k][1], notes: cells[k][2] || [] };
      });
    });
    data.axes.forEach(function (axis) {
      axis.kind = axis.kind || "boolean";
      axis.obtained = data.obtained[axis.obtained];
    });
    data.graphs.forEach(function (graph) {
      fill(graph.nodes, ["notes"]);
      fill(graph.leaves, ["nearest", "notes"]);
    });
  }

  function engine(data) {
    unpack(data);
    var axis = dict(), row = dict(), graph = dict(), steps = [];
    var cells = 0;
    data.axes.forEach(function (one, place) {
      one.place = place;
      one.first = cells;
      one.count = one.kind === "boolean" ? 2 : one.kind === "enum" ? one.values.length : one.cells.length;
      if (one.kind === "boolean") one.values = [false, true];
      cells += one.count;
      axis[one.name] = one;
    });
    data.terms.forEach(function (term) { term.clause = compile(term[0], data.axes); });
    data.rows.forEach(function (one) { row[one.id] = one; });
    data.graphs.forEach(function (one) {
      graph[one.id] = one;
      one.node = dict();
      one.leaf = dict();
      // The ends of `ways` number the steps like this: see decision_graph/export/page/ends.py.
      one.nodes.forEach(function (node) {
        one.node[node.id] = node;
        node.edges.forEach((_, k) => steps.push({ graph: one, node: node, edge: k }));
        steps.push({ graph: one, node: node, edge: -1 });
      });
      one.leaves.forEach(function (leaf) {
        one.leaf[leaf.id] = leaf;
        steps.push({ graph: one, leaf: leaf });
      });
    });
    var rules = data.rules.map((rule) => ({ clause: compile(rule[0], data.axes), why: rule[1], fact: "", when: rule[2] }));
    var everything = new Uint8Array(cells).fill(1);

    // Facts

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
      var region = everything.slice();
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
      var core = dict(facts), possible = (some) => { var region = place(some); return region !== null && consistent(region); };
      Object.keys(facts).forEach(function (name) {
        var rest = dict(core);
        delete rest[name];
        if (!possible(rest)) core = rest;
      });
      var region = place(core);
      var why = unique(rules.filter((rule) => assume(rule.when, region) !== null).map((rule) => rule.why)).join("; ");
      var clash = Object.keys(core).map((name) => name + "=" + core[name]).join(" and ") || "no facts";
      return new Refusal("contradiction", clash + " cannot be together: " + why, Object.keys(core), why);
    }

    function consistent(region) {
      return possible(data.allowed, region).includes(true);
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
      if (!consistent(region)) throw deepContradiction(checked);
      return { facts: checked, derived: derive(checked), region: region };
    }

    // Diagrams: which ends the patients of a region have

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

    /* The axes on which a diagram still branches for the patients whom the region and the rules allow. */
    function branching(root, region) {
      var nodes = data.nodes, size = nodes.length + data.ends.length, seen = new Map(), known = new Map();
      var number = (node) => (node < 0 ? nodes.length - 1 - node : node);
      var axes = new Map();
      /* The same number for the same answers; undefined if there is no such patient. */
      function visit(node, allowed) {
        if (allowed < 0 && !data.ends[-1 - allowed]) return undefined;
        var key = number(node) * size + number(allowed);
        if (!seen.has(key)) seen.set(key, node < 0 && allowed < 0 ? node : inside(node, allowed));
        return seen.get(key);
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
      var found = new Set(axes), before = -1, laws = constraints(axis).map(function (law) {
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
      return left === null ? null : settle(left, rules);
    }

    /* The facts that one answer of a question says, beside the others; facts about that question are replaced.
       Returns {facts, missing}: what is then known, and what must still be asked for the answer to be true. */
    function choose(facts, start, graphId, nodeId, edge) {
      var node = graph[graphId].node[nodeId], about = new Set(), stated = node.edges.filter((one) => one[2] !== null);
      // `otherwise` is chosen where no other answer is certain.
      var chosen = (region) => (node.edges[edge][2] === null
        ? stated.every((one) => holds(data.terms[one[2]][1], region) !== true)
        : holds(data.terms[node.edges[edge][2]][1], region) !== false);
      stated.forEach((one) => tested(data.terms[one[2]].clause).forEach((i) => about.add(i)));
      var kept = dict(facts);
      about.forEach((i) => delete kept[data.axes[i].name]);
      var region = patient(kept, start).region;
      about.forEach(function (i) {
        var known = data.axes[i], cells = [];
        for (var k = known.first; k < known.first + known.count; k++) {
          var one = region.slice().fill(0, known.first, known.first + known.count);
          one[k] = region[k];
          if (region[k] && consistent(one) && chosen(one)) cells.push(k);
        }
        var left = region.slice().fill(0, known.first, known.first + known.count);
        cells.forEach(function (k) { left[k] = 1; });
        var value = cells.length ? only(known, left) : null;
        if (value !== null && only(known, region) === null) kept[known.name] = value;
      });
      return { facts: kept, missing: hangs(node, edge, patient(kept, start).region) };
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

    return DecisionGraph.answering({
      data: data, axis: axis, row: row, graph: graph, steps: steps, everything: everything,
      check: check, patient: patient, decide: decide, holds: holds, missing: missing, hangs: hangs, joint: joint, possible: possible, assume: assume,
      branching: branching, tied: tied, choose: choose,
    });
  }

  return { engine: engine, Refusal: Refusal, both: both, unique: unique, dict: dict };
})();
