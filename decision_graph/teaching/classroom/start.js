/* start.js: the first screen: what this is, and what one can do. */

DecisionGraph.startScreen = function (room) {
  "use strict";
  var h = DecisionGraph.dom.h, button = DecisionGraph.dom.button, kept = room.kept, deck = room.deck;
  var COLOURS = ["amber", "azure", "black", "blue", "brown", "coral", "gold", "green", "grey", "ivory", "olive", "pink", "red", "ruby", "teal", "white"];
  var COUNTS = [3, 5, 10, 20].filter((count) => count < deck.cards.length).concat(deck.cards.length), fault = "";

  function proposed() {
    var number = room.random(900) + 100;
    return COLOURS[room.random(COLOURS.length)] + "-" + number;
  }

  function begin(event) {
    event.preventDefault();
    var code = document.getElementById("learner").value.trim() || proposed();
    if (!DecisionGraph.results.LEARNER.test(code)) {
      fault = "A code has 2 to 24 letters, digits and hyphens, for example " + proposed() + ". It is no name.";
      room.render("learner");
      return;
    }
    fault = "";
    var count = Number(document.getElementById("count").value);
    kept.state.learner = code;
    kept.state.sessions.push({
      id: room.randomHex(8), learner: code, log: [],
      plan: DecisionGraph.session.plan(deck, kept.state.sessions, count, () => room.random(1e9)),
    });
    kept.save();
    room.go("quiz");
  }

  function quiz() {
    var open = room.session(), where = open && DecisionGraph.session.turns(deck, open);
    return h("section", { "aria-labelledby": "quiz-title" }, [
      h("h2", { id: "quiz-title" }, "Quiz: alone, on this device"),
      h("p", {}, "Each question is scored, and each answer explained. A case with a mistake comes again."),
      where && where.next ? h("div", { class: "next" }, [
        h("p", {}, ["A quiz of ", h("b", {}, open.learner), " is not finished: case " + where.number + " of " + where.cards + "."]),
        button("Go on", () => room.go("quiz"), { class: "main", id: "go-on" }),
      ]) : null,
      h("form", { on: { submit: begin }, novalidate: true }, [
        h("p", {}, [
          h("label", { for: "learner" }, "Your code"),
          h("input", {
            id: "learner", type: "text", value: kept.state.learner || proposed(), maxlength: 24, autocomplete: "off", autocapitalize: "none",
            spellcheck: "false", "aria-describedby": "learner-help", "aria-invalid": fault ? "true" : null,
          }),
          h("span", { class: "hint", id: "learner-help" }, "Keep this one or choose your own, but not your name. It stays on this device until you show it."),
          fault ? h("span", { class: "fault", role: "alert" }, fault) : null,
        ]),
        h("p", {}, [
          h("label", { for: "count" }, "Cases"),
          h("select", { id: "count" }, COUNTS.map((count) => h("option", { value: count, selected: count === 5 }, count === deck.cards.length ? "all " + count : String(count)))),
        ]),
        h("button", { type: "submit", class: where && where.next ? null : "main", id: "begin" }, where && where.next ? "Begin anew" : "Begin"),
      ]),
    ]);
  }

  function render() {
    var answered = kept.state.sessions.some((session) => session.log.length);
    return [
      h("div", { class: "doors" }, [
        quiz(),
        h("section", { "aria-labelledby": "walk-title" }, [
          h("h2", { id: "walk-title" }, "Walk: with the class"),
          h("p", {}, "One case, question by question. Hands are counted, then the answer opens and the flowchart shows the way. At the end: what if a fact were another?"),
          kept.state.walk ? button("Go on with case " + (kept.state.walk.card + 1), () => room.go("walk"), { class: "main", id: "walk-on" }) : null,
          button(kept.state.walk ? "Choose another case" : "Choose a case", () => room.go("cases"), { class: kept.state.walk ? null : "main", id: "cases" }),
        ]),
        h("section", { "aria-labelledby": "results-title" }, [
          h("h2", { id: "results-title" }, "Results"),
          h("p", {}, answered ? "Show your results as a code or a picture, or save them as a file." : "When you have answered something, you can show it here."),
          answered ? button("My results", () => room.go("results"), { id: "results" }) : null,
          h("h3", {}, "For the teacher"),
          h("p", {}, "Put the codes and files of the class together, see what was missed, and save it for the report."),
          button("Collect results", () => room.go("collect"), { id: "collect" }),
        ]),
      ]),
      h("p", { class: "hint" }, deck.cards.length + " cases, deck " + deck.id + ". Nothing is sent: this page has no network. What you choose is kept on this device" +
        (kept.lasting ? "." : " only while this tab is open, because the browser keeps nothing longer: save or show your results before you close it.")),
    ];
  }

  return { title: "Start", render: render };
};
