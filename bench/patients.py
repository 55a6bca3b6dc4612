"""Patients: complete and incomplete ones, drawn from all that the rules of a vocabulary allow.

Numbers are drawn at, just below and just above every constant that the guideline mentions, as well as
between them. An attribute that does not apply to a patient has no fact.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from decision_graph.decision.sets import allowed
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram, Diagrams
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Compare, Term, Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.space import Axis

Facts = dict[str, Value]


class Population:
    """Everybody whom the rules allow, with some facts that all of them have.

    Args:
        guideline: loaded.
        given: facts of everybody.
        seed: the same seed draws the same patients.
        within: predicates that hold for everybody.
    """

    def __init__(
        self, guideline: Guideline, given: Mapping[str, Value], seed: int, within: Iterable[Term] = ()
    ) -> None:
        self.guideline = guideline
        self.space = guideline.space
        self.diagrams = Diagrams(guideline.space)
        same = (self.diagrams.of(Compare(name, "==", value)) for name, value in given.items())
        self.who = self.diagrams.all((allowed(self.diagrams), *same, *map(self.diagrams.of, within)))
        self.chance = random.Random(seed)

    def complete(self) -> Facts:
        """A patient of whom everything is known that applies."""
        cells = self._cells()
        axes = self.space.axes
        facts = {axis.attribute.name: self._value(axis, cell) for axis, cell in zip(axes, cells, strict=True)}
        return {name: value for name, value in facts.items() if self._applies(name, facts)}

    def incomplete(self, facts: Facts, keep: float | None = None) -> Facts:
        """A patient of whom some facts are not known; by default anything from none to all, mostly a few."""
        share = 1 - self.chance.random() ** 3 if keep is None else keep
        return {name: value for name, value in facts.items() if self.chance.random() < share}

    def _applies(self, name: str, facts: Facts) -> bool:
        when = self.guideline.vocabulary.attributes[name].applies_when
        return when is None or evaluate(when, facts) is Truth.TRUE

    def _cells(self) -> list[int]:
        """A cell for each axis."""
        found: dict[int, int] = {}
        node: Diagram = self.who
        while node != EVERYBODY:
            branches = self.diagrams.branches(node)
            assert branches is not None, "somebody is allowed"
            axis, kids = branches
            place = self.chance.choice([place for place, kid in enumerate(kids) if kid != NOBODY])
            found[axis] = self.diagrams.cells_of(axis)[place]
            node = kids[place]
        return [
            found[axis] if axis in found else self.chance.choice(self.diagrams.cells_of(axis))
            for axis in range(len(self.space.axes))
        ]

    def _value(self, axis: Axis, cell: int) -> Value:
        exact = axis.only(1 << cell)
        if exact is not None:
            return exact
        whole = axis.attribute.kind == "integer"
        low = axis.cuts[cell // 2 - 1] if cell else axis.cuts[0] - 60
        high = axis.cuts[cell // 2] if cell // 2 < len(axis.cuts) else axis.cuts[-1] + 60
        if whole:
            return self.chance.randrange(int(low // 1) + 1, int(-(-high // 1)))
        near = (low + 0.001, high - 0.001)
        return self.chance.choice((*near, low + (high - low) * self.chance.uniform(0.01, 0.99)))
