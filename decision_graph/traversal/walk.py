"""Walk: follow a patient through the questions, and record what happened at every node.

The walk never guesses. At a node whose edges hang on an unanswered fact it follows every edge that is
still possible, carrying along what that edge presupposes, so that a path which contradicts itself, or
the rules of the vocabulary, ends there.
"""

from __future__ import annotations

from heapq import heappop, heappush

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import DecisionGraph, DecisionNode, Edge, Guideline, Leaf, See
from decision_graph.patient import Patient, make_patient
from decision_graph.predicate.terms import Or, Term, Value, attributes, disjunction
from decision_graph.predicate.truth import Truth
from decision_graph.space import Region, Space, join


class EdgeTrace(msgspec.Struct, frozen=True):
    """One edge as it was found.

    Attributes:
        edge: the edge itself; its `when` is None for `otherwise`.
        truth: of its predicate for this patient on this path.
        uses: the facts that it tests and that are known here, derived ones included.
        derived: the names among `uses` that were derived, not given.
        missing: the unanswered attributes on which it hangs, in the order of the vocabulary.
    """

    edge: Edge
    truth: Truth
    uses: dict[str, Value]
    derived: tuple[str, ...]
    missing: tuple[str, ...]


class Visit(msgspec.Struct, frozen=True):
    """A decision node that was reached; `certain` if every edge on some way to it is true."""

    graph: str
    node: DecisionNode
    certain: bool
    edges: tuple[EdgeTrace, ...]


class Arrival(msgspec.Struct, frozen=True):
    """A leaf that was reached, certainly or possibly. `see` leaves are passed through."""

    graph: str
    leaf: Leaf
    certain: bool


class Trace(msgspec.Struct, frozen=True):
    """What happened: the nodes in the order of the walk, the leaves, and the graphs that were entered.

    `graphs` maps each entered graph to whether it was entered for certain.
    """

    visits: tuple[Visit, ...]
    arrivals: tuple[Arrival, ...]
    graphs: dict[str, bool]


def walk(guideline: Guideline, patient: Patient, start: str | None = None) -> Trace:
    """Walk a patient from the start of a graph, through every `see`, to the leaves.

    Args:
        guideline: whose space checked the patient.
        patient: what is known; unanswered facts keep several paths open.
        start: id of a graph; by default the guideline's entry.

    Returns:
        The trace. Cost grows with the nodes that can still matter, each visited once.

    Raises:
        GraphError: if the graph is wrong for this patient: two edges of a `unique` node are true
            (`overlap`), or none can be (`gap`). `verify` finds such faults beforehand.
    """
    walker = _Walker(guideline.space, patient)
    entry = start or guideline.entry
    waiting: dict[str, tuple[Region, bool]] = {entry: (patient.region, True)}
    for id in _call_order(guideline, entry):
        if id in waiting:
            region, certain = waiting[id]
            walker.graphs[id] = certain
            for target, (inside, sure) in walker.through(guideline.graphs[id], region, certain).items():
                waiting[target] = _merge(waiting.get(target), inside, sure)
    return Trace(tuple(walker.visits), tuple(walker.arrivals), walker.graphs)


def with_given(guideline: Guideline, patient: Patient, graph: str) -> Patient:
    """The patient with the facts that hold for everybody who enters a graph directly.

    Raises:
        GraphError: `contradiction`, if a given fact of the patient says otherwise.
    """
    given = guideline.graphs[graph].given
    clash = {name: value for name, value in given.items() if patient.facts.get(name, value) != value}
    if clash:
        name, value = next(iter(clash.items()))
        message = f"{name}={patient.facts[name]}, but graph {graph!r} is for {name}={value}"
        raise GraphError(
            Diagnostic("contradiction", message, hint="ask the guideline instead, or drop the fact")
        )
    return make_patient(guideline.space, {**given, **patient.facts})


def _call_order(guideline: Guideline, entry: str) -> list[str]:
    """The graphs that can be called from an entry, each after every graph that calls it."""
    finished: list[str] = []

    def visit(id: str) -> None:
        if id not in finished:
            for leaf in guideline.graphs[id].leaves.values():
                if isinstance(leaf, See):
                    visit(leaf.graph)
            finished.append(id)

    visit(entry)
    return finished[::-1]


def _merge(before: tuple[Region, bool] | None, region: Region, certain: bool) -> tuple[Region, bool]:
    """Two ways to one place: certain if either is, and then with no more presupposed than that one does."""
    if before is None or (certain and not before[1]):
        return region, certain
    if before[1] and not certain:
        return before
    return join([before[0], region]), certain


