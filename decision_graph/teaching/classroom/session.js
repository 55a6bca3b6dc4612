/* session.js: the cases of the page, and where a learner stands in them. Nothing here knows a screen.

     DecisionGraph.unpackDeck(data)     the deck with its words in place: {id, guideline, digest, cards, steps}
       card: {id, difficulty, narrative, facts, graph, tier, rows, steps, ladder, near}
       step: {place in the deck: at, card, kind, graph, place, ask, several, choices: [{id, words, why, right}]}
     DecisionGraph.session.turns(deck, session)
       {done: [{step, entry, again}], next: step or null, again, card, number, cards, left}
       A session is {id, learner, plan, log}: the places of its cases, and each choice made, in order, as
       {step, bits, at, took}: the place of the step, a bit for each choice, seconds since 1970, tenths of a
       second. Where it stands is computed from these alone. A case with a mistake comes again, once, after
       two others.
     DecisionGraph.session.plan(deck, sessions, count, random)    the cases of a new session: what was missed
       before, then what is new, easy ones first, then the rest
     DecisionGraph.session.points(step, bits)    [choices decided rightly, all]
     DecisionGraph.session.right(step), .bits(step, f), .has(bits, k)    choices as bits */

DecisionGraph.unpackDeck = function (data) {
  "use strict";
  var steps = [], pairs = (list) => list.reduce(function (facts, pair) { facts[text(pair[0])] = pair[1]; return facts; }, DecisionGraph.dict());

  function text(place) {
    var found = data.texts[place];
    return Array.isArray(found) ? found.map(text).join(" ") : found;
  }

  data.cards.forEach(function (card) {
    card.facts = pairs(card.facts);
    card.steps = card.steps.map(function (place) {
      var said = data.steps[place], step = {
        at: steps.length, card: card, kind: said[0], graph: said[1], place: said[2], ask: text(said[3]), several: said[4],
        choices: said[5].map((c) => ({ id: text(c[0]), words: text(c[1]), why: text(c[2]), right: c[3] === 1 })),
      };
      steps.push(step);
      return step;
    });
    card.ladder = card.ladder.map((rung) => ({
      tier: text(rung[0]), silent: rung[1],
      options: rung[2].map((option) => ({ row: text(option[0]), words: text(option[1]), standing: text(option[2]) })),
    }));
    card.near = card.near.map((miss) => ({ attribute: text(miss[0]), value: miss[1], words: text(miss[2]) }));
  });
  return { id: data.id, guideline: data.guideline, digest: data.digest, cards: data.cards, steps: steps };
};

DecisionGraph.session = (function () {
  "use strict";
  var LATER = 2;

  /* Choices as one number, with a bit for each that `f` says; not with `|`, which has room for 31 only. */
  function bits(step, f) {
    return step.choices.reduce((sum, choice, k) => sum + (f(choice, k) ? Math.pow(2, k) : 0), 0);
  }

  function has(number, k) {
    return Math.floor(number / Math.pow(2, k)) % 2 === 1;
  }

  function right(step) {
    return bits(step, (choice) => choice.right);
  }

  function points(step, chosen) {
    return [step.choices.filter((choice, k) => choice.right === has(chosen, k)).length, step.choices.length];
  }

  function turns(deck, session) {
    var queue = session.plan.map((card) => ({ card: card, again: false })), done = [], number = 0, at = 0;
    while (queue.length) {
      var one = queue.shift(), card = deck.cards[one.card], missed = false;
      number += 1;
      for (var step of card.steps) {
        var entry = session.log[at];
        if (!entry) {
          return { done: done, next: step, again: one.again, card: card, number: number, cards: number + queue.length, left: queue.length };
        }
        if (entry.bits !== right(step)) missed = true;
        done.push({ step: step, entry: entry, again: one.again });
        at += 1;
      }
      if (missed && !one.again) queue.splice(Math.min(LATER, queue.length), 0, { card: one.card, again: true });
    }
    return { done: done, next: null, again: false, card: null, number: number, cards: number, left: 0 };
  }

  /* The last time that each case was finished: {card: whether every answer was right}. */
  function history(deck, sessions) {
    var found = {};
    sessions.forEach(function (session) {
      var all = turns(deck, session).done, missed = {};
      all.forEach(function (turn) {
        var card = turn.step.card, place = deck.cards.indexOf(card);
        if (turn.step === card.steps[0]) missed[place] = false;
        if (turn.entry.bits !== right(turn.step)) missed[place] = true;
        if (turn.step === card.steps[card.steps.length - 1]) found[place] = !missed[place];
      });
    });
    return found;
  }

  function plan(deck, sessions, count, random) {
    var known = history(deck, sessions), places = deck.cards.map((_, place) => place), turn = places.map(random);
    var shuffled = places.slice().sort((a, b) => turn[a] - turn[b]);
    var missed = shuffled.filter((place) => known[place] === false), fresh = shuffled.filter((place) => !(place in known));
    var chosen = missed.concat(fresh).slice(0, count), levels = ["easy", "medium", "hard"];
    chosen = chosen.concat(shuffled.filter((place) => known[place] === true)).slice(0, count);
    return chosen.sort((a, b) => levels.indexOf(deck.cards[a].difficulty) - levels.indexOf(deck.cards[b].difficulty));
  }

  return { turns: turns, plan: plan, points: points, right: right, bits: bits, has: has };
})();
