"""Contractible node: every answer of a question leads to the same place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "All answers of a question lead to the same place."
SEVERITY: Final[Severity] = "warning"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """A question with a single answer is one of these too."""
    for node in subject.nodes:
        targets = {edge.to for edge in node.edges}
        if len(targets) == 1:
            (target,) = targets
            message = f"every answer at '{node.id}' leads to '{target}'"
            hint = f"lead to '{target}' directly and delete the question, or correct a target"
            yield Finding(message, node.span, hint, graph=subject.graph.id)
