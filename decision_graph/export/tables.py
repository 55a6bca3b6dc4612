"""Tables: the width of the treatment table shared among its cells so that the rows become low.

A width is changed for two cells at a time. What a cell needs at one width is kept, so that each trial costs
a sum and no measuring.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec

from decision_graph.export.fonts import Run, rich_width
from decision_graph.export.picture import Row
from decision_graph.export.sizes import (
    LEAD,
    LONGEST,
    NUMBER,
    Style,
    across_height,
    cell_height,
    longest_word,
    remarks,
)

GROUP = "Patient group"
"""The heading above the patient groups."""


def number_width(rows: Sequence[Row], style: Style) -> float:
    """The width of the cells with the recommendations' numbers; several numbers stand under each other."""
    numbers = [number for row in rows for number in row.number.split(", ")]
    texts = [rich_width((Run(number, bold=True),), style.size * NUMBER) for number in numbers]
    return max([style.number, *(width + style.size for width in texts)])


@lru_cache(maxsize=2000)
def table_widths(rows: tuple[Row, ...], style: Style, width: float, tiers: int) -> tuple[float, ...] | None:
    """Share the table's width among its cells so that the rows become low; None if it is too narrow.

    The height is estimated from the length of the texts, which is quick and near enough to choose by.
    """
    number = number_width(rows, style)
    lengths = [_lengths(row, style.tight, style.small / style.size, tiers) for row in rows]
    room, inset = (width - number) / style.size, 2 * style.pad / style.size
    least = _least(lengths, style, tiers)
    if sum(least) > room:
        return None
    step = (room - sum(least)) / 16
    # widths in whole steps, so that each column is estimated at seventeen widths at the most
    shares = [16 // (tiers + 1)] * (tiers + 1)
    shares[0] += 16 - sum(shares)
    known: list[dict[int, list[float]]] = [{} for _ in shares]

    def lines(column: int, share: int) -> list[float]:
        if share not in known[column]:
            inner = least[column] + share * step - inset
            known[column][share] = [_lines(row[column][0], inner) for row in lengths]
        return known[column][share]

    if step > 0 and rows:
        shares = _improved(shares, lambda tried: _height([lines(k, share) for k, share in enumerate(tried)]))
    return (number, *(style.size * (a + step * b) for a, b in zip(least, shares, strict=True)))


def least_height(rows: Sequence[Row], style: Style, width: float, tiers: int) -> float:
    """A height below which no table of these rows can be, however its width is shared among the cells.

    The text of a row is as long as that of its cells together, and so fills at least so many lines of the
    whole width; the highest cell is not lower than that.
    """
    room = (width - style.number) / style.size
    if room <= 0:
        return float("inf")
    lengths = [_lengths(row, style.tight, style.small / style.size, tiers) for row in rows]
    text = sum([max(1.0, sum([sum(cell) for cell, _ in row]) / room) for row in lengths])
    return style.heading + style.size * LEAD * text + len(rows) * (style.gap + 2 * style.rise)


def _improved(shares: list[int], cost: Callable[[list[int]], float]) -> list[int]:
    """Move one step of width from cell to cell while that makes the rows lower."""
    best = cost(shares)
    improved = True
    while improved:
        improved = False
        for i in range(len(shares)):
            for j in range(len(shares)):
                if i == j or shares[i] < 1:
                    continue
                trial = shares.copy()
                trial[i] -= 1
                trial[j] += 1
                value = cost(trial)
                if value < best - 0.01:
                    best, shares, improved = value, trial, True
    return shares


def _height(columns: list[list[float]]) -> float:
    """The estimated height of all rows in lines; of equals, the one with the fewest lines in all."""
    return sum(map(max, *columns)) + 0.05 * sum(map(sum, columns)) if len(columns) > 1 else sum(columns[0])


def _lines(paragraphs: tuple[float, ...], width: float) -> float:
    return sum([max(1.0, -(-length * 1.06 // width)) for length in paragraphs])


def refined_widths(rows: tuple[Row, ...], style: Style, width: float, tiers: int) -> tuple[float, ...] | None:
    """The widths by estimate, then moved a little at a time while the measured rows become lower."""
    found = table_widths(rows, style, width, tiers)
    if found is None or not rows:
        return found
    known: dict[tuple[int, float], list[float]] = {}

    def total(widths: tuple[float, ...]) -> float:
        columns = []
        for k, cell_width in enumerate(widths[1:]):
            key = (k, cell_width)
            if key not in known:
                single = k == tiers == 1
                known[key] = [
                    across_height(row, style, cell_width)
                    if single and row.across
                    else cell_height(row, style, k, cell_width)
                    for row in rows
                ]
            columns.append(known[key])
        return sum(map(max, *columns)) if len(columns) > 1 else sum(columns[0])

    lengths = [_lengths(row, style.tight, style.small / style.size, tiers) for row in rows]
    narrowest = [value * style.size - 0.01 for value in _least(lengths, style, tiers)]
    best = total(found)
    for step in (width * 0.03, width * 0.012):
        for _ in range(6):
            trials = [
                _moved(found, i, j, step) for i in range(1, tiers + 2) for j in range(1, tiers + 2) if i != j
            ]
            ranked = [
                (total(trial), trial)
                for trial in trials
                if all(cell >= wide for cell, wide in zip(trial[1:], narrowest, strict=True))
            ]
            value, trial = min(ranked, default=(best, found))
            if value >= best - 0.01:
                break
            best, found = value, trial
    return found


def _least(lengths: Sequence[list[tuple[tuple[float, ...], float]]], style: Style, tiers: int) -> list[float]:
    """The least width of each cell in ems, in which no word is parted that has to stay whole."""
    inset = 2 * style.pad / style.size
    whole = [max([5.5, *(words[k][1] + inset + 1 for words in lengths)]) for k in range(tiers + 1)]
    heading = rich_width((Run(GROUP, bold=True),), 1) + inset
    return [max(heading, min(whole[0], style.longest)), *(min(value, style.longest) for value in whole[1:])]


def parting(rows: Sequence[Row], style: Style, tiers: int) -> list[float]:
    """The lengths up to which words may be kept whole, as far as they make a difference to these rows."""
    lengths = [_lengths(row, style.tight, style.small / style.size, tiers) for row in rows]
    widths: dict[tuple[float, ...], float] = {}
    for longest in LONGEST:
        style = msgspec.structs.replace(style, longest=longest)
        widths.setdefault(tuple(_least(lengths, style, tiers)), longest)
    return list(widths.values())


def kept_whole(rows: Sequence[Row], style: Style, width: float, tiers: int) -> Style:
    """The style that parts the fewest words of rows in a table of this width."""
    lengths = [_lengths(row, style.tight, style.small / style.size, tiers) for row in rows]
    room = (width - number_width(rows, style)) / style.size
    for longest in LONGEST:
        found = msgspec.structs.replace(style, longest=longest)
        if sum(_least(lengths, found, tiers)) <= room:
            break
    return found


def _moved(widths: tuple[float, ...], i: int, j: int, step: float) -> tuple[float, ...]:
    return tuple(round(w - step * (k == i) + step * (k == j), 2) for k, w in enumerate(widths))


@lru_cache(maxsize=2000)
def _lengths(row: Row, tight: bool, small: float, tiers: int) -> list[tuple[tuple[float, ...], float]]:
    """For each cell the lengths of its paragraphs and of its longest word, in ems.

    Args:
        small: the size of remarks, in ems.
    """
    remark = remarks(row, brief=tight)
    title = [rich_width((Run(row.title, bold=True),), 1)]
    title += [rich_width((Run(remark),), small)] if remark else []
    if tight:
        title = [sum(title)]
    cells = [(tuple(title), longest_word((row.title,), 1))]
    if tiers == 1 and row.across:  # with a single tier, its cell has to hold the words across
        words = Run(row.across)
        return [*cells, ((rich_width((words,), 1),), longest_word((row.across,), 1))]
    for k in range(tiers):
        texts = [f"{o.text} {o.condition}" for o in row.cells[k].offers] if k < len(row.cells) else []
        lengths = [rich_width((Run(text),), 1) + (len(texts) > 1) for text in texts]
        if k < len(row.cells) and row.cells[k].remarks:
            lengths.append(3.0)
        if tight and lengths:
            lengths = [sum(lengths)]
        cells.append((tuple(lengths), longest_word(tuple(texts), 1)))
    return cells
