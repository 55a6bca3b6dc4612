"""Source row unlisted: a recommendation cites a row that the source does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity, did_you_mean
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import Subject

SUMMARY: Final = "A recommendation cites a row or a cell that the list of the source does not have."
SEVERITY: Final[Severity] = "error"


def check_guideline(subject: Subject) -> Iterator[Finding]:
    """Compared with `source: {tables: ...}`; without it nothing is compared."""
    tables = subject.guideline.provenance.tables
    if not tables:
        return
    for row in subject.guideline.recommendations.values():
        number, name = row.source.table, row.source.row
        table = tables.get(number)
        if table is None:
            message = f"'{row.id}' cites table {number}, which guideline.yaml does not list"
            yield Finding(message, row.span, f"listed: {', '.join(map(str, tables))}")
            continue
        if name not in table.rows:
            message = f"'{row.id}' cites row {name} of table {number}, which guideline.yaml does not list"
            yield Finding(message, row.span, did_you_mean(name, table.rows) or "correct the row, or the list")
        for tier in row.cells:
            if table.tiers and tier not in table.tiers:
                message = f"'{row.id}' has a cell for {tier}, which table {number} does not have"
                yield Finding(message, row.span, f"table {number} has: {', '.join(table.tiers)}")
