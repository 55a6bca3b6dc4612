"""Offers: what becomes of each option of a row for every patient, as diagrams over the joint space.

This is `decision_graph.traversal.options` for all complete patients at once; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from decision_graph.comparison.answers import Answers
from decision_graph.decision.offers import Standing, Verdict, standing
from decision_graph.decision.offers import offers as verdicts
from decision_graph.diagrams import EVERYBODY, Diagram
from decision_graph.graph import Option, Recommendation, carried_conditions
from decision_graph.predicate.terms import Compare


class OptionKey(msgspec.Struct, frozen=True, order=True):
    """What makes an option the same in two versions: what it gives and how, but not for whom.

    `place` tells equal options of one cell apart.
    """

    give: tuple[tuple[str, ...], ...]
    detail: str
    rank: int
    strength: str
    place: int


class Offer(msgspec.Struct, frozen=True, order=True):
    """An option in the answer of a patient: its standing, and the warnings beside it."""

    standing: Standing
    cautions: tuple[str, ...] = ()


def keyed(options: Iterable[Option]) -> dict[OptionKey, Option]:
    """The options of a cell by what makes them the same in another version."""
    found: dict[OptionKey, Option] = {}
    for option in options:
        key = OptionKey(option.give, option.detail, option.rank or 0, option.strength or "", 0)
        while key in found:
            key = msgspec.structs.replace(key, place=key.place + 1)
        found[key] = option
    return found


def offers(answers: Answers, row: Recommendation) -> dict[OptionKey, Diagram]:
    """For each option of a row its `Offer` to each patient; None for those in whose tier it is not listed."""
    diagrams = answers.diagrams
    found: dict[OptionKey, Diagram] = {}
    if not answers.guideline.tier:
        return found
    nothing = diagrams.value(None)
    for tier, cell in row.cells.items():
        here = answers.at_tier(tier)
        judged = _offered(answers, cell.options)
        for key, offer in zip(keyed(cell.options), judged, strict=True):
            found[key] = diagrams.choose(here, offer, found.get(key, nothing))
    return found


def _offered(answers: Answers, options: tuple[Option, ...]) -> list[Diagram]:
    """Of each option of a cell what becomes of it, for each patient."""
    diagrams = answers.diagrams
    found = []
    for option, verdict in zip(options, verdicts(diagrams, answers.guideline, options), strict=True):
        offer = diagrams.map(_as_offer, verdict)
        for text, members in _cautions(answers, option):
            offer = diagrams.choose(members, diagrams.combine(_warn, offer, diagrams.value(text)), offer)
        for text, members in _barred(answers, option):
            warned = diagrams.combine(_warn_if_given, offer, diagrams.value(text))
            offer = diagrams.choose(members, warned, offer)
        found.append(offer)
    return found


def _as_offer(verdict: Verdict) -> Offer:
    return Offer(standing((verdict,)))


def _cautions(answers: Answers, option: Option) -> Iterator[tuple[str, Diagram]]:
    for id in option.interventions:
        for found in answers.guideline.vocabulary.lineage(id):
            for caution in found.cautions:
                yield answers.words((found.id, caution.when), caution.why), answers.diagrams.of(caution.when)


def _barred(answers: Answers, option: Option) -> Iterator[tuple[str, Diagram]]:
    """The alternatives that may not be chosen, although another one serves."""
    diagrams, vocabulary = answers.diagrams, answers.guideline.vocabulary
    binding = carried_conditions(option, vocabulary)
    meets = {kind.id for other in option.interventions for kind in vocabulary.lineage(other)}
    for id in (id for group in option.give if len(group) > 1 for id in group):
        name = answers.words(id, vocabulary.interventions[id].name)
        stock = [diagrams.of(Compare(fact, "==", True)) for fact in vocabulary.stock(id)]
        yield f"{name} is not available here", diagrams.without(EVERYBODY, diagrams.all(stock))
        alone = msgspec.structs.replace(option, give=((id,),))
        for condition in carried_conditions(alone, vocabulary):
            if condition not in binding and not meets & set(condition.unless_with):
                why = answers.words((id, condition.when), condition.why)
                holds = diagrams.of(condition.when)
                yield f"{name} {why}, which does not hold", diagrams.without(EVERYBODY, holds)


def _warn(offer: Offer, text: str) -> Offer:
    return Offer(offer.standing, tuple(sorted({*offer.cautions, text})))


def _warn_if_given(offer: Offer, text: str) -> Offer:
    return _warn(offer, text) if offer.standing in ("offered", "open") else offer
