"""Encodings disagree: the questions lead somebody to other rows than the populations do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity, Span
from decision_graph.graph import Guideline, OutOfScope, Silent
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
    reached = ", ".join(_in_order(guideline, found.reached))
    if any(isinstance(guideline.graphs[g].leaves[leaf], Silent | OutOfScope) for g, leaf in found.leaves):
        reached = f"{reached} and to silence" if reached else "silence"
    leading = ", ".join(_in_order(guideline, found.leading))
    return f"the questions lead to {reached or 'no row'}, the populations to {leading or 'no row'},"


def _in_order(guideline: Guideline, rows: frozenset[str]) -> list[str]:
    """Rows in the order of the source."""
    return [id for id in guideline.recommendations if id in rows]


def _place(guideline: Guideline, found: Disagreement) -> Span | None:
    """The first row on which the two differ; where both lead to it, the leaf that is silent about it."""
    differing = _in_order(guideline, found.reached ^ found.leading)
    if differing:
        return guideline.recommendations[differing[0]].span
    leaves = [guideline.graphs[graph].leaves[leaf] for graph, leaf in sorted(found.leaves)]
    return next((leaf.span for leaf in leaves if isinstance(leaf, Silent | OutOfScope)), None)
