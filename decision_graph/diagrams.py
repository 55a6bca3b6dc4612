"""Diagrams: sets of patients as decision diagrams over the cells of a space, one number for each set.

A diagram branches on one attribute after the other and shares what is alike. Two sets are equal exactly
when their numbers are, so that proofs about all patients need no list of them and no sampling. A diagram
may also end in other values than true and false; it then says what the value is for each patient.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from typing import Any as AnyType
from typing import Final, assert_never

from decision_graph.predicate.terms import Term
from decision_graph.space import All, Any, Clause, Region, Space, Test

Diagram = int
"""A number that stands for a function of patients; of a set, for who is in it."""

NOBODY: Final[Diagram] = 0
EVERYBODY: Final[Diagram] = 1

BUDGET: Final = 500_000
"""Steps that the proof of one graph may take unless told otherwise: a few seconds."""


class OverBudget(Exception):
    """Raised when a proof needs more steps than it was given."""


class Diagrams:
    """All diagrams over one space; equal functions get equal numbers.

    Args:
        space: whose cells are told apart; a diagram branches on its axes in their order.
        budget: steps that may be taken before `OverBudget` is raised; a step makes or finds one node.
        within: only those in this region are in question; what tells others apart is left out.
    """

    def __init__(self, space: Space, budget: int = BUDGET, within: Region | None = None) -> None:
        self.space = space
        self.within = space.everything if within is None else within
        self.budget = budget
        self.steps = 0
        self._cells = tuple(tuple(_places(axis.full)) for axis in space.axes)
        # A terminal stands below every axis; its value is kept in `_values`.
        self._axes: list[int] = []
        self._kids: list[tuple[Diagram, ...]] = []
        self._values: dict[Diagram, AnyType] = {}
        self._known: dict[Hashable, Diagram] = {}
        self._choices: dict[tuple[Diagram, Diagram, Diagram], Diagram] = {}
        self._clauses: dict[Clause, Diagram] = {}
        self._combined: dict[tuple[object, Diagram, Diagram], Diagram] = {}
        assert self.value(False) == NOBODY
        assert self.value(True) == EVERYBODY

    # Making

    def value(self, value: Hashable) -> Diagram:
        """The same value for every patient."""
        key = (type(value), value)  # 0 and 1 must not be taken for False and True
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._add(len(self._cells), ())
            self._values[found] = value
        return found

    def of(self, term: Term) -> Diagram:
        """Those for whom a predicate holds."""
        return self.of_clause(self.space.clause(term))

    def of_clause(self, clause: Clause) -> Diagram:
        """Those for whom a clause of the space holds."""
        found = self._clauses.get(clause)
        if found is None:
            match clause:
                case Test(axis, bits):
                    found = self.cells(axis, bits)
                case All(clauses):
                    found = self.all(map(self.of_clause, clauses))
                case Any(clauses):
                    found = self.any(map(self.of_clause, clauses))
                case _:
                    assert_never(clause)
            self._clauses[clause] = found
        return found

    def cells(self, axis: int, bits: int) -> Diagram:
        """Those who are in one of some cells of an axis of the space."""
        possible = self.within[axis]
        if not possible & bits:
            return NOBODY
        if not possible & ~bits:
            return EVERYBODY
        return self._node(
            axis, tuple(EVERYBODY if bits >> cell & 1 else NOBODY for cell in self._cells[axis])
        )

    def both(self, one: Diagram, other: Diagram) -> Diagram:
        """Those in two sets."""
        return self.choose(one, other, NOBODY) if one < other else self.choose(other, one, NOBODY)

    def either(self, one: Diagram, other: Diagram) -> Diagram:
        """Those in at least one of two sets."""
        return self.choose(one, EVERYBODY, other) if one < other else self.choose(other, EVERYBODY, one)

    def without(self, one: Diagram, other: Diagram) -> Diagram:
        """Those in the first set and not in the second."""
        return self.choose(other, NOBODY, one)

    def all(self, sets: Iterable[Diagram]) -> Diagram:
        """Those in every set; everybody if there is none."""
        result = EVERYBODY
        for one in sets:
            result = self.both(result, one)
        return result

    def any(self, sets: Iterable[Diagram]) -> Diagram:
        """Those in at least one set; nobody if there is none."""
        result = NOBODY
        for one in sets:
            result = self.either(result, one)
        return result

    def choose(self, condition: Diagram, then: Diagram, otherwise: Diagram) -> Diagram:
        """The value of one diagram for those in a set, of another for everybody else."""
        if condition == EVERYBODY or then == otherwise:
            return then
        if condition == NOBODY:
            return otherwise
        if then == EVERYBODY and otherwise == NOBODY:
            return condition
        key = (condition, then, otherwise)
        found = self._choices.get(key)
        if found is None:
            self._step()
            axis = min(self._axes[condition], self._axes[then], self._axes[otherwise])
            kids = map(
                self.choose, self._at(condition, axis), self._at(then, axis), self._at(otherwise, axis)
            )
            found = self._choices[key] = self._node(axis, tuple(kids))
        return found

    def combine(
        self, function: Callable[[AnyType, AnyType], Hashable], one: Diagram, other: Diagram
    ) -> Diagram:
        """What a function makes of the values of two diagrams, for each patient.

        The function is known by its identity: pass one that lives on, not a lambda made for the call.
        """
        key = (function, one, other)
        found = self._combined.get(key)
        if found is None:
            self._step()
            axis = min(self._axes[one], self._axes[other])
            if axis == len(self._cells):
                found = self.value(function(self._values[one], self._values[other]))
            else:
                pairs = zip(self._at(one, axis), self._at(other, axis), strict=True)
                found = self._node(axis, tuple(self.combine(function, a, b) for a, b in pairs))
            self._combined[key] = found
        return found

    def map(self, function: Callable[[AnyType], Hashable], diagram: Diagram) -> Diagram:
        """Another value in the place of each value."""
        done: dict[Diagram, Diagram] = {}

        def mapped(node: Diagram) -> Diagram:
            if node not in done:
                self._step()
                if node in self._values:
                    done[node] = self.value(function(self._values[node]))
                else:
                    done[node] = self._node(self._axes[node], tuple(map(mapped, self._kids[node])))
            return done[node]

        return mapped(diagram)

    def regardless(self, diagram: Diagram, axes: Collection[int]) -> Diagram:
        """Those who are in a set, or would be with another cell on some axes."""
        done: dict[Diagram, Diagram] = {}

        def freed(node: Diagram) -> Diagram:
            if node in self._values:
                return node
            if node not in done:
                self._step()
                axis, kids = self._axes[node], tuple(map(freed, self._kids[node]))
                done[node] = self.any(kids) if axis in axes else self._node(axis, kids)
            return done[node]

        return freed(diagram)

    # Asking

    def values(self, diagram: Diagram) -> tuple[AnyType, ...]:
        """Every value that occurs, in a fixed order."""
        return tuple(self._values[node] for node in self._below(diagram) if node in self._values)

    def cells_of(self, axis: int) -> tuple[int, ...]:
        """The places of the bits of an axis, in the order of the branches."""
        return self._cells[axis]

    def value_of(self, diagram: Diagram) -> AnyType:
        """The value of a diagram that is the same for every patient."""
        return self._values[diagram]

    def branches(self, diagram: Diagram) -> tuple[int, tuple[Diagram, ...]] | None:
        """The axis on which a diagram branches and what becomes of it in each cell; None if it does not."""
        return None if diagram in self._values else (self._axes[diagram], self._kids[diagram])

    def axes(self, diagram: Diagram) -> frozenset[int]:
        """The axes on which a diagram branches."""
        return frozenset(self._axes[node] for node in self._below(diagram) if node not in self._values)

    def branch(self, diagram: Diagram) -> tuple[int, tuple[tuple[int, Diagram], ...]]:
        """The axis on which a diagram branches first, and what becomes of it in each cell; no terminal."""
        axis = self._axes[diagram]
        return axis, tuple(zip(self._cells[axis], self._kids[diagram], strict=True))

    def count(self, diagram: Diagram, axes: Collection[int]) -> int:
        """How many combinations of cells of some axes are in a set that depends on no other axis."""
        sizes = [len(cells) if axis in axes else 1 for axis, cells in enumerate(self._cells)]
        done: dict[Diagram, int] = {NOBODY: 0, EVERYBODY: 1}

        def from_axis(axis: int, node: Diagram) -> int:
            result = counted(node)
            for size in sizes[axis : self._axes[node]]:
                result *= size
            return result

        def counted(node: Diagram) -> int:
            if node not in done:
                axis = self._axes[node]
                assert axis in axes, "the set depends on an axis that is not counted"
                done[node] = sum(from_axis(axis + 1, kid) for kid in self._kids[node])
            return done[node]

        return from_axis(0, diagram)

    def member(self, diagram: Diagram) -> dict[int, int]:
        """One patient of a set that is not empty: a cell for each axis on which membership was decided."""
        assert diagram != NOBODY
        found: dict[int, int] = {}
        while diagram != EVERYBODY:
            axis, kids = self._axes[diagram], self._kids[diagram]
            place = next(place for place, kid in enumerate(kids) if kid != NOBODY)
            found[axis] = self._cells[axis][place]
            diagram = kids[place]
        return found

    def meets(self, diagram: Diagram, fixed: Mapping[int, int]) -> bool:
        """Whether anybody in a set is in the given cell of each of some axes."""
        return self.touches(diagram, {axis: 1 << cell for axis, cell in fixed.items()})

    def touches(self, diagram: Diagram, limits: Mapping[int, int]) -> bool:
        """Whether anybody in a set is in one of the given cells, as bits, of each of some axes."""
        seen = {NOBODY}
        waiting = [diagram]
        while waiting:
            node = waiting.pop()
            if node == EVERYBODY:
                return True
            if node not in seen:
                seen.add(node)
                axis, kids = self._axes[node], self._kids[node]
                bits = limits.get(axis, -1)
                waiting.extend(
                    kid for cell, kid in zip(self._cells[axis], kids, strict=True) if bits >> cell & 1
                )
        return False

    def _below(self, diagram: Diagram) -> Iterator[Diagram]:
        seen = {diagram}
        waiting = [diagram]
        while waiting:
            node = waiting.pop()
            yield node
            fresh = dict.fromkeys(kid for kid in self._kids[node] if kid not in seen)
            seen.update(fresh)
            waiting.extend(fresh)

    def _at(self, diagram: Diagram, axis: int) -> tuple[Diagram, ...]:
        """What becomes of a diagram in each cell of an axis that does not come after its own."""
        return self._kids[diagram] if self._axes[diagram] == axis else (diagram,) * len(self._cells[axis])

    def _node(self, axis: int, kids: tuple[Diagram, ...]) -> Diagram:
        if kids.count(kids[0]) == len(kids):
            return kids[0]
        key = (axis, kids)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._add(axis, kids)
        return found

    def _add(self, axis: int, kids: tuple[Diagram, ...]) -> Diagram:
        self._axes.append(axis)
        self._kids.append(kids)
        return len(self._axes) - 1

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.budget:
            raise OverBudget


def _places(bits: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1
