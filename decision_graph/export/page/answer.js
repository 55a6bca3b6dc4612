/* answer.js: the way through the questions, and the whole answer with the standing of every option.

   engine.follow(facts, graph): {nodes, leaves}, each {graph: {id: ...}} for what can still be reached
     nodes: {reached, edges: [state]}; leaves: state
     state: true if every patient with these facts goes there, null if some, false if none
   engine.query(facts, graph): see engine.js */

DecisionGraph.answering = function (engine) {
  "use strict";
  var data = engine.data, dict = DecisionGraph.dict, unique = DecisionGraph.unique, both = DecisionGraph.both;

  function either(truths) {
    return truths.includes(true) ? true : truths.includes(null) ? null : false;
  }

  /* What is in every list; in some list, in the order in which it is met. */
  function shared(lists) {
    return joined(lists).filter((one) => lists.every((list) => list.includes(one)));
  }

  function joined(lists) {
    var found = new Set();
    lists.forEach((list) => list.forEach((one) => found.add(one)));
    return Array.from(found);
  }

  /* The graphs that can be called from one, each after every graph that calls it. */
  function callOrder(start) {
    return engine.graph[start].calls.map((place) => data.graphs[place].id);
  }

  // Outcomes: what is said to the complete patients that the facts allow (decision_graph/decision/outcome.py)

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

  var read = new Map();

  /* An outcome from an end of the diagram; each end is read once. */
  function outcome(end) {
    if (read.has(end)) return read.get(end);
    var matched = end[0].map((place) => data.rows[place].id), applying = end[1].map((place) => pairs[place]);
    var above = dict(), found = {
      matched: matched, above: above, outside: end[2], sound: end[3].includes(1), silent: end[3].includes(2),
    };
    matched.forEach(function (row) {
      above[row] = matched.filter((by) => engine.row[by].outranks.some((one) => one[0] === row &&
        (one[2] === null || applying.some((pair) => pair.row === row && pair.by === by))));
    });
    read.set(end, found);
    return found;
  }

  /* What is certain and what is possible. A scope condition that may hold is assumed to. */
  function survey(region, start) {
    var found = engine.joint(engine.graph[start].outcome, engine.graph[start].entered, region), failing = new Set();
    found = found.map((ends) => Object.assign({ graphs: ends[1].map((place) => data.graphs[place].id) }, outcome(ends[0])));
    found.forEach((one) => one.outside.forEach((condition) => failing.add(condition)));
    var assumed = Array.from(failing).filter((condition) => found.some((one) =>
      one.graphs.includes(scopes[condition].graph) && !one.outside.includes(condition))).sort((a, b) => a - b);
    var entered = joined(found.map((one) => one.graphs)), kept = (one) => !one.outside.some((c) => assumed.includes(c));
    if (found.some(kept)) found = found.filter(kept);
    else assumed = []; // they cannot all hold together
    var matching = found.map((one) => (one.sound ? one.matched : []));
    var every = shared(matching), certain = order.filter((row) => every.includes(row));
    var some = joined(matching), sure = dict(), unsure = dict();
    certain.forEach(function (row) {
      var above = found.map((one) => one.above[row]);
      sure[row] = shared(above);
      unsure[row] = joined(above).filter((by) => !sure[row].includes(by));
    });
    var graphs = shared(found.map((one) => one.graphs));
    var kinds = unique(found.map((one) => [one.outside, one.matched, one.matched.filter((row) => !one.above[row].length), one.sound].join("/")));
    return {
      outcomes: found, kept: kept, entered: callOrder(start).filter((id) => entered.includes(id)),
      assumed: assumed.filter((condition) => graphs.includes(scopes[condition].graph)),
      certain: certain, possible: order.filter((row) => some.includes(row) && !every.includes(row)),
      outranked: sure, mayBeOutranked: unsure, settled: kinds.length === 1,
    };
  }

  // The way

  /* The ways of the patients whom the facts and the assumed scope allow: lists of steps, and the outcomes. */
  function ways(region, start, kept) {
    var graph = engine.graph[start];
    return engine.joint(graph.ways, graph.outcome, region).map((ends) => [ends[0], outcome(ends[1])])
      .filter((found) => kept(found[1]))
      .map((found) => ({ steps: found[0].map((place) => engine.steps[place]), outcome: found[1] }));
  }

  /* The leaves that all of them reach; if there is none, those that some do; in the order of a walk. */
  function leavesOf(region, start, kept) {
    var lists = ways(region, start, kept).map((way) => way.outcome.outside.length ? []
      : way.steps.filter((step) => step.leaf && !step.leaf.see));
    var certain = shared(lists), calls = callOrder(start);
    return (certain.length ? certain : joined(lists)).sort((a, b) => calls.indexOf(a.graph.id) - calls.indexOf(b.graph.id) ||
      a.graph.leaves.indexOf(a.leaf) - b.graph.leaves.indexOf(b.leaf)).map((step) => step.leaf);
  }

  /* Refuse facts with which every way meets a question that has no answer, or several where one may hold. */
  function unstuck(region, start) {
    var faults = engine.possible(engine.graph[start].ways, region).map((way) => fault(way.map((place) => engine.steps[place])));
    if (faults.every(Boolean)) throw new DecisionGraph.Refusal(faults[0], "the questions have no one answer for this patient");
  }

  function fault(steps) {
    var nodes = steps.filter((step) => step.node);
    if (nodes.some((step) => step.edge < 0)) return "gap";
    return nodes.some((step, k) => !step.node.collect && k > 0 && nodes[k - 1].node === step.node) ? "overlap" : "";
  }

  function follow(facts, start) {
    var region = engine.patient(facts, start).region, from = start || data.entry;
    var found = ways(region, from, survey(region, from).kept).map((way) => way.steps);
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

  // Options

  function judge(region) {
    function stock(id) {
      var facts = data.interventions[id][2].map(truth);
      return facts.length ? (facts.includes(false) ? false : facts[0]) : undefined;
    }

    function truth(term) {
      return engine.decide(term, region);
    }

    function groupStock(group) {
      var found = group.map(stock), stated = found.filter((truth) => truth !== undefined);
      if (!stated.length) return undefined;
      return either(stated.length < found.length ? stated.concat([null]) : stated);
    }

    function optionStock(option) {
      var stated = option.give.map(groupStock).filter((truth) => truth !== undefined);
      return stated.length ? both(stated) : null;
    }

    function interventions(option) {
      return unique([].concat.apply([], option.give));
    }

    function unansweredStock(option) {
      var terms = [];
      interventions(option).forEach((id) => terms.push(...data.interventions[id][2].slice(0, 1)));
      return unique(terms).filter((term) => truth(term) === null).map((term) => data.axes[data.terms[term].clause.axis].name);
    }

    function name(id) {
      return data.interventions[id][0];
    }

    function answer(option, standing, why, missing) {
      var notes = option.notes.slice(), cautions = [];
      option.conditions.forEach((c) => notes.push(...data.conditions[c][2]));
      option.cautions.forEach(function (c) {
        if (engine.decide(data.conditions[c][0], region) === true) {
          cautions.push(data.conditions[c][1]);
          notes.push(...data.conditions[c][2]);
        }
      });
      if (standing === "offered" || standing === "open") barred(option, cautions, notes);
      return {
        option: option, standing: standing, why: why, missing: unique(missing || []),
        cautions: unique(cautions), notes: unique(notes),
      };
    }

    /* The alternatives that may not be chosen, or perhaps not, although another one serves. */
    function barred(option, cautions, notes) {
      option.alternatives.forEach(function (other) {
        if (stock(other[0]) === false) cautions.push(name(other[0]) + " is not available here");
        other[1].forEach(function (c) {
          var condition = data.conditions[c], found = engine.decide(condition[0], region);
          if (found === true) return;
          var doubt = found === null ? ": not answered" : ", which does not hold";
          cautions.push(name(other[0]) + " " + condition[1] + doubt);
          notes.push(...condition[2]);
        });
      });
    }

    /* The standing of an option as if it stood in no cascade. */
    function alone(option) {
      var conditions = option.conditions.map((c) => data.conditions[c]);
      var truths = conditions.map((condition) => engine.decide(condition[0], region));
      var whys = (wanted) => conditions.filter((_, k) => truths[k] === wanted).map((c) => c[1]);
      if (optionStock(option) === false) {
        var lacking = interventions(option).filter((id) => stock(id) === false).map(name);
        return answer(option, "unavailable", "not available here: " + lacking.join(", "));
      }
      if (truths.includes(false)) return answer(option, "not_indicated", whys(false).join("; "));
      if (!truths.includes(null)) return answer(option, "offered", "");
      var missing = [];
      conditions.forEach(function (condition, k) {
        if (truths[k] === null) missing.push(...engine.missing(condition[0], region));
      });
      return answer(option, "open", whys(null).map((why) => why + ": not answered").join("; "), missing);
    }

    /* The standing of an option beside the steps above it. */
    function inCascade(place, judged) {
      var found = judged[place], option = found.option;
      if (option.rank === undefined || found.standing === "unavailable" || found.standing === "not_indicated")
        return found;
      var above = judged.filter((other) => other.option.rank !== undefined &&
        other.option.rank < option.rank && (other.standing === "offered" || other.standing === "open"));
      var missing = found.missing.slice();
      for (var other of above) {
        if (other.standing === "offered" && optionStock(other.option) === true)
          return answer(option, "not_indicated", "step " + other.option.rank + " is available");
        missing.push(...other.missing, ...unansweredStock(other.option));
      }
      if (above.length) {
        var why = "only if step " + above.map((step) => step.option.rank).join(", ") + " cannot be given";
        return answer(option, "open", found.why ? why + "; " + found.why : why, missing);
      }
      var stocks = unansweredStock(option);
      var preferred = found.why || (stocks.length ? "the preferred step, if it is available" : "");
      return answer(option, found.standing, preferred, missing.concat(stocks));
    }

    /* With the standing that all completions have, though no single condition says so. */
    function settled(found, root) {
      var verdicts = engine.possible(root, region).filter((verdict) => verdict !== "unavailable");
      var all = (some) => verdicts.every((verdict) => some.includes(verdict));
      var standing = all(["barred"]) ? "unavailable" : all(["not_indicated", "barred"]) ? "not_indicated"
        : all(["offered"]) ? "offered" : "open";
      if (standing === found.standing) return found;
      var whatever = "whatever is answered to what is still open", why = "";
      if (standing === "unavailable") why = "not available here, " + whatever;
      if (standing === "not_indicated") why = found.why + "; excluded " + whatever;
      if (standing === "open") why = found.why;
      return answer(found.option, standing, why, standing === "open" ? found.missing : []);
    }

    return function (cell) {
      var judged = cell.options.map((place) => alone(data.options[place]));
      return judged.map((_, place) => settled(inCascade(place, judged), cell.verdicts[place]));
    };
  }

  // Answer

  function query(facts, start) {
    var patient = engine.patient(facts, start);
    unstuck(patient.region, start || data.entry);
    return answering(patient, start || data.entry);
  }

  function value(patient, name) {
    if (!name) return null;
    if (name in patient.facts) return patient.facts[name];
    return name in patient.derived ? patient.derived[name].value : null;
  }

  function answering(patient, start) {
    var region = patient.region, tier = value(patient, data.tier), found = survey(region, start);
    var judged = judge(region), rowsOf = [];
    found.entered.forEach((id) => rowsOf.push(...engine.graph[id].rows));
    var answer = {
      status: "", line: value(patient, data.line), tier: tier, rows: [], also_consider: [], possible: [],
      nearest: [], says: [], assumed: [], notes: [], facts: patient.facts, derived: patient.derived,
    };

    function finish(status, more, notes) {
      var general = status === "out_of_scope" ? [] : data.everywhere;
      return Object.assign(answer, { status: status, notes: unique(general.concat(notes || [])) }, more);
    }

    /* Rows that outrank a row, each with the reason. */
    function reasons(id, rows) {
      var above = dict();
      rows.forEach((by) => engine.row[by].outranks.forEach(function (one) { if (one[0] === id) above[by] = one[1]; }));
      return above;
    }

    /* The rows whose precedence over a row that does not match would have the wanted truth. */
    function outranking(id, wanted) {
      return rowsOf.filter(function (by) {
        var match = found.certain.includes(by) || (found.possible.includes(by) ? null : false);
        return engine.row[by].outranks.some((one) => one[0] === id &&
          both([match, one[2] === null || engine.decide(one[2], region)]) === wanted);
      });
    }

    function conditions(places, wanted) {
      return places.map((place) => data.conditions[place])
        .filter((condition) => wanted.includes(engine.decide(condition[0], region)));
    }

    function rowAnswer(id) {
      var row = engine.row[id], certain = id in found.outranked;
      var above = reasons(id, certain ? found.outranked[id] : outranking(id, true));
      var cell = tier !== null && row.cells[tier] ? row.cells[tier] : null;
      return {
        id: id, row: row, standing: Object.keys(above).length ? "also_matches" : "preferred",
        outranked_by: above, may_be_outranked_by: reasons(id, certain ? found.mayBeOutranked[id] : outranking(id, null)),
        contested: conditions(row.contested, [true, null]), remarks: conditions(row.remarks, [true]),
        cell: cell, options: cell ? judged(cell) : [],
      };
    }

    function alsoConsider() {
      return rowsOf.filter((id) => !found.certain.includes(id) && !found.possible.includes(id))
        .filter((id) => conditions(engine.row[id].contested, [true]).length).map(rowAnswer);
    }

    var all = (test) => found.outcomes.every(test), none = !found.certain.length && !found.possible.length;
    if (all((one) => one.outside.length)) {
      var failing = found.outcomes.map((one) => one.outside), notes = [];
      var outside = (shared(failing).length ? shared(failing) : joined(failing)).sort(byGraph)
        .map((place) => data.conditions[scopes[place].condition]);
      outside.forEach((condition) => notes.push(...condition[2]));
      return finish("out_of_scope", { says: unique(outside.map((c) => "this condition is not met: " + c[1])) }, notes);
    }
    if (all((one) => !one.sound)) throw new DecisionGraph.Refusal("encodings-disagree",
      "for this patient the graph and the table differ: no answer is given");
    answer.assumed = unique(found.assumed.sort(byGraph).map((place) => data.conditions[scopes[place].condition][1]));
    var leaves = none ? leavesOf(region, start, found.kept) : [];
    var silent = leaves.filter((leaf) => leaf.silent !== undefined);
    var beyond = leaves.filter((leaf) => leaf.out_of_scope !== undefined).map((leaf) => leaf.out_of_scope);
    if (none && all((one) => !one.outside.length && !one.silent) && silent.length + beyond.length)
      return finish("out_of_scope", { says: beyond });
    var tables = found.entered.map((id) => engine.graph[id]).filter((graph) => graph.rows.length);
    if (tier !== null && tables.length && !tables.some((graph) => graph.tiers.includes(tier))) {
      var label = data.tiers.find((known) => known.id === tier).label;
      return finish("silent", {
        says: ["The source gives no " + label + " column for this line; no other tier is shown in its place."],
        nearest: found.certain.concat(found.possible),
      });
    }
    if (none && all((one) => one.silent)) {
      var nearest = [], silentNotes = [];
      silent.forEach(function (leaf) { nearest.push(...leaf.nearest); silentNotes.push(...leaf.notes); });
      return finish("silent", {
        also_consider: alsoConsider(), says: unique(silent.map((leaf) => leaf.silent)), nearest: unique(nearest),
      }, silentNotes);
    }
    var rows = found.certain.map(rowAnswer), said = [];
    var key = rows.map((row) => lead(row, found.certain));
    rows = rows.map((_, k) => k).sort((a, b) => compare(key[a], key[b]) || a - b).map((k) => rows[k]);
    var known = !data.tier || tier !== null || !found.certain.length;
    var decided = found.settled && known && unique(found.outcomes.map((one) => one.silent)).length === 1;
    rows.forEach(function (row) { said.push(...rowNotes(row)); });
    return finish(decided ? "decided" : "open",
      { rows: rows, also_consider: alsoConsider(), possible: found.possible }, said);
  }

  /* Scope conditions in the order in which Python sorts them: by the name of the graph, then by their place. */
  function byGraph(one, other) {
    var a = scopes[one].graph, b = scopes[other].graph;
    return a === b ? one - other : a < b ? -1 : 1;
  }

  /* Preferred rows first; among them by grade, then the narrower population, then the source. */
  function lead(row, matched) {
    var grades = row.options.map((found) => data.strengths.indexOf(found.option.strength))
      .filter((grade) => grade >= 0);
    var implied = matched.filter((id) => row.row.within.includes(data.rows.indexOf(engine.row[id]))).length;
    return [row.standing === "preferred" ? 0 : 1, grades.length ? Math.min(...grades) : -1, -implied];
  }

  function compare(one, other) {
    for (var i = 0; i < one.length; i++) if (one[i] !== other[i]) return one[i] - other[i];
    return 0;
  }

  function rowNotes(row) {
    var notes = row.row.notes.slice();
    if (row.cell) notes.push(...row.cell.notes);
    row.options.forEach((option) => notes.push(...option.notes));
    row.contested.concat(row.remarks).forEach((condition) => notes.push(...condition[2]));
    return notes;
  }

  // Questions

  function useful(facts, start) {
    var patient = engine.patient(facts, start), region = patient.region, from = start || data.entry;
    var tier = value(patient, data.tier), offering = new Set(), scope = new Set();
    survey(region, from).assumed.map((place) => data.conditions[scopes[place].condition][0]).forEach(function (term) {
      engine.missing(term, region).forEach((name) => scope.add(engine.axis[name].place));
      region = engine.assume(term, region) || region;
    });
    var deciding = engine.branching(engine.graph[from].outcome, region);
    joined(engine.possible(engine.graph[from].outcome, region).map((end) => end[0])).forEach(function (place) {
      var cells = data.rows[place].cells;
      (tier === null ? Object.keys(cells) : [tier]).forEach(function (id) {
        (cells[id] ? cells[id].options : []).forEach((option) => hanging(data.options[option], region, offering));
      });
    });
    if (data.tier && tier === null) offering.add(engine.axis[data.tier].place);
    var all = engine.tied(unique([deciding, offering, scope].reduce((list, set) => list.concat(Array.from(set)), [])), patient.region);
    var names = (axes) => Array.from(axes).sort((a, b) => a - b).map((i) => data.axes[i].name);
    return { rows: names(deciding), options: names(offering), scope: names(scope), tied: names(all) };
  }

  /* The axes on which the standing of an option, or a warning on it, can hang. */
  function hanging(option, region, axes) {
    var conditions = option.conditions.concat(option.cautions);
    option.alternatives.forEach((other) => conditions.push(...other[1]));
    conditions.forEach((c) => engine.missing(data.conditions[c][0], region)
      .forEach((name) => axes.add(engine.axis[name].place)));
    unique([].concat.apply([], option.give)).forEach((id) => data.interventions[id][2].forEach(function (term) {
      if (engine.decide(term, region) === null) axes.add(data.terms[term].clause.axis);
    }));
  }

  engine.query = query;
  engine.follow = follow;
  engine.useful = useful;
  return engine;
};
