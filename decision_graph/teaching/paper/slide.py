"""Slide: its frame and its parts: text as large as it fits, and lists of boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.drawing import Box, Drawing, Group, Line, Words
from decision_graph.export.fonts import Rich, Run, rich_width, wrap
from decision_graph.export.paint import BLACK, WHITE
from decision_graph.export.sizes import Block
from decision_graph.teaching.paper.forms import SHADE, Piece, height, text_at, text_box
from decision_graph.teaching.paper.handout import Handout

WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 36.0
"""Of a slide, 16:9, in points."""

BODY: Final = Box(MARGIN, 86.0, WIDTH - 2 * MARGIN, 406.0)
"""Between header and footer."""

SMALL: Final = 12.0
"""The size of the footer, and the least size of a chart."""
LEAST: Final = 18.0
"""Text is not smaller, as long as a slide has room for it."""
TITLE: Final = 26.0


class Look(msgspec.Struct, frozen=True):
    """How a box of a slide looks."""

    fill: str = WHITE
    ink: str = BLACK
    line: float = 1.2


PLAIN, SHADED, RIGHT = Look(), Look(SHADE, BLACK, 0.0), Look(BLACK, WHITE)
WRONG = Look(WHITE, "#4a4a4a", 0.6)


def slide(
    title: str, remark: str, groups: Iterable[Group], *, level: int = 2, short: str = "", full: bool = False
) -> Drawing:
    """A slide before it has its number.

    Args:
        title: at the top left.
        remark: at the top right.
        groups: what it shows.
        level: of the title as a heading; 0 for none.
        short: the title as a bookmark, where it is not the same.
        full: whether its body must be filled.
    """
    box = Box(MARGIN, 26, WIDTH - 2 * MARGIN, 44)
    words = []
    room = box.width
    if remark:
        runs: Rich = (Run(remark),)
        wide = rich_width(runs, 16)
        words.append(Words((Line(box.right - wide, box.y + 26, runs),), 16.0, inside=box))
        room -= wide + 24
    head = _cut(title, TITLE, room)
    words.insert(0, Words((Line(box.x, box.y + 26, head),), TITLE, inside=box, heading=level))
    rule = Box(box.x, box.bottom - 1.6, box.width, 1.6, BLACK, "none")
    header = Group("header", "header", box, (rule,), tuple(words), short or title)
    return Drawing(WIDTH, HEIGHT, (header, *groups), title=short or title, body=BODY if full else None)


def _cut(text: str, size: float, width: float) -> Rich:
    """A title on one line."""
    lines = wrap((Run(text, bold=True),), size, width)
    if len(lines) == 1:
        return lines[0]
    cut = "".join(run.text for run in lines[0])
    while cut and rich_width((Run(f"{cut} …", bold=True),), size) > width:
        cut = cut[:-1]
    return (Run(f"{cut.rstrip()} …", bold=True),)


def numbered(handout: Handout, slides: Sequence[Drawing]) -> tuple[Drawing, ...]:
    """The slides with the footer that each has: source, version, content, number."""
    first = handout.first
    left = f"{first.organisation} · {first.guideline}"
    made = []
    for number, page in enumerate(slides, 1):
        right = f"version {first.version} · content {first.digest or 'unknown'} · {number} / {len(slides)}"
        box = Box(MARGIN, HEIGHT - 34, WIDTH - 2 * MARGIN, 22)
        runs: Rich = (Run(right),)
        x = box.right - rich_width(runs, SMALL)
        told = wrap((Run(left),), SMALL, x - box.x - 20)[0]
        words = (
            Words((Line(box.x, box.y + 15, told),), SMALL, inside=box),
            Words((Line(x, box.y + 15, runs),), SMALL, inside=box),
        )
        rule = Box(box.x, box.y, box.width, 0.8, BLACK, "none")
        footer = Group("footer", "footer", box, (rule,), words, right)
        made.append(msgspec.structs.replace(page, groups=(*page.groups, footer)))
    return tuple(made)


def largest(
    make: Callable[[float], Sequence[Block]], room: float, most: float, least: float = LEAST
) -> Sequence[Block] | None:
    """Text at the largest size at which it is not higher than its room; None if it is at every size."""
    size = most
    while size >= least:
        made = make(size)
        if height(made) <= room:
            return made
        size -= 0.5
    return None


def must_fit(made: Sequence[Block] | None, what: str) -> Sequence[Block]:
    """Text that fits.

    Raises:
        GraphError: text-cannot-fit.
    """
    if made is None:
        raise must_not(what)
    return made


def must_not(what: str) -> GraphError:
    """The complaint that something does not fit."""
    return GraphError(Diagnostic("text-cannot-fit", f"{what} does not fit a slide", hint="shorten the text"))


def paragraph(text: str, *, bold: bool = False, width: float = BODY.width) -> Callable[[float], list[Block]]:
    """A paragraph of any size."""
    return lambda size: [Block(wrap((Run(text, bold),), size, width), size)]


def text_panel(
    id: str, blocks: Sequence[Block], box: Box, look: Look = SHADED, *, middle: bool = False
) -> Group:
    """Text in a box of its own."""
    pad = 14.0
    shown = msgspec.structs.replace(
        box, fill=look.fill, stroke=BLACK if look.line else "none", stroke_width=look.line or 0.8
    )
    piece = text_box(blocks, shown, pad, fill=look.ink, middle=middle)
    return piece.group(id, box, id)


class Item(msgspec.Struct, frozen=True):
    """A line of a list of boxes: a mark in a cell of its own, words, and perhaps the reason below them."""

    mark: str
    words: str
    why: str = ""
    look: Look = PLAIN


def stacked(
    id: str, items: Sequence[Item], box: Box, most: float, least: float, mark: float = 44.0
) -> Group | None:
    """Boxes under each other that share the height of a box; None if they do not fit at the least size.

    Args:
        id: of the group.
        items: from top to bottom.
        box: to be filled.
        most, least: of the text, in points.
        mark: the width of the cell with the mark; what is written there may be longer than a letter.
    """
    gap, pad = 8.0, 7.0
    size = most
    while size >= least:
        told = [_told(item, size, box.width - mark - 2 * pad) for item in items]
        marks = [wrap((Run(item.mark, bold=True),), size, mark - 8) for item in items]
        tall = [
            max(height(blocks), len(lines) * size * 1.15) + 2 * pad
            for blocks, lines in zip(told, marks, strict=True)
        ]
        spare = box.height - sum(tall) - gap * (len(items) - 1)
        if spare >= 0:
            piece = Piece()
            top, more = box.y, min(spare / len(items), 30.0)
            for item, blocks, lines, own in zip(items, told, marks, tall, strict=True):
                piece.add(
                    _item(item, blocks, Block(lines, size), Box(box.x, top, box.width, own + more), mark)
                )
                top += own + more + gap
            return piece.group(id, Box(box.x, box.y, box.width, top - gap - box.y), id)
        size -= 0.5
    return None


def _told(item: Item, size: float, width: float) -> list[Block]:
    blocks = [Block(wrap((Run(item.words, bold=bool(item.why)),), size, width), size)]
    if item.why:
        small = max(min(size, LEAST), size * 0.85)
        blocks.append(Block(wrap((Run(item.why),), small, width), small, space=1.5))
    return blocks


def _item(item: Item, blocks: Sequence[Block], mark: Block, box: Box, wide: float) -> Piece:
    look = item.look
    shown = msgspec.structs.replace(box, fill=look.fill, stroke_width=look.line or 0.8)
    piece = Piece([shown])
    cell = Box(box.x, box.y, wide, box.height, look.fill, BLACK, look.line or 0.8)
    piece.boxes.append(cell)
    y = box.y + (box.height - mark.height) / 2
    piece.add(text_at([mark], box.x + 8, y, cell, look.ink))
    y = box.y + (box.height - height(blocks)) / 2
    piece.add(text_at(blocks, box.x + wide + 7, y, box, look.ink))
    return piece
