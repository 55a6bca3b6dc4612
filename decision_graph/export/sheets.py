"""Sheets: the parts of charts at their places on a page, with captions, references and anchors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.chart import Chart, chart
from decision_graph.export.drawing import Anchor, Box, Group, Line, Path, Reference, Words
from decision_graph.export.fit import Cut, Sizes, fit
from decision_graph.export.flow import FULL
from decision_graph.export.fonts import Run
from decision_graph.export.frame import Scale
from decision_graph.export.pages import ranker
from decision_graph.export.paint import answer_boxes, paint
from decision_graph.export.picture import Picture
from decision_graph.export.place import FILLED, FREE, Placed, Room, measure
from decision_graph.export.plan import Part, Sheet, Where
from decision_graph.export.sizes import Style, row_height
from decision_graph.export.split import crossings_between
from decision_graph.export.tables import table_widths

CAPTION = 1.9
"""Height of the line above each of several charts on a page, in ems of the text."""
APART = 2.0
"""Between two charts on a page, in ems of the text."""
ROOMY = 2.2
"""Rows may grow to this multiple of their height where their page has room."""


def fitted(
    part: Part, where: Where, room: Room, sizes: tuple[float, float], program: str | None = None
) -> Placed | None:
    """A part at the largest size at which it fits, of those between the largest and the smallest.

    Args:
        program: a Graphviz program whose order of the rows is tried where lines cross.
    """
    drawn = part.drawn
    parts = [other.questions for other in where.parts[drawn.id]]
    numbers = where.pages[drawn.id]
    pages = {id: number for number, ids in zip(numbers, parts, strict=True) for id in ids}
    letters, arrivals = crossings_between(drawn, parts, numbers)

    def make(cut: Cut) -> Chart:
        return chart(drawn, part.questions, cut=cut, letters=letters, pages=pages, arrivals=arrivals)

    return fit(make, room, Sizes(*sizes, minimum=sizes[1]), ranker(drawn, program))


class Charts(msgspec.Struct):
    """What a sheet with charts shows below its header."""

    groups: list[Group] = []
    paths: list[Path] = []
    references: list[Reference] = []
    anchors: list[Anchor] = []
    charts: list[tuple[Picture, Chart]] = []
    bottom: float = 0.0


def place_sheet(sheet: Sheet, where: Where, area: Box, scale: Scale, engine: str | None = None) -> Charts:
    """Give the charts of one page their places.

    Raises:
        GraphError: text-cannot-fit, if a part does not fit the page in the smallest text that is allowed.
    """
    result = Charts()
    shares = _shares(sheet, where, area, scale)
    top = area.y
    for part, share in zip(sheet, shares, strict=True):
        caption = CAPTION * scale.text if len(sheet) > 1 else 0.0
        room = Room(area.width, share - caption - 2, len(part.drawn.tiers), ROOMY)
        placed = fitted(part, where, room, (scale.largest, scale.small), engine)
        placed = placed or _as_measured(part, where, area, room.height, scale)
        if placed is None:
            raise GraphError(_cannot_fit(part, area, scale))
        if placed.height < FILLED * room.height:
            # rows grow to fill the page; where there are none, the text does
            sizes = (
                (placed.style.size, placed.style.size) if placed.rows else (1.6 * scale.largest, scale.small)
            )
            for part_of_it in (
                FILLED,
                1.0,
            ):  # the whole height only where a part of it leaves the page half empty
                more = msgspec.structs.replace(room, height=part_of_it * room.height, stretch=FREE)
                grown = fitted(part, where, more, sizes, engine)
                placed = grown or placed
                if placed.height > FULL * room.height:
                    break
        if caption:
            result.groups.append(_caption(part, area, top, scale))
        groups, paths = paint(part.drawn, placed, area.x, top + caption)
        result.groups += groups
        result.paths += [msgspec.structs.replace(path, net=f"{part.anchor}:{path.net}") for path in paths]
        result.references += _references(part, groups)
        result.anchors += [Anchor(part.anchor, top), *_anchors(part, groups)]
        result.charts.append((part.drawn, placed.chart))
        result.bottom = top + caption + placed.height
        top += share + APART * scale.text
    return result


def least_height(part: Part, where: Where, area: Box, scale: Scale, largest: float) -> float | None:
    """The height of a part whose rows are no higher than their text; None if it does not fit a page.

    Args:
        largest: the size of its text in points, if it fits.
    """
    placed = _lowest(part, where, area, scale, largest)
    return None if placed is None else placed.height


def _lowest(part: Part, where: Where, area: Box, scale: Scale, largest: float) -> Placed | None:
    room = Room(area.width, area.height - 2, len(part.drawn.tiers), 1.0)
    return fitted(part, where, room, (largest, scale.small))


def _as_measured(part: Part, where: Where, area: Box, height: float, scale: Scale) -> Placed | None:
    """A part as it was when its share of the page was measured: with a page of its own, and low rows."""
    for size in (scale.text, scale.small):
        placed = _lowest(part, where, area, scale, size)
        if placed is not None and placed.height <= height:
            return placed
    return None


def _shares(sheet: Sheet, where: Where, area: Box, scale: Scale) -> list[float]:
    """The height of each chart: what it needs, and its share of what is left."""
    if len(sheet) == 1:
        return [area.height]
    room = area.height - APART * scale.text * (len(sheet) - 1)
    tried = []
    for size in (scale.text, scale.small):
        heights = [least_height(part, where, area, scale, size) or area.height for part in sheet]
        tried.append([height + CAPTION * scale.text + 4 for height in heights])
    needed = tried[0] if sum(tried[0]) <= room else min(tried, key=sum)
    spare = room - sum(needed)
    return [need + spare * need / sum(needed) for need in needed]


def with_pages(drawn: Picture, pages: Mapping[str, int]) -> Picture:
    """The picture with the page of every chart at which another one goes on."""
    rows = tuple(
        msgspec.structs.replace(row, across=f"► page {pages[row.see]}: {row.across}")
        if row.see in pages
        else row
        for row in drawn.rows
    )
    return msgspec.structs.replace(drawn, rows=rows)


def _caption(part: Part, area: Box, top: float, scale: Scale) -> Group:
    size = scale.text * 1.25
    box = Box(area.x, top, area.width, size * 1.3)
    words = Words((Line(area.x, top + size, (Run(part.name, bold=True),)),), size, inside=box, heading=2)
    return Group(f"caption-{part.anchor}", "panel", box, (), (words,), part.name)


def _references(part: Part, groups: Sequence[Group]) -> list[Reference]:
    """Where an answer goes on elsewhere, and where a row names another chart."""
    here = set(part.questions)
    asks = {question.id: question for question in part.drawn.questions}
    see = {row.id: row.see for row in part.drawn.rows if row.see}
    found: list[Reference] = []
    for group in groups:
        if group.role == "row" and group.id in see:
            found.append(Reference(group.outline, f"graph:{see[group.id]}"))
        if group.role == "card":
            for answer, box in zip(asks[group.id].answers, answer_boxes(group), strict=True):
                if answer.target in asks and answer.target not in here:
                    found.append(Reference(box, f"question:{part.drawn.id}:{answer.target}"))
    return found


def _anchors(part: Part, groups: Sequence[Group]) -> list[Anchor]:
    """The questions and rows of a part."""
    start = [Anchor(f"graph:{part.drawn.id}")] if part.place == 0 else []
    names = {"card": "question", "row": "row"}
    return start + [
        Anchor(f"{names[group.role]}:{part.drawn.id}:{group.id}", group.outline.y)
        for group in groups
        if group.role in names
    ]


def _cannot_fit(part: Part, area: Box, scale: Scale) -> Diagnostic:
    """Which text is too long for a page: the highest row or card of a part that cannot be divided further."""
    drawn, style = part.drawn, Style(scale.small, minimum=scale.small)
    made = chart(drawn, part.questions)
    tiers = len(drawn.tiers)
    widths = table_widths(made.rows, style, area.width - 16 * style.size, tiers)
    heights = {f"question {id}": (card.height, id) for id, card in measure(made, style).items()}
    if widths is not None:
        for row in made.rows:
            heights[f"row {row.number}"] = (row_height(row, style, widths[1], widths[2:]), row.title)
    where, (height, text) = max(heights.items(), key=lambda entry: entry[1][0])
    rows = len(made.rows)
    others = f", beside {rows - 1} other rows of the same answer" if rows > 1 else ""
    message = (
        f"{drawn.id}: {where} (“{text[:40].strip()}”) cannot fit a page in text of {scale.small:g} points: "
        f"it is {height:.0f} points high{others}, and the page has {area.height:.0f}"
    )
    return Diagnostic("text-cannot-fit", message, hint="shorten the text, divide it, or take a larger paper")
