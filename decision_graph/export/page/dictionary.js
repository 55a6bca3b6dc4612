/* dictionary.js: a text that decision_graph/export/page/dictionary.py has shortened, spelled out.

     DecisionGraph.spelled(text) */

DecisionGraph.spelled = function (text) {
  "use strict";
  var at = text.indexOf("\n"), words = {};
  text.slice(0, at).replace(/([\u00c0-\u058f])([^\u00c0-\u058f]*)/g, (_, mark, word) => { words[mark] = word; });
  return text.slice(at + 1).replace(/[\u00c0-\u058f]/g, (mark) => words[mark] || mark);
};
