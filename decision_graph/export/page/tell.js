/* tell.js: the answer: its status, the rows with their options, the tier ladder, what is still possible.

     DecisionGraph.tell(engine, act)    {panel(model), about(id, model), status(model), short(model)}
   act: {show(row)} */

DecisionGraph.tell = function (engine, act) {
  "use strict";
  var h = DecisionGraph.dom.h, button = DecisionGraph.dom.button, data = engine.data;
  var STATUS = {
    decided: ["✓", "Decided"], open: ["?", "Still open"], silent: ["∅", "The guideline is silent"],
    out_of_scope: ["✕", "Out of scope"], refused: ["!", "Facts that cannot be together"],
  };
  var STANDING = {
    offered: ["✓", "Offered"], open: ["?", "Open"], unavailable: ["✕", "Not available here"],
    not_indicated: ["–", "Not indicated"],
  };

  function count(number, one, many) {
    return number + " " + (number === 1 ? one : many);
  }

  /* The status in one sentence. */
  function status(model) {
    var answer = model.answer;
    if (!answer) return "No answer is given.";
    if (answer.status === "open") {
      var known = answer.rows.length ? count(answer.rows.length, "row applies", "rows apply") + "; " : "";
      var more = answer.possible.length ? count(answer.possible.length, "row is", "rows are") + " still possible." : "";
      return known + (more || (data.tier && answer.tier === null ? "choose the resources to see what is offered."
        : "an unanswered fact can still change which goes first."));
    }
    if (answer.status === "decided") {
      var first = answer.rows.filter((row) => row.standing === "preferred").map((row) => row.id);
      return first.length ? "Row " + first.join(", ") + " applies." : "No row applies.";
    }
    return answer.says.join(" ");
  }

  function banner(model) {
    var kind = model.answer ? model.answer.status : "refused", said = STATUS[kind];
    return h("div", { class: "status " + kind }, [
      h("span", { class: "icon", "aria-hidden": "true" }, said[0]), h("strong", {}, said[1] + ". "),
      h("span", {}, status(model)),
    ]);
  }

  /* The status for the bar at the bottom of a small screen. */
  function short(model) {
    var said = STATUS[model.answer ? model.answer.status : "refused"], words = model.answer ? status(model) : "";
    return [h("b", {}, said[0] + " " + said[1] + ". "), words.length < 60 ? words : "", " ↓"];
  }

  /* The ids of notes as marks; a note that is a sentence stands as it is. */
  function marks(notes) {
    var ids = notes.filter((note) => note in data.notes), sentences = notes.filter((note) => !(note in data.notes));
    return [
      ids.length ? h("span", { class: "marks" }, " [" + ids.join(", ") + "]") : null,
      sentences.length ? h("span", { class: "marks" }, " " + sentences.join(" ")) : null,
    ];
  }

  function option(found) {
    var said = STANDING[found.standing], of = found.option;
    return h("li", { class: "option " + found.standing }, [
      h("span", { class: "icon", "aria-hidden": "true" }, said[0]),
      h("div", {}, [
        h("span", { class: "word" }, said[1] + ": "),
        of.rank !== undefined ? h("span", { class: "rank" }, "step " + of.rank + ". ") : null,
        h("span", { class: "what" }, of.text),
        of.strength !== undefined ? h("span", { class: "strength" }, " (strength " + of.strength + ")") : null,
        marks(found.notes),
        found.why ? h("p", { class: "why" }, found.why) : null,
        found.cautions.map((words) => h("p", { class: "caution" }, ["⚠ ", words])),
      ]),
    ]);
  }

  function sourceOf(row) {
    var at = row.source;
    return "Source: table " + at[0] + ", row " + (at[3] || row.id) + ", lines " + at[1] + "–" + at[2] + " of its text. ";
  }

  function options(row) {
    if (!row.cell) return null;
    if (!row.options.length) return h("p", { class: "nothing" }, "The source offers nothing here at this tier.");
    return h("ul", { class: "options" }, row.options.map(option));
  }

  function pairs(found, words) {
    return Object.keys(found).map((id) => h("p", { class: "why" }, words + " " + id + ": " + found[id]));
  }

  function row(found, level) {
    return h("article", { class: "card " + found.standing }, [
      h("header", {}, [h("span", { class: "id" }, found.id), h(level || "h4", {}, found.row.title)]),
      h("p", { class: "section" }, found.row.section),
      pairs(found.outranked_by, "Gives way to"), pairs(found.may_be_outranked_by, "May give way to"),
      options(found),
      found.remarks.map((condition) => h("p", { class: "caution" }, ["⚠ ", condition[1], marks(condition[2])])),
      found.contested.map((condition) => h("p", { class: "caution" }, ["† Contested: ", condition[1], marks(condition[2])])),
      h("p", { class: "source" }, [
        sourceOf(found.row), marks(found.row.notes.concat(found.cell ? found.cell.notes : [])), " ",
        button("See " + found.id + " in the chart", () => act.show(found.id), { class: "small" }),
      ]),
    ]);
  }

  function rows(title, found, hint) {
    return found.length ? h("div", {}, [h("h3", {}, title), hint ? h("p", { class: "hint" }, hint) : null, found.map((one) => row(one))]) : null;
  }

  /* The same patient in every tier: what each adds. */
  function ladder(model) {
    if (!model.ladder) return null;
    return h("div", {}, [
      h("h3", {}, "The same patient at every tier"),
      h("div", { class: "ladder" }, model.ladder.map((step) => h("section", {
        class: "step" + (step.tier.id === model.tier ? " here" : ""), "aria-label": step.tier.label,
      }, [
        h("h4", {}, [step.tier.label, h("span", { class: "mark", "aria-hidden": "true" }, " " + step.tier.mark),
          step.tier.id === model.tier ? h("span", { class: "you" }, " chosen") : null]),
        step.answer === null ? h("p", { class: "nothing" }, "Cannot be: these facts exclude it.")
          : !step.answer.rows.length ? h("p", { class: "nothing" }, step.answer.says.length ? step.answer.says.join(" ") : "No row is certain here.")
            : step.answer.rows.filter((one) => one.standing === "preferred").map((one) => h("div", {}, [
              h("p", { class: "of" }, [h("span", { class: "id" }, one.id), " ", one.row.title]), options(one),
            ])),
      ]))),
    ]);
  }

  function possible(model) {
    var ids = model.answer.possible;
    if (!ids.length) return null;
    var list = h("ul", { class: "possible" }, ids.map((id) => h("li", {}, [
      button([h("span", { class: "id" }, id), " ", engine.row[id].title], () => act.show(id), { class: "link" }),
    ])));
    var title = "Still possible: " + ids.length;
    return h("div", {}, ids.length > 12
      ? [h("details", {}, [h("summary", {}, h("h3", {}, title)), list])] : [h("h3", {}, title), list]);
  }

  function silence(model) {
    var answer = model.answer;
    if (!answer.nearest.length) return null;
    return h("div", {}, [
      h("h3", {}, "Nearest rows"), h("p", { class: "hint" }, "Cross-references only: they do not recommend anything for this patient."),
      h("ul", { class: "possible" }, answer.nearest.map((id) => h("li", {}, [
        button([h("span", { class: "id" }, id), " ", engine.row[id].title], () => act.show(id), { class: "link" }),
      ]))),
    ]);
  }

  function notes(ids) {
    if (!ids.length) return null;
    return h("details", { class: "notes" }, [
      h("summary", {}, "Notes that this answer rests on (" + ids.length + ")"),
      h("dl", {}, ids.map((id) => id in data.notes
        ? [h("dt", {}, id), h("dd", {}, [data.notes[id], data.decisions.includes(id) ? h("em", {}, " (a decision of this encoding, not of the source)") : null])]
        : [h("dt", {}, "–"), h("dd", {}, id)])),
    ]);
  }

  function panel(model) {
    var answer = model.answer;
    if (!answer) return [banner(model)];
    var preferred = answer.rows.filter((one) => one.standing === "preferred");
    return [
      banner(model),
      answer.assumed.length ? h("p", { class: "assumed" }, ["Taken for granted, please confirm: ", h("b", {}, answer.assumed.join("; ")), "."]) : null,
      rows(preferred.length > 1 ? "These rows apply" : "This row applies", preferred),
      preferred.length ? h("p", { class: "act" }, "Decision support, not medical advice: check the row in the source before you act.") : null,
      ladder(model), rows("Also matches, but gives way", answer.rows.filter((one) => one.standing !== "preferred")),
      possible(model), silence(model),
      rows("Also consider", answer.also_consider, "Does not match by our reading, but may by another one."),
      notes(answer.notes),
    ];
  }

  /* One row by itself: for whom it is, and what it says in every tier. */
  function about(id, model) {
    var of = engine.row[id];
    if (!of) return [];
    var said = model.answer ? model.answer.rows.find((one) => one.id === id) : null, state = "does not match this patient";
    if (said) state = said.standing === "preferred" ? "applies to this patient" : "matches this patient, and gives way";
    else if (!model.answer) state = "no answer is given";
    else if (model.answer.possible.includes(id)) state = "still possible for this patient";
    return [
      h("h3", { tabindex: "-1", id: "about-title" }, [h("span", { class: "id" }, id), " ", of.title]),
      h("p", {}, [h("b", {}, "For: "), of.who, ". ", h("b", {}, "Now: "), state, "."]),
      h("div", { class: "ladder" }, data.tiers.filter((tier) => tier.id in of.cells).map((tier) => h("section", {
        class: "step" + (tier.id === model.tier ? " here" : ""), "aria-label": tier.label,
      }, [
        h("h4", {}, [tier.label, h("span", { class: "mark", "aria-hidden": "true" }, " " + tier.mark)]),
        of.cells[tier.id].options.length ? h("ul", { class: "plain" }, of.cells[tier.id].options.map(function (place) {
          var one = data.options[place], guard = one.conditions.map((c) => data.conditions[c][1]).join("; ");
          return h("li", {}, [one.rank !== undefined ? one.rank + ". " : "", one.text, guard ? h("small", {}, " – " + guard) : null, marks(one.notes)]);
        })) : h("p", { class: "nothing" }, "The source offers nothing here."),
      ]))),
      of.outranks.length ? h("p", { class: "why" }, "Goes before " + of.outranks.map((one) => one[0]).join(", ") + ".") : null,
      h("p", { class: "source" }, [sourceOf(of), marks(of.notes)]),
    ];
  }

  return { panel: panel, about: about, status: status, short: short };
};
