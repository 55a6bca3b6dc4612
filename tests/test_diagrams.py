"""Diagrams against plain enumeration, and what truth tables prove against diagrams."""

from __future__ import annotations

from itertools import product

import pytest
import worlds
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.cells import representative
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagrams, OverBudget
from decision_graph.graph import DecisionGraph, DecisionNode, Edge
from decision_graph.predicate.terms import Compare, Term, Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.space import Space
from decision_graph.verification.subject import Subject
from decision_graph.verification.tables import soundness
from decision_graph.vocabulary import Rule

NAMES = list(worlds.PROBES)


def diagrams(*terms: Term) -> Diagrams:
    return Diagrams(Space(worlds.vocabulary([]), terms))


def cells(found: Diagrams, facts: dict[str, Value]) -> dict[int, int]:
    space = found.space
    places = ((space.index[name], value) for name, value in facts.items())
    return {axis: space.axes[axis].bit(value).bit_length() - 1 for axis, value in places}


@given(worlds.terms, worlds.terms, worlds.facts())
def test_sets_hold_whom_the_predicates_hold_for(one: Term, other: Term, some: dict[str, Value]) -> None:
    found = diagrams(one, other)
    facts = {name: values[0] for name, values in worlds.PROBES.items()} | some
    first, second = evaluate(one, facts) is Truth.TRUE, evaluate(other, facts) is Truth.TRUE
    a, b, here = found.of(one), found.of(other), cells(found, facts)
    assert found.meets(a, here) == first
    assert found.meets(found.both(a, b), here) == (first and second)
    assert found.meets(found.either(a, b), here) == (first or second)
    assert found.meets(found.without(a, b), here) == (first and not second)
    assert found.meets(found.choose(a, b, found.without(EVERYBODY, b)), here) == (first == second)


@given(worlds.terms, worlds.terms)
def test_equal_sets_have_equal_numbers(one: Term, other: Term) -> None:
    found = diagrams(one, other)
    everybody = (dict(zip(NAMES, values, strict=True)) for values in product(*worlds.PROBES.values()))
    same = all(evaluate(one, facts) is evaluate(other, facts) for facts in everybody)
    assert (found.of(one) == found.of(other)) == same


def every_cell(found: Diagrams) -> list[list[int]]:
    return [[c for c in range(axis.full.bit_length()) if axis.full >> c & 1] for axis in found.space.axes]


@given(worlds.terms, st.sets(st.sampled_from(NAMES)))
def test_counting_counts_and_freeing_frees(term: Term, freed: set[str]) -> None:
    found = diagrams(term)
    axes = {found.space.index[name] for name in freed}
    every = every_cell(found)
    held = {place for place in product(*every) if found.meets(found.of(term), dict(enumerate(place)))}
    assert found.count(found.of(term), range(len(every))) == len(held)
    kept = [axis for axis in range(len(every)) if axis not in axes]
    shadows = {tuple(place[axis] for axis in kept) for place in held}
    assert found.count(found.regardless(found.of(term), axes), kept) == len(shadows)


@given(worlds.terms)
def test_a_member_belongs(term: Term) -> None:
    found = diagrams(term)
    if found.of(term) != NOBODY:
        member = found.member(found.of(term))
        others = found.without(EVERYBODY, found.of(term))
        assert not found.meets(others, member)


def test_values_and_pairs() -> None:
    term = Compare("b0", "==", True)
    found = diagrams(term)
    numbers = found.choose(found.of(term), found.value(1), found.value(0))
    assert sorted(found.values(numbers)) == [0, 1]
    assert found.map(lambda number: number == 1, numbers) == found.of(term)
    doubled = found.combine(max, numbers, found.value(1))
    assert doubled == found.value(1) != EVERYBODY


def test_too_few_steps_are_said() -> None:
    one, other = Compare("b0", "==", True), Compare("i", "<", 3)
    found = Diagrams(Space(worlds.vocabulary([]), [one, other]), budget=0)
    with pytest.raises(OverBudget):
        found.both(found.of(one), found.of(other))


@given(worlds.graphs(exhaustive=False))
def test_what_a_truth_table_proves_holds_for_everybody(graph: DecisionGraph) -> None:
    whole = Subject(worlds.guideline(graph, []))
    subject = whole.graphs["main"]
    for node in graph.nodes.values():
        here = soundness(whole.diagrams.space, node)
        answers = subject.answers(node)
        exclusive = all(
            whole.diagrams.both(answers[a], answers[b]) == NOBODY
            for b in range(len(answers))
            for a in range(b)
        )
        # Without rules and without a way to the question, a table that fails is right too.
        assert here == (whole.diagrams.any(answers) == EVERYBODY, exclusive)


def test_a_question_too_large_for_a_table_is_left_to_the_diagrams(monkeypatch: pytest.MonkeyPatch) -> None:
    from decision_graph.verification import tables

    monkeypatch.setattr(tables, "LARGEST", 1)
    yes = Compare("b0", "==", True)
    node = DecisionNode("q", "?", (Edge("yes", yes, "a"), Edge("no", None, "b")))
    assert soundness(Space(worlds.vocabulary([]), [yes]), node) == (False, False)


@given(worlds.terms, worlds.rules)
def test_a_representative_lies_in_its_cell(term: Term, rules: list[Rule]) -> None:
    space = Space(worlds.vocabulary(rules), [term, *(t for r in rules for t in (r.when, r.then))])
    for axis in space.axes:
        for cell in range(axis.full.bit_length()):
            if axis.full >> cell & 1:
                value = representative(axis, cell)
                assert axis.bit(value) == 1 << cell
                assert axis.attribute.kind != "integer" or isinstance(value, int)
