"""Encodings disagree: the questions lead somebody to other rows than the populations do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity, Span
from decision_graph.graph import Guideline
from decision_graph.verification.agreement import Disagreement, agreement, agreement_of_all
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject, Subject

SUMMARY: Final = "The questions lead somebody to other rows than the populations do."
SEVERITY: Final[Severity] = "error"

HINT: Final = "correct an edge, a population or the precedence between the rows"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """For everybody whom the graph may be asked about."""
    for found in agreement(subject).disagreements:
        message = f"in '{subject.graph.id}' {_words(subject.guideline, found)}"
        yield subject.finding(message, found.where, _place(subject.guideline, found), HINT)


def check_guideline(subject: Subject) -> Iterator[Finding]:
    """For everybody who enters at the entry graph, where several graphs speak about one patient."""
    entry = subject.guideline.graphs[subject.guideline.entry]
    domain = subject.diagrams.both(subject.allowed, subject.given(entry))
    for found in agreement_of_all(subject).disagreements:
        message = f"from the entry '{entry.id}' {_words(subject.guideline, found)}"
        place = _place(subject.guideline, found)
        yield subject.finding(message, found.where, domain, place, HINT, entry.given)


def _words(guideline: Guideline, found: Disagreement) -> str:
    extra, missing = _listed(guideline, found.extra), _listed(guideline, found.missing)
    if found.silent and not extra:
        return f"the questions end in silence, but the populations lead to {missing or 'a row elsewhere'}"
    if extra and missing:
        return f"the questions lead to {extra}, but the populations to {missing}"
    if missing:
        return f"the populations lead to {missing}, but the questions do not"
    return f"the questions lead to {extra}, but the populations do not"


def _listed(guideline: Guideline, rows: frozenset[str]) -> str:
    """Rows in the order of the source."""
    return ", ".join(id for id in guideline.recommendations if id in rows)


def _place(guideline: Guideline, found: Disagreement) -> Span | None:
    """The first row on which the two differ; where they do not, the leaf that is silent about it."""
    for row in guideline.recommendations.values():
        if row.id in found.extra | found.missing:
            return row.span
    return next((guideline.graphs[graph].leaves[leaf].span for graph, leaf in sorted(found.silent)), None)
