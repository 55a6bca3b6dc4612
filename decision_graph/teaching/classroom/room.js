/* room.js: puts the classroom page together: which screen is shown, the type, the colours. */

(function () {
  "use strict";
  var dom = DecisionGraph.dom, read = (id) => DecisionGraph.spelled(document.getElementById(id).textContent).split("\n").map((part) => JSON.parse(part)), $ = (id) => document.getElementById(id);
  var parts = read("data"), data = Object.assign({ guideline: parts[0] }, parts[1]), deck = DecisionGraph.unpackDeck(read("deck")[0]);
  var room = { data: data, deck: deck, engine: DecisionGraph.engine(data.guideline), kept: DecisionGraph.kept(deck) };
  var title = document.title, wide = window.matchMedia("(min-width: 1200px)"), dark = window.matchMedia("(prefers-color-scheme: dark)");

  room.randomHex = function (bytes) {
    return DecisionGraph.shortCode.hex(window.crypto.getRandomValues(new Uint8Array(bytes)));
  };

  room.random = function (below) {
    return window.crypto.getRandomValues(new Uint32Array(1))[0] % below;
  };

  /* The quiz that was begun last. */
  room.session = function () {
    return room.kept.state.sessions[room.kept.state.sessions.length - 1] || null;
  };

  room.heading = (card, place) => "Case " + (place + 1) + " of " + deck.cards.length + " · " + card.difficulty;

  room.say = function (words) {
    $("live").textContent = words;
  };

  room.save = function (name, text) {
    var url = URL.createObjectURL(new Blob([text], { type: "application/json" })), link = dom.h("a", { href: url, download: name });
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    window.setTimeout(() => URL.revokeObjectURL(url), 10000);
    room.say("Saved as " + name + ".");
  };

  room.go = function (screen) {
    if (location.hash.slice(1) === screen) room.render("question");
    else location.hash = screen; // the button “back” of a phone leads to the screen before
  };

  /* Draw the screen; the keyboard goes to an element, or stays on that with the same id (focus null). */
  room.render = function (focus) {
    var screen = screens[location.hash.slice(1)] || screens[""], place = $("room");
    document.title = screen.title + " · " + title;
    document.documentElement.setAttribute("data-screen", location.hash.slice(1) || "start");
    look();
    dom.replace(place, screen.render());
    if (focus === null) return;
    // A new story is read before its question.
    var fresh = focus === "question" && place.querySelector(".story.new h2");
    var target = fresh || $(focus) || place.querySelector("h2[tabindex]") || place;
    target.focus({ preventScroll: true });
    if (focus !== "start") uncover(target);
  };

  /* What is new stands at the top of a phone, and does not jump where it is in sight already. */
  function uncover(target) {
    var part = target.closest("section") || target, box = part.getBoundingClientRect();
    if (part.parentNode.firstChild !== part && (box.top < 0 || box.bottom > window.innerHeight)) part.scrollIntoView();
    else if (box.top < 0) window.scrollTo(0, 0);
  }

  /* Large type is on where a class looks on from afar, unless it was switched. */
  function look() {
    var chosen = room.kept.state.look, afar = wide.matches && location.hash.slice(1) === "walk";
    var large = chosen.large === undefined ? afar : chosen.large;
    document.documentElement.classList.toggle("large", large);
    document.documentElement.classList.toggle("dark", chosen.dark === undefined ? dark.matches : chosen.dark);
    $("large").setAttribute("aria-pressed", String(large));
  }

  function change(name) {
    room.kept.state.look[name] = !document.documentElement.classList.contains(name);
    room.kept.save();
    look();
  }

  room.scene = DecisionGraph.scene(room);
  var walk = DecisionGraph.walkScreen(room), screens = {
    "": DecisionGraph.startScreen(room), walk: walk, cases: walk.cases, quiz: DecisionGraph.quizScreen(room),
    results: DecisionGraph.showScreen(room), collect: DecisionGraph.collectScreen(room),
  };

  $("home").addEventListener("click", () => room.go(""));
  $("large").addEventListener("click", () => change("large"));
  $("theme").addEventListener("click", () => change("dark"));
  $("skip").addEventListener("click", function (event) { event.preventDefault(); $("room").focus(); });
  window.addEventListener("hashchange", function () { window.scrollTo(0, 0); room.render("question"); });
  [wide, dark].forEach((query) => query.addListener(look));
  room.render("start");
  document.documentElement.setAttribute("data-ready", "all");
})();
