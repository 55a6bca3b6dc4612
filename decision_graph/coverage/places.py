"""Places: where each recommendation stands in the source, in its graph and on paper; the silent leaves."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from decision_graph.graph import DecisionGraph, Guideline, Recommend, Recommendation, Silent

Boxes = Mapping[tuple[str, str], "Box"]
"""What is printed, by graph and by the id of a recommendation or a leaf."""


class Box(msgspec.Struct, frozen=True):
    """A row as it is printed on a chart: its number on paper, and how many cells it has there."""

    number: str
    cells: int = 0


class Place(msgspec.Struct, frozen=True):
    """One recommendation and everywhere that it stands.

    Attributes:
        row: the recommendation; its `source` says where in the source.
        graph: the graph that it belongs to.
        leaves: that recommend it.
        questions: that lead to one of those leaves.
        box: how it is printed; None if it is not.
    """

    row: Recommendation
    graph: str
    leaves: tuple[str, ...]
    questions: tuple[str, ...]
    box: Box | None


class Silence(msgspec.Struct, frozen=True):
    """A leaf where the guideline says nothing, with the rows that come nearest."""

    graph: str
    leaf: Silent
    questions: tuple[str, ...]
    box: Box | None


def places(guideline: Guideline, boxes: Boxes) -> tuple[Place, ...]:
    """Where every recommendation stands, graph by graph in the order of the source.

    >>> from decision_graph.loading import load_guideline
    >>> places(load_guideline("tests/fixtures/asthma"), {})[2].leaves
    ('1.3', 'both_rows')
    """
    return tuple(
        _place(graph, row, boxes)
        for graph in guideline.graphs.values()
        for row in graph.recommendations.values()
    )


def _place(graph: DecisionGraph, row: Recommendation, boxes: Boxes) -> Place:
    leaves = sorted(
        leaf.id for leaf in graph.leaves.values() if isinstance(leaf, Recommend) and row.id in leaf.rows
    )
    questions = dict.fromkeys(question for leaf in leaves for question in _leading_to(graph, leaf))
    return Place(row, graph.id, tuple(leaves), tuple(questions), boxes.get((graph.id, row.id)))


def silences(guideline: Guideline, boxes: Boxes) -> tuple[Silence, ...]:
    """Every leaf where the guideline says nothing."""
    return tuple(
        Silence(graph.id, leaf, _leading_to(graph, leaf.id), boxes.get((graph.id, leaf.id)))
        for graph in guideline.graphs.values()
        for leaf in graph.leaves.values()
        if isinstance(leaf, Silent)
    )


def _leading_to(graph: DecisionGraph, leaf: str) -> tuple[str, ...]:
    return tuple(node.id for node in graph.nodes.values() if any(edge.to == leaf for edge in node.edges))
