"""Pool: the patients that cases for learners are drawn from, and what they are to reach together."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from decision_graph.casebook.reached import Item, items_of
from decision_graph.casebook.suggest import who_covers
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram
from decision_graph.graph import DecisionGraph, Guideline
from decision_graph.predicate.terms import Compare, Member
from decision_graph.verification.subject import Subject

Key = tuple[str, str, str]
"""Kind, graph and id of something that a case can reach."""


class Goal(msgspec.Struct, frozen=True):
    """Something that some case of a set must reach.

    Attributes:
        key: of an item of `decision_graph.casebook.reached`, or ("tier", graph, tier).
        words: what it is, for people.
        who: those of the pool who reach it; nobody if it cannot be reached.
    """

    key: Key
    words: str
    who: Diagram


class Pool(msgspec.Struct, frozen=True):
    """Everybody who may become a case.

    Attributes:
        subject: the guideline as sets of patients.
        graph: the graph that is asked directly; None for the guideline's entry.
        members: those in scope, in a tier that the source has for them.
        goals: what the cases of a full set reach together.
    """

    subject: Subject
    graph: str | None
    members: Diagram
    goals: tuple[Goal, ...]

    @property
    def guideline(self) -> Guideline:
        """The guideline that the cases are about."""
        return self.subject.guideline


def make_pool(
    guideline: Guideline, graph: str | None = None, tier: str | None = None, *, cells: bool = False
) -> Pool:
    """Everybody who may become a case, and what the cases are to reach.

    Args:
        guideline: loaded.
        graph: ask this graph directly.
        tier: only patients in this tier.
        cells: reach also every row and every cell of the table, beside every edge, leaf and tier.

    Raises:
        GraphError: `no-such-patient` if the choice leaves nobody.
    """
    subject = Subject(guideline)
    entering = subject.entrances if graph is None else {graph: subject.given(guideline.graphs[graph])}
    members = subject.diagrams.all(_conditions(subject, entering, graph, tier))
    if members == NOBODY:
        message = f"no patient of {graph or guideline.id} is in the tier {tier!r}"
        raise GraphError(Diagnostic("no-such-patient", message, hint="choose another tier"))
    return Pool(subject, graph, members, tuple(_goals(subject, entering, members, cells)))


def _conditions(
    subject: Subject, entering: dict[str, Diagram], graph: str | None, tier: str | None
) -> Iterator[Diagram]:
    """What a member of the pool must fulfil, each condition as a set."""
    diagrams, guideline = subject.diagrams, subject.guideline
    yield subject.allowed
    if graph is not None:
        yield entering[graph]
    if tier is not None:
        yield diagrams.of(Compare(guideline.tier, "==", tier))
    for id, coming in entering.items():
        entered = guideline.graphs[id]
        for condition in entered.scope:
            yield _whenever(subject, coming, diagrams.of(condition.when))
        if _has_tiers(guideline, entered):
            yield _whenever(subject, coming, diagrams.of(Member(guideline.tier, entered.tiers)))


def _whenever(subject: Subject, condition: Diagram, then: Diagram) -> Diagram:
    return subject.diagrams.choose(condition, then, EVERYBODY)


def _has_tiers(guideline: Guideline, graph: DecisionGraph) -> bool:
    return bool(guideline.tier and graph.recommendations and graph.tiers)


def _goals(subject: Subject, entering: dict[str, Diagram], members: Diagram, cells: bool) -> Iterator[Goal]:
    diagrams, guideline = subject.diagrams, subject.guideline
    kinds = ("edge", "leaf", "row", "cell") if cells else ("edge", "leaf")
    for id, coming in entering.items():
        graph = guideline.graphs[id]
        for item in items_of(graph):
            if item.kind in kinds:
                yield Goal(item.key, item.words, diagrams.both(members, _reaching(subject, item, coming)))
        for tier in graph.tiers if _has_tiers(guideline, graph) else ():
            here = diagrams.both(coming, diagrams.of(Compare(guideline.tier, "==", tier)))
            yield Goal(("tier", id, tier), f"{graph.title} in {tier}", diagrams.both(members, here))


def _reaching(subject: Subject, item: Item, coming: Diagram) -> Diagram:
    # A row without a cell in the tier asks nothing of it; one with cells is a goal of its own for each.
    return who_covers(subject, item, coming) if coming != NOBODY else NOBODY
