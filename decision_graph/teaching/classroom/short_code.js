/* short_code.js: a session as short text, and back. decision_graph/teaching/classroom/code.py says how it is
   made and does the same.

     DecisionGraph.shortCode.write(deck, session)    session: {id, learner, log}; see session.js
     DecisionGraph.shortCode.read(deck, text)        {id, learner, log}; a code that is not whole, or of another
                                                     page, is refused with an Error that says why */

DecisionGraph.shortCode = (function () {
  "use strict";
  var LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", BEGIN = "DG2.", SUM = 6, DECK = 6, SESSION = 8;

  function fromHex(text) {
    return text.match(/../g).map((two) => parseInt(two, 16));
  }

  function toHex(bytes) {
    return Array.from(bytes).map((byte) => (byte < 16 ? "0" : "") + byte.toString(16)).join("");
  }

  function varint(number) {
    var found = [];
    for (; number > 127; number = Math.floor(number / 128)) found.push(number % 128 + 128);
    return found.concat(number);
  }

  function numbers(bytes) {
    var found = [], number = 0, place = 1;
    bytes.forEach(function (byte) {
      number += byte % 128 * place;
      place *= 128;
      if (place > Math.pow(2, 56)) throw new Error("the code holds a number that is too large");
      if (byte < 128) { found.push(number); number = 0; place = 1; }
    });
    if (place !== 1) throw new Error("the code ends inside a number");
    return found;
  }

  function letters(bytes) {
    var found = "", held = 0, bits = 0;
    bytes.forEach(function (byte) {
      held = held << 8 | byte;
      for (bits += 8; bits >= 5; bits -= 5) found += LETTERS[held >> (bits - 5) & 31];
      held &= 31;
    });
    return bits ? found + LETTERS[held << (5 - bits) & 31] : found;
  }

  function bytesOf(text) {
    var held = 0, bits = 0, found = [];
    text.split("").forEach(function (letter) {
      var value = LETTERS.indexOf(letter);
      if (value < 0) throw new Error("“" + letter + "” is no letter of a code");
      held = (held << 5 | value) & 4095;
      bits += 5;
      if (bits >= 8) { bits -= 8; found.push(held >> bits & 255); }
    });
    return found;
  }

  function sum(body) {
    return Array.from(DecisionGraph.sha256(Uint8Array.from(body)).slice(0, SUM));
  }

  function write(deck, session) {
    var log = session.log, first = log.length ? log[0].at : 0, expected = 0, last = first;
    var learner = session.learner.split("").map((letter) => letter.charCodeAt(0));
    var body = fromHex(deck.id + session.id).concat(learner.length, learner, varint(first), varint(log.length));
    log.forEach(function (one) {
      var away = one.step - expected;
      [away < 0 ? -2 * away - 1 : 2 * away, one.bits, one.at - last, one.took].forEach(function (number) {
        varint(number).forEach((byte) => body.push(byte));
      });
      expected = one.step + 1;
      last = one.at;
    });
    return BEGIN + letters(body.concat(sum(body))) + ".";
  }

  function read(deck, text) {
    var code = text.replace(/[\s-]/g, "").toUpperCase();
    if (!/^DG2\..*\.$/.test(code)) throw new Error("the code is not whole: the full stop at its end is missing");
    var whole = bytesOf(code.slice(BEGIN.length, -1).replace(/O/g, "0").replace(/[IL]/g, "1"));
    var body = whole.slice(0, -SUM);
    if (body.length < DECK + SESSION + 1 || sum(body).join() !== whole.slice(-SUM).join())
      throw new Error("the checksum does not fit: a letter of the code is wrong or missing");
    if (toHex(body.slice(0, DECK)) !== deck.id) throw new Error("this code comes from another classroom page");
    var rest = body.slice(DECK + SESSION), named = rest.slice(1, 1 + rest[0]);
    var said = numbers(rest.slice(1 + rest[0])), found = {
      id: toHex(body.slice(DECK, DECK + SESSION)), learner: String.fromCharCode.apply(null, named), log: [],
    };
    if (said.length !== 2 + 4 * said[1]) throw new Error("the code tells another number of choices than it has");
    if (!DecisionGraph.results.LEARNER.test(found.learner)) throw new Error("the code names no learner");
    for (var k = 2, at = said[0], step = 0; k < said.length; k += 4) {
      step += said[k] % 2 ? -(said[k] + 1) / 2 : said[k] / 2;
      at += said[k + 2];
      var asked = deck.steps[step];
      if (!asked || said[k + 1] >= Math.pow(2, asked.choices.length)) throw new Error("the code names what this page does not ask");
      found.log.push({ step: step, bits: said[k + 1], at: at, took: said[k + 3] });
      step += 1;
    }
    return found;
  }

  return { write: write, read: read, hex: toHex };
})();
