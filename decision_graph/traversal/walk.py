"""Walk: follow a patient through the questions, and record what happened at every node.

The walk never guesses. Where a fact is unanswered it follows every answer that some completion of the
facts gives, as long as the rules of the vocabulary allow that completion; nothing else is visited. What
is certain is so for every completion. Traces are made of what earlier patients had in common.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

import msgspec

from decision_graph.decision import Course, Passage, compiled_for, consistent, ways
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import DecisionGraph, DecisionNode, Edge, Guideline, Leaf, See
from decision_graph.patient import Patient, make_patient
from decision_graph.predicate.terms import Or, Term, Value, attributes, disjunction
from decision_graph.predicate.truth import Truth
from decision_graph.shown import Shown
from decision_graph.space import Clause, Region, join, narrow
from decision_graph.traversal.contradiction import contradiction


class EdgeTrace(msgspec.Struct, frozen=True):
    """One edge as it was found.

    Attributes:
        edge: the edge itself; its `when` is None for `otherwise`.
        truth: of its predicate for the completions that come here.
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
    """A decision node to which some completion comes; `certain` if every completion does."""

    graph: str
    node: DecisionNode
    certain: bool
    edges: tuple[EdgeTrace, ...]


class Arrival(msgspec.Struct, frozen=True):
    """A leaf that every completion reaches (`certain`), or some. `see` leaves are passed through."""

    graph: str
    leaf: Leaf
    certain: bool


