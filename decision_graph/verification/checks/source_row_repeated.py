"""Source row repeated: two recommendations cite one row of the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import Subject

SUMMARY: Final = "Two recommendations cite the same row of the source."
SEVERITY: Final[Severity] = "error"


def check_guideline(subject: Subject) -> Iterator[Finding]:
    """Rows are told apart by their table and their number."""
    cited: dict[tuple[int, str], str] = {}
    for row in subject.guideline.recommendations.values():
        place = (row.source.table, row.source.row)
        if place in cited:
            message = f"'{row.id}' and '{cited[place]}' both cite row {place[1]} of table {place[0]}"
            yield Finding(message, row.span, "correct `source:` of one of them")
        cited.setdefault(place, row.id)
