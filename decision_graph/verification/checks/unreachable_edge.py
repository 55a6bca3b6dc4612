"""Unreachable edge: an answer that nobody who arrives at its question can give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.diagrams import NOBODY
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "Nobody who arrives at a question can give one of its answers."
SEVERITY: Final[Severity] = "warning"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """At a question where nobody arrives nothing more is said: see `unreachable-node`."""
    for node in subject.nodes:
        arriving = subject.arrivals[node.id]
        if arriving == NOBODY:
            continue
        for edge, true in zip(node.edges, subject.answers(node), strict=True):
            if subject.diagrams.both(arriving, true) == NOBODY:
                message = f"nobody who arrives at '{node.id}' can answer '{edge.label}'"
                hint = "delete the answer, or correct it or a question on the way"
                yield Finding(message, edge.span or node.span, hint, graph=subject.graph.id)
