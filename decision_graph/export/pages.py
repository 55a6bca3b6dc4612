"""Pages: the poster on one sheet, and the same chart in parts on sheets that an office printer takes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.diagnostics import Diagnostic
from decision_graph.export import dot, engine
from decision_graph.export.chart import Chart, chart
from decision_graph.export.drawing import Box, Drawing
from decision_graph.export.fit import Cut, Sizes, fit
from decision_graph.export.frame import (
    FOOTER,
    HEADER,
    PAPERS,
    Paper,
    footer,
    header,
    legend,
    notes,
    panel,
    panel_height,
    source,
)
from decision_graph.export.paint import paint
from decision_graph.export.picture import Picture
from decision_graph.export.place import Placed, Room

POSTER = Sizes(largest=12.0, smallest=4.0)
PANEL_COLUMNS = 4


class Ordered(msgspec.Struct, frozen=True):
    """A picture with the order that Graphviz gives to its rows."""

    drawn: Picture
    engine: str | None = None

    def rank(self, part: Chart, down: dict[str, str]) -> Sequence[str]:
        """The rows of a chart from top to bottom, as Graphviz orders them to avoid crossings."""
        text = dot.dot(self.drawn, part, last=down)
        centres = engine.layout(text, self.engine).centres
        return sorted((row.id for row in part.rows), key=lambda id: centres.get(dot.name(id), (0.0, 0.0))[1])


def poster(drawn: Picture, paper: Paper = PAPERS["A3"], engine: str | None = None) -> Drawing:
    """The whole chart on one sheet.

    Args:
        engine: Graphviz program; graphviz-pure by default.
    """
    width = paper.width - 2 * paper.margin
    whole = chart(drawn)
    entries = [*legend(drawn, [whole]), *notes(drawn, decisions=False)]
    below = panel_height(entries, width, PANEL_COLUMNS) + 12
    top = paper.margin + HEADER
    room = Room(width, paper.height - paper.margin * 2 - HEADER - FOOTER - below, len(drawn.tiers))
    ranker = Ordered(drawn, engine).rank
    placed = fit(lambda cut: chart(drawn, cut=cut), room, POSTER, ranker)
    assert placed is not None
    groups, paths = paint(drawn, placed, paper.margin, top)
    bottom = panel(entries, paper.margin, top + room.height + 12, width, PANEL_COLUMNS)
    return Drawing(
        paper.width,
        paper.height,
        (header(drawn, paper, drawn.guideline), *groups, bottom, footer(drawn, paper, 1, 1)),
        paths,
        Box(paper.margin, top, width, room.height),
        drawn.title,
        "",
    )
