"""Pages of random guidelines: every case can be walked to its end, and says what its lesson says."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from worlds import agreeing_graphs, guideline, rules

from decision_graph.diagnostics import GraphError
from decision_graph.loading.phrases import Phrases
from decision_graph.teaching.cases import make_cases
from decision_graph.teaching.classroom.deck import make_deck
from decision_graph.teaching.classroom.page import classroom_page
from decision_graph.teaching.cover import cover
from decision_graph.teaching.pool import make_pool


@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(agreeing_graphs(), rules, st.integers(0, 99))
def test_every_case_can_be_walked_to_its_end(browser: Browser, graph, some_rules, seed: int) -> None:  # type: ignore[no-untyped-def]
    world = guideline(graph, some_rules)
    try:
        pool = make_pool(world)
        cases = make_cases(pool, cover(pool), Phrases(), seed, 3)
        deck = make_deck(world, cases)
        content = classroom_page(world, deck)
    except GraphError:
        assume(False)
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.on("pageerror", lambda error: faults.append(str(error)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "class.html"
        path.write_text(content, encoding="utf-8")
        page.goto(path.as_uri())
        for place, card in enumerate(deck.cards):
            page.click("#home")
            page.click("#cases")
            page.click(f"#case-{place}")
            for step in (deck.steps[at] for at in card.steps):
                page.click("#open")
                told = page.locator(".opened .right .words").all_inner_texts()
                right = [deck.text(choice.words) for choice in step.choices if choice.right]
                assert [text.removeprefix("Right:").strip() for text in told] == right
                page.click("#go-next")
            page.wait_for_selector("#view svg")
            for near in range(len(card.near)):
                page.click(f"#near-{near}")
                assert page.locator("#parted, .fault[role=alert]").count()
        page.close()
    assert faults == []
