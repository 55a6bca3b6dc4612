"""Dead option: an option of a row that can be offered to none of the row's patients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram
from decision_graph.graph import Recommendation, option_words
from decision_graph.verification.finding import Finding
from decision_graph.verification.offers import offered
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "An option can be offered to nobody in its row."
SEVERITY: Final[Severity] = "warning"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """Whoever is in the population, or might be by another reading, counts; so does the tier."""
    for row in subject.graph.recommendations.values():
        readers = _readers(subject, row)
        if readers == NOBODY:
            continue  # nobody is in the row at all: see `empty-population`
        for tier, cell in row.cells.items():
            there = subject.diagrams.both(readers, _in_tier(subject, tier))
            for option in cell.options:
                if subject.diagrams.both(there, offered(subject.whole, option)) == NOBODY:
                    words = option_words(option, subject.guideline.vocabulary)
                    message = f"'{words}' can be offered to nobody in '{row.id}', {tier}"
                    hint = "its guard, a condition on what it gives, or its availability excludes everybody"
                    yield Finding(message, option.span or row.span, hint, graph=subject.graph.id)


def _readers(subject: GraphSubject, row: Recommendation) -> Diagram:
    """Those to whom a row may be shown."""
    diagrams = subject.diagrams
    contested = diagrams.any(diagrams.of(condition.when) for condition in row.contested)
    return diagrams.either(subject.matched[row.id], diagrams.both(subject.domain, contested))


def _in_tier(subject: GraphSubject, tier: str) -> Diagram:
    selector = subject.guideline.tier
    if not selector:
        return EVERYBODY
    space = subject.diagrams.space
    axis = space.index[selector]
    return subject.diagrams.cells(axis, space.axes[axis].bit(tier))
