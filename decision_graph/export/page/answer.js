/* answer.js: the whole answer to one patient, as decision_graph.traversal.answer gives it.

     DecisionGraph.answering(engine)    {query, considered, tierOf, compare}; engine.query(facts, graph): see engine.js */

DecisionGraph.answering = function (engine) {
  "use strict";
  var data = engine.data, scopes = engine.scopes, dict = DecisionGraph.dict;
  var unique = DecisionGraph.unique, both = DecisionGraph.both;

  function query(facts, start) {
    var patient = engine.patient(facts, start);
    engine.unstuck(patient.region, start || data.entry);
    return read(patient, start || data.entry);
  }

  function value(patient, name) {
    if (!name) return null;
    if (name in patient.facts) return patient.facts[name];
    return name in patient.derived ? patient.derived[name].value : null;
  }

  function tierOf(patient) {
    return value(patient, data.tier);
  }

  /* What is read of one patient: the patient, the tier, what is possible, and how options are judged. */
  function read(patient, start) {
    var asked = {
      start: start, patient: patient, region: patient.region, tier: tierOf(patient),
      found: engine.survey(patient.region, start), judged: engine.judge(patient.region),
    };
    var all = (test) => asked.found.outcomes.every(test);
    if (all((one) => one.outside.length)) return outside(asked);
    if (all((one) => !one.sound)) throw new DecisionGraph.Refusal("encodings-disagree",
      "for this patient the graph and the table differ: no answer is given");
    var nothing = !asked.found.certain.length && !asked.found.possible.length;
    var leaves = nothing ? engine.leavesOf(asked.found, start) : [];
    var silent = leaves.filter((leaf) => leaf.silent !== undefined);
    var beyond = leaves.filter((leaf) => leaf.out_of_scope !== undefined).map((leaf) => leaf.out_of_scope);
    if (nothing && all((one) => !one.outside.length && !one.silent) && silent.length + beyond.length)
      return finish(asked, "out_of_scope", { says: beyond });
    if (!tierIsCovered(asked)) return noSuchTier(asked);
    if (nothing && all((one) => one.silent)) return silence(asked, silent);
    return applies(asked);
  }

  function finish(asked, status, more, notes) {
    var general = status === "out_of_scope" ? [] : data.everywhere;
    var answer = {
      status: status, line: value(asked.patient, data.line), tier: asked.tier, rows: [], also_consider: [], possible: [],
      nearest: [], says: [], assumed: assumed(asked), notes: unique(general.concat(notes || [])),
      facts: asked.patient.facts, derived: asked.patient.derived,
    };
    return Object.assign(answer, more);
  }

  function assumed(asked) {
    return unique(asked.found.assumed.slice().sort(byGraph).map((place) => scopeCondition(place)[1]));
  }

  function scopeCondition(place) {
    return data.conditions[scopes[place].condition];
  }

  /* No answer, for what excludes the patient. */
  function outside(asked) {
    var failing = asked.found.outcomes.map((one) => one.outside), notes = [];
    var every = DecisionGraph.shared(failing);
    var told = (every.length ? every : DecisionGraph.joined(failing)).sort(byGraph).map(scopeCondition);
    told.forEach((condition) => notes.push(...condition[2]));
    return Object.assign(finish(asked, "out_of_scope",
      { says: unique(told.map((condition) => "this condition is not met: " + condition[1])) }, notes), { assumed: [] });
  }

  function tierIsCovered(asked) {
    var tables = asked.found.entered.map((id) => engine.graph[id]).filter((graph) => graph.rows.length);
    return asked.tier === null || !tables.length || tables.some((graph) => graph.tiers.includes(asked.tier));
  }

  function noSuchTier(asked) {
    var label = data.tiers.find((known) => known.id === asked.tier).label;
    return finish(asked, "silent", {
      says: ["The source gives no " + label + " column for this line; no other tier is shown in its place."],
      nearest: asked.found.certain.concat(asked.found.possible),
    });
  }

  function silence(asked, leaves) {
    var nearest = [], notes = [];
    leaves.forEach(function (leaf) { nearest.push(...leaf.nearest); notes.push(...leaf.notes); });
    return finish(asked, "silent", {
      also_consider: alsoConsider(asked), says: unique(leaves.map((leaf) => leaf.silent)), nearest: unique(nearest),
    }, notes);
  }

  function applies(asked) {
    var found = asked.found, rows = found.certain.map((id) => rowAnswer(asked, id)), notes = [];
    var key = rows.map((row) => lead(row, found.certain));
    rows = rows.map((_, k) => k).sort((a, b) => compare(key[a], key[b]) || a - b).map((k) => rows[k]);
    rows.forEach(function (row) { notes.push(...rowNotes(row)); });
    return finish(asked, isSettled(asked) ? "decided" : "open",
      { rows: rows, also_consider: alsoConsider(asked), possible: found.possible }, notes);
  }

  /* Whether no answer still to be given can change the rows or their standing. */
  function isSettled(asked) {
    var found = asked.found, tierIsKnown = !data.tier || asked.tier !== null || !found.certain.length;
    return found.settled && tierIsKnown && unique(found.outcomes.map((one) => one.silent)).length === 1;
  }

  // Rows

  function rowAnswer(asked, id) {
    var row = engine.row[id], found = asked.found, certain = id in found.outranked;
    var above = reasons(id, certain ? found.outranked[id] : outranking(asked, id, true));
    var cell = asked.tier !== null && row.cells[asked.tier] ? row.cells[asked.tier] : null;
    return {
      id: id, row: row, standing: Object.keys(above).length ? "also_matches" : "preferred", outranked_by: above,
      may_be_outranked_by: reasons(id, certain ? found.mayBeOutranked[id] : outranking(asked, id, null)),
      contested: conditions(asked, row.contested, [true, null]), remarks: conditions(asked, row.remarks, [true]),
      cell: cell, options: cell ? asked.judged(cell) : [],
    };
  }

  /* Rows that outrank a row, each with the reason. */
  function reasons(id, rows) {
    var above = dict();
    rows.forEach((by) => engine.row[by].outranks.forEach(function (one) { if (one[0] === id) above[by] = one[1]; }));
    return above;
  }

  function rowsOf(found) {
    return DecisionGraph.joined(found.entered.map((id) => engine.graph[id].rows));
  }

  /* The rows whose precedence over a row that does not match would have the wanted truth. */
  function outranking(asked, id, wanted) {
    var found = asked.found;
    return rowsOf(found).filter(function (by) {
      var match = found.certain.includes(by) || (found.possible.includes(by) ? null : false);
      return engine.row[by].outranks.some((one) => one[0] === id &&
        both([match, one[2] === null || engine.decide(one[2], asked.region)]) === wanted);
    });
  }

  function conditions(asked, places, wanted) {
    return places.map((place) => data.conditions[place])
      .filter((condition) => wanted.includes(engine.decide(condition[0], asked.region)));
  }

  /* Rows that do not match by our reading, but by another one. */
  function alsoConsider(asked) {
    return considered(asked.found).filter((id) => conditions(asked, engine.row[id].contested, [true]).length)
      .map((id) => rowAnswer(asked, id));
  }

  /* The rows that do not match, of the graphs that may be entered. */
  function considered(found) {
    return rowsOf(found).filter((id) => !found.certain.includes(id) && !found.possible.includes(id));
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

  return { query: query, considered: considered, tierOf: tierOf, compare: compare };
};
