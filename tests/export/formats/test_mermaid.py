"""Drawn by Mermaid itself: accepted, with every box, line and word."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import mermaidx
import pytest

from decision_graph.export import picture
from decision_graph.export.picture import Picture
from tests.export.formats.made import TARGETS, graph_ids, guideline, only

LARGEST = 50_000
"""Mermaid refuses a longer text, and code hosts do not let a page change that."""


@cache
def drawn(text: str) -> ElementTree.Element:
    """The picture that Mermaid makes of a chart."""
    return ElementTree.fromstring(mermaidx.render(text).svg())


def said(root: ElementTree.Element) -> str:
    return " ".join(" ".join(root.itertext()).split())


def pictures(target: str) -> list[Picture]:
    found = guideline(target.partition("/")[0])
    known = picture.pictures(found)
    return [known[id] for id in graph_ids(target)]


@pytest.mark.parametrize("target", TARGETS)
def test_no_chart_is_too_long_for_a_code_host(target: str) -> None:
    assert len(only(target, "mermaid")) <= LARGEST


@pytest.mark.parametrize("target", ["mbc/third_line", "asthma", "asthma/starting"])
def test_mermaid_draws_every_box_and_line(target: str) -> None:
    text = only(target, "mermaid")
    root = drawn(text)
    boxes = [group for group in root.iter() if "node" in group.get("class", "").split()]
    shown = pictures(target)
    assert len(boxes) == 1 + sum(len(one.questions) + len(one.rows) for one in shown)
    lines = re.findall(r"-+>\|", text)
    assert len(lines) == sum(
        len(one.leaves.get(answer.target, ("question",)))
        for one in shown
        for question in one.questions
        for answer in question.answers
    )


@pytest.mark.parametrize("target", ["mbc/third_line", "asthma"])
def test_every_word_arrives(target: str) -> None:
    squeezed = re.sub(r"\s", "", said(drawn(only(target, "mermaid"))))
    found = guideline(target.partition("/")[0])
    words = [found.disclaimer]
    for one in pictures(target):
        words += [question.ask for question in one.questions]
        words += [answer.label for question in one.questions for answer in question.answers]
        words += [f"{row.number}{row.title}" for row in one.rows] + [row.across for row in one.rows]
        words += [offer.text for row in one.rows for cell in row.cells for offer in cell.offers]
        words += [f"{note.mark}: {note.text}" for note in one.notes]
    assert [text for text in words if re.sub(r"\s", "", text) not in squeezed] == []


def test_mermaid_refuses_what_is_wrong() -> None:
    with pytest.raises(Exception, match=r"(?i)parse|syntax|expect"):
        drawn('flowchart LR\n  a["open --> b')
