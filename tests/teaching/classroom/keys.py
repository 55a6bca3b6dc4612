"""A learner with a keyboard and nothing else."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

MISTAKEN = (2, 3)

WHERE = """() => {
  const key = Object.keys(localStorage).find(name => name.startsWith("decision-graph-class"));
  const text = DecisionGraph.spelled(document.getElementById("deck").textContent);
  const deck = DecisionGraph.unpackDeck(JSON.parse(text));
  const kept = JSON.parse(localStorage.getItem(key)), session = kept.sessions[kept.sessions.length - 1];
  const found = DecisionGraph.session.turns(deck, session), step = found.next;
  return {done: found.done.length, log: session.log, next: step && {
    several: step.several, right: step.choices.map(choice => choice.right), ask: step.ask, again: found.again,
  }};
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the keyboard."""
    for _ in range(200):
        if page.evaluate(
            "found => Boolean(document.activeElement && document.activeElement.matches(found))", selector
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def enter(page: Page, selector: str) -> None:
    """Press a button."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def choose(page: Page, places: list[int], several: bool) -> None:
    """Choose answers, by their places from 0, and answer."""
    if several:
        for place in places:
            tab_to(page, f"#choice-{place}")
            page.keyboard.press("Space")
    else:
        tab_to(page, "#choice-0")
        page.keyboard.press("Space")
        for _ in range(places[0]):
            page.keyboard.press("ArrowDown")
    enter(page, "#answer")


def whole_quiz(page: Page) -> dict[str, Any]:
    """Go through a quiz to its end, with mistakes in the first case. Gives what became of it."""
    turn = 0
    while (where := page.evaluate(WHERE))["next"]:
        step, turn = where["next"], turn + 1
        right = [place for place, truth in enumerate(step["right"]) if truth]
        wrong = [place for place, truth in enumerate(step["right"]) if not truth]
        mistaken = turn in MISTAKEN
        choose(page, wrong[:1] if wrong and mistaken else right, step["several"])
        after = page.evaluate(WHERE)
        assert after["done"] == where["done"] + 1, "a choice is kept before its reason is shown"
        assert page.evaluate("document.activeElement.id") == "verdict"
        enter(page, "#go-next")
    found: dict[str, Any] = json.loads(json.dumps(where))
    return found
