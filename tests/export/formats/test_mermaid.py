"""Drawn by Mermaid itself: accepted, with every box, line and word."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page

from decision_graph.export import picture
from decision_graph.export.picture import Picture
from tests.export.formats.made import TARGETS, graph_ids, guideline, only
from tests.export.formats.readers import read_mermaid as drawn

LARGEST = 50_000
"""Mermaid refuses a longer text, and code hosts do not let a page change that."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def pictures(target: str) -> list[Picture]:
    found = guideline(target.partition("/")[0])
    known = picture.pictures(found)
    return [known[id] for id in graph_ids(target)]


@pytest.mark.parametrize("target", TARGETS)
def test_no_chart_is_too_long_for_a_code_host(target: str) -> None:
    assert len(only(target, "mermaid")) <= LARGEST


@pytest.mark.parametrize("target", TARGETS)
def test_mermaid_draws_every_box_and_line(target: str, page: Page) -> None:
    text = only(target, "mermaid")
    boxes = drawn(text.encode(), page).shape[0]
    shown = pictures(target)
    assert boxes == 1 + sum(len(one.questions) + len(one.rows) for one in shown)
    lines = re.findall(r"-+>\|", text)
    assert len(lines) == sum(
        len(one.leaves.get(answer.target, ("question",)))
        for one in shown
        for question in one.questions
        for answer in question.answers
    )


@pytest.mark.parametrize("target", TARGETS)
def test_every_word_arrives(target: str, page: Page) -> None:
    squeezed = re.sub(r"\s", "", drawn(only(target, "mermaid").encode(), page).text or "")
    found = guideline(target.partition("/")[0])
    words = [found.disclaimer]
    for one in pictures(target):
        words += [question.ask for question in one.questions]
        words += [answer.label for question in one.questions for answer in question.answers]
        words += [f"{row.number}{row.title}" for row in one.rows] + [row.across for row in one.rows]
        words += [offer.text for row in one.rows for cell in row.cells for offer in cell.offers]
        words += [f"{note.mark}: {note.text}" for note in one.notes]
    assert [text for text in words if re.sub(r"\s", "", text) not in squeezed] == []


def test_mermaid_refuses_what_is_wrong(page: Page) -> None:
    with pytest.raises(Error, match=r"Parse error"):
        drawn(b'flowchart LR\n  a["open --> b', page)
