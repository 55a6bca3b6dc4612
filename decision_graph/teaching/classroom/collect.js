/* collect.js: the teacher's copy: codes and files of a class put together, what was missed, one file for the report. */

DecisionGraph.collectScreen = function (room) {
  "use strict";
  var h = DecisionGraph.dom.h, button = DecisionGraph.dom.button, deck = room.deck, kept = room.kept, news = null;
  var MOST = 12;

  /* What was collected, read anew: [results, ...], a session once, with the most choices that arrived. */
  function collected() {
    var found = new Map();
    kept.state.collected.map(whole).filter(Boolean).forEach(function (one) {
      var known = found.get(one.session);
      if (!known || known.choices.length < one.choices.length) found.set(one.session, one);
    });
    return Array.from(found.values());
  }

  function whole(text) {
    try {
      return DecisionGraph.results.read(deck, text);
    } catch (error) {
      return null; // what the browser kept was damaged since it was taken
    }
  }

  /* Whether of two results of one session the shorter begins the longer. */
  function agree(one, other) {
    var few = one.choices.length < other.choices.length ? one : other, many = few === one ? other : one;
    return one.learner === other.learner && few.choices.every((choice, k) => JSON.stringify(choice) === JSON.stringify(many.choices[k]));
  }

  function take(pieces) {
    var before = new Map(collected().map((one) => [one.session, one])), taken = [], refused = [], again = 0;
    pieces.forEach(function (piece) {
      try {
        var one = DecisionGraph.results.read(deck, piece.text), known = before.get(one.session);
        if (known && !agree(known, one)) throw new Error("this session is known with other choices, of " + known.learner);
        if (known && known.choices.length >= one.choices.length) { again += 1; return; }
        before.set(one.session, one);
        kept.state.collected.push(piece.text.trim());
        taken.push(one.learner);
      } catch (error) {
        refused.push({ name: piece.name, why: error.message });
      }
    });
    var held = kept.save();
    news = { taken: taken, refused: refused, again: again, held: held };
    room.render("news");
  }

  function pieces(text, name) {
    var found = DecisionGraph.results.split(text);
    return found.map((one, k) => ({ text: one, name: found.length > 1 ? name + ", number " + (k + 1) : name }));
  }

  function pasted(event) {
    event.preventDefault();
    var field = document.getElementById("paste");
    if (field.value.trim()) take(pieces(field.value, "pasted text"));
  }

  function chosen(event) {
    var files = Array.from(event.target.files);
    Promise.all(files.map((file) => new Promise(function (done) {
      var reader = new FileReader();
      reader.onload = () => done(pieces(String(reader.result), file.name));
      reader.onerror = () => done([{ text: "", name: file.name }]);
      reader.readAsText(file);
    }))).then((all) => take([].concat.apply([], all)));
  }

  function told() {
    if (!news) return null;
    var count = (number, word) => number + " " + word + (number === 1 ? "" : "s");
    return h("div", { id: "news", tabindex: "-1", class: "status " + (news.refused.length ? "refused" : "decided") }, [
      h("p", {}, count(news.taken.length, "result") + " taken" + (news.taken.length ? ": " + news.taken.join(", ") : "") + (news.again ? "; " + news.again + " known already" : "") + "."),
      news.held ? null : h("p", {}, "The browser keeps them only while this tab is open: save them."),
      news.refused.length ? h("ul", { class: "plain" }, news.refused.map((one) => h("li", {}, [h("b", {}, "Refused: " + one.name + ": "), one.why + "."]))) : null,
      news.refused.length ? h("p", {}, "The rest is taken. Ask again for what was cut or changed.") : null,
    ]);
  }

  // What the class did

  function correct(choice) {
    return choice.chosen.length === choice.right.length && choice.chosen.every((id) => choice.right.includes(id));
  }

  function counted(all, key) {
    var found = new Map();
    all.forEach((one) => one.choices.forEach(function (choice) {
      var id = key(one, choice), known = found.get(id) || { id: id, asked: 0, missed: 0, wrong: new Map() };
      known.asked += 1;
      if (!correct(choice)) {
        known.missed += 1;
        choice.chosen.filter((it) => !choice.right.includes(it)).forEach((it) => known.wrong.set(it, (known.wrong.get(it) || 0) + 1));
      }
      found.set(id, known);
    }));
    return Array.from(found.values()).sort((a, b) => b.missed / b.asked - a.missed / a.asked || b.asked - a.asked || (a.id < b.id ? -1 : 1));
  }

  var asks = new Map(), words = new Map();
  deck.steps.forEach(function (step) {
    var id = step.graph + "/" + step.place;
    asks.set(id, step.kind === "options" ? "What can be offered in this setting?" : step.ask);
    step.choices.forEach((choice) => words.set(id + "/" + choice.id, choice.words));
  });

  /* The chart to which a question belongs: the last two questions of a case are the same in all of them. */
  function chart(id) {
    var graph = room.engine.graph[id.split("/")[0]];
    return graph ? "(" + graph.title + ")" : "";
  }

  function wrong(tally) {
    var most = Array.from(tally.wrong.entries()).sort((a, b) => b[1] - a[1])[0];
    return most ? (words.get(tally.id + "/" + most[0]) || most[0]) + " (" + most[1] + ")" : "";
  }

  function table(title, heads, rows) {
    return h("section", { class: "table", tabindex: "0", role: "region", "aria-label": title }, h("table", {}, [
      h("caption", {}, title),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, k) => h(k ? "td" : "th", k ? {} : { scope: "row" }, cell))))),
    ]));
  }

  function share(tally) {
    return Math.round(100 * tally.missed / tally.asked) + "% (" + tally.missed + " of " + tally.asked + ")";
  }

  function summary(all) {
    var questions = counted(all, (_, choice) => choice.graph + "/" + choice.place), learners = counted(all, (one) => one.learner);
    return [
      table("Missed most, by question", ["Question", "Missed", "Chosen wrongly most"], questions.filter((one) => one.missed).slice(0, MOST)
        .map((one) => [[asks.get(one.id) || one.id, h("small", {}, " " + chart(one.id))], share(one), wrong(one)])),
      table("By learner", ["Code", "Missed"], learners.map((one) => [one.id, share(one)])),
    ];
  }

  function render() {
    var all = collected(), sure = false;
    return [
      h("h2", { id: "question", tabindex: "-1" }, "Collect results"),
      h("div", { class: "columns" }, [
        h("section", {}, h("form", { on: { submit: pasted } }, [
          h("h3", {}, h("label", { for: "paste" }, "Paste codes")),
          h("p", { class: "hint", id: "paste-help" }, "One or many, also with other words around them, as they stand in a message."),
          h("textarea", { id: "paste", rows: 5, "aria-describedby": "paste-help", spellcheck: "false", autocomplete: "off" }),
          h("div", { class: "steps" }, h("button", { type: "submit", class: "main", id: "take" }, "Take them")),
        ])),
        h("section", {}, [
          h("h3", {}, h("label", { for: "files" }, "Or choose files")),
          h("input", { type: "file", id: "files", multiple: true, accept: ".json,.jsonl,.txt", on: { change: chosen } }),
          h("p", { class: "hint" }, "What is damaged or of another class is named and left out; the rest is taken."),
        ]),
      ]),
      told(),
      all.length ? h("section", { class: "class" }, [
        h("h3", {}, all.length + (all.length === 1 ? " result" : " results") + " of this class"),
        summary(all),
        h("p", {}, "The whole report, with times and plots, is made on a computer: save the file, then “decision-graph teach import” and “teach report”."),
        h("div", { class: "steps" }, [
          button("Save for the report", () => room.save("class-" + deck.id + ".jsonl", all.map((one) => JSON.stringify(one) + "\n").join("")), { class: "main", id: "save" }),
          button("Print", () => window.print(), { id: "print" }),
          button("Empty the collection", function (event) {
            if (sure) { kept.state.collected = []; news = null; kept.save(); room.render("question"); return; }
            sure = true;
            event.target.textContent = "Press again to delete all " + all.length;
          }, { id: "empty" }),
        ]),
      ]) : null,
      h("div", { class: "steps" }, button("Start", () => room.go(""), { id: "to-start" })),
    ];
  }

  return { title: "Collect", render: render };
};
