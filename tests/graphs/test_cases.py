"""Whole patients through the shipped guideline: which rows, in which order, offering what.

cases.json: patients with the answer that a careful reader of the source expects. A row listed as
`contested` may be in the answer or not; all else must be as it says. What is certain is exact: patient v20,
a woman without earlier treatment, gets 1.1.6, which holds both before and after menopause, although her
menopausal status is unanswered and three-valued logic alone would leave the row open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from decision_graph.graph import option_words
from decision_graph.loading import load_guideline
from decision_graph.traversal.answer import Answer, RowAnswer, query
from decision_graph.traversal.contested import contested_if_matching

HERE = Path(__file__).parent
GUIDELINE = load_guideline(HERE.parents[1] / "graphs" / "mbc")
CASES: list[dict[str, Any]] = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))

HR_POSITIVE = {
    "line": "second",
    "hr_status": "positive",
    "her2_status": "negative",
    "brca12_mutation": "none",
    "rapid_visceral_recurrence_on_adjuvant_et": False,
    "immediately_life_threatening": False,
    "symptomatic_disease": False,
}
AFTER_AI = {"et_no_longer_benefiting": False, "menopausal_status": "post", "progressed_on_nsai": True}
HER2_POSITIVE = {"line": "second", "her2_status": "positive", "hr_status": "negative"}
MAXIMAL = {
    "line": "third",
    "setting": "maximal",
    "her2_status": "positive",
    "hr_status": "negative",
    "progressed_on_second_or_later_her2_therapy": True,
}
ON_BOTH = {"her2_status": "positive", "receiving_her2_targeted_plus_chemo": True}


def ask(*facts: Mapping[str, object], graph: str | None = None, **more: object) -> Answer:
    found: dict[str, object] = {}
    for some in (*facts, more):
        found.update(some)
    return query(GUIDELINE, found, graph)


def ids(answer: Answer, standing: str = "") -> list[str]:
    return [row.row.id for row in answer.rows if standing in ("", row.standing)]


def shown(answer: Answer, id: str) -> RowAnswer:
    return next(row for row in (*answer.rows, *answer.also_consider) if row.row.id == id)


def options(answer: Answer, id: str, standing: str = "offered") -> list[str]:
    """The options of a row with a standing, in words."""
    judged = shown(answer, id).options
    return [
        option_words(found.option, GUIDELINE.vocabulary) for found in judged if found.standing == standing
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    expect = case["expect"]
    answer = query(GUIDELINE, case["facts"])
    contested = set(expect.get("contested", ()))
    assert answer.status == expect["status"]
    assert set(ids(answer)) - contested == set(expect.get("recommendations", ())) - contested
    assert set(answer.possible) == set(expect.get("possible", ()))
    assert {question.attribute for question in answer.questions} == set(expect.get("questions", ()))
    assert set(answer.nearest) == set(expect.get("nearest", ()))
    if "first" in expect:
        assert ids(answer)[0] == expect["first"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_options(case: dict[str, Any]) -> None:
    answer = query(GUIDELINE, case["facts"])
    rows = [row.row.id for row in (*answer.rows, *answer.also_consider)]
    texts = [
        text.lower() for id in rows for kind in ("offered", "open") for text in options(answer, id, kind)
    ]
    assert [
        word for word in case["expect"].get("mention", ()) if not any(word in text for text in texts)
    ] == []
    assert [word for word in case["expect"].get("never", ()) if any(word in text for text in texts)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_contested_rows_are_flagged_with_a_reason(case: dict[str, Any]) -> None:
    answer = query(GUIDELINE, case["facts"])
    shown = {row.row.id for row in (*answer.rows, *answer.also_consider) if row.contested}
    region = answer.patient.region
    possible = {id for id in answer.possible if contested_if_matching(GUIDELINE, region, id)}
    assert shown | possible == set(case["expect"].get("contested", ()))


def test_what_holds_under_every_answer_is_certain_before_it_is_given() -> None:
    naive = next(case for case in CASES if case["id"] == "v20")["facts"]
    answer = query(GUIDELINE, naive)
    assert (ids(answer, "preferred"), answer.possible) == (["1.1.6"], ("1.1.1", "1.1.4", "1.1.5"))
    assert list(answer.rows[0].may_be_outranked_by) == ["1.1.4"]


# Second line


def test_the_drug_for_the_mutation_comes_first_in_enhanced_only() -> None:
    for setting, first in (("basic", "2.1.2"), ("limited", "2.1.2"), ("enhanced", "2.1.3")):
        answer = ask(HR_POSITIVE, AFTER_AI, setting=setting, pik3ca_mutation="mutated")
        assert set(ids(answer)) == {"2.1.2", "2.1.3"}
        assert ids(answer)[0] == first
    assert shown(answer, "2.1.2").outranked_by.keys() == {"2.1.3"}
    answer = ask(HR_POSITIVE, AFTER_AI, setting="enhanced", pik3ca_mutation="wild_type")
    assert ids(answer, "preferred") == ["2.1.2", "2.1.4"]


def test_tamoxifen_already_used_leaves_the_row_without_an_option() -> None:
    answer = ask(HR_POSITIVE, AFTER_AI, setting="basic", pik3ca_mutation="not_known", prior_tamoxifen=True)
    assert ids(answer) == ["2.1.2"]
    assert (options(answer, "2.1.2"), len(options(answer, "2.1.2", "not_indicated"))) == ([], 1)
    cell = shown(answer, "2.1.2").cell
    assert cell is not None and cell.notes


@pytest.mark.parametrize(
    ("facts", "nearest"),
    [
        ({"menopausal_status": "pre", "pik3ca_mutation": "mutated", "prior_et_includes_ai": False}, "2.1.1"),
        ({"menopausal_status": "post", "prior_et_includes_ai": False, "prior_tamoxifen": True}, "2.1.1"),
        ({"menopausal_status": "post", "progressed_on_nsai": False, "prior_et_includes_ai": True}, "2.1.4"),
        ({"sex": "male", "prior_et_includes_ai": True}, "2.1.4"),
    ],
    ids=["before-menopause", "after-tamoxifen-only", "after-a-steroidal-ai", "man"],
)
def test_silent_while_hormone_therapy_may_still_help(facts: dict[str, object], nearest: str) -> None:
    answer = ask(
        HR_POSITIVE,
        {"pik3ca_mutation": "not_known", "et_no_longer_benefiting": False},
        facts,
        setting="limited",
    )
    assert answer.status == "silent"
    assert answer.nearest[0] == nearest
    assert "A23" in answer.notes or "A24" in answer.notes


def test_no_longer_benefiting_leads_the_endocrine_rows_which_stay_visible() -> None:
    refractory = {"et_no_longer_benefiting": True, "menopausal_status": "post", "progressed_on_nsai": True}
    answer = ask(HR_POSITIVE, refractory, setting="enhanced", pik3ca_mutation="mutated")
    assert (ids(answer, "preferred"), ids(answer, "also_matches")) == (["2.1.1"], ["2.1.2", "2.1.3"])
    assert all(option.cautions for option in shown(answer, "2.1.3").options)
    answer = ask(
        HR_POSITIVE, refractory, setting="enhanced", pik3ca_mutation="mutated", brca12_mutation="germline"
    )
    assert ids(answer, "preferred") == ["2.1.6"]
    answer = ask(
        HR_POSITIVE, refractory, setting="enhanced", pik3ca_mutation="mutated", brca12_mutation="somatic"
    )
    assert ids(answer, "preferred") == ["2.1.1"]


def test_life_threatening_disease_goes_first() -> None:
    crisis = {
        "recurrence_on_prior_et": True,
        "immediately_life_threatening": True,
        "symptomatic_disease": True,
    }
    answer = ask(HR_POSITIVE, AFTER_AI, crisis, setting="enhanced", pik3ca_mutation="wild_type")
    assert (ids(answer, "preferred"), set(ids(answer, "also_matches"))) == (["2.1.5"], {"2.1.2", "2.1.4"})
    assert options(answer, "2.1.5") == [
        "Hormone therapy",
        "Hormone therapy + targeted therapy",
        "Single-agent chemotherapy",
    ]


def test_the_interval_after_adjuvant_trastuzumab_cuts_after_twelve_months() -> None:
    relapse = {
        "first_line_her2_targeted_plus_chemo": False,
        "adjuvant_trastuzumab_completed": True,
        "setting": "enhanced",
    }
    for months, leading in ((12, ["2.2.3", "2.2.1"]), (12.1, ["2.2.4"])):
        answer = ask(HER2_POSITIVE, relapse, months_adjuvant_trastuzumab_end_to_recurrence=months)
        assert ids(answer, "preferred") == leading
    assert ids(answer, "also_matches") == ["2.2.1"]


@pytest.mark.parametrize("months", [6, 30])
def test_after_a_first_line_the_adjuvant_interval_no_longer_leads(months: int) -> None:
    answer = ask(
        HER2_POSITIVE,
        setting="limited",
        first_line_her2_targeted_plus_chemo=True,
        months_adjuvant_trastuzumab_end_to_recurrence=months,
    )
    assert ids(answer, "preferred") == ["2.2.2", "2.2.1"]
    assert len(ids(answer, "also_matches")) == 1


@pytest.mark.parametrize(
    ("stock", "offered"),
    [
        ({"tdxd_available": True}, "Trastuzumab deruxtecan"),
        ({"tdxd_available": False, "tdm1_available": True}, "Trastuzumab emtansine"),
        (
            {"tdxd_available": False, "tdm1_available": False, "lapatinib_available": True},
            "Capecitabine + lapatinib",
        ),
        (
            {"tdxd_available": False, "tdm1_available": False, "lapatinib_available": False},
            "Trastuzumab + chemotherapy (second-line chemotherapy)",
        ),
    ],
    ids=["1", "2", "3", "4"],
)
def test_the_cascade_goes_down_by_availability(stock: dict[str, object], offered: str) -> None:
    none_before = {"first_line_her2_targeted_plus_chemo": False, "adjuvant_trastuzumab_completed": False}
    answer = ask(HER2_POSITIVE, none_before, stock, setting="enhanced")
    assert ids(answer) == ["2.2.1"]
    assert options(answer, "2.2.1") == [offered]


@pytest.mark.parametrize(("hr", "count"), [("positive", 3), ("negative", 2), ("not_known", 2)])
def test_hormone_therapy_alone_needs_hr_positive_disease(hr: str, count: int) -> None:
    answer = ask(HER2_POSITIVE, setting="limited", hr_status=hr, first_line_her2_targeted_plus_chemo=True)
    assert len(options(answer, "2.2.2")) == count


@pytest.mark.parametrize(
    "facts",
    [
        {"pd_l1_status": "not_known", "ici_contraindicated": False},
        {"pd_l1_status": "negative", "ici_contraindicated": False},
        {"pd_l1_status": "positive", "ici_contraindicated": True},
    ],
    ids=["not-known", "negative", "contraindicated"],
)
def test_second_line_triple_negative_without_pd_l1_is_silent(facts: dict[str, object]) -> None:
    answer = ask(facts, line="second", setting="limited", hr_status="negative", her2_status="negative")
    assert (answer.status, answer.nearest) == ("silent", ("2.3.1", "1.3.1", "1.4.1.b"))


@pytest.mark.parametrize("line", ["first", "second", "third"])
@pytest.mark.parametrize(
    ("hr", "her2"), [("not_known", "negative"), ("negative", "not_known"), ("not_known", "not_known")]
)
def test_unknown_receptors_are_silent(line: str, hr: str, her2: str) -> None:
    answer = ask(
        line=line, setting="basic", hr_status=hr, her2_status=her2, receiving_her2_targeted_plus_chemo=False
    )
    assert answer.status == "silent"
    assert "2.2.2" in answer.nearest


# Third line


def test_germline_brca_and_her2_are_both_shown() -> None:
    facts = {"hr_status": "positive", "her2_status": "positive", "brca12_mutation": "germline"}
    answer = ask(facts, line="third", setting="limited", receiving_her2_targeted_plus_chemo=False)
    assert set(ids(answer, "preferred")) == {"3.2.1", "3.3.1", "3.3.2"}
    assert shown(answer, "3.2.1").contested


def test_triple_negative_brca_row_leads_and_chemotherapy_stays_visible() -> None:
    facts = {"hr_status": "negative", "her2_status": "negative", "brca12_mutation": "germline"}
    answer = ask(facts, line="third", setting="enhanced", prior_chemotherapy=True)
    assert (ids(answer, "preferred"), ids(answer, "also_matches")) == (["3.1.2"], ["3.1.1"])


def test_trastuzumab_emtansine_is_not_repeated() -> None:
    facts = {"her2_status": "positive", "hr_status": "negative", "receiving_her2_targeted_plus_chemo": False}
    for used, offered in ((False, ["Trastuzumab emtansine"]), (True, [])):
        answer = ask(facts, line="third", setting="enhanced", prior_tdm1=used)
        assert ids(answer) == ["3.3.1"]
        assert options(answer, "3.3.1") == offered


# Maximal setting


@pytest.mark.parametrize("line", ["first", "second"])
def test_maximal_is_silent_in_earlier_lines(line: str) -> None:
    answer = ask(line=line, setting="maximal", her2_status="positive", hr_status="negative")
    assert (answer.status, ids(answer)) == ("silent", [])


@pytest.mark.parametrize(
    "facts",
    [
        {"her2_status": "negative"},
        {"her2_status": "not_known"},
        {"progressed_on_second_or_later_her2_therapy": False},
    ],
    ids=["negative", "not-known", "no-progression"],
)
def test_maximal_is_silent_outside_table_5(facts: dict[str, object]) -> None:
    answer = ask(MAXIMAL, facts)
    assert answer.status == "silent"
    assert answer.nearest and set(answer.notes) >= {"A39", "C"}


def test_strong_items_stand_before_weak_ones() -> None:
    answer = ask(MAXIMAL, hr_status="positive", prior_pertuzumab=False, prior_tdxd=False, prior_tdm1=False)
    grades = [row.options[0].option.strength for row in answer.rows]
    assert grades == [None, *"SSS", *"WWWWWWWW"]
    assert all(row.contested for row in answer.rows)


def test_the_strict_stem_leaves_nothing_contested_but_what_the_items_leave_out() -> None:
    answer = ask(MAXIMAL, prior_pertuzumab=True, prior_tdxd=True, prior_tdm1=False)
    assert set(ids(answer)) == {"5.1", "5.2", "5.3", "5.5", "5.6", "5.7", "5.8", "5.9", "5.12"}
    assert [row.row.id for row in answer.also_consider] == ["5.4"]
    assert [row.row.id for row in answer.rows if row.contested] == ["5.12"]
    assert options(answer, "5.1") == []


# Duration


@pytest.mark.parametrize("line", [None, "first", "second", "third"])
def test_duration_may_be_asked_in_any_line(line: str | None) -> None:
    facts = {} if line is None else {"line": line}
    answer = ask(
        ON_BOTH,
        facts,
        graph="treatment_duration",
        setting="limited",
        progression=False,
        unacceptable_toxicity=False,
    )
    assert (answer.status, ids(answer)) == ("decided", ["3.3.3"])
    both, alone = options(answer, "3.3.3")
    assert both.startswith("Continue chemotherapy with HER2-targeted therapy (about 4–6 months (or longer)")
    assert alone.startswith("Continue HER2-targeted therapy alone (once chemotherapy is stopped")


def test_duration_stands_beside_the_rows_on_treatment_in_the_third_line() -> None:
    answer = ask(ON_BOTH, line="third", setting="enhanced", hr_status="negative")
    assert set(ids(answer, "preferred")) == {"3.3.1", "3.3.3"}
    answer = ask(ON_BOTH, line="third", setting="basic", hr_status="negative")
    assert shown(answer, "3.3.3").options == ()
    answer = ask(MAXIMAL, ON_BOTH, prior_pertuzumab=True, prior_tdxd=True, prior_tdm1=True)
    assert "3.3.3" not in ids(answer)


@pytest.mark.parametrize(
    ("progression", "toxicity", "offered"),
    [(False, False, [1, 2]), (False, True, [2, 3]), (True, False, [3]), (True, True, [3])],
)
def test_progression_and_toxicity_end_what_is_given(
    progression: bool, toxicity: bool, offered: list[int]
) -> None:
    facts = {"progression": progression, "unacceptable_toxicity": toxicity, "setting": "enhanced"}
    answer = ask(ON_BOTH, facts, graph="treatment_duration")
    judged = shown(answer, "3.3.3").options
    assert [place for place, option in enumerate(judged, start=1) if option.standing == "offered"] == offered


def test_the_four_to_six_months_inform_and_never_stop() -> None:
    going_well = {"progression": False, "unacceptable_toxicity": False, "setting": "enhanced"}
    for months, warned in ((1, [0, 1]), (4, [0, 0]), (6, [0, 0]), (9, [1, 0])):
        facts = {"months_on_chemo_with_her2": months, "maximal_response": False}
        answer = ask(ON_BOTH, going_well, facts, graph="treatment_duration")
        both, alone, _ = shown(answer, "3.3.3").options
        assert (both.standing, alone.standing) == ("offered", "offered")
        assert [len(both.cautions), len(alone.cautions)] == warned
