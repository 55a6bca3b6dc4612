"""Cascade hole: the ranks of a cell's options do not count 1, 2, 3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "The ranks of a cascade do not begin at 1, or leave one out."
SEVERITY: Final[Severity] = "warning"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """Several options may share a rank; options without one stand beside the cascade."""
    for row in subject.graph.recommendations.values():
        for tier, cell in row.cells.items():
            ranks = sorted({option.rank for option in cell.options if option.rank is not None})
            if ranks == list(range(1, len(ranks) + 1)):
                continue
            expected = next(place for place, rank in enumerate(ranks, start=1) if rank != place)
            beyond = next(option for option in cell.options if option.rank == ranks[expected - 1])
            message = f"the cascade of '{row.id}', {tier}, has rank {beyond.rank} but no rank {expected}"
            hint = "add the step that is missing, or count on without a hole"
            yield Finding(message, beyond.span or row.span, hint, graph=subject.graph.id)
