"""Layout: the columns of a chart, the order inside each column, and the height of everything.

Questions are laid out as a ladder: one answer of a card leads down to the next card of the same
column, the others lead to the right. A chart is then as wide as it has turns to the right,
not as it has questions, which leaves the width to the treatment table and keeps the text large.
Everything stands in the order of a reader.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from decision_graph.export.chart import Chart, Link
from decision_graph.export.sizes import CardSize, Style

SWEEPS = 8
"""Passes from left to right and back in which cards move beside what they lead to; more changes nothing."""

STILL = 0.05
"""A pass in which nothing moves further than this, in points, is the last one."""


class Item(msgspec.Struct):
    """Something in a column: a card, or the place where a line passes between the cards.

    Attributes:
        y: top of the card, or the line.
        key: the order in the column, from the order of a reader.
    """

    id: str
    key: int
    height: float
    y: float = 0.0
    card: CardSize | None = None
    links: list[Link] = []


class Strand(msgspec.Struct):
    """A line on its way: the items that it passes between its answer and its target."""

    link: Link
    passes: list[Item]


class Columns(msgspec.Struct):
    """The items of each column from top to bottom, and every line's way through them."""

    items: list[list[Item]]
    column: dict[str, int]
    ladder: dict[str, str]
    strands: list[Strand]
    cards: dict[str, Item]
    keys: dict[str, int]


class Span(msgspec.Struct, frozen=True):
    """The place of a treatment row: its top and its height."""

    top: float
    height: float

    def inside(self, margin: float) -> tuple[float, float]:
        """The highest and the lowest point of the row's left side at which a line may arrive."""
        return self.top + margin, self.top + self.height - margin

    def clamp(self, y: float, margin: float) -> float:
        """The point of the row's left side that is nearest to `y`."""
        low, high = self.inside(margin)
        return min(max(y, low), high)


def columns(chart: Chart, sizes: dict[str, CardSize], down: dict[str, str]) -> Columns:
    """Give every card a column and every line its way.

    Args:
        down: the ladder, or a part of it: answers whose card stands below instead of to the right.
    """
    column = card_columns(chart, down)
    card_keys, link_keys = _keys(chart, down)
    last = max(column.values(), default=-1) + 1
    cards = {
        card.id: Item(card.id, card_keys[card.id], sizes[card.id].height, card=sizes[card.id])
        for card in chart.cards
    }
    items: list[list[Item]] = [[] for _ in range(last)]
    for id, item in cards.items():
        items[column[id]].append(item)
    strands = []
    for link in chart.links:
        if link.answer in down:
            strands.append(Strand(link, []))
            continue
        end = column.get(link.ends[0], last)
        passes = [
            Item(f"{link.answer}@{c}", link_keys[link.answer], 0.0, links=[link])
            for c in range(column[link.source] + 1, end)
        ]
        for c, item in enumerate(passes, column[link.source] + 1):
            items[c].append(item)
        strands.append(Strand(link, passes))
    for content in items:
        content.sort(key=lambda item: item.key)
    _join(items, strands)
    return Columns(items, column, down, strands, cards, link_keys)


def ladder(chart: Chart) -> dict[str, str]:
    """Answers that lead straight down, at most one of a card, to a card that nothing else leads to.

    Of several, the one whose part of the chart is the widest, so that the chart gets few columns; the
    last one of those, as its line needs no way round.
    """
    arriving = Counter(end for link in chart.links for end in link.ends)
    leaving: dict[str, list[Link]] = {card.id: [] for card in chart.cards}
    for link in chart.links:
        leaving[link.source].append(link)
    down: dict[str, str] = {}
    wide: dict[str, int] = {}
    for id in reversed(_sources_first(chart)):
        targets = [(link, link.ends[0]) for link in leaving[id] if link.ends[0] in leaving]
        free = [(link, end) for link, end in targets if arriving[end] == 1]
        chosen = max(enumerate(free), key=lambda entry: (wide[entry[1][1]], entry[0]), default=None)
        if chosen is not None:
            down[chosen[1][0].answer] = chosen[1][1]
        wide[id] = max((wide[end] + (link.answer not in down) for link, end in targets), default=1)
    return down


def row_order(chart: Chart, found: Columns, *, late: bool = False) -> tuple[str, ...]:
    """The rows in the order of a reader: where they are met first, or last."""
    met: dict[str, int] = {}
    for link in sorted(chart.links, key=lambda link: found.keys[link.answer]):
        for place, end in enumerate(link.ends):
            key = found.keys[link.answer] * 1000 + place
            met[end] = key if late else met.get(end, key)
    return tuple(sorted((row.id for row in chart.rows), key=lambda id: met.get(id, 10**9)))


