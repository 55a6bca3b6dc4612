"""Ways: how a chart's ladder may be broken into columns, and how much room each way would leave."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import msgspec

from decision_graph.export.chart import Chart
from decision_graph.export.layout import columns_of, ladder, steps
from decision_graph.export.place import OPTIMISM, Room, measure, table_height
from decision_graph.export.sizes import Style

CARD_WIDTHS = (10.5, 12.0, 13.5)
"""Widths of a question card that are tried, in ems."""

PAIRS = 20
"""A ladder with more rungs than this is broken at one place only: more would take too long."""


class Way(msgspec.Struct, frozen=True):
    """One way to break the ladder: the answers that still lead down, and the cards of each column."""

    down: dict[str, str]
    columns: tuple[tuple[str, ...], ...]


def ways(chart: Chart) -> list[Way]:
    """The ladder whole, broken at one or two places, and not used at all; few columns first."""
    whole = ladder(chart)
    gaps: list[tuple[str, ...]] = [(), *((answer,) for answer in whole)]
    if len(whole) <= PAIRS:
        gaps += combinations(whole, 2)
    gaps.append(tuple(whole))
    stepped = steps(chart)
    found: dict[tuple[tuple[str, ...], ...], Way] = {}
    for gone in gaps:
        down = {answer: card for answer, card in whole.items() if answer not in gone}
        column = columns_of(chart, stepped, down)
        content: list[list[str]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
        for id, place in column.items():
            content[place].append(id)
        way = Way(down, tuple(map(tuple, content)))
        found.setdefault((tuple(sorted(down)), *way.columns), way)
    return sorted(found.values(), key=lambda way: len(way.columns))


def promising(
    chart: Chart, found: Iterable[Way], room: Room, styles: Iterable[Style], *, any_one: bool = False
) -> list[tuple[Style, Way]]:
    """The ways that may fit, the one with the most room first; of equals, the one with the lowest columns.

    Args:
        any_one: stop at the first that is found.
    """
    ranked: list[tuple[float, float, int, Style, Way]] = []
    ways_found = list(found)  # few columns first
    for style in styles:
        heights = {id: size.height + style.between for id, size in measure(chart, style).items()}
        tables: dict[int, float] = {}
        for way in ways_found:
            count = len(way.columns)
            tallest = max([sum([heights[id] for id in column]) for column in way.columns], default=0.0)
            if tallest > room.height:
                continue
            if count not in tables:
                tables[count] = table_height(chart.rows, style, room, count)
            if tables[count] > room.height * OPTIMISM:
                break  # more columns leave even less width to the table
            ranked.append((tables[count], tallest, len(ranked), style, way))
            if any_one:
                return [(style, way)]
    return [(style, way) for *_, style, way in sorted(ranked, key=lambda item: item[:3])]
