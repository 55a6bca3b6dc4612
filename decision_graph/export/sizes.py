"""Sizes: question cards and treatment rows, measured with the real widths of the letters.

Everything is in points. Text is wrapped here once; painting only moves the lines to their place.
"""

from __future__ import annotations

import math
from functools import lru_cache

import msgspec

from decision_graph.export.fonts import Rich, Run, line_count, rich_width, wrap
from decision_graph.export.picture import CONTESTED, NOTHING, Offer, Question, Row, TierCell
from decision_graph.export.words import SPACE, ranges

INSIDE = 0.6
"""An answer needs less room around it than a question."""

LEAD = 1.15
"""From one baseline to the next, in ems."""

STRIP = 1.45
"""Height of the strip that says where to start, in ems."""

NUMBER = 1.05
"""The size of a row's number, in ems."""


EVERY = "Follow every answer that applies"


LONGEST = (11.0, 8.5, 6.0)
"""Up to which length words are kept whole, in ems; the next one only where nothing fits otherwise."""


class Style(msgspec.Struct, frozen=True, cache_hash=True):
    """Lengths that follow from the size of the text.

    Attributes:
        size: of the text in cards and cells, in points.
        card: width of a question card, in ems.
        minimum: remarks are not smaller than this, in points, unless all text is.
        tight: for a poster: options run on where a list would make the row higher, remarks are brief.
        longest: words up to this length, in ems, are not parted in the treatment table.
    """

    size: float
    card: float = 12.0
    minimum: float = 8.0
    tight: bool = False
    longest: float = LONGEST[0]

    @property
    def small(self) -> float:
        """The size of remarks."""
        return min(self.size, max(self.minimum, self.size * 0.88))

    @property
    def pad(self) -> float:
        """Between a box and its text."""
        return self.size * 0.42

    @property
    def rise(self) -> float:
        """Above and below the text of a cell."""
        return self.size * (0.24 if self.tight else 0.42)

    @property
    def gap(self) -> float:
        """Between two treatment rows."""
        return self.size * (0.28 if self.tight else 0.42)

    @property
    def heading(self) -> float:
        """Height of the table's heading."""
        return self.size * (1.8 if self.tight else 2.1)

    @property
    def between(self) -> float:
        """Between two cards of a column."""
        return self.size * (0.75 if self.tight else 1.0)

    @property
    def drop(self) -> float:
        """Between two cards that a line joins from above."""
        return self.size * (1.3 if self.tight else 1.45)

    @property
    def track(self) -> float:
        """Between parallel lines."""
        return max(4.0, self.size * (0.5 if self.tight else 0.55))

    @property
    def arrow(self) -> float:
        """Length of the straight piece that ends in an arrow head."""
        return self.size * 1.15

    @property
    def number(self) -> float:
        """Width of the black cell with the recommendation's number."""
        return self.size * 3.9


class Block(msgspec.Struct, frozen=True):
    """Wrapped text in one size: a paragraph of a cell, or a heading that is kept with what follows.

    Attributes:
        heading, anchor: see `Words.heading` and `Anchor`.
    """

    lines: tuple[Rich, ...]
    size: float
    indent: float = 0.0
    first: Rich = ()
    space: float = 0.0
    keep: bool = False
    heading: int = 0
    anchor: str = ""

    @property
    def height(self) -> float:
        """With the space above it."""
        return len(self.lines) * self.size * LEAD + self.space


class AnswerSize(msgspec.Struct, frozen=True):
    """One answer of a card: its wrapped label, its place from the top of the card, its height."""

    id: str
    block: Block
    top: float
    height: float
    jump: Block | None = None

    @property
    def middle(self) -> float:
        """Where its line starts, from the top of the card."""
        return self.top + self.height / 2


class CardSize(msgspec.Struct, frozen=True):
    """A measured question card."""

    id: str
    width: float
    height: float
    head: float
    blocks: tuple[Block, ...]
    answers: tuple[AnswerSize, ...]
    strip: float = 0.0


class RowSize(msgspec.Struct, frozen=True):
    """A measured treatment row: the paragraphs of each cell, and the height they need."""

    id: str
    height: float
    cells: tuple[tuple[Block, ...], ...]


@lru_cache(maxsize=20_000)
def _wrapped(runs: Rich, size: float, width: float) -> tuple[Rich, ...]:
    return wrap(runs, size, width)


def block(
    text: str, size: float, width: float, *, bold: bool = False, italic: bool = False, space: float = 0.0
) -> Block:
    """A paragraph in one style."""
    return Block(_wrapped((Run(text, bold, italic),), size, width), size, space=space)


SPACE_WIDTH = 0.278
"""The width of a space, in ems."""


def badge_width(letter: str) -> float:
    """The width of the box with the letter of a question, in ems."""
    return max(1.55, rich_width((Run(letter, bold=True),), 1) + 0.5)


