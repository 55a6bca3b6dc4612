"""Outcome: what a guideline says to one complete patient, and what is still possible for others."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeVar

import msgspec

from decision_graph.decision.sets import Place

One = TypeVar("One")

Condition = tuple[str, int]
"""A scope condition: the id of its graph, and its number there."""


class Step(msgspec.Struct, frozen=True):
    """A place on the way of a complete patient: at a question the numbers of the true edges, at a leaf none.

    A question that has no answer for the patient has none either.
    """

    graph: str
    id: str
    true: tuple[int, ...]


class Way(msgspec.Struct, frozen=True):
    """The way of a complete patient.

    Attributes:
        steps: every question and leaf, in the order of the walk.
        stuck: questions that have no answer for the patient, or several where only one may hold.
    """

    steps: tuple[Step, ...]
    stuck: tuple[Place, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What a guideline says to one complete patient.

    Attributes:
        graphs: entered, the entry first.
        leaves: reached, in the order of the walk; `see` leaves are passed through.
        matched: rows of the graphs entered whose population holds, in the order of the source.
        preferred: those of them that no other matching row outranks.
        outranked: the others, each with the rows that outrank it.
        reached: rows that the leaves name.
        silent: whether a leaf is reached that says nothing.
        outside: scope conditions that do not hold; there is no answer then, and no row is named.
        stuck: questions met that have no answer for the patient, or several where only one may hold.
    """

    graphs: tuple[str, ...] = ()
    leaves: tuple[Place, ...] = ()
    matched: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    outranked: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reached: tuple[str, ...] = ()
    silent: bool = False
    outside: tuple[Condition, ...] = ()
    stuck: tuple[Place, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the graph and the table say the same; if not, nothing may be told to the patient."""
        return (
            not self.stuck
            and set(self.reached) == set(self.preferred)
            and not (self.silent and bool(self.matched))
        )

    @property
    def rows(self) -> tuple[object, ...]:
        """What makes the answer another one: scope, rows and their standing."""
        return self.outside, self.matched, self.preferred, self.sound


class Possibilities(msgspec.Struct, frozen=True):
    """What the allowed completions of a patient's facts get, and what is the same for all of them.

    A scope condition that holds for some completions and fails for others was not answered: it is
    assumed to hold, and those for whom it fails are left out.

    Attributes:
        outcomes: each once.
        only: the outcome, if there is one only.
        assumed: scope conditions of graphs that are certainly entered, assumed to hold.
        graphs: entered under some completion, with whether under all of them.
        leaves: reached under some completion, with whether under all of them.
        certain: rows that match under every completion.
        possible: rows that match under some and not under all of them.
        outranked: for each certain row those rows that outrank it under every completion.
        may_be_outranked: for each certain row those that outrank it under some and not under all of them.
        settled: whether completions agree on scope, rows and their standing.
    """

    outcomes: tuple[Outcome, ...]
    only: Outcome | None = None
    assumed: tuple[Condition, ...] = ()
    graphs: dict[str, bool] = {}
    leaves: dict[Place, bool] = {}
    certain: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    outranked: dict[str, tuple[str, ...]] = {}
    may_be_outranked: dict[str, tuple[str, ...]] = {}
    settled: bool = True


def survey(found: Collection[Outcome], order: Iterable[str]) -> Possibilities:
    """What is certain and what is possible, given every outcome that an allowed completion has.

    Args:
        found: each once.
        order: of all rows, as they are told.
    """
    outcomes, assumed = _assume(tuple(found))
    if not outcomes:
        return Possibilities(())
    matching = [set(outcome.matched) if outcome.sound else set() for outcome in outcomes]
    every, some = set.intersection(*matching), set.union(*matching)
    above = [{row: set(by) for row, by in outcome.outranked} for outcome in outcomes]
    certain = tuple(row for row in order if row in every)
    outranking = {row: [over.get(row, set()) for over in above] for row in certain}
    sure = {row: set.intersection(*over) for row, over in outranking.items()}
    graphs = _shared([outcome.graphs for outcome in outcomes])
    return Possibilities(
        outcomes=outcomes,
        only=outcomes[0] if len(outcomes) == 1 else None,
        assumed=tuple(condition for condition in assumed if graphs.get(condition[0])),
        graphs=graphs,
        leaves=_shared([outcome.leaves for outcome in outcomes]),
        certain=certain,
        possible=tuple(row for row in order if row in some - every),
        outranked={row: tuple(by for by in order if by in sure[row]) for row in certain},
        may_be_outranked={
            row: tuple(by for by in order if by in set.union(*outranking[row]) - sure[row]) for row in certain
        },
        settled=len({outcome.rows for outcome in outcomes}) == 1,
    )


def _assume(found: tuple[Outcome, ...]) -> tuple[tuple[Outcome, ...], tuple[Condition, ...]]:
    """The outcomes without those that an assumed scope condition leaves out, and the conditions assumed.

    Nothing is assumed where the conditions cannot all hold together: then some condition fails for everybody.
    """
    failing = dict.fromkeys(condition for outcome in found for condition in outcome.outside)
    assumed = {
        condition: None
        for condition in failing
        if any(condition[0] in other.graphs and condition not in other.outside for other in found)
    }
    kept = tuple(outcome for outcome in found if not any(c in assumed for c in outcome.outside))
    return (kept, tuple(sorted(assumed))) if kept else (found, ())


def _shared(found: list[tuple[One, ...]]) -> dict[One, bool]:
    """Everything that occurs in some of several lists, with whether it occurs in all of them."""
    every = dict.fromkeys(one for some in found for one in some)
    return {one: all(one in other for other in found) for one in every}
