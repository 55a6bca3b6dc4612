"""Local: the part of a chart around one question: the one before it, its answers, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.export.drawing import Box, Drawing, State
from decision_graph.export.picture import Answer as Choice
from decision_graph.export.picture import Question
from decision_graph.export.place import Room
from decision_graph.export.traced import Way, traced
from decision_graph.teaching.paper.path import Passed, painted, placed_path


def around(found: Passed, id: str) -> Passed:
    """The way up to a question that has just been answered; the next one is asked, and not answered yet."""
    asks = {question.id: question for question in found.drawn.questions}
    here = asks[id]
    before = next((question for question in asks.values() if _leads(found, question, id)), None)
    after = [
        asks[choice.target]
        for choice in here.answers
        if choice.target in asks and found.way.answers.get(choice.id) != "closed"
    ]
    shown = [*([_only(before, id)] if before is not None else []), here, *map(_bare, dict.fromkeys(after))]
    answered = {question.id for question in (before, here) if question is not None}
    cards: dict[str, State] = {name: state for name, state in found.way.cards.items() if name in answered}
    drawn = msgspec.structs.replace(found.drawn, questions=tuple(shown), start=found.drawn.start)
    return Passed(drawn, Way(cards, found.way.answers, found.way.ends))


def _leads(found: Passed, question: Question, id: str) -> bool:
    return any(
        choice.target == id and found.way.answers.get(choice.id) != "closed" for choice in question.answers
    )


def _only(question: Question, id: str) -> Question:
    """A question with no other way out than the one to another question."""
    answers = tuple(
        choice if choice.target == id else Choice(choice.id, choice.label, "") for choice in question.answers
    )
    return msgspec.structs.replace(question, answers=answers)


def _bare(question: Question) -> Question:
    """A question that says nothing of where its answers lead."""
    answers = tuple(Choice(choice.id, choice.label, "") for choice in question.answers)
    return msgspec.structs.replace(question, answers=answers)


def local_chart(found: Passed, id: str, box: Box, sizes: tuple[float, float]) -> Drawing | None:
    """The chart around a question, in a box; without its neighbours where there is no room for them.

    Args:
        found: the whole way.
        id: of the question.
        box: to be filled.
        sizes: the largest and the smallest text, in points.
    """
    near = around(found, id)
    ids = [question.id for question in near.drawn.questions]
    place = ids.index(id)
    for part in (ids, ids[: place + 1], ids[place:], [id]):
        drawn = _drawn(near, part, box, sizes)
        if drawn is not None:
            return drawn
    return None


def _drawn(near: Passed, part: Sequence[str], box: Box, sizes: tuple[float, float]) -> Drawing | None:
    whole = set(part)
    questions = tuple(
        question
        if all(choice.target in whole or choice.target in near.drawn.leaves for choice in question.answers)
        else _inside(question, whole, near)
        for question in near.drawn.questions
        if question.id in whole
    )
    shown = Passed(msgspec.structs.replace(near.drawn, questions=questions), near.way)
    placed = placed_path(shown, Room(box.width, box.height, 0, 1.0), *sizes, table=False)
    if placed is None:
        return None
    groups, paths, alt = painted(shown, placed, box.x, box.y)
    page = Drawing(0, 0, groups, paths, Box(box.x, box.y, box.width, placed.height), alt=alt)
    return traced(page, shown.way)


def _inside(question: Question, whole: set[str], near: Passed) -> Question:
    """A question without the ways to questions that are not shown."""
    answers = tuple(
        choice
        if choice.target in whole or choice.target in near.drawn.leaves
        else Choice(choice.id, choice.label, "")
        for choice in question.answers
    )
    return msgspec.structs.replace(question, answers=answers)
