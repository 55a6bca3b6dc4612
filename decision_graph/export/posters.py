"""Posters: the chart of a graph for the wall, on one sheet, or on several where one is too small."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.alt import describe
from decision_graph.export.divide import divide
from decision_graph.export.drawing import Anchor, Box, Drawing
from decision_graph.export.flow import Entry, Panel, panel
from decision_graph.export.frame import NORMAL, Paper, body, footer, header, on_wall
from decision_graph.export.notes import legend, notes, scopes
from decision_graph.export.pages import PANEL_COLUMNS, PANEL_GAP, one_sheet
from decision_graph.export.picture import Picture
from decision_graph.export.plan import Where
from decision_graph.export.sheets import place_sheet
from decision_graph.export.short import shortened

MOST = 0.5
"""The share of a sheet that legend and notes may take."""


def posters(
    drawn: Picture,
    paper: Paper,
    program: str | None = None,
    *,
    said: Sequence[Entry] = (),
    subtitle: str = "",
) -> tuple[Drawing, ...]:
    """The sheets of a chart: one where it fits; else as many as it has parts, each with its legend.

    Args:
        program: a Graphviz program whose order of the rows is tried where lines cross.
        said: what stands before the notes.
        subtitle: below the title; the guideline by default.

    Raises:
        GraphError: text-cannot-fit, for a text that is too long for a sheet; page-too-small, if the notes
            alone leave no room for the chart.
    """
    whole = one_sheet(drawn, paper, program, said=said, subtitle=subtitle)
    if whole is not None:
        return (whole,)
    (cut,) = shortened([reached(drawn)])
    area = body(cut, paper)
    left = [row.number for row in drawn.rows if row.id not in {row.id for row in cut.rows}]
    unreached = [Entry("Not drawn", f"rows to which no answer leads: {', '.join(left)}.")] if left else []
    entries = (*legend([cut], paged=True), *said, *scopes([cut]), *unreached, *notes([cut], decisions=False))
    columns, used = Panel(entries, area.width, PANEL_COLUMNS, NORMAL.small, dense=True).flowed()
    if used > MOST * area.height:
        message = f"the notes of {drawn.id!r} leave no room for its chart on {paper.name}"
        raise GraphError(Diagnostic("page-too-small", message, hint="take a larger paper, or the booklet"))
    room = Box(area.x, area.y, area.width, area.height - used - PANEL_GAP)
    scale = msgspec.structs.replace(NORMAL, largest=on_wall(paper).largest)
    sheets = divide([cut], room, scale)
    where = Where([cut], sheets, 0)
    pages = []
    for number, sheet in enumerate(sheets, 1):
        made = place_sheet(sheet, where, room, scale, program)
        text, anchors = panel(columns, area.width, PANEL_COLUMNS, area.x, area.bottom - used)
        part = f"{subtitle or cut.guideline}: sheet {number} of {len(sheets)}"
        pages.append(
            Drawing(
                paper.width,
                paper.height,
                (
                    header(cut, paper, cut.title, part, headings=(int(number == 1), 2)),
                    *made.groups,
                    text,
                    footer(cut, paper, number, len(sheets)),
                ),
                tuple(made.paths),
                Box(room.x, room.y, room.width, made.bottom - room.y),
                f"{cut.title}, sheet {number} of {len(sheets)}",
                " ".join(describe(picture, chart) for picture, chart in made.charts),
                tuple(made.references),
                (*([Anchor(f"graph:{cut.id}")] if number == 1 else []), *made.anchors, *anchors),
                area,
            )
        )
    return tuple(pages)


def reached(drawn: Picture) -> Picture:
    """What several sheets show: no modelling decisions but the contested, and no rows that nobody reaches."""
    targets = {answer.target for question in drawn.questions for answer in question.answers} | {drawn.start}
    rows = {id for target in targets for id in drawn.leaves.get(target, ())}
    shown = (msgspec.structs.replace(row, marks=row.contested) for row in drawn.rows if row.id in rows)
    return msgspec.structs.replace(drawn, rows=tuple(shown), decisions=())
