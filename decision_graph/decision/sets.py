"""Sets: what a guideline says as diagrams: who arrives where, whom each row is for, which row leads."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram, Diagrams
from decision_graph.graph import DecisionGraph, DecisionNode, Guideline, See
from decision_graph.predicate.terms import Always

Place = tuple[str, str]
"""The ids of a graph and of one of its questions or leaves."""

Name = TypeVar("Name", bound=Hashable)

Taken = tuple[str, str, int]
"""A place on a path with the number of an answer that is true there; ENDS where none is."""

ENDS = -1
"""Stands for the answer at a leaf, and at a question that has no answer for a patient."""


def call_order(guideline: Guideline, entry: str) -> list[str]:
    """The graphs that can be called from an entry graph, each after every graph that calls it."""
    finished: dict[str, None] = {}

    def visit(id: str) -> None:
        if id not in finished:
            for leaf in guideline.graphs[id].leaves.values():
                if isinstance(leaf, See):
                    visit(leaf.graph)
            finished[id] = None

    visit(entry)
    return list(reversed(finished))


def allowed(diagrams: Diagrams) -> Diagram:
    """Every patient that the rules of the vocabulary allow."""
    return diagrams.all(map(diagrams.of_clause, diagrams.space.rules))


def independent(diagrams: Diagrams) -> list[Diagram]:
    """Those whom the rules allow, as sets no two of which depend on the same axis."""
    found: list[Diagram] = []
    for rule in map(diagrams.of_clause, diagrams.space.rules):
        near = [one for one in found if diagrams.axes(one) & diagrams.axes(rule)]
        found = [one for one in found if one not in near] + [diagrams.all([rule, *near])]
    return [one for one in found if one != EVERYBODY]


def answers(diagrams: Diagrams, node: DecisionNode) -> tuple[Diagram, ...]:
    """For each edge of a question those for whom it is true."""
    stated = [diagrams.of(edge.when) for edge in node.edges if edge.when is not None]
    otherwise = diagrams.without(EVERYBODY, diagrams.any(stated))
    return tuple(otherwise if edge.when is None else diagrams.of(edge.when) for edge in node.edges)


def arrivals(diagrams: Diagrams, graph: DecisionGraph, entering: Diagram) -> dict[str, Diagram]:
    """For each question and leaf those who arrive there, of some who enter the graph."""
    found = dict.fromkeys(graph.order, NOBODY)
    found[graph.start] = entering
    for id in graph.order:
        node = graph.nodes.get(id)
        if node is not None:
            for edge, true in zip(node.edges, answers(diagrams, node), strict=True):
                found[edge.to] = diagrams.either(found[edge.to], diagrams.both(found[id], true))
    return found


def entrances(diagrams: Diagrams, guideline: Guideline, entry: str) -> dict[str, Diagram]:
    """For each graph those who come to it from an entry graph, whether the rules allow them or not.

    Sets that the rules have not been put into stay small.
    """
    found = dict.fromkeys(guideline.graphs, NOBODY)
    found[entry] = EVERYBODY
    for id in call_order(guideline, entry):
        graph = guideline.graphs[id]
        here = arrivals(diagrams, graph, found[id])
        for leaf in graph.leaves.values():
            if isinstance(leaf, See):
                found[leaf.graph] = diagrams.either(found[leaf.graph], here.get(leaf.id, NOBODY))
    return found


def paths(diagrams: Diagrams, guideline: Guideline, entry: str) -> Diagram:
    """The way of everybody who enters at a graph, through every `see`: a set of `Taken`."""
    whole: dict[str, Diagram] = {}
    for id in reversed(call_order(guideline, entry)):
        whole[id] = _paths(diagrams, guideline.graphs[id], whole)
    return whole[entry]


def _paths(diagrams: Diagrams, graph: DecisionGraph, called: Mapping[str, Diagram]) -> Diagram:
    nothing = diagrams.value(frozenset())
    found: dict[str, Diagram] = {}
    for id in reversed(graph.order):
        ends = diagrams.value(frozenset(((graph.id, id, ENDS),)))
        node = graph.nodes.get(id)
        if node is None:
            leaf = graph.leaves[id]
            onward = called[leaf.graph] if isinstance(leaf, See) else nothing
            found[id] = diagrams.combine(union, ends, onward)
            continue
        true = answers(diagrams, node)
        found[id] = diagrams.choose(diagrams.any(true), nothing, ends)
        for place, (edge, holds) in enumerate(zip(node.edges, true, strict=True)):
            step = diagrams.value(frozenset(((graph.id, id, place),)))
            way = diagrams.choose(holds, diagrams.combine(union, step, found[edge.to]), nothing)
            found[id] = diagrams.combine(union, found[id], way)
    return found[graph.start]


def leading(diagrams: Diagrams, guideline: Guideline, matched: Mapping[str, Diagram]) -> dict[str, Diagram]:
    """For each row those for whom it matches and no other matching row outranks it.

    Args:
        diagrams: in which the sets stand.
        guideline: with the precedence.
        matched: for each row in question those for whom it matches.
    """
    outranked = dict.fromkeys(matched, NOBODY)
    for id, matching in matched.items():
        for precedence in guideline.recommendations[id].outranks:
            if precedence.row in outranked:
                applies = diagrams.both(matching, diagrams.of(precedence.when or Always()))
                outranked[precedence.row] = diagrams.either(outranked[precedence.row], applies)
    return {id: diagrams.without(matching, outranked[id]) for id, matching in matched.items()}


def collected(diagrams: Diagrams, tables: Iterable[Mapping[Name, Diagram]]) -> Diagram:
    """For each patient the set of those names in whose set the patient is.

    Table by table: names that have to do with each other stand in one table, and stay small together.
    """
    result = nothing = diagrams.value(frozenset())
    for table in tables:
        names = nothing
        for name, members in table.items():
            with_name = diagrams.combine(union, names, diagrams.value(frozenset((name,))))
            names = diagrams.choose(members, with_name, names)
        result = diagrams.combine(union, result, names)
    return result


def union(one: frozenset[object], other: frozenset[object]) -> frozenset[object]:
    """Both sets together."""
    return one | other


def pair(one: object, other: object) -> tuple[object, object]:
    """Two values as one."""
    return one, other
