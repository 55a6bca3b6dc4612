"""Overlapping lines: two rows claim the same lines of the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import Subject

SUMMARY: Final = "Two rows of one table claim the same lines of the source."
SEVERITY: Final[Severity] = "warning"


def check_guideline(subject: Subject) -> Iterator[Finding]:
    """Line numbers are compared within a table: each table may be counted from 1."""
    rows = subject.guideline.recommendations.values()
    by_place = sorted(rows, key=lambda row: (row.source.table, row.source.lines))
    furthest = None
    for row in by_place:
        if furthest is not None and furthest.source.table == row.source.table:
            first, last = row.source.lines[0], min(row.source.lines[1], furthest.source.lines[1])
            if first <= last:
                lines = f"line {first}" if first == last else f"lines {first} to {last}"
                message = f"'{row.id}' and '{furthest.id}' both claim {lines} of table {row.source.table}"
                yield Finding(message, row.span, "look the lines up in the source and correct one of the two")
            if row.source.lines[1] <= furthest.source.lines[1]:
                continue
        furthest = row