@lru_cache(maxsize=5000)
def card_size(
    question: Question,
    style: Style,
    jumps: tuple[str, ...] = (),
    letter: str = "",
    arrival: str = "",
    start: bool = False,
) -> CardSize:
    """Measure a question card.

    Args:
        jumps: for each answer where it continues elsewhere, or ""; () if none does.
        letter: the letter by which other places refer to this card.
        arrival: from where one comes here.
        start: whether the chart begins here; the card then has a black strip above the question.
    """
    width = style.card * style.size
    inner = width - 2 * style.pad
    beside = SPACE * math.ceil((badge_width(letter) + 0.1) / SPACE_WIDTH) if letter else ""
    ask: Rich = (Run(("" if arrival else beside) + question.ask, bold=True),)
    if question.marks:
        ask = (*ask, Run(f" [{', '.join(question.marks)}]"))
    blocks = [Block(_wrapped(ask, style.size, inner), style.size)]
    if arrival:
        blocks.insert(0, block(beside + arrival, style.small, inner, italic=True))
    if question.hit_policy == "collect":
        blocks.append(block(EVERY, style.small, inner, italic=True, space=style.size * 0.15))
    strip = style.size * STRIP if start else 0.0
    head = strip + sum(item.height for item in blocks) + 2 * style.rise
    answers: list[AnswerSize] = []
    top = head
    for answer, jump in zip(question.answers, jumps or ("",) * len(question.answers), strict=True):
        label = block(answer.label, style.size, inner - style.size * 1.35)
        further = block(jump, style.small, inner, bold=True) if jump else None
        height = label.height + (further.height if further else 0) + 2 * style.rise * INSIDE
        answers.append(AnswerSize(answer.id, label, top, height, further))
        top += height
    return CardSize(question.id, width, top, head, tuple(blocks), tuple(answers), strip)


@lru_cache(maxsize=2000)
def row_size(row: Row, style: Style, group: float, tiers: tuple[float, ...]) -> RowSize:
    """Measure a treatment row whose patient-group cell and tier cells have these widths."""
    inset = 2 * style.pad
    cells: list[tuple[Block, ...]] = [_title(row, style, group - inset)]
    if row.across or not tiers:
        width = (sum(tiers) or group) - inset
        cells.append((block(row.across, style.size, width),) if row.across else ())
    else:
        listed = [_cell(cell, style, width - inset) for cell, width in zip(row.cells, tiers, strict=True)]
        if style.tight:
            listed = _run_on(row, style, tiers, cells[0], listed)
        cells += listed
    heights = [*map(_height, cells)]
    if not tiers:  # without tiers the words across stand below the title
        heights = [sum(heights)]
    height = max(_number_height(row, style), *heights)
    return RowSize(row.id, height + 2 * style.rise, tuple(cells))


def row_height(row: Row, style: Style, group: float, tiers: tuple[float, ...]) -> float:
    """The height of a measured row, without keeping its lines."""
    heights = [_number_height(row, style), cell_height(row, style, 0, group)]
    if row.across or not tiers:
        across = across_height(row, style, sum(tiers) or group)
        heights.append(across if tiers else across + heights.pop())
    else:
        heights += [cell_height(row, style, k, width) for k, width in enumerate(tiers, 1)]
    return max(heights) + 2 * style.rise


def across_height(row: Row, style: Style, width: float) -> float:
    """The height of the words that span cells of this width, without the room around them."""
    return _lines((Run(row.across),), style.size, width - 2 * style.pad) if row.across else 0.0


def _number_height(row: Row, style: Style) -> float:
    return (row.number.count(", ") + 1) * style.size * NUMBER * LEAD


def cell_height(row: Row, style: Style, place: int, width: float) -> float:
    """The least height of one cell, without the room around it: 0 is the patient group, then the tiers."""
    inner = width - 2 * style.pad
    if place == 0:
        return sum(_lines(runs, size, inner) + space for runs, size, space in _title_runs(row, style))
    if place > len(row.cells):
        return 0.0
    cell = row.cells[place - 1]
    if style.tight and cell.offers:  # a list is never lower
        return _lines(_paragraph_runs(cell), style.size, inner)
    several = len(cell.offers) > 1
    height = style.size * 0.12 * max(0, len(cell.offers) - 1)
    for offer in cell.offers:
        height += _lines(_offer_runs(offer), style.size, inner - _indent(offer, style, several))
    if not cell.offers:
        height += style.size * LEAD
    if cell.remarks:
        height += _lines((_cell_remarks(cell),), style.small, inner) + style.size * 0.12
    return height


def _lines(runs: Rich, size: float, width: float) -> float:
    """The height of wrapped text."""
    return line_count(runs, 1.0, width / size) * size * LEAD


