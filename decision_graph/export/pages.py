"""Pages: the poster, the whole chart on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export import dot, engine
from decision_graph.export.alt import describe
from decision_graph.export.chart import Chart, chart
from decision_graph.export.drawing import Anchor, Box, Drawing
from decision_graph.export.fit import Ranker, Sizes, fit
from decision_graph.export.flow import Entry, Panel, panel
from decision_graph.export.frame import NORMAL, PAPERS, Paper, Scale, body, footer, header, on_wall
from decision_graph.export.notes import legend, notes, scopes
from decision_graph.export.paint import paint
from decision_graph.export.picture import Picture
from decision_graph.export.place import FILLED, FREE, Placed, Room
from decision_graph.export.short import shortened

PANEL_COLUMNS = 3
PANEL_GAP = 8.0


def ranker(drawn: Picture, program: str | None) -> Ranker | None:
    """What orders the rows of a chart as a Graphviz program does, to avoid crossings; None without one."""
    if program is None:
        return None

    def rank(part: Chart, down: dict[str, str]) -> Sequence[str]:
        centres = engine.layout(dot.dot(drawn, part, last=down), program).centres
        return sorted((row.id for row in part.rows), key=lambda id: centres.get(dot.name(id), (0.0, 0.0))[1])

    return rank


def poster(
    drawn: Picture,
    paper: Paper = PAPERS["A3"],
    program: str | None = None,
    *,
    said: Sequence[Entry] = (),
    subtitle: str = "",
    uncut: bool = False,
) -> Drawing:
    """The whole chart on one sheet.

    Args:
        program: a Graphviz program whose order of the rows is tried where lines cross.
        said: what stands before the notes.
        subtitle: below the title; the guideline by default.
        uncut: leave long texts whole, for a sheet of which the notes are not shown.

    Raises:
        GraphError: page-too-small; `posters` takes several sheets instead.
    """
    sheet = one_sheet(drawn, paper, program, said=said, subtitle=subtitle, uncut=uncut)
    if sheet is None:
        message = f"the chart {drawn.id!r} does not fit one {paper.name} in text of {NORMAL.small:g} points"
        raise GraphError(Diagnostic("page-too-small", message, hint="take a larger paper, or the booklet"))
    return sheet


def one_sheet(
    drawn: Picture,
    paper: Paper,
    program: str | None,
    *,
    said: Sequence[Entry],
    subtitle: str,
    uncut: bool = False,
) -> Drawing | None:
    """The whole chart on one sheet; None if it does not fit in the smallest text that is allowed."""
    if not uncut:
        (drawn,) = shortened([drawn])
    scales = dict.fromkeys(
        (on_wall(paper), NORMAL)
    )  # where notes as large as the paper leave no room, usual ones
    made = (_sheet(drawn, paper, program, scale, said, subtitle) for scale in scales)
    return next((sheet for sheet in made if sheet is not None), None)


def _sheet(
    drawn: Picture, paper: Paper, program: str | None, scale: Scale, said: Sequence[Entry], subtitle: str
) -> Drawing | None:
    area = body(drawn, paper, scale)
    entries = (*legend([drawn]), *said, *scopes([drawn]), *notes([drawn], decisions=False))
    below = Panel(entries, area.width, PANEL_COLUMNS, scale.small, dense=True)
    columns, used = below.flowed()
    room = Room(area.width, area.height - used - PANEL_GAP, len(drawn.tiers))
    sizes = Sizes(on_wall(paper).largest, NORMAL.small, tight=True)
    placed = fit(lambda cut: chart(drawn, cut=cut), room, sizes, ranker(drawn, program))
    if placed is None:
        return None
    if placed.height < FILLED * room.height:
        placed = _filled(drawn, placed, room, sizes)
    groups, paths = paint(drawn, placed, area.x, area.y)
    text, anchors = panel(columns, area.width, PANEL_COLUMNS, area.x, area.bottom - used)
    head = header(drawn, paper, drawn.title, subtitle or drawn.guideline, scale)
    return Drawing(
        paper.width,
        paper.height,
        (head, *groups, text, footer(drawn, paper, 1, 1, scale)),
        paths,
        Box(area.x, area.y, area.width, placed.height),
        drawn.title,
        describe(drawn, placed.chart),
        anchors=(Anchor(f"graph:{drawn.id}"), *anchors),
        body=area,
    )


def _filled(drawn: Picture, placed: Placed, room: Room, sizes: Sizes) -> Placed:
    """A small chart with rows, or letters where there are none, that grow until the sheet is filled."""
    more = msgspec.structs.replace(room, height=FILLED * room.height, stretch=FREE)
    size = placed.style.size
    largest, smallest = (size, size) if placed.rows else (2 * sizes.largest, sizes.smallest)
    grown = msgspec.structs.replace(sizes, largest=largest, smallest=smallest)
    return fit(lambda cut: chart(drawn, cut=cut), more, grown) or placed


def without_decisions(drawn: Picture) -> Picture:
    """What a poster has room for."""
    return msgspec.structs.replace(drawn, decisions=())
