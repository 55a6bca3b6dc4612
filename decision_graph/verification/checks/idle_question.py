"""Idle question: its answers lead to different places, yet to the same rows in the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.decision.sets import Place
from decision_graph.diagnostics import Severity
from decision_graph.diagrams import NOBODY, Diagram
from decision_graph.graph import DecisionNode, Recommend
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "Whatever is answered to a question, the same rows are reached."
SEVERITY: Final[Severity] = "warning"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """The answers are exchanged: whoever arrives would reach the same rows from every target."""
    for node in subject.nodes:
        if node.hit_policy == "unique" and len({edge.to for edge in node.edges}) > 1:
            ends = _ends(subject, node)
            if len(ends) > 1 and len(set(ends)) == 1:
                message = (
                    f"what is answered at '{node.id}' changes nothing: every answer leads to the same rows"
                )
                hint = "delete the question, or correct a target"
                yield Finding(message, node.span, hint, graph=subject.graph.id)


def _ends(subject: GraphSubject, node: DecisionNode) -> list[Diagram]:
    """For each answer that somebody can give, what everybody who arrives would reach by it."""
    diagrams, arriving = subject.diagrams, subject.arrivals[node.id]

    def meaning(leaves: frozenset[Place]) -> frozenset[str]:
        return frozenset(said for _, leaf in leaves for said in _said(subject, leaf))

    return [
        diagrams.choose(arriving, diagrams.map(meaning, subject.outcomes[edge.to]), diagrams.value(None))
        for edge, true in zip(node.edges, subject.answers(node), strict=True)
        if diagrams.both(arriving, true) != NOBODY
    ]


def _said(subject: GraphSubject, leaf: str) -> tuple[str, ...]:
    """What a leaf says: its rows, or what it says in words."""
    found = subject.graph.leaves[leaf]
    return found.rows if isinstance(found, Recommend) else (f"leaf {leaf}",)
