"""Witness: from a set of patients to one of them, told with only the facts that matter."""

from __future__ import annotations

from collections.abc import Collection, Mapping

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


def representative(axis: Axis, cell: int) -> Value:
    """A value of a cell; of an open interval the plainest number in it.

    Args:
        axis: of a space.
        cell: one that exists.
    """
    exact = axis.only(1 << cell)
    if exact is not None:
        return int(exact) if isinstance(exact, float) and exact.is_integer() else exact
    low, high = _limits(axis, cell)
    if high is None:
        return int(low // 1) + 1 if low is not None else 0
    if low is None:
        return int(high // 1) - 1
    middle = (low + high) / 2
    whole = [number for number in (int(middle // 1), int(middle // 1) + 1) if low < number < high]
    return whole[0] if whole else middle


def _least_telling_first(diagrams: Diagrams, cells: Collection[int], telling: Collection[int]) -> list[int]:
    """The order in which facts are tried to be left out.

    First what may not apply to the patient at all, then what the fault is not about; then from the last
    attribute to the first, because a vocabulary begins with what everybody asks first.
    """
    axes = diagrams.space.axes
    return sorted(cells, key=lambda axis: (axes[axis].attribute.applies_when is None, axis in telling, -axis))


def _limits(axis: Axis, cell: int) -> tuple[float | None, float | None]:
    """The constants on either side of an open interval."""
    place = cell // 2
    low = axis.cuts[place - 1] if place else None
    high = axis.cuts[place] if place < len(axis.cuts) else None
    return low, high


def _described(axis: Axis, cell: int) -> Term:
    """The predicate that holds in one cell."""
    name, exact = axis.attribute.name, axis.only(1 << cell)
    if exact is not None:
        return Compare(name, "==", exact)
    low, high = _limits(axis, cell)
    bounds: list[Term] = []
    if low is not None:
        bounds.append(Compare(name, ">", low))
    if high is not None and (low is None or high != axis.attribute.maximum):
        bounds.append(Compare(name, "<", high))
    return conjunction(*bounds)
