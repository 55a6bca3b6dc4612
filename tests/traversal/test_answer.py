"""Answers: status, standing, what is possible, what to ask, and never a guess."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from decision_graph.diagnostics import GraphError
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline
from decision_graph.traversal.answer import Answer, query
from decision_graph.traversal.contested import contested_if_matching


@pytest.fixture(scope="module")
def mbc(root: Path) -> Guideline:
    return load_guideline(root / "graphs" / "mbc")


@pytest.fixture(scope="module")
def asthma(root: Path) -> Guideline:
    return load_guideline(root / "tests" / "fixtures" / "asthma")


def ids(answer: Answer, standing: str = "") -> list[str]:
    return [row.row.id for row in answer.rows if standing in ("", row.standing)]


def test_another_field_needs_no_change_to_the_code(asthma: Guideline) -> None:
    facts = {
        "step": "starting",
        "place": "clinic",
        "asthma": "confirmed",
        "night_waking": False,
        "smokes": True,
    }
    answer = query(asthma, {**facts, "allergic_rhinitis": False, "age_years": 30, "days_with_symptoms": 3})
    assert (answer.status, answer.line, answer.tier) == ("decided", "starting", "clinic")
    assert ids(answer) == ["1.2", "1.6"]
    first, second = answer.rows[0].options
    assert (first.standing, second.standing) == ("open", "open")
    assert [q.attribute for q in answer.option_questions] == ["ics_formoterol_available"]


def test_a_row_that_gives_way_is_shown_with_the_reason(asthma: Guideline) -> None:
    facts = {
        "step": "starting",
        "place": "clinic",
        "asthma": "confirmed",
        "night_waking": True,
        "smokes": False,
    }
    answer = query(asthma, {**facts, "allergic_rhinitis": False, "age_years": 30, "days_with_symptoms": 3})
    assert (ids(answer, "preferred"), ids(answer, "also_matches")) == (["1.4"], ["1.2"])
    assert answer.rows[1].outranked_by == {"1.4": "waking at night is the more severe sign (D1)"}


def test_conditional_precedence_leaves_both_rows_standing(asthma: Guideline) -> None:
    facts = {
        "step": "starting",
        "place": "clinic",
        "asthma": "confirmed",
        "night_waking": True,
        "smokes": False,
    }
    child = {**facts, "allergic_rhinitis": False, "days_with_symptoms": 3}
    assert ids(query(asthma, {**child, "age_years": 5}), "preferred") == ["1.3", "1.4"]
    assert ids(query(asthma, {**child, "age_years": 8}), "preferred") == ["1.4"]
    open_ = query(asthma, child | {"age_years": 5} | {})
    assert open_.status == "decided"


def test_an_undecided_standing_keeps_the_answer_open(mbc: Guideline) -> None:
    facts = {"line": "first", "setting": "enhanced", "her2_status": "positive", "hr_status": "positive"}
    answer = query(mbc, {**facts, "brca12_mutation": "none"})
    assert answer.status == "open"
    assert ids(answer) == ["1.2.2", "1.2.1"]
    general = answer.rows[1]
    assert general.standing == "preferred"
    assert list(general.may_be_outranked_by) == ["1.2.2"]
    assert [(q.attribute, q.separates) for q in answer.questions] == [("special_circumstance", ("1.2.1",))]


def test_silence_names_the_nearest_rows_and_recommends_nothing(mbc: Guideline) -> None:
    facts = {"line": "first", "setting": "limited", "her2_status": "negative", "hr_status": "negative"}
    answer = query(
        mbc,
        {**facts, "pd_l1_status": "positive", "ici_contraindicated": True, "brca12_mutation": "not_known"},
    )
    assert (answer.status, answer.rows, answer.nearest) == ("silent", (), ("1.3.1",))
    assert {"C", "A17"} <= set(answer.notes)
    assert answer.says


def test_no_other_tier_is_shown_in_place_of_one_the_source_lacks(mbc: Guideline) -> None:
    facts = {"line": "first", "setting": "maximal", "her2_status": "positive", "hr_status": "negative"}
    answer = query(mbc, {**facts, "brca12_mutation": "none"})
    assert (answer.status, answer.rows, answer.nearest) == ("silent", (), ("1.2.1",))
    assert answer.says == (
        "The source gives no Maximal column for this line; no other tier is shown in its place.",
    )


def test_scope_excludes_only_what_is_known_and_says_what_it_assumed(mbc: Guideline) -> None:
    facts = {"line": "first", "setting": "basic", "her2_status": "positive", "hr_status": "negative"}
    assumed = query(mbc, facts)
    assert assumed.status == "decided"
    assert assumed.assumed == ("the disease is metastatic", "the patient is an adult")
    child = query(mbc, {**facts, "age_years": 12})
    assert (child.status, child.rows) == ("out_of_scope", ())
    assert (child.says, child.notes) == (("this condition is not met: the patient is an adult",), ("A40",))
    grown = query(mbc, {**facts, "age_years": 18, "disease_extent": "metastatic"})
    assert (grown.status, grown.assumed) == ("decided", ())


def test_nothing_known_recommends_nothing(mbc: Guideline) -> None:
    answer = query(mbc, {})
    assert (answer.status, answer.rows) == ("open", ())
    assert set(mbc.graphs["first_line"].recommendations) <= set(answer.possible)
    assert answer.questions[0].attribute in ("line", "her2_status")


def test_without_a_tier_the_rows_are_known_and_the_tier_is_asked_for(mbc: Guideline) -> None:
    answer = query(mbc, {"line": "first", "her2_status": "positive", "hr_status": "negative"})
    assert (answer.status, ids(answer)) == ("open", ["1.2.1"])
    assert answer.rows[0].options == ()
    assert [q.attribute for q in answer.questions] == ["setting"]


def test_in_a_basic_setting_a_molecular_question_carries_note_a(mbc: Guideline) -> None:
    facts = {
        "line": "first",
        "her2_status": "negative",
        "hr_status": "negative",
        "symptomatic_disease": False,
    }
    basic = query(mbc, {**facts, "setting": "basic", "immediately_life_threatening": False})
    notes = {q.attribute: q.notes for q in basic.questions}
    assert notes["pd_l1_status"] == ("A",)
    enhanced = query(mbc, {**facts, "setting": "enhanced", "immediately_life_threatening": False})
    assert {q.attribute: q.notes for q in enhanced.questions}["pd_l1_status"] == ()


def test_at_exactly_twelve_months_1_1_8_holds_and_1_1_7_is_worth_a_look(mbc: Guideline) -> None:
    woman = {
        "line": "first",
        "setting": "enhanced",
        "her2_status": "negative",
        "hr_status": "positive",
        "immediately_life_threatening": False,
        "rapid_visceral_recurrence_on_adjuvant_et": False,
        "brca12_mutation": "none",
        "menopausal_status": "post",
        "last_adjuvant_et": "ai",
    }
    at = query(mbc, {**woman, "months_adjuvant_et_end_to_recurrence": 12})
    assert ids(at, "preferred") == ["1.1.8"]
    assert [row.row.id for row in at.also_consider] == ["1.1.7"]
    before = query(mbc, {**woman, "months_adjuvant_et_end_to_recurrence": 11.9})
    assert (ids(before, "preferred"), before.also_consider) == (["1.1.7"], ())


def test_a_graph_can_be_asked_directly_and_brings_its_own_facts(mbc: Guideline) -> None:
    facts = {"setting": "basic", "her2_status": "positive", "hr_status": "negative"}
    direct = query(mbc, facts, graph="first_line")
    assert (direct.line, ids(direct)) == ("first", ["1.2.1"])
    with pytest.raises(GraphError, match="line=second, but graph 'first_line' is for line=first"):
        query(mbc, {**facts, "line": "second"}, graph="first_line")
    with pytest.raises(GraphError, match="did you mean 'first_line'"):
        query(mbc, facts, graph="firstline")


def test_no_answer_is_given_where_graph_and_table_disagree(asthma: Guideline) -> None:
    graph = asthma.graphs["starting"]
    rows = dict(graph.recommendations)
    rows["1.1"] = msgspec.structs.replace(rows["1.1"], population=rows["1.2"].population)
    broken = msgspec.structs.replace(graph, recommendations=rows)
    guideline = msgspec.structs.replace(asthma, graphs={**asthma.graphs, "starting": broken})
    facts = {
        "step": "starting",
        "place": "clinic",
        "asthma": "confirmed",
        "night_waking": False,
        "smokes": False,
    }
    with pytest.raises(GraphError, match=r"the graph reaches 1\.1, but the table gives"):
        query(guideline, {**facts, "allergic_rhinitis": False, "age_years": 8, "days_with_symptoms": 1})


def test_a_row_that_is_only_possible_is_contested_if_it_would_be_for_certain(mbc: Guideline) -> None:
    """v21: HER2 is pending; without special circumstances 1.2.2 is contested should it apply."""
    facts = {"line": "first", "hr_status": "positive", "menopausal_status": "post"}
    for circumstances, ids in ((False, ["1.2.2"]), (True, []), (None, [])):
        known = facts if circumstances is None else {**facts, "special_circumstance": circumstances}
        answer = query(mbc, known)
        assert "1.2.2" in answer.possible
        region = answer.patient.region
        assert [id for id in ("1.2.1", "1.2.2") if contested_if_matching(mbc, region, id)] == ids
