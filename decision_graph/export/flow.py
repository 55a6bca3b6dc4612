"""Flow: paragraphs set in columns, on as many pages as they need, all pages filled alike."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.export.drawing import Anchor, Box, Group, Words
from decision_graph.export.fonts import Rich, Run, wrap
from decision_graph.export.paint import paragraph
from decision_graph.export.sizes import LEAD, Block
from decision_graph.export.words import SPACE

COLUMN_GAP = 16.0

FULL = 0.52
"""The share of a page that text should fill at least."""

LARGER = (1.0, 1.04, 1.1, 1.2, 1.3, 1.45, 1.6, 1.8)
"""Multiples of the usual size of text that are tried for pages with little text."""


class Entry(msgspec.Struct, frozen=True):
    """One item of a panel: a bold beginning and a text; a heading has no text.

    Attributes:
        rich: the text with its styles and references, instead of `text`.
        heading: the level of a heading in the document.
        anchor: the name of this place, for references to it.
        indent: in ems.
        keep: on the same column as the next one.
        rise: the space above it, in ems.
    """

    lead: str
    text: str = ""
    rich: Rich = ()
    heading: int = 0
    anchor: str = ""
    indent: float = 0.0
    keep: bool = False
    rise: float = 0.12


def blocks(entries: Sequence[Entry], width: float, size: float, *, dense: bool = False) -> list[Block]:
    """The entries wrapped to a column's width, each a paragraph; when dense, each section one paragraph."""
    if not dense:
        return [_block(entry, width, size, first=not place) for place, entry in enumerate(entries)]
    found: list[Block] = []
    for section in _sections(entries):
        paragraphs = [_runs(entry) for entry in section]
        if len(section) < 20:
            paragraphs = [tuple(run for runs in paragraphs for run in (*runs, Run("   ")))]
        for place, runs in enumerate(paragraphs):
            space = size * (0.5 if place == 0 and found else 0.12)
            found.append(Block(wrap(runs, size, width), size, space=space))
    return found


def _block(entry: Entry, width: float, size: float, *, first: bool) -> Block:
    title = not entry.text and not entry.rich
    letters = size * 1.25 if entry.heading == 1 else size * 1.1 if entry.heading else size
    rise = 0.0 if first else 0.9 if entry.heading == 1 else 0.6 if title else entry.rise
    indent = entry.indent * size
    lines = wrap(_runs(entry), letters, width - indent)
    keep = title or entry.keep
    return Block(lines, letters, indent, (), size * rise, keep, entry.heading, entry.anchor)


