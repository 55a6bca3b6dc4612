"""Inapplicable question: an answer hangs on an attribute that has no value for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity, Span
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "A question or a row hangs on an attribute that does not apply to somebody."
SEVERITY: Final[Severity] = "error"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """Only attributes with `applies_when` can be missing for good."""
    space = subject.diagrams.space
    partial = [axis for axis in range(len(space.axes)) if subject.whole.applies(axis) != EVERYBODY]
    for axis in partial:
        telling = subject.diagrams.axes(subject.whole.applies(axis))
        name = space.axes[axis].attribute.name
        for what, members, asked, span in _asked(subject):
            lacking = _lacking(subject, axis, members, asked)
            if lacking != NOBODY:
                hint = f"say in the same predicate, or ask before, when '{name}' applies"
                yield subject.finding(
                    f"{what} hangs on '{name}', which has no value", lacking, span, hint, telling
                )


def _asked(subject: GraphSubject) -> Iterator[tuple[str, Diagram, Diagram, Span | None]]:
    """Every predicate: where it stands in words, who is asked, for whom it holds, and the place."""
    for node in subject.nodes:
        for edge, true in zip(node.edges, subject.answers(node), strict=True):
            what = f"the answer '{edge.label}' at '{node.id}'"
            yield what, subject.arrivals[node.id], true, edge.span or node.span
    for row in subject.graph.recommendations.values():
        yield f"the population of '{row.id}'", subject.domain, subject.populations[row.id], row.span


def _lacking(subject: GraphSubject, axis: int, members: Diagram, asked: Diagram) -> Diagram:
    """Those without the attribute for whom its value would make a difference."""
    diagrams = subject.diagrams
    if axis not in diagrams.axes(asked):
        return NOBODY
    sometimes = diagrams.regardless(asked, (axis,))
    never = diagrams.without(EVERYBODY, asked)
    differs = diagrams.both(sometimes, diagrams.regardless(never, (axis,)))
    return diagrams.without(diagrams.both(members, differs), subject.whole.applies(axis))
