"""Mentioned: which attributes the graphs of a guideline speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decision_graph.graph import Cell, Guideline
from decision_graph.predicate.terms import attributes


def mentioned(guideline: Guideline, graphs: Iterable[str]) -> frozenset[str]:
    """The attributes that the questions, rows and options of some graphs speak of, with their selectors.

    Args:
        guideline: with the graphs.
        graphs: ids of some of its graphs.

    Raises:
        KeyError: for an id that is no graph of the guideline.

    >>> from decision_graph.loading import load_guideline
    >>> sorted(mentioned(load_guideline("mbc"), ["treatment_duration"]) - {"line", "setting"})[:3]
    ['her2_status', 'her2_therapy_contraindicated', 'maximal_response']
    """
    names = {guideline.line, guideline.tier} - {""}
    for graph in (guideline.graphs[id] for id in graphs):
        terms = [edge.when for node in graph.nodes.values() for edge in node.edges]
        for row in graph.recommendations.values():
            terms += [row.population, *(other.when for other in row.outranks)]
            terms += [option.when for cell in row.cells.values() for option in cell.options]
            names.update(_of_interventions(guideline, row.cells.values()))
        names.update(name for term in terms if term is not None for name in attributes(term))
    return frozenset(names)


def _of_interventions(guideline: Guideline, cells: Iterable[Cell]) -> Iterator[str]:
    """The attributes on which the interventions of some cells hang."""
    vocabulary = guideline.vocabulary
    ids = {id for cell in cells for option in cell.options for id in option.interventions}
    for id in ids:
        yield from vocabulary.stock(id)
        for kind in vocabulary.lineage(id):
            for condition in (*kind.only_when, *kind.cautions):
                yield from attributes(condition.when)
