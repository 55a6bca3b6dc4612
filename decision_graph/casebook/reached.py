"""Reached: which nodes, answers, rows, cells and leaves of a guideline some cases cover.

Only cases that pass count: a case that fails shows that something was reached, but not that it is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, assert_never

import msgspec

from decision_graph.casebook.run import Outcome
from decision_graph.diagnostics import Span
from decision_graph.graph import DecisionGraph, Guideline, Leaf, OutOfScope, Recommend, See, Silent
from decision_graph.predicate.terms import Always
from decision_graph.predicate.truth import Truth
from decision_graph.traversal.answer import Answer
from decision_graph.traversal.walk import Visit

Kind = Literal["node", "edge", "row", "cell", "leaf"]

KINDS: tuple[Kind, ...] = ("node", "edge", "row", "cell", "leaf")


class Item(msgspec.Struct, frozen=True):
    """Something that a case can cover.

    Attributes:
        kind: `edge` is an answer that is taken and, where several may hold, one that is not.
        graph: the graph that it belongs to.
        id: unique within kind and graph.
        words: what it is, for people.
        span: where it is written; None if nowhere by itself.
    """

    kind: Kind
    graph: str
    id: str
    words: str
    span: Span | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it different from every other item."""
        return self.kind, self.graph, self.id


class Reached(msgspec.Struct, frozen=True):
    """What cases cover: for each item the ids of the passing cases that reach it."""

    items: dict[Item, tuple[str, ...]]

    @property
    def missing(self) -> tuple[Item, ...]:
        """What no case covers, in the order of the files."""
        return tuple(item for item, cases in self.items.items() if not cases)

    def count(self, kind: Kind) -> tuple[int, int]:
        """How many items of a kind are covered, and how many there are."""
        found = [cases for item, cases in self.items.items() if item.kind == kind]
        return sum(bool(cases) for cases in found), len(found)


def reached(guideline: Guideline, outcomes: Iterable[Outcome], graphs: Iterable[str] = ()) -> Reached:
    """What the cases that passed cover.

    Args:
        guideline: that the cases were put to.
        outcomes: of `run_cases`.
        graphs: ids of the graphs in question; all if empty.
    """
    chosen = tuple(graphs) or tuple(guideline.graphs)
    items = [item for id in chosen for item in items_of(guideline.graphs[id])]
    cases: dict[tuple[str, str, str], list[str]] = {item.key: [] for item in items}
    for outcome in outcomes:
        if outcome.passed and outcome.answer is not None:
            for key in dict.fromkeys(covered_by(outcome.answer)):
                if key in cases:
                    cases[key].append(outcome.case.id)
    return Reached({item: tuple(cases[item.key]) for item in items})


def items_of(graph: DecisionGraph) -> Iterator[Item]:
    """Everything in a graph that a case can cover, in the order of the files."""
    for node in graph.nodes.values():
        yield Item("node", graph.id, node.id, f"the question '{node.id}': {node.ask}", node.span)
        for place, edge in enumerate(node.edges):
            words = f"the answer '{edge.label}' to '{node.id}'"
            yield Item("edge", graph.id, f"{node.id}.{place + 1}", words, edge.span)
            if node.hit_policy == "collect" and not isinstance(edge.when, Always):
                not_taken = f"{node.id}.{place + 1} not taken"
                yield Item("edge", graph.id, not_taken, f"{words}, where it does not hold", edge.span)
    for leaf in graph.leaves.values():
        yield Item("leaf", graph.id, leaf.id, f"the leaf '{leaf.id}': {_leaf_words(leaf)}", leaf.span)
    for row in graph.recommendations.values():
        yield Item("row", graph.id, row.id, f"row {row.id}: {row.title}", row.span)
        for tier in row.cells:
            yield Item("cell", graph.id, f"{row.id} {tier}", f"row {row.id} in {tier}", row.span)


def _leaf_words(leaf: Leaf) -> str:
    match leaf:
        case Recommend():
            return f"recommends {', '.join(leaf.rows)}"
        case Silent():
            return f"silent, {leaf.text}"
        case See():
            return f"continues in {leaf.graph}"
        case OutOfScope():
            return f"out of scope, {leaf.text}"
        case _:
            assert_never(leaf)


def covered_by(answer: Answer) -> Iterator[tuple[str, str, str]]:
    """The keys of every item that an answer certainly reaches."""
    for visit in answer.trace.visits:
        if visit.certain:
            yield from _visited(visit)
    for graph in (answer.guideline.graphs[id] for id, entered in answer.trace.graphs.items() if entered):
        if graph.start in graph.leaves:
            yield "leaf", graph.id, graph.start
    homes = {row: graph.id for graph in answer.guideline.graphs.values() for row in graph.recommendations}
    for found in answer.rows:
        home = homes[found.row.id]
        yield "row", home, found.row.id
        if found.cell is not None:
            yield "cell", home, f"{found.row.id} {answer.tier}"


def _visited(visit: Visit) -> Iterator[tuple[str, str, str]]:
    yield "node", visit.graph, visit.node.id
    for place, traced in enumerate(visit.edges):
        if traced.truth is Truth.TRUE:
            yield "edge", visit.graph, f"{visit.node.id}.{place + 1}"
            yield "leaf", visit.graph, traced.edge.to  # a node of this id is no leaf, so nothing is covered
        elif traced.truth is Truth.FALSE:
            yield "edge", visit.graph, f"{visit.node.id}.{place + 1} not taken"
