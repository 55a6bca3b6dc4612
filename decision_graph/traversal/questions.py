"""Questions: which unanswered fact to ask next, what its answer separates, and what need not be asked.

A fact counts only if some allowed answers to it leave different outcomes possible. Among those that count,
the one is asked first whose answer is expected to leave the fewest outcomes; of those that are expected to
leave hardly more, the one that is cheapest to obtain. Everything is reckoned in whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from math import lcm

import msgspec

from decision_graph.cells import cells_of
from decision_graph.decision import Compiled, Possibilities, consistent, possibilities, verdicts
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Value
from decision_graph.predicate.truth import Truth
from decision_graph.space import Region, narrow, truth


class Question(msgspec.Struct, frozen=True):
    """An attribute worth asking, and the rows, or options, that its answer separates.

    `notes` says what the tier presumes about obtaining it, for example that no molecular test is there.
    """

    attribute: str
    ask: str
    separates: tuple[str, ...]
    notes: tuple[str, ...] = ()


COMPARABLE = 11, 10
"""A question that leaves at most this fraction of the fewest outcomes that any leaves is worth as much."""

LIKELY, UNLIKELY = 10, 1
"""How likely an answer is taken to be: one value or interval, and a number that is exactly one mentioned."""

Views = Mapping[str, Hashable]
"""What is known of each thing in question, a row or an option: two that are equal are not told apart."""


class Asked(msgspec.Struct, frozen=True):
    """What is known, and where: what questions are ranked for.

    Attributes:
        form: of the guideline.
        region: what is known of the patient and the place.
        graph: at which the patient enters; None for the guideline's entry.
        tier: asked for; None if it is not said.
    """

    form: Compiled
    region: Region
    graph: str | None
    tier: Value | None

    @property
    def guideline(self) -> Guideline:
        """The guideline that is asked."""
        return self.form.guideline

    def row_views(self, region: Region) -> tuple[Views, frozenset[Hashable]]:
        """What is known of each row, and every outcome that is possible."""
        found = possibilities(self.form, region, self.graph)
        ends = frozenset((end.rows, end.silent) for end in found.outcomes)
        return {id: _place(found, id) for id in (*found.certain, *found.possible)}, ends

    def option_views(self, rows: Iterable[str]) -> Callable[[Region], tuple[Views, frozenset[Hashable]]]:
        """What is known of each option of some rows, and every standing that is possible."""
        tier = str(self.tier)
        named = tuple(rows)

        def views(region: Region) -> tuple[Views, frozenset[Hashable]]:
            found = {
                f"{id} option {place}": standing
                for id in named
                for place, standing in enumerate(verdicts(self.form, region, id, tier), start=1)
            }
            return found, frozenset((thing, one) for thing, some in found.items() for one in some)

        return views


def _place(found: Possibilities, id: str) -> Hashable:
    if id in found.possible:
        return "possible"
    return found.outranked[id], found.may_be_outranked[id]


def rank_questions(
    asked: Asked,
    candidates: Iterable[str],
    views: Callable[[Region], tuple[Views, frozenset[Hashable]]],
) -> tuple[Question, ...]:
    """The questions that can change anything, best first; none if nothing is left to decide.

    Args:
        asked: what is known.
        candidates: attributes on which the things in question hang, as far as predicates tell.
        views: of a region: what is known of the things in question, and every outcome that is possible.
    """
    each = {name: _split(asked, name, views) for name in dict.fromkeys(candidates)}
    telling = [name for name, found in each.items() if len({outcomes for _, (_, outcomes) in found}) > 1]
    if not telling:
        # What no single answer can change may still hang on several together.
        telling = [name for name in each if _together(asked, name, each, views)]
    return tuple(_question(asked, name, each[name]) for name in _best_first(asked, telling, each))


Answers = list[tuple[int, tuple[Views, frozenset[Hashable]]]]
"""For each answer that is allowed how likely it is taken to be, and what it leaves."""


def _split(asked: Asked, name: str, views: Callable[[Region], tuple[Views, frozenset[Hashable]]]) -> Answers:
    return [(weight, views(region)) for weight, region in answered(asked.form, asked.region, name)]


def answered(form: Compiled, region: Region, name: str) -> Iterator[tuple[int, Region]]:
    """For each answer to a question that is allowed: how likely it is taken to be, and what is known then."""
    space = form.guideline.space
    place = space.index[name]
    axis = space.axes[place]
    for cell in cells_of(axis, region[place]):
        here = (*region[:place], 1 << cell, *region[place + 1 :])
        inside: Region | None = here
        if axis.attribute.applies_when is not None:
            inside = narrow(space.clause(axis.attribute.applies_when), here)
        # What follows by the rules need not be worked out: the compiled form leaves out what they exclude.
        if inside is not None and consistent(form, inside):
            yield (UNLIKELY if not axis.values and cell % 2 else LIKELY), inside


def _together(
    asked: Asked,
    name: str,
    each: Mapping[str, Answers],
    views: Callable[[Region], tuple[Views, frozenset[Hashable]]],
) -> bool:
    """Whether an answer tells something once another question was answered."""
    for other in each:
        if other == name:
            continue
        for _, region in answered(asked.form, asked.region, other):
            left = {views(further)[1] for _, further in answered(asked.form, region, name)}
            if len(left) > 1:
                return True
    return False


def _best_first(asked: Asked, names: Iterable[str], each: Mapping[str, Answers]) -> Iterator[str]:
    """Names of facts, the one to be asked first before the others.

    Again and again, of those that are left: the selector of the line; else what is not presumed to be missing
    in this tier and is known to apply; of these, those that are worth as much as the best; of these, the
    cheapest to obtain; of these, what is expected to leave the fewest outcomes; then the order of the file.
    """
    vocabulary = asked.guideline.vocabulary
    lacks = _lacks(asked)
    order = {name: place for place, name in enumerate(vocabulary.attributes)}
    left = _expected({name: each[name] for name in sorted(names, key=order.__getitem__)})
    more, of = COMPARABLE

    def turn(name: str) -> tuple[bool, bool, bool]:
        late = vocabulary.attributes[name].obtained in lacks
        return name != asked.guideline.line, late, _presupposes(asked, name)

    def cost(name: str) -> tuple[int, int]:
        return vocabulary.obtained.index(vocabulary.attributes[name].obtained), left[name]

    while left:
        next_turn = min(map(turn, left))
        due = [name for name in left if turn(name) == next_turn]
        most = more * min(left[name] for name in due)
        best = min((name for name in due if of * left[name] <= most), key=cost)
        yield best
        del left[best]


def _expected(each: Mapping[str, Answers]) -> dict[str, int]:
    """How many outcomes are expected to be possible when each question was answered, all times one number."""
    totals = {name: sum(weight for weight, _ in answers) for name, answers in each.items()}
    common = lcm(*totals.values())
    return {
        name: sum(weight * len(outcomes) for weight, (_, outcomes) in answers) * (common // totals[name])
        for name, answers in each.items()
    }


def _presupposes(asked: Asked, name: str) -> bool:
    """Whether it is not settled yet that an attribute applies: that is to be asked before."""
    when = asked.guideline.vocabulary.attributes[name].applies_when
    return when is not None and truth(asked.guideline.space.clause(when), asked.region) is not Truth.TRUE


def _lacks(asked: Asked) -> Mapping[str, str]:
    return next((known.lacks for known in asked.guideline.tiers if known.id == asked.tier), {})


def _separated(answers: Answers) -> tuple[str, ...]:
    """The things of which different answers leave something different."""
    things = dict.fromkeys(thing for _, (seen, _) in answers for thing in seen)
    return tuple(thing for thing in things if len({seen.get(thing) for _, (seen, _) in answers}) > 1)


def _question(asked: Asked, name: str, answers: Answers) -> Question:
    attribute = asked.guideline.vocabulary.attributes[name]
    lacks = _lacks(asked)
    notes = (lacks[attribute.obtained],) if attribute.obtained in lacks else ()
    things = _separated(answers) or tuple(dict.fromkeys(t for _, (seen, _) in answers for t in seen))
    rows = list(asked.form.form.rows)
    in_order = sorted(things, key=lambda thing: (rows.index(thing.partition(" ")[0]), thing))
    return Question(name, attribute.ask, tuple(in_order), notes)
