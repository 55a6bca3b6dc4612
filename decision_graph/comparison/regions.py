"""Regions: a set of patients as a few boxes of cells that cover exactly it, in plain words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from decision_graph.cells import cells_term, representative
from decision_graph.diagrams import NOBODY, Diagram, Diagrams
from decision_graph.predicate.terms import Term, Value, conjunction
from decision_graph.prose import clause

Box = dict[int, int]
"""For each axis on which something is asked the bits of the cells that are in."""


class Region(msgspec.Struct, frozen=True):
    """A box of patients: everybody in question of whom a predicate holds.

    Attributes:
        when: the predicate.
        words: the same in plain words.
        apart: those of the words that are not true of every region beside it.
        facts: of one of them, with only the facts that matter.
    """

    when: Term
    words: str
    apart: str
    facts: dict[str, Value]


def cover(
    diagrams: Diagrams, members: Diagram, within: Diagram, telling: Collection[int], most: int
) -> tuple[list[Box], Diagram]:
    """Boxes that together hold a set, and nobody else of those in question.

    Args:
        diagrams: in which the sets stand.
        members: the set.
        within: who comes into question at all.
        telling: axes that the set is about; facts on others are left out first.
        most: how many boxes at most.

    Returns:
        The boxes, and those of the set who are in none because there would be too many.
    """
    others = diagrams.without(within, members)
    rest = diagrams.both(within, members)
    boxes: list[Box] = []
    while rest != NOBODY and len(boxes) < most:
        box = _widened(diagrams, diagrams.member(rest), others, telling)
        boxes.append(box)
        rest = diagrams.without(rest, _inside(diagrams, box))
    return _without_needless(diagrams, boxes, diagrams.without(diagrams.both(within, members), rest)), rest


def _widened(diagrams: Diagrams, cells: Mapping[int, int], others: Diagram, telling: Collection[int]) -> Box:
    """The box around one patient, as wide as it can be without anybody else in it."""
    axes = diagrams.space.axes
    box = {axis: 1 << cell for axis, cell in cells.items()}
    for axis in sorted(box, key=lambda a: (axes[a].attribute.applies_when is None, a in telling, -a)):
        rest = {other: bits for other, bits in box.items() if other != axis}
        if not diagrams.touches(others, rest):
            box = rest
    for axis in sorted(box, reverse=True):
        for cell in range(axes[axis].full.bit_length()):
            more = axes[axis].full & 1 << cell
            if more and not box[axis] & more and not diagrams.touches(others, {**box, axis: more}):
                box[axis] |= more
    return dict(sorted(box.items()))


def _without_needless(diagrams: Diagrams, boxes: list[Box], members: Diagram) -> list[Box]:
    """The boxes without those whose members are all in other ones."""
    kept = list(boxes)
    for box in boxes:
        rest = [other for other in kept if other is not box]
        if diagrams.without(members, diagrams.any(_inside(diagrams, other) for other in rest)) == NOBODY:
            kept = rest
    return kept


def _inside(diagrams: Diagrams, box: Box) -> Diagram:
    return diagrams.all(diagrams.cells(axis, bits) for axis, bits in box.items())


def described(diagrams: Diagrams, boxes: Sequence[Box]) -> tuple[str, tuple[Region, ...]]:
    """Boxes in words: what all of them share, and each of them."""
    shared = {
        axis: bits for axis, bits in boxes[0].items() if all(box.get(axis) == bits for box in boxes[1:])
    }
    return _words(diagrams, shared), tuple(_region(diagrams, box, shared) for box in boxes)


def _region(diagrams: Diagrams, box: Box, shared: Box) -> Region:
    axes = diagrams.space.axes
    facts = {
        axes[axis].attribute.name: representative(axes[axis], (bits & -bits).bit_length() - 1)
        for axis, bits in box.items()
    }
    own = {axis: bits for axis, bits in box.items() if axis not in shared}
    return Region(
        _term(diagrams, box), _words(diagrams, box) or "every patient", _words(diagrams, own), facts
    )


def _words(diagrams: Diagrams, box: Box) -> str:
    return clause(_term(diagrams, box), diagrams.space.vocabulary) if box else ""


def _term(diagrams: Diagrams, box: Box) -> Term:
    axes = diagrams.space.axes
    return conjunction(*(cells_term(axes[axis], bits) for axis, bits in box.items()))
