"""Figures: the counts by which guidelines that are encoded as trees are described and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache, partial

import msgspec

from decision_graph.diagrams import OverBudget
from decision_graph.graph import DecisionGraph, Guideline, See
from decision_graph.verification.agreement import Agreement, agreement, agreement_of_all
from decision_graph.verification.subject import Subject
from decision_graph.vocabulary import Attribute


class GraphFigures(msgspec.Struct, frozen=True):
    """The counts of one graph, or of all as entered from the entry graph.

    Attributes:
        questions, answers, leaves, rows: how many it has.
        routes: paths from the start to a leaf; a `see` leaf ends the path of one graph, and is passed
            through in the paths from the entry.
        subpopulations: groups of patients who reach the same leaves and match the same rows with the
            same standing; None if the proof was too large.
        patients: complete patients, told apart by what the questions and the table mention.
        proved: those for whom questions and table are proved to agree.
    """

    questions: int
    answers: int
    leaves: int
    rows: int
    routes: int
    subpopulations: int | None
    patients: int | None
    proved: int | None


class Figures(msgspec.Struct, frozen=True):
    """The counts of a guideline.

    Attributes:
        graphs: by id.
        whole: from the entry on.
        items: attributes by kind of value.
        obtained: attributes by how they are obtained, cheapest first.
        coded: attributes with a code, of their own or of one of their values.
        interventions: by kind.
        coded_interventions: interventions with a code.
    """

    graphs: dict[str, GraphFigures]
    whole: GraphFigures
    items: dict[str, int]
    obtained: dict[str, int]
    coded: int
    interventions: dict[str, int]
    coded_interventions: int


def figures(guideline: Guideline) -> Figures:
    """Count; subpopulations and patients are proved, not sampled.

    >>> from decision_graph.loading import load_guideline
    >>> figures(load_guideline("tests/fixtures/asthma")).whole.routes
    13
    """
    vocabulary, subject = guideline.vocabulary, Subject(guideline)
    attributes, interventions = vocabulary.attributes.values(), vocabulary.interventions.values()
    obtained = Counter(attribute.obtained for attribute in attributes)
    graphs = {
        id: _of_graph(found.graph, _proved(partial(agreement, found))) for id, found in subject.graphs.items()
    }
    return Figures(
        graphs=graphs,
        whole=_of_whole(guideline, graphs, _proved(partial(agreement_of_all, subject))),
        items=dict(Counter(attribute.kind for attribute in attributes)),
        obtained={way: obtained[way] for way in vocabulary.obtained},
        coded=sum(map(_is_coded, attributes)),
        interventions={
            kind: sum(found.kind == kind for found in interventions) for kind in vocabulary.intervention_kinds
        },
        coded_interventions=sum(bool(found.codes) for found in interventions),
    )


def routes(graph: DecisionGraph) -> int:
    """How many paths lead from the start to a leaf, counted without walking each.

    Paths that no patient can take, because answers further down contradict those above, count too.
    """
    return sum(_arriving(graph).get(leaf, 0) for leaf in graph.leaves)


def _arriving(graph: DecisionGraph) -> dict[str, int]:
    """For each node and leaf the number of paths from the start."""
    found = dict.fromkeys(graph.order, 0)
    found[graph.start] = 1
    for id in graph.order:
        for edge in graph.nodes[id].edges if id in graph.nodes else ():
            found[edge.to] += found[id]
    return found


def _all_routes(guideline: Guideline) -> int:
    @cache
    def from_graph(id: str) -> int:
        graph = guideline.graphs[id]
        arriving = _arriving(graph)
        return sum(
            arriving.get(leaf.id, 0) * (from_graph(leaf.graph) if isinstance(leaf, See) else 1)
            for leaf in graph.leaves.values()
        )

    return from_graph(guideline.entry)


def _proved(prove: Callable[[], Agreement]) -> Agreement | None:
    try:
        return prove()
    except (OverBudget, RecursionError):
        return None


def _of_graph(graph: DecisionGraph, proof: Agreement | None) -> GraphFigures:
    return GraphFigures(
        questions=len(graph.nodes),
        answers=sum(len(node.edges) for node in graph.nodes.values()),
        leaves=len(graph.leaves),
        rows=len(graph.recommendations),
        routes=routes(graph),
        subpopulations=proof.cases if proof else None,
        patients=proof.patients if proof else None,
        proved=proof.proved if proof else None,
    )


def _of_whole(guideline: Guideline, graphs: dict[str, GraphFigures], proof: Agreement | None) -> GraphFigures:
    return GraphFigures(
        questions=sum(graph.questions for graph in graphs.values()),
        answers=sum(graph.answers for graph in graphs.values()),
        leaves=sum(graph.leaves for graph in graphs.values()),
        rows=sum(graph.rows for graph in graphs.values()),
        routes=_all_routes(guideline),
        subpopulations=proof.cases if proof else None,
        patients=proof.patients if proof else None,
        proved=proof.proved if proof else None,
    )


def _is_coded(attribute: Attribute) -> bool:
    return bool(attribute.codes) or any(choice.codes for choice in attribute.choices)
