"""Unreachable node: a question or leaf that edges lead to, and yet no patient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.diagrams import NOBODY
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "No patient can come to a question or leaf."
SEVERITY: Final[Severity] = "warning"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """What no edge leads to at all is refused already when the files are read."""
    graph = subject.graph
    for id, arriving in subject.arrivals.items():
        if arriving == NOBODY:
            item = graph.nodes.get(id) or graph.leaves[id]
            hint = "the answers on every way to it contradict each other: correct one, or delete it"
            yield Finding(f"no patient can come to '{id}'", item.span, hint, graph=graph.id)
