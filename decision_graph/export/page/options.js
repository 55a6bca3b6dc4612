/* options.js: the standing of each option of a cell, as decision_graph.traversal.options judges it.

     DecisionGraph.options(engine)    {judge, hanging}
     engine.judge(region)(cell)       [{option, standing, why, missing, cautions, notes}] */

DecisionGraph.options = function (engine) {
  "use strict";
  var data = engine.data, unique = DecisionGraph.unique;

  function judge(region) {
    function stock(id) {
      var facts = data.interventions[id][2].map(truth);
      return facts.length ? (facts.includes(false) ? false : facts[0]) : undefined;
    }

    function truth(term) {
      return engine.decide(term, region);
    }

    function groupStock(group) {
      var found = group.map(stock), stated = found.filter((truth) => truth !== undefined);
      if (!stated.length) return undefined;
      return DecisionGraph.either(stated.length < found.length ? stated.concat([null]) : stated);
    }

    function optionStock(option) {
      var stated = option.give.map(groupStock).filter((truth) => truth !== undefined);
      return stated.length ? DecisionGraph.both(stated) : null;
    }

    function interventions(option) {
      return unique([].concat.apply([], option.give));
    }

    function unansweredStock(option) {
      var terms = [];
      interventions(option).forEach((id) => terms.push(...data.interventions[id][2].slice(0, 1)));
      return unique(terms).filter((term) => truth(term) === null).map((term) => data.axes[data.terms[term].clause.axis].name);
    }

    function name(id) {
      return data.interventions[id][0];
    }

    function answer(option, standing, why, missing) {
      var notes = option.notes.slice(), cautions = [];
      option.conditions.forEach((c) => notes.push(...data.conditions[c][2]));
      option.cautions.forEach(function (c) {
        if (engine.decide(data.conditions[c][0], region) === true) {
          cautions.push(data.conditions[c][1]);
          notes.push(...data.conditions[c][2]);
        }
      });
      if (standing === "offered" || standing === "open") barred(option, cautions, notes);
      return {
        option: option, standing: standing, why: why, missing: unique(missing || []),
        cautions: unique(cautions), notes: unique(notes),
      };
    }

    /* The alternatives that may not be chosen, or perhaps not, although another one serves. */
    function barred(option, cautions, notes) {
      option.alternatives.forEach(function (other) {
        if (stock(other[0]) === false) cautions.push(name(other[0]) + " is not available here");
        other[1].forEach(function (c) {
          var condition = data.conditions[c], found = engine.decide(condition[0], region);
          if (found === true) return;
          var doubt = found === null ? ": not answered" : ", which does not hold";
          cautions.push(name(other[0]) + " " + condition[1] + doubt);
          notes.push(...condition[2]);
        });
      });
    }

    /* The standing of an option as if it stood in no cascade. */
    function alone(option) {
      var conditions = option.conditions.map((c) => data.conditions[c]);
      var truths = conditions.map((condition) => engine.decide(condition[0], region));
      var whys = (wanted) => conditions.filter((_, k) => truths[k] === wanted).map((c) => c[1]);
      if (optionStock(option) === false) {
        var lacking = interventions(option).filter((id) => stock(id) === false).map(name);
        return answer(option, "unavailable", "not available here: " + lacking.join(", "));
      }
      if (truths.includes(false)) return answer(option, "not_indicated", whys(false).join("; "));
      if (!truths.includes(null)) return answer(option, "offered", "");
      var missing = [];
      conditions.forEach(function (condition, k) {
        if (truths[k] === null) missing.push(...engine.missing(condition[0], region));
      });
      return answer(option, "open", whys(null).map((why) => why + ": not answered").join("; "), missing);
    }

    /* The standing of an option beside the steps above it. */
    function inCascade(place, judged) {
      var found = judged[place], option = found.option;
      if (option.rank === undefined || found.standing === "unavailable" || found.standing === "not_indicated")
        return found;
      var above = judged.filter((other) => other.option.rank !== undefined &&
        other.option.rank < option.rank && (other.standing === "offered" || other.standing === "open"));
      var missing = found.missing.slice();
      for (var other of above) {
        if (other.standing === "offered" && optionStock(other.option) === true)
          return answer(option, "not_indicated", "step " + other.option.rank + " is available");
        missing.push(...other.missing, ...unansweredStock(other.option));
      }
      if (above.length) {
        var why = "only if step " + above.map((step) => step.option.rank).join(", ") + " cannot be given";
        return answer(option, "open", found.why ? why + "; " + found.why : why, missing);
      }
      var stocks = unansweredStock(option);
      var preferred = found.why || (stocks.length ? "the preferred step, if it is available" : "");
      return answer(option, found.standing, preferred, missing.concat(stocks));
    }

    /* With the standing that all completions have, though no single condition says so. */
    function settled(found, root) {
      var verdicts = engine.possible(root, region).filter((verdict) => verdict !== "unavailable");
      var all = (some) => verdicts.every((verdict) => some.includes(verdict));
      var standing = all(["barred"]) ? "unavailable" : all(["not_indicated", "barred"]) ? "not_indicated"
        : all(["offered"]) ? "offered" : "open";
      if (standing === found.standing) return found;
      var whatever = "whatever is answered to what is still open", why = "";
      if (standing === "unavailable") why = "not available here, " + whatever;
      if (standing === "not_indicated") why = found.why + "; excluded " + whatever;
      if (standing === "open") why = found.why;
      return answer(found.option, standing, why, standing === "open" ? found.missing : []);
    }

    return function (cell) {
      var judged = cell.options.map((place) => alone(data.options[place]));
      return judged.map((_, place) => settled(inCascade(place, judged), cell.verdicts[place]));
    };
  }

  /* The axes on which the standing of an option, or a warning on it, can hang. */
  function hanging(option, region, axes) {
    var conditions = option.conditions.concat(option.cautions);
    option.alternatives.forEach((other) => conditions.push(...other[1]));
    conditions.forEach((c) => engine.missing(data.conditions[c][0], region)
      .forEach((name) => axes.add(engine.axis[name].place)));
    unique([].concat.apply([], option.give)).forEach((id) => data.interventions[id][2].forEach(function (term) {
      if (engine.decide(term, region) === null) axes.add(data.terms[term].clause.axis);
    }));
  }

  return { judge: judge, hanging: hanging };
};
