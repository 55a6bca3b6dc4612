"""Subject: what the checks look at, a guideline and each of its graphs as sets of patients.

Everything is made when it is first asked for, and kept. All sets are exact: they hold the complete
patients that the rules of the vocabulary allow, up to values that no predicate can tell apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from decision_graph.decision import sets
from decision_graph.decision.sets import Place
from decision_graph.diagnostics import Span
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram, Diagrams
from decision_graph.graph import DecisionGraph, DecisionNode, Guideline
from decision_graph.predicate.terms import Term, Value
from decision_graph.space import tests
from decision_graph.verification.finding import Finding
from decision_graph.verification.tables import Soundness, soundness
from decision_graph.verification.witness import find_witness

if TYPE_CHECKING:
    from decision_graph.verification.agreement import Agreement


class Subject:
    """A guideline under proof.

    Args:
        guideline: loaded.
        graphs: ids of the graphs to look at; all of them if empty.
        diagrams: over a space cut at every constant of the guideline; new ones if absent.
    """

    def __init__(
        self, guideline: Guideline, graphs: Iterable[str] = (), diagrams: Diagrams | None = None
    ) -> None:
        self.guideline = guideline
        self.diagrams = diagrams or Diagrams(guideline.space)
        chosen = tuple(graphs) or tuple(guideline.graphs)
        self.graphs = {id: GraphSubject(self, guideline.graphs[id]) for id in chosen}
        self.agreements: dict[str, Agreement] = {}
        """What `decision_graph.verification.agreement` has proved, by graph; "" is the whole."""

    @cached_property
    def allowed(self) -> Diagram:
        """Every patient that the rules allow.

        An attribute that does not apply to a patient has no value; so that such patients are not counted
        once for each value, they are all put into the attribute's first cell. `inapplicable-question`
        makes sure that nothing hangs on it.
        """
        diagrams, space = self.diagrams, self.diagrams.space
        pinned = (self._pinned(axis) for axis in range(len(space.axes)))
        return diagrams.all([sets.allowed(diagrams), *pinned])

    def _pinned(self, axis: int) -> Diagram:
        full = self.diagrams.space.axes[axis].full
        applies = self.applies(axis)
        return (
            EVERYBODY
            if applies == EVERYBODY
            else self.diagrams.either(applies, self._cells(axis, full & -full))
        )

    def applies(self, axis: int) -> Diagram:
        """Those to whom an attribute applies."""
        when = self.diagrams.space.axes[axis].attribute.applies_when
        return EVERYBODY if when is None else self.diagrams.of(when)

    def given(self, graph: DecisionGraph) -> Diagram:
        """Those who have the facts that a graph takes for granted."""
        space = self.diagrams.space
        places = ((space.index[name], value) for name, value in graph.given.items())
        return self.diagrams.all(self._cells(axis, space.axes[axis].bit(value)) for axis, value in places)

    def _cells(self, axis: int, bits: int) -> Diagram:
        return self.diagrams.cells(axis, bits)

    @cached_property
    def entrances(self) -> dict[str, Diagram]:
        """For each graph those who come to it from the entry graph, whether the rules allow them or not."""
        return sets.entrances(self.diagrams, self.guideline, self.guideline.entry)

    def finding(
        self,
        message: str,
        bad: Diagram,
        within: Diagram,
        span: Span | None,
        hint: str,
        given: Mapping[str, Value],
        graph: str = "",
        telling: Collection[int] = (),
    ) -> Finding:
        """A finding with a witness; the message ends where the words "for a patient with" can follow.

        Args:
            message, span, hint, graph: see `Finding`.
            bad: those who show the fault; not empty.
            within: all who come into question.
            given: facts that these have anyway.
            telling: axes that the fault is about.
        """
        witness = find_witness(self.diagrams, bad, within, given, telling)
        return Finding(f"{message} for {witness.words}", span, hint, witness, graph)


class GraphSubject:
    """One graph of a guideline under proof, for everybody whom it may be asked about directly."""

    def __init__(self, whole: Subject, graph: DecisionGraph) -> None:
        self.whole = whole
        self.graph = graph
        self.diagrams = whole.diagrams

    @property
    def guideline(self) -> Guideline:
        """The guideline that the graph belongs to."""
        return self.whole.guideline

    @cached_property
    def domain(self) -> Diagram:
        """Every patient that the rules allow and that has the facts which the graph takes for granted."""
        return self.diagrams.both(self.whole.allowed, self.whole.given(self.graph))

    @cached_property
    def nodes(self) -> tuple[DecisionNode, ...]:
        """The questions to which some edge leads, each before those that it leads to."""
        return tuple(self.graph.nodes[id] for id in self.graph.order if id in self.graph.nodes)

    @cached_property
    def sound(self) -> dict[str, Soundness]:
        """What truth tables prove of each question, whoever arrives there."""
        return {node.id: soundness(self.diagrams.space, node) for node in self.nodes}

    def is_sound(self, node: DecisionNode) -> bool:
        """Whether truth tables prove that a node has neither gap nor overlap."""
        here = self.sound[node.id]
        return here.exhaustive and (here.exclusive or node.hit_policy == "collect")

    def answers(self, node: DecisionNode) -> tuple[Diagram, ...]:
        """For each edge of a node those for whom it is true."""
        return sets.answers(self.diagrams, node)

    @cached_property
    def arrivals(self) -> dict[str, Diagram]:
        """For each node and leaf those who arrive there."""
        return sets.arrivals(self.diagrams, self.graph, self.domain)

    @cached_property
    def outcomes(self) -> dict[str, Diagram]:
        """For each node and leaf the leaves that everybody reaches from there, as a set of `Place`s."""
        diagrams = self.diagrams
        found: dict[str, Diagram] = {}
        for id in reversed(self.graph.order):
            node = self.graph.nodes.get(id)
            if node is None:
                found[id] = diagrams.value(frozenset(((self.graph.id, id),)))
                continue
            found[id] = diagrams.value(NOWHERE)
            for edge, true in zip(node.edges, self.answers(node), strict=True):
                further = diagrams.choose(true, found[edge.to], diagrams.value(NOWHERE))
                found[id] = diagrams.combine(sets.union, found[id], further)
        return found

    @cached_property
    def populations(self) -> dict[str, Diagram]:
        """For each row those for whom its population holds, whether the rules allow them or not."""
        return {row.id: self.diagrams.of(row.population) for row in self.graph.recommendations.values()}

    @cached_property
    def matched(self) -> dict[str, Diagram]:
        """For each row those of the domain for whom its population holds."""
        return {id: self.diagrams.both(self.domain, members) for id, members in self.populations.items()}

    @cached_property
    def leading(self) -> dict[str, Diagram]:
        """For each row those of the domain for whom it matches and no row of the graph outranks it."""
        return sets.leading(self.diagrams, self.guideline, self.matched)

    @cached_property
    def faulty(self) -> Diagram:
        """Those who meet a question that has no answer for them, or several where only one may hold."""
        diagrams = self.diagrams
        found = NOBODY
        for node in self.nodes:
            here = self.sound[node.id]
            if not here.exhaustive:
                found = diagrams.either(found, self.unanswered(node))
            if node.hit_policy == "unique" and not here.exclusive:
                found = diagrams.any([found, *(twice for _, _, twice in self.doubled(node))])
        return found

    def unanswered(self, node: DecisionNode) -> Diagram:
        """Those who arrive at a node and for whom no answer holds."""
        return self.diagrams.without(self.arrivals[node.id], self.diagrams.any(self.answers(node)))

    def doubled(self, node: DecisionNode) -> Iterator[tuple[int, int, Diagram]]:
        """Each two edges of a node, by place, that hold together for somebody who arrives there."""
        answers = self.answers(node)
        for second in range(len(answers)):
            for first in range(second):
                together = self.diagrams.both(answers[first], answers[second])
                twice = self.diagrams.both(self.arrivals[node.id], together)
                if twice != NOBODY:
                    yield first, second, twice

    @cached_property
    def mentioned(self) -> frozenset[int]:
        """The axes that the graph and its table mention: edges, populations and precedence."""
        terms = [edge.when for node in self.nodes for edge in node.edges if edge.when is not None]
        for row in self.graph.recommendations.values():
            terms += [row.population, *(o.when for o in row.outranks if o.when is not None)]
        return axes_of(self.diagrams, terms)

    def finding(
        self,
        message: str,
        bad: Diagram,
        span: Span | None,
        hint: str = "",
        telling: Collection[int] | None = None,
    ) -> Finding:
        """A finding about this graph with a witness: see `Subject.finding`."""
        about = self.mentioned if telling is None else telling
        return self.whole.finding(
            message, bad, self.domain, span, hint, self.graph.given, self.graph.id, about
        )


NOWHERE: frozenset[Place] = frozenset()


def axes_of(diagrams: Diagrams, terms: Iterable[Term]) -> frozenset[int]:
    """The axes that some predicates mention."""
    return frozenset(test.axis for term in terms for test in tests(diagrams.space.clause(term)))
