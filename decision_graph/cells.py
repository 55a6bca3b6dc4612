"""Cells: the cells of one attribute as a predicate that people can read, and a value that stands for one."""

from __future__ import annotations

from decision_graph.predicate.terms import Always, Compare, Member, Term, Value, conjunction, disjunction
from decision_graph.space import Axis


def cells_of(axis: Axis, bits: int | None = None) -> list[int]:
    """The cells that some bits of an axis name, lowest first; every cell of the axis by default."""
    wanted = axis.full if bits is None else axis.full & bits
    return [cell for cell in range(wanted.bit_length()) if wanted >> cell & 1]


def cells_term(axis: Axis, bits: int) -> Term:
    """The predicate that holds in some cells of an axis, as short as it can be said.

    Args:
        axis: of a space.
        bits: at least one of its cells; with all of them the predicate is `always`.

    >>> from decision_graph.predicate.text import to_text
    >>> from decision_graph.vocabulary import Attribute
    >>> months = Axis(Attribute("m", "decimal", "M?", "m", "history", minimum=0), (), (0, 12), 0b11110)
    >>> to_text(cells_term(months, 0b11000))
    'm >= 12'
    """
    name, known = axis.attribute.name, axis.full & bits
    assert known, "no cell is left to be told"
    if known == axis.full:
        return Always()
    if axis.values:
        values = tuple(axis.values[cell] for cell in cells_of(axis, known))
        return Compare(name, "==", values[0]) if len(values) == 1 else Member(name, values)
    every = cells_of(axis)
    runs: list[list[int]] = []
    for place, cell in enumerate(every):
        if known >> cell & 1:
            if place and runs and runs[-1][-1] == every[place - 1]:
                runs[-1].append(cell)
            else:
                runs.append([cell])
    return disjunction(*(_run(axis, run[0], run[-1], every) for run in runs))


def _run(axis: Axis, first: int, last: int, every: list[int]) -> Term:
    """The predicate that holds from one cell of a number to another."""
    name = axis.attribute.name
    if first == last and first % 2:
        return Compare(name, "==", axis.cuts[first // 2])
    bounds: list[Term] = []
    if first != every[0]:
        bounds.append(Compare(name, ">=" if first % 2 else ">", axis.cuts[(first - 1) // 2]))
    if last != every[-1]:
        bounds.append(Compare(name, "<=" if last % 2 else "<", axis.cuts[last // 2]))
    return conjunction(*bounds)


def representative(axis: Axis, cell: int) -> Value:
    """A value of a cell; of an open interval the plainest number in it.

    Args:
        axis: of a space.
        cell: one that exists.
    """
    exact = axis.only(1 << cell)
    if exact is not None:
        return int(exact) if isinstance(exact, float) and exact.is_integer() else exact
    low, high = limits(axis, cell)
    if high is None:
        return int(low // 1) + 1 if low is not None else 0
    if low is None:
        return int(high // 1) - 1
    middle = (low + high) / 2
    whole = [number for number in (int(middle // 1), int(middle // 1) + 1) if low < number < high]
    return whole[0] if whole else middle


def limits(axis: Axis, cell: int) -> tuple[float | None, float | None]:
    """The constants on either side of an open interval; None where there is none."""
    place = cell // 2
    low = axis.cuts[place - 1] if place else None
    high = axis.cuts[place] if place < len(axis.cuts) else None
    return low, high
