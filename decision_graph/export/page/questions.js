/* questions.js: which unanswered fact to ask next: decision_graph/traversal/questions.py.

     DecisionGraph.questions(engine)        {questions, splitting}
     engine.questions(answer, graph)        {rows, options}: for an answer of `query` the attributes that would
                                            decide the rows, and the options of the rows, each best first
     engine.splitting(patient, start)       {of(axis), rows(set), listed(set), within(region)}: the ends that each
                                            answer to a question leaves, as sets, and what they say of the rows */

DecisionGraph.questions = function (engine) {
  "use strict";
  var data = engine.data, unique = DecisionGraph.unique;
  // A question is worth as much as the best if it leaves at most so many tenths of the outcomes.
  var COMPARABLE = 11, LIKELY = 10, UNLIKELY = 1;

  function questions(answer, graph) {
    var start = graph || data.entry, patient = engine.patient(answer.facts, graph), rows = [], options = [];
    if (answer.status === "open") rows = rowQuestions(answer, patient, start);
    answer.rows.forEach((row) => row.options.forEach((option) => options.push(...option.missing)));
    if (options.length) options = optionQuestions(answer, patient, unique(options));
    return { rows: rows, options: options };
  }

  /* The tier, on which only options hang, comes last. */
  function rowQuestions(answer, patient, start) {
    var names = engine.pending(answer, start), split = splitting(patient, start);
    var found = !names.length ? [] : ranked({
      region: patient.region, tier: answer.tier,
      each: (name) => split.of(engine.axis[name]).map((one) => Object.assign(one, { left: split.rows(one.set) })),
      further: (region, name) => answered(engine.axis[name], region).map((one) => split.rows(split.within(one.region))),
    }, names);
    return names.includes(data.tier) ? found.filter((name) => name !== data.tier).concat([data.tier]) : found;
  }

  function optionQuestions(answer, patient, names) {
    var cells = answer.rows.filter((row) => row.options.length);
    /* Every standing that is possible of every option. */
    function standings(region) {
      var found = [];
      cells.forEach((row) => row.cell.verdicts.forEach((root, k) => engine.possible(root, region)
        .forEach((verdict) => found.push(row.id + " " + k + " " + verdict))));
      return found.sort();
    }
    var each = (region, name) => answered(engine.axis[name], region).map((one) => Object.assign(one, { left: standings(one.region) }));
    return ranked({
      region: patient.region, tier: answer.tier, each: (name) => each(patient.region, name),
      further: (region, name) => each(region, name).map((one) => one.left),
    }, names);
  }

  /* The questions that can change anything, best first.
     asked: {region, tier, each, further}. each(name): for every answer {weight, region, left}, `left` being a sorted
     list of the outcomes that are still possible; further(region, name): these lists within a region. */
  function ranked(asked, names) {
    var each = new Map(names.map((name) => [name, asked.each(name)]));
    var telling = names.filter((name) => differ(each.get(name).map((one) => one.left)));
    // What no single answer can change may still hang on several together.
    if (!telling.length) telling = names.filter((name) => names.some((other) => other !== name &&
      each.get(other).some((one) => differ(asked.further(one.region, name)))));
    return bestFirst(telling.map((name) => candidate(asked, engine.axis[name], each.get(name))));
  }

  function differ(lists) {
    return unique(lists.map((list) => list.join(";"))).length > 1;
  }

  /* A question, with the number of outcomes that it is expected to leave: the fraction sum / total. */
  function candidate(asked, known, answers) {
    var tier = data.tiers.find((one) => one.id === asked.tier), sum = 0, total = 0;
    answers.forEach(function (one) { total += one.weight; sum += one.weight * one.left.length; });
    return {
      name: known.name, place: known.place, cost: data.obtained.indexOf(known.obtained), sum: sum, total: total,
      turn: [known.name !== data.line, Boolean(tier && known.obtained in tier.lacks), presupposes(known, asked.region)].map(Number),
    };
  }

  /* Whether it is not settled yet that an attribute applies: that is to be asked before. */
  function presupposes(known, region) {
    return Boolean(known.applies) && DecisionGraph.clauses.truth(data.terms[known.applies[0]].clause, region) !== true;
  }

  /* Again and again, of those that are left: whose turn it is; of these, what is worth as much as the best; of
     these, the cheapest to obtain; of these, what leaves the fewest outcomes; then the order of the file. */
  function bestFirst(left) {
    var found = [];
    left.sort((one, other) => one.place - other.place);
    while (left.length) {
      var next = first(left, (one, other) => engine.compare(one.turn, other.turn)).turn;
      var due = left.filter((one) => engine.compare(one.turn, next) === 0), best = first(due, fewer);
      due = due.filter((one) => 10 * one.sum * best.total <= COMPARABLE * best.sum * one.total);
      var taken = first(due, (one, other) => one.cost - other.cost || fewer(one, other));
      found.push(taken.name);
      left.splice(left.indexOf(taken), 1);
    }
    return found;
  }

  function first(list, compare) {
    return list.reduce((best, one) => (compare(one, best) < 0 ? one : best));
  }

  /* Below 0 if one is expected to leave fewer outcomes than another. */
  function fewer(one, other) {
    return one.sum * other.total - other.sum * one.total;
  }

  /* For each answer to a question that is allowed: how likely it is taken to be, and what is known then. */
  function answered(known, region) {
    var found = [];
    for (var place = 0; place < known.count; place++) {
      if (!region[known.first + place]) continue;
      var here = region.slice().fill(0, known.first, known.first + known.count);
      here[known.first + place] = 1;
      if (known.applies) here = DecisionGraph.clauses.narrow(data.terms[known.applies[0]].clause, here);
      if (here !== null && engine.consistent(here))
        found.push({ weight: known.values || known.cells[place] % 2 === 0 ? LIKELY : UNLIKELY, region: here });
    }
    return found;
  }

  function splitting(patient, start) {
    var graph = engine.graph[start], restricted = engine.restrict(graph.outcome, graph.entered, patient.region);
    var after = engine.after(restricted), listed = (set) => engine.listed(restricted, set);
    return {
      listed: listed, within: (region) => engine.within(restricted, region),
      rows: DecisionGraph.keeping((set) => unique(engine.assumed(listed(set)).map((one) => one.rows + one.silent)).sort(), 999),
      of: (known) => answered(known, patient.region).map((one) => Object.assign(one, {
        set: known.applies ? engine.within(restricted, one.region) : after[one.region.indexOf(1, known.first)],
      })),
    };
  }

  return { questions: questions, splitting: splitting };
};
