"""The page's chart holds everything that the drawing holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from decision_graph.export.fonts import plain
from decision_graph.export.page.chart import BOLD, chart_data
from decision_graph.export.request import Request
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline
from export.graphs import guidelines

ROOT = Path(__file__).parents[3]


def lost_and_found(guideline: Guideline) -> Iterator[tuple[Counter[str], Counter[str]]]:
    """For each chart the lines of the drawing, and those of the page."""
    request = Request(guideline)
    for drawn in request.pictures:
        drawing = request.poster(drawn)
        groups = [group for group in drawing.groups if group.role in ("card", "row", "heading")]
        lines = (line for group in groups for words in group.words for line in words.lines)
        chart = chart_data(drawn, drawing)
        paragraphs = [
            paragraph
            for part in (
                *(cell[4] for cell in chart["heading"]),
                *(card[6] for card in chart["cards"]),
                *(answer[1] for card in chart["cards"] for answer in card[7]),
                *(badge[4] for card in chart["cards"] for badge in card[8]),
                *(cell[0] for row in chart["rows"] for cell in row[4]),
            )
            for paragraph in part
        ]
        found = (line.replace(BOLD, "").strip() for paragraph in paragraphs for line in paragraph[3:])
        drawn_lines = (plain(line.runs).strip() for line in lines)
        yield Counter(filter(None, drawn_lines)), Counter(filter(None, found))
        assert len(chart["lines"]) == len(drawing.paths)


@pytest.mark.parametrize("folder", ["graphs/mbc", "tests/fixtures/asthma"])
def test_no_line_of_text_is_lost_or_doubled(folder: str) -> None:
    for drawing, page in lost_and_found(load_guideline(ROOT / folder)):
        assert drawing == page
        assert drawing.total() > 10


@settings(max_examples=15)
@given(guidelines(6))
def test_no_line_of_any_chart_is_lost_or_doubled(guideline: Guideline) -> None:
    for drawing, page in lost_and_found(guideline):
        assert drawing == page
