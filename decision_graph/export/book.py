"""Book: a whole booklet put together: cover, map of the pages, charts, rows in full, notes, index."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.export.alt import describe
from decision_graph.export.cover import opening
from decision_graph.export.divide import divide
from decision_graph.export.document import Document
from decision_graph.export.drawing import Box, Drawing
from decision_graph.export.flow import Entry, panel, set_pages
from decision_graph.export.frame import body, footer, header
from decision_graph.export.notes import notes, source
from decision_graph.export.plan import Plan, Sheet, Where
from decision_graph.export.rows import indexes, rows_in_full
from decision_graph.export.sheets import Charts, place_sheet, with_pages
from decision_graph.export.short import shortened

ROUNDS = 4
"""Page numbers in the text are set again until they are right; they settle after two rounds."""


def book(plan: Plan) -> Document:
    """A booklet.

    Raises:
        GraphError: text-cannot-fit, for a text that is too long for a page.
    """
    plan = msgspec.structs.replace(plan, pictures=shortened(plan.pictures, plan.scale.share))
    area = body(plan.first, plan.paper, plan.scale)
    sheets = divide(plan.pictures, area, plan.scale, IN_FULL)
    front = len(opening(plan, sheets, Where(plan.pictures, sheets, 2), _TEXTS))
    charts: list[Charts] = []
    text: list[Drawing] = []
    places = _TEXTS
    for _ in range(ROUNDS):
        where = Where(plan.pictures, sheets, front)
        charts = charts or _charts(plan, sheets, where, area)
        begin = opening(plan, sheets, where, places)
        text = _text(plan, area, places)
        found = _places([*begin, *_drawings(plan, sheets, charts, where, area), *text])
        if found == places and len(begin) == front:
            break
        if len(begin) != front:
            front, charts = len(begin), []
        places = found
    return _finished(plan, [*begin, *_drawings(plan, sheets, charts, where, area), *text])


IN_FULL = "► This row is too long for a chart: it stands in “Rows in full”."
"""Across a row that is only named."""

_TEXTS: dict[str, tuple[int, ...]] = {}


def _charts(plan: Plan, sheets: Sequence[Sheet], where: Where, area: Box) -> list[Charts]:
    starts = {drawn.id: where.pages[drawn.id][0] for drawn in plan.pictures}
    shown = [
        tuple(msgspec.structs.replace(part, drawn=with_pages(part.drawn, starts)) for part in sheet)
        for sheet in where.sheets
    ]
    return [place_sheet(sheet, where, area, plan.scale, plan.engine) for sheet in shown]


def _drawings(
    plan: Plan, sheets: Sequence[Sheet], charts: Sequence[Charts], where: Where, area: Box
) -> list[Drawing]:
    """The pages with charts."""
    found = []
    for sheet, made in zip(sheets, charts, strict=True):
        part = sheet[0]
        title = (
            part.drawn.title
            if len(sheet) == 1
            else " · ".join(dict.fromkeys(part.drawn.title for part in sheet))
        )
        subtitle = plan.title
        if len(sheet) == 1 and part.count > 1:
            subtitle = f"part {part.place + 1} of {part.count}: {part.ask}"
        levels = (1, 0) if part.place == 0 else (0, 2)
        head = header(part.drawn, plan.paper, title, subtitle, plan.scale, levels)
        found.append(
            Drawing(
                plan.paper.width,
                plan.paper.height,
                (head, *made.groups),
                tuple(made.paths),
                Box(area.x, area.y, area.width, made.bottom - area.y),
                " · ".join(part.name for part in sheet),
                " ".join(describe(drawn, chart) for drawn, chart in made.charts),
                tuple(made.references),
                tuple(made.anchors),
                area,
            )
        )
    return found


def _text(plan: Plan, area: Box, places: dict[str, tuple[int, ...]]) -> list[Drawing]:
    """The pages after the charts."""

    def pages(anchor: str) -> tuple[int, ...]:
        return places.get(anchor, () if places else (88,))

    entries = [*plan.said, *rows_in_full(plan.guideline, plan.pictures, pages)]
    entries += _chaptered(notes(plan.pictures, decisions=True))
    entries += indexes(plan.guideline, plan.pictures, pages)
    entries += _chaptered(source(plan.first))
    found: list[Drawing] = []
    last = ""
    for columns in set_pages(entries, area.width, plan.columns, area.height - 4, plan.scale.text):
        group, anchors = panel(columns, area.width, plan.columns, area.x, area.y + 2)
        heads = [item for column in columns for item in column if item.heading == 1]
        subtitle = plan.subtitle(heads) if heads else f"{last}, continued"
        last = plan.subtitle(heads[-1:]) if heads else last
        head = header(plan.first, plan.paper, plan.title, subtitle, plan.scale, (0, 0))
        found.append(
            Drawing(
                plan.paper.width,
                plan.paper.height,
                (head, group),
                title=plan.title,
                anchors=anchors,
                body=area,
            )
        )
    return found


def _chaptered(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their headings in the outline."""
    return [
        msgspec.structs.replace(entry, heading=1, anchor=f"section:{entry.lead}")
        if not entry.text and not entry.rich
        else entry
        for entry in entries
    ]


def _places(pages: Sequence[Drawing]) -> dict[str, tuple[int, ...]]:
    """The pages of each anchor."""
    found: dict[str, dict[int, None]] = {}
    for number, page in enumerate(pages, 1):
        for anchor in page.anchors:
            found.setdefault(anchor.name, {})[number] = None
    return {name: tuple(numbers) for name, numbers in found.items()}


def _finished(plan: Plan, pages: Sequence[Drawing]) -> Document:
    finished = [
        msgspec.structs.replace(
            page, groups=(*page.groups, footer(plan.first, plan.paper, number, len(pages), plan.scale))
        )
        for number, page in enumerate(pages, 1)
    ]
    return Document(plan.name, plan.title, plan.first.version, tuple(finished), plan.pictures)