class Trace(Shown, msgspec.Struct, frozen=True):
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
        The trace; what is immutable in it is shared with the traces of other patients.

    Raises:
        GraphError: if the graph is wrong for every completion of the facts: two edges of a `unique` node
            are true (`overlap`), or none is (`gap`). `verify` finds such faults beforehand. Also if the
            rules allow no completion (`contradiction`).
    """
    form = compiled_for(guideline, patient.region)
    if not consistent(form, patient.region):
        raise GraphError(contradiction(form, patient))
    course = ways(form, patient.region, start)
    tracks: _Tracks | None = course.memo.get("tracks")
    if tracks is None:
        tracks = course.memo.setdefault("tracks", _Tracks(guideline, course))
    if tracks.open:
        return tracks.other(patient)
    try:
        return tracks.traces[tracks.values(patient.facts)]
    except KeyError:
        return tracks.other(patient)


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


_MOST = 1_000
"""Traces that are kept of one course; then they are made anew."""


class _Answer(NamedTuple):
    """One edge of a question that some completion meets, with what is the same for all patients there.

    `term` is the edge's predicate; of `otherwise` that of its siblings together, which is then false.
    """

    edge: Edge
    truth: Truth
    term: Term
    clause: Clause
    names: tuple[str, ...]


class _Tracks:
    """The traces of those whose completions take the same ways; they differ in their facts only."""

    def __init__(self, guideline: Guideline, course: Course) -> None:
        if course.stuck:
            raise GraphError(_fault(guideline, course))
        self.guideline = guideline
        self.space = guideline.space
        graphs = guideline.graphs
        self.questions = [
            (passage, node, tuple(self._answers(passage, node)))
            for passage in course.passages
            if (node := graphs[passage.graph].nodes.get(passage.id))
        ]
        self.open = any(Truth.UNKNOWN in passage.truths for passage, _, _ in self.questions)
        answers = (answer for _, _, found in self.questions for answer in found)
        names = tuple(dict.fromkeys(name for answer in answers for name in answer.names))
        self.names = names
        # A patient of whom all this is given, and nothing is open, has the trace of whoever agrees in it.
        self.values = itemgetter(*names) if names else _nothing
        self.traces: dict[object, Trace] = {}
        # For others it is as well what they leave possible of it.
        self.cells = itemgetter(*(self.space.index[name] for name in names)) if names else _same
        self.others: dict[object, Trace] = {}
        self.arrivals = tuple(
            Arrival(passage.graph, leaf, passage.certain)
            for passage in course.passages
            if (leaf := graphs[passage.graph].leaves.get(passage.id)) and not isinstance(leaf, See)
        )
        self.graphs: dict[str, bool] = {}
        for passage in course.passages:
            self.graphs[passage.graph] = self.graphs.get(passage.graph, False) or passage.certain

    def _answers(self, passage: Passage, node: DecisionNode) -> Iterator[_Answer]:
        for edge, truth in zip(node.edges, passage.truths, strict=True):
            term = _predicate(node, edge)
            clause = self.space.clause(term, negated=edge.when is None)
            yield _Answer(edge, truth, term, clause, attributes(term))

    def other(self, patient: Patient) -> Trace:
        """The trace of a patient of whom something was derived, or is open."""
        facts = patient.facts
        key = (self.cells(patient.region), *map(facts.get, self.names))
        found = self.others.get(key)
        if found is None:
            found = self.trace(patient)
            if len(self.others) >= _MOST:
                self.others = {}
            self.others[key] = found
            if self.names and not self.open and facts.keys() >= set(self.names):
                if len(self.traces) >= _MOST:
                    self.traces = {}
                self.traces[self.values(facts)] = found
        return found

    def trace(self, patient: Patient) -> Trace:
        """The trace of a patient."""
        regions = self._regions(patient.region) if self.open else {}
        visits: list[Visit] = []
        for passage, node, answers in self.questions:
            region = regions.get((passage.graph, passage.id), patient.region)
            edges = tuple(self._edge(answer, patient, region) for answer in answers)
            visits.append(Visit(passage.graph, node, passage.certain, edges))
        return Trace(tuple(visits), self.arrivals, self.graphs)

    def _edge(self, answer: _Answer, patient: Patient, region: Region) -> EdgeTrace:
        known: dict[str, Value] = {}
        for name in answer.names:
            value = patient.value(name)
            if value is not None:
                known[name] = value
        derived = tuple(name for name in known if name not in patient.facts)
        missing: tuple[str, ...] = ()
        if answer.truth is Truth.UNKNOWN:
            missing = self.space.missing(answer.term, region)
        return EdgeTrace(answer.edge, answer.truth, known, derived, missing)

    def _regions(self, region: Region) -> dict[tuple[str, str], Region]:
        """What is known at each node to which not every completion comes, with what its edges presuppose."""
        found: dict[tuple[str, str], Region] = {}
        for passage, _, answers in self.questions:
            here = region if passage.certain else found.get((passage.graph, passage.id), region)
            for answer in answers:
                if answer.truth is not Truth.FALSE:
                    inside = here if answer.truth is Truth.TRUE else narrow(answer.clause, here)
                    assert inside is not None, "a completion takes this edge"
                    for target in self._targets(passage.graph, answer.edge.to):
                        before = found.get(target)
                        found[target] = inside if before is None else join([before, inside])
        return found

    def _targets(self, graph: str, id: str) -> Iterator[tuple[str, str]]:
        leaf = self.guideline.graphs[graph].leaves.get(id)
        if isinstance(leaf, See):
            yield leaf.graph, self.guideline.graphs[leaf.graph].start
        elif leaf is None:
            yield graph, id


def _nothing(facts: object) -> object:
    """In the place of facts that are never looked up."""
    raise KeyError


def _same(region: object) -> object:
    """In the place of cells that nobody asks for."""
    return None


def _predicate(node: DecisionNode, edge: Edge) -> Term:
    """An edge's predicate; for `otherwise`, the disjunction of its siblings, to be negated."""
    if edge.when is not None:
        return edge.when
    siblings = [other.when for other in node.edges if other.when is not None]
    return disjunction(*siblings) if siblings else Or(())


def _fault(guideline: Guideline, course: Course) -> Diagnostic:
    """What is wrong at the first question that has not one answer, for the first of the completions."""
    step = next(step for way in course.ways for step in way.steps if (step.graph, step.id) in way.stuck)
    graph = guideline.graphs[step.graph]
    node = graph.nodes[step.id]
    return (
        _overlap(graph, node, [node.edges[place] for place in step.true]) if step.true else _gap(graph, node)
    )


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
