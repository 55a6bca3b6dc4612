"""Unreachable graph: nobody who enters at the entry graph comes to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity, Span
from decision_graph.diagrams import NOBODY
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import Subject

SUMMARY: Final = "From the entry graph no patient comes to a graph."
SEVERITY: Final[Severity] = "warning"


def check_guideline(subject: Subject) -> Iterator[Finding]:
    """Such a graph is found only by those who name it."""
    for id, entering in subject.entrances.items():
        if subject.diagrams.both(entering, subject.allowed) == NOBODY:
            graph = subject.guideline.graphs[id]
            message = f"from the entry '{subject.guideline.entry}' no patient comes to '{id}'"
            span = Span(graph.file, 1, 1) if graph.file else None
            yield Finding(
                message, span, f"lead to it with a leaf {{see: {id}}}, or delete the file", graph=id
            )
