/* engine.js: what a guideline says about one patient, answered from the page's data.

   It answers as decision_graph.traversal does in Python, and is tested against it; nothing here knows a page.
   Each file adds what it answers to one engine; the files run in the order of decision_graph/export/page/scripts.py.

     var engine = DecisionGraph.engine(data)    data: made by decision_graph/export/page/data.py
     engine.query(facts, graph)                 the answer; graph: asked directly, the entry if absent
     engine.follow(facts, graph)                the way through the questions, exactly: see ways.js
     engine.patient(facts, graph)               {facts, derived, region}: checked, with what follows
     engine.useful(facts, graph)                {rows, options, scope, words, tied}: the attributes that can
                                                still change which rows match or lead; what these or possible
                                                rows offer; what was assumed of the scope; what else is said;
                                                and all that a rule ties to them. No other attribute changes
                                                anything in the answer.
     engine.choose(facts, graph, g, node, k)    the facts if answer k of a node of graph g is chosen: see choose.js
     engine.data, engine.axis[name], engine.row[id], engine.graph[id]

   facts: an object from attribute name to value; an absent fact is unanswered, never "no".
   answer: {status, line, tier, rows, also_consider, possible, nearest, says, assumed, notes, facts, derived}
     status: "decided", "open", "silent" or "out_of_scope"
     rows: [{id, row, standing, outranked_by, may_be_outranked_by, contested, remarks, cell, options}]
     options: [{option, standing, why, missing, cautions, notes}]; none if no tier is known
     derived: {name: {value, why, because}}
   Facts that cannot be are refused with a DecisionGraph.Refusal: {slug, message, facts, why}.

   Words: a *cell* is a set of values of an attribute that no predicate tells apart; a *region* says for each
   cell of each attribute whether it is still possible; a *clause* is a predicate over cells; an *end* is what
   a diagram says of one complete patient. Truth is true, false, or null where an unanswered fact decides.

   Written for old telephones: nothing newer than ECMAScript 2017, no library, no network. */

DecisionGraph.engine = function (data) {
  "use strict";
  var engine = DecisionGraph.unpack(data);
  [DecisionGraph.diagrams, DecisionGraph.restricting, DecisionGraph.truths, DecisionGraph.facts, DecisionGraph.choosing, DecisionGraph.outcomes, DecisionGraph.ways,
    DecisionGraph.options, DecisionGraph.answering, DecisionGraph.pending, DecisionGraph.questions,
    DecisionGraph.usefulness].forEach((part) => Object.assign(engine, part(engine)));
  return engine;
};