def _sources_first(chart: Chart) -> list[str]:
    """The cards, each after every card that leads to it."""
    cards = {card.id for card in chart.cards}
    left = Counter(end for link in chart.links for end in link.ends if end in cards)
    leaving: dict[str, list[str]] = {id: [] for id in cards}
    for link in chart.links:
        leaving[link.source] += [end for end in link.ends if end in cards]
    order = [card.id for card in chart.cards if not left[card.id]]
    for id in order:
        for end in leaving[id]:
            left[end] -= 1
            if not left[end]:
                order.append(end)
    return order


def card_columns(chart: Chart, down: dict[str, str]) -> dict[str, int]:
    """The column of each card: one more than the cards that lead to it, the same below a ladder."""
    return columns_of(chart, steps(chart), down)


def steps(chart: Chart) -> list[tuple[str, str, str]]:
    """Lines between cards as answer, source and end; those that lead to a card before those that leave it."""
    cards = {card.id for card in chart.cards}
    leaving: dict[str, list[Link]] = {id: [] for id in cards}
    for link in chart.links:
        leaving[link.source].append(link)
    return [
        (link.answer, id, end)
        for id in _sources_first(chart)
        for link in leaving[id]
        for end in link.ends
        if end in cards
    ]


def columns_of(chart: Chart, stepped: Sequence[tuple[str, str, str]], down: dict[str, str]) -> dict[str, int]:
    """The column of each card, given the `steps` of the chart."""
    found = {card.id: 0 for card in chart.cards}
    for answer, source, end in stepped:
        found[end] = max(found[end], found[source] + (answer not in down))
    return found


def _keys(chart: Chart, down: dict[str, str]) -> tuple[dict[str, int], dict[str, int]]:
    """The order of a reader who follows every answer from top to bottom, the way down last.

    A card to which several answers lead is read when the last of them has been.
    """
    left = Counter(end for link in chart.links for end in link.ends)
    by_answer = {link.answer: link for link in chart.links}
    by_id = {card.id: card for card in chart.cards}
    cards: dict[str, int] = {}
    links: dict[str, int] = {}
    clock = iter(range(1_000_000))
    waiting: list[str | Link] = [card.id for card in reversed(chart.cards) if not left[card.id]]
    while waiting:
        step = waiting.pop()
        if isinstance(step, Link):
            links[step.answer] = next(clock)
            for end in step.ends:
                left[end] -= 1
                if end in by_id and not left[end]:
                    waiting.append(end)
            continue
        cards[step] = next(clock)
        answers = [by_answer[a.id] for a in by_id[step].answers if a.id in by_answer]
        answers.sort(key=lambda link: link.answer in down)
        waiting.extend(reversed(answers))
    return cards, links


def _join(items: list[list[Item]], strands: list[Strand]) -> None:
    """Let lines to the same target run as one where nothing stands between them."""
    replaced: dict[str, Item] = {}
    for content in items:
        merged: list[Item] = []
        for item in content:
            before = merged[-1] if merged else None
            if (
                before is not None
                and before.links
                and item.links
                and before.links[0].net == item.links[0].net
            ):
                before.links = [*before.links, *item.links]
                replaced[item.id] = before
            else:
                merged.append(item)
        content[:] = merged
    for strand in strands:
        strand.passes = [replaced.get(item.id, item) for item in strand.passes]


def separation(above: Item, below: Item, style: Style, ladder: dict[str, str]) -> float:
    """The least distance from the top of one item to the top of the next."""
    if above.card is not None and below.card is not None:
        gap = style.drop if below.id in ladder.values() else style.between
    elif above.card is None and below.card is None:
        gap = style.track
    else:
        gap = style.size * 0.6
    return above.height + gap


def needed(content: Sequence[Item], style: Style, ladder: dict[str, str]) -> float:
    """The least height of a column."""
    steps = sum(separation(a, b, style, ladder) for a, b in itertools.pairwise(content))
    return steps + (content[-1].height if content else 0.0)


def settle(found: Columns, rows: dict[str, Span], style: Style, height: float) -> None:
    """Move every item beside what it is joined to, in its column's order, between 0 and `height`."""
    stacks = [_Stack(content, found, style) for content in found.items if content]
    for stack in stacks:
        slack = max(0.0, height - stack.needed) / len(stack.items)
        for place, item in enumerate(stack.items):
            item.y = stack.offsets[place] + slack * place
    pulls = _pulls(found, rows, style)
    for sweep in range(SWEEPS):
        moved = 0.0
        for stack in stacks if sweep % 2 else reversed(stacks):
            moved = max(moved, stack.arrange([pulls[item.id].wish(item) for item in stack.items], height))
        if moved < STILL:
            break
    for stack in stacks:  # last, let lines run straight wherever the cards leave room
        stack.arrange(
            [
                (item.y, 1e6) if item.card is not None else (pulls[item.id].left(), 1.0)
                for item in stack.items
            ],
            height,
        )


