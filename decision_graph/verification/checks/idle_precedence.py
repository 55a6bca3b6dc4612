"""Idle precedence: a row outranks another that never matches where it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.diagrams import NOBODY
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "A precedence never applies: the two rows never match together, or not when it says so."
SEVERITY: Final[Severity] = "warning"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """Rows of other graphs count with their populations, wherever they stand."""
    diagrams = subject.diagrams
    for row in subject.graph.recommendations.values():
        for precedence in row.outranks:
            other = subject.guideline.recommendations[precedence.row]
            together = diagrams.both(subject.matched[row.id], diagrams.of(other.population))
            if together == NOBODY:
                message = f"'{row.id}' outranks '{other.id}', but no patient matches both"
            elif precedence.when and diagrams.both(together, diagrams.of(precedence.when)) == NOBODY:
                message = (
                    f"'{row.id}' outranks '{other.id}' on a condition that holds for nobody who matches both"
                )
            else:
                continue
            hint = "delete it, or correct it or a population"
            yield Finding(message, precedence.span or row.span, hint, graph=subject.graph.id)
