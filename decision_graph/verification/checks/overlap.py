"""Overlap: somebody finds two answers true at a question that allows one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "At a question that allows one answer, two hold for somebody who arrives there."
SEVERITY: Final[Severity] = "error"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """A question for which the truth tables prove nothing is judged by who arrives there."""
    for node in subject.nodes:
        if node.hit_policy == "collect" or subject.sound[node.id].exclusive:
            continue
        for first, second, twice in subject.doubled(node):
            one, other = node.edges[first], node.edges[second]
            message = f"at '{node.id}' the answers '{one.label}' and '{other.label}' hold together"
            hint = "make them exclude each other, or follow both with `hit: collect`"
            yield subject.finding(message, twice, other.span or node.span, hint)
