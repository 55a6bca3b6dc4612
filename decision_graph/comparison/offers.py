"""Offers: what becomes of each option of a row for every patient, as diagrams over the joint space.

This is `decision_graph.traversal.options` for all complete patients at once; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from decision_graph.comparison.answers import Answers
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram
from decision_graph.graph import Option, Recommendation, carried_conditions
from decision_graph.predicate.terms import Compare
from decision_graph.traversal.options import Standing
from decision_graph.vocabulary import Condition, Vocabulary


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
        judged = _Judge(answers, tuple(keyed(cell.options).values())).offers()
        for key, offer in zip(keyed(cell.options), judged, strict=True):
            found[key] = diagrams.choose(here, offer, found.get(key, nothing))
    return found


class _Judge:
    """The options of one cell."""

    def __init__(self, answers: Answers, options: tuple[Option, ...]) -> None:
        self.diagrams = answers.diagrams
        self.vocabulary: Vocabulary = answers.guideline.vocabulary
        self.words = answers.words
        self.options = options
        self.availability = [self._availability(option) for option in options]
        self.met = [self._met(carried_conditions(option, self.vocabulary), option) for option in options]

    def offers(self) -> list[Diagram]:
        """Of each option what becomes of it, for each patient."""
        return [self._offer(place, option) for place, option in enumerate(self.options)]

    def _offer(self, place: int, option: Option) -> Diagram:
        diagrams = self.diagrams
        standing = self._standing(place, option)
        for text, members in self._cautions(option):
            warned = diagrams.combine(_warn, standing, diagrams.value(text))
            standing = diagrams.choose(members, warned, standing)
        for text, members in self._barred(option):
            warned = diagrams.combine(_warn_if_given, standing, diagrams.value(text))
            standing = diagrams.choose(members, warned, standing)
        return standing

    def _standing(self, place: int, option: Option) -> Diagram:
        diagrams = self.diagrams
        offered, open_, not_indicated, unavailable = (
            diagrams.value(Offer(standing))
            for standing in ("offered", "open", "not_indicated", "unavailable")
        )
        result = offered
        if option.rank is not None:
            for other, above in enumerate(self.options):
                if above.rank is not None and above.rank < option.rank:
                    result = diagrams.choose(self._given(other), open_, result)
            for other, above in enumerate(self.options):
                if above.rank is not None and above.rank < option.rank:
                    there = diagrams.both(self._given(other), self.availability[other][0])
                    result = diagrams.choose(there, not_indicated, result)
        result = diagrams.choose(self.met[place], result, not_indicated)
        return diagrams.choose(self.availability[place][1], unavailable, result)

    def _given(self, place: int) -> Diagram:
        """Those to whom an option is offered, as if it stood in no cascade."""
        return self.diagrams.without(self.met[place], self.availability[place][1])

    def _met(self, carried: Iterable[Condition], option: Option) -> Diagram:
        terms = [condition.when for condition in carried]
        if option.when is not None:
            terms.append(option.when)
        return self.diagrams.all(map(self.diagrams.of, terms))

    def _availability(self, option: Option) -> tuple[Diagram, Diagram]:
        """Those who have everything that an option gives, and those who lack something of it.

        Of what has no fact about its availability neither can be said.
        """
        diagrams = self.diagrams
        stated = False
        there, lacking = EVERYBODY, NOBODY
        for group in option.give:
            known = [stock for id in group if (stock := self._stock(id)) is not None]
            if not known:
                continue
            stated = True
            some = diagrams.any(known)
            there = diagrams.both(there, some)
            if len(known) == len(group):
                lacking = diagrams.either(lacking, diagrams.without(EVERYBODY, some))
        return (there, lacking) if stated else (NOBODY, NOBODY)

    def _stock(self, intervention: str) -> Diagram | None:
        """Those in whose place an intervention can be had; None if no fact says so."""
        facts = self.vocabulary.stock(intervention)
        if not facts:
            return None
        return self.diagrams.all(self.diagrams.of(Compare(name, "==", True)) for name in facts)

    def _cautions(self, option: Option) -> Iterator[tuple[str, Diagram]]:
        for id in option.interventions:
            for found in self.vocabulary.lineage(id):
                for caution in found.cautions:
                    yield self.words((found.id, caution.when), caution.why), self.diagrams.of(caution.when)

    def _barred(self, option: Option) -> Iterator[tuple[str, Diagram]]:
        """The alternatives that may not be chosen, although another one serves."""
        diagrams, vocabulary = self.diagrams, self.vocabulary
        binding = carried_conditions(option, vocabulary)
        meets = {kind.id for other in option.interventions for kind in vocabulary.lineage(other)}
        for id in (id for group in option.give if len(group) > 1 for id in group):
            name = self.words(id, vocabulary.interventions[id].name)
            stock = self._stock(id)
            if stock is not None:
                yield f"{name} is not available here", diagrams.without(EVERYBODY, stock)
            alone = msgspec.structs.replace(option, give=((id,),))
            for condition in carried_conditions(alone, vocabulary):
                if condition not in binding and not meets & set(condition.unless_with):
                    why = self.words((id, condition.when), condition.why)
                    yield (
                        f"{name} {why}, which does not hold",
                        diagrams.without(EVERYBODY, diagrams.of(condition.when)),
                    )


def _warn(offer: Offer, text: str) -> Offer:
    return Offer(offer.standing, tuple(sorted({*offer.cautions, text})))


def _warn_if_given(offer: Offer, text: str) -> Offer:
    return _warn(offer, text) if offer.standing in ("offered", "open") else offer
