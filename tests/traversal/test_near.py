"""Near misses: exact minima against enumeration, and ways that keep what they promise."""

from __future__ import annotations

from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st
from worlds import ATTRIBUTES, PROBES, complete_patients, facts, graphs, guideline, replaced, rules, terms

from decision_graph import load_guideline
from decision_graph.diagnostics import GraphError
from decision_graph.graph import DecisionGraph, Guideline
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import Compare, Term, Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.prose import clause
from decision_graph.traversal.atlas import Atlas
from decision_graph.traversal.explain import Explanation, explain
from decision_graph.traversal.near import Way, ways_to
from decision_graph.vocabulary import Rule

Facts = dict[str, Value]


def world(graph: DecisionGraph, rules_: list[Rule], applies: Term | None) -> Guideline:
    """A guideline in which one attribute may apply to some patients only."""
    plain = guideline(graph, rules_)
    known = {**ATTRIBUTES, "n": replaced(ATTRIBUTES["n"], applies_when=applies)}
    return replaced(plain, vocabulary=replaced(plain.vocabulary, attributes=known))


def plain_distance(known: Guideline, given_: Facts, target: Term) -> int | None:
    """The least number of given facts that differ in any complete patient of a set, by the definition.

    A patient to whom an attribute does not apply is in the set if that is so whatever would stand there.
    """
    applies = known.vocabulary.attributes["n"].applies_when
    found: list[int] = []
    everybody = complete_patients(known.vocabulary)
    inside = [evaluate(target, patient) is Truth.TRUE for patient in everybody]
    outside = {_but_for_n(patient) for patient, is_in in zip(everybody, inside, strict=True) if not is_in}
    for patient, is_in in zip(everybody, inside, strict=True):
        has_n = applies is None or evaluate(applies, patient) is Truth.TRUE
        if is_in and (has_n or _but_for_n(patient) not in outside):
            differ = [n for n, v in given_.items() if not same(n, v, patient[n]) or (n == "n" and not has_n)]
            found.append(len(differ))
    return min(found, default=None)


def _but_for_n(patient: Facts) -> tuple[tuple[str, Value], ...]:
    return tuple((name, value) for name, value in patient.items() if name != "n")


def same(name: str, one: Value, other: Value) -> bool:
    """Whether two values are told apart by no term of the world."""
    assert name in PROBES
    return one == other


applicable = st.none() | st.sampled_from([Compare("b0", "==", True), Compare("e", "!=", "x")])


def _atlas(known: Guideline, target: Term) -> Atlas:
    # Cut at the target's constants too: put it into the guideline as a population.
    rows = known.graphs["main"].recommendations
    row = replaced(rows["r0"], population=target)
    graph = replaced(known.graphs["main"], recommendations={**rows, "r0": row})
    return Atlas(replaced(known, graphs={"main": graph}))


@given(graphs(), rules, applicable, facts(), terms)
def test_the_distance_is_the_least_over_all_patients(
    graph: DecisionGraph, rules_: list[Rule], applies: Term | None, given_: Facts, target: Term
) -> None:
    atlas = _atlas(world(graph, rules_, applies), target)
    try:
        patient = make_patient(atlas.space, given_)
    except GraphError:
        assume(False)
        return
    ways = ways_to(atlas, patient, atlas.diagrams.of(target))
    expected = plain_distance(atlas.guideline, given_, target)
    assert {len(way.changes) for way in ways} == (set() if expected is None else {expected})


@given(graphs(), rules, applicable, facts(), terms)
def test_a_way_keeps_its_promise_and_promises_nothing_needless(
    graph: DecisionGraph, rules_: list[Rule], applies: Term | None, given_: Facts, target: Term
) -> None:
    atlas = _atlas(world(graph, rules_, applies), target)
    try:
        patient = make_patient(atlas.space, given_)
    except GraphError:
        assume(False)
        return
    for way in ways_to(atlas, patient, atlas.diagrams.of(target)):
        changed = {must.attribute for must in way.changes}
        assert changed <= set(given_)
        assert not {must.attribute for must in way.provided} & set(given_)
        kept = {name: value for name, value in given_.items() if name not in changed}
        members = list(followers(atlas.guideline, kept, way))
        assert members
        assert all(evaluate(target, member) is Truth.TRUE for member in members)
        for needless in way.provided:
            rest = tuple(must for must in way.provided if must != needless)
            shorter = followers(atlas.guideline, kept, Way(way.changes, rest))
            assert any(evaluate(target, member) is not Truth.TRUE for member in shorter)