class _Walker:
    """The state of one walk: what was visited, and where."""

    def __init__(self, space: Space, patient: Patient) -> None:
        self.space = space
        self.patient = patient
        self.visits: list[Visit] = []
        self.arrivals: list[Arrival] = []
        self.graphs: dict[str, bool] = {}

    def through(self, graph: DecisionGraph, region: Region, certain: bool) -> dict[str, tuple[Region, bool]]:
        """Walk one graph; returns the graphs that it calls, with what is known there."""
        calls: dict[str, tuple[Region, bool]] = {}
        reached = {graph.start: (region, certain)}
        queue = [(graph.order[graph.start], graph.start)]
        while queue:
            _, id = heappop(queue)
            here, sure = reached[id]
            leaf = graph.leaves.get(id)
            if isinstance(leaf, See):
                calls[leaf.graph] = _merge(calls.get(leaf.graph), here, sure)
            elif leaf is not None:
                self.arrivals.append(Arrival(graph.id, leaf, sure))
            else:
                for target, inside, open_ in self._visit(graph, graph.nodes[id], here, sure):
                    if target not in reached:
                        heappush(queue, (graph.order[target], target))
                    reached[target] = _merge(reached.get(target), inside, open_)
        return calls

    def _visit(
        self, graph: DecisionGraph, node: DecisionNode, region: Region, certain: bool
    ) -> list[tuple[str, Region, bool]]:
        """Judge the edges of a node; returns the ways on: target, region, certain."""
        terms = [_predicate(node, edge) for edge in node.edges]
        truths = [self._decide(term, edge, region) for term, edge in zip(terms, node.edges, strict=True)]
        traced = zip(node.edges, terms, truths, strict=True)
        edges = tuple(self._trace(edge, term, truth, region) for edge, term, truth in traced)
        self.visits.append(Visit(graph.id, node, certain, edges))
        true = [edge for edge, truth in zip(node.edges, truths, strict=True) if truth is Truth.TRUE]
        if node.hit_policy == "unique" and len(true) > 1:
            raise GraphError(_overlap(graph, node, true))
        onward = [(edge.to, region, certain) for edge in true]
        if node.hit_policy == "collect" or not true:
            for edge, term, truth in zip(node.edges, terms, truths, strict=True):
                if truth is Truth.UNKNOWN:
                    clause = self.space.clause(term, negated=edge.when is None)
                    inside = self.space.assume(clause, region)
                    assert inside is not None, "an impossible edge was decided to be false"
                    onward.append((edge.to, inside, False))
        if not onward:
            raise GraphError(_gap(graph, node))
        return onward

    def _decide(self, term: Term, edge: Edge, region: Region) -> Truth:
        found = self.space.decide(term, region)
        if edge.when is not None:
            return found
        # `term` is the disjunction of the siblings.
        return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}[found]

    def _trace(self, edge: Edge, term: Term, truth: Truth, region: Region) -> EdgeTrace:
        known: dict[str, Value] = {}
        for name in attributes(term):
            value = self.patient.value(name)
            if value is not None:
                known[name] = value
        derived = tuple(name for name in known if name not in self.patient.facts)
        missing = self.space.missing(term, region) if truth is Truth.UNKNOWN else ()
        return EdgeTrace(edge, truth, known, derived, missing)


def _predicate(node: DecisionNode, edge: Edge) -> Term:
    """An edge's predicate; for `otherwise`, the disjunction of its siblings, to be negated."""
    if edge.when is not None:
        return edge.when
    siblings = [other.when for other in node.edges if other.when is not None]
    return disjunction(*siblings) if siblings else Or(())


def _overlap(graph: DecisionGraph, node: DecisionNode, true: list[Edge]) -> Diagnostic:
    answers = " and ".join(repr(edge.label) for edge in true)
    return Diagnostic(
        "overlap",
        f"at {node.id!r} of graph {graph.id!r} the answers {answers} hold together, but only one may",
        span=node.span,
        hint="make their predicates exclude each other, or let the node collect (hit: collect)",
    )


def _gap(graph: DecisionGraph, node: DecisionNode) -> Diagnostic:
    return Diagnostic(
        "gap",
        f"at {node.id!r} of graph {graph.id!r} no answer holds for this patient",
        span=node.span,
        hint="add the missing answer, or an edge with `when: otherwise`",
    )