class _Stack:
    """The items of a column, and how far below the first one each of them stands at least."""

    def __init__(self, content: list[Item], found: Columns, style: Style) -> None:
        self.items = content
        self.offsets = [0.0]
        for above, below in itertools.pairwise(content):
            self.offsets.append(self.offsets[-1] + separation(above, below, style, found.ladder))
        self.needed = self.offsets[-1] + content[-1].height

    def arrange(self, wishes: Iterable[tuple[float, float]], height: float) -> float:
        """Put the items as near to their wishes as order, distances and page allow; the farthest move."""
        top = max(height - self.needed, 0.0)
        wanted = [(y - offset, weight) for (y, weight), offset in zip(wishes, self.offsets, strict=True)]
        farthest = 0.0
        for item, offset, y in zip(self.items, self.offsets, monotone(wanted), strict=True):
            settled = min(max(y, 0.0), top) + offset
            farthest = max(farthest, abs(settled - item.y))
            item.y = settled
        return farthest


class _Pull:
    """What an item is joined to, and so where it would like to be.

    Attributes:
        ties: other items, the distance to keep from each, and how strongly.
        rows: the heights between which a line may arrive at rows, and the item's own distance from its line.
        before: the item from which the line of a passing place comes, and the distance to keep from it.
    """

    def __init__(self) -> None:
        self.ties: list[tuple[Item, float, float]] = []
        self.rows: list[tuple[tuple[tuple[float, float], ...], float]] = []
        self.before: tuple[Item, float] | None = None
        self.top = False

    def wish(self, item: Item) -> tuple[float, float]:
        """The wished top or line, and how strongly."""
        if self.top:
            return 0.0, 1e4  # the card at which a reader starts stands at the top
        total = weight = 0.0
        for other, distance, strength in self.ties:
            total += (other.y + distance) * strength
            weight += strength
        for spans, offset in self.rows:
            y = item.y + offset
            total += sum([min(max(y, low), high) for low, high in spans]) / len(spans) - offset
            weight += 1.0
        return (total / weight, weight) if weight else (item.y, 0.01)

    def left(self) -> float:
        """Where the line comes from."""
        assert self.before is not None  # only cards have nothing before them, and they stay where they are
        return self.before[0].y + self.before[1]


def _pulls(found: Columns, rows: dict[str, Span], style: Style) -> dict[str, _Pull]:
    """For every item what pulls it: a line, its answer and its target pull each other."""
    pulls: dict[str, _Pull] = {item.id: _Pull() for content in found.items for item in content}
    middles: dict[str, float] = {}
    for item in found.cards.values():
        assert item.card is not None
        pulls[item.id].top = item.card.strip > 0
        middles.update((answer.id, answer.middle) for answer in item.card.answers)
    for strand in found.strands:
        link, source = strand.link, found.cards[strand.link.source]
        if link.answer in found.ladder:
            below = found.cards[link.ends[0]]
            pulls[source.id].ties.append((below, -source.height - style.drop, 0.35))
            pulls[below.id].ties.append((source, source.height + style.drop, 0.35))
            continue
        stops = [(source, middles[link.answer]), *((item, 0.0) for item in strand.passes)]
        target = found.cards.get(link.ends[0])
        if target is not None:
            stops.append((target, entry(target)))
        for (one, a), (other, b) in itertools.pairwise(stops):
            pulls[one.id].ties.append((other, b - a, 1.0))
            pulls[other.id].ties.append((one, a - b, 0.8 if other is target else 1.0))
            if pulls[other.id].before is None:
                pulls[other.id].before = (one, a)
        if target is None:
            spans = tuple(rows[end].inside(style.size) for end in link.ends)
            pulls[stops[-1][0].id].rows.append((spans, stops[-1][1]))
    return pulls


def answer_middle(item: Item, link: Link) -> float:
    """Where the line of an answer starts, from the top of its card."""
    assert item.card is not None
    return next(answer.middle for answer in item.card.answers if answer.id == link.answer)


def entry(item: Item) -> float:
    """Where lines arrive at a card, from its top: the middle of its question."""
    assert item.card is not None
    return (item.card.strip + item.card.head) / 2


def monotone(wanted: Sequence[tuple[float, float]]) -> list[float]:
    """The ascending numbers nearest to the wanted ones, by weighted least squares (pool adjacent violators).

    >>> monotone([(1.0, 1.0), (5.0, 1.0), (3.0, 1.0)])
    [1.0, 4.0, 4.0]
    """
    pools: list[tuple[float, float, int]] = []
    for value, weight in wanted:
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, wa, na), (b, wb, nb) = pools[-2:]
            pools[-2:] = [((a * wa + b * wb) / (wa + wb), wa + wb, na + nb)]
    return [value for value, _, count in pools for _ in range(count)]
