"""Node-link: the graphs of a guideline as lists of nodes and edges, for JSON and GraphML.

The same facts as in `decision_graph.contents`, in the shape that programs for graphs read: each node and
edge is one record, and each edge has its predicate as text and as a tree.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any, Literal, assert_never

import msgspec

from decision_graph import contents
from decision_graph.graph import (
    DecisionGraph,
    Guideline,
    Leaf,
    OutOfScope,
    Recommend,
    See,
    Silent,
    predicates,
)
from decision_graph.predicate.terms import Term, Value
from decision_graph.predicate.text import to_text

FORMAT = "decision-graph/node-link/1"

NodeKind = Literal["question", "recommend", "silent", "see", "out_of_scope"]


class Node(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question, or a leaf.

    Attributes:
        id: unique in its graph; the id on paper and in the API.
        text: the question, or the words of a leaf that recommends nothing.
        hit: of a question: `unique` means exactly one edge is true, `collect` each true one is followed.
        rows: of a leaf that recommends: keys of `recommendations`.
        nearest: of a silent leaf: rows to look at, not recommendations.
        graph: of a leaf that goes on in another graph: that graph.
    """

    id: str
    kind: NodeKind
    text: str = ""
    hit: Literal["unique", "collect"] | None = None
    rows: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    graph: str = ""
    notes: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True):
    """An edge: an answer to a question.

    Attributes:
        id: the question and the place among its answers, from 0: "her2:0". So lines are called in pictures.
        when: the predicate as text, or `otherwise`: true only if no other answer of the question is.
        predicate: the same as a tree; null for `otherwise`.
    """

    id: str
    source: str
    target: str
    place: int
    label: str
    when: str
    predicate: Term | None


class Graph(msgspec.Struct, frozen=True):
    """One treatment line.

    Attributes:
        given: facts that hold for everybody who enters here.
        scope: conditions that must not be false.
        recommendations: keys of the document's `recommendations`, in the order of the source.
    """

    id: str
    title: str
    start: str
    tiers: tuple[str, ...]
    given: dict[str, Value]
    scope: list[dict[str, Any]]
    notes: tuple[str, ...]
    nodes: list[Node]
    edges: list[Link]
    recommendations: list[str]


class Document(msgspec.Struct, frozen=True):
    """Graphs of a guideline, with everything that is needed to walk them.

    Everything but `format`, `graphs` and `predicates` is as `decision-graph show --format json` prints it.

    Attributes:
        format: the name and version of this layout.
        predicates: every predicate text of the document, as a tree.
    """

    format: str
    guideline: str
    title: str
    version: str
    digest: str
    disclaimer: str
    provenance: dict[str, Any]
    entry: str
    selectors: dict[str, str | None]
    tiers: dict[str, dict[str, str]]
    everywhere: list[str]
    abbreviations: dict[str, str]
    graphs: list[Graph]
    recommendations: dict[str, dict[str, Any]]
    vocabulary: dict[str, Any]
    notes: dict[str, dict[str, str]]
    predicates: dict[str, Term]


def document(guideline: Guideline, graphs: Iterable[DecisionGraph]) -> Document:
    """Some graphs of a guideline as one document, with their rows and all that the guideline shares."""
    chosen = msgspec.structs.replace(guideline, graphs={graph.id: graph for graph in graphs})
    found = contents.contents_json(chosen)
    kept = {
        field.name: found[field.name] for field in msgspec.structs.fields(Document) if field.name in found
    }
    return Document(
        format=FORMAT,
        graphs=[_graph(graph) for graph in chosen.graphs.values()],
        predicates={to_text(term): term for term in predicates(chosen)},
        **{name: value for name, value in kept.items() if name != "graphs"},
    )


def _graph(graph: DecisionGraph) -> Graph:
    return Graph(
        id=graph.id,
        title=graph.title,
        start=graph.start,
        tiers=graph.tiers,
        given=graph.given,
        scope=contents.conditions_json(graph.scope),
        notes=graph.notes,
        nodes=list(nodes(graph)),
        edges=list(links(graph)),
        recommendations=list(graph.recommendations),
    )


def nodes(graph: DecisionGraph) -> Iterator[Node]:
    """The questions of a graph, then its leaves, in the order of the file."""
    for node in graph.nodes.values():
        yield Node(node.id, "question", node.ask, node.hit_policy, notes=node.notes)
    yield from map(_leaf, graph.leaves.values())


def _leaf(leaf: Leaf) -> Node:
    match leaf:
        case Recommend():
            return Node(leaf.id, "recommend", rows=leaf.rows)
        case Silent():
            return Node(leaf.id, "silent", leaf.text, nearest=leaf.nearest, notes=leaf.notes)
        case See():
            return Node(leaf.id, "see", graph=leaf.graph)
        case OutOfScope():
            return Node(leaf.id, "out_of_scope", leaf.text)
        case _:
            assert_never(leaf)


def links(graph: DecisionGraph) -> Iterator[Link]:
    """The edges of a graph, question by question."""
    for node in graph.nodes.values():
        for place, edge in enumerate(node.edges):
            when = "otherwise" if edge.when is None else to_text(edge.when)
            yield Link(f"{node.id}:{place}", node.id, edge.to, place, edge.label, when, edge.when)


def schema() -> dict[str, Any]:
    """The JSON Schema of a document, printed from the classes above."""
    found = msgspec.json.schema(Document)
    for made in found["$defs"].values():
        if "description" in made:
            made["description"] = inspect.cleandoc(made["description"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FORMAT, **found}
