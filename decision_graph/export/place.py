"""Place: a chart fitted into a width and a height, with every card, row and line at its place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from decision_graph.export.chart import Chart, Link
from decision_graph.export.drawing import Path
from decision_graph.export.layout import Columns, Span, needed, settle
from decision_graph.export.picture import Row
from decision_graph.export.routes import Plan, bracket, crossings, goes_round, paths, plan
from decision_graph.export.sizes import CardSize, RowSize, Style, card_size, row_height, row_size
from decision_graph.export.tables import least_height, refined_widths, table_widths

ATTEMPTS = 5
"""How often the widths of gaps and table are adjusted to each other."""

OPTIMISM = 1.06
"""A quick estimate of a height may be this factor too large."""

STRETCH = 1.6
"""Rows grow to at most this multiple of their height to fill a page."""


FILLED, FREE = 0.62, 20.0
"""A page that would be emptier than this is filled by rows that grow as high as they must."""


class Placed(msgspec.Struct, frozen=True):
    """A chart at its place; the origin is the top left corner of the area that it was fitted into.

    Attributes:
        cards: card id to (x, y) and its measured text.
        rows: row id to (top, height) and its measured text.
        table: x of the treatment table.
        widths: of the number, patient-group and tier cells.
        heading: height of the table's heading.
        ladder: answers that lead down, and whether their line leaves on the left.
        crossed: pairs of lines that cross.
    """

    chart: Chart
    style: Style
    width: float
    height: float
    table: float
    widths: tuple[float, ...]
    heading: float
    cards: dict[str, tuple[float, float, CardSize]]
    rows: dict[str, tuple[float, float, RowSize]]
    paths: tuple[Path, ...]
    crossed: tuple[tuple[Path, Path], ...]
    ladder: dict[str, bool] = {}


class Room(msgspec.Struct, frozen=True):
    """The area that a chart may fill, in points, and the number of tier cells of its rows.

    `stretch` is the multiple of their height to which rows may grow to fill it.
    """

    width: float
    height: float
    tiers: int
    stretch: float = STRETCH


def place(
    chart: Chart,
    style: Style,
    room: Room,
    sizes: dict[str, CardSize],
    found: Columns,
    order: Sequence[str],
) -> Placed | None:
    """Fit a chart into an area; None if it does not fit at this size.

    Args:
        sizes: the measured cards.
        found: the columns of the chart; they may be used again with another order.
        order: the rows from top to bottom.
    """
    tallest = max((needed(content, style, found.ladder) for content in found.items), default=0.0)
    if tallest > room.height:
        return None
    rows_here = sorted(chart.rows, key=lambda row: order.index(row.id))
    card, heading, margin = style.card * style.size, style.heading, _margin(found, style)
    gaps = [style.arrow + style.track * 2.0] * len(found.items)
    for attempt in range(ATTEMPTS):
        table = margin + card * len(gaps) + sum(gaps)
        measured = _measured_rows(chart.rows, style, round(room.width - table, 2), room.tiers)
        if measured is None:
            return None
        widths, heights = measured
        spans = _stack(rows_here, heights, style, heading, room, tallest)
        if spans is None:
            return None
        bottom = max([tallest, *(span.top + span.height for span in spans.values())])
        settle(found, spans, style, bottom)
        planned = plan(found, spans, style)
        wanted = planned.widths(style)
        if attempt == ATTEMPTS - 1 or (
            attempt and all(a <= b + 0.01 for a, b in zip(wanted, gaps, strict=True))
        ):
            return _placed(chart, style, room, found, sizes, spans, widths, planned, gaps)
        gaps = [max(a, b) for a, b in zip(wanted, gaps, strict=True)] if attempt else wanted
    return None


@lru_cache(maxsize=200)
def _measured_rows(
    rows: tuple[Row, ...], style: Style, width: float, tiers: int
) -> tuple[tuple[float, ...], dict[str, float]] | None:
    """The widths of a table's cells and the heights of its rows; None if the table is too narrow."""
    widths = refined_widths(rows, style, width, tiers)
    if widths is None:
        return None
    return widths, {row.id: row_height(row, style, widths[1], widths[2:]) for row in rows}


def _placed(
    chart: Chart,
    style: Style,
    room: Room,
    found: Columns,
    sizes: dict[str, CardSize],
    spans: dict[str, Span],
    widths: tuple[float, ...],
    planned: Plan,
    gaps: Sequence[float],
) -> Placed:
    """Everything that was measured, put together."""
    card, margin = style.card * style.size, _margin(found, style)
    table = margin + card * len(gaps) + sum(gaps)
    items = [item for content in found.items for item in content]
    bottom = max(
        [*(item.y + item.height for item in items), *(span.top + span.height for span in spans.values())],
        default=0.0,
    )
    xs = [margin + sum(gaps[:k]) + card * k for k in range(len(gaps))]
    lines = paths(found, planned, xs, style, card, table)
    rows = {row.id: row_size(row, style, widths[1], widths[2:]) for row in chart.rows}
    return Placed(
        chart=chart,
        style=style,
        width=room.width,
        height=bottom,
        table=table,
        widths=widths,
        heading=style.heading,
        cards={id: (xs[found.column[id]], item.y, sizes[id]) for id, item in found.cards.items()},
        rows={id: (span.top, span.height, rows[id]) for id, span in spans.items()},
        paths=lines,
        crossed=tuple(crossings(lines)),
        ladder={link.answer: goes_round(found.cards[link.source], link) for link in _down(found)},
    )


@lru_cache(maxsize=1000)
def table_height(rows: tuple[Row, ...], style: Style, room: Room, count: int) -> float:
    """A quick estimate of the height of the treatment table beside some columns of cards."""
    used = (style.card * style.size + style.arrow + style.track * 2.5) * count
    width = round(room.width - used, 2)
    if least_height(rows, style, width, room.tiers) > room.height * OPTIMISM:
        return float("inf")
    widths = table_widths(rows, style, width, room.tiers)
    if widths is None:
        return float("inf")
    heights = (row_height(row, style, widths[1], widths[2:]) + style.gap for row in rows)
    return style.heading + sum(heights)


def measure(chart: Chart, style: Style) -> dict[str, CardSize]:
    """The measured cards of a chart."""
    return {
        card.id: card_size(
            card,
            style,
            chart.jumps_of(card),
            chart.letters.get(card.id, ""),
            chart.arrivals.get(card.id, ""),
            card.id == chart.start,
        )
        for card in chart.cards
    }


def _down(found: Columns) -> list[Link]:
    return [strand.link for strand in found.strands if strand.link.answer in found.ladder]


def _margin(found: Columns, style: Style) -> float:
    """Room at the left for lines that leave a card of the first column on its left."""
    beside = any(
        found.column[link.source] == 0 and goes_round(found.cards[link.source], link) for link in _down(found)
    )
    return bracket(style) + 1 if beside else 0.0


def _stack(
    order: Sequence[Row],
    heights: dict[str, float],
    style: Style,
    heading: float,
    room: Room,
    columns_height: float,
) -> dict[str, Span] | None:
    """Stack the rows below the heading; grow them alike to fill what the page or the cards leave."""
    gap = style.gap
    least = heading + sum(heights[row.id] + gap for row in order)
    if least > room.height:
        return None
    grown = sum(heights[row.id] for row in order) * (room.stretch - 1)
    target = max(columns_height, min(room.height, least + grown))
    extra = min(target - least, grown) / max(1, len(order))
    spans: dict[str, Span] = {}
    y = heading
    for row in order:
        y += gap
        spans[row.id] = Span(y, heights[row.id] + extra)
        y += heights[row.id] + extra
    return spans