def _height(blocks: tuple[Block, ...]) -> float:
    return sum(item.height for item in blocks)


def _run_on(
    row: Row,
    style: Style,
    tiers: tuple[float, ...],
    title: tuple[Block, ...],
    listed: list[tuple[Block, ...]],
) -> list[tuple[Block, ...]]:
    """Let the options of a cell run on in one paragraph where a list of them would make the row higher."""
    short = [
        _paragraph(cell, style, width - 2 * style.pad) for cell, width in zip(row.cells, tiers, strict=True)
    ]
    height = max(_height(title), *(min(_height(a), _height(b)) for a, b in zip(listed, short, strict=True)))
    return [a if _height(a) <= height + 0.01 else b for a, b in zip(listed, short, strict=True)]


def _title(row: Row, style: Style, width: float) -> tuple[Block, ...]:
    """The patient group, and under it what the row goes before and what is contested."""
    return tuple(
        Block(_wrapped(runs, size, width), size, space=space) for runs, size, space in _title_runs(row, style)
    )


@lru_cache(maxsize=5000)
def _title_runs(row: Row, style: Style) -> tuple[tuple[Rich, float, float], ...]:
    """The paragraphs of the patient group: text, size, space above."""
    title = Run(row.title, bold=True)
    remark = remarks(row, brief=style.tight)
    if not remark:
        return (((title,), style.size, 0.0),)
    if style.tight:
        return (((Run(title.text + "  ", bold=True), Run(remark)), style.size, 0.0),)
    return (((title,), style.size, 0.0), ((Run(remark),), style.small, style.size * 0.12))


@lru_cache(maxsize=2000)
def remarks(row: Row, *, brief: bool = False) -> str:
    """What a row goes before, why it is contested, and (not when brief) the modelling decisions below it."""
    parts = [f"before {', '.join(ranges(row.before))}"] if row.before else []
    named = f"{CONTESTED}{SPACE}" + ("" if brief else f"contested:{SPACE}")
    parts += [f"{named}{', '.join(row.contested)}"] if row.contested else []
    rest = [mark for mark in row.marks if mark not in row.contested]
    parts += [f"see {', '.join(rest)}"] if rest and not brief else []
    return " · ".join(parts)


def _lead(offer: Offer, several: bool) -> str:
    return f"{offer.rank}." if offer.rank is not None else "•" if several else ""


def _offer_runs(offer: Offer) -> Rich:
    if offer.condition:
        return (Run(offer.text + " "), Run(offer.condition, italic=True))
    return (Run(offer.text),)


def _paragraph(cell: TierCell, style: Style, width: float) -> tuple[Block, ...]:
    """The options of one cell in one paragraph."""
    if not cell.offers:
        return _cell(cell, style, width)
    return (Block(_wrapped(_paragraph_runs(cell), style.size, width), style.size),)


@lru_cache(maxsize=5000)
def _paragraph_runs(cell: TierCell) -> Rich:
    runs: list[Run] = []
    for offer in cell.offers:
        first = _lead(offer, len(cell.offers) > 1)
        runs += [Run(f"{'  ' if runs else ''}{first}{SPACE}", bold=True)] if first else []
        runs += _offer_runs(offer)
    if cell.remarks:
        remark = _cell_remarks(cell)
        runs.append(Run(f"  {remark.text}", italic=True))
    return tuple(runs)


def _cell(cell: TierCell, style: Style, width: float) -> tuple[Block, ...]:
    """The options of one cell as a list: a bullet or the rank before each when there are several."""
    blocks: list[Block] = []
    several = len(cell.offers) > 1
    for offer in cell.offers:
        first, indent = _lead(offer, several), _indent(offer, style, several)
        lines = _wrapped(_offer_runs(offer), style.size, width - indent)
        space = style.size * 0.12 if blocks else 0.0
        blocks.append(Block(lines, style.size, indent, (Run(first),) if first else (), space))
    if not blocks:
        blocks.append(block(NOTHING, style.size, width))
    if cell.remarks:
        lines = _wrapped((_cell_remarks(cell),), style.small, width)
        blocks.append(Block(lines, style.small, space=style.size * 0.12))
    return tuple(blocks)


def _indent(offer: Offer, style: Style, several: bool) -> float:
    """The room for a bullet or a rank."""
    return style.size * (0.95 if offer.rank is not None else 0.62 if several else 0.0)


def _cell_remarks(cell: TierCell) -> Run:
    return Run(f"[{', '.join(cell.remarks)}]", italic=True)


def longest_word(texts: tuple[str, ...], size: float) -> float:
    """The width of the longest unbreakable word, in points."""
    words = [word for text in texts for word in text.replace("-", "- ").replace("/", "/ ").split(" ")]
    return max((rich_width((Run(word, bold=True),), size) for word in words), default=0.0)
