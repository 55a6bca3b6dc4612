"""Atlas: what a guideline answers, for all patients at once, as sets of patients.

For each row it holds whom the row is for and for whom it leads, for each option of a cell who has it
offered. One patient's near misses, and the questions that can still change anything, are read off it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cached_property

from decision_graph.decision import sets
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram, Diagrams
from decision_graph.graph import Guideline, Recommendation
from decision_graph.space import Region


class Atlas:
    """A guideline, or one of its graphs, as sets of complete patients.

    Args:
        guideline: loaded.
        graph: where everybody enters; the guideline's entry if None.
        budget: steps before `OverBudget` is raised.
    """

    def __init__(self, guideline: Guideline, graph: str | None = None, budget: int = 500_000) -> None:
        self.guideline = guideline
        self.space = guideline.space
        self.diagrams = Diagrams(guideline.space, budget)
        self.start = graph or guideline.entry

    @cached_property
    def allowed(self) -> Diagram:
        """Those whom the rules allow, whatever stands in an attribute that does not apply to them."""
        return sets.allowed(self.diagrams)

    def applies(self, axis: int) -> Diagram:
        """Those to whom an attribute applies."""
        when = self.space.axes[axis].attribute.applies_when
        return EVERYBODY if when is None else self.diagrams.of(when)

    @cached_property
    def placed(self) -> Diagram:
        """Those whom the rules allow, each once: what does not apply to them is in its first cell."""
        pinned = [self.allowed]
        for place, axis in enumerate(self.space.axes):
            if axis.attribute.applies_when is not None:
                first = self.diagrams.cells(place, axis.full & -axis.full)
                pinned.append(self.diagrams.either(self.applies(place), first))
        return self.diagrams.all(pinned)

    def inside(self, region: Region) -> Diagram:
        """Those in a region, whether the rules allow them or not."""
        known = ((axis, bits) for axis, bits in enumerate(region) if bits != self.space.axes[axis].full)
        return self.diagrams.all(self.diagrams.cells(axis, bits) for axis, bits in known)

    @cached_property
    def entrances(self) -> dict[str, Diagram]:
        """For each graph that can be entered those who come to it, whether the rules allow them or not."""
        found = sets.entrances(self.diagrams, self.guideline, self.start)
        reachable = set(sets.call_order(self.guideline, self.start))
        return {id: entering for id, entering in found.items() if id in reachable}

    @cached_property
    def rows(self) -> dict[str, Recommendation]:
        """The rows of every graph that can be entered, in the order of the guideline."""
        graphs = (graph for id, graph in self.guideline.graphs.items() if id in self.entrances)
        return {id: row for graph in graphs for id, row in graph.recommendations.items()}

    @cached_property
    def home(self) -> dict[str, str]:
        """The graph of each row."""
        entered = (self.guideline.graphs[id] for id in self.entrances)
        return {row: graph.id for graph in entered for row in graph.recommendations}

    def scope(self, graphs: Iterable[str]) -> Diagram:
        """Those in the scope of some graphs."""
        conditions = (condition for id in graphs for condition in self.guideline.graphs[id].scope)
        return self.diagrams.all(self.diagrams.of(condition.when) for condition in conditions)

    @cached_property
    def matched(self) -> dict[str, Diagram]:
        """For each row those who enter its graph and of whom its population holds."""
        diagrams = self.diagrams
        return {
            id: diagrams.both(self.entrances[self.home[id]], diagrams.of(row.population))
            for id, row in self.rows.items()
        }

    @cached_property
    def leading(self) -> dict[str, Diagram]:
        """For each row those for whom it matches and no matching row outranks it."""
        return sets.leading(self.diagrams, self.guideline, self.matched)

    def some(self, *sets: Diagram) -> bool:
        """Whether anybody is in every one of some sets."""
        return self.diagrams.all(sets) != NOBODY


_latest = threading.local()
"""The atlas that a thread used last. Diagrams grow while they are read, so threads share none."""

_KEPT_STEPS = 200_000


def atlas_of(guideline: Guideline, graph: str | None = None) -> Atlas:
    """The atlas of a guideline: the one that this thread used last, if it is of the same and still small."""
    found: Atlas | None = getattr(_latest, "atlas", None)
    if (
        found is None
        or found.guideline is not guideline
        or found.start != (graph or guideline.entry)
        or found.diagrams.steps > _KEPT_STEPS
    ):
        found = _latest.atlas = Atlas(guideline, graph)
    return found
