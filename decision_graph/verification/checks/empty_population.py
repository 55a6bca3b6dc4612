"""Empty population: a row for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.diagrams import NOBODY
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "No patient that the rules allow is in the population of a row."
SEVERITY: Final[Severity] = "error"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """The rules of the vocabulary count, and the facts that the graph is given."""
    for row in subject.graph.recommendations.values():
        if subject.matched[row.id] == NOBODY:
            message = f"no patient can be in the population of '{row.id}'"
            hint = "two parts of it, or it and a rule of the vocabulary, contradict each other"
            yield Finding(message, row.span, hint, graph=subject.graph.id)
