"""Truth: Kleene's laws, and that learning a fact never overturns what was true or false."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given

from decision_graph.predicate.parser import parse
from decision_graph.predicate.terms import Not, Term, Value, attributes
from decision_graph.predicate.truth import Truth, and_, evaluate, not_, or_, truth_of

from .strategies import complete_facts, facts, terms

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
ORDER = {F: 0, U: 1, T: 2}
PAIRS = list(itertools.product(Truth, repeat=2))


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_and_is_the_least_and_or_the_greatest(x: Truth, y: Truth) -> None:
    assert and_([x, y]) is min(x, y, key=ORDER.__getitem__)
    assert or_([x, y]) is max(x, y, key=ORDER.__getitem__)


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_de_morgan_and_absorption(x: Truth, y: Truth) -> None:
    assert not_(and_([x, y])) is or_([not_(x), not_(y)])
    assert not_(or_([x, y])) is and_([not_(x), not_(y)])
    assert and_([x, or_([x, y])]) is x
    assert or_([x, and_([x, y])]) is x


@pytest.mark.parametrize(("x", "y", "z"), list(itertools.product(Truth, repeat=3)))
def test_many_at_once_are_pairs_in_any_order(x: Truth, y: Truth, z: Truth) -> None:
    assert and_([x, y, z]) is and_([and_([z, x]), y])
    assert or_([x, y, z]) is or_([or_([z, x]), y])
    assert and_([x, or_([y, z])]) is or_([and_([x, y]), and_([x, z])])


def test_unknown_is_its_own_opposite_so_the_excluded_middle_fails() -> None:
    assert [not_(x) for x in (T, F, U)] == [F, T, U]
    assert or_([U, not_(U)]) is U


def test_nothing_to_join() -> None:
    assert and_([]) is T
    assert or_([]) is F


@pytest.mark.parametrize(
    ("text", "facts", "truth"),
    [
        ("always", {}, T),
        ("not always", {}, F),
        ("a", {}, U),
        ("a", {"a": True}, T),
        ("a", {"a": False}, F),
        ("a == false", {"a": False}, T),
        ("n < 12", {"n": 12}, F),
        ("n <= 12", {"n": 12.0}, T),
        ("n > 11.5", {"n": 12}, T),
        ("n >= 12", {"n": 11.9}, F),
        ("n == 12", {"n": 12.0}, T),
        ("n != 12", {}, U),
        ("x != p", {"x": "q"}, T),
        ("x in [p, q]", {"x": "q"}, T),
        ("x in [p, q]", {"x": "r"}, F),
        ("x not in [p, q]", {"x": "r"}, T),
        ("x not in [p, q]", {}, U),
        ("a and n < 3", {"a": False}, F),
        ("a and n < 3", {"a": True}, U),
        ("a or n < 3", {"a": True}, T),
        ("a or n < 3", {"n": 5}, U),
        ("a or not a", {}, U),
    ],
)
def test_what_a_predicate_is_worth(text: str, facts: dict[str, Value], truth: Truth) -> None:
    assert evaluate(parse(text), facts) is truth


@given(terms, facts, complete_facts)
def test_learning_never_overturns(term: Term, known: dict[str, Value], others: dict[str, Value]) -> None:
    before = evaluate(term, known)
    after = evaluate(term, others | known)
    assert before in (U, after)


@given(terms, complete_facts)
def test_with_every_fact_nothing_is_unknown(term: Term, known: dict[str, Value]) -> None:
    truth = evaluate(term, known)
    assert truth is not U
    assert evaluate(Not(term), known) is truth_of(truth is F)


@given(terms, facts)
def test_only_mentioned_attributes_matter(term: Term, known: dict[str, Value]) -> None:
    mentioned = {name: value for name, value in known.items() if name in attributes(term)}
    assert evaluate(term, mentioned) is evaluate(term, known)
