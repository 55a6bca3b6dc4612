"""Cards: flash cards to print on both sides and to cut, a story in front and its answer behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.drawing import Box, Drawing, Group, Line, Words
from decision_graph.export.files import File
from decision_graph.export.flow import Entry, blocks
from decision_graph.export.fonts import Run, rich_width
from decision_graph.export.sizes import Block, block
from decision_graph.export.words import minus
from decision_graph.teaching.paper.forms import Piece, bar, height, rules_at, text_at
from decision_graph.teaching.paper.handout import Handout
from decision_graph.teaching.paper.pages import blank, framed, pdf_file, room
from decision_graph.teaching.paper.reading import answer_entries, asked, miss_entries, short_way

FOR = "each learner, to carry about"

GRIDS = ((2, 4), (2, 3), (2, 2), (1, 2), (1, 1))
"""Columns and rows of cards on a sheet; each card lies in the first that can hold it legibly."""
PAD = 12.0
"""Inside a card, in points: a printer may shift the back by a few millimetres."""
MARK = 7.0
"""The length of a cut mark."""


class Card(msgspec.Struct, frozen=True):
    """A card, measured: what stands in front, and behind."""

    head: str
    remark: str
    size: float
    front: tuple[Block, ...]
    ask: tuple[Block, ...]
    back: tuple[Block, ...]
    foot: tuple[Block, ...]

    @property
    def height(self) -> float:
        """What it needs, with the room around it."""
        front = height(self.front) + height(self.ask)
        return max(front, height(self.back) + height(self.foot)) + self.size * 2.9 + 2.4 * PAD


class Grid(msgspec.Struct, frozen=True):
    """Where the cards of a sheet lie."""

    area: Box
    columns: int
    rows: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a card."""
        return self.area.width / self.columns, self.area.height / self.rows

    def place(self, number: int, *, back: bool) -> Box:
        """The place of a card on its sheet; behind, the columns are the other way round."""
        row, column = divmod(number, self.columns)
        wide, tall = self.size
        column = self.columns - 1 - column if back else column
        return Box(self.area.x + column * wide, self.area.y + row * tall, wide, tall)


def files(handout: Handout) -> Iterable[File]:
    """One PDF: each sheet is two pages, its front and its back."""
    paper = handout.upright
    area = room(handout, paper)
    inner = Box(area.x, area.y + MARK + 2, area.width, area.height - 2 * MARK - 6)
    sheets = [page for grid, cards in _dealt(handout, inner) for page in _pages(handout, grid, cards)]
    pages = framed(handout, paper, "Flash cards", sheets)
    yield pdf_file(handout, "cards", handout.paper, f"Flash cards: {handout.title}", pages)


def _dealt(handout: Handout, area: Box) -> Iterator[tuple[Grid, list[Card]]]:
    """The cards by the grid with the most cards on a sheet that has room for them.

    Raises:
        GraphError: text-cannot-fit.
    """
    left = list(range(len(handout.cases)))
    for columns, rows in GRIDS:
        grid = Grid(area, columns, rows)
        fitted = {place: _fitted(handout, place, grid) for place in left}
        cards = [card for card in fitted.values() if card is not None]
        left = [place for place in left if fitted[place] is None]
        if cards:
            yield grid, cards
    if left:
        id = handout.cases[left[0]].id
        message = f"the card of {id} does not fit a sheet in text of {handout.scale.small:g} points"
        raise GraphError(
            Diagnostic("text-cannot-fit", message, hint="take the usual print, or a shorter story")
        )


def _fitted(handout: Handout, place: int, grid: Grid) -> Card | None:
    """A card in text as large as its place allows; with fewer words where the text would be too small."""
    least = handout.scale.small
    for brief in (False, True):
        for more in (3.0, 2.5, 2.0, 1.5, 1.0, 0.5, 0.0):
            card = _card(handout, place, grid.size[0] - 2 * PAD, least + more, brief=brief)
            if card.height <= grid.size[1]:
                return card
    return None


