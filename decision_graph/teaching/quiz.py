"""Quiz: the state of a session, which is the plan of its cases and the choices made so far."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.graph import Guideline
from decision_graph.loading.phrases import Phrases
from decision_graph.teaching.cases import TeachingCase, make_case
from decision_graph.teaching.cover import Cover
from decision_graph.teaching.lesson import Lesson, Step, make_lesson
from decision_graph.teaching.near import Difficulty
from decision_graph.teaching.pool import Pool
from decision_graph.teaching.repetition import Review, due, next_places, topics
from decision_graph.teaching.results import Chosen
from decision_graph.teaching.store import Session, Store


class Turn(msgspec.Struct, frozen=True):
    """One question of a session: the case by its place from 0, and the step of its lesson."""

    place: int
    number: int
    lesson: Lesson
    step: Step
    first: bool
    last: bool


def turns(guideline: Guideline, plan: Sequence[TeachingCase]) -> list[Turn]:
    """Every question of a session, in order; a choice of number n answers the n-th."""
    found: list[Turn] = []
    for place, case in enumerate(plan):
        lesson = make_lesson(guideline, case)
        for at, step in enumerate(lesson.steps):
            last = at == len(lesson.steps) - 1
            found.append(Turn(place, len(found) + 1, lesson, step, at == 0, last))
    return found


def chosen(turn: Turn, ids: Sequence[str], at: int, took: int) -> Chosen:
    """A choice as it is logged.

    Args:
        turn: the question.
        ids: of the choices made.
        at, took: when and how long, in milliseconds.
    """
    case, step = turn.lesson.case, turn.step
    return Chosen(
        number=turn.number,
        at=at,
        took=max(0, min(took, 86_400_000)),
        case=case.id,
        difficulty=case.difficulty,
        kind=step.kind,
        graph=step.graph,
        place=step.place,
        tier=turn.lesson.tier,
        rows=step.rows,
        offered=tuple(choice.id for choice in step.choices),
        chosen=tuple(ids),
        right=step.right,
    )


def unfinished(store: Store, guideline: Guideline, learner: str) -> Session | None:
    """The newest session of a learner that can go on: of these very files, with questions left."""
    for session in reversed(store.sessions(learner)):
        if session.plan and session.digest == guideline.digest:
            left = len(turns(guideline, session.plan)) - len(store.choices(session.id))
            return session if left else None
    return None


def reviews(store: Store, learner: str) -> list[Review]:
    """The cases that a learner finished in this program, oldest first."""
    found: list[Review] = []
    for session in store.sessions(learner):
        by_case: dict[str, list[Chosen]] = {}
        for choice in store.choices(session.id):
            by_case.setdefault(choice.case, []).append(choice)
        for case in session.plan:
            choices = by_case.get(case.id, [])
            if choices and choices[-1].kind == _last_kind(choices):
                found.append(Review(choices[-1].at, case, tuple(choices)))
    return found


def _last_kind(choices: Sequence[Chosen]) -> str:
    """The kind of step with which a case ends: a case that was left earlier is no review yet."""
    return "options" if any(choice.kind == "options" for choice in choices) else "rows"


def draw_plan(
    pool: Pool,
    cover: Cover,
    phrases: Phrases,
    history: Sequence[Review],
    now: int,
    seed: int,
    count: int,
    level: Difficulty | None = None,
) -> tuple[TeachingCase, ...]:
    """The cases of a new session: what is due again first, then what the learner has not met.

    Args:
        pool, cover, phrases: of the guideline.
        history: what the learner did before.
        now: milliseconds since 1970.
        seed: another one gives other patients.
        count: so many cases at most.
        level: only cases of this difficulty.
    """
    found: list[TeachingCase] = []
    for place in next_places(topics(pool, cover), due(history), now, seed):
        if len(found) == count:
            break
        case = make_case(pool, phrases, cover.groups[place], place, seed)
        if level is None or case.difficulty == level:
            found.append(case)
    return tuple(found)
