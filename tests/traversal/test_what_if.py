"""What if, and flips: against enumeration on random worlds, and by hand on the shipped guideline."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from worlds import PROBES, complete_patients, facts, faithful, graphs, guideline, rules

from decision_graph import flips, load_guideline, query, what_if
from decision_graph.diagnostics import GraphError
from decision_graph.graph import DecisionGraph, Guideline
from decision_graph.predicate.terms import Value
from decision_graph.predicate.text import to_text
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.traversal.answer import Answer
from decision_graph.traversal.atlas import Atlas
from decision_graph.traversal.what_if import Flip, adaptation
from decision_graph.vocabulary import Rule

Facts = dict[str, Value]
MBC = load_guideline("mbc")


def plain(answer: Answer) -> object:
    """What an answer says of rows and options, by the definition."""
    rows = {row.row.id: row.standing for row in answer.rows}
    options = {
        (row.row.id, n): option.standing
        for row in answer.rows
        for n, option in enumerate(row.options)
        if option.standing in ("offered", "open")
    }
    return answer.status, rows, set(answer.possible), options


def answered(known: Guideline, facts_: Facts) -> Answer | None:
    """The answer of a random world; None where the facts clash."""
    try:
        return query(known, facts_)
    except GraphError:
        return None


@given(graphs(), rules, facts())
def test_the_adaptation_drops_the_fewest_facts(
    graph: DecisionGraph, rules_: list[Rule], given_: Facts
) -> None:
    known = guideline(graph, rules_)
    before = answered(known, given_)
    if before is None:
        assume(False)
        return
    patients = complete_patients(known.vocabulary)
    atlas = Atlas(known)
    for name in given_:
        axis = atlas.space.index[name]
        for value in PROBES[name]:
            bit = atlas.space.axes[axis].bit(value)
            others = {other: v for other, v in given_.items() if other != name}
            matching = [p for p in patients if atlas.space.axes[axis].bit(p[name]) == bit]
            costs = [sum(not same(atlas, n, p[n], v) for n, v in others.items()) for p in matching]
            dropped = adaptation(atlas, before, {axis: bit})
            assert (None if dropped is None else len(dropped)) == min(costs, default=None)


def same(atlas: Atlas, name: str, one: Value, other: Value) -> bool:
    axis = atlas.space.axes[atlas.space.index[name]]
    return axis.bit(one) == axis.bit(other)


@given(graphs(), rules, facts())
def test_flips_are_all_and_only_the_single_facts_that_change_the_answer(
    graph: DecisionGraph, rules_: list[Rule], given_: Facts
) -> None:
    known = guideline(faithful(graph), rules_)
    given_ = {**given_, "tier": "low"}
    before = answered(known, given_)
    if before is None:
        assume(False)
        return
    found = flips(known, given_)
    atlas = Atlas(known)
    for name, values in PROBES.items():
        given_here = name in given_
        if not given_here and before.patient.value(name) is not None:
            assert not any(flip.attribute == name for flip in found), "it only follows"
            continue
        for value in values:
            axis = atlas.space.index[name]
            bit = atlas.space.axes[axis].bit(value)
            dropped = adaptation(atlas, before, {axis: bit}) if given_here else ()
            if dropped is None:
                continue
            rest = {n: v for n, v in given_.items() if n not in dropped}
            after = answered(known, {**rest, name: value})
            if after is None:
                assert not given_here, "what was adapted does not clash"
                continue
            told = [f for f in found if f.attribute == name and evaluate(f.be, {name: value}) is Truth.TRUE]
            assert len(told) == (plain(after) != plain(before))
            if told:
                assert plain(told[0].difference.after) == plain(after)


RELAPSE: dict[str, object] = {
    "line": "first",
    "setting": "enhanced",
    "sex": "female",
    "menopausal_status": "post",
    "hr_status": "positive",
    "her2_status": "negative",
    "brca12_mutation": "not_known",
    "immediately_life_threatening": False,
    "last_adjuvant_et": "ai",
    "months_adjuvant_et_end_to_recurrence": 7,
}


def told(name: str) -> dict[str, Flip]:
    return {to_text(flip.be): flip for flip in flips(MBC, RELAPSE) if flip.attribute == name}


def test_a_number_flips_by_the_values_that_make_no_difference() -> None:
    found = told("months_adjuvant_et_end_to_recurrence")
    assert list(found) == ["months_adjuvant_et_end_to_recurrence >= 12"]
    (flip,) = found.values()
    assert flip.difference.rows == {
        "1.1.7": ("preferred", "no_match"),
        "1.1.8": ("no_match", "preferred"),
    }


def test_what_cannot_stay_is_named() -> None:
    assert told("sex")["sex == male"].dropped == ("menopausal_status",)
    assert told("last_adjuvant_et")["last_adjuvant_et == none"].dropped == (
        "months_adjuvant_et_end_to_recurrence",
    )
    assert told("last_adjuvant_et")["last_adjuvant_et == tamoxifen"].dropped == ()


def test_a_stock_fact_flips_the_options_alone() -> None:
    (flip,) = told("nonsteroidal_ai_available").values()
    assert (flip.value, flip.difference.rows) == (False, {})
    assert [key.text for key in flip.difference.lost] == [
        "Nonsteroidal aromatase inhibitor + CDK4/6 inhibitor"
    ]


def test_facts_that_follow_are_not_flipped() -> None:
    assert told("prior_adjuvant_et") == {}


def test_where_the_paths_part() -> None:
    found = what_if(MBC, RELAPSE, {"last_adjuvant_et": "tamoxifen"})
    assert found.parting is not None
    assert (found.parting.ask, found.parting.before, found.parting.after) == (
        "Last adjuvant hormone drug?",
        ("aromatase inhibitor",),
        ("tamoxifen",),
    )


def test_nothing_changes() -> None:
    found = what_if(MBC, RELAPSE, {"age_years": 60})
    assert (found.changed, found.parting, found.gained, found.lost) == (False, None, (), ())


def test_a_fact_may_be_taken_away() -> None:
    found = what_if(MBC, RELAPSE, {}, without=["brca12_mutation"])
    assert (found.before.status, found.after.status) == ("decided", "open")
    with pytest.raises(GraphError, match=r"error\[no-such-fact\]: fact 'age_years' was not given"):
        what_if(MBC, RELAPSE, {}, without=["age_years"])


def test_a_contradiction_names_what_must_change_as_well() -> None:
    with pytest.raises(GraphError) as caught:
        what_if(MBC, RELAPSE, {"treatment_naive": True})
    hint = caught.value.diagnostics[0].hint
    assert hint.endswith("as well: last_adjuvant_et, months_adjuvant_et_end_to_recurrence")
