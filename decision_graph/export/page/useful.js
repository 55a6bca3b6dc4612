/* useful.js: what unanswered facts can still change.

     DecisionGraph.usefulness(engine)    {useful}; engine.useful(facts, graph): see engine.js */

DecisionGraph.usefulness = function (engine) {
  "use strict";
  var data = engine.data, dict = DecisionGraph.dict, unique = DecisionGraph.unique;

  function useful(facts, start) {
    var patient = engine.patient(facts, start), region = patient.region, from = start || data.entry;
    var found = engine.survey(region, from), told = telling(patient, from), rows = matching(found);
    var scope = scopeAxes(found, region), options = optionAxes(rows.concat(contestable(found, region)), patient);
    var remarks = remarkAxes(rows, found, region), hung = engine.tied(DecisionGraph.joined([options, scope, remarks]), region);
    return {
      rows: names(told.rows.filter((i) => !scope.has(i))), options: names(options), scope: names(scope),
      words: names(DecisionGraph.joined([told.words, remarks])), tied: names(DecisionGraph.joined([told.words, hung])),
    };
  }

  function names(axes) {
    return Array.from(axes).sort((a, b) => a - b).map((i) => data.axes[i].name);
  }

  /* The axes whose answers leave different rows possible, and those whose answers leave anything different. */
  function telling(patient, from) {
    var found = { rows: [], words: [] }, split = engine.splitting(patient, from);
    data.axes.forEach(function (known, i) {
      var left = split.of(known), sets = left.map((one) => one.set);
      if (unique(left.map((one) => given(patient, known, one, split).join())).length > 1) found.words.push(i);
      if (unique(sets.map((set) => split.rows(set).join(";"))).length > 1) found.rows.push(i);
    });
    return found;
  }

  /* What an answer leaves once all follows from it that the rules say. */
  function given(patient, known, answered, split) {
    if (!known.applies) return answered.set;
    var region = engine.settle(answered.region, engine.constraints(Object.assign(dict(patient.facts), { [known.name]: null })));
    return region === null ? answered.set : split.within(region);
  }

  /* The rows that some patient matches. */
  function matching(found) {
    return found.certain.concat(found.possible).map((id) => engine.row[id]);
  }

  /* On what hangs that was assumed of the scope. */
  function scopeAxes(found, region) {
    return hanging(found.assumed.map((place) => engine.scopes[place].condition), region);
  }

  /* The axes on which what is told of some conditions hangs. */
  function hanging(conditions, region) {
    var axes = new Set();
    conditions.forEach((place) => hang(data.conditions[place][0], region, axes));
    return axes;
  }

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
  function remarkAxes(rows, found, region) {
    var other = engine.considered(found).map((id) => engine.row[id]).filter((row) => row.contested.length);
    var axes = hanging(DecisionGraph.joined(rows.concat(other).map((row) => row.contested.concat(row.remarks))), region);
    // What would go before a contested row is told with it.
    other.forEach((row) => data.rows.forEach((by) => by.outranks.forEach(function (one) {
      if (one[0] === row.id && one[2] !== null) hang(one[2], region, axes);
    })));
    return axes;
  }

  return { useful: useful };
};
