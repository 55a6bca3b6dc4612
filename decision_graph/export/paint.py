"""Paint: cards and treatment rows as boxes and words, ready to be written in any format.

Black, white and two greys only, so that a chart says the same from a laser printer: a tier is told by
its word, its mark and its fill; a question that is followed by several answers has a double border.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from decision_graph.export.drawing import Box, Group, Line, Path, Words
from decision_graph.export.fonts import ASCENT, DESCENT, Rich, Run, plain, rich_width
from decision_graph.export.picture import Picture, Question, Row
from decision_graph.export.place import Placed
from decision_graph.export.sizes import (
    INSIDE,
    LEAD,
    NUMBER,
    Block,
    CardSize,
    RowSize,
    Style,
    badge_width,
    block,
)
from decision_graph.export.tables import GROUP

BLACK, WHITE, GREY = "#000000", "#ffffff", "#e6e6e6"
TIER_FILLS = (WHITE, "#d9d9d9", "#404040", BLACK)
"""Heading fills from the tier with the least resources to the one with the most."""

ANSWER = 0.8
"""The width of the line around an answer; no other box of a card has it."""


def tier_fill(place: int) -> tuple[str, str]:
    """The fill of a tier's heading, by its place among a guideline's tiers, and the colour of its letters."""
    return TIER_FILLS[min(place, len(TIER_FILLS) - 1)], WHITE if place > 1 else BLACK


Painted = tuple[tuple[Group, ...], tuple[Path, ...]]


def paint(drawn: Picture, placed: Placed, x: float, y: float) -> Painted:
    """The groups and lines of a placed chart whose top left corner is at (x, y)."""
    questions = {question.id: question for question in placed.chart.cards}
    rows = {row.id: row for row in placed.chart.rows}
    groups: list[Group] = []
    if placed.rows:
        groups.append(_heading(drawn, placed, x, y))
    for id, (left, top, card) in placed.cards.items():
        groups.append(_card(questions[id], card, placed, x + left, y + top))
    for id, (top, height, row) in placed.rows.items():
        groups.append(_row(rows[id], row, placed, x + placed.table, y + top, height))
    lines = tuple(_moved(path, x, y) for path in placed.paths)
    return tuple(groups), lines


def _moved(path: Path, x: float, y: float) -> Path:
    return msgspec.structs.replace(path, points=tuple((px + x, py + y) for px, py in path.points))


def paragraph(
    item: Block,
    x: float,
    y: float,
    *,
    fill: str = BLACK,
    inside: Box | None = None,
    width: float | None = None,
) -> Words:
    """A block of lines whose top is at y; aligned to the right of `width` where one is given."""
    lead = item.size * LEAD
    first = y + item.space + (lead - (ASCENT + DESCENT) * item.size) / 2 + ASCENT * item.size
    lines: list[Line] = []
    for place, runs in enumerate(item.lines):
        left = x + item.indent
        if width is not None:
            left = x + width - rich_width(runs, item.size)
        baseline = first + place * lead
        if place == 0 and item.first:
            lines.append(Line(x, baseline, item.first))
        lines.append(Line(left, baseline, runs))
    return Words(tuple(lines), item.size, fill, inside, item.heading)


def column_of(
    blocks: Iterable[Block], x: float, y: float, *, inside: Box, fill: str = BLACK
) -> tuple[list[Words], float]:
    """Blocks under each other from y, and the y below them."""
    words: list[Words] = []
    for item in blocks:
        words.append(paragraph(item, x, y, fill=fill, inside=inside))
        y += item.height
    return words, y


def _centred(text: str, size: float, box: Box, *, fill: str) -> Words:
    runs: Rich = (Run(text, bold=True),)
    x = box.x + (box.width - rich_width(runs, size)) / 2
    baseline = box.y + box.height / 2 + (ASCENT - DESCENT) * size / 2
    return Words((Line(x, baseline, runs),), size, fill, box)


def _numbers(numbers: Sequence[str], size: float, box: Box, fill: str) -> list[Words]:
    """The numbers of a row under each other, in the middle of their cell."""
    lead = size * LEAD
    top = box.y + (box.height - lead * len(numbers)) / 2
    return [
        _centred(number, size, Box(box.x, top + lead * place, box.width, lead), fill=fill)
        for place, number in enumerate(numbers)
    ]


def _heading(drawn: Picture, placed: Placed, x: float, y: float) -> Group:
    """The heading of the treatment table: the tiers by word, mark and fill."""
    style, height = placed.style, placed.heading
    left = x + placed.table
    boxes = [Box(left, y, placed.widths[0], height, fill=BLACK)]
    words = [_centred("No.", style.size, boxes[0], fill=WHITE)]
    left += placed.widths[0]
    boxes.append(Box(left, y, placed.widths[1], height, fill=BLACK))
    words.append(_centred(GROUP, style.size, boxes[1], fill=WHITE))
    left += placed.widths[1]
    for place, tier, width in zip(drawn.places, drawn.tiers, placed.widths[2:], strict=True):
        fill, ink = tier_fill(place)
        box = Box(left, y, width, height, fill=fill)
        words.append(_tier(tier.label, tier.mark, style, box, ink))
        boxes.append(box)
        left += width
    outline = Box(x + placed.table, y, sum(placed.widths), height, stroke_width=1.4)
    return Group("treatment-table", "heading", outline, tuple(boxes), tuple(words), "Treatment table")


def _tier(label: str, mark: str, style: Style, box: Box, fill: str) -> Words:
    """A tier's word and mark; both are cut to the cell by shrinking to one of them if they must be."""
    for text in (f"{label}  {mark}", label, mark):
        if rich_width((Run(text, bold=True),), style.size) <= box.width - 2 * style.pad:
            return _centred(text, style.size, box, fill=fill)
    lines = block(label, style.size, box.width - 2 * style.pad, bold=True).lines[:1]
    return paragraph(Block(lines, style.size), box.x + style.pad, box.y + style.pad, fill=fill, inside=box)


