"""The walk against plain enumeration, on random graphs under random rules."""

from __future__ import annotations

import pytest
import worlds
from hypothesis import assume, given
from hypothesis import strategies as st

from decision_graph.diagnostics import GraphError
from decision_graph.graph import DecisionGraph, Guideline
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import Value
from decision_graph.predicate.truth import Truth
from decision_graph.traversal.walk import Trace, walk
from decision_graph.vocabulary import Rule


def walked(guideline: Guideline, facts: dict[str, Value]) -> Trace:
    return walk(guideline, make_patient(guideline.space, facts))


@given(worlds.graphs(), worlds.rules, st.data())
def test_a_complete_patient_reaches_what_the_definition_says(
    graph: DecisionGraph, rules: list[Rule], data: st.DataObject
) -> None:
    guideline = worlds.guideline(graph, rules)
    everybody = worlds.complete_patients(guideline.vocabulary)
    assume(everybody)
    facts = data.draw(st.sampled_from(everybody))
    trace = walked(guideline, facts)
    assert {a.leaf.id for a in trace.arrivals} == worlds.plain_walk(graph, facts)
    assert all(a.certain for a in trace.arrivals)
    assert all(edge.truth is not Truth.UNKNOWN for visit in trace.visits for edge in visit.edges)


@given(worlds.graphs(), worlds.rules, worlds.facts())
def test_certain_and_possible_leaves_bound_every_completion(
    graph: DecisionGraph, rules: list[Rule], facts: dict[str, Value]
) -> None:
    guideline = worlds.guideline(graph, rules)
    fitting = [
        patient
        for patient in worlds.complete_patients(guideline.vocabulary)
        if all(patient[name] == value for name, value in facts.items())
    ]
    assume(fitting)
    trace = walked(guideline, facts)
    certain = {a.leaf.id for a in trace.arrivals if a.certain}
    possible = {a.leaf.id for a in trace.arrivals}
    for patient in fitting:
        reached = worlds.plain_walk(graph, patient)
        assert isinstance(reached, set)
        assert certain <= reached <= possible


@given(worlds.graphs(), worlds.rules, worlds.facts(), worlds.facts())
def test_another_answer_never_overturns_what_was_certain(
    graph: DecisionGraph, rules: list[Rule], facts: dict[str, Value], more: dict[str, Value]
) -> None:
    guideline = worlds.guideline(graph, rules)
    try:
        before, after = walked(guideline, facts), walked(guideline, {**more, **facts})
    except GraphError:
        assume(False)
    sure = {a.leaf.id for a in before.arrivals if a.certain}
    assert sure <= {a.leaf.id for a in after.arrivals if a.certain}
    assert {a.leaf.id for a in after.arrivals} <= {a.leaf.id for a in before.arrivals}


@given(worlds.graphs(exhaustive=False), st.data())
def test_a_faulty_node_is_refused_not_guessed(graph: DecisionGraph, data: st.DataObject) -> None:
    guideline = worlds.guideline(graph, [])
    facts = {name: data.draw(st.sampled_from(values)) for name, values in worlds.PROBES.items()}
    expected = worlds.plain_walk(graph, facts)
    if isinstance(expected, set):
        assert {a.leaf.id for a in walked(guideline, facts).arrivals} == expected
    else:
        with pytest.raises(GraphError) as refused:
            walked(guideline, facts)
        assert refused.value.diagnostics[0].slug in ("gap", "overlap")


@given(worlds.graphs(), worlds.rules, worlds.facts())
def test_the_trace_names_what_it_used_and_what_is_missing(
    graph: DecisionGraph, rules: list[Rule], facts: dict[str, Value]
) -> None:
    guideline = worlds.guideline(graph, rules)
    try:
        patient = make_patient(guideline.space, facts)
    except GraphError:
        assume(False)
    for visit in walk(guideline, patient).visits:
        for edge in visit.edges:
            assert set(edge.derived) <= set(patient.derived)
            assert set(edge.uses) <= set(patient.facts) | set(patient.derived)
            assert not set(edge.missing) & (set(patient.facts) | set(patient.derived))
            assert bool(edge.missing) == (edge.truth is Truth.UNKNOWN)
