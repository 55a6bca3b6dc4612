"""Unused intervention: it is declared, and no option gives it or a kind of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.verification.checks.unused_attribute import offered_lineage
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import Subject

SUMMARY: Final = "No option gives an intervention or a kind of it."
SEVERITY: Final[Severity] = "warning"


def check_guideline(subject: Subject) -> Iterator[Finding]:
    """That its availability can be asked about does not make it used."""
    vocabulary = subject.guideline.vocabulary
    used = offered_lineage(subject.guideline)
    for intervention in vocabulary.interventions.values():
        used.update(id for condition in intervention.only_when for id in condition.unless_with)
    for intervention in vocabulary.interventions.values():
        if intervention.id not in used:
            message = f"no option gives '{intervention.id}' or a kind of it"
            yield Finding(message, intervention.span, "offer it, or delete it and its availability")
