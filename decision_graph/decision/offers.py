"""Offers: the standing of every option of a cell, as diagrams over complete patients.

Of a complete patient everything is known that the vocabulary can ask. An option whose stock no
attribute tells of leaves the steps below it in its cascade open for everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, Literal

from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram, Diagrams
from decision_graph.graph import Guideline, Option, carried_conditions
from decision_graph.predicate.terms import Compare
from decision_graph.vocabulary import Vocabulary

Standing = Literal["offered", "unavailable", "not_indicated", "open"]

Verdict = Standing | Literal["barred"]
"""The standing for a complete patient; `barred`: unavailable, and a condition is not met either."""

VERDICTS: Final[tuple[Verdict, ...]] = ("offered", "unavailable", "not_indicated", "open", "barred")


def standing(found: Collection[Verdict]) -> Standing:
    """The standing of an option, given the verdicts for allowed completions of the facts.

    Unless it is known to be missing, what an option gives is taken to be there. Where a condition asks
    for the same thing, it stays a condition.
    """
    left = set(found) - {"unavailable"}
    if left <= {"barred"}:
        return "unavailable"
    if left <= {"not_indicated", "barred"}:
        return "not_indicated"
    return "offered" if left == {"offered"} else "open"


def offers(diagrams: Diagrams, guideline: Guideline, options: Sequence[Option]) -> Iterator[Diagram]:
    """For each option of a cell its verdict for every patient."""
    found = [_Offer(diagrams, guideline.vocabulary, option) for option in options]
    for offer in found:
        higher = [other for other in found if _is_step_above(other.option, offer.option)]
        given = diagrams.any(diagrams.both(other.indicated, other.there) for other in higher)
        perhaps = diagrams.any(diagrams.without(other.indicated, other.lacking) for other in higher)
        result = diagrams.choose(perhaps, diagrams.value("open"), diagrams.value("offered"))
        result = diagrams.choose(given, diagrams.value("not_indicated"), result)
        result = diagrams.choose(offer.indicated, result, diagrams.value("not_indicated"))
        missing = diagrams.choose(offer.indicated, diagrams.value("unavailable"), diagrams.value("barred"))
        yield diagrams.choose(offer.lacking, missing, result)


def _is_step_above(other: Option, option: Option) -> bool:
    return other.rank is not None and option.rank is not None and other.rank < option.rank


class _Offer:
    """For whom an option is indicated, and where what it gives is there, or known to be missing."""

    def __init__(self, diagrams: Diagrams, vocabulary: Vocabulary, option: Option) -> None:
        self.option = option
        conditions = [condition.when for condition in carried_conditions(option, vocabulary)]
        if option.when is not None:
            conditions.append(option.when)
        self.indicated = diagrams.all(map(diagrams.of, conditions))
        stock = [[_stock(diagrams, vocabulary, id) for id in group] for group in option.give]
        told = [[there for there in group if there is not None] for group in stock]
        # An alternative of which nothing can be said may still be there.
        missing = [
            diagrams.without(EVERYBODY, diagrams.any(known)) if len(known) == len(group) else NOBODY
            for group, known in zip(stock, told, strict=True)
        ]
        self.lacking = diagrams.any(missing)
        self.there = diagrams.all(map(diagrams.any, filter(None, told))) if any(told) else NOBODY


def _stock(diagrams: Diagrams, vocabulary: Vocabulary, intervention: str) -> Diagram | None:
    """Where an intervention, and all that it is a kind of, can be had; None if no attribute tells."""
    names = vocabulary.stock(intervention)
    return diagrams.all(diagrams.of(Compare(name, "==", True)) for name in names) if names else None
