"""Form: the decision diagrams of a guideline as flat data, to be kept and to be asked.

A node of a diagram is its number; a number below zero stands for an end, ~number being the place of its
value in the list of values of that diagram.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, Generic, TypeVar

import msgspec

from decision_graph.diagrams import Diagram, Diagrams
from decision_graph.graph import Guideline, predicates
from decision_graph.predicate.terms import Compare, Term
from decision_graph.vocabulary import AVAILABLE

FALSE: Final = ~0
TRUE: Final = ~1
"""The ends of a diagram of yes and no."""

Value = TypeVar("Value", bound=Hashable)


class Start(msgspec.Struct, frozen=True):
    """Where the diagrams of those begin who enter at a graph: of outcomes, and of ways."""

    outcome: int
    way: int


class Form(msgspec.Struct, frozen=True):
    """The diagrams of a guideline.

    Attributes:
        fingerprint: of the guideline.
        cells: of each axis of the space, the places of its bits.
        axes, kids: of each node the axis on which it branches, and for each cell where it leads.
        outcomes, ways: the values of the diagrams of outcomes and of ways; `Outcome` and `Way`, each to
            be decoded when it is first needed.
        rows: every row, in the order in which they are told.
        starts: by graph.
        allowed: those whom the rules allow.
        rules: the same as diagrams no two of which branch on the same axis.
        terms: of every predicate of the guideline, in the order of `terms_of`.
        options: by row and tier, of each option of the cell, with an index of VERDICTS.
    """

    fingerprint: str
    cells: tuple[tuple[int, ...], ...]
    axes: tuple[int, ...]
    kids: tuple[tuple[int, ...], ...]
    outcomes: tuple[msgspec.Raw, ...]
    ways: tuple[msgspec.Raw, ...]
    rows: tuple[str, ...]
    starts: dict[str, Start]
    allowed: int
    rules: tuple[int, ...]
    terms: tuple[int, ...]
    options: dict[str, dict[str, tuple[int, ...]]]


def terms_of(guideline: Guideline) -> tuple[Term, ...]:
    """Every predicate of a guideline once, with those that ask whether an intervention can be had."""
    stock = (name for name in guideline.vocabulary.attributes if name.endswith(AVAILABLE))
    return tuple(dict.fromkeys((*predicates(guideline), *(Compare(name, "==", True) for name in stock))))


class Ends(Generic[Value]):
    """The values at the ends of some diagrams, each once."""

    def __init__(self) -> None:
        self.places: dict[Value, int] = {}

    def place(self, value: Value) -> int:
        """The place of a value in the list."""
        return self.places.setdefault(value, len(self.places))

    @property
    def values(self) -> tuple[Value, ...]:
        """The list."""
        return tuple(self.places)


class Nodes:
    """The nodes of diagrams, as they are written into a form."""

    def __init__(self, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self.axes: list[int] = []
        self.kids: list[tuple[int, ...]] = []
        self._numbers: dict[Diagram, int] = {}

    def add(self, diagram: Diagram, place: Callable[[Any], int]) -> int:
        """The number of a diagram's node.

        Args:
            diagram: one whose values no diagram of another kind has.
            place: of a value among the values of this kind.
        """
        known = self._numbers.get(diagram)
        if known is not None:
            return known
        found = self.diagrams.branches(diagram)
        if found is None:
            number = ~place(self.diagrams.value_of(diagram))
        else:
            kids = tuple(self.add(kid, place) for kid in found[1])
            number = len(self.axes)
            self.axes.append(found[0])
            self.kids.append(kids)
        self._numbers[diagram] = number
        return number
