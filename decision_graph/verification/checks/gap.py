"""Gap: somebody arrives at a question and finds no answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.diagrams import NOBODY
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "At a question no answer holds for somebody who arrives there."
SEVERITY: Final[Severity] = "error"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """A question for which the truth tables prove nothing is judged by who arrives there."""
    for node in subject.nodes:
        if subject.sound[node.id].exhaustive:
            continue
        nowhere = subject.unanswered(node)
        if nowhere != NOBODY:
            message = f"at '{node.id}' no answer holds"
            hint = "add the missing answer, or an edge with `when: otherwise`"
            yield subject.finding(message, nowhere, node.span, hint)