def _sections(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries by heading."""
    sections: list[list[Entry]] = []
    for entry in entries:
        if not entry.text or not sections:
            sections.append([])
        sections[-1].append(entry)
    return sections


def _runs(entry: Entry) -> Rich:
    lead = (Run(f"{entry.lead}{SPACE}{SPACE}", bold=True),) if entry.lead else ()
    if entry.rich:
        return (*lead, *entry.rich)
    if entry.text:
        return (*lead, Run(entry.text))
    return (Run(entry.lead if entry.heading else entry.lead.upper(), bold=True),)


class _Line(msgspec.Struct, frozen=True):
    """One line of a block, which may stand in another column than the line before it."""

    block: Block
    place: int

    @property
    def space(self) -> float:
        return self.block.space if self.place == 0 else 0.0

    @property
    def height(self) -> float:
        return self.block.size * LEAD

    @property
    def bound(self) -> bool:
        """Whether the next line stands in the same column: after a heading, and near the end of a block."""
        count = len(self.block.lines)
        return self.block.keep or (count > 1 and (self.place == 0 or self.place == count - 2) and count < 60)


Column = list[Block]


def flow(items: Sequence[Block], columns: int) -> tuple[list[Column], float]:
    """Paragraphs in columns of nearly equal height, and the height of the tallest.

    A paragraph may be divided between two columns.
    """
    lines = _lines(items)
    low, high = 0.0, sum(line.height + line.space for line in lines)
    for _ in range(24):
        middle = (low + high) / 2
        if len(_fill(lines, middle)) <= columns:
            high = middle
        else:
            low = middle
    filled = _fill(lines, high)
    return filled, max((height_of(column) for column in filled), default=0.0)


def paginate(items: Sequence[Block], columns: int, height: float) -> list[list[Column]]:
    """Paragraphs in columns on as few pages as they need, each page as full as the others."""
    lines = _lines(items)
    if not lines:
        return []
    count = -(-len(_fill(lines, height)) // columns)
    if count == 1:
        return [_filling(items, columns, height)]
    low, high = 0.0, height
    for _ in range(16):
        middle = (low + high) / 2
        if -(-len(_fill(lines, middle)) // columns) <= count:
            high = middle
        else:
            low = middle
    filled = _fill(lines, high)
    return [filled[k : k + columns] for k in range(0, len(filled), columns)]


def set_pages(
    entries: Sequence[Entry], width: float, columns: int, height: float, size: float
) -> list[list[Column]]:
    """Entries on pages of which none is less than half full: the text is as large as that needs.

    Args:
        width, height: of a page.
        size: the least size of the text, in points.
    """
    best: list[list[Column]] = []
    fullest = 0.0
    for factor in LARGER:
        items = blocks(entries, column_width(width, columns), size * factor)
        pages = paginate(items, columns, height)
        if best and len(pages) > len(best):
            break
        filled = min((max(map(height_of, page)) for page in pages), default=height)
        if filled > fullest:
            best, fullest = pages, filled
        if filled >= FULL * height:
            break
    return best


def _filling(items: Sequence[Block], most: int, room: float) -> list[Column]:
    """Little text in as many columns as leave the page half full."""
    found, _ = flow(items, most)
    for count in range(most, 0, -1):
        columns, height = flow(items, count)
        if height > room:
            break
        found = columns
        if height > room * 0.55:
            break
    return found


def _lines(items: Sequence[Block]) -> list[_Line]:
    return [_Line(item, place) for item in items for place in range(len(item.lines))]


def _fill(lines: Sequence[_Line], height: float) -> list[Column]:
    """Columns of at most this height, unless a single line is higher."""
    columns: list[list[_Line]] = [[]]
    used, place = 0.0, 0
    while place < len(lines):
        last = place
        while last + 1 < len(lines) and lines[last].bound and last - place < 12:
            last += 1
        group = lines[place : last + 1]
        needed = sum(line.height + line.space for line in group) - (0 if columns[-1] else group[0].space)
        if columns[-1] and used + needed > height:
            columns.append([])
            used = 0.0
            needed -= group[0].space
        columns[-1] += group
        used += needed
        place = last + 1
    return [_together(column) for column in columns]


def _together(lines: Sequence[_Line]) -> Column:
    """Lines of one paragraph as one block again; nothing stands above the first one."""
    found: Column = []
    before: _Line | None = None
    for line in lines:
        whole = line.block
        if before is not None and before.block is whole and line.place:
            found[-1] = msgspec.structs.replace(found[-1], lines=(*found[-1].lines, whole.lines[line.place]))
        else:
            space = whole.space if before is not None else 0.0
            first = line.place == 0
            found.append(
                msgspec.structs.replace(
                    whole,
                    lines=(whole.lines[line.place],),
                    space=space,
                    heading=whole.heading if first else 0,
                    anchor=whole.anchor if first else "",
                )
            )
        before = line
    return found


def height_of(column: Column) -> float:
    """The height of the blocks of a column."""
    return sum(item.height for item in column)


def column_width(width: float, columns: int) -> float:
    """The width of each of some columns."""
    return (width - COLUMN_GAP * (columns - 1)) / columns


class Panel(msgspec.Struct, frozen=True):
    """Entries to be set in columns, in one size."""

    entries: tuple[Entry, ...]
    width: float
    columns: int
    size: float
    dense: bool = False

    @property
    def each(self) -> float:
        """The width of a column."""
        return column_width(self.width, self.columns)

    def blocks(self) -> list[Block]:
        """The wrapped paragraphs."""
        return blocks(self.entries, self.each, self.size, dense=self.dense)

    def flowed(self) -> tuple[list[Column], float]:
        """The columns and the height of the tallest."""
        return flow(self.blocks(), self.columns)


def panel(
    columns: Sequence[Column], width: float, count: int, x: float, y: float, id: str = "notes"
) -> tuple[Group, tuple[Anchor, ...]]:
    """Columns of text as a group, and the places in them to which others refer.

    Args:
        width: of the whole panel.
        count: how many columns it has room for.
    """
    each = column_width(width, count)
    height = max(map(height_of, columns), default=0.0)
    words: list[Words] = []
    anchors: list[Anchor] = []
    for place, column in enumerate(columns):
        left, top = x + place * (each + COLUMN_GAP), y
        for item in column:
            words.append(paragraph(item, left, top, inside=Box(left, y, each, height + 0.5)))
            if item.anchor:
                anchors.append(Anchor(item.anchor, top + item.space))
            top += item.height
    group = Group(id, "panel", Box(x, y, width, height), (), tuple(words), "Legend and notes")
    return group, tuple(anchors)
