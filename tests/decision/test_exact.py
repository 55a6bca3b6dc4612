"""Certain and possible against plain enumeration of every completion, on random graphs and rules."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import worlds
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decision_graph.decision import (
    compiled,
    consistent,
    decide,
    outcomes,
    possibilities,
    truth,
    ways,
)
from decision_graph.decision.outcome import Outcome
from decision_graph.diagnostics import GraphError
from decision_graph.graph import DecisionGraph, DecisionNode, Edge, Guideline, Silent
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import Compare, Not, Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.space import Region
from decision_graph.traversal.answer import query
from decision_graph.vocabulary import Condition, Rule

Told = tuple[frozenset[str], bool, frozenset[str], frozenset[str]]
"""The leaves, whether a question had no one answer, the rows that match, and those that lead."""


def completions(guideline: Guideline, facts: dict[str, Value]) -> list[dict[str, Value]]:
    """Every complete patient that fits some facts, and that no rule excludes."""
    return worlds.complete_patients(guideline.vocabulary, facts)


def region(guideline: Guideline, facts: dict[str, Value]) -> Region:
    return make_patient(guideline.space, facts).region


def told(outcome: Outcome) -> Told:
    leaves = frozenset() if outcome.stuck else frozenset(id for _, id in outcome.leaves)
    return leaves, bool(outcome.stuck), frozenset(outcome.matched), frozenset(outcome.preferred)


def plainly(graph: DecisionGraph, patient: dict[str, Value]) -> Told:
    leaves = worlds.plain_walk(graph, patient)
    matched, leading = worlds.plain_rows(graph, patient)
    stuck = isinstance(leaves, str)
    return frozenset(() if stuck else leaves), stuck, frozenset(matched), frozenset(leading)


agreeing_or_not = st.booleans().flatmap(lambda agree: worlds.agreeing_graphs() if agree else worlds.graphs())
some_graphs = st.booleans().flatmap(lambda sound: worlds.graphs(exhaustive=sound))


@settings(max_examples=40)
@given(some_graphs, worlds.rules, worlds.facts())
def test_the_outcomes_are_those_of_the_completions(
    graph: DecisionGraph, rules: list[Rule], facts: dict[str, Value]
) -> None:
    guideline = worlds.guideline(graph, rules)
    fitting = completions(guideline, facts)
    assume(fitting)
    found = outcomes(compiled(guideline), region(guideline, facts))
    assert {told(outcome) for outcome in found} == {plainly(graph, patient) for patient in fitting}


@settings(max_examples=25)
@given(worlds.agreeing_graphs(), worlds.rules, worlds.facts())
def test_certain_is_in_every_completion_and_possible_in_some(
    graph: DecisionGraph, rules: list[Rule], facts: dict[str, Value]
) -> None:
    guideline = worlds.guideline(graph, rules)
    fitting = completions(guideline, facts)
    assume(fitting)
    found = possibilities(compiled(guideline), region(guideline, facts))
    assert all(outcome.sound for outcome in found.outcomes)
    matching = [worlds.plain_rows(graph, patient)[0] for patient in fitting]
    reached = [worlds.plain_walk(graph, patient) for patient in fitting]
    assert set(found.certain) == set.intersection(*matching)
    assert set(found.possible) == set.union(*matching) - set.intersection(*matching)
    assert {id for (_, id), sure in found.leaves.items() if sure} == set.intersection(*map(set, reached))
    assert {id for _, id in found.leaves} == set.union(*map(set, reached))
    assert found.settled == (len({(*map(frozenset, worlds.plain_rows(graph, p)),) for p in fitting}) == 1)


@settings(max_examples=40)
@given(some_graphs, worlds.rules, st.data())
def test_a_complete_patient_has_one_outcome(
    graph: DecisionGraph, rules: list[Rule], data: st.DataObject
) -> None:
    guideline = worlds.guideline(graph, rules)
    everybody = worlds.complete_patients(guideline.vocabulary)
    assume(everybody)
    patient = data.draw(st.sampled_from(everybody))
    found = decide(compiled(guideline), region(guideline, patient))
    assert found is not None
    assert told(found) == plainly(graph, patient)


@settings(max_examples=40)
@given(worlds.graphs(), worlds.rules, worlds.facts())
def test_the_truth_of_a_predicate_is_exact(
    graph: DecisionGraph, rules: list[Rule], facts: dict[str, Value]
) -> None:
    guideline = worlds.guideline(graph, rules)
    fitting = completions(guideline, facts)
    assume(fitting)
    form, known = compiled(guideline), region(guideline, facts)
    for row in graph.recommendations.values():
        worth = {evaluate(row.population, patient) for patient in fitting}
        expected = worth.pop() if len(worth) == 1 else Truth.UNKNOWN
        assert truth(form, known, row.population) is expected


@settings(max_examples=40)
@given(worlds.graphs(), worlds.rules, worlds.facts())
def test_facts_that_no_completion_has_are_noticed(
    graph: DecisionGraph, rules: list[Rule], facts: dict[str, Value]
) -> None:
    guideline = worlds.guideline(graph, rules)
    fitting = completions(guideline, facts)
    try:
        known = region(guideline, facts)
    except GraphError:
        assert not fitting
    else:
        assert consistent(compiled(guideline), known) == bool(fitting)


@settings(max_examples=40)
@given(worlds.graphs(), worlds.rules, worlds.facts())
def test_the_questions_met_are_those_that_completions_meet(
    graph: DecisionGraph, rules: list[Rule], facts: dict[str, Value]
) -> None:
    guideline = worlds.guideline(graph, rules)
    fitting = completions(guideline, facts)
    assume(fitting)
    met: dict[str, list[dict[str, Value]]] = {}
    for patient in fitting:
        for id in _visited(graph, patient):
            met.setdefault(id, []).append(patient)
    course = ways(compiled(guideline), region(guideline, facts))
    assert {passage.id for passage in course.passages} == set(met)
    for passage in course.passages:
        assert passage.certain == (len(met[passage.id]) == len(fitting))
        node = graph.nodes.get(passage.id)
        for place, edge in enumerate(node.edges if node else ()):
            holds = {_true(graph, passage.id, place, patient) for patient in met[passage.id]}
            assert passage.truths[place] is _as_truth(holds), edge.label


def _as_truth(holds: set[bool]) -> Truth:
    return Truth.UNKNOWN if len(holds) > 1 else Truth.TRUE if holds == {True} else Truth.FALSE


def _true(graph: DecisionGraph, id: str, place: int, patient: dict[str, Value]) -> bool:
    edges = graph.nodes[id].edges
    when = edges[place].when
    if when is not None:
        return evaluate(when, patient) is Truth.TRUE
    return not any(e.when is not None and evaluate(e.when, patient) is Truth.TRUE for e in edges)


def _visited(graph: DecisionGraph, patient: dict[str, Value]) -> set[str]:
    seen: set[str] = set()
    waiting = [graph.start]
    while waiting:
        id = waiting.pop()
        if id not in seen:
            seen.add(id)
            node = graph.nodes.get(id)
            for place, edge in enumerate(node.edges if node else ()):
                if _true(graph, id, place, patient):
                    waiting.append(edge.to)
    return seen


@settings(max_examples=40)
@given(
    agreeing_or_not,
    worlds.rules,
    worlds.facts(),
    worlds.facts(),
)
def test_another_answer_never_overturns_what_was_certain(
    graph: DecisionGraph, rules: list[Rule], facts: dict[str, Value], more: dict[str, Value]
) -> None:
    guideline = worlds.guideline(graph, rules)
    more = {**more, **facts}
    assume(completions(guideline, more))
    form = compiled(guideline)
    before, after = (possibilities(form, region(guideline, known)) for known in (facts, more))
    assert set(before.certain) <= set(after.certain)
    assert {*after.certain, *after.possible} <= {*before.certain, *before.possible}
    assert set(after.outcomes) <= set(before.outcomes)
    assert after.settled or not before.settled
    for row in before.certain:
        assert set(before.outranked[row]) <= set(after.outranked[row])
        assert set(after.may_be_outranked[row]) <= set(before.may_be_outranked[row])


@settings(max_examples=40)
@given(worlds.graphs(), worlds.rules, st.lists(worlds.facts(), max_size=8))
def test_a_compiled_form_may_be_shared_and_sent(
    graph: DecisionGraph, rules: list[Rule], patients: list[dict[str, Value]]
) -> None:
    guideline = worlds.guideline(graph, rules)
    form = compiled(guideline)
    regions = [region(guideline, facts) for facts in patients if completions(guideline, facts)]
    with ThreadPoolExecutor(4) as pool:
        shared = list(pool.map(lambda known: possibilities(form, known), regions * 4))
    sent = pickle.loads(pickle.dumps(form))
    assert shared == [possibilities(sent, known) for known in regions * 4]


def test_scope_conditions_that_cannot_hold_together_are_not_assumed() -> None:
    yes = Compare("b0", "==", True)
    question = DecisionNode("q", "Q?", (Edge("any", None, "s"),))
    graph = DecisionGraph(
        "main", "Main", "q", {"q": question}, {"s": Silent("s", "Nothing.")},
        scope=(Condition(yes, "one"), Condition(Not(yes), "the other")),
    )  # fmt: skip
    found = query(worlds.guideline(graph, []), {})
    assert (found.status, found.assumed) == ("out_of_scope", ())
    assert found.says == ("this condition is not met: one", "this condition is not met: the other")