def _card(question: Question, card: CardSize, placed: Placed, x: float, y: float) -> Group:
    style = placed.style
    outline = Box(x, y, card.width, card.height, fill=WHITE, stroke_width=1.1)
    head = Box(x, y, card.width, card.head, fill=GREY, stroke_width=1.1)
    boxes = [outline, head]
    letter = placed.chart.letters.get(card.id, "")
    left = x + style.pad
    words: list[Words] = []
    if letter:
        tall = style.rise + card.blocks[0].size * LEAD - 1
        badge = Box(x, y + card.strip, style.size * badge_width(letter), tall, fill=BLACK, stroke_width=1.1)
        boxes.append(badge)
        words.append(_centred(letter, style.size, badge, fill=WHITE))
    if card.strip:
        strip = Box(x, y, card.width, card.strip, fill=BLACK, stroke_width=1.1)
        boxes.append(strip)
        words.append(_centred("Start here", style.size, strip, fill=WHITE))
    text, _ = column_of(card.blocks, left, y + card.strip + style.rise, inside=head)
    words += text
    for answer in card.answers:
        box = Box(x, y + answer.top, card.width, answer.height, stroke_width=ANSWER)
        boxes.append(box)
        words += _answer(answer.block, answer.jump, placed.ladder.get(answer.id), box, style)
    if question.hit_policy == "collect":
        inset = 2.2
        boxes.append(
            Box(x - inset, y - inset, card.width + 2 * inset, card.height + 2 * inset, stroke_width=1.1)
        )
    return Group(card.id, "card", outline, tuple(boxes), tuple(words), _card_title(question, placed))


def answer_boxes(card: Group) -> tuple[Box, ...]:
    """The boxes of the answers of a painted card, in their order."""
    return tuple(box for box in card.boxes if box.stroke_width == ANSWER)


def _answer(label: Block, jump: Block | None, down: bool | None, box: Box, style: Style) -> list[Words]:
    """An answer at the side where its line leaves: right, down, or left; or where it continues."""
    left, y = box.x + style.pad, box.y + style.rise * INSIDE
    room = box.width - 2 * style.pad
    mark = {None: "►", False: "▼", True: "◄"}[down]
    if jump is not None and not plain(jump.lines[0]).startswith("also"):
        mark = ""
    beside = style.size * 1.25 if mark else 0.0
    words = []
    if mark:
        sign = Block(((Run(mark),),), style.size)
        middle = y + (label.height - sign.height) / 2
        words.append(paragraph(sign, left, middle, inside=box, width=None if down else room))
    if down:
        words.append(paragraph(label, left + beside, y, inside=box))
    else:
        words.append(paragraph(label, left, y, inside=box, width=room - beside))
    if jump is not None:
        words.append(paragraph(jump, left, y + label.height, inside=box, width=room))
    return words


def _card_title(question: Question, placed: Placed) -> str:
    """The card in words, for readers who do not see it."""
    ends = {link.answer: link.ends for link in placed.chart.links}
    names = {row.id: row.number for row in placed.chart.rows}
    names |= {card.id: f"“{card.ask}”" for card in placed.chart.cards}
    parts = []
    for answer in question.answers:
        drawn = ", ".join(names[end] for end in ends.get(answer.id, ()))
        target = drawn or placed.chart.jumps.get(answer.id, "")
        parts.append(f"{answer.label}: {target.replace('► ', '')}")
    every = " (follow every answer that applies)" if question.hit_policy == "collect" else ""
    return f"{question.ask}{every} {'; '.join(parts)}"


def _row(row: Row, size: RowSize, placed: Placed, x: float, y: float, height: float) -> Group:
    style = placed.style
    recommends = row.kind == "recommendation"
    outline = Box(x, y, sum(placed.widths), height, fill=WHITE, stroke_width=1.4, dash=not recommends)
    number = Box(x, y, placed.widths[0], height, fill=BLACK if recommends else WHITE, stroke_width=1.0)
    boxes = [number]
    words = _numbers(row.number.split(", "), style.size * NUMBER, number, WHITE if recommends else BLACK)
    left = x + placed.widths[0]
    widths: Sequence[float] = placed.widths[1:]
    if row.across or len(placed.widths) == 2:
        widths = (widths[0], sum(widths[1:])) if len(widths) > 1 else (widths[0],)
    cells = list(size.cells)
    if len(cells) > len(widths):  # a table without tiers has no cell of its own for the words across
        cells = [tuple(item for cell in cells for item in cell)]
    for blocks, width in zip(cells, widths, strict=False):
        box = Box(left, y, width, height, stroke_width=0.8, dash=not recommends)
        used = sum(item.height for item in blocks)
        text, _ = column_of(blocks, left + style.pad, y + (height - used) / 2, inside=box)
        boxes.append(box)
        words += text
        left += width
    boxes.append(outline.__class__(x, y, outline.width, height, "none", BLACK, 1.4, not recommends))
    return Group(row.id, "row", outline, tuple(boxes), tuple(words), f"{row.number} {row.title}")
