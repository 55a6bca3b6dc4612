"""Formularies through the guideline: what they change, what they leave alone, what can be met, the ladder."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_graph import load_guideline, query
from decision_graph.diagnostics import GraphError
from decision_graph.formulary import Formulary, Holding, stock_of
from decision_graph.graph import Guideline
from decision_graph.traversal.answer import Answer
from decision_graph.traversal.ladder import ladder, offered
from decision_graph.traversal.means import Means, means
from decision_graph.traversal.stocked import named, stock_facts, stocked

MBC = load_guideline("mbc")
STOCKED = stocked(MBC)
HER2: dict[str, Any] = {"line": "first", "her2_status": "positive", "hr_status": "negative"}
HR: dict[str, Any] = {
    "line": "first",
    "sex": "female",
    "menopausal_status": "post",
    "hr_status": "positive",
    "her2_status": "negative",
    "brca12_mutation": "not_known",
    "immediately_life_threatening": False,
    "prior_adjuvant_et": False,
}


def at(facts: dict[str, Any], **held: bool) -> Answer:
    guideline, known = here(**held)
    return query(guideline, {**known, **facts})


def here(**held: bool) -> tuple[Guideline, dict[str, Any]]:
    stock = stock_of(Formulary("here", tuple(Holding(*one) for one in held.items())), MBC.vocabulary)
    return STOCKED, dict(stock_facts(STOCKED, stock))


def standings(answer: Answer, row: str) -> list[str]:
    return [o.standing for r in answer.rows if r.row.id == row for o in r.options]


def test_a_drug_without_an_attribute_of_its_own_is_unavailable_all_the_same() -> None:
    facts = {**HR, "setting": "enhanced"}
    assert standings(query(MBC, facts), "1.1.4") == ["offered"]
    answer = at(facts, cdk46_inhibitor=False)
    assert standings(answer, "1.1.4") == ["unavailable"]
    why = next(o.why for r in answer.rows if r.row.id == "1.1.4" for o in r.options)
    assert "CDK4/6 inhibitor" in why


def test_the_cascade_follows_the_formulary() -> None:
    facts = {**HER2, "setting": "enhanced"}
    assert standings(at(facts, trastuzumab=True, pertuzumab=True, docetaxel=True), "1.2.1")[0] == "offered"
    later = standings(at(facts, trastuzumab=True, pertuzumab=True, taxane=False, vinorelbine=True), "1.2.1")
    assert later[:2] == ["unavailable", "offered"]


def test_to_have_something_of_a_class_is_not_to_have_each_member() -> None:
    guideline, known = here(carboplatin=True)
    # Chemotherapy is there, as carboplatin; capecitabine was not spoken of.
    assert known["chemotherapy_available"] is True
    assert "capecitabine_available" in guideline.vocabulary.attributes
    assert "capecitabine_available" not in known
    limited = {**HER2, "setting": "limited"}
    assert standings(at(limited, carboplatin=True, capecitabine=False), "1.2.1")[1] == "unavailable"


def test_nothing_said_changes_nothing() -> None:
    assert stocked(STOCKED) is STOCKED
    facts = {**HR, "setting": "enhanced"}
    bare, plain = query(STOCKED, facts), query(MBC, facts)
    assert [standings(bare, row.row.id) for row in bare.rows] == [
        standings(plain, row.row.id) for row in plain.rows
    ]
    assert bare.guideline.digest == plain.guideline.digest


def test_what_the_guideline_never_offers_gets_no_attribute() -> None:
    guideline, known = here(surgery=False, targeted_therapy=True)
    unnamed = set(MBC.vocabulary.interventions) - {
        kind.id for id in named(MBC) for kind in MBC.vocabulary.lineage(id)
    }
    assert not {id + "_available" for id in unnamed} & (set(known) | set(guideline.vocabulary.attributes))


drugs = st.dictionaries(st.sampled_from(list(MBC.vocabulary.interventions)), st.booleans(), max_size=8)
patients = st.fixed_dictionaries(
    {
        "line": st.sampled_from(["first", "second", "third"]),
        "setting": st.sampled_from(["basic", "limited", "enhanced", "maximal"]),
        "her2_status": st.sampled_from(["positive", "negative"]),
        "hr_status": st.sampled_from(["positive", "negative"]),
    },
    optional={"brca12_mutation": st.sampled_from(["germline", "none"]), "prior_tdm1": st.booleans()},
)


@given(patients, drugs)
def test_a_formulary_changes_no_row_and_never_offers_what_is_not_there(
    facts: dict[str, Any], held: dict[str, bool]
) -> None:
    try:
        answer = at(facts, **held)
    except GraphError as error:
        assert error.diagnostics[0].slug in ("formulary-clash", "contradiction")
        return
    plain = query(MBC, facts)
    assert [(r.row.id, r.standing) for r in answer.rows] == [(r.row.id, r.standing) for r in plain.rows]
    assert (answer.status, answer.possible) == (plain.status, plain.possible)
    stock = stock_of(Formulary("", tuple(Holding(*one) for one in held.items())), MBC.vocabulary)
    for row in answer.rows:
        for option in row.options:
            if option.standing in ("offered", "open"):
                for group in option.option.give:
                    assert any(id not in stock or stock[id].there for id in group)


# What can be met


def checked(**held: bool) -> Means:
    return means(MBC, Formulary("here", tuple(Holding(*one) for one in held.items())))


def verdict(found: Means, row: str, tier: str) -> str:
    return next(cell.verdict for cell in found.cells if (cell.row, cell.tier) == (row, tier))


def test_a_cell_is_met_if_one_option_can_be_given() -> None:
    found = checked(tamoxifen=True, nonsteroidal_ai=False)
    assert verdict(found, "1.1.4", "limited") == "met"
    assert verdict(found, "1.1.4", "enhanced") == "not_met"
    assert verdict(found, "1.2.1", "limited") == "not_said"
    assert verdict(found, "3.3.3", "basic") == "nothing"


def test_the_addition_that_unlocks_most_comes_first() -> None:
    everything = dict.fromkeys(named(MBC), True)
    lacking = {**everything, "cdk46_inhibitor": False, "abemaciclib": False, "pembrolizumab": False}
    found = checked(**{**lacking, "atezolizumab": False})
    assert [(a.intervention, len(a.cells)) for a in found.additions][:2] == [
        ("abemaciclib", 5),
        ("cdk46_inhibitor", 4),
    ], "abemaciclib is a CDK4/6 inhibitor, and named by 5.12 besides"
    assert found.additions[0].cells[0] == ("1.1.4", "enhanced")
    assert {a.intervention for a in found.additions} >= {"pembrolizumab", "atezolizumab"}


def test_an_addition_keeps_its_promise() -> None:
    everything = dict.fromkeys(named(MBC), True)
    held = {**everything, "fulvestrant": False, "parpi": False, "everolimus": False}
    for addition in checked(**held).additions:
        later = checked(**{**held, addition.intervention: True})
        before = checked(**held)
        for row, tier in addition.cells:
            assert verdict(before, row, tier) != "met"
            assert verdict(later, row, tier) == "met"


def test_a_full_formulary_meets_every_cell() -> None:
    found = checked(**dict.fromkeys(named(MBC), True))
    assert {cell.verdict for cell in found.cells} == {"met", "nothing"}
    assert (found.additions, found.unsaid) == ((), {})


# The ladder


def test_each_rung_is_the_answer_of_its_tier() -> None:
    for rung in ladder(MBC, {**HR, "setting": "basic"}):
        plain = query(MBC, {**HR, "setting": rung.tier})
        assert offered(rung.answer) == offered(plain)
        assert rung.answer.status == plain.status


def test_what_is_lost_and_what_is_wanting() -> None:
    rungs = {rung.tier: rung for rung in ladder(MBC, HR)}
    lost = {(lost.option.row, lost.option.text): lost.needs for lost in rungs["limited"].lost}
    assert lost["1.1.4", "Nonsteroidal aromatase inhibitor + CDK4/6 inhibitor"] == (
        "nonsteroidal_ai",
        "cdk46_inhibitor",
    )
    assert rungs["enhanced"].above == ""  # Maximal has no column in the first line
    for rung in rungs.values():
        here_ = {(key.row, key.text) for key in offered(rung.answer)}
        assert not here_ & {(lost.option.row, lost.option.text) for lost in rung.lost}


def test_what_one_thing_would_unlock() -> None:
    rungs = {rung.tier: rung for rung in ladder(MBC, HR)}
    stock = {u.intervention: u.gained for u in rungs["limited"].unlocks if u.intervention}
    assert "nonsteroidal_ai" in stock
    assert all(key.row in {"1.1.4", "1.1.6"} for key in stock["nonsteroidal_ai"])
    tests = [u for u in rungs["enhanced"].unlocks if not u.intervention]
    assert [(u.attribute, u.gained[0].text) for u in tests] == [("brca12_mutation", "PARP inhibitor")]


def test_a_formulary_names_the_drug_that_is_wanting() -> None:
    guideline, known = here(cdk46_inhibitor=False, nonsteroidal_ai=True)
    rungs = {rung.tier: rung for rung in ladder(guideline, {**known, **HR})}
    unlock = next(u for u in rungs["enhanced"].unlocks if u.intervention == "cdk46_inhibitor")
    assert [key.row for key in unlock.gained] == ["1.1.4", "1.1.6"]


def test_a_guideline_without_tiers_has_no_ladder() -> None:
    import msgspec

    with pytest.raises(GraphError, match=r"error\[no-selector\]"):
        ladder(msgspec.structs.replace(MBC, tier=""), {"line": "first"})
