"""Witness: from a set of patients to one of them, told with only the facts that matter."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from decision_graph.cells import limits, representative
from decision_graph.diagrams import NOBODY, Diagram, Diagrams
from decision_graph.predicate.terms import Compare, Term, Value, conjunction
from decision_graph.prose import clause
from decision_graph.space import Axis
from decision_graph.verification.finding import Witness


def find_witness(
    diagrams: Diagrams,
    bad: Diagram,
    within: Diagram,
    given: Mapping[str, Value],
    telling: Collection[int] = (),
) -> Witness:
    """A patient of a set, told so that everybody of whom it is true is in the set.

    Args:
        diagrams: in which the sets stand.
        bad: the set, not empty.
        within: who comes into question at all; what holds for all of them need not be said.
        given: facts that everybody in question has; they are put before the others.
        telling: axes that the fault is about; facts on others are left out first.
    """
    assert bad != NOBODY
    others = diagrams.without(within, bad)
    cells = diagrams.member(diagrams.both(within, bad))
    for axis in _least_telling_first(diagrams, cells, telling):
        rest = {other: cell for other, cell in cells.items() if other != axis}
        if not diagrams.meets(others, rest):
            cells = rest
    axes = diagrams.space.axes
    facts = {
        axes[axis].attribute.name: representative(axes[axis], cell) for axis, cell in sorted(cells.items())
    }
    terms = [_described(axes[axis], cell) for axis, cell in sorted(cells.items())]
    words = (
        f"a patient with: {clause(conjunction(*terms), diagrams.space.vocabulary)}"
        if terms
        else "every patient"
    )
    return Witness({**given, **facts}, words)


def _least_telling_first(diagrams: Diagrams, cells: Collection[int], telling: Collection[int]) -> list[int]:
    """The order in which facts are tried to be left out.

    First what may not apply to the patient at all, then what the fault is not about; then from the last
    attribute to the first, because a vocabulary begins with what everybody asks first.
    """
    axes = diagrams.space.axes
    return sorted(cells, key=lambda axis: (axes[axis].attribute.applies_when is None, axis in telling, -axis))


def _described(axis: Axis, cell: int) -> Term:
    """The predicate that holds in one cell."""
    name, exact = axis.attribute.name, axis.only(1 << cell)
    if exact is not None:
        return Compare(name, "==", exact)
    low, high = limits(axis, cell)
    bounds: list[Term] = []
    if low is not None:
        bounds.append(Compare(name, ">", low))
    if high is not None and (low is None or high != axis.attribute.maximum):
        bounds.append(Compare(name, "<", high))
    return conjunction(*bounds)
