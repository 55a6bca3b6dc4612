"""Changes: what facts would have to be, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from decision_graph.cli.output import Json
from decision_graph.graph import Guideline
from decision_graph.patient import Patient
from decision_graph.predicate.terms import Compare, Not, Value
from decision_graph.predicate.text import to_text, value_text
from decision_graph.prose import answer, clause, fact_words
from decision_graph.traversal.near import Must, Way


def way_words(way: Way, guideline: Guideline, patient: Patient) -> str:
    """The changes of a way with what the facts are now, then what must be so besides.

    For example "1 fact: pre-menopausal (now post-menopausal); if no prior chemotherapy".
    """
    changes = [
        f"{must_words(must, guideline)} ({now_words(must, guideline, patient)})" for must in way.changes
    ]
    provided = [must_words(must, guideline) for must in way.provided]
    count = len(changes)
    parts = [f"{count} fact{'s' if count > 1 else ''}: {'; '.join(changes)}"] if changes else []
    return "; ".join([*parts, f"if {', and '.join(provided)}"] if provided else parts)


def must_words(must: Must, guideline: Guideline) -> str:
    """What one fact would have to be."""
    vocabulary = guideline.vocabulary
    if must.be is not None:
        return clause(must.be, vocabulary)
    applies = vocabulary.attributes[must.attribute].applies_when
    assert applies is not None, "every other attribute has a value"
    return clause(Not(applies), vocabulary)


def now_words(must: Must, guideline: Guideline, patient: Patient) -> str:
    """What the fact is now."""
    value = patient.facts[must.attribute]
    if must.be is None:
        return f"now {fact_words(must.attribute, value, guideline.vocabulary)}"
    return f"now {value_words(must.attribute, value, guideline)}"


def value_words(name: str, value: Value, guideline: Guideline) -> str:
    """A value in a few words beside the name of its fact: "yes", "tamoxifen", "7 months"."""
    attribute = guideline.vocabulary.attributes[name]
    if attribute.kind in ("integer", "decimal"):
        return f"{value_text(value)} {attribute.unit}".strip()
    return answer(Compare(name, "==", value), guideline.vocabulary)


def ways_json(ways: Sequence[Way], guideline: Guideline, patient: Patient) -> list[Json]:
    """Ways with everything that a program needs to try them."""
    return [
        {
            "changes": [
                {**_must_json(must, guideline), "now": patient.facts[must.attribute]} for must in way.changes
            ],
            "provided": [_must_json(must, guideline) for must in way.provided],
        }
        for way in ways
    ]


def _must_json(must: Must, guideline: Guideline) -> Json:
    return {
        "attribute": must.attribute,
        "be": None if must.be is None else to_text(must.be),
        "words": must_words(must, guideline),
    }
