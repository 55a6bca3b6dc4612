"""Fit: the largest text at which a chart fits its page, with no line crossing another.

Several ways to break the ladder into columns and several widths of the cards are tried at falling
sizes. The order of the rows is Graphviz's, or that of a reader where its lines cross less. A line that
still crosses another is not drawn; its answer names the target instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from decision_graph.export.chart import Chart
from decision_graph.export.layout import columns, ladder, row_order
from decision_graph.export.place import Placed, Room, fits, measure, place
from decision_graph.export.sizes import Style

Cut = frozenset[tuple[str, str]]
Ranker = Callable[[Chart, dict[str, str]], Sequence[str]]
"""Gives the rows of a chart from top to bottom; Graphviz, in this program."""

STEP = 0.25
CARD_WIDTHS = (11.0, 12.5, 14.0)


class Sizes(msgspec.Struct, frozen=True):
    """The text sizes to try, in points: from the largest down to the smallest."""

    largest: float
    smallest: float
    minimum: float = 8.0

    def steps(self) -> Iterator[float]:
        """Every size, the largest first."""
        count = round((self.largest - self.smallest) / STEP)
        return (self.largest - STEP * k for k in range(count + 1))


def fit(make: Callable[[Cut], Chart], room: Room, sizes: Sizes, ranker: Ranker | None = None) -> Placed | None:
    """The chart at the largest size at which it fits; None if it fits at no size.

    Args:
        make: the chart without the lines that are named.
        ranker: gives an order of the rows to try before that of a reader.
    """
    cut: Cut = frozenset()
    for size in _candidate_sizes(make(cut), room, sizes):
        for style, down in _ways(make(cut), size, sizes.minimum):
            if not fits(make(cut), style, room, down):
                continue
            placed = _without_crossings(make, style, room, down, ranker)
            if placed is not None:
                return placed
    return None


def _candidate_sizes(chart: Chart, room: Room, sizes: Sizes) -> list[float]:
    """The sizes from the first one that seems to fit; found by halving, as fitting is monotone enough."""
    steps = list(sizes.steps())
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if any(fits(chart, style, room, down) for style, down in _ways(chart, steps[middle], sizes.minimum)):
            high = middle
        else:
            low = middle + 1
    return steps[max(0, low - 1) :]


def _ways(chart: Chart, size: float, minimum: float) -> Iterator[tuple[Style, dict[str, str]]]:
    """Card widths and ladders: whole, broken at one place, and none at all."""
    whole = ladder(chart)
    broken = [{answer: card for answer, card in whole.items() if answer != gone} for gone in whole]
    for down in (whole, *broken, {}):
        for width in CARD_WIDTHS:
            yield Style(size, width, minimum), down


def _without_crossings(
    make: Callable[[Cut], Chart], style: Style, room: Room, down: dict[str, str], ranker: Ranker | None
) -> Placed | None:
    """The chart with the fewest lines left out such that no two cross."""
    cut: Cut = frozenset()
    for _ in range(200):
        chart = make(cut)
        here = {answer: card for answer, card in down.items() if (answer, card) not in cut}
        best = _best_order(chart, style, room, here, ranker)
        if best is None or not best.crossed:
            return best
        cut |= {_worst(chart, best)}
    return None


def _best_order(
    chart: Chart, style: Style, room: Room, down: dict[str, str], ranker: Ranker | None
) -> Placed | None:
    """The placed chart with the fewest crossings over the orders of the rows that are tried."""
    found = columns(chart, measure(chart, style), down)
    orders = [row_order(chart, found), row_order(chart, found, late=True)]
    if ranker is not None:
        orders.insert(0, tuple(ranker(chart, down)))
    best: Placed | None = None
    for order in dict.fromkeys(orders):
        placed = place(chart, style, room, down, order)
        if placed is not None and (best is None or len(placed.crossed) < len(best.crossed)):
            best = placed
        if best is not None and not best.crossed:
            break
    return best


def _worst(chart: Chart, placed: Placed) -> tuple[str, str]:
    """The line to leave out: the one that crosses most; of equals, one that joins or forks."""
    counted = Counter((path.answer, path.end) for pair in placed.crossed for path in pair)
    nets = Counter(link.net for link in chart.links)
    several = {link.answer: nets[link.net] + len(link.ends) for link in chart.links}
    return max(sorted(counted), key=lambda line: (counted[line], several[line[0]]))
