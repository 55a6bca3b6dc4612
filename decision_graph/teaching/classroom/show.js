/* show.js: the results of this device, as a code, a picture of it, or a file. */

DecisionGraph.showScreen = function (room) {
  "use strict";
  var dom = DecisionGraph.dom, h = dom.h, button = dom.button, deck = room.deck, kept = room.kept, shown = null;
  var MOST_CASES = 60;

  /* The code as a picture, black on white in every colour scheme: cameras want it so. */
  function picture(code) {
    var drawn, path = "", edge = 4;
    try {
      drawn = DecisionGraph.picture(code);
    } catch (error) {
      return h("p", { class: "hint", id: "picture" }, "These are too many answers for a picture: send the code, or save the file.");
    }
    for (var y = 0; y < drawn.size; y++) {
      for (var x = 0; x < drawn.size; x++) if (drawn.get(x, y)) path += "M" + x + " " + y + "h1v1h-1z";
    }
    var box = [-edge, -edge, drawn.size + 2 * edge, drawn.size + 2 * edge];
    return dom.svg("svg", { id: "picture", class: "picture", viewBox: box.join(" "), role: "img", "aria-label": "The code as a picture for a camera", "shape-rendering": "crispEdges" }, [
      dom.svg("path", { class: "white", d: "M" + box[0] + " " + box[1] + "h" + box[2] + "v" + box[3] + "h-" + box[2] + "z" }),
      dom.svg("path", { class: "black", d: path }),
    ]);
  }

  function score(session) {
    var done = DecisionGraph.session.turns(deck, session).done;
    var right = done.filter((turn) => turn.entry.bits === DecisionGraph.session.right(turn.step)).length;
    return right + " of " + done.length + " questions right";
  }

  function copy(field) {
    field.focus();
    field.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    room.say(done ? "The code is copied." : "Copy the code from the field.");
  }

  function chosen(session) {
    var code = DecisionGraph.shortCode.write(deck, session), field = h("textarea", { id: "code", readonly: true, rows: 6, "aria-describedby": "code-help" }, code);
    return h("div", { class: "columns" }, [
      h("section", { "aria-labelledby": "code-title" }, [
        h("h3", { id: "code-title" }, [h("label", { for: "code" }, "As text")]),
        field,
        h("p", { class: "hint", id: "code-help" }, "It holds the code " + session.learner + ", your choices and times; nothing else. Your teacher pastes it into “Collect results”."),
        h("div", { class: "steps" }, [
          button("Copy", () => copy(field), { class: "main", id: "copy" }),
          navigator.share ? button("Send …", () => navigator.share({ text: code }).catch(() => null), { id: "share" }) : null,
          button("Save as a file", () => room.save("results-" + session.learner + "-" + session.id.slice(0, 12) + ".json",
            JSON.stringify(DecisionGraph.results.file(deck, session), null, 1) + "\n"), { id: "save" }),
        ]),
      ]),
      h("section", { "aria-labelledby": "picture-title" }, [h("h3", { id: "picture-title" }, "As a picture for a camera"), picture(code)]),
    ]);
  }

  function render() {
    var sessions = kept.state.sessions.filter((session) => session.log.length).reverse().slice(0, MOST_CASES);
    var session = sessions.find((one) => one.id === shown) || sessions[0];
    if (!session) return h("section", {}, [h("h2", { tabindex: "-1", id: "question" }, "My results"), h("p", {}, "Nothing is answered yet on this device."), button("Start", () => room.go(""), { class: "main", id: "to-start" })]);
    return [
      h("h2", { tabindex: "-1", id: "question" }, "My results"),
      h("p", { class: "status decided" }, [h("b", {}, session.learner), ": " + score(session)]),
      chosen(session),
      sessions.length > 1 ? h("section", { "aria-labelledby": "others-title" }, [
        h("h3", { id: "others-title" }, "Every quiz on this device"),
        h("ul", { class: "sessions" }, sessions.map((one, k) => h("li", {}, button(one.learner + ": " + score(one), function () { shown = one.id; room.render("question"); }, {
          id: "session-" + k, class: "link", "aria-pressed": String(one === session),
        })))),
      ]) : null,
      h("div", { class: "steps" }, [button("Start", () => room.go(""), { id: "to-start" }), button("Print", () => window.print(), { id: "print" })]),
    ];
  }

  return { title: "Results", render: render };
};
