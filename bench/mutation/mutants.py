"""Mutants: a guideline with one small change in its populations and edges, in every possible way.

An operator, a value, a connective, a target or a precedence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from decision_graph.graph import DecisionGraph, Guideline, Outranks, Recommend
from decision_graph.predicate.terms import (
    And,
    Compare,
    Member,
    Not,
    Operator,
    Or,
    Term,
    Value,
    conjunction,
    disjunction,
)
from decision_graph.predicate.text import to_text
from decision_graph.vocabulary import Vocabulary, domain

OPERATORS: tuple[Operator, ...] = ("==", "!=", "<", "<=", ">", ">=")


class Mutant(NamedTuple):
    """A graph with one change: what kind of change, in words, and at which edge of which node, if at one."""

    kind: str
    words: str
    graph: DecisionGraph
    edge: tuple[str, int] | None = None


# Changing predicates


def variants(term: Term, vocabulary: Vocabulary) -> Iterator[tuple[str, Term]]:
    """Every predicate that differs in one place, with the kind of the difference."""
    match term:
        case Compare():
            yield from _comparisons(term, vocabulary)
        case Member(name, values):
            for value in domain(vocabulary.attributes[name]):
                left = tuple(v for v in values if v != value) if value in values else (*values, value)
                if left:
                    yield "value", Member(name, left)
            yield "operator", Not(term)
        case Not(inner):
            yield "connective", inner
            yield from ((kind, Not(other)) for kind, other in variants(inner, vocabulary))
        case And(terms) | Or(terms):
            join, opposite = (
                (conjunction, disjunction) if isinstance(term, And) else (disjunction, conjunction)
            )
            yield "connective", opposite(*terms)
            for place, part in enumerate(terms):
                for kind, other in variants(part, vocabulary):
                    yield kind, join(*terms[:place], other, *terms[place + 1 :])
        case _:
            pass  # `always` has nothing to change


def _comparisons(term: Compare, vocabulary: Vocabulary) -> Iterator[tuple[str, Term]]:
    attribute = vocabulary.attributes[term.attribute]
    if attribute.kind == "boolean":
        yield "value", Compare(term.attribute, term.operator, not term.value)
        return
    for operator in OPERATORS[:2] if attribute.kind == "enum" else OPERATORS:
        if operator != term.operator:
            yield "operator", Compare(term.attribute, operator, term.value)
    others: list[Value] = list(domain(attribute))
    if isinstance(term.value, int | float) and not isinstance(term.value, bool):
        others = [term.value - 1, term.value + 1, term.value * 2]
    for value in others:
        if value != term.value:
            yield "value", Compare(term.attribute, term.operator, value)


# Changing graphs


def mutants(guideline: Guideline) -> Iterator[Mutant]:
    """Every guideline's graph with one change."""
    for graph in guideline.graphs.values():
        yield from _of_edges(graph, guideline.vocabulary)
        yield from _of_rows(graph, guideline.vocabulary)


def _of_edges(graph: DecisionGraph, vocabulary: Vocabulary) -> Iterator[Mutant]:
    places = (*graph.nodes, *graph.leaves, *(id for id in graph.recommendations if id not in graph.leaves))
    for node in graph.nodes.values():
        for place, edge in enumerate(node.edges):
            where = f"{graph.id}: edge '{edge.label}' of {node.id}"
            changed: list[tuple[str, str, Any]] = []
            for kind, term in variants(edge.when, vocabulary) if edge.when is not None else ():
                changed.append((kind, to_text(term), replace(edge, when=term)))
            for target in places:
                if target != edge.to:
                    changed.append(("target", f"to {target}", replace(edge, to=target)))
            for kind, words, other in changed:
                edges = (*node.edges[:place], other, *node.edges[place + 1 :])
                nodes = {**graph.nodes, node.id: replace(node, edges=edges)}
                changed_graph = _with_leaves(replace(graph, nodes=nodes))
                yield Mutant(kind, f"{where}: {words}", changed_graph, (node.id, place))


