"""Equal populations: two rows for the same patients, and nothing says how they stand to each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.diagrams import NOBODY
from decision_graph.graph import DecisionGraph, Recommend, Recommendation
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "Two rows have the same population, and neither precedence nor the graph puts them in order."
SEVERITY: Final[Severity] = "warning"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """Rows that the author has put side by side, in one leaf or at one question, are meant to be equal."""
    rows = subject.graph.recommendations.values()
    together = list(_side_by_side(subject.graph))
    for one, other in combinations(rows, 2):
        same = subject.matched[one.id] == subject.matched[other.id] != NOBODY
        if same and not _ordered(one, other) and not any({one.id, other.id} <= group for group in together):
            message = f"'{other.id}' has the same population as '{one.id}', and nothing says which goes first"
            hint = "add `outranks:` to one of them, name both in one leaf, or correct a population"
            yield Finding(message, other.span, hint, graph=subject.graph.id)


def _side_by_side(graph: DecisionGraph) -> Iterator[set[str]]:
    """The rows of each leaf, and of all leaves to which a question with several answers leads directly."""
    rows = {leaf.id: set(leaf.rows) for leaf in graph.leaves.values() if isinstance(leaf, Recommend)}
    yield from rows.values()
    for node in graph.nodes.values():
        if node.hit_policy == "collect":
            yield set().union(*(rows.get(edge.to, ()) for edge in node.edges))


def _ordered(one: Recommendation, other: Recommendation) -> bool:
    return any(o.row == other.id for o in one.outranks) or any(o.row == one.id for o in other.outranks)
