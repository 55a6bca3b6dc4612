"""Optimum: the fewest questions that any strategy needs on average, exactly or from below.

What is known of a patient is one diagram: of those who can still be meant, the outcome that each gets.
Answers in another order, and answers that add nothing, lead to the same diagram, so each is worked out
once. With a horizon of some questions, behind which one more is taken to settle everything, the least mean
is a lower bound of the optimum; it is the optimum where the best strategy never looks behind the horizon.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from decision_graph.diagrams import Diagram, Diagrams
from decision_graph.predicate.terms import Term
from decision_graph.traversal.atlas import Atlas

NO_ONE = "no one"

NEAR = 1e-12
"""Means that differ by less are the same."""


class TooMany(Exception):
    """Raised when more cases are met than allowed."""


class Optimum:
    """Every strategy that asks whether a fact applies before it asks the fact.

    Args:
        atlas: of the graph.
        who: those in question, each once.
        asked: axes that may be asked.
        most: cases to be worked out.
    """

    def __init__(self, atlas: Atlas, who: Diagram, asked: Iterable[int], most: int) -> None:
        self.diagrams: Diagrams = atlas.diagrams
        self.asked = sorted(asked)
        self.most = most
        self.start = self._outcomes(atlas, who)
        self.applies: dict[int, Diagram] = {}
        for axis in self.asked:
            when: Term | None = atlas.space.axes[axis].attribute.applies_when
            if when is not None:
                self.applies[axis] = self.diagrams.of(when)
        self._ends: dict[Diagram, frozenset[Diagram]] = {}
        self._shares: dict[Diagram, float] = {}
        self._answers: dict[Diagram, list[list[tuple[float, Diagram]]]] = {}
        self._after: dict[tuple[Diagram, int, int], Diagram] = {}
        self._least: dict[tuple[Diagram, int], tuple[float, bool]] = {}

    def _outcomes(self, atlas: Atlas, who: Diagram) -> Diagram:
        diagrams = self.diagrams
        found = diagrams.value(())
        for place, sets in enumerate((atlas.matched, atlas.leading)):
            for row, members in sets.items():
                named = diagrams.combine(_join, found, diagrams.value(((place, row),)))
                found = diagrams.choose(members, named, found)
        return diagrams.choose(who, found, diagrams.value(NO_ONE))

    def least(self) -> tuple[float, bool]:
        """The least mean number of questions, and whether it is exact; else no strategy does better."""
        found, exact = 0.0, False
        for horizon in range(1, len(self.asked) + 1):
            try:
                found, exact = self._left(self.start, horizon)
            except TooMany:
                break
            if exact:
                break
        return found, exact

    def _left(self, node: Diagram, horizon: int) -> tuple[float, bool]:
        """The least mean number that is left, if what is behind a horizon takes one question; if it does."""
        if self._settled(node):
            return 0.0, True
        if not horizon:
            return 1.0, False
        known = self._least.get((node, horizon))
        if known is not None:
            return known
        if len(self._least) >= self.most:
            raise TooMany
        best = float("inf"), False
        # Each question with what it needs at the least: one more, wherever it does not settle everything.
        each = [(1 + sum(s for s, n in a if not self._settled(n)), a) for a in self._answers_at(node)]
        for least, answers in sorted(each, key=lambda one: one[0]):
            if least >= best[0] - NEAR:
                break
            found = self._asking(least, answers, horizon, best[0])
            if found[0] < best[0] - NEAR:
                best = found
        self._least[node, horizon] = best
        return best

    def _asking(
        self, least: float, answers: list[tuple[float, Diagram]], horizon: int, best: float
    ) -> tuple[float, bool]:
        """The mean number with one question asked first, as far as needed to see that it is not best."""
        exact = True
        for share, onward in answers:
            if not self._settled(onward):
                left, whole = self._left(onward, horizon - 1)
                least, exact = least + share * (left - 1), exact and whole
                if least >= best - NEAR:
                    return least, False
        return least, exact

    def _answers_at(self, node: Diagram) -> list[list[tuple[float, Diagram]]]:
        """For each question with several answers the share of patients of each, and what is known then."""
        found = self._answers.get(node)
        if found is None:
            found = self._answers[node] = []
            axes = self.diagrams.axes(node)
            for axis in self.asked:
                if axis in axes and self._is_in_place(node, axis):
                    places = range(len(self.diagrams.cells_of(axis)))
                    onward = [self._given(node, axis, place) for place in places]
                    shares = [(self._share(after), after) for after in onward if self._ends_of(after)]
                    if len(shares) > 1:
                        total = sum(share for share, _ in shares)
                        found.append([(share / total, after) for share, after in shares])
        return found

    def _is_in_place(self, node: Diagram, axis: int) -> bool:
        """Whether it is settled that an attribute applies to everybody who can still be meant."""
        when = self.applies.get(axis)
        if when is None:
            return True
        return not self._ends_of(self.diagrams.choose(when, self.diagrams.value(NO_ONE), node))

    def _given(self, node: Diagram, axis: int, place: int) -> Diagram:
        """What is known once an answer was given."""
        key = node, axis, place
        found = self._after.get(key)
        if found is None:
            branches = self.diagrams.branches(node)
            if branches is None or branches[0] > axis:
                found = node
            elif branches[0] == axis:
                found = branches[1][place]
            else:
                first, kids = branches
                found = self.diagrams.value(NO_ONE)
                for cell, kid in zip(self.diagrams.cells_of(first), kids, strict=True):
                    here = self.diagrams.cells(first, 1 << cell)
                    found = self.diagrams.choose(here, self._given(kid, axis, place), found)
            self._after[key] = found
        return found

    def _settled(self, node: Diagram) -> bool:
        return len(self._ends_of(node)) <= 1

    def _ends_of(self, node: Diagram) -> frozenset[Diagram]:
        """The outcomes that are still possible."""
        found = self._ends.get(node)
        if found is None:
            branches = self.diagrams.branches(node)
            if branches is None:
                found = frozenset(() if node == self.diagrams.value(NO_ONE) else (node,))
            else:
                found = frozenset().union(*map(self._ends_of, branches[1]))
            self._ends[node] = found
        return found

    def _share(self, node: Diagram) -> float:
        """The share of all combinations of cells that can still be meant."""
        found = self._shares.get(node)
        if found is None:
            branches = self.diagrams.branches(node)
            if branches is None:
                found = float(node != self.diagrams.value(NO_ONE))
            else:
                found = sum(map(self._share, branches[1])) / len(branches[1])
            self._shares[node] = found
        return found


def _join(one: tuple[Hashable, ...], other: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    return one + other
