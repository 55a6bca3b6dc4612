"""Sizes: question cards and treatment rows, measured with the real widths of the letters.

Everything is in points. Text is wrapped here once; painting only moves the lines to their place.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from decision_graph.export.fonts import Rich, Run, rich_width, wrap
from decision_graph.export.picture import CONTESTED, NOTHING, Question, Row, TierCell

INSIDE = 0.55
"""An answer needs less room around it than a question."""

STRIP = 1.45
"""Height of the strip that says where to start, in ems."""

EVERY = "Follow every answer that applies"


class Style(msgspec.Struct, frozen=True):
    """Lengths that follow from the size of the text.

    Attributes:
        size: of the text in cards and cells, in points.
        card: width of a question card, in ems.
        minimum: no text is smaller than this, in points.
    """

    size: float
    card: float = 12.0
    minimum: float = 8.0

    @property
    def lead(self) -> float:
        """From one baseline to the next."""
        return self.size * 1.17

    @property
    def small(self) -> float:
        """The size of remarks."""
        return min(self.size, max(self.minimum, self.size * 0.88))

    @property
    def pad(self) -> float:
        """Between a box and its text."""
        return self.size * 0.42

    @property
    def track(self) -> float:
        """Between parallel lines."""
        return max(4.5, self.size * 0.55)

    @property
    def arrow(self) -> float:
        """Length of the straight piece that ends in an arrow head."""
        return self.size * 1.15

    @property
    def number(self) -> float:
        """Width of the black cell with the recommendation's number."""
        return self.size * 3.9


class Block(msgspec.Struct, frozen=True):
    """Wrapped text in one size: a paragraph of a cell, or a heading that is kept with what follows."""

    lines: tuple[Rich, ...]
    size: float
    indent: float = 0.0
    first: Rich = ()
    space: float = 0.0
    keep: bool = False

    @property
    def height(self) -> float:
        """With the space above it."""
        return len(self.lines) * self.size * 1.17 + self.space


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


def card_size(
    question: Question,
    style: Style,
    *,
    jumps: dict[str, str],
    letter: str = "",
    arrival: str = "",
    start: bool = False,
) -> CardSize:
    """Measure a question card.

    Args:
        start: whether the chart begins here; the card then has a black strip above the question.
        jumps: for answers that continue elsewhere, where; by answer id.
        letter: the letter by which other places refer to this card.
        arrival: from where one comes here.
    """
    width = style.card * style.size
    inner = width - 2 * style.pad
    beside = inner - (style.size * 1.7 if letter else 0)
    ask: Rich = (Run(question.ask, bold=True),)
    if question.marks:
        ask = (*ask, Run(f" [{', '.join(question.marks)}]"))
    blocks = [Block(_wrapped(ask, style.size, beside), style.size)]
    if arrival:
        blocks.insert(0, block(arrival, style.small, beside, italic=True))
    if question.hit_policy == "collect":
        blocks.append(block(EVERY, style.small, inner, italic=True, space=style.size * 0.15))
    strip = style.size * STRIP if start else 0.0
    head = strip + sum(item.height for item in blocks) + 2 * style.pad
    answers: list[AnswerSize] = []
    top = head
    for answer in question.answers:
        label = block(answer.label, style.size, inner - style.size * 1.35)
        jump = jumps.get(answer.id)
        further = block(jump, style.small, inner, bold=True) if jump else None
        height = label.height + (further.height if further else 0) + 2 * style.pad * INSIDE
        answers.append(AnswerSize(answer.id, label, top, height, further))
        top += height
    return CardSize(question.id, width, top, head, tuple(blocks), tuple(answers), strip)


def row_size(row: Row, style: Style, group: float, tiers: tuple[float, ...]) -> RowSize:
    """Measure a treatment row whose patient-group cell and tier cells have these widths."""
    inset = 2 * style.pad
    title = [block(row.title + (f" {CONTESTED}" if row.contested else ""), style.size, group - inset, bold=True)]
    if remark := remarks(row):
        title.append(block(remark, style.small, group - inset, space=style.size * 0.12))
    cells: list[tuple[Block, ...]] = [tuple(title)]
    if row.across or not tiers:
        width = (sum(tiers) or group) - inset
        cells.append((block(row.across, style.size, width),) if row.across else ())
    else:
        cells += [_cell(cell, style, width - inset) for cell, width in zip(row.cells, tiers, strict=True)]
    height = max(sum(item.height for item in cell) for cell in cells) + inset
    return RowSize(row.id, height, tuple(cells))


def remarks(row: Row) -> str:
    """The small line under a row's title: what it goes before, why it is contested, what it rests on."""
    parts = [f"before {', '.join(row.before)}"] if row.before else []
    parts += [f"{CONTESTED} contested: {', '.join(row.contested)}"] if row.contested else []
    rest = [mark for mark in row.marks if mark not in row.contested]
    parts += [f"see {', '.join(rest)}"] if rest else []
    return " · ".join(parts)


def _cell(cell: TierCell, style: Style, width: float) -> tuple[Block, ...]:
    """The options of one cell: a bullet or the rank before each when there are several."""
    several = len(cell.offers) > 1
    blocks: list[Block] = []
    for offer in cell.offers:
        first = f"{offer.rank}." if offer.rank is not None else "•" if several else ""
        indent = style.size * (0.95 if offer.rank is not None else 0.62) if first else 0.0
        runs: Rich = (Run(offer.text),)
        if offer.condition:
            runs = (Run(offer.text + " "), Run(offer.condition, italic=True))
        lines = _wrapped(runs, style.size, width - indent)
        space = style.size * 0.12 if blocks else 0.0
        blocks.append(Block(lines, style.size, indent, (Run(first),) if first else (), space))
    if not blocks:
        blocks.append(block(NOTHING, style.size, width))
    if cell.remarks:
        words = f"[{', '.join(cell.remarks)}]"
        blocks.append(block(words, style.small, width, italic=True, space=style.size * 0.12))
    return tuple(blocks)


def longest_word(texts: tuple[str, ...], size: float) -> float:
    """The width of the longest unbreakable word, in points."""
    words = [word for text in texts for word in text.replace("-", "- ").replace("/", "/ ").split(" ")]
    return max((rich_width((Run(word, bold=True),), size) for word in words), default=0.0)
