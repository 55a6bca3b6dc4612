"""Source row missing: the source has a row or a cell that no recommendation carries over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import Subject

SUMMARY: Final = "A row or a cell of the source, as listed in guideline.yaml, is not carried over."
SEVERITY: Final[Severity] = "error"


def check_guideline(subject: Subject) -> Iterator[Finding]:
    """What the source has stands in `source: {tables: ...}`; without it nothing is compared."""
    guideline = subject.guideline
    rows = {(row.source.table, row.source.row): row for row in guideline.recommendations.values()}
    for number, table in guideline.provenance.tables.items():
        for name in table.rows:
            row = rows.get((number, name))
            if row is None:
                message = f"no recommendation cites row {name} of table {number}"
                yield Finding(message, table.span, "add it to its graph, or correct the list")
                continue
            for tier in table.tiers:
                if tier not in row.cells:
                    message = f"'{row.id}' has no cell for {tier}, which table {number} has"
                    yield Finding(message, row.span, f"add {tier} to `tiers:` of its graph, and the cell")
