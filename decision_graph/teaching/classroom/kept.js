/* kept.js: what the phone keeps of the page, so that a reload loses nothing; it stands nowhere else.

     var kept = DecisionGraph.kept(deck)
     kept.state                     {learner, sessions, walk, collected, look}; change it, then
     kept.save()                    false if the browser keeps nothing; it then lasts as long as the tab
     kept.lasting                   whether it outlives the tab
     kept.again()                   read it anew: another tab may have changed it */

DecisionGraph.kept = function (deck) {
  "use strict";
  var KEY = "decision-graph-class " + deck.id, kept = { lasting: true };

  function blank() {
    return { learner: "", sessions: [], walk: null, collected: [], look: {} };
  }

  function parsed(text) {
    try {
      var found = JSON.parse(text);
      return found && Array.isArray(found.sessions) ? Object.assign(blank(), found) : null;
    } catch (error) {
      return null;
    }
  }

  /* A browser may refuse to keep anything, or to keep more. The name of the tab is kept by all of them, while it is
     open; it is used only then, and is newer than what was kept before. */
  function stored() {
    if (window.name.startsWith(KEY)) {
      kept.lasting = false;
      return window.name.slice(KEY.length);
    }
    try {
      return window.localStorage.getItem(KEY);
    } catch (error) {
      kept.lasting = false;
      return null;
    }
  }

  kept.save = function () {
    var text = JSON.stringify(kept.state);
    try {
      window.localStorage.setItem(KEY, text);
      if (window.name.startsWith(KEY)) window.name = "";
      kept.lasting = true;
    } catch (error) {
      kept.lasting = false;
      window.name = KEY + text;
    }
    return kept.lasting;
  };

  kept.again = function () {
    kept.state = parsed(stored()) || blank();
  };

  kept.again();
  return kept;
};
