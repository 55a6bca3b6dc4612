"""Questions: the nodes and leaves of a graph file."""

from __future__ import annotations

from collections.abc import Collection
from typing import assert_never

from decision_graph import prose
from decision_graph.diagnostics import did_you_mean
from decision_graph.graph import DecisionNode, Edge, HitPolicy, Leaf, OutOfScope, Recommend, See, Silent
from decision_graph.loading.format import (
    EdgeRecord,
    GraphFile,
    NodeRecord,
    OutOfScopeLeaf,
    RecommendLeaf,
    SeeLeaf,
    SilentLeaf,
)
from decision_graph.loading.names import Names
from decision_graph.loading.tree import Scalar
from decision_graph.predicate.terms import Not, Term, attributes, disjunction
from decision_graph.vocabulary import Vocabulary

OTHERWISE = "otherwise"


def make_nodes(file: GraphFile, names: Names, vocabulary: Vocabulary) -> dict[str, DecisionNode]:
    """The questions of a graph by id, in the order of the file.

    Args:
        file: a graph file as read.
        names: must know everything of the guideline.
        vocabulary: its words make the questions and answers that the author left out.
    """
    targets = _targets(file)
    return {name.text: _node(name, record, targets, names, vocabulary) for name, record in file.nodes}


def make_leaves(file: GraphFile, names: Names) -> dict[str, Leaf]:
    """The leaves of a graph by id; one is added for every recommendation that an edge points at."""
    rows = tuple(name.text for name, _ in file.recommendations)
    leaves = {name.text: _leaf(name, record, rows, names) for name, record in file.leaves}
    for _, node in file.nodes:
        for edge in node.edges:
            if edge.to.text in rows:
                leaves.setdefault(edge.to.text, Recommend(edge.to.text, (edge.to.text,), edge.to.span))
    return leaves


def check_start(file: GraphFile, names: Names) -> None:
    """The start is a node or a leaf; ids are unique over nodes, leaves and recommendations."""
    _check_target(file.start, [name.text for name, _ in (*file.nodes, *file.leaves)], names)
    kinds: dict[str, str] = {}
    for kind, entries in (
        ("recommendation", file.recommendations),
        ("node", file.nodes),
        ("leaf", file.leaves),
    ):
        for name, _ in entries:
            if name.text in kinds:
                message = f"'{name.text}' is already the name of a {kinds[name.text]}"
                names.add("duplicate-id", message, name.span, f"give the {kind} another name")
            kinds[name.text] = kind


def _targets(file: GraphFile) -> Collection[str]:
    """In the order of the file; a dictionary, because every edge is looked up."""
    return dict.fromkeys(name.text for name, _ in (*file.nodes, *file.leaves, *file.recommendations))


def _check_target(target: Scalar, targets: Collection[str], names: Names) -> None:
    if target.text and target.text not in targets:
        message = f"this graph has no node, leaf or recommendation '{target.text}'"
        hint = _elsewhere(target.text, names) or did_you_mean(target.text, targets)
        names.add("unknown-target", message, target.span, hint)


def _elsewhere(row: str, names: Names) -> str:
    """The remedy for a recommendation that stands in another graph."""
    home = names.homes.get(row)
    return f"it is a recommendation of another graph; go there with a leaf {{see: {home}}}" if home else ""


def _node(
    name: Scalar, record: NodeRecord, targets: Collection[str], names: Names, vocabulary: Vocabulary
) -> DecisionNode:
    before = len(names.faults)
    terms = [_term(edge, names) for edge in record.edges]
    ask = record.ask
    if ask is None:
        ask = _ask(name, terms, names) if len(names.faults) == before else ""
    hit: HitPolicy = record.hit  # type: ignore[assignment]  # a Word of exactly these
    _check_otherwise(record, names)
    for edge in record.edges:
        _check_target(edge.to, targets, names)
    return DecisionNode(
        id=name.text,
        ask=ask,
        edges=tuple(
            Edge(edge.label or _label(term, terms, vocabulary), term, edge.to.text, edge.when.span)
            for edge, term in zip(record.edges, terms, strict=True)
        ),
        hit_policy=hit,
        notes=names.notes(record.notes),
        span=name.span,
    )


def _term(edge: EdgeRecord, names: Names) -> Term | None:
    return None if edge.when.text == OTHERWISE else names.term(edge.when)


def _check_otherwise(record: NodeRecord, names: Names) -> None:
    places = [place for place, edge in enumerate(record.edges) if edge.when.text == OTHERWISE]
    for place in places[1:]:
        message = "a second answer is for everybody else"
        names.add("two-otherwise", message, record.edges[place].when.span, "say for whom this answer is")
    if places and places[0] != len(record.edges) - 1 and len(places) == 1:
        message = "`otherwise` stands before other answers"
        names.add("otherwise-not-last", message, record.edges[places[0]].when.span, "move it to the end")


def _ask(name: Scalar, terms: list[Term | None], names: Names) -> str:
    """The question of the one attribute that the answers are about."""
    mentioned = _mentioned(terms)
    if names.attributes is None or not terms:
        return ""
    if len(mentioned) == 1:
        return names.attributes[mentioned[0]].ask
    about = ", ".join(mentioned) or "no attribute"
    message = f"'{name.text}' needs the key 'ask': its answers are about {about}"
    names.add("missing-key", message, name.span, "only a node about one attribute takes its question")
    return ""


def _mentioned(terms: list[Term | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for term in terms if term is not None for name in attributes(term)))


def _label(term: Term | None, terms: list[Term | None], vocabulary: Vocabulary) -> str:
    """An answer in words: short if the question is about one attribute, otherwise a clause.

    `otherwise` is put in the words of its opposite where one attribute is asked about.
    """
    about_one = len(_mentioned(terms)) == 1
    if term is not None:
        return prose.answer(term, vocabulary) if about_one else prose.clause(term, vocabulary)
    others = [other for other in terms if other is not None]
    return prose.answer(Not(disjunction(*others)), vocabulary) if about_one else OTHERWISE


def _leaf(
    name: Scalar,
    record: RecommendLeaf | SilentLeaf | SeeLeaf | OutOfScopeLeaf,
    rows: Collection[str],
    names: Names,
) -> Leaf:
    match record:
        case RecommendLeaf():
            for row in record.recommend:
                if row.text and row.text not in rows:
                    message = f"this graph has no recommendation '{row.text}'"
                    hint = _elsewhere(row.text, names) or did_you_mean(row.text, rows)
                    names.add("unknown-recommendation", message, row.span, hint)
            return Recommend(name.text, tuple(row.text for row in record.recommend), name.span)
        case SilentLeaf():
            nearest = names.all("recommendation", record.nearest)
            return Silent(name.text, record.silent, nearest, names.notes(record.notes), name.span)
        case SeeLeaf():
            return See(name.text, names.resolve("graph", record.see), name.span)
        case OutOfScopeLeaf():
            return OutOfScope(name.text, record.out_of_scope, name.span)
        case _:
            assert_never(record)
