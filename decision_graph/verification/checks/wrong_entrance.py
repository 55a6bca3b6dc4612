"""Wrong entrance: the entry graph sends somebody to a graph that is for others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.diagrams import NOBODY
from decision_graph.graph import See
from decision_graph.predicate.terms import Compare, conjunction
from decision_graph.prose import clause
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "A leaf sends somebody to a graph that takes other facts for granted."
SEVERITY: Final[Severity] = "error"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """What a graph is given must be known of everybody whom a `see` leaf sends there."""
    diagrams, guideline = subject.diagrams, subject.guideline
    for leaf in subject.graph.leaves.values():
        if isinstance(leaf, See):
            target = guideline.graphs[leaf.graph]
            strangers = diagrams.without(subject.arrivals.get(leaf.id, NOBODY), subject.whole.given(target))
            if strangers != NOBODY:
                given = conjunction(*(Compare(name, "==", value) for name, value in target.given.items()))
                words = clause(given, guideline.vocabulary)
                message = f"'{leaf.graph}' is for {words}, but '{leaf.id}' leads to it also"
                hint = f"correct a question on the way, or `given:` in '{leaf.graph}'"
                yield subject.finding(message, strangers, leaf.span, hint)
