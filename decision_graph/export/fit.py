"""Fit: the largest text at which a chart fits its page, with no line crossing another.

Several ways to break the ladder into columns and several widths of the cards are tried at falling
sizes. The order of the rows is that of a reader, unless a ranker is given and finds one in which fewer lines
cross. A line that still crosses another is not drawn; its answer names the target instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

import msgspec

from decision_graph.export.chart import Chart
from decision_graph.export.layout import columns, ladder, row_order
from decision_graph.export.place import Placed, Room, measure, place
from decision_graph.export.sizes import LONGEST, Style
from decision_graph.export.tables import kept_whole, parting
from decision_graph.export.ways import CARD_WIDTHS, Way, promising, ways

Cut = frozenset[tuple[str, str]]
Ranker = Callable[[Chart, dict[str, str]], Sequence[str]]
"""Gives the rows of a chart from top to bottom, for example as Graphviz orders them."""

Order = Callable[[], tuple[str, ...]]
"""Asks a ranker when it is called first; () if there is none."""

TRIES = 5
"""At each size, the most promising ways are tried to the end."""

RANKED = 120
"""A chart with more boxes than this is not given to a ranker: Graphviz would take minutes."""

STEP = 0.25
WORTH = 1.05
"""Text must grow by this factor for a line that joins another to be replaced by a letter."""


class Sizes(msgspec.Struct, frozen=True):
    """The text sizes to try, in points: from the largest down to the smallest."""

    largest: float
    smallest: float
    minimum: float = 8.0
    tight: bool = False
    longest: float = LONGEST[0]

    def steps(self) -> Iterator[float]:
        """Every size, the largest first."""
        count = round((self.largest - self.smallest) / STEP)
        return (self.largest - STEP * k for k in range(count + 1))

    def styles(self, size: float) -> tuple[Style, ...]:
        """The widths of the cards to try at one size."""
        return tuple(Style(size, width, self.minimum, self.tight, self.longest) for width in CARD_WIDTHS)


def fit(
    make: Callable[[Cut], Chart], room: Room, sizes: Sizes, ranker: Ranker | None = None
) -> Placed | None:
    """The chart at the largest size at which it fits; None if it fits at no size.

    Words in the treatment table stay whole, unless the chart fits at no size then.
    Lines that join at a question are drawn, unless letters in their place allow clearly larger text.

    Args:
        make: the chart without the lines that are named.
        ranker: gives an order of the rows to try where lines cross in that of a reader.
    """
    whole = make(frozenset())

    @cache
    def order() -> tuple[str, ...]:
        few = len(whole.cards) + len(whole.rows) <= RANKED
        return tuple(ranker(whole, ladder(whole))) if ranker is not None and few else ()

    tries = [frozenset[tuple[str, str]]()]
    if apart := _joins(whole):
        tries.append(apart)
    charts = [(cut, chart, ways(chart)) for cut in tries for chart in (make(cut),)]
    for longest in parting(whole.rows, sizes.styles(sizes.smallest)[0], room.tiers):
        best = _largest(make, charts, room, msgspec.structs.replace(sizes, longest=longest), order)
        if best is not None:
            return best
    return None


def _largest(
    make: Callable[[Cut], Chart],
    charts: Sequence[tuple[Cut, Chart, list[Way]]],
    room: Room,
    sizes: Sizes,
    order: Order,
) -> Placed | None:
    """The largest of a chart with all its lines and one without some of them."""
    likely = sorted(
        ((_candidate_sizes(chart, found, room, sizes), cut, chart, found) for cut, chart, found in charts),
        key=lambda item: -item[0][0],
    )
    best: Placed | None = None
    for candidates, cut, chart, found in likely:
        # a chart with all its lines drawn may be a little smaller; one without them has to be clearly larger
        least = 0.0 if best is None else best.style.size * (1 / WORTH if not cut else WORTH)
        if best is not None and best.style.size >= sizes.minimum:
            least = max(least, sizes.minimum)
        for size in (size for size in candidates if size >= least):
            placed = _placed(make, promising(chart, found, room, sizes.styles(size)), room, order, cut)
            if placed is not None:
                best = placed
                break
    return best


def _joins(chart: Chart) -> Cut:
    """The lines to every question but the first that leads to it."""
    cards = {card.id for card in chart.cards}
    met: set[str] = set()
    cut: set[tuple[str, str]] = set()
    for link in chart.links:
        for end in link.ends:
            if end in met:
                cut.add((link.answer, end))
            elif end in cards:
                met.add(end)
    return frozenset(cut)


def _placed(
    make: Callable[[Cut], Chart], likely: Sequence[tuple[Style, Way]], room: Room, order: Order, cut: Cut
) -> Placed | None:
    """The chart in the first of the likely ways that fits."""
    for style, way in likely[:TRIES]:
        placed = _without_crossings(make, style, way.down, room, order, cut)
        if placed is not None:
            return placed
    return None


def _candidate_sizes(chart: Chart, found: Sequence[Way], room: Room, sizes: Sizes) -> list[float]:
    """The sizes from the first one that seems to fit; found by halving, as fitting is monotone enough."""
    steps = list(sizes.steps())
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if promising(chart, found, room, sizes.styles(steps[middle]), any_one=True):
            high = middle
        else:
            low = middle + 1
    return steps[max(0, low - 1) :]


def fits(chart: Chart, room: Room, style: Style) -> bool:
    """Whether a chart would probably fit at some width of its cards; it parts no more words than it must."""
    beside = style.card * style.size + style.arrow + style.track * 2.5
    style = kept_whole(chart.rows, style, room.width - beside, room.tiers)
    sizes = Sizes(style.size, style.size, style.minimum, style.tight, style.longest)
    return bool(promising(chart, ways(chart), room, sizes.styles(style.size), any_one=True))


def _without_crossings(
    make: Callable[[Cut], Chart],
    style: Style,
    down: dict[str, str],
    room: Room,
    order: Order,
    cut: Cut,
) -> Placed | None:
    """The chart with the fewest lines left out such that no two cross."""
    for _ in range(200):
        chart = make(cut)
        here = {answer: card for answer, card in down.items() if (answer, card) not in cut}
        best = _best_order(chart, style, room, here, order)
        if best is None or not best.crossed:
            return best
        cut |= {_worst(chart, best)}
    return None


def _best_order(chart: Chart, style: Style, room: Room, down: dict[str, str], order: Order) -> Placed | None:
    """The placed chart with the fewest crossings over the orders of the rows that are tried."""
    sizes = measure(chart, style)
    found = columns(chart, sizes, down)
    best: Placed | None = None
    tried: set[tuple[str, ...]] = set()
    asked: list[Order] = [
        partial(row_order, chart, found),
        partial(row_order, chart, found, late=True),
        order,
    ]
    for ask in asked:
        rows = ask()
        if rows in tried or len(rows) < len(chart.rows):  # no ranker was given
            continue
        tried.add(rows)
        placed = place(chart, style, room, sizes, found, rows)
        if placed is not None and (best is None or len(placed.crossed) < len(best.crossed)):
            best = placed
        if best is None or not best.crossed:  # what does not fit in one order hardly fits in another
            break
    return best


def _worst(chart: Chart, placed: Placed) -> tuple[str, str]:
    """The line to leave out: the one that crosses most; of equals, one that joins or forks."""
    counted = Counter((path.answer, path.end) for pair in placed.crossed for path in pair)
    nets = Counter(link.net for link in chart.links)
    several = {link.answer: nets[link.net] + len(link.ends) for link in chart.links}
    return max(sorted(counted), key=lambda line: (counted[line], several[line[0]]))
