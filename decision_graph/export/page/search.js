/* search.js: the rows that a word finds: by their numbers, titles and sections, and by what they offer.

     DecisionGraph.search(engine)(words)    [{row, offers: [{tier, text}]}] */

DecisionGraph.search = function (engine) {
  "use strict";
  var data = engine.data, texts = null;

  /* Every name of what an option gives, that of its kinds too. */
  function names(option) {
    var found = [option.text];
    option.give.forEach((group) => group.forEach(function (one) {
      var known = data.interventions[one];
      found.push(known[0], ...known[1].map((kind) => data.interventions[kind][0]));
    }));
    return found.join(" ").toLowerCase();
  }

  function read(row) {
    var offers = [];
    data.tiers.forEach((tier) => (row.cells[tier.id] ? row.cells[tier.id].options : []).forEach(function (place) {
      var option = data.options[place];
      offers.push({ tier: tier.label, text: option.text, names: names(option) });
    }));
    return { row: row, head: (row.id + " " + row.title + " " + row.section).toLowerCase(), offers: offers };
  }

  return function (words) {
    var wanted = words.trim().toLowerCase();
    if (wanted.length < 2 && !/\d/.test(wanted)) return [];
    texts = texts || data.rows.map(read);
    return texts.map((one) => ({ row: one.row, head: one.head, offers: one.offers.filter((offer) => offer.names.includes(wanted)) }))
      .filter((one) => one.row.id.startsWith(wanted) || one.head.includes(wanted) || one.offers.length);
  };
};
