"""The attribute space against plain enumeration of every complete patient."""

from __future__ import annotations

import worlds
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.patient import place
from decision_graph.predicate.terms import Compare, Term, Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.space import Space, narrow, truth
from decision_graph.vocabulary import Attribute, Rule, Vocabulary


def space(rules: list[Rule], *terms: Term) -> Space:
    every = [*terms, *(t for rule in rules for t in (rule.when, rule.then))]
    return Space(worlds.vocabulary(rules), every)


def fitting(vocabulary: Vocabulary, facts: dict[str, Value]) -> list[dict[str, Value]]:
    everybody = worlds.complete_patients(vocabulary)
    return [patient for patient in everybody if all(patient[name] == value for name, value in facts.items())]


@given(worlds.terms, st.data())
def test_on_complete_facts_cells_agree_with_the_reference_semantics(term: Term, data: st.DataObject) -> None:
    facts = {name: data.draw(st.sampled_from(values)) for name, values in worlds.PROBES.items()}
    world = space([], term)
    region = place(world, facts)
    assert region is not None
    assert truth(world.clause(term), region) is evaluate(term, facts)
    opposite = truth(world.clause(term, negated=True), region)
    assert (opposite is Truth.TRUE) == (evaluate(term, facts) is Truth.FALSE)


@given(worlds.terms, worlds.rules, worlds.facts())
def test_a_decision_under_rules_is_never_wrong(
    term: Term, rules: list[Rule], facts: dict[str, Value]
) -> None:
    world = space(rules, term)
    region = place(world, facts)
    possible = fitting(world.vocabulary, facts)
    if region is None:
        assert not possible, "facts were refused that some patient has"
        return
    values = {evaluate(term, patient) for patient in possible}
    decided = world.decide(term, region)
    if possible and decided is not Truth.UNKNOWN:
        assert values == {decided}


@given(worlds.terms, worlds.rules, worlds.facts())
def test_narrowing_loses_nobody(term: Term, rules: list[Rule], facts: dict[str, Value]) -> None:
    world = space(rules, term)
    region = place(world, facts)
    if region is None:
        return
    narrowed = world.assume(world.clause(term), region)
    for patient in fitting(world.vocabulary, facts):
        if evaluate(term, patient) is Truth.TRUE:
            cells = place(world, patient)
            assert cells is not None
            assert narrowed is not None
            assert all(a & b == a for a, b in zip(cells, narrowed, strict=True))


@given(worlds.terms, worlds.rules, worlds.facts(), worlds.facts())
def test_learning_a_fact_never_overturns_a_decision(
    term: Term, rules: list[Rule], facts: dict[str, Value], more: dict[str, Value]
) -> None:
    world = space(rules, term)
    before, after = place(world, facts), place(world, {**more, **facts})
    if before is None or after is None:
        return
    decided = world.decide(term, before)
    if decided is not Truth.UNKNOWN:
        assert world.decide(term, after) is decided


@given(worlds.terms, worlds.facts())
def test_the_missing_attributes_are_unanswered_and_suffice(term: Term, facts: dict[str, Value]) -> None:
    world = space([], term)
    region = place(world, facts)
    assert region is not None
    missing = world.missing(term, region)
    assert not set(missing) & set(facts)
    assert bool(missing) == (truth(world.clause(term), region) is Truth.UNKNOWN)
    answered = place(world, {**facts, **{name: worlds.PROBES[name][0] for name in missing}})
    assert answered is not None
    assert truth(world.clause(term), answered) is not Truth.UNKNOWN


def test_integer_cells_without_an_integer_do_not_exist() -> None:
    age = Attribute("i", "integer", ask="?", label="i", obtained="history", minimum=0, maximum=3)
    one = Compare("i", "==", 1)
    world = Space(Vocabulary({"i": age}, (), {}, ("history",)), [one, Compare("i", "<=", 2)])
    # The cuts are 0, 1, 2 and 3; no integer lies between them or beyond the bounds.
    assert world.axes[0].full.bit_count() == 4
    both = narrow(world.clause(Compare("i", ">", 1)), world.everything)
    assert both is not None
    assert narrow(world.clause(Compare("i", "<", 2)), both) is None


def test_a_value_at_a_cut_is_told_apart_from_its_neighbours() -> None:
    below, at = Compare("n", "<", 4), Compare("n", "==", 4)
    world = Space(worlds.vocabulary([]), [below, at])
    for value, expected in ((3.999, (True, False)), (4, (False, True)), (4.001, (False, False))):
        region = place(world, {"n": value})
        assert region is not None
        found = tuple(truth(world.clause(term), region) is Truth.TRUE for term in (below, at))
        assert found == expected
