"""Questions: nothing is asked that can change nothing, and asking stops exactly when nothing can change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from worlds import (
    ATTRIBUTES,
    PROBES,
    _row,
    complete_patients,
    facts,
    faithful,
    graphs,
    guideline,
    plain_rows,
    replaced,
    rules,
    terms,
)

from decision_graph import load_guideline, query
from decision_graph.diagnostics import GraphError
from decision_graph.graph import (
    Cell,
    DecisionGraph,
    DecisionNode,
    Edge,
    Guideline,
    Option,
    Recommend,
    Silent,
)
from decision_graph.predicate.terms import Compare, Term, Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.traversal.answer import Answer
from decision_graph.traversal.unneeded import unneeded
from decision_graph.vocabulary import Rule

Facts = dict[str, Value]
MBC = load_guideline("mbc")
FIRST: dict[str, Any] = {"line": "first", "setting": "limited"}


def answered(known: Guideline, given_: Facts) -> Any:
    try:
        return query(known, given_)
    except GraphError:
        return None


def completions(known: Guideline, given_: Facts) -> list[Facts]:
    """The complete patients that have the facts."""
    told = {name: value for name, value in given_.items() if name in PROBES}
    return [p for p in complete_patients(known.vocabulary) if all(p[n] == v for n, v in told.items())]


def rows_of(graph: DecisionGraph) -> Callable[[Facts], Hashable]:
    def outcome(patient: Facts) -> Hashable:
        matched, leading = plain_rows(graph, patient)
        return frozenset(matched), frozenset(leading)

    return outcome


def tells(known: Guideline, some: list[Facts], name: str, outcome: Callable[[Facts], Hashable]) -> bool:
    """Whether different answers leave different outcomes possible."""
    axis = known.space.axes[known.space.index[name]]
    left: dict[int, set[Hashable]] = {}
    for patient in some:
        left.setdefault(axis.bit(patient[name]), set()).add(outcome(patient))
    return len({frozenset(found) for found in left.values()}) > 1


def tells_after(known: Guideline, some: list[Facts], name: str, outcome: Callable[[Facts], Hashable]) -> bool:
    """Whether they do once another fact is known."""
    for other in PROBES:
        axis = known.space.axes[known.space.index[other]]
        parts: dict[int, list[Facts]] = {}
        for patient in some:
            parts.setdefault(axis.bit(patient[other]), []).append(patient)
        if any(tells(known, part, name, outcome) for part in parts.values()):
            return True
    return False


@settings(max_examples=50)
@given(graphs(), rules, facts())
def test_questions_about_rows_are_needed_and_stop_exactly(
    graph: DecisionGraph, rules_: list[Rule], given_: Facts
) -> None:
    graph = faithful(graph)
    known = guideline(graph, rules_)
    answer = answered(known, {**given_, "tier": "low"})
    if answer is None:
        assume(False)
        return
    outcome = rows_of(graph)
    some = completions(known, given_)
    settled = len({outcome(patient) for patient in some}) == 1
    assert bool(answer.questions) != settled
    for question in answer.questions:
        name = question.attribute
        assert name not in answer.patient.facts
        assert tells(known, some, name, outcome) or tells_after(known, some, name, outcome)


def expected(
    known: Guideline, some: list[Facts], name: str, outcome: Callable[[Facts], Hashable]
) -> Fraction:
    """How many outcomes are left on average after an answer; an exact number is a tenth as likely."""
    axis = known.space.axes[known.space.index[name]]
    left: dict[int, set[Hashable]] = {}
    for patient in some:
        left.setdefault(axis.bit(patient[name]), set()).add(outcome(patient))
    weights = {bit: 1 if axis.cuts and bit.bit_length() % 2 == 0 else 10 for bit in left}
    return Fraction(sum(weights[bit] * len(left[bit]) for bit in left), sum(weights.values()))


@settings(max_examples=50)
@given(graphs(), rules, facts())
def test_what_leaves_fewest_outcomes_comes_first_and_hardly_more_counts_as_much(
    graph: DecisionGraph, rules_: list[Rule], given_: Facts
) -> None:
    graph = faithful(graph)
    known = guideline(graph, rules_)
    answer = answered(known, {**given_, "tier": "low"})
    if answer is None or len(answer.questions) < 2:
        assume(False)
        return
    some, outcome, vocabulary = completions(known, given_), rows_of(graph), known.vocabulary
    names = [question.attribute for question in answer.questions]
    left = {name: expected(known, some, name, outcome) for name in names}
    cost = {name: vocabulary.obtained.index(vocabulary.attributes[name].obtained) for name in names}
    while names:
        least = min(left[name] for name in names)
        comparable = [name for name in names if left[name] * 10 <= least * 11]
        assert names[0] in comparable
        assert (cost[names[0]], left[names[0]]) == min((cost[name], left[name]) for name in comparable)
        del names[0]


@settings(max_examples=50)
@given(graphs(), rules, facts(), st.lists(terms, min_size=2, max_size=2))
def test_questions_about_options_are_needed_and_stop_exactly(
    graph: DecisionGraph, rules_: list[Rule], given_: Facts, guards: list[Term]
) -> None:
    graph = faithful(graph)
    options = Cell((Option((("drug",),), when=guards[0]), Option((("other",),), when=guards[1])))
    rows = {
        id: replaced(row, cells={**row.cells, "low": options}) for id, row in graph.recommendations.items()
    }
    graph = replaced(graph, recommendations=rows)
    known = guideline(graph, rules_)
    answer = answered(known, {**given_, "tier": "low"})
    if answer is None or not answer.rows:
        assume(False)
        return

    def outcome(patient: Facts) -> Hashable:
        return tuple(evaluate(guard, patient) is Truth.TRUE for guard in guards)

    some = completions(known, given_)
    settled = len({outcome(patient) for patient in some}) == 1
    assert bool(answer.option_questions) != settled
    for question in answer.option_questions:
        name = question.attribute
        assert tells(known, some, name, outcome) or tells_after(known, some, name, outcome)


def test_the_attributes_of_the_world_are_those_that_are_enumerated() -> None:
    assert set(PROBES) == set(ATTRIBUTES) - {"tier"}


# The shipped guideline, by hand


def asked(**more: Any) -> list[str]:
    return [question.attribute for question in query(MBC, {**FIRST, **more}).questions]


def test_the_route_comes_first_then_the_receptors() -> None:
    assert [q.attribute for q in query(MBC, {}).questions][:3] == ["line", "her2_status", "hr_status"]
    assert asked()[:2] == ["her2_status", "hr_status"]


def test_what_a_fact_presupposes_is_asked_before_it() -> None:
    found = asked(hr_status="positive", her2_status="negative")
    months = "months_adjuvant_et_end_to_recurrence"
    assert found.index("adjuvant_et_completed") < found.index(months)


def test_history_is_asked_before_a_test_that_tells_as_much() -> None:
    found = asked(hr_status="positive", her2_status="negative")
    assert found.index("menopausal_status") < found.index("brca12_mutation")


def test_in_basic_a_molecular_test_comes_last_and_with_note_a() -> None:
    questions = query(MBC, {**FIRST, "setting": "basic"}).questions
    noted = [question.attribute for question in questions if question.notes == ("A",)]
    assert noted == [question.attribute for question in questions][-len(noted) :] != []
    assert set(noted) == {"brca12_mutation", "pd_l1_status"}


def test_each_question_names_the_rows_that_it_separates() -> None:
    questions = query(MBC, {**FIRST, "her2_status": "positive"}).questions
    assert questions[0].attribute == "hr_status"
    assert "1.2.2" in questions[0].separates and "1.3.1" not in questions[0].separates


# What need not be asked


def told(answer: Answer) -> list[Hashable]:
    """The rows with their standing, and each option with its own."""
    return [(r.row.id, r.standing, *(option.standing for option in r.options)) for r in answer.rows]


def test_what_only_an_option_of_a_possible_row_hangs_on_is_not_called_needless() -> None:
    # Both answers to b0 lead to the row, which b1 leaves possible; but its option hangs on b0.
    first = Edge("yes", Compare("b0", "==", True), "q1"), Edge("no", None, "q1")
    second = Edge("yes", Compare("b1", "==", True), "r0"), Edge("no", None, "silent")
    nodes = {"q0": DecisionNode("q0", "Q0?", first), "q1": DecisionNode("q1", "Q1?", second)}
    cell = Cell((Option((("drug",),), when=Compare("b0", "==", True)),))
    row = replaced(_row("r0", Compare("b1", "==", True), ()), cells={"low": cell, "high": Cell(())})
    leaves = {"r0": Recommend("r0", ("r0",)), "silent": Silent("silent", "Nothing is said.")}
    graph = DecisionGraph("main", "Main", "q0", nodes, leaves, {"r0": row}, tiers=("low", "high"))
    known = guideline(graph, [])
    for tier, needless in (("low", set[str]()), ("high", {"b0"})):
        answer = query(known, {"tier": tier})
        assert answer.possible == ("r0",)
        assert {one.attribute for one in unneeded(answer)} == needless


def test_pd_l1_would_change_nothing_in_her2_positive_disease() -> None:
    answer = query(MBC, {**FIRST, "her2_status": "positive", "hr_status": "positive"})
    found = {one.attribute: one for one in unneeded(answer)}
    pd_l1 = found["pd_l1_status"]
    assert (pd_l1.rows, pd_l1.because) == (("1.3.1", "1.3.2", "1.3.3"), ("hr_status",))
    assert not set(found) & {question.attribute for question in answer.questions}


def test_a_settled_answer_lists_what_it_never_needed() -> None:
    answer = query(MBC, {**FIRST, "her2_status": "positive", "hr_status": "negative"})
    found = {one.attribute: one for one in unneeded(answer)}
    assert answer.status == "decided"
    assert found["menopausal_status"].because in (("her2_status",), ("hr_status",))
    assert found["brca12_mutation"].rows == ("1.4.1.a", "1.4.1.b", "1.4.2")


@given(
    st.fixed_dictionaries(
        {"line": st.sampled_from(["first", "second"]), "setting": st.sampled_from(["basic", "enhanced"])},
        optional={
            "her2_status": st.sampled_from(["positive", "negative"]),
            "hr_status": st.sampled_from(["positive", "negative"]),
            "menopausal_status": st.sampled_from(["pre", "post"]),
            "pd_l1_status": st.sampled_from(["positive", "negative"]),
        },
    )
)
def test_what_need_not_be_asked_changes_no_row_and_no_option_whatever_the_answer(
    known: dict[str, Any],
) -> None:
    answer = query(MBC, known)
    for one in unneeded(answer):
        axis = MBC.space.axes[MBC.space.index[one.attribute]]
        for value in axis.values or (axis.cuts[0], axis.cuts[-1]):
            try:
                later = query(MBC, {**known, one.attribute: value})
            except GraphError:
                continue
            assert (later.status, later.possible) == (answer.status, answer.possible)
            assert told(later) == told(answer), one.attribute
