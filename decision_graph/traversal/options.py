"""Options: what each option of a cell stands for with this patient, in this place.

`offered`: nothing known speaks against it. `unavailable`: what it needs cannot be had here.
`not_indicated`: a condition of the source excludes it, or a higher step of its cascade can be had.
`open`: an unanswered fact decides. The standing is exact; the reason is told condition by condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

import msgspec

from decision_graph.decision import Compiled, standings, truth
from decision_graph.decision.offers import Standing
from decision_graph.graph import Option, Recommendation, carried_conditions
from decision_graph.predicate.terms import Always, Compare, Term
from decision_graph.predicate.truth import Truth, and_, or_
from decision_graph.prose import clause
from decision_graph.space import Region
from decision_graph.vocabulary import Condition

__all__ = ["OptionAnswer", "Standing", "judge_options"]


class OptionAnswer(msgspec.Struct, frozen=True):
    """An option with its standing.

    Attributes:
        option: as authored.
        standing: see the module.
        why: the reason in words; empty for an option that is offered without a condition.
        missing: unanswered attributes that can still change the standing.
        cautions: warnings whose condition holds.
        notes: ids of the notes of the option and of the conditions on its interventions.
    """

    option: Option
    standing: Standing
    why: str
    missing: tuple[str, ...]
    cautions: tuple[str, ...]
    notes: tuple[str, ...]


def judge_options(form: Compiled, row: Recommendation, tier: str, region: Region) -> tuple[OptionAnswer, ...]:
    """Every option that a row offers in a tier with its standing, in the order of the source.

    Args:
        form: of the guideline that the row belongs to.
        row: with a cell for the tier; the ranks of a cell form one cascade.
        tier: of the cell.
        region: what is known of the patient and the place.
    """
    judge = _Judge(form, region)
    options = list(row.cells[tier].options)
    judged = [judge.alone(option) for option in options]
    told = [judge.in_cascade(place, options, judged) for place in range(len(options))]
    exact = standings(form, region, row.id, tier)
    return tuple(judge.settled(answer, standing) for answer, standing in zip(told, exact, strict=True))


class _Judge:
    """The standing of options under one region."""

    def __init__(self, form: Compiled, region: Region) -> None:
        self.form = form
        self.guideline = form.guideline
        self.space = form.guideline.space
        self.region = region

    def truth(self, term: Term) -> Truth:
        """The exact truth of a predicate of the guideline."""
        return truth(self.form, self.region, term)

    def settled(self, answer: OptionAnswer, standing: Standing) -> OptionAnswer:
        """The answer with the standing that all completions have, though no single condition says so."""
        if answer.standing == standing:
            return answer
        whatever = "whatever is answered to what is still open"
        match standing:
            case "unavailable":
                why = f"not available here, {whatever}"
            case "not_indicated":
                why = f"{answer.why}; excluded {whatever}"
            case "offered":
                why = ""
            case "open":
                why = answer.why
            case _:
                assert_never(standing)
        missing = answer.missing if standing == "open" else ()
        return self._answer(answer.option, standing, why, missing)

    def alone(self, option: Option) -> OptionAnswer:
        """The standing of an option as if it stood in no cascade."""
        conditions = self._conditions(option)
        truths = [self.truth(c.when) for c in conditions]
        missing = tuple(
            name
            for condition, truth in zip(conditions, truths, strict=True)
            if truth is Truth.UNKNOWN
            for name in self.space.missing(condition.when, self.region)
        )
        if self.available(option) is Truth.FALSE:
            return self._answer(option, "unavailable", self._lacking(option))
        failed = [c for c, truth in zip(conditions, truths, strict=True) if truth is Truth.FALSE]
        if failed:
            return self._answer(option, "not_indicated", "; ".join(c.why for c in failed))
        pending = [c for c, truth in zip(conditions, truths, strict=True) if truth is Truth.UNKNOWN]
        if pending:
            why = "; ".join(f"{c.why}: not answered" for c in pending)
            return self._answer(option, "open", why, missing)
        return self._answer(option, "offered", "")

    def in_cascade(self, place: int, options: list[Option], judged: list[OptionAnswer]) -> OptionAnswer:
        """The standing of an option beside the steps above it."""
        option, answer = options[place], judged[place]
        if option.rank is None or answer.standing in ("unavailable", "not_indicated"):
            return answer
        above = [
            (other, result)
            for other, result in zip(options, judged, strict=True)
            if other.rank is not None and other.rank < option.rank and result.standing in ("offered", "open")
        ]
        missing = dict.fromkeys(answer.missing)
        for other, result in above:
            if result.standing == "offered" and self.available(other) is Truth.TRUE:
                return self._answer(option, "not_indicated", f"step {other.rank} is available")
            missing.update(dict.fromkeys((*result.missing, *self._unanswered_stock(other))))
        if above:
            steps = ", ".join(str(other.rank) for other, _ in above)
            why = f"only if step {steps} cannot be given"
            why = f"{why}; {answer.why}" if answer.why else why
            return self._answer(option, "open", why, tuple(missing))
        stock = self._unanswered_stock(option)
        why = answer.why or ("the preferred step, if it is available" if stock else "")
        return self._answer(option, answer.standing, why, (*answer.missing, *stock))

    def available(self, option: Option) -> Truth:
        """Whether everything that an option gives can be had; UNKNOWN where nothing was said."""
        known = [self._stock_of_group(group) for group in option.give]
        stated = [truth for truth in known if truth is not None]
        return and_(stated) if stated else Truth.UNKNOWN

    def _stock_of_group(self, group: tuple[str, ...]) -> Truth | None:
        found = [self._stock(id) for id in group]
        stated = [truth for truth in found if truth is not None]
        if not stated:
            return None
        # An alternative of which nothing can be said may still be there.
        return or_([*stated, *([Truth.UNKNOWN] if len(stated) < len(found) else [])])

    def _stock(self, intervention: str) -> Truth | None:
        """Whether an intervention can be had; None if neither it nor what it is a kind of has a fact."""
        facts = [
            self.truth(Compare(name, "==", True)) for name in self.guideline.vocabulary.stock(intervention)
        ]
        if not facts:
            return None
        return facts[0] if Truth.FALSE not in facts else Truth.FALSE

    def _unanswered_stock(self, option: Option) -> tuple[str, ...]:
        names = (name for id in option.interventions for name in self.guideline.vocabulary.stock(id)[:1])
        return tuple(
            name for name in dict.fromkeys(names) if self.truth(Compare(name, "==", True)) is Truth.UNKNOWN
        )

    def _lacking(self, option: Option) -> str:
        vocabulary = self.guideline.vocabulary
        lacking = [
            vocabulary.interventions[id].name for id in option.interventions if self._stock(id) is Truth.FALSE
        ]
        return f"not available here: {', '.join(lacking)}"

    def _conditions(self, option: Option) -> tuple[Condition, ...]:
        """The guard of an option, then the conditions that its interventions always carry."""
        vocabulary = self.guideline.vocabulary
        carried = carried_conditions(option, vocabulary)
        if option.when is None:
            return carried
        return (Condition(option.when, f"only if {clause(option.when, vocabulary)}"), *carried)

    def _answer(
        self, option: Option, standing: Standing, why: str, missing: Iterable[str] = ()
    ) -> OptionAnswer:
        notes = dict.fromkeys(option.notes)
        cautions: dict[str, None] = {}
        for condition in self._conditions(option):
            notes.update(dict.fromkeys(condition.notes))
        for id in option.interventions:
            for found in self.guideline.vocabulary.lineage(id):
                for caution in found.cautions:
                    if self.truth(caution.when) is Truth.TRUE:
                        cautions[caution.why] = None
                        notes.update(dict.fromkeys(caution.notes))
        if standing in ("offered", "open"):
            for caution in self._barred(option):
                cautions[caution.why] = None
                notes.update(dict.fromkeys(caution.notes))
        return OptionAnswer(
            option, standing, why, tuple(dict.fromkeys(missing)), tuple(cautions), tuple(notes)
        )

    def _barred(self, option: Option) -> Iterator[Condition]:
        """The alternatives that may not be chosen, or perhaps not, although another one serves."""
        vocabulary = self.guideline.vocabulary
        # What binds every alternative decides the standing of the option and needs no caution beside it.
        binding = carried_conditions(option, vocabulary)
        for id in (id for group in option.give if len(group) > 1 for id in group):
            name = vocabulary.interventions[id].name
            if self._stock(id) is Truth.FALSE:
                yield Condition(Always(), f"{name} is not available here")
            alone = msgspec.structs.replace(option, give=((id,),))
            for condition in carried_conditions(alone, vocabulary):
                meets = {kind.id for other in option.interventions for kind in vocabulary.lineage(other)}
                found = self.truth(condition.when)
                if found is Truth.TRUE or condition in binding or meets & set(condition.unless_with):
                    continue
                doubt = ": not answered" if found is Truth.UNKNOWN else ", which does not hold"
                yield Condition(Always(), f"{name} {condition.why}{doubt}", condition.notes)
