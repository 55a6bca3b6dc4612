/* quiz.js: one learner answers cases question by question. A choice is kept before its reason is shown. */

DecisionGraph.quizScreen = function (room) {
  "use strict";
  var h = DecisionGraph.dom.h, button = DecisionGraph.dom.button, deck = room.deck, scene = room.scene, kept = room.kept;
  var asked = { step: null, at: 0 }, told = null, fault = "";

  function seconds() {
    return Math.floor(Date.now() / 1000);
  }

  /* Keep a choice; nothing is overwritten if the same quiz went on in another tab. */
  function log(session, step, bits) {
    var before = session.log.length, took = Math.round((performance.now() - asked.at) / 100);
    kept.again();
    var now = kept.state.sessions.find((one) => one.id === session.id);
    if (!now || now.log.length !== before) {
      room.say("This quiz went on in another tab. Here is where it stands now.");
      told = null;
      return;
    }
    var last = before ? now.log[before - 1].at : 0;
    now.log.push({ step: step.at, bits: bits, at: Math.max(last, seconds()), took: Math.max(0, Math.min(took, 864000)) });
    kept.save();
    told = before;
  }

  function answer(event, session, step) {
    event.preventDefault();
    var bits = DecisionGraph.session.bits(step, (_, k) => document.getElementById("choice-" + k).checked);
    if (!bits) {
      fault = step.several ? "Choose at least one answer." : "Choose an answer.";
      room.render("choice-0");
      return;
    }
    fault = "";
    log(session, step, bits);
    room.render("verdict");
  }

  function form(session, where) {
    var step = where.next, kind = step.several ? "checkbox" : "radio";
    if (asked.step !== step) asked = { step: step, at: performance.now() };
    return h("section", { class: "ask" }, [
      h("form", { on: { submit: (event) => answer(event, session, step) }, novalidate: true }, [
        h("fieldset", {}, [
          h("legend", {}, [
            h("span", { class: "kicker" }, "Question " + (step.card.steps.indexOf(step) + 1) + " of " + step.card.steps.length),
            h("span", { id: "question", tabindex: "-1", class: "asked" }, step.ask),
          ]),
          step.several ? h("p", { class: "hint" }, "Several may be right.") : null,
          step.choices.map((choice, k) => h("label", { class: "choice" }, [
            h("input", { type: kind, name: "choice", id: "choice-" + k, value: k }), h("span", { class: "what" }, choice.words),
          ])),
        ]),
        fault ? h("p", { class: "fault", role: "alert" }, fault) : null,
        h("div", { class: "steps" }, [h("button", { type: "submit", class: "main", id: "answer" }, "Answer")]),
      ]),
    ]);
  }

  function verdict(turn, last) {
    var found = DecisionGraph.session.points(turn.step, turn.entry.bits), right = found[0] === found[1];
    return h("section", { class: "ask", "aria-labelledby": "verdict" }, [
      h("p", { class: "asked" }, turn.step.ask),
      h("p", { class: "status " + (right ? "decided" : "refused"), id: "verdict", tabindex: "-1" }, [
        h("span", { class: "icon", "aria-hidden": "true" }, right ? "✓" : "✗"),
        right ? "Right." : turn.step.several ? "Not right: " + found[0] + " of " + found[1] + " choices decided rightly." : "Not right.",
      ]),
      scene.opened(turn.step, { bits: turn.entry.bits }),
      h("div", { class: "steps" }, [button(last ? "Go on" : "Next question", function () { told = null; room.render("question"); }, { class: "main", id: "go-next" })]),
    ]);
  }

  function heading(card, number, cards, again) {
    return "Case " + number + " of " + cards + (again ? ", once more" : "") + " · " + card.difficulty;
  }

  function columns(left, right) {
    return h("div", { class: "columns" }, [h("div", {}, left), h("div", {}, right)]);
  }

  function finished(session, where) {
    var all = where.done.map((turn) => DecisionGraph.session.points(turn.step, turn.entry.bits));
    var perfect = all.filter((one) => one[0] === one[1]).length, sum = (k) => all.reduce((total, one) => total + one[k], 0);
    var missed = where.done.filter((turn) => turn.entry.bits !== DecisionGraph.session.right(turn.step));
    return h("section", {}, [
      h("h2", { id: "question", tabindex: "-1" }, "That was the last case"),
      h("p", { class: "status decided" }, perfect + " of " + all.length + " questions right, " + sum(0) + " of " + sum(1) + " points."),
      missed.length ? h("div", {}, [
        h("h3", {}, "What you missed"),
        h("ul", { class: "plain" }, missed.map((turn) => h("li", {}, [turn.step.ask, h("small", {}, " (case " + turn.step.card.id + ")")]))),
        h("p", { class: "hint" }, "These cases come first in your next quiz on this device."),
      ]) : h("p", {}, "You missed nothing."),
      h("div", { class: "steps" }, [button("Show my results", () => room.go("results"), { class: "main", id: "results" }), button("Start", () => room.go(""), { id: "to-start" })]),
    ]);
  }

  function render() {
    var session = room.session();
    if (!session) return h("section", {}, [h("h2", { id: "question", tabindex: "-1" }, "No quiz is open"), button("Start", () => room.go(""), { class: "main", id: "to-start" })]);
    var where = DecisionGraph.session.turns(deck, session), turn = told === null ? null : where.done[told];
    if (turn) {
      var card = turn.step.card, steps = card.steps, at = steps.indexOf(turn.step), over = at === steps.length - 1;
      var number = where.done.slice(0, told + 1).filter((one) => one.step === one.step.card.steps[0]).length;
      return columns([scene.story(card, heading(card, number, where.cards, turn.again), true), verdict(turn, over)],
        over ? [scene.ladder(card), scene.whole(card.facts, card.graph, {}, null)] : scene.chart(card, { at: at, open: true }, {}));
    }
    if (!where.next) return finished(session, where);
    var now = where.card, place = now.steps.indexOf(where.next);
    return columns([scene.story(now, heading(now, where.number, where.cards, where.again), place > 0), form(session, where)],
      scene.chart(now, { at: place, open: false }, { answer: function (graph, node, k) {
        if (graph !== where.next.graph || node !== where.next.place) return;
        var box = document.getElementById("choice-" + k);
        box.checked = where.next.several ? !box.checked : true;
        room.say(where.next.choices[k].words);
      } }));
  }

  return { title: "Quiz", render: render };
};
