"""Table: the rows of one graph as a plain decision table, from which every peer's own form is generated.

Each rule names the values of some facts for which one row leads. Together the rules of a row hold for exactly
the patients for whom it leads, of everybody whom the vocabulary allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from decision_graph.cells import representative
from decision_graph.comparison.regions import Box, cover
from decision_graph.decision.sets import allowed, leading
from decision_graph.diagrams import NOBODY, Diagrams
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Compare, Value
from decision_graph.space import Axis

Facts = dict[str, Value]


class Rule(NamedTuple):
    """A row, and for some axes the bits of the cells for which it leads."""

    row: str
    box: Box


class Table(NamedTuple):
    """Every rule of a graph.

    Attributes:
        axes: by place; only those in `asked` are mentioned by a rule.
        asked: places of axes, in their order.
        usual: a value of each fact, for patients to whom it does not apply: a table knows no such thing.
    """

    axes: tuple[Axis, ...]
    asked: tuple[int, ...]
    rules: tuple[Rule, ...]
    usual: Facts


def table(guideline: Guideline, graph: str, given: Mapping[str, Value]) -> Table:
    """The decision table of a graph, for everybody who has some facts."""
    diagrams = Diagrams(guideline.space)
    same = (diagrams.of(Compare(name, "==", value)) for name, value in given.items())
    within = diagrams.all((allowed(diagrams), *same))
    rows = guideline.graphs[graph].recommendations.values()
    matched = {row.id: diagrams.both(within, diagrams.of(row.population)) for row in rows}
    rules: list[Rule] = []
    for row, members in leading(diagrams, guideline, matched).items():
        boxes, rest = cover(diagrams, members, within, (), 10_000)
        assert rest == NOBODY, "every patient is in a rule"
        rules += [Rule(row, box) for box in boxes]
    asked = tuple(sorted({axis for rule in rules for axis in rule.box}))
    axes = guideline.space.axes
    usual = {a.attribute.name: representative(a, (a.full & -a.full).bit_length() - 1) for a in axes}
    return Table(axes, asked, tuple(rules), usual)


def complete(found: Table, facts: Mapping[str, Value]) -> Facts:
    """The facts that the rules ask for, every one with a value."""
    names = (found.axes[axis].attribute.name for axis in found.asked)
    return {name: facts.get(name, found.usual[name]) for name in names}


class Run(NamedTuple):
    """Numbers from one to another; None where there is no bound."""

    low: Value | None
    with_low: bool
    high: Value | None
    with_high: bool


def runs(axis: Axis, bits: int) -> list[Run]:
    """The unbroken runs of the numbers in some cells."""
    found: list[list[int]] = []
    cells = [cell for cell in range(axis.full.bit_length()) if axis.full >> cell & 1]
    for place, cell in enumerate(cells):
        if bits >> cell & 1:
            if place and found and found[-1][-1] == cells[place - 1]:
                found[-1].append(cell)
            else:
                found.append([cell])
    return [_run(axis, run[0], run[-1], cells) for run in found]


def _run(axis: Axis, first: int, last: int, cells: list[int]) -> Run:
    low = None if first == cells[0] else axis.cuts[first // 2 if first % 2 else first // 2 - 1]
    high = None if last == cells[-1] else axis.cuts[last // 2]
    return Run(low, bool(first % 2), high, bool(last % 2))


def values(axis: Axis, bits: int) -> list[Value]:
    """The values of a boolean or an enum in some cells."""
    return [value for place, value in enumerate(axis.values) if bits >> place & 1]
