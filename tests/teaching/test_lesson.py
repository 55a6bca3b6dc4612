"""A lesson asks along the path of the answer, and every choice has its reason."""

from __future__ import annotations

import pytest

from decision_graph.loading.cases import read_cases
from decision_graph.predicate.truth import Truth
from decision_graph.teaching.cases import TeachingCase, key_of, own_case
from decision_graph.teaching.lesson import NOTHING, SILENT, UNANSWERED, make_lesson
from teaching.guidelines import WHERE, some_cases, taught


def own(name: str) -> list[TeachingCase]:
    guideline = taught(name).guideline
    return [own_case(guideline, case) for file in read_cases(WHERE[name], guideline) for case in file.cases]


def all_cases() -> list[tuple[str, TeachingCase]]:
    drawn = [(name, case) for name in ("mbc", "asthma") for case in some_cases(name)]
    return drawn + [("asthma", case) for case in own("asthma")]


@pytest.mark.parametrize(("name", "case"), all_cases(), ids=lambda value: getattr(value, "id", value))
def test_the_steps_follow_the_answer(name: str, case: TeachingCase) -> None:
    guideline = taught(name).guideline
    answer, lesson = key_of(guideline, case), make_lesson(guideline, case)
    visits = [visit for visit in answer.trace.visits if visit.certain]
    questions = [step for step in lesson.steps if step.kind == "question"]
    assert [(step.graph, step.place) for step in questions] == [(v.graph, v.node.id) for v in visits]
    for step, visit in zip(questions, visits, strict=True):
        true = [str(place) for place, edge in enumerate(visit.edges, 1) if edge.truth is Truth.TRUE]
        assert list(step.right) == (true or [UNANSWERED])
    rows = next(step for step in lesson.steps if step.kind == "rows")
    leading = {row.row.id for row in answer.rows if row.standing == "preferred"}
    assert set(rows.right) - {SILENT} == leading
    assert (SILENT in rows.right) == (answer.status in ("silent", "out_of_scope"))
    for miss in case.near[:1]:
        assert set(miss.rows) <= {choice.id for choice in rows.choices} or len(leading) > 3
    for step in lesson.steps:
        ids = [choice.id for choice in step.choices]
        assert len(set(ids)) == len(ids) > 1 or step.kind == "question"
        assert all(choice.words and choice.why for choice in step.choices)


def test_what_can_be_offered_is_what_query_offers() -> None:
    from decision_graph.graph import option_words

    guideline = taught("mbc").guideline
    for case in some_cases("mbc"):
        answer = key_of(guideline, case)
        offered = {
            option_words(option.option, guideline.vocabulary)
            for row in answer.rows
            if row.standing == "preferred"
            for option in row.options
            if option.standing == "offered"
        }
        for step in make_lesson(guideline, case).steps:
            if step.kind == "options":
                assert set(step.right) == (offered or {NOTHING})


def test_why_an_answer_is_wrong_is_said_with_the_facts() -> None:
    guideline = taught("asthma").guideline
    case = TeachingCase("x", "A girl.", {"step": "starting", "asthma": "confirmed", "age_years": 14,
        "days_with_symptoms": 4, "night_waking": False, "place": "clinic", "smokes": False,
        "allergic_rhinitis": False}, None, (), ())  # fmt: skip
    steps = {step.place: step for step in make_lesson(guideline, case).steps}
    wrong = next(choice for choice in steps["age"].choices if not choice.right)
    assert wrong.why == "Not so: it needs age less than 12 years. Here: age: 14 years."


def test_an_own_case_may_leave_facts_unanswered() -> None:
    guideline = taught("asthma").guideline
    facts = {"step": "starting", "asthma": "confirmed", "place": "clinic"}
    lesson = make_lesson(guideline, TeachingCase("x", "A girl.", facts, None, (), ()))
    waking = next(step for step in lesson.steps if step.place == "waking")
    assert waking.right == (UNANSWERED,)
    assert waking.choices[-1].why == "It hangs on what is not answered: waking at night."


def test_the_ladder_has_every_tier_and_marks_the_own() -> None:
    guideline = taught("mbc").guideline
    for case in some_cases("mbc")[:4]:
        ladder = make_lesson(guideline, case).ladder
        assert [rung.tier for rung in ladder] == ["basic", "limited", "enhanced", "maximal"]
        assert [rung.tier for rung in ladder if rung.here] == [case.facts["setting"]]


def test_a_tier_of_which_the_guideline_says_nothing_is_silent() -> None:
    guideline = taught("mbc").guideline
    facts = {"line": "first", "setting": "basic", "her2_status": "positive", "hr_status": "negative"}
    ladder = make_lesson(guideline, TeachingCase("x", "A woman.", facts, None, (), ())).ladder
    assert {rung.tier: rung.silent for rung in ladder} == {
        "basic": False,
        "limited": False,
        "enhanced": False,
        "maximal": True,
    }
