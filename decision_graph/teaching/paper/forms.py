"""Forms: text in boxes, boxes to tick, and lines to write on, measured before they have a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from decision_graph.export.drawing import Box, Group, Line, Words
from decision_graph.export.fonts import ASCENT, Rich, Run, rich_width, wrap
from decision_graph.export.paint import BLACK, WHITE, column_of
from decision_graph.export.sizes import LEAD, Block, block

SHADE: Final = "#e6e6e6"
"""The grey behind what has to be read, light enough for any copier."""

TITLE: Final = 1.1
"""The size of the title of a bar, in ems of the text around it."""

HAIR: Final = 0.5
"""The width of a line to write on, in points."""


class Piece(msgspec.Struct):
    """Boxes and words that lie on a page already."""

    boxes: list[Box] = []
    words: list[Words] = []

    def add(self, other: Piece) -> None:
        """Take in another piece."""
        self.boxes += other.boxes
        self.words += other.words

    def group(self, id: str, outline: Box, title: str) -> Group:
        """As a panel of a page."""
        return Group(id, "panel", outline, tuple(self.boxes), tuple(self.words), title)


def height(blocks: Sequence[Block]) -> float:
    """The height of some blocks under each other."""
    return sum(item.height for item in blocks)


def rich_block(runs: Rich, size: float, width: float, *, space: float = 0.0, indent: float = 0.0) -> Block:
    """A paragraph in several styles."""
    return Block(wrap(runs, size, width - indent), size, indent, space=space)


def lead_in(lead: str, text: str, size: float, width: float, *, space: float = 0.0) -> Block:
    """A paragraph with a bold beginning."""
    return rich_block((Run(f"{lead} ", bold=True), Run(text)), size, width, space=space)


def text_at(blocks: Sequence[Block], x: float, y: float, inside: Box, fill: str = BLACK) -> Piece:
    """Blocks under each other from y."""
    words, _ = column_of(blocks, x, y, inside=inside, fill=fill)
    return Piece([], words)


def text_box(
    blocks: Sequence[Block], box: Box, pad: float, *, fill: str = BLACK, middle: bool = False
) -> Piece:
    """A box with text inside, at its top or in the middle of its height."""
    y = box.y + ((box.height - height(blocks)) / 2 if middle else pad)
    piece = text_at(blocks, box.x + pad, y, box, fill)
    piece.boxes.append(box)
    return piece


def bar(text: str, beside: str, small: float, box: Box, *, heading: int = 0) -> Piece:
    """A black bar with a title at its left and a remark at its right, in text of the size `small`."""
    size = small * TITLE
    baseline = box.y + box.height / 2 + ASCENT * size / 2 - size * 0.02
    title: Rich = (Run(text, bold=True),)
    words = [Words((Line(box.x + size * 0.6, baseline, title),), size, WHITE, box, heading)]
    if beside:
        remark: Rich = (Run(beside),)
        x = box.right - rich_width(remark, small) - size * 0.6
        words.append(Words((Line(x, baseline, remark),), small, WHITE, box))
    return Piece([msgspec.structs.replace(box, fill=BLACK)], words)


class Tick(msgspec.Struct, frozen=True):
    """Something to tick, measured."""

    text: Block
    size: float

    @property
    def height(self) -> float:
        """With the room below it."""
        return self.text.height + self.size * 0.3


def ticks(texts: Sequence[tuple[str, str]], size: float, width: float) -> list[Tick]:
    """Things to tick, each with a bold beginning (which may be empty) and its words."""
    inner = width - size * 1.5
    made = []
    for lead, text in texts:
        runs = (Run(f"{lead}  ", bold=True), Run(text)) if lead else (Run(text),)
        made.append(Tick(Block(wrap(runs, size, inner), size), size))
    return made


def ticks_at(items: Sequence[Tick], x: float, y: float, inside: Box, ticked: Sequence[bool] = ()) -> Piece:
    """Things to tick under each other from y."""
    piece = Piece()
    for place, item in enumerate(items):
        side = item.size * 0.85
        top = y + (item.size * LEAD - side) / 2
        piece.boxes.append(Box(x, top, side, side, fill=WHITE, stroke_width=0.9))
        if place < len(ticked) and ticked[place]:
            inset = side * 0.22
            piece.boxes.append(Box(x + inset, top + inset, side - 2 * inset, side - 2 * inset, BLACK, "none"))
        piece.add(text_at([item.text], x + item.size * 1.5, y, inside))
        y += item.height
    return piece


def rules_at(x: float, y: float, width: float, count: int, gap: float) -> Piece:
    """Lines to write on, the first one a gap below y."""
    return Piece([Box(x, y + gap * (k + 1) - HAIR, width, HAIR, BLACK, "none") for k in range(count)], [])


def label(text: str, size: float, width: float, *, bold: bool = True, space: float = 0.0) -> Block:
    """What a field is for."""
    return block(text, size, width, bold=bold, space=space)
