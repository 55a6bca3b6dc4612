"""Patients: facts are checked, what follows is derived and marked, what clashes is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
import worlds
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.diagnostics import GraphError
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline
from decision_graph.patient import make_patient, place
from decision_graph.predicate.terms import Value
from decision_graph.space import Space
from decision_graph.vocabulary import Rule


@pytest.fixture(scope="module")
def mbc(root: Path) -> Guideline:
    return load_guideline(root / "graphs" / "mbc")


def refusal(guideline: Guideline, facts: dict[str, object]) -> str:
    with pytest.raises(GraphError) as refused:
        make_patient(guideline.space, facts)
    return str(refused.value)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (
            {"her_2_status": "positive"},
            "error[unknown-fact]: no attribute is called 'her_2_status'\n"
            "  = did you mean 'her2_status' or 'hr_status'?",
        ),
        (
            {"her2_status": "postive"},
            "error[value-not-in-domain]: fact 'her2_status' is 'postive'\n"
            "  = did you mean 'positive'? (values: positive, negative, not_known)",
        ),
        (
            {"her2_status": True},
            "error[wrong-type]: fact 'her2_status' is True\n  = values: positive, negative, not_known",
        ),
        (
            {"prior_chemotherapy": "no"},
            "error[wrong-type]: fact 'prior_chemotherapy' is 'no'\n"
            "  = write true or false, or leave it out if it is unanswered",
        ),
        (
            {"prior_chemotherapy": "not_known"},
            "error[wrong-type]: fact 'prior_chemotherapy' cannot be 'not_known'\n"
            "  = leave it out if it is unanswered",
        ),
        (
            {"prior_chemotherapy": None},
            "error[wrong-type]: fact 'prior_chemotherapy' has no value (null)\n"
            "  = leave the fact out if it is unanswered",
        ),
        (
            {"her2_status": None},
            "error[wrong-type]: fact 'her2_status' has no value (null)\n"
            "  = leave the fact out if it is unanswered; write not_known if it cannot be had",
        ),
        (
            {"months_adjuvant_et_end_to_recurrence": "12 months"},
            "error[wrong-type]: fact 'months_adjuvant_et_end_to_recurrence' is '12 months'\n"
            "  = write a plain number in months, for example months_adjuvant_et_end_to_recurrence=12",
        ),
        (
            {"months_adjuvant_et_end_to_recurrence": float("nan")},
            "error[wrong-type]: fact 'months_adjuvant_et_end_to_recurrence' is nan\n"
            "  = write a plain number in months, for example months_adjuvant_et_end_to_recurrence=12",
        ),
        (
            {"age_years": -1},
            "error[number-out-of-range]: fact 'age_years' is -1\n"
            "  = it must be at least 0 and at most 130 in years",
        ),
        (
            {"sex": "male", "hr_status": "positive", "menopausal_status": "pre"},
            "error[contradiction]: sex=male and menopausal_status=pre cannot be together: "
            "a man has no menopausal status (A08)\n  = correct one of them",
        ),
        (
            {"months_adjuvant_et_end_to_recurrence": 7, "prior_adjuvant_et": False},
            "error[contradiction]: months_adjuvant_et_end_to_recurrence=7 and prior_adjuvant_et=false "
            "cannot be together: only adjuvant therapy that was given can be completed\n"
            "  = correct one of them",
        ),
    ],
)
def test_bad_facts_get_one_clear_error(mbc: Guideline, facts: dict[str, object], message: str) -> None:
    assert refusal(mbc, facts) == message


def test_every_bad_fact_is_named_at_once(mbc: Guideline) -> None:
    message = refusal(mbc, {"her2": "positive", "age_years": "old", "sex": "f"})
    assert [line.split("]")[0] for line in message.splitlines() if line.startswith("error")] == [
        "error[unknown-fact",
        "error[wrong-type",
        "error[value-not-in-domain",
    ]


def test_what_follows_is_derived_with_its_reason_and_kept_apart(mbc: Guideline) -> None:
    patient = make_patient(mbc.space, {"sex": "male", "last_adjuvant_et": "ai"})
    assert set(patient.facts) == {"sex", "last_adjuvant_et"}
    derived = patient.derived
    assert derived["menopausal_status"].value == "not_applicable"
    assert derived["menopausal_status"].because == ("sex",)
    assert derived["prior_adjuvant_et"].value is True
    assert derived["prior_et_any_setting"].because == ("last_adjuvant_et",)
    assert derived["treatment_naive"].value is False
    assert "her2_status" not in derived


def test_a_number_that_presupposes_something_asserts_it(mbc: Guideline) -> None:
    patient = make_patient(mbc.space, {"months_adjuvant_et_end_to_recurrence": 7})
    assert patient.derived["adjuvant_et_completed"].value is True
    assert patient.derived["adjuvant_et_completed"].because == ("months_adjuvant_et_end_to_recurrence",)


def test_numbers_are_kept_as_given_and_whole_ones_as_whole(mbc: Guideline) -> None:
    facts = make_patient(mbc.space, {"age_years": "40.0", "months_adjuvant_et_end_to_recurrence": 11.9}).facts
    assert facts == {"age_years": 40, "months_adjuvant_et_end_to_recurrence": 11.9}
    assert isinstance(facts["age_years"], int)


@given(worlds.rules, worlds.facts())
def test_derived_facts_hold_for_every_patient_who_has_the_facts(
    rules: list[Rule], facts: dict[str, Value]
) -> None:
    vocabulary = worlds.vocabulary(rules)
    space = Space(vocabulary, [term for rule in rules for term in (rule.when, rule.then)])
    if place(space, facts) is None:
        return
    patient = make_patient(space, facts)
    for complete in worlds.complete_patients(vocabulary):
        if all(complete[name] == value for name, value in facts.items()):
            for name, found in patient.derived.items():
                if name in complete:
                    assert complete[name] == found.value
    assert patient.region == place(space, facts)
    for found in patient.derived.values():
        assert set(found.because) <= set(facts)


@given(worlds.rules, worlds.facts())
def test_a_contradiction_names_facts_that_clash_and_would_not_if_one_were_left_out(
    rules: list[Rule], facts: dict[str, Value]
) -> None:
    space = Space(worlds.vocabulary(rules), [term for rule in rules for term in (rule.when, rule.then)])
    if place(space, facts) is not None:
        return
    with pytest.raises(GraphError) as refused:
        make_patient(space, facts)
    named = refused.value.diagnostics[0].message.split(" cannot be together")[0].split(" and ")
    core = {part.split("=")[0]: facts[part.split("=")[0]] for part in named if "=" in part}
    assert place(space, core) is None
    for name in core:
        assert place(space, {k: v for k, v in core.items() if k != name}) is not None


@given(st.dictionaries(st.text(max_size=8), st.none() | st.booleans() | st.floats() | st.text(max_size=8)))
def test_no_facts_crash_it(facts: dict[str, object]) -> None:
    space = Space(worlds.vocabulary([]), [])
    try:
        make_patient(space, {**facts, "b0": True})
    except GraphError as error:
        assert all(d.message for d in error.diagnostics)
