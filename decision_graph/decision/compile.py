"""Compile: from a guideline to its form, by diagrams of everything that it can say."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from decision_graph.decision import sets
from decision_graph.decision.form import Ends, Form, Nodes, Start, terms_of
from decision_graph.decision.offers import VERDICTS, offers
from decision_graph.decision.outcome import Condition, Outcome, Step, Way
from decision_graph.decision.sets import ENDS, Place, Taken
from decision_graph.diagrams import Diagram, Diagrams
from decision_graph.graph import Guideline, Recommend, See, Silent
from decision_graph.space import Region

STEPS: Final = 400_000
"""Steps that making the form of a guideline may take: ten times what one with fifty rows takes."""


def make_form(guideline: Guideline, within: Region | None = None) -> Form:
    """The form of a guideline.

    Args:
        guideline: loaded.
        within: what is known, if the form need not serve anybody else.

    Raises:
        OverBudget: if its diagrams do not fit.
    """
    diagrams = Diagrams(guideline.space, STEPS, within)
    nodes = Nodes(diagrams)
    outcomes, ways = Ends[Outcome](), Ends[Way]()
    starts: dict[str, Start] = {}
    for id in guideline.graphs:
        taken = sets.paths(diagrams, guideline, id)
        outcome = _Table(diagrams, guideline, id).outcomes(taken)
        way = diagrams.map(_Ways(guideline, id).way, taken)
        starts[id] = Start(nodes.add(outcome, outcomes.place), nodes.add(way, ways.place))
    options = {
        row.id: {
            tier: tuple(nodes.add(one, VERDICTS.index) for one in offers(diagrams, guideline, cell.options))
            for tier, cell in row.cells.items()
        }
        for row in guideline.recommendations.values()
    }
    return Form(
        fingerprint=guideline.fingerprint,
        cells=tuple(diagrams.cells_of(axis) for axis in range(len(guideline.space.axes))),
        allowed=nodes.add(sets.allowed(diagrams), int),
        rules=tuple(nodes.add(one, int) for one in sets.independent(diagrams)),
        terms=tuple(nodes.add(diagrams.of(term), int) for term in terms_of(guideline)),
        options=options,
        starts=starts,
        axes=tuple(nodes.axes),
        kids=tuple(nodes.kids),
        outcomes=tuple(map(_raw, outcomes.values)),
        ways=tuple(map(_raw, ways.values)),
        rows=_rows(guideline, sets.call_order(guideline, guideline.entry)),
    )


def _raw(value: Outcome | Way) -> msgspec.Raw:
    return msgspec.Raw(msgspec.msgpack.encode(value))


def _rows(guideline: Guideline, order: Iterable[str]) -> tuple[str, ...]:
    """Every row, first those of the graphs in question in their order."""
    called = [row for id in order for row in guideline.graphs[id].recommendations]
    return tuple(dict.fromkeys((*called, *guideline.recommendations)))


class _Ways:
    """The ways of those who enter at one graph."""

    def __init__(self, guideline: Guideline, entry: str) -> None:
        self.graphs = guideline.graphs
        graphs = [guideline.graphs[id] for id in sets.call_order(guideline, entry)]
        places = ((graph.id, place) for graph in graphs for place in graph.order)
        self.order = {place: number for number, place in enumerate(places)}
        """The number of every question and leaf in the order of a walk."""

    def way(self, taken: frozenset[Taken]) -> Way:
        """The questions and leaves in the order of the walk, each with what is true there."""
        true: dict[Place, list[int]] = {}
        for graph, id, number in sorted(taken, key=lambda one: (self.order[one[:2]], one[2])):
            true.setdefault((graph, id), []).extend([] if number == ENDS else [number])
        steps = tuple(Step(*place, tuple(numbers)) for place, numbers in true.items())
        return Way(steps, tuple((step.graph, step.id) for step in steps if self._is_stuck(step)))

    def _is_stuck(self, step: Step) -> bool:
        node = self.graphs[step.graph].nodes.get(step.id)
        return node is not None and (not step.true or (len(step.true) > 1 and node.hit_policy == "unique"))

    def told(self, places: Iterable[Place]) -> tuple[Place, ...]:
        """Some questions or leaves in the order of the walk."""
        return tuple(sorted(places, key=self.order.__getitem__))


class _Reached(NamedTuple):
    """Where a way leads: graphs entered, leaves reached, questions that have no one answer."""

    graphs: frozenset[str]
    leaves: frozenset[Place]
    stuck: frozenset[Place]


class _Outranking(NamedTuple):
    """A row that matches and that another matching row outranks under a condition that holds."""

    row: str
    by: str


class _Table:
    """The rows of the graphs that can be entered from one graph, and when they apply."""

    def __init__(self, diagrams: Diagrams, guideline: Guideline, entry: str) -> None:
        self.diagrams = diagrams
        self.guideline = guideline
        self.order = sets.call_order(guideline, entry)
        self.entrances = sets.entrances(diagrams, guideline, entry)
        self.rows = _rows(guideline, self.order)
        self.ways = _Ways(guideline, entry)

    def outcomes(self, taken: Diagram) -> Diagram:
        """What everybody gets, given the ways."""
        diagrams = self.diagrams
        reached = diagrams.map(self._reached, taken)
        table = sets.collected(diagrams, [dict(self._members(id)) for id in self.order])
        outside = sets.collected(diagrams, [dict(self._outside(id)) for id in self.order])
        parts = diagrams.combine(sets.pair, diagrams.combine(sets.pair, reached, table), outside)
        return diagrams.map(self._outcome, parts)

    def _members(self, id: str) -> Iterator[tuple[Hashable, Diagram]]:
        """Those who match each row of a graph there, and for whom a condition lets it outrank another."""
        diagrams = self.diagrams
        entering = self.entrances[id]
        for row in self.guideline.graphs[id].recommendations.values():
            matching = diagrams.both(entering, diagrams.of(row.population))
            yield row.id, matching
            for outranks in row.outranks:
                if outranks.when is not None and outranks.row in self.rows:
                    below = diagrams.of(self.guideline.recommendations[outranks.row].population)
                    both = diagrams.both(matching, below)
                    yield _Outranking(outranks.row, row.id), diagrams.both(both, diagrams.of(outranks.when))

    def _outside(self, id: str) -> Iterator[tuple[Hashable, Diagram]]:
        """Those for whom each scope condition of a graph fails that they enter."""
        for number, condition in enumerate(self.guideline.graphs[id].scope):
            holds = self.diagrams.of(condition.when)
            yield (id, number), self.diagrams.without(self.entrances[id], holds)

    def _reached(self, taken: frozenset[Taken]) -> _Reached:
        graphs = frozenset(graph for graph, _, _ in taken)
        leaves: set[Place] = set()
        for graph, id, _ in taken:
            leaf = self.guideline.graphs[graph].leaves.get(id)
            if leaf is not None and not isinstance(leaf, See):
                leaves.add((graph, id))
        return _Reached(graphs, frozenset(leaves), frozenset(self.ways.way(taken).stuck))

    def _outcome(self, parts: tuple[tuple[_Reached, frozenset[object]], frozenset[Condition]]) -> Outcome:
        ((graphs, leaves, stuck), table), outside = parts
        entered = tuple(id for id in self.order if id in graphs)
        if outside:
            return Outcome(entered, outside=tuple(sorted(outside)))
        matched = tuple(row for row in self.rows if row in table)
        outranked = tuple((row, by) for row in matched if (by := self._above(row, matched, table)))
        ends = [self.guideline.graphs[graph].leaves[id] for graph, id in self.ways.told(leaves)]
        below = {row for row, _ in outranked}
        return Outcome(
            graphs=entered,
            leaves=self.ways.told(leaves),
            matched=matched,
            preferred=tuple(row for row in matched if row not in below),
            outranked=outranked,
            reached=tuple(
                dict.fromkeys(row for end in ends if isinstance(end, Recommend) for row in end.rows)
            ),
            silent=any(isinstance(end, Silent) for end in ends),
            stuck=self.ways.told(stuck),
        )

    def _above(self, row: str, matched: tuple[str, ...], table: frozenset[object]) -> tuple[str, ...]:
        """The matching rows that outrank a row."""
        return tuple(
            other
            for other in matched
            for outranks in self.guideline.recommendations[other].outranks
            if outranks.row == row and (outranks.when is None or _Outranking(row, other) in table)
        )
