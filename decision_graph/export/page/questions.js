/* questions.js: which unanswered fact to ask next: decision_graph/traversal/questions.py.

     DecisionGraph.questions(engine)        {questions, split}
     engine.questions(answer, graph)        {rows, options}: for an answer of `query` the attributes that would
                                            decide the rows, and the options of the rows, each best first
     engine.split(patient, start)           {of(axis), listed(set)}: the ends that each answer to a question leaves */

DecisionGraph.questions = function (engine) {
  "use strict";
  var data = engine.data, dict = DecisionGraph.dict, unique = DecisionGraph.unique;
  var DEARER = 0.25, UNLIKELY = 0.1;

  function questions(answer, graph) {
    var start = graph || data.entry, patient = engine.patient(answer.facts, graph), rows = [], options = [];
    if (answer.status === "open") rows = rowQuestions(answer, patient, start);
    answer.rows.forEach((row) => row.options.forEach((option) => options.push(...option.missing)));
    if (options.length) options = optionQuestions(answer, patient, unique(options));
    return { rows: rows, options: options };
  }

  function rowQuestions(answer, patient, start) {
    var names = engine.pending(answer, start), split = splitting(patient, start);
    var view = DecisionGraph.keeping((set) => rowView(engine.surveyed(split.listed(set), start)), 999);
    var asked = {
      patient: patient, tier: answer.tier, now: view(split.all),
      each: (name) => split.of(engine.axis[name]).map((one) => ({ weight: one.weight, view: view(one.set), region: one.region })),
      further: (region, name) => engine.answered(engine.axis[name], region).map((one) => view(split.within(one.region))),
    };
    var found = names.length ? ranked(asked, names) : [];
    return names.includes(data.tier) ? found.filter((name) => name !== data.tier).concat([data.tier]) : found;
  }

  function rowView(found) {
    var things = dict();
    found.possible.forEach(function (id) { things[id] = "possible"; });
    found.certain.forEach(function (id) { things[id] = found.outranked[id] + "/" + found.mayBeOutranked[id]; });
    return { things: things, ends: unique(found.outcomes.map((one) => one.rows + one.silent)) };
  }

  function optionQuestions(answer, patient, names) {
    var cells = answer.rows.filter((row) => row.options.length);
    function view(region) {
      var things = dict(), ends = [];
      cells.forEach((row) => row.cell.verdicts.forEach(function (root, k) {
        var verdicts = engine.possible(root, region).sort();
        things[row.id + " " + k] = verdicts.join();
        verdicts.forEach((verdict) => ends.push(row.id + " " + k + verdict));
      }));
      return { things: things, ends: ends };
    }
    var each = (region, name) => engine.answered(engine.axis[name], region).map((one) => Object.assign(one, { view: view(one.region) }));
    return ranked({
      patient: patient, tier: answer.tier, now: view(patient.region), each: (name) => each(patient.region, name),
      further: (region, name) => each(region, name).map((one) => one.view),
    }, names);
  }

  /* The questions that can change anything, best first.
     asked: {patient, tier, now, each(name), further(region, name)}; a view: {things, ends}, what is known of each row
     or option, and what is possible in all. */
  function ranked(asked, names) {
    var each = dict();
    names.forEach(function (name) { each[name] = asked.each(name); });
    var telling = names.filter((name) => differ(each[name].map((one) => one.view)));
    // What no single answer can change may still hang on several together.
    if (!telling.length) telling = names.filter((name) => names.some((other) => other !== name &&
      each[other].some((one) => differ(asked.further(one.region, name)))));
    var key = dict();
    telling.forEach(function (name) { key[name] = rank(asked, name, each[name]); });
    return telling.sort((one, other) => engine.compare(key[one], key[other]));
  }

  function differ(views) {
    return unique(views.map((view) => view.ends.slice().sort().join(";"))).length > 1;
  }

  function rank(asked, name, answers) {
    var known = engine.axis[name], applies = known.applies, total = 0, left = 0;
    var tier = data.tiers.find((one) => one.id === asked.tier), bits = (view) => Math.log2(Math.max(1, view.ends.length));
    answers.forEach(function (one) { total += one.weight; left += one.weight * bits(one.view); });
    var worth = (bits(asked.now) - left / total) / (1 + DEARER * data.obtained.indexOf(known.obtained));
    return [
      name === data.line ? 0 : 1, tier && known.obtained in tier.lacks ? 1 : 0,
      applies && DecisionGraph.clauses.truth(data.terms[applies[0]].clause, asked.patient.region) !== true ? 1 : 0,
      -Math.round(worth * 1e9), -separated(answers), known.place,
    ];
  }

  /* Of how many things different answers leave something different. */
  function separated(answers) {
    var things = DecisionGraph.joined(answers.map((one) => Object.keys(one.view.things)));
    return things.filter((thing) => unique(answers.map((one) => one.view.things[thing])).length > 1).length;
  }

  /* For each answer to a question that is allowed: how likely it is taken to be, and what is known then. */
  function answered(known, region) {
    var found = [];
    for (var place = 0; place < known.count; place++) {
      if (!region[known.first + place]) continue;
      var here = region.slice().fill(0, known.first, known.first + known.count);
      here[known.first + place] = 1;
      if (known.applies) here = DecisionGraph.clauses.narrow(data.terms[known.applies[0]].clause, here);
      if (here !== null && engine.consistent(here)) found.push({ weight: known.values || known.cells[place] % 2 === 0 ? 1 : UNLIKELY, region: here });
    }
    return found;
  }

  function splitting(patient, start) {
    var graph = engine.graph[start], restricted = engine.restrict(graph.outcome, graph.entered, patient.region);
    var after = engine.after(restricted);
    return {
      all: engine.within(restricted, patient.region),
      within: (region) => engine.within(restricted, region),
      listed: (set) => engine.listed(restricted, set),
      of: (known) => answered(known, patient.region).map((one) => Object.assign(one, {
        set: known.applies ? engine.within(restricted, one.region) : after[one.region.indexOf(1, known.first)],
      })),
    };
  }

  return { questions: questions, answered: answered, splitting: splitting };
};