def followers(known: Guideline, kept: Facts, way: Way) -> list[Facts]:
    """The complete patients that a way describes."""
    applies = known.vocabulary.attributes["n"].applies_when
    gone = {must.attribute for must in way.changes if must.be is None}
    said = {must.attribute for must in (*way.changes, *way.provided)} - gone
    found = []
    for patient in complete_patients(known.vocabulary):
        has_n = applies is None or evaluate(applies, patient) is Truth.TRUE
        # Who gives a value says as well that the attribute applies.
        if (("n" in kept or "n" in said) and not has_n) or ("n" in gone and has_n):
            continue
        musts = [must.be for must in (*way.changes, *way.provided) if must.be is not None]
        if all(patient[name] == value for name, value in kept.items()) and all(
            evaluate(term, patient) is Truth.TRUE for term in musts
        ):
            found.append(patient)
    return found


# The shipped guideline, by hand

MBC = load_guideline("mbc")
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


def words(explanation: Explanation, row: str) -> list[tuple[list[str], list[str]]]:
    found = next(reason for reason in explanation.rows if reason.row == row)
    each = []
    for way in found.to_match or found.to_lead:
        sides = (way.changes, way.provided)
        each.append(
            tuple(
                [m.attribute if m.be is None else clause(m.be, MBC.vocabulary) for m in side]
                for side in sides
            )
        )
    return each  # type: ignore[return-value]


def test_near_misses_that_a_clinician_would_name() -> None:
    found = explain(MBC, RELAPSE)
    assert words(found, "1.1.5") == [(["pre-menopausal"], [])]
    assert words(found, "1.1.8") == [
        (["recurrence 12 months or more after the end of adjuvant hormone therapy"], [])
    ]
    assert words(found, "1.1.9") == [(["sex: male", "menopausal status: not applicable (man)"], [])], (
        "a man has no menopausal status: two facts"
    )
    assert words(found, "1.3.3") == [
        (["HR-negative"], ["PD-L1-positive", "no contraindication to a checkpoint inhibitor"])
    ]


def test_what_would_make_an_outranked_row_lead() -> None:
    found = explain(MBC, RELAPSE)
    assert words(found, "1.1.6") == [
        (["last adjuvant hormone drug: tamoxifen"], []),
        (
            ["months_adjuvant_et_end_to_recurrence"],
            ["no rapid visceral recurrence on adjuvant hormone therapy"],
        ),
    ]


def test_a_row_without_a_cell_for_the_tier_is_not_a_near_miss() -> None:
    found = explain(MBC, {**RELAPSE, "setting": "maximal"})
    assert {r.row for r in found.rows if r.standing == "not_offered"} == {"1.1.1", "1.1.6", "1.1.7"}


def test_ways_of_possible_rows_name_only_unanswered_facts() -> None:
    facts_ = {"line": "first", "setting": "limited", "hr_status": "positive", "her2_status": "negative"}
    found = explain(MBC, facts_)
    possible = [reason for reason in found.rows if reason.standing == "possible"]
    assert possible
    assert all(not way.changes and way.provided for reason in possible for way in reason.to_match)


def test_every_way_of_the_shipped_guideline_leads_to_its_row() -> None:
    """The facts of each way, put back into the guideline, match the row."""
    found = explain(MBC, RELAPSE)
    for reason in found.rows:
        for way in reason.to_match:
            facts_ = {k: v for k, v in RELAPSE.items() if k not in {m.attribute for m in way.changes}}
            for must in (*way.changes, *way.provided):
                if must.be is not None:
                    facts_[must.attribute] = first_value(must.attribute, must.be)
            again = explain(MBC, facts_)
            assert reason.row in {row.row.id for row in again.answer.rows}


def first_value(name: str, term: Term) -> Value:
    axis = MBC.space.axes[MBC.space.index[name]]
    values = axis.values or tuple(
        v for cut, step in product(axis.cuts, (0, 1)) for v in (cut + step,) if axis.bit(v)
    )
    return next(v for v in values if evaluate(term, {name: v}) is Truth.TRUE)
