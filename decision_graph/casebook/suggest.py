"""Suggest: a patient for what no case covers yet, told with only the facts that matter."""

from __future__ import annotations

from collections.abc import Iterable

from decision_graph.casebook.reached import Item
from decision_graph.decision.sets import arrivals
from decision_graph.diagrams import NOBODY, Diagram, OverBudget
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Compare
from decision_graph.verification.finding import Witness
from decision_graph.verification.subject import GraphSubject, Subject
from decision_graph.verification.witness import find_witness


def suggest(guideline: Guideline, items: Iterable[Item]) -> dict[Item, Witness | None]:
    """A patient for each item, as the guideline is entered; None where there is none."""
    subject = Subject(guideline)
    return {item: _witness(subject, item) for item in items}


def _witness(subject: Subject, item: Item) -> Witness | None:
    diagrams = subject.diagrams
    try:
        domain = subject.allowed
        found = diagrams.both(domain, who_covers(subject, item))
        return None if found == NOBODY else find_witness(diagrams, found, domain, {})
    except (OverBudget, RecursionError):
        return None


def who_covers(subject: Subject, item: Item, entering: Diagram | None = None) -> Diagram:
    """Those who reach an item, whether the rules allow them or not.

    Args:
        subject: the guideline as sets of patients.
        item: of one of its graphs.
        entering: those who enter that graph; by default who comes to it from the entry graph.
    """
    diagrams, graph = subject.diagrams, subject.graphs[item.graph]
    entering = subject.entrances[item.graph] if entering is None else entering
    match item.kind:
        case "node" | "leaf":
            return arrivals(diagrams, graph.graph, entering).get(item.id, NOBODY)
        case "row":
            return diagrams.both(entering, graph.populations[item.id])
        case "cell":
            row, _, tier = item.id.rpartition(" ")
            here = diagrams.of(Compare(subject.guideline.tier, "==", tier))
            return diagrams.all((entering, here, graph.populations[row]))
        case "edge":
            return _taking(graph, item.id, entering)


def _taking(graph: GraphSubject, id: str, entering: Diagram) -> Diagram:
    edge, _, not_taken = id.partition(" ")
    node, _, place = edge.rpartition(".")
    taking = graph.answers(graph.graph.nodes[node])[int(place) - 1]
    diagrams = graph.diagrams
    arriving = arrivals(diagrams, graph.graph, entering).get(node, NOBODY)
    return diagrams.without(arriving, taking) if not_taken else diagrams.both(arriving, taking)
