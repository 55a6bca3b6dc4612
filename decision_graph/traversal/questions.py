"""Questions: which unanswered fact to ask next, and what it would settle."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Value


class Question(msgspec.Struct, frozen=True):
    """An attribute worth asking, and the rows, or options, that its answer separates.

    `notes` says what the tier presumes about obtaining it, for example that no molecular test is there.
    """

    attribute: str
    ask: str
    separates: tuple[str, ...]
    notes: tuple[str, ...] = ()


def rank_questions(
    guideline: Guideline, pending: Mapping[str, tuple[str, ...]], tier: Value | None
) -> tuple[Question, ...]:
    """Questions, best first: the attribute on which most things hang, ties in vocabulary order.

    Args:
        guideline: for the words and the order of attributes.
        pending: for each undecided thing (a row's id, an option's text), the attributes it hangs on.
        tier: the tier asked for, which may presume that some facts cannot be obtained; None if not said.
    """
    lacks = next((known.lacks for known in guideline.tiers if known.id == tier), {})
    attributes = guideline.vocabulary.attributes
    separates: dict[str, list[str]] = {}
    for thing, names in pending.items():
        for name in names:
            separates.setdefault(name, []).append(thing)
    place = {name: i for i, name in enumerate(attributes)}
    best_first = sorted(separates, key=lambda name: (-len(separates[name]), place[name]))
    return tuple(
        Question(name, attributes[name].ask, tuple(separates[name]), notes)
        for name in best_first
        for notes in [(lacks[attributes[name].obtained],) if attributes[name].obtained in lacks else ()]
    )
