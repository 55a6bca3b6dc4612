"""Repetition: which leaves a learner should meet again, and when, by the scheduler FSRS.

A case is one review of every leaf that it reaches. The state of the scheduler is never stored: it is
replayed from the log, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.diagrams import NOBODY
from decision_graph.graph import See
from decision_graph.teaching.cases import TeachingCase
from decision_graph.teaching.chance import chance, shuffled
from decision_graph.teaching.cover import Cover
from decision_graph.teaching.pool import Key, Pool
from decision_graph.teaching.results import Chosen

if TYPE_CHECKING:
    from fsrs import Rating

_PASSED: Final = 0.75
"""The share of points from which a case with a mistake still counts as remembered, with effort."""


class Review(msgspec.Struct, frozen=True):
    """A case that a learner finished: when (milliseconds since 1970), and the choices made."""

    at: int
    case: TeachingCase
    choices: tuple[Chosen, ...]

    @property
    def perfect(self) -> bool:
        """Whether every question was answered rightly."""
        return all(choice.correct for choice in self.choices)

    @property
    def share(self) -> float:
        """The share of all points."""
        points = [choice.points for choice in self.choices]
        return sum(agree for agree, _ in points) / max(1, sum(of for _, of in points))


def topics(pool: Pool, cover: Cover) -> dict[Key, int]:
    """Each leaf where a path ends, with the place of a group of patients who all reach it."""
    diagrams, graphs = pool.subject.diagrams, pool.guideline.graphs
    found: dict[Key, int] = {}
    for goal in pool.goals:
        kind, graph, id = goal.key
        if kind != "leaf" or goal.who == NOBODY or isinstance(graphs[graph].leaves[id], See):
            continue
        inside = (p for p, group in enumerate(cover.groups) if diagrams.without(group, goal.who) == NOBODY)
        found[goal.key] = next(inside)
    return found


def due(reviews: Iterable[Review]) -> dict[Key, int]:
    """When each leaf that a learner met should be met again, in milliseconds since 1970."""
    try:
        from fsrs import Card, Scheduler
    except ImportError:
        message = "the scheduler of repetitions is not installed"
        hint = "pip install 'decision-graph[teach]' (in a checkout: '.[teach]')"
        raise GraphError(Diagnostic("extra-missing", message, hint=hint)) from None
    # Steps within a session are left out: the same case is not asked twice on one day.
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    cards: dict[Key, Card] = {}
    for review in sorted(reviews, key=lambda review: review.at):
        moment = datetime.fromtimestamp(review.at / 1000, UTC)
        for key in review.case.reaches:
            if key[0] == "leaf":
                card = cards.get(key) or Card(card_id=0, due=moment)
                cards[key], _ = scheduler.review_card(card, _rating(review), moment)
    return {key: round(card.due.timestamp() * 1000) for key, card in cards.items()}


def _rating(review: Review) -> Rating:
    from fsrs import Rating

    if review.perfect:
        return Rating.Good
    return Rating.Hard if review.share >= _PASSED else Rating.Again


def next_places(known: Mapping[Key, int], again: Mapping[Key, int], now: int, seed: int) -> Sequence[int]:
    """The places of the groups to ask of, best first: what is due, then what is new, then the rest.

    Args:
        known: `topics`.
        again: `due`.
        now: milliseconds since 1970.
        seed: for the order of what is new.
    """
    late = sorted((key for key in known if again.get(key, now + 1) <= now), key=lambda key: (again[key], key))
    fresh = shuffled(chance(seed, "new"), [key for key in known if key not in again])
    rest = sorted((key for key in known if again.get(key, now) > now), key=lambda key: (again[key], key))
    return list(dict.fromkeys(known[key] for key in (*late, *fresh, *rest)))
