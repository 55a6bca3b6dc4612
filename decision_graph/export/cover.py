"""Cover: the first pages of a booklet: title, contents, how to read, and a map of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from decision_graph.export.chart import chart
from decision_graph.export.drawing import Anchor, Box, Drawing, Group, Line, Reference, Words
from decision_graph.export.fit import Sizes, fit
from decision_graph.export.flow import COLUMN_GAP, Column, Entry, blocks, column_width, flow, panel, set_pages
from decision_graph.export.fonts import Run, wrap
from decision_graph.export.frame import body, header
from decision_graph.export.notes import legend, scopes
from decision_graph.export.paint import BLACK, WHITE, paint
from decision_graph.export.picture import Answer, Picture, Question
from decision_graph.export.place import Placed, Room
from decision_graph.export.plan import Part, Plan, Sheet, Where
from decision_graph.export.sizes import LEAD, Block
from decision_graph.export.split import crossings_between
from decision_graph.export.words import ranges

SECTIONS = {
    "section:said": "What this edition leaves out",
    "section:rows": "Rows in full",
    "section:Notes": "Notes",
    "section:Abbreviations": "Abbreviations",
    "section:Modelling decisions of this encoding, not of the source": "Modelling decisions",
    "section:index": "Index by recommendation",
    "section:drugs": "Index by drug and other care",
    "section:Source": "Source",
}
"""The places of the text, with their names in the contents."""

HALF = 0.52
"""A page of its own for the map has to be filled to this share."""
OVERVIEW = "Overview: which page goes on where"

Places = Mapping[str, Sequence[int]]
Map = tuple[Picture, Placed]


def opening(plan: Plan, sheets: Sequence[Sheet], where: Where, places: Places) -> list[Drawing]:
    """The pages before the charts: title, contents, how to read, and the map if there are several pages.

    All on the cover if it has room; else the map, or everything but the title, stands on pages of its own.
    """
    area = body(plan.first, plan.paper, plan.scale)
    how = [*legend(plan.pictures, paged=len(sheets) > 1, tiers=True), *scopes(plan.pictures)]
    contents = _contents(plan, where, places)
    shown = _map(plan, where, area, plan.scale.text) if len(sheets) > 1 else None
    if shown is not None:
        cover = _cover(plan, area, [*contents, *how])
        if cover is not None and cover[1] + 2 * COLUMN_GAP + shown[1].height <= area.bottom:
            top = cover[1] + 2 * COLUMN_GAP
            return [_with_map(plan, cover[0], shown, where, Box(area.x, top, area.width, shown[1].height))]
        shown = _map(plan, where, area, plan.scale.largest) or shown  # a page of its own has room
        beside = _beside(plan, area, shown, how)
        used = max(shown[1].height, beside[0].outline.height if beside else 0.0)
        if used < area.height * HALF:
            shown, beside = None, None  # the contents say the same
        cover = _cover(plan, area, contents)
        if shown is not None and beside is not None and cover is not None:
            return [cover[0], _map_page(plan, area, shown, where, beside)]
    cover = _cover(plan, area, [*contents, *how])
    first = [cover[0]] if cover is not None else _long_cover(plan, area, [*contents, *how])
    return [*first, *([_map_page(plan, area, shown, where)] if shown else [])]


def _cover(plan: Plan, area: Box, entries: Sequence[Entry]) -> tuple[Drawing, float] | None:
    """The title with entries below it, and where they end; None if they do not fit."""
    title, bottom = _title(plan, area)
    columns, height = flow(_blocks(plan, area, entries), plan.columns)
    if bottom + COLUMN_GAP + height > area.bottom:
        return None
    group, anchors = panel(columns, area.width, plan.columns, area.x, bottom + COLUMN_GAP)
    page = Drawing(plan.paper.width, plan.paper.height, (title, group), title=plan.title, anchors=anchors)
    return page, group.outline.bottom


def _long_cover(plan: Plan, area: Box, entries: Sequence[Entry]) -> list[Drawing]:
    """The title alone, and the entries on pages of their own."""
    title, _ = _title(plan, area)
    pages = [Drawing(plan.paper.width, plan.paper.height, (title,), title=plan.title)]
    further = set_pages(entries, area.width, plan.columns, area.height - 4, plan.scale.text)
    return [*pages, *(_text_page(plan, area, columns) for columns in further)]


def _blocks(plan: Plan, area: Box, entries: Sequence[Entry]) -> list[Block]:
    """The entries, wrapped to a column."""
    return blocks(entries, column_width(area.width, plan.columns), plan.scale.text)


Beside = tuple[Group, tuple[Anchor, ...]]


def _beside(plan: Plan, area: Box, shown: Map, how: Sequence[Entry]) -> Beside | None:
    """How to read, in the columns at the right that the map leaves free; None if there is no room for it."""
    placed = shown[1]
    right = max((x + card.width for x, _, card in placed.cards.values()), default=0.0) + 2 * COLUMN_GAP
    each = column_width(area.width, plan.columns)
    count = int((area.width - right + COLUMN_GAP) // (each + COLUMN_GAP))
    if count < 1:
        return None
    columns, height = flow(_blocks(plan, area, how), count)
    width = each * count + COLUMN_GAP * (count - 1)
    if height > area.height:
        return None
    return panel(columns, width, count, area.right - width, area.y)


def _text_page(plan: Plan, area: Box, columns: Sequence[Column]) -> Drawing:
    group, anchors = panel(columns, area.width, plan.columns, area.x, area.y + 2)
    head = header(plan.first, plan.paper, plan.title, "Contents and how to read", plan.scale, (0, 0))
    width, height = plan.paper.width, plan.paper.height
    return Drawing(width, height, (head, group), title=plan.title, anchors=anchors, body=area)


def _contents(plan: Plan, where: Where, places: Places) -> list[Entry]:
    """Every chart with its parts, and every section of the text, with their pages."""
    entries = [Entry("Contents")]
    for drawn in plan.pictures:
        parts = where.parts[drawn.id]
        entries.append(_line(where.page(parts[0]), drawn.title, f"graph:{drawn.id}", bold=True))
        if len(parts) > 1:
            entries += [
                _line(where.page(part), f"{part.place + 1}. {part.ask}", part.anchor, indent=1.5)
                for part in parts
            ]
    for anchor, name in SECTIONS.items():
        if anchor in places:
            entries.append(_line(places[anchor][0], name, anchor, bold=True))
    return entries


def _line(page: int, name: str, anchor: str, *, bold: bool = False, indent: float = 0.0) -> Entry:
    return Entry(
        "", rich=(Run(name, bold, to=anchor), Run(f"\xa0 ·\xa0 page\xa0{page}", to=anchor)), indent=indent
    )


def _title(plan: Plan, area: Box) -> tuple[Group, float]:
    """The title of the booklet, what it is taken from, and the disclaimer; and where that ends."""
    first, text = plan.first, plan.scale.text
    top = plan.paper.margin
    inner = area.width - 4 * text
    words: list[Words] = []
    y = top + text * 2.2
    said = [
        (first.organisation, text * 1.3, True, 0),
        (plan.title, text * 3.2, True, 1),
        (plan.edition, text * 1.6, True, 0),
        (first.source_title, text * 1.2, False, 0),
        (f"Version {first.version} · content {first.digest or 'unknown'}", text * 1.2, False, 0),
    ]
    for line, size, bold, level in said:
        lines = wrap((Run(line, bold),), size, inner) if line else ()
        placed = []
        for runs in lines:
            y += size * LEAD
            placed.append(Line(area.x + 2 * text, y, runs))
        if placed:
            words.append(Words(tuple(placed), size, WHITE, heading=level))
            y += size * 0.35
    box = Box(area.x, top, area.width, y + text * 1.2 - top, fill=BLACK, stroke="none")
    y = box.bottom + text * 0.4
    placed = []
    for runs in wrap((Run(first.disclaimer, True),), text * 1.2, inner):
        y += text * 1.2 * LEAD
        placed.append(Line(area.x + 2 * text, y, runs))
    frame = Box(area.x, box.bottom, area.width, y + text - box.bottom, stroke_width=1.4)
    words.append(Words(tuple(placed), text * 1.2, BLACK))
    outline = Box(area.x, top, area.width, frame.bottom - top)
    return Group("cover", "panel", outline, (box, frame), tuple(words), plan.title), frame.bottom


def _map(plan: Plan, where: Where, area: Box, largest: float) -> Map | None:
    """The pages as a chart: a card for each part, an answer for each way to another one.

    None if it does not fit a page; the contents then have to do.
    """
    cards = []
    for drawn in plan.pictures:
        parts = where.parts[drawn.id]
        letters, _ = crossings_between(
            parts[0].drawn, [part.questions for part in parts], where.pages[drawn.id]
        )
        cards += [_card(part, where, letters, several=len(plan.pictures) > 1) for part in parts]
    drawn = msgspec.structs.replace(
        plan.first, id="map", title=plan.title, questions=tuple(cards), leaves={}, rows=(), tiers=(),
        start=where.parts[plan.first.id][0].anchor,
    )  # fmt: skip
    sizes = Sizes(largest, plan.scale.small, plan.scale.small)
    room = Room(area.width, area.height - 4, 0)
    placed = fit(lambda cut: chart(drawn, cut=cut), room, sizes)
    return None if placed is None else (drawn, placed)


def _card(part: Part, where: Where, letters: Mapping[str, str], *, several: bool) -> Question:
    """A part as a card: its page, its rows, and an answer for each later part; earlier ones in words."""
    numbers, ways = _leading(part, where, letters)
    order = [other.anchor for sheet in where.sheets for other in sheet]
    pages = {other.anchor: where.page(other) for sheet in where.sheets for other in sheet}
    later = {target: labels for target, labels in ways.items() if _after(order, target, part.anchor)}
    answers = tuple(
        Answer(f"{part.anchor}>{target}", " / ".join(labels), target) for target, labels in later.items()
    )
    name = part.name if several else part.ask
    lines = [f"Page {where.page(part)}: {name}", ", ".join(ranges(tuple(numbers)))]
    lines += [f"► page {pages[end]} ({' / '.join(ways[end])})" for end in ways if end not in later]
    return Question(part.anchor, "\n".join(filter(None, lines)), "unique", answers)


def _after(order: Sequence[str], one: str, other: str) -> bool:
    return order.index(one) > order.index(other)


def _leading(
    part: Part, where: Where, letters: Mapping[str, str]
) -> tuple[dict[str, None], dict[str, dict[str, None]]]:
    """The rows to which a part leads, and the other parts, with what is written on the way there."""
    rows = {row.id: row for row in part.drawn.rows}
    home = {id: other for other in where.parts[part.drawn.id] for id in other.questions}
    ways: dict[str, dict[str, None]] = {}
    numbers: dict[str, None] = {}
    for question in (question for question in part.drawn.questions if question.id in part.questions):
        for answer in question.answers:
            for end in part.drawn.leaves.get(answer.target, ()):
                row = rows[end]
                if row.see in where.parts:
                    begins = question.id == part.questions[0]
                    label = answer.label if begins else f"{question.ask} {answer.label}"
                    ways.setdefault(where.parts[row.see][0].anchor, {})[label] = None
                elif row.kind == "recommendation":
                    numbers[row.number] = None
            other = home.get(answer.target)
            if other is not None and other is not part:
                ways.setdefault(other.anchor, {})[letters[answer.target]] = None
    return numbers, ways


def _map_page(plan: Plan, area: Box, shown: Map, where: Where, beside: Beside | None = None) -> Drawing:
    head = header(plan.first, plan.paper, plan.title, OVERVIEW, plan.scale, (0, 2))
    page = Drawing(plan.paper.width, plan.paper.height, (head,), title=f"{plan.title}: overview", body=area)
    page = _with_map(plan, page, shown, where, area)
    if beside is None:
        return page
    group, anchors = beside
    return msgspec.structs.replace(page, groups=(*page.groups, group), anchors=(*page.anchors, *anchors))


def _with_map(plan: Plan, page: Drawing, shown: Map, where: Where, area: Box) -> Drawing:
    """A page with the map painted into an area of it."""
    groups, paths = paint(*shown, area.x, area.y)
    parts = [part for sheet in where.sheets for part in sheet]
    alt = " ".join(f"Page {where.page(part)}: {part.name}, {part.ask}" for part in parts)
    return msgspec.structs.replace(
        page,
        groups=(*page.groups, *groups),
        paths=paths,
        chart=Box(area.x, area.y, max(group.outline.right for group in groups) - area.x, shown[1].height),
        alt=f"Overview of the pages. {alt}",
        references=tuple(Reference(group.outline, group.id) for group in groups if group.role == "card"),
        anchors=(*page.anchors, Anchor("section:overview", area.y)),
    )
