"""Ladder: the same patient at every tier, what is lost at each step, and what one thing would unlock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from decision_graph.cells import cells_of, cells_term, representative
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Term, Value
from decision_graph.traversal.answer import Answer, query
from decision_graph.traversal.difference import OptionKey, difference, option_places
from decision_graph.vocabulary import AVAILABLE, Vocabulary, domain

NOT_KNOWN = "not_known"
"""The value of a fact that cannot be had, for example because there is no test for it."""


class Unlock(msgspec.Struct, frozen=True):
    """One fact about the place, or one test, that would let more options be offered in a tier.

    Attributes:
        attribute: its name.
        be: what it would have to be.
        intervention: the drug, class or procedure that would have to be there; "" for a test.
        gained: the options that would be offered.
    """

    attribute: str
    be: Term
    intervention: str
    gained: tuple[OptionKey, ...]


class Lost(msgspec.Struct, frozen=True):
    """An option that the tier above offers and this one does not.

    `needs` names what it gives and no option that is offered here does.
    """

    option: OptionKey
    needs: tuple[str, ...]


class Rung(msgspec.Struct, frozen=True):
    """One tier.

    Attributes:
        tier: its id.
        answer: for this patient in it.
        lost: what the next richer tier with a cell for the patient offers and this one does not.
        above: the id of that tier; "" if there is none.
        unlocks: what one more thing would let be offered in this tier.
    """

    tier: str
    answer: Answer
    lost: tuple[Lost, ...] = ()
    above: str = ""
    unlocks: tuple[Unlock, ...] = ()


def ladder(guideline: Guideline, facts: Mapping[str, object], graph: str | None = None) -> tuple[Rung, ...]:
    """The same patient at every tier, least resources first.

    Args:
        guideline: loaded with `load_guideline`, or with a formulary through `stocked`.
        facts: by attribute name, as for `query`; a tier among them is left out of account.
        graph: ask this graph directly instead of the guideline's entry.

    Raises:
        GraphError: for wrong facts, or `no-selector` if the guideline has no tiers.

    >>> from decision_graph import load_guideline
    >>> facts = {"line": "first", "hr_status": "negative", "her2_status": "positive"}
    >>> [(rung.tier, len(rung.lost)) for rung in ladder(load_guideline("mbc"), facts)]
    [('basic', 2), ('limited', 1), ('enhanced', 0), ('maximal', 0)]
    """
    if not guideline.tier:
        raise GraphError(Diagnostic("no-selector", f"the guideline {guideline.id!r} has no tiers"))
    rest = {name: value for name, value in facts.items() if name != guideline.tier}
    answers = {
        tier.id: query(guideline, {**rest, guideline.tier: tier.id}, graph) for tier in guideline.tiers
    }
    return tuple(_rung(id, answers, graph) for id in answers)


def offered(answer: Answer) -> tuple[OptionKey, ...]:
    """What an answer offers, row after row."""
    return tuple(key for key, place in option_places(answer).items() if place == "offered")


def _rung(id: str, answers: Mapping[str, Answer], graph: str | None) -> Rung:
    tiers = list(answers)
    richer = (tier for tier in tiers[tiers.index(id) + 1 :] if answers[tier].rows)
    above = next(richer, "")
    lost = _lost(answers[id], answers[above]) if above else ()
    return Rung(id, answers[id], lost, above, tuple(_unlocks(answers[id], graph)))


def _lost(here: Answer, above: Answer) -> tuple[Lost, ...]:
    vocabulary = here.guideline.vocabulary
    mine = {(key.row, key.text) for key in offered(here)}
    given = _given(here)
    return tuple(
        Lost(OptionKey(row.row.id, key.text, key.number), _needs(option.option.give, given, vocabulary))
        for row in above.rows
        for key, option in zip(
            [key for key in option_places(above) if key.row == row.row.id], row.options, strict=True
        )
        if option.standing == "offered" and (key.row, key.text) not in mine
    )


def _given(answer: Answer) -> set[str]:
    """Everything that the options offered give, and every class that it belongs to."""
    vocabulary = answer.guideline.vocabulary
    named = (
        id
        for row in answer.rows
        for option in row.options
        if option.standing == "offered"
        for id in option.option.interventions
    )
    return {kind.id for id in named for kind in vocabulary.lineage(id)}


def _needs(give: Sequence[Sequence[str]], given: set[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Of each group of alternatives that nothing given serves, the first one."""
    return tuple(group[0] for group in give if not given & set(group))


def _unlocks(answer: Answer, graph: str | None) -> Iterator[Unlock]:
    guideline = answer.guideline
    for attribute, values in _askable(answer):
        together: dict[tuple[OptionKey, ...], int] = {}
        axis = guideline.space.axes[guideline.space.index[attribute]]
        for value in values:
            try:
                later = query(guideline, {**answer.patient.facts, attribute: value}, graph)
            except GraphError:
                continue  # it contradicts another fact, or what follows from one
            gained = difference(answer, later).gained
            if gained:
                together[gained] = together.get(gained, 0) | axis.bit(value)
        id = attribute.removesuffix(AVAILABLE)
        known = id if id in guideline.vocabulary.interventions and id != attribute else ""
        for gained, bits in together.items():
            yield Unlock(attribute, cells_term(axis, bits), known, gained)


def _askable(answer: Answer) -> Iterator[tuple[str, list[Value]]]:
    """What may be got: stock that is not known to be there, and facts that could not be had so far."""
    space = answer.guideline.space
    for name, attribute in answer.guideline.vocabulary.attributes.items():
        value = answer.patient.value(name)
        if name.endswith(AVAILABLE):
            if value is not True:
                yield name, [True]
        elif NOT_KNOWN in domain(attribute) and value in (None, NOT_KNOWN):
            axis = space.axes[space.index[name]]
            yield name, [v for cell in cells_of(axis) if (v := representative(axis, cell)) != NOT_KNOWN]
