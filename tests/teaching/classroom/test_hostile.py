"""A page of a guideline whose author wrote markup, or an enemy's program: it is shown, and never run."""

from __future__ import annotations

from pathlib import Path

import pytest
from export.page.hostile import hostile_guideline
from msgspec.structs import replace

from decision_graph.diagnostics import GraphError
from decision_graph.loading.phrases import Phrases
from decision_graph.teaching.cases import make_cases
from decision_graph.teaching.classroom import deck as decks
from decision_graph.teaching.classroom.deck import make_deck, read_deck
from decision_graph.teaching.classroom.page import classroom_page
from decision_graph.teaching.cover import cover
from decision_graph.teaching.pool import make_pool
from teaching.classroom.conftest import Open
from teaching.guidelines import drawn, taught

TEXTS = (
    "<img src=x onerror=window.hacked=1>", "</script><script>window.hacked=1</script>",
    "</style></title></svg>&amp;", "{{data}} ${1} \\u003c", "<!-- ]]>", "word " * 200,
)  # fmt: skip


def test_hostile_texts_come_out_as_text(visit: Open, tmp_path: Path) -> None:
    guideline = hostile_guideline(TEXTS)
    pool = make_pool(guideline)
    cases = [replace(case, narrative=" ".join(TEXTS)) for case in make_cases(pool, cover(pool), Phrases(), 1)]
    deck = make_deck(guideline, cases)
    path = tmp_path / "class.html"
    path.write_text(classroom_page(guideline, deck), encoding="utf-8")
    assert read_deck(path.read_bytes()) == deck
    page = visit()
    page.goto(path.as_uri())
    page.click("#cases")
    page.click("#case-0")
    shown = ""
    while page.locator("#next-case, #fact").count() == 0:
        page.click("#open" if page.locator("#open").count() else "#go-next")
        shown += page.inner_text("body")
    shown += page.inner_text("body")
    assert [text for text in TEXTS[:-1] if text not in shown] == []
    assert page.evaluate("window.hacked === undefined")
    assert page.evaluate("document.querySelectorAll('img').length + document.scripts.length") == 3
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_question_with_more_choices_than_a_page_can_count_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decks, "_MOST_CHOICES", 3)
    with pytest.raises(GraphError, match="too-many-choices") as caught:
        make_deck(taught("asthma").guideline, drawn("asthma", 5, None))
    assert "?" in str(caught.value)
