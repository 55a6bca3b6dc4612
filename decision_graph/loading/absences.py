"""Absences: what is declared and never used, and what cannot be reached.

They are looked for only where everything else is in order: a misspelt target would make a whole branch
look unreachable.
"""

from __future__ import annotations

from collections.abc import Iterable

from decision_graph.graph import DecisionGraph, Guideline, Recommend
from decision_graph.loading.names import Names
from decision_graph.vocabulary import AVAILABLE


def refuse_unreachable(graph: DecisionGraph, names: Names) -> None:
    """Complain of nodes and leaves that no edge leads to, and of recommendations that no leaf names.

    What can only be reached through such a node is not complained of a second time.
    """
    led_to = {edge.to for node in graph.nodes.values() for edge in node.edges} | {graph.start}
    named = {row for leaf in graph.leaves.values() if isinstance(leaf, Recommend) for row in leaf.rows}
    for node in graph.nodes.values():
        if node.id not in led_to and node.span:
            message = f"no edge leads to the node '{node.id}'"
            names.add("unreachable-node", message, node.span, "lead an edge to it, or delete it")
    for leaf in graph.leaves.values():
        if leaf.id not in led_to and leaf.span:
            message = f"no edge leads to the leaf '{leaf.id}'"
            names.add("unused-leaf", message, leaf.span, "lead an edge to it, or delete it")
    for row in graph.recommendations.values():
        if row.id not in named and row.span:
            message = f"no leaf of this graph recommends '{row.id}'"
            names.add("unused-recommendation", message, row.span, "lead an edge to it, or delete it")


def refuse_unused_interventions(guideline: Guideline, names: Names) -> None:
    """Complain of interventions that nothing offers and whose availability nothing asks about."""
    vocabulary = guideline.vocabulary
    used = {lineage.id for name in _used(guideline) for lineage in vocabulary.lineage(name)}
    for intervention in vocabulary.interventions.values():
        if intervention.id not in used and intervention.span:
            message = f"no option gives the intervention '{intervention.id}' or a kind of it"
            names.add("unused-intervention", message, intervention.span, "offer it, or delete it")


def _used(guideline: Guideline) -> Iterable[str]:
    vocabulary = guideline.vocabulary
    for row in guideline.recommendations.values():
        for cell in row.cells.values():
            for option in cell.options:
                yield from option.interventions
    for attribute in vocabulary.attributes:
        if attribute.removesuffix(AVAILABLE) in vocabulary.interventions:
            yield attribute.removesuffix(AVAILABLE)
    for intervention in vocabulary.interventions.values():
        for condition in intervention.only_when:
            yield from condition.unless_with
