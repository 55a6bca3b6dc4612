"""Tables: the answers of one question as truth tables, to prove most questions sound at a glance.

A truth table is an integer with one bit for each combination of cells of the attributes that the
question mentions. It knows neither the rules nor the way to the question, so it can prove that answers
exclude each other and leave nobody out, but a failure there proves nothing: the diagrams decide.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple, assert_never

from decision_graph.graph import DecisionNode
from decision_graph.space import All, Any, Clause, Space, Test, tests

LARGEST: Final = 1 << 16
"""Combinations of cells up to which a table is made."""


class Soundness(NamedTuple):
    """What holds at a question for everybody, whatever the rules say."""

    exhaustive: bool
    exclusive: bool


def soundness(space: Space, node: DecisionNode) -> Soundness:
    """What the truth tables of a question prove; `False` where they prove nothing."""
    clauses = [space.clause(edge.when) for edge in node.edges if edge.when is not None]
    axes = sorted({test.axis for clause in clauses for test in tests(clause)})
    strides: dict[int, int] = {}
    total = 1
    for axis in axes:
        strides[axis] = total
        # Bits beyond the bounds of a number are counted too: they are false or true alike everywhere.
        total *= space.axes[axis].full.bit_length()
    if total > LARGEST:
        return Soundness(False, False)
    layout = _Layout(space, strides, total, _full(space, strides, total))
    covered, exclusive = 0, True
    for clause in clauses:
        table = _table(clause, layout)
        exclusive = exclusive and not covered & table
        covered |= table
    otherwise = len(clauses) < len(node.edges)
    return Soundness(otherwise or covered == layout.full, exclusive)


class _Layout(NamedTuple):
    """Where the cells of each axis stand in a table: `stride` bits in a row have the same cell."""

    space: Space
    strides: dict[int, int]
    total: int
    full: int


def _full(space: Space, strides: dict[int, int], total: int) -> int:
    """The combinations whose cells all exist."""
    result = (1 << total) - 1
    for axis, stride in strides.items():
        result &= _spread(space.axes[axis].full, space.axes[axis].full.bit_length(), stride, total)
    return result


@lru_cache(4096)
def _spread(bits: int, cells: int, stride: int, total: int) -> int:
    """A table that is true in some cells of one axis."""
    run = (1 << stride) - 1
    period = 0
    for cell in range(cells):
        if bits >> cell & 1:
            period |= run << (cell * stride)
    # As many copies as fit, side by side.
    return int(period * (((1 << total) - 1) // ((1 << (cells * stride)) - 1)))


def _table(clause: Clause, layout: _Layout) -> int:
    match clause:
        case Test(axis, bits):
            cells = layout.space.axes[axis].full.bit_length()
            return layout.full & _spread(bits, cells, layout.strides[axis], layout.total)
        case All(clauses):
            result = layout.full
            for part in clauses:
                result &= _table(part, layout)
            return result
        case Any(clauses):
            result = 0
            for part in clauses:
                result |= _table(part, layout)
            return result
        case _:
            assert_never(clause)
