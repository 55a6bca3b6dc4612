"""Near misses: what would be recommended if one fact of a patient were another.

They are the wrong answers worth offering, and the more of them a case has, the harder it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from decision_graph.cells import cells_of, cells_term, representative
from decision_graph.diagnostics import GraphError
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Value
from decision_graph.prose import clause
from decision_graph.space import Axis
from decision_graph.teaching.patients import Facts, hanging
from decision_graph.traversal.answer import Answer, query
from decision_graph.traversal.atlas import atlas_of
from decision_graph.traversal.what_if import adaptation

Difficulty = Literal["easy", "medium", "hard"]

DIFFICULTIES: Final[tuple[Difficulty, ...]] = ("easy", "medium", "hard")

_EASY, _MEDIUM = 3, 6
"""So many near misses at most."""


Outcome = tuple[str, tuple[str, ...]]
"""The status of an answer, and the rows that lead in it."""


class NearMiss(msgspec.Struct, frozen=True):
    """One fact that, told otherwise, leads elsewhere.

    Attributes:
        attribute, value: the fact as it would have to be, as little different as it can be.
        words: the same as a clause, with every value that leads there.
        status: of the answer then.
        rows: the rows that would be preferred; none where the guideline would be silent.
    """

    attribute: str
    value: Value
    words: str
    status: str
    rows: tuple[str, ...]


def near_misses(guideline: Guideline, told: Facts, whole: Facts, graph: str | None) -> tuple[NearMiss, ...]:
    """What one other fact would lead to, each outcome once, in the order of the facts.

    Args:
        guideline: that decides.
        told: the facts of a case.
        whole: more facts of the same patient, for what the other fact makes worth asking.
        graph: the graph that is asked; None for the entry.
    """
    before = query(guideline, told, graph)
    found: dict[Outcome, NearMiss] = {outcome(before): NearMiss("", False, "", "", ())}
    selectors = (guideline.line, guideline.tier)
    for name in (name for name in told if name not in selectors):
        for miss in _misses(before, name, told[name], whole, graph):
            found.setdefault((miss.status, miss.rows), miss)
    return tuple(found.values())[1:]


def _misses(before: Answer, name: str, own: Value, whole: Facts, graph: str | None) -> Iterator[NearMiss]:
    """What the other values of one fact lead to, each outcome once."""
    guideline = before.guideline
    known = guideline.space.axes[guideline.space.index[name]]
    together: dict[Outcome, list[int]] = {}
    for cell in cells_of(known, known.full & ~known.bit(own)):
        answer = _otherwise(before, name, nearest(known, cell, own), 1 << cell, whole, graph)
        if answer is not None and answer.status in ("decided", "silent"):
            together.setdefault(outcome(answer), []).append(cell)
    for (status, rows), cells in together.items():
        words = clause(cells_term(known, sum(1 << cell for cell in cells)), guideline.vocabulary)
        closest = min(cells, key=lambda cell: abs(cell - known.bit(own).bit_length() + 1))
        yield NearMiss(name, nearest(known, closest, own), words, status, rows)


def nearest(axis: Axis, cell: int, own: Value) -> Value:
    """The value of a cell nearest to another value; of an interval a whole number where there is one."""
    if axis.values or cell % 2 or not isinstance(own, int | float):
        return representative(axis, cell)
    place = cell // 2
    low = axis.cuts[place - 1] if place else -math.inf
    high = axis.cuts[place] if place < len(axis.cuts) else math.inf
    whole = math.ceil(high) - 1 if own >= high else math.floor(low) + 1
    return whole if low < whole < high else representative(axis, cell)


def _otherwise(
    before: Answer, name: str, value: Value, bits: int, whole: Facts, graph: str | None
) -> Answer | None:
    """The answer with one fact otherwise, without the facts that cannot stay then; None if it cannot be."""
    guideline, facts = before.guideline, {**before.patient.facts, name: value}
    try:
        return _settled(guideline, facts, whole, graph)
    except GraphError:
        dropped = adaptation(atlas_of(guideline, graph), before, {guideline.space.index[name]: bits})
        if dropped is None:
            return None
        kept = {known: fact for known, fact in facts.items() if known not in dropped}
        return _settled(guideline, kept, whole, graph)


def outcome(answer: Answer) -> Outcome:
    """The status of an answer, and the rows that lead in it."""
    return answer.status, tuple(row.row.id for row in answer.rows if row.standing == "preferred")


def difficulty(near: tuple[NearMiss, ...]) -> Difficulty:
    """How hard a case is: easy with up to 3 near misses, medium with up to 6, hard with more."""
    return "easy" if len(near) <= _EASY else "medium" if len(near) <= _MEDIUM else "hard"


def _settled(guideline: Guideline, facts: Facts, whole: Facts, graph: str | None) -> Answer:
    """The answer when what the facts leave open is asked too, as far as the rest of the patient fits."""
    answer = query(guideline, facts, graph)
    refused: set[str] = set()
    while (
        name := next((n for n in hanging(answer) if n not in facts and n in whole and n not in refused), None)
    ) is not None:
        try:
            answer = query(guideline, {**facts, name: whole[name]}, graph)
            facts = {**facts, name: whole[name]}
        except GraphError:
            refused.add(name)
    return answer