def _card(handout: Handout, place: int, width: float, size: float, *, brief: bool) -> Card:
    case, answer = handout.cases[place], handout.answers[place]
    tier = handout.tier_label(place)
    behind = list(answer_entries(answer, tier, brief=brief))
    if not brief:
        behind.append(Entry("The way:", short_way(answer), rise=0.4))
        behind += miss_entries(answer, case.near[:1])
    first = handout.first
    foot = f"{first.disclaimer.partition('. ')[0].rstrip('.')}. {first.organisation}, {first.version}"
    return Card(
        head=f"Case {place + 1}",
        remark=case.id,
        size=size,
        front=(block(minus(case.narrative), size, width),),
        ask=(block(asked(tier), size, width, bold=True),),
        back=tuple(blocks(behind, width, size)),
        foot=(block(foot, handout.scale.small, width, italic=True),),
    )


def _pages(handout: Handout, grid: Grid, cards: Sequence[Card]) -> Iterator[Drawing]:
    """Front and back of each sheet; places that are left are for a learner's own case."""
    many, usual = grid.columns * grid.rows, handout.scale.text
    for start in range(0, len(cards), many):
        here: list[Card | None] = [*cards[start : start + many]]
        here += [None] * (many - len(here))
        for back in (False, True):
            groups = [
                _side(card, f"{grid.rows}-{start + k + 1}", grid.place(k, back=back), usual, back=back)
                for k, card in enumerate(here)
            ]
            groups[0] = _with_marks(groups[0], grid)
            yield blank(handout.upright, groups, f"Cards, {'back' if back else 'front'}", grid.area)


def _side(card: Card | None, number: str, box: Box, usual: float, *, back: bool) -> Group:
    """One side of a card; the cutting line is drawn in front only."""
    name = f"{'back' if back else 'front'}-{number}"
    inner = Box(box.x + PAD, box.y + PAD, box.width - 2 * PAD, box.height - 2 * PAD)
    size = card.size if card is not None else usual
    piece = Piece()
    if not back:
        piece.boxes.append(msgspec.structs.replace(box, stroke="#8a8a8a", stroke_width=0.5, dash=True))
    if card is None:
        own = "The answer" if back else "Your own case"
        piece.add(text_at([block(own, size, inner.width, bold=True)], inner.x, inner.y, inner))
        gap = size * 2
        piece.add(rules_at(inner.x, inner.y, inner.width, int(inner.height / gap), gap))
        return piece.group(name, box, own)
    top = Box(inner.x, inner.y, inner.width, size * 1.9)
    if back:
        piece.add(_label(f"{card.head}: the answer", card.remark, size, top))
        piece.add(text_at(card.back, inner.x, top.bottom + 0.4 * PAD, inner))
        piece.add(text_at(card.foot, inner.x, inner.bottom - height(card.foot), inner))
    else:
        piece.add(bar(card.head, card.remark, size, top, heading=2))
        piece.add(text_at(card.front, inner.x, top.bottom + 0.4 * PAD, inner))
        piece.add(text_at(card.ask, inner.x, inner.bottom - height(card.ask), inner))
    return piece.group(name, box, f"{card.head}, {'the answer' if back else 'the story'}")


def _label(text: str, beside: str, size: float, box: Box) -> Piece:
    """The head of the back: lines, as black would shine through thin paper."""
    baseline = box.y + size * 1.2
    words = [Words((Line(box.x, baseline, (Run(text, bold=True),)),), size, inside=box)]
    remark = (Run(beside),)
    words.append(Words((Line(box.right - rich_width(remark, size), baseline, remark),), size, inside=box))
    return Piece([Box(box.x, box.bottom - 1, box.width, 1, "#000000", "none")], words)


def _with_marks(group: Group, grid: Grid) -> Group:
    """The group with the cut marks of its sheet, all outside of the cards."""
    area = grid.area
    wide, tall = grid.size
    boxes = list(group.boxes)
    for column in range(grid.columns + 1):
        x = area.x + column * wide - 0.25
        boxes += [Box(x, y, 0.5, MARK, "#000000", "none") for y in (area.y - MARK - 1, area.bottom + 1)]
    for row in range(grid.rows + 1):
        y = area.y + row * tall - 0.25
        boxes += [Box(x, y, MARK, 0.5, "#000000", "none") for x in (area.x - MARK - 1, area.right + 1)]
    return msgspec.structs.replace(group, boxes=tuple(boxes))
