"""Near misses: the fewest given facts that stand between a patient and a row.

The minimum is exact: it is taken over every patient that the rules of the vocabulary allow. Facts that
nobody has answered cost nothing; where they would have to be a certain way, that is said beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import combinations

import msgspec

from decision_graph.cells import cells_of, cells_term
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram, OverBudget
from decision_graph.patient import Patient
from decision_graph.predicate.terms import Term
from decision_graph.traversal.atlas import Atlas

TOO_LARGE = Diagnostic(
    "too-many-ways",
    "this guideline is too large to search all its patients for the fewest changes",
    hint="ask one of its graphs",
)

MOST_WAYS = 8
"""So many different ways that change equally few facts are told."""


class Must(msgspec.Struct, frozen=True):
    """What one fact would have to be.

    Attributes:
        attribute: its name.
        be: the predicate that it would have to satisfy; None if it would have no value at all.
    """

    attribute: str
    be: Term | None


class Way(msgspec.Struct, frozen=True):
    """One way to a set of patients: given facts to change, and unanswered facts that must be so.

    Whoever has the facts of the patient with these changes, and the answers of `provided`, is in the set.
    """

    changes: tuple[Must, ...]
    provided: tuple[Must, ...]


def ways_to(
    atlas: Atlas,
    patient: Patient,
    target: Diagram,
    fixed: frozenset[str] = frozenset(),
    within: Diagram = EVERYBODY,
) -> tuple[Way, ...]:
    """The ways to a set of patients that change the fewest given facts; none if nobody allowed is in it.

    Args:
        atlas: whose diagrams the sets stand in.
        patient: whose given facts are to be kept where they can be.
        target: the set to get into.
        fixed: names of facts that may not change.
        within: what is taken for granted, so that no way mentions it.

    Raises:
        GraphError: `too-many-ways`, if the guideline is too large for that.
    """
    try:
        return _Search(atlas, patient, target, fixed, within).ways()
    except OverBudget:
        message = "this guideline is too large to search every patient for the fewest changes"
        raise GraphError(
            Diagnostic("too-many-ways", message, hint="give more facts, or ask one graph")
        ) from None


class _Search:
    """One search for the fewest changes."""

    def __init__(
        self, atlas: Atlas, patient: Patient, target: Diagram, fixed: frozenset[str], within: Diagram
    ) -> None:
        self.atlas = atlas
        self.within = within
        self.diagrams = atlas.diagrams
        space = atlas.space
        self.partly = [a for a, axis in enumerate(space.axes) if axis.attribute.applies_when is not None]
        self.target = self._whatever_does_not_apply(target)
        self.given = {space.index[name]: patient.region[space.index[name]] for name in patient.facts}
        self.fixed = {space.index[name] for name in fixed if name in patient.facts}
        # A given fact that applies to some patients only asserts that it applies, as long as it is kept.
        self.partial = [a for a in self.given if a in self.partly]

    def _whatever_does_not_apply(self, target: Diagram) -> Diagram:
        """Those in a set whatever would stand in attributes that do not apply to them: they have no value."""
        diagrams = self.diagrams
        for axis in self.partly:
            if axis in diagrams.axes(target):
                outside = diagrams.without(self.atlas.allowed, target)
                sure = diagrams.without(target, diagrams.regardless(outside, (axis,)))
                target = diagrams.choose(self.atlas.applies(axis), target, sure)
        return target

    def ways(self) -> tuple[Way, ...]:
        best: dict[frozenset[int], tuple[Diagram, frozenset[int]]] = {}
        fewest = len(self.given) + 1
        kept = self.diagrams.all(self.diagrams.cells(axis, self.given[axis]) for axis in self.fixed)
        base = self.diagrams.all([self.atlas.allowed, self.within, kept])
        droppable = [axis for axis in self.partial if axis not in self.fixed]
        for count in range(len(droppable) + 1):
            for dropped in map(frozenset, combinations(droppable, count)):
                if len(dropped) > fewest:
                    continue
                domain = self.diagrams.both(base, self._applying(dropped))
                here = self.diagrams.both(domain, self.target)
                cost, sets = self._changed(here, dropped)
                if here == NOBODY or cost + len(dropped) > fewest:
                    continue
                if cost + len(dropped) < fewest:
                    fewest, best = cost + len(dropped), {}
                for changed in sets:
                    best.setdefault(changed | dropped, (domain, dropped))
        chosen = sorted(best, key=sorted)[:MOST_WAYS]
        return tuple(self._way(changed, *best[changed]) for changed in chosen)

    def _applying(self, dropped: frozenset[int]) -> Diagram:
        """Those to whom the facts that are kept apply, and those that are dropped do not."""
        each = (
            self.diagrams.without(EVERYBODY, self.atlas.applies(axis))
            if axis in dropped
            else self.atlas.applies(axis)
            for axis in self.partial
        )
        return self.diagrams.all(each)

    def _changed(self, here: Diagram, dropped: frozenset[int]) -> tuple[int, tuple[frozenset[int], ...]]:
        """The least number of given facts that differ within a set, and which ones they may be."""
        never = len(self.given) + 1

        @cache
        def cheapest(node: Diagram) -> tuple[int, tuple[frozenset[int], ...]]:
            if node == NOBODY:
                return never, ()
            if node == EVERYBODY:
                return 0, (frozenset(),)
            axis, kids = self.diagrams.branch(node)
            counts = axis in self.given and axis not in dropped
            found: dict[frozenset[int], None] = {}
            least = never
            for cell, kid in kids:
                cost, sets = cheapest(kid)
                other = counts and not self.given[axis] >> cell & 1
                if cost + other > least:
                    continue
                if cost + other < least:
                    least, found = cost + other, {}
                found.update((changed | {axis} if other else changed, None) for changed in sets)
            return least, tuple(sorted(found, key=sorted)[:MOST_WAYS])

        return cheapest(here)

    def _way(self, changed: frozenset[int], domain: Diagram, dropped: frozenset[int]) -> Way:
        """The changes as wide as they may be, and the unanswered facts that must be so."""
        cube = {axis: bits for axis, bits in self.given.items() if axis not in changed}
        for axis in changed - dropped:
            cube[axis] = self.atlas.space.axes[axis].full & ~self.given[axis]
        # The unanswered facts as one patient of the set has them, as few of them as possible.
        inside = self.diagrams.all([domain, self.target, self._within(cube)])
        cube = self._joined(inside, cube, self._plainest(inside, cube))
        unanswered = [axis for axis in sorted(cube, reverse=True) if axis not in self.given]
        for axis in unanswered:
            rest = {other: bits for other, bits in cube.items() if other != axis}
            if self._suffices(domain, rest):
                cube = rest
        wide = [axis for axis in sorted(cube) if axis in changed or axis not in self.given]
        for axis in wide:
            cube[axis] = self._widened(domain, cube, axis)
        kept = [axis for axis in sorted(cube) if axis not in self.given]
        return Way(
            tuple(self._must(axis, 0 if axis in dropped else cube[axis]) for axis in sorted(changed)),
            tuple(self._must(axis, cube[axis]) for axis in kept),
        )

    def _joined(self, inside: Diagram, cube: dict[int, int], cells: Mapping[int, int]) -> dict[int, int]:
        """A cube with further cells, without those of attributes that then do not apply."""
        found = cube | {axis: 1 << cell for axis, cell in cells.items()}
        for axis in self.partly:
            if axis in cells and self.diagrams.both(inside, self._within(found)) == NOBODY:
                del found[axis]
        return found

    def _must(self, axis: int, bits: int) -> Must:
        known = self.atlas.space.axes[axis]
        return Must(known.attribute.name, cells_term(known, bits) if bits else None)

    def _within(self, cube: Mapping[int, int]) -> Diagram:
        """Those with certain cells; who says a value of an attribute says as well that it applies."""
        asserted = (self.atlas.applies(axis) for axis in self.partly if axis in cube)
        cells = (self.diagrams.cells(axis, bits) for axis, bits in cube.items())
        return self.diagrams.all((*cells, *asserted))

    def _suffices(self, domain: Diagram, cube: Mapping[int, int]) -> bool:
        """Whether everybody of a cube whom the rules allow is in the target."""
        return self.diagrams.without(self.diagrams.both(domain, self._within(cube)), self.target) == NOBODY

    def _widened(self, domain: Diagram, cube: dict[int, int], axis: int) -> int:
        """Every cell of an axis that serves as well as those of the cube."""
        known, wide = self.atlas.space.axes[axis], cube[axis]
        for cell in cells_of(known, known.full & ~wide & ~self.given.get(axis, 0)):
            one = {**cube, axis: 1 << cell}
            if self.atlas.some(domain, self._within(one)) and self._suffices(domain, one):
                wide |= 1 << cell
        return wide

    def _plainest(self, inside: Diagram, cube: Mapping[int, int]) -> dict[int, int]:
        """Cells of the axes outside a cube that lead into a set, on as few axes as a path can have."""

        @cache
        def shortest(node: Diagram) -> tuple[int, tuple[tuple[int, int], ...]]:
            if node == NOBODY:
                return len(self.atlas.space.axes) + 1, ()
            if node == EVERYBODY:
                return 0, ()
            axis, kids = self.diagrams.branch(node)
            best: tuple[int, tuple[tuple[int, int], ...]] | None = None
            for cell, kid in kids:
                length, path = shortest(kid)
                here = (length + (axis not in self.given), ((axis, cell), *path))
                best = here if best is None or here[0] < best[0] else best
            assert best is not None
            return best

        return dict(shortest(inside)[1])
