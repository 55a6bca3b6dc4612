"""Rests: what the rules still say at a place of a walk, as small diagrams that share no axis.

Rules that share no attribute, directly or through others, are independent: who meets them all is in each of
some diagrams that branch on different axes. Kept apart they stay small, and what says nothing of what lies
ahead can be left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce

from decision_graph.decision.form import FALSE, TRUE, Form

Rest = frozenset[int]
"""Nodes of diagrams no two of which branch on the same axis; those in all of them are allowed."""

NOTHING: Rest = frozenset()
"""Everybody is allowed."""


class Rests:
    """The nodes of a form, then those of sets that are made of them on the way; none is ever taken away.

    Args:
        form: with the diagrams.
    """

    def __init__(self, form: Form) -> None:
        self.cells = form.cells
        self.axes = list(form.axes)
        self.kids = list(form.kids)
        self.rules: Rest = frozenset(node for node in form.rules if node >= 0)
        self.numbers = _Numbers()
        self._known: dict[tuple[int, tuple[int, ...]], int] = {}
        self._found: dict[tuple[int, int, int], int] = {}
        self._spans: dict[int, int] = {}

    def span(self, node: int) -> int:
        """The axes on which a diagram branches, as bits."""
        if node < 0:
            return 0
        found = self._spans.get(node)
        if found is None:
            found = 1 << self.axes[node]
            for kid in set(self.kids[node]):
                found |= self.span(kid)
            self._spans[node] = found
        return found

    def within(self, rest: Rest, axis: int, place: int) -> Rest | None:
        """What is left of a rest in one cell of an axis, none of which lies before; None if nobody is."""
        for node in rest:
            if self.axes[node] == axis:
                kid = self.kids[node][place]
                if kid == FALSE:
                    return None
                return rest - {node} if kid == TRUE else rest - {node} | {kid}
        return rest

    def either(self, one: Rest, other: Rest) -> Rest:
        """Those of one rest or of another."""
        if one is other or one == other:
            return one
        shared = one & other
        apart = self._join(TRUE, self._both(one - shared), self._both(other - shared))
        return shared if apart == TRUE else shared | {apart}

    def any(self, rests: Iterable[Rest | None]) -> Rest | None:
        """Those of any of some rests; None if all of them are None, which stands for nobody."""
        left = [rest for rest in rests if rest is not None]
        return reduce(self.either, left) if left else None

    def idle(self, rests: Collection[Rest], ahead: int) -> Rest:
        """What can be left out of some rests: what all of them say, and of none of the axes ahead.

        As somebody is allowed, there is somebody for whom it holds, wherever else they are.
        """
        if not rests:
            return NOTHING
        shared = reduce(frozenset.intersection, rests)
        return frozenset(node for node in shared if not self.span(node) & ahead)

    def _both(self, nodes: Iterable[int]) -> int:
        return reduce(lambda one, other: self._join(FALSE, one, other), sorted(nodes), TRUE)

    def _join(self, greedy: int, one: int, other: int) -> int:
        """Those in both of two sets, or in either of them: where one is `greedy`, so is the result."""
        if one == other:
            return one
        if greedy in (one, other):
            return greedy
        neutral = TRUE if greedy == FALSE else FALSE
        if neutral in (one, other):
            return other if one == neutral else one
        key = (greedy, one, other) if one < other else (greedy, other, one)
        found = self._found.get(key)
        if found is None:
            axis = min(self.axes[one], self.axes[other])
            pairs = zip(self._at(one, axis), self._at(other, axis), strict=True)
            kids = tuple(self._join(greedy, a, b) for a, b in pairs)
            found = self._found[key] = kids[0] if len({*kids}) == 1 else self._node(axis, kids)
        return found

    def _at(self, node: int, axis: int) -> tuple[int, ...]:
        """What becomes of a diagram in each cell of an axis that does not come after its own."""
        if node >= 0 and self.axes[node] == axis:
            return self.kids[node]
        return (node,) * len(self.cells[axis])

    def _node(self, axis: int, kids: tuple[int, ...]) -> int:
        if not self._known:  # only who meets the rules with facts unanswered needs it
            nodes = zip(self.axes, self.kids, strict=True)
            self._known = {node: number for number, node in enumerate(nodes)}
        found = self._known.get((axis, kids))
        if found is None:
            self.axes.append(axis)
            self.kids.append(kids)
            found = self._known[axis, kids] = len(self.axes) - 1
        return found


class _Numbers(dict[Rest, int]):
    """For each rest a number, which it gets when it is first looked up; `rests` lists them."""

    def __init__(self) -> None:
        super().__init__()
        self.rests: list[Rest] = []

    def __missing__(self, rest: Rest) -> int:
        self.rests.append(rest)
        return self.setdefault(rest, len(self.rests) - 1)
