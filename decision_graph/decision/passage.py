"""Passage: what allowed completions of a patient's facts have in common on their ways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from decision_graph.decision.outcome import Way
from decision_graph.decision.sets import call_order
from decision_graph.graph import Guideline
from decision_graph.predicate.truth import Truth


class Passage(msgspec.Struct, frozen=True):
    """A question or leaf to which some completion comes.

    Attributes:
        certain: whether every completion comes there.
        truths: of each edge of a question, for those completions that come there: TRUE if it is true
            for all of them, FALSE if for none. Empty at a leaf.
    """

    graph: str
    id: str
    certain: bool
    truths: tuple[Truth, ...]


class Course(msgspec.Struct, frozen=True):
    """All that completions meet, in the order of the walk.

    Attributes:
        passages: questions and leaves, `see` leaves among them.
        ways: of the completions, each once.
        memo: what was made of it before, by whoever reads it: the course of many patients is the same.
    """

    passages: tuple[Passage, ...]
    ways: tuple[Way, ...]
    memo: dict[str, Any] = {}

    @property
    def stuck(self) -> bool:
        """Whether no completion gets through."""
        return all(way.stuck for way in self.ways)


def follow(guideline: Guideline, ways: Sequence[Way]) -> Course:
    """What some completions meet, given all of their ways, each once."""
    met: dict[tuple[str, str], list[tuple[int, ...]]] = {}
    for way in ways:
        for step in way.steps:
            met.setdefault((step.graph, step.id), []).append(step.true)
    calls = (
        {id: place for place, id in enumerate(call_order(guideline, ways[0].steps[0].graph))} if ways else {}
    )
    passages: list[Passage] = []
    for graph, id in sorted(met, key=lambda at: (calls[at[0]], guideline.graphs[at[0]].order[at[1]])):
        found = met[graph, id]
        node = guideline.graphs[graph].nodes.get(id)
        truths = tuple(
            _truth([edge in true for true in found]) for edge in range(len(node.edges) if node else 0)
        )
        passages.append(Passage(graph, id, len(found) == len(ways), truths))
    return Course(tuple(passages), tuple(ways))


def _truth(holds: list[bool]) -> Truth:
    if all(holds):
        return Truth.TRUE
    return Truth.UNKNOWN if any(holds) else Truth.FALSE
