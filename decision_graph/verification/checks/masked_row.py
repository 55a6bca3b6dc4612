"""Masked row: it matches some patients, and for every one of them another row outranks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.diagrams import NOBODY
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "Wherever a row matches, another one outranks it."
SEVERITY: Final[Severity] = "warning"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """A row that never leads is never recommended."""
    for row in subject.graph.recommendations.values():
        if subject.matched[row.id] != NOBODY and subject.leading[row.id] == NOBODY:
            above = [
                other.id
                for other in subject.graph.recommendations.values()
                if any(o.row == row.id for o in other.outranks)
            ]
            message = f"'{row.id}' is outranked wherever it matches, by {', '.join(above)}"
            hint = "correct the precedence, or a population"
            yield Finding(message, row.span, hint, graph=subject.graph.id)