def _with_leaves(graph: DecisionGraph) -> DecisionGraph:
    """The graph as the loader makes it: a leaf for each row that an edge points at, and for no other."""
    pointed = {edge.to for node in graph.nodes.values() for edge in node.edges}
    rows = graph.recommendations
    leaves = {id: leaf for id, leaf in graph.leaves.items() if id not in rows or id in pointed}
    leaves |= {id: Recommend(id, (id,)) for id in rows if id in pointed and id not in leaves}
    return replace(graph, leaves=leaves)


def _of_rows(graph: DecisionGraph, vocabulary: Vocabulary) -> Iterator[Mutant]:
    for row in graph.recommendations.values():
        changed: list[tuple[str, str, Any]] = []
        for kind, term in variants(row.population, vocabulary):
            changed.append((kind, f"population {to_text(term)}", replace(row, population=term)))
        for place, precedence in enumerate(row.outranks):
            rest = (row.outranks[:place], row.outranks[place + 1 :])
            for words, others in _precedences(graph, row.id, precedence, vocabulary):
                outranks = (*rest[0], *others, *rest[1])
                changed.append(("precedence", words, replace(row, outranks=outranks)))
        for kind, words, other in changed:
            rows = {**graph.recommendations, row.id: other}
            yield Mutant(kind, f"{graph.id}: {row.id}: {words}", replace(graph, recommendations=rows))
        yield from _reversed(graph, row.id)


def _precedences(
    graph: DecisionGraph, row: str, precedence: Outranks, vocabulary: Vocabulary
) -> Iterator[tuple[str, tuple[Outranks, ...]]]:
    yield f"no longer outranks {precedence.row}", ()
    taken = {o.row for o in graph.recommendations[row].outranks}
    for other in graph.recommendations:
        if other != row and other not in taken:
            yield f"outranks {other} instead of {precedence.row}", (replace(precedence, row=other),)
    if precedence.when is not None:
        yield f"outranks {precedence.row} always", (replace(precedence, when=None),)
        for _, term in variants(precedence.when, vocabulary):
            yield f"outranks {precedence.row} when {to_text(term)}", (replace(precedence, when=term),)


def _reversed(graph: DecisionGraph, id: str) -> Iterator[Mutant]:
    rows = graph.recommendations
    for precedence in rows[id].outranks:
        if precedence.row in rows and not any(o.row == id for o in rows[precedence.row].outranks):
            above = replace(rows[id], outranks=tuple(o for o in rows[id].outranks if o != precedence))
            below = rows[precedence.row]
            below = replace(below, outranks=(*below.outranks, replace(precedence, row=id)))
            changed = replace(graph, recommendations={**rows, id: above, below.id: below})
            yield Mutant("precedence", f"{graph.id}: {below.id} outranks {id}, not the other way", changed)


def refused(graph: DecisionGraph) -> bool:
    """Whether the loader refuses a graph: a circle, or what nothing leads to."""
    if {*graph.nodes, *graph.leaves} - set(graph.order):
        return True
    if {*graph.recommendations} - {
        r for f in graph.leaves.values() if isinstance(f, Recommend) for r in f.rows
    }:
        return True
    order = graph.order
    if any(order[edge.to] <= order[node.id] for node in graph.nodes.values() for edge in node.edges):
        return True
    return _in_a_circle(
        {id: [o.row for o in row.outranks if o.when is None] for id, row in graph.recommendations.items()}
    )


def _in_a_circle(below: dict[str, list[str]]) -> bool:
    done: set[str] = set()
    under_way: set[str] = set()

    def circles(id: str) -> bool:
        if id in under_way:
            return True
        if id in done or id not in below:
            return False
        under_way.add(id)
        found = any(map(circles, below[id]))
        under_way.discard(id)
        done.add(id)
        return found

    return any(map(circles, below))
