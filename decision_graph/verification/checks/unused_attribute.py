"""Unused attribute: it is declared, and nothing ever hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.graph import Guideline, predicates
from decision_graph.predicate.terms import attributes
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import Subject
from decision_graph.vocabulary import AVAILABLE

SUMMARY: Final = "No predicate, option or selector uses an attribute."
SEVERITY: Final[Severity] = "warning"


def check_guideline(subject: Subject) -> Iterator[Finding]:
    """Used is what a predicate mentions, what a selector names, and the availability of what is offered."""
    guideline = subject.guideline
    used = {name for term in predicates(guideline) for name in attributes(term)}
    used |= {guideline.line, guideline.tier, *(id + AVAILABLE for id in offered_lineage(guideline))}
    used |= {name for graph in guideline.graphs.values() for name in graph.given}
    for attribute in guideline.vocabulary.attributes.values():
        if attribute.name not in used:
            hint = "use it, or delete it"
            yield Finding(f"nothing uses the attribute '{attribute.name}'", attribute.span, hint)


def offered_lineage(guideline: Guideline) -> set[str]:
    """Every intervention that an option gives, and all that these are kinds of."""
    options = (
        o for row in guideline.recommendations.values() for cell in row.cells.values() for o in cell.options
    )
    named = {id for option in options for id in option.interventions}
    return {found.id for id in named for found in guideline.vocabulary.lineage(id)}
