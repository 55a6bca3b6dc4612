/* walk.js: a class goes through one case: votes, then the answer opens, then the next question; and what if.

   Where it stands is kept as {card, at, open, votes, change}: the step, whether its answer is open, the hands for
   each choice of each step, and the fact that is otherwise at the end. */

DecisionGraph.walkScreen = function (room) {
  "use strict";
  var dom = DecisionGraph.dom, h = dom.h, button = dom.button, deck = room.deck, scene = room.scene, kept = room.kept;
  var engine = room.engine;

  function put(changes, focus) {
    Object.assign(kept.state.walk, changes);
    kept.save();
    room.render(focus);
  }

  function choose(place) {
    kept.state.walk = { card: place, at: 0, open: false, votes: {}, change: null };
    kept.save();
    room.go("walk");
  }

  function cases() {
    return [
      h("h2", { id: "cases-title", tabindex: "-1" }, "Which case?"),
      h("ol", { class: "cases" }, deck.cards.map((card, place) => h("li", {}, button([
        h("b", {}, "Case " + (place + 1)), h("span", { class: "level" }, card.difficulty),
        h("small", {}, card.narrative.length > 140 ? card.narrative.slice(0, card.narrative.lastIndexOf(" ", 140)) + " …" : card.narrative),
      ], () => choose(place), { class: "link", id: "case-" + place })))),
    ];
  }

  // Votes

  function votesOf(walk, step) {
    return walk.votes[walk.at] || step.choices.map(() => 0);
  }

  /* The number of hands for an answer; the screen is not drawn anew, so that no press gets lost. */
  function count(step, k, hands) {
    var walk = kept.state.walk, votes = votesOf(walk, step).slice();
    votes[k] = Math.min(999, Math.max(0, Math.floor(hands) || 0));
    walk.votes[walk.at] = votes;
    kept.save();
    return votes[k];
  }

  function vote(step, k) {
    var hands = count(step, k, votesOf(kept.state.walk, step)[k] + 1);
    document.getElementById("count-" + k).value = hands;
    room.say(step.choices[k].words + ": " + hands);
  }

  function ballot(walk, step) {
    var votes = votesOf(walk, step);
    return h("ol", {
      class: "ballot",
      on: { keydown: function (event) { // a digit is a hand for the answer with this number, while an answer has the keyboard
        var k = Number(event.key) - 1;
        if (event.ctrlKey || event.altKey || event.metaKey || event.target.tagName === "INPUT" || !(k in step.choices)) return;
        event.preventDefault();
        vote(step, k);
      } },
    }, step.choices.map((choice, k) => h("li", {}, [
      button([h("span", { class: "place", "aria-hidden": "true" }, k + 1), h("span", { class: "what" }, choice.words)], () => vote(step, k), {
        class: "choice", id: "vote-" + k, "aria-label": "A hand for: " + choice.words,
      }),
      h("input", {
        class: "count", id: "count-" + k, type: "number", min: 0, max: 999, inputmode: "numeric", value: votes[k], "aria-label": "Hands for: " + choice.words,
        on: { input: (event) => count(step, k, Number(event.target.value)) },
      }),
    ])));
  }

  // A question

  function question(walk, card) {
    var step = card.steps[walk.at], votes = votesOf(walk, step);
    return h("section", { class: "ask", "aria-labelledby": "question" }, [
      h("p", { class: "kicker" }, "Question " + (walk.at + 1) + " of " + card.steps.length),
      h("h3", { id: "question", tabindex: "-1" }, step.ask),
      step.several ? h("p", { class: "hint" }, "Several may be right.") : null,
      walk.open ? scene.opened(step, { votes: votes }) : ballot(walk, step),
      h("div", { class: "steps" }, [
        walk.open
          ? button(walk.at + 1 < card.steps.length ? "Next question" : "What each setting offers", () => put({ at: walk.at + 1, open: false }, "question"), { class: "main", id: "go-next" })
          : button("Open the answer", () => put({ open: true }, "question"), { class: "main", id: "open" }),
        walk.at || walk.open ? button("Back", () => put(walk.open ? { open: false } : { at: walk.at - 1, open: true }, "question"), { id: "back" }) : null,
      ]),
    ]);
  }

  /* An answer that is pressed in the chart: a hand for it while it is asked. */
  function press(graph, node, k) {
    var walk = kept.state.walk, step = deck.cards[walk.card].steps[walk.at];
    if (step && !walk.open && step.graph === graph && step.place === node) vote(step, k);
  }

  // The end: what if

  function end(walk, card) {
    var found = null, refused = "";
    if (walk.change) {
      try {
        found = DecisionGraph.whatIf(engine, card, walk.change);
      } catch (error) {
        if (!(error instanceof DecisionGraph.Refusal)) throw error;
        refused = error.why ? "Because " + error.why : error.message;
      }
      if (found) room.say("What if: " + (found.leading.length ? "now leads " + found.leading.join(", ") : found.after.says.join(" ") || "nothing leads yet") + ".");
    }
    return [
      h("div", {}, [
        scene.story(card, room.heading(card, deck.cards.indexOf(card)), true),
        h("div", { id: "question", tabindex: "-1" }, scene.ladder(card)),
        h("section", { class: "what-if", "aria-labelledby": "what-if-title" }, [
          h("h3", { id: "what-if-title" }, "What if …?"),
          near(card), fact(card),
          refused ? h("p", { class: "fault", role: "alert" }, "That cannot be. " + refused + ".") : null,
          found ? parted(walk, found) : null,
        ]),
        h("div", { class: "steps" }, [
          walk.card + 1 < deck.cards.length ? button("Next case", () => choose(walk.card + 1), { class: "main", id: "next-case" }) : null,
          button("Back", () => put({ at: card.steps.length - 1, open: true, change: null }, "question"), { id: "back" }),
          button("Choose another case", () => room.go("cases"), { id: "cases" }),
        ]),
      ]),
      h("div", {}, [
        scene.whole(found ? found.facts : card.facts, card.graph, { answer: turn, row: about }, found && found.parting ? found.parting.node : null),
        h("div", { id: "about", "aria-live": "polite" }),
      ]),
    ];
  }

  /* An answer that is pressed in the chart at the end: what if it were so? */
  function turn(graph, node, k) {
    var walk = kept.state.walk, card = deck.cards[walk.card], made, changed = {};
    try {
      made = engine.choose(card.facts, card.graph || undefined, graph, node, k).facts;
    } catch (error) {
      if (!(error instanceof DecisionGraph.Refusal)) throw error;
      return;
    }
    Object.keys(made).filter((name) => made[name] !== card.facts[name]).forEach((name) => { changed[name] = made[name]; });
    put({ change: Object.keys(changed).length ? changed : null }, null);
  }

  function near(card) {
    if (!card.near.length) return null;
    return h("div", { class: "segments" }, card.near.map((miss, k) => button(miss.words, () => put({ change: { [miss.attribute]: miss.value } }, null), { id: "near-" + k })));
  }

  function words(name, value) {
    var known = engine.axis[name];
    if (known.kind === "boolean") return value ? "yes" : "no";
    return known.values ? known.words[known.values.indexOf(value)] : value + (known.unit ? " " + known.unit : "");
  }

  /* Any other fact, for what a student asks. */
  function fact(card) {
    var names = engine.data.axes.map((axis) => axis.name), told = names.filter((name) => name in card.facts);
    var others = names.filter((name) => !told.includes(name)), first = told.concat(others)[0];
    var group = (label, some) => (some.length ? h("optgroup", { label: label }, some.map((name) => h("option", { value: name }, engine.axis[name].ask))) : null);
    var value = h("span", { id: "value-place" }), select = h("select", { id: "fact", on: { change: () => dom.replace(value, field(select.value)) } },
      [group("In this story", told), group("Not told", others)]);
    function field(name) {
      var known = engine.axis[name];
      if (known.values) {
        return [h("label", { for: "value" }, "is"), h("select", { id: "value" }, known.values.map((one) => h("option", { value: String(one), disabled: card.facts[name] === one }, words(name, one))))];
      }
      return [h("label", { for: "value" }, "is"), h("input", { id: "value", type: "number", min: known.min, max: known.max, step: known.kind === "integer" ? 1 : "any", value: card.facts[name] })];
    }
    function see(event) {
      event.preventDefault();
      try {
        put({ change: engine.check({ [select.value]: document.getElementById("value").value }) }, null);
      } catch (error) {
        if (!(error instanceof DecisionGraph.Refusal)) throw error;
        document.getElementById("fact-fault").textContent = "That cannot be. " + bounds(engine.axis[select.value]);
        document.getElementById("value").focus();
      }
    }
    dom.replace(value, field(first));
    return h("form", { class: "fact", on: { submit: see }, novalidate: true }, [
      h("label", { for: "fact" }, "Another fact"), select, value, h("button", { type: "submit", id: "see" }, "See"),
      h("span", { class: "fault", role: "alert", id: "fact-fault" }),
    ]);
  }

  function bounds(known) {
    var said = [known.min === null ? "" : "at least " + known.min, known.max === null ? "" : "at most " + known.max].filter(Boolean);
    return "Write a " + (known.kind === "integer" ? "whole number" : "number") + (said.length ? ", " + said.join(" and ") : "") + ".";
  }

  function parted(walk, found) {
    var said = Object.keys(walk.change).map((name) => engine.axis[name].ask + " " + words(name, walk.change[name])).join("; ");
    var list = (title, options) => (options.length ? h("div", {}, [h("h4", {}, title), h("ul", { class: "plain" }, options.map((one) => h("li", {}, [h("span", { class: "id" }, one.row), " ", one.words])))]) : null);
    return h("div", { class: "parted", id: "parted", tabindex: "-1" }, [
      h("h4", {}, "What if: " + said),
      found.dropped.length ? h("p", { class: "why" }, "What cannot stay beside it is left out: " + found.dropped.map((name) => engine.axis[name].ask).join(" ")) : null,
      found.parting ? h("p", {}, ["The paths part at: ", h("b", {}, found.parting.ask), " Before: " + (found.parting.before.join(", ") || "not decided") + ". Now: " + (found.parting.after.join(", ") || "not decided") + "."])
        : h("p", {}, "The path stays the same."),
      found.leading.length ? h("p", {}, ["Now leads: ", found.leading.map((id, k) => [k ? "; " : "", h("span", { class: "id" }, id), " " + engine.row[id].title])])
        : h("p", {}, found.after.says.join(" ") || "Nothing leads yet: something is still to be asked."),
      list("Gained", found.gained), list("Lost", found.lost),
      button("Back to the patient as told", () => put({ change: null }, null), { class: "small", id: "unchange" }),
    ]);
  }

  function about(row) {
    if (!engine.row[row]) return;
    dom.replace(document.getElementById("about"), [
      h("h3", {}, [h("span", { class: "id" }, row), " ", engine.row[row].title]), h("p", {}, [h("b", {}, "For: "), engine.row[row].who, "."]),
    ]);
  }

  function render() {
    var walk = kept.state.walk, card = walk && deck.cards[walk.card];
    if (!card) return cases();
    if (walk.at >= card.steps.length) return h("div", { class: "columns" }, end(walk, card));
    return h("div", { class: "columns" }, [
      h("div", {}, [scene.story(card, room.heading(card, walk.card), walk.at > 0 || walk.open), question(walk, card)]),
      h("div", {}, scene.chart(card, walk, { answer: press })),
    ]);
  }

  return { title: "Walk", render: render, cases: { title: "Cases", render: cases } };
};
