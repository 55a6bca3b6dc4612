"""Reasons: why an answer to a question of a lesson is right or wrong for this patient, in words."""

from __future__ import annotations

from collections.abc import Iterable

from decision_graph.graph import Guideline, Recommendation
from decision_graph.predicate.truth import Truth
from decision_graph.prose import clause, fact_words
from decision_graph.teaching.near import NearMiss
from decision_graph.traversal.answer import Answer, RowAnswer
from decision_graph.traversal.walk import EdgeTrace


def edge_reason(answer: Answer, edge: EdgeTrace) -> str:
    """Why an edge is true, false or undecided, with the facts that it uses."""
    vocabulary = answer.guideline.vocabulary
    facts = facts_used(answer, edge)
    if edge.truth is Truth.UNKNOWN:
        names = "; ".join(vocabulary.attributes[name].ask for name in edge.missing)
        return f"Cannot be told yet: {names}"
    if edge.truth is Truth.TRUE:
        if not facts:
            return "Right: it holds for every patient."
        return "Right." if facts.casefold() == edge.edge.label.casefold() else f"Right: {facts}."
    if edge.edge.when is None:
        return f"Not so: it holds only where no other answer does. Here: {facts}."
    return f"Not so: it needs {clause(edge.edge.when, vocabulary)}. Here: {facts}."


def facts_used(answer: Answer, edge: EdgeTrace) -> str:
    """The known facts that an edge tests, those that follow from others marked."""
    vocabulary = answer.guideline.vocabulary
    return "; ".join(
        fact_words(name, value, vocabulary) + (" (follows)" if name in edge.derived else "")
        for name, value in edge.uses.items()
    )


def row_reason(answer: Answer, row: RowAnswer) -> str:
    """Why a row leads, or gives way."""
    vocabulary = answer.guideline.vocabulary
    if row.standing == "preferred":
        return f"Right: it is for: {clause(row.row.population, vocabulary)}."
    given = "; ".join(f"{id}: {why}" for id, why in row.outranked_by.items())
    return f"It matches too, but gives way to {given}."


def miss_reason(answer: Answer, row: Recommendation, near: Iterable[NearMiss]) -> str:
    """Why a row does not lead, and what other fact would let it."""
    guideline = answer.guideline
    needs = f"Not so: it is for: {clause(row.population, guideline.vocabulary)}."
    for miss in near:
        if row.id in miss.rows:
            return f"{needs} {changed(answer, miss)} it would lead."
    return needs


def changed(answer: Answer, miss: NearMiss) -> str:
    """The one fact that would have to be another, as the beginning of a sentence."""
    vocabulary = answer.guideline.vocabulary
    now = answer.patient.value(miss.attribute)
    here = f", not {fact_words(miss.attribute, now, vocabulary)}," if now is not None else ""
    return f"With {miss.words}{here}"


def silent_reason(answer: Answer) -> str:
    """Why the guideline is silent, or why it is not."""
    if answer.status == "silent":
        return f"Right: {' '.join(answer.says)}"
    leading = [row.row for row in answer.rows if row.standing == "preferred"]
    return "Not so: " + "; ".join(f"{row.id} {row.title} holds" for row in leading) + "."


def tiers_offering(guideline: Guideline, words: Iterable[str]) -> str:
    """A list of tiers in words."""
    labels = {tier.id: tier.label for tier in guideline.tiers}
    return " and ".join(labels.get(word, word) for word in words)
