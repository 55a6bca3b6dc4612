"""Lesson: a case as the questions that a learner answers, each with its choices, their reasons and the key.

First the questions of the graph in the order of the path, then which rows lead, then what can be offered
in this setting. The page, the paper, the walk and the quiz all ask what is made here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from decision_graph.diagnostics import GraphError
from decision_graph.graph import Guideline, option_words
from decision_graph.predicate.truth import Truth
from decision_graph.teaching.cases import TeachingCase, key_of
from decision_graph.teaching.chance import chance, shuffled
from decision_graph.teaching.reasons import (
    edge_reason,
    miss_reason,
    row_reason,
    silent_reason,
    tiers_offering,
)
from decision_graph.traversal.answer import Answer, RowAnswer, query
from decision_graph.traversal.walk import Visit

StepKind = Literal["question", "rows", "options"]

SILENT: Final = "silent"
"""The choice that the guideline says nothing."""

NOTHING: Final = "nothing"
"""The choice that nothing can be offered here."""

UNANSWERED: Final = "unanswered"
"""The choice that an answer cannot be told yet."""

_CHOICES: Final = 5


class Choice(msgspec.Struct, frozen=True):
    """An answer to choose.

    Attributes:
        id: within its step: the place of an edge from 1, the id of a row, the words of an option.
        words: as learners see it.
        right: whether it belongs to the right answer.
        why: the reason, to be shown after the choice.
    """

    id: str
    words: str
    right: bool
    why: str


class Step(msgspec.Struct, frozen=True):
    """One question of a lesson.

    Attributes:
        kind: a question of the graph, which rows lead, or which options can be offered.
        graph: the graph that it belongs to.
        place: the id of the question; `rows` or `options` after the last one.
        ask: the question in words.
        several: whether more than one choice may be right, so that each is scored by itself.
        choices: in the order in which they are shown.
        rows: the rows that the right answer leads to in the end.
    """

    kind: StepKind
    graph: str
    place: str
    ask: str
    several: bool
    choices: tuple[Choice, ...]
    rows: tuple[str, ...]

    @property
    def right(self) -> tuple[str, ...]:
        """The ids of the right choices."""
        return tuple(choice.id for choice in self.choices if choice.right)


class Rung(msgspec.Struct, frozen=True):
    """What the leading rows offer in one tier: for each row its options, with their standing.

    `silent` if the guideline says nothing for this patient in this tier.
    """

    tier: str
    label: str
    mark: str
    here: bool
    options: tuple[tuple[str, str, str], ...]
    """Row, option in words, standing."""
    silent: bool = False


class Lesson(msgspec.Struct, frozen=True):
    """A case as questions, and at the end what each tier would offer."""

    case: TeachingCase
    steps: tuple[Step, ...]
    ladder: tuple[Rung, ...]
    tier: str


def make_lesson(guideline: Guideline, case: TeachingCase) -> Lesson:
    """The questions of a case.

    Args:
        guideline: that the case is about.
        case: generated, or a teacher's own.
    """
    answer = key_of(guideline, case)
    leading = tuple(row.row.id for row in answer.rows if row.standing == "preferred")
    steps = [_question(answer, visit, leading) for visit in answer.trace.visits if visit.certain]
    steps.append(_rows(answer, case, leading))
    if any(row.cell is not None for row in answer.rows if row.standing == "preferred"):
        steps.append(_options(answer, case, leading))
    tier = answer.tier if isinstance(answer.tier, str) else ""
    return Lesson(case, tuple(steps), tuple(_ladder(answer, case)), tier)


def _question(answer: Answer, visit: Visit, leading: tuple[str, ...]) -> Step:
    choices = [
        Choice(str(place), edge.edge.label, edge.truth is Truth.TRUE, edge_reason(answer, edge))
        for place, edge in enumerate(visit.edges, start=1)
    ]
    if any(edge.truth is Truth.UNKNOWN for edge in visit.edges):
        undecided = not any(choice.right for choice in choices)
        asks = (name for edge in visit.edges for name in edge.missing)
        labels = [answer.guideline.vocabulary.attributes[name].label for name in dict.fromkeys(asks)]
        why = f"It hangs on what is not answered: {', '.join(labels)}."
        choices.append(Choice(UNANSWERED, "It cannot be told yet.", undecided, why))
    several = visit.node.hit_policy == "collect"
    return Step("question", visit.graph, visit.node.id, visit.node.ask, several, tuple(choices), leading)


def _last_graph(answer: Answer) -> str:
    return list(answer.trace.graphs)[-1]


def _rows(answer: Answer, case: TeachingCase, leading: tuple[str, ...]) -> Step:
    """Which rows lead: the right ones, those one fact away, those that give way, and silence."""
    guideline = answer.guideline
    rows = guideline.recommendations
    known = {row.row.id: row for row in answer.rows}
    near = [id for miss in case.near for id in miss.rows]
    entered = [id for graph in answer.trace.graphs for id in guideline.graphs[graph].recommendations]
    filling = shuffled(chance(case.id, "filling"), entered or list(rows))[:_CHOICES]
    others = [id for id in dict.fromkeys([*near, *known, *answer.nearest, *filling]) if id not in leading]
    shown = [*leading, *others[: max(_CHOICES - len(leading), 2)]]
    choices = [
        Choice(id, rows[id].title, id in leading, _row_why(answer, case, known.get(id), id))
        for id in shuffled(chance(case.id, "rows"), shown)
    ]
    silent = answer.status in ("silent", "out_of_scope")
    words = "The guideline says nothing for this patient."
    choices.append(Choice(SILENT, words, silent, silent_reason(answer)))
    ask = "Which recommendations lead?"
    return Step("rows", _last_graph(answer), "rows", ask, True, tuple(choices), leading)


def _row_why(answer: Answer, case: TeachingCase, found: RowAnswer | None, id: str) -> str:
    if found is not None:
        return row_reason(answer, found)
    return miss_reason(answer, answer.guideline.recommendations[id], case.near)


def _options(answer: Answer, case: TeachingCase, leading: tuple[str, ...]) -> Step:
    """What can be offered here: the options of the leading rows, beside what other tiers and rows offer."""
    guideline = answer.guideline
    here: dict[str, Choice] = {}
    for row in answer.rows:
        for option in row.options if row.standing == "preferred" else ():
            words = option_words(option.option, guideline.vocabulary)
            right = option.standing in ("offered", "open")
            why = option.why or ("Offered." if right else option.standing.replace("_", " "))
            if words not in here or (right and not here[words].right):
                here[words] = Choice(words, words, right, f"{row.row.id}: {why}")
    others = [c for c in _elsewhere(answer, case, leading) if c.words not in here]
    distinct = list({choice.words: choice for choice in reversed(others)}.values())[::-1]
    shown = [*here.values(), *distinct[: max(_CHOICES - len(here), 2)]]
    choices = shuffled(chance(case.id, "options"), shown)
    empty = not any(choice.right for choice in here.values())
    why = "Right: the cell has nothing for this patient." if empty else "Not so: something can be offered."
    choices.append(Choice(NOTHING, "Nothing can be offered in this setting.", empty, why))
    labels = {tier.id: tier.label for tier in guideline.tiers}
    ask = f"What can be offered in the setting {labels.get(str(answer.tier), str(answer.tier))}?"
    return Step("options", _last_graph(answer), "options", ask, True, tuple(choices), leading)


def _elsewhere(answer: Answer, case: TeachingCase, leading: tuple[str, ...]) -> Iterator[Choice]:
    """Options that are wrong here: of the same rows in other tiers, and of rows one fact away."""
    guideline = answer.guideline
    for id in leading:
        cells = guideline.recommendations[id].cells
        tiers: dict[str, list[str]] = {}
        for tier, found in cells.items():
            for option in found.options if tier != answer.tier else ():
                tiers.setdefault(option_words(option, guideline.vocabulary), []).append(tier)
        for words, listed in tiers.items():
            why = f"Not so here: {id} has it in {tiers_offering(guideline, listed)}."
            yield Choice(words, words, False, why)
    for id in (id for miss in case.near for id in miss.rows if id not in leading):
        cell = guideline.recommendations[id].cells.get(str(answer.tier))
        for option in () if cell is None else cell.options:
            words = option_words(option, guideline.vocabulary)
            yield Choice(words, words, False, f"Not so: it belongs to {id}, which does not lead here.")


def _ladder(answer: Answer, case: TeachingCase) -> Iterator[Rung]:
    """What the leading rows offer in each tier, least resources first."""
    guideline = answer.guideline
    for tier in guideline.tiers:
        facts = {**case.facts, guideline.tier: tier.id}
        try:
            found = query(guideline, facts, case.graph)
        except GraphError:
            continue
        options = tuple(
            (row.row.id, option_words(option.option, guideline.vocabulary), option.standing)
            for row in found.rows
            if row.standing == "preferred"
            for option in row.options
        )
        yield Rung(tier.id, tier.label, tier.mark, tier.id == answer.tier, options, found.status == "silent")
