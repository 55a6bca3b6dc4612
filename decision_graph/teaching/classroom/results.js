/* results.js: sessions as the files that `decision-graph teach import` reads (docs/results.md), and what
   arrives at the teacher's copy of the page.

     DecisionGraph.results.file(deck, session)    the results as an object, with their checksum
     DecisionGraph.results.split(text)            the results that stand in a text: files, lines of them, or codes
     DecisionGraph.results.read(deck, text)       one of them as results; refused with an Error that says why */

DecisionGraph.results = (function () {
  "use strict";
  var FORMAT = "decision-graph results", LEARNER = /^[A-Za-z0-9][A-Za-z0-9-]{1,23}$/;
  var KEYS = "choices,digest,format,guideline,learner,session,version";
  var CHOICE = "at,case,chosen,difficulty,graph,kind,number,offered,place,right,rows,tier,took";

  /* JSON as every language writes it: keys sorted, no spaces. */
  function canonical(value) {
    if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    return "{" + Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
  }

  function utf8(text) {
    return Uint8Array.from(unescape(encodeURIComponent(text)).split("").map((letter) => letter.charCodeAt(0)));
  }

  function checksum(results) {
    var body = Object.assign({}, results);
    delete body.checksum;
    return DecisionGraph.shortCode.hex(DecisionGraph.sha256(utf8(canonical(body))));
  }

  function file(deck, session) {
    var results = {
      format: FORMAT, version: 1, guideline: deck.guideline, digest: deck.digest,
      learner: session.learner, session: session.id,
      choices: session.log.map(function (one, k) {
        var step = deck.steps[one.step], card = step.card, ids = step.choices.map((choice) => choice.id);
        return {
          number: k + 1, at: one.at * 1000, took: one.took * 100, case: card.id, difficulty: card.difficulty,
          kind: step.kind, graph: step.graph, place: step.place, tier: card.tier, rows: card.rows, offered: ids,
          chosen: ids.filter((_, place) => DecisionGraph.session.has(one.bits, place)),
          right: ids.filter((_, place) => step.choices[place].right),
        };
      }),
    };
    results.checksum = checksum(results);
    return results;
  }

  function split(text) {
    var lines = text.split(/\r?\n/).filter((line) => line.trim());
    if (lines.length > 1 && lines.every((line) => line[0] === "{")) return lines;
    if (text.trim()[0] === "{") return [text];
    return text.match(/DG2\.(?:(?!DG[12]\.)[^.])*\.?|DG1\.[A-Za-z0-9_-]*/gi) || [text];
  }

  function read(deck, text) {
    if (/^\s*DG1\./.test(text)) throw new Error("this code comes from a terminal: take it in with “decision-graph teach import”");
    if (/^\s*DG2\./i.test(text)) return file(deck, DecisionGraph.shortCode.read(deck, text));
    var found;
    try {
      found = JSON.parse(text);
    } catch (error) {
      throw new Error("this is no code and not the whole of a file of results");
    }
    if (!found || found.format !== FORMAT || found.version !== 1) throw new Error("this file holds something else, no results of a learner");
    if (found.checksum !== checksum(found)) throw new Error("the checksum does not fit: the file was changed or cut");
    if (!shaped(found)) throw new Error("the results are not as they must be");
    if (found.guideline !== deck.guideline) throw new Error("these results are about another guideline, “" + found.guideline + "”");
    return found;
  }

  function shaped(found) {
    var texts = (list) => Array.isArray(list) && list.every((one) => typeof one === "string");
    var count = (number) => Number.isInteger(number) && number >= 0;
    return Object.keys(found).filter((key) => key !== "checksum").sort().join() === KEYS && LEARNER.test(found.learner) &&
      /^[0-9a-f]{64}$/.test(found.digest) && /^[0-9a-f]{16,64}$/.test(found.session) && Array.isArray(found.choices) &&
      found.choices.every((one, k) => one && Object.keys(one).sort().join() === CHOICE &&
        ["case", "difficulty", "graph", "kind", "place", "tier"].every((key) => typeof one[key] === "string") &&
        ["rows", "offered", "chosen", "right"].every((key) => texts(one[key])) && count(one.at) && count(one.took) &&
        count(one.number) && one.number > (k ? found.choices[k - 1].number : 0) &&
        one.chosen.concat(one.right).every((id) => one.offered.includes(id)));
  }

  return { file: file, split: split, read: read, LEARNER: LEARNER };
})();
