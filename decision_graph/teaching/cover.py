"""Cover: as few patients as possible that together reach everything, and a proof of how few that is.

Two goals that no single patient can reach need two cases. The largest set of goals of which no two can
be reached together is therefore a lower bound; where the groups found are no more, none can be fewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from decision_graph.diagrams import NOBODY, Diagram, Diagrams
from decision_graph.teaching.chance import chance
from decision_graph.teaching.pool import Goal, Pool

_TRIES: Final = 60


class Cover(msgspec.Struct, frozen=True):
    """Groups of patients; one patient of each, whichever, reaches everything.

    Attributes:
        groups: sets of patients, none of them empty.
        at_least: no set of cases that reaches everything has fewer.
        unreachable: goals that nobody of the pool reaches.
    """

    groups: tuple[Diagram, ...]
    at_least: int
    unreachable: tuple[Goal, ...]

    @property
    def fewest(self) -> bool:
        """Whether no set of cases can be smaller."""
        return len(self.groups) == self.at_least


def cover(pool: Pool) -> Cover:
    """The fewest groups of patients that reach every goal of a pool, the same for every seed."""
    diagrams = pool.subject.diagrams
    wanted = _hardest(diagrams, (goal.who for goal in pool.goals if goal.who != NOBODY))
    meeting = {
        one: frozenset(other for other in wanted if other != one and diagrams.both(one, other) != NOBODY)
        for one in wanted
    }
    source = chance("cover")
    groups: list[Diagram] = []
    apart = 0
    for attempt in range(_TRIES):
        # Goals that few others go with come first; each further attempt shakes that order a little more.
        weight = {one: len(meeting[one]) + source.random() * attempt / 8 for one in wanted}
        order = sorted(wanted, key=lambda one: weight[one])
        found = _grouped(diagrams, pool.members, order)
        groups = found if not groups or len(found) < len(groups) else groups
        apart = max(apart, _apart(order, meeting))
        if len(groups) == apart:
            break
    unreachable = tuple(goal for goal in pool.goals if goal.who == NOBODY)
    return Cover(tuple(groups), apart, unreachable)


def _hardest(diagrams: Diagrams, sets: Iterable[Diagram]) -> list[Diagram]:
    """The sets that contain no other: whoever reaches these reaches the others as well."""
    distinct = list(dict.fromkeys(sets))
    return [
        one
        for one in distinct
        if not any(other != one and diagrams.without(other, one) == NOBODY for other in distinct)
    ]


def _grouped(diagrams: Diagrams, members: Diagram, order: Sequence[Diagram]) -> list[Diagram]:
    """Groups, each the patients who reach as many goals together as the order lets them."""
    groups: list[Diagram] = []
    left = list(order)
    while left:
        group, later = members, []
        for one in left:
            both = diagrams.both(group, one)
            if both == NOBODY:
                later.append(one)
            else:
                group = both
        groups.append(group)
        left = later
    return groups


def _apart(order: Sequence[Diagram], meeting: dict[Diagram, frozenset[Diagram]]) -> int:
    """How many goals were found of which no two can be reached by one patient."""
    chosen: set[Diagram] = set()
    for one in order:
        if not chosen & meeting[one]:
            chosen.add(one)
    return len(chosen)
