"""Pages: the poster on one sheet, and the same chart in parts on sheets that an office printer takes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export import dot, engine
from decision_graph.export.alt import describe
from decision_graph.export.chart import Chart, chart
from decision_graph.export.drawing import Box, Drawing, Group
from decision_graph.export.fit import Cut, Sizes, fit
from decision_graph.export.frame import (
    FOOTER,
    HEADER,
    PAPERS,
    Panel,
    Paper,
    footer,
    header,
    legend,
    notes,
    panel,
    sheets_of,
    source,
)
from decision_graph.export.paint import paint
from decision_graph.export.picture import Picture
from decision_graph.export.place import Placed, Room
from decision_graph.export.split import crossings_between, split

POSTER = Sizes(largest=15.0, smallest=3.0, tight=True)
PAGE = 9.0
"""The size by which the booklet is divided; a page that has room gets a larger one."""
PAGE_FIT = Sizes(largest=10.5, smallest=3.0)
PANEL_COLUMNS, PAGE_COLUMNS = 3, 3
PANEL_GAP, PAGE_GAP = 8.0, 14.0


class Ordered(msgspec.Struct, frozen=True):
    """A picture with the program that orders its rows."""

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
    entries = (*legend(drawn), *notes(drawn, decisions=False))
    below = Panel(entries, width, PANEL_COLUMNS, dense=True)
    height = paper.height - 2 * paper.margin - HEADER - FOOTER - below.flowed()[1] - PANEL_GAP
    placed = fit(
        lambda cut: chart(drawn, cut=cut),
        Room(width, height, len(drawn.tiers)),
        POSTER,
        Ordered(drawn, engine).rank,
    )
    return _page(drawn, paper, _whole(placed, drawn, paper), below, drawn.guideline, 1, 1)


def booklet(drawn: Picture, paper: Paper = PAPERS["A4"], engine: str | None = None) -> tuple[Drawing, ...]:
    """The chart in parts, with the notes and modelling decisions at the end.

    Args:
        engine: Graphviz program; graphviz-pure by default.
    """
    parts = split(drawn, room_of(drawn, paper), PAGE)
    placed = [_whole(_part(drawn, parts, k, paper, engine), drawn, paper) for k in range(len(parts))]
    entries = [*legend(drawn, [p.chart for p in placed]), *notes(drawn, decisions=True), *source(drawn)]
    width = paper.width - 2 * paper.margin
    height = paper.height - 2 * paper.margin - HEADER - FOOTER
    below = Panel(tuple(entries), width, PAGE_COLUMNS)
    sheets, last = sheets_of(entries, width, height, PAGE_COLUMNS), None
    shared = _part(drawn, parts, len(parts) - 1, paper, engine, below.flowed()[1] + PAGE_GAP)
    if shared is not None and shared.style.size >= PAGE:  # a small chart and its notes share a page
        sheets, last, placed[-1] = [], below, shared
    count = len(parts) + len(sheets)
    drawings = []
    for k, part in enumerate(placed, 1):
        subtitle = drawn.guideline if len(parts) == 1 else f"{drawn.guideline} · part {k} of {len(parts)}"
        drawings.append(_page(drawn, paper, part, last if k == len(parts) else None, subtitle, k, count))
    for k, sheet in enumerate(sheets, len(parts) + 1):
        body = panel(sheet, paper.margin, paper.margin + HEADER, f"notes-{k}")
        head = header(drawn, paper, f"{drawn.guideline} · how to read, notes and source")
        groups = (head, body, footer(drawn, paper, k, count))
        drawings.append(Drawing(paper.width, paper.height, groups, title=f"{drawn.title}: notes"))
    return tuple(drawings)


def room_of(drawn: Picture, paper: Paper) -> Room:
    """The area for a chart on a page without notes."""
    width = paper.width - 2 * paper.margin
    return Room(width, paper.height - 2 * paper.margin - HEADER - FOOTER - 2, len(drawn.tiers))


def _part(
    drawn: Picture,
    parts: Sequence[Sequence[str]],
    k: int,
    paper: Paper,
    engine: str | None,
    below: float = 0.0,
) -> Placed | None:
    """One part of the booklet at the largest size at which it fits its page, with room left below it."""
    pages = {id: n + 1 for n, part in enumerate(parts) for id in part}
    letters, arrivals = crossings_between(drawn, parts)
    room = room_of(drawn, paper)
    if below >= room.height / 2:
        return None

    def make(cut: Cut) -> Chart:
        return chart(drawn, parts[k], cut=cut, letters=letters, pages=pages, arrivals=arrivals)

    return fit(make, Room(room.width, room.height - below, room.tiers), PAGE_FIT, Ordered(drawn, engine).rank)


def _whole(placed: Placed | None, drawn: Picture, paper: Paper) -> Placed:
    if placed is None:
        message = f"the chart {drawn.id!r} does not fit {paper.name}, not even with tiny text"
        raise GraphError(Diagnostic("page-too-small", message, hint="split the graph with a `see` leaf"))
    return placed


def _page(
    drawn: Picture,
    paper: Paper,
    placed: Placed,
    notes_below: Panel | None,
    subtitle: str,
    number: int,
    count: int,
) -> Drawing:
    """A page with a chart, and a panel below it if there is something for it."""
    top = paper.margin + HEADER
    width = paper.width - 2 * paper.margin
    groups, paths = paint(drawn, placed, paper.margin, top)
    area = Box(paper.margin, top, width, placed.height)
    below: tuple[Group, ...] = ()
    if notes_below is not None:
        y = paper.height - paper.margin - FOOTER - notes_below.flowed()[1]
        below = (panel(notes_below, paper.margin, y),)
    return Drawing(
        paper.width,
        paper.height,
        (header(drawn, paper, subtitle), *groups, *below, footer(drawn, paper, number, count)),
        paths,
        area,
        drawn.title if count == 1 else f"{drawn.title}: part {number}",
        describe(drawn, placed.chart),
    )
