/* questions.js: what unanswered facts can still change.

     DecisionGraph.questions(engine)    {useful}; engine.useful(facts, graph): see engine.js */

DecisionGraph.questions = function (engine) {
  "use strict";
  var data = engine.data;

  function useful(facts, start) {
    var patient = engine.patient(facts, start), from = start || data.entry, found = engine.survey(patient.region, from);
    // Rows are told as if the scope held that was assumed, options and remarks are not.
    var scope = scopeAxes(found, patient.region), region = scope.region, root = engine.graph[from].outcome;
    // What parts of an end tell rows from rows, without the leaves: see decision_graph/export/page/ends.py.
    var rows = engine.branching(root, region, (end) => end.slice(0, end.lastIndexOf("/")));
    var matching = DecisionGraph.joined(engine.possible(root, region).map((end) => engine.places(end.split("/")[0])));
    var options = optionAxes(matching.map((place) => data.rows[place]).concat(contestable(found, patient.region)), patient);
    var words = DecisionGraph.joined([
      engine.branching(root, region), engine.branching(engine.graph[from].entered, region),
      wordAxes(found, matching, patient.region),
    ]);
    var all = engine.tied(DecisionGraph.joined([rows, options, scope.axes, words]), patient.region);
    return { rows: names(rows), options: names(options), scope: names(scope.axes), words: names(words), tied: names(all) };
  }

  function names(axes) {
    return Array.from(axes).sort((a, b) => a - b).map((i) => data.axes[i].name);
  }

  /* On what hangs that was assumed of the scope, and the region where it holds. */
  function scopeAxes(found, region) {
    var axes = new Set();
    found.assumed.map((place) => data.conditions[engine.scopes[place].condition][0]).forEach(function (term) {
      hang(term, region, axes);
      region = engine.assume(term, region) || region;
    });
    return { axes: axes, region: region };
  }

  /* The axes on which what is told of a predicate hangs. */
  function hang(term, region, axes) {
    engine.missing(term, region).forEach((name) => axes.add(engine.axis[name].place));
  }

  /* The rows that do not match and may be told all the same, because a faithful reader may decide otherwise. */
  function contestable(found, region) {
    return engine.considered(found).map((id) => engine.row[id])
      .filter((row) => row.contested.some((place) => engine.decide(data.conditions[place][0], region) !== false));
  }

  function optionAxes(rows, patient) {
    var axes = new Set(), region = patient.region, tier = engine.tierOf(patient);
    rows.forEach((row) => (tier === null ? Object.keys(row.cells) : [tier]).forEach(function (id) {
      (row.cells[id] ? row.cells[id].options : []).forEach((option) => engine.hanging(data.options[option], region, axes));
    }));
    if (data.tier && tier === null) axes.add(engine.axis[data.tier].place);
    return axes;
  }

  /* On what hangs what is said beside rows and options. */
  function wordAxes(found, matching, region) {
    var axes = new Set(), other = engine.considered(found).map((id) => engine.row[id]).filter((row) => row.contested.length);
    matching.map((place) => data.rows[place]).concat(other).forEach((row) => row.contested.concat(row.remarks)
      .forEach((place) => hang(data.conditions[place][0], region, axes)));
    // What would go before a contested row is told with it.
    other.forEach((row) => data.rows.forEach((by) => by.outranks.forEach(function (one) {
      if (one[0] === row.id && one[2] !== null) hang(one[2], region, axes);
    })));
    return axes;
  }

  return { useful: useful };
};
