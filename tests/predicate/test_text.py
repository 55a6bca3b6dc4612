"""Printing: the text of a term parses back to the term, with as few parentheses as possible."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from decision_graph.predicate.parser import parse
from decision_graph.predicate.terms import Always, And, Compare, Member, Not, Or, Term, atoms
from decision_graph.predicate.text import to_text, value_text

from .strategies import terms

a, b, c = (Compare(name, "==", True) for name in "abc")


@given(terms)
def test_text_parses_back_to_the_term(term: Term) -> None:
    again = parse(to_text(term))
    assert again == term
    assert repr(again) == repr(term)  # 1 == True in Python, but not here


@given(terms)
def test_no_pair_of_parentheses_can_be_left_out(term: Term) -> None:
    text = to_text(term)
    if any(isinstance(value, str) for atom in atoms(term) for value in _values(atom)):
        return  # a quoted value may contain a parenthesis
    for opening in (match.start() for match in re.finditer(r"\(", text)):
        closing = _closing(text, opening)
        without = text[:opening] + text[opening + 1 : closing] + text[closing + 1 :]
        assert parse(without) != term


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Always(), "always"),
        (Not(Always()), "not always"),
        (a, "a"),
        (Compare("a", "==", False), "a == false"),
        (Compare("a", "!=", True), "a != true"),
        (Not(a), "not a"),
        (Not(Not(a)), "not not a"),
        (Not(Compare("x", "==", "p")), "not x == p"),
        (Not(Member("x", ("p", "q"))), "x not in [p, q]"),
        (Not(Not(Member("x", ("p",)))), "not x not in [p]"),
        (Not(And((a, b))), "not (a and b)"),
        (And((a, Or((b, c)))), "a and (b or c)"),
        (Or((And((a, b)), c)), "a and b or c"),
        (And((Not(Or((a, b))), c)), "not (a or b) and c"),
        (Compare("x", "<", 2.5), "x < 2.5"),
        (Compare("x", ">=", -3), "x >= -3"),
        (Compare("x", "==", "wild type"), 'x == "wild type"'),
        (Compare("x", "==", "IN"), 'x == "IN"'),
        (Compare("x", "==", "12"), 'x == "12"'),
        (Compare("x", "==", 'a"b\\'), r'x == "a\"b\\"'),
    ],
)
def test_canonical_text(term: Term, text: str) -> None:
    assert to_text(term) == text
    assert parse(text) == term


@pytest.mark.parametrize(
    ("number", "text"),
    [(1e-7, "0.0000001"), (1e16, "10000000000000000"), (0.1 + 0.2, "0.30000000000000004"), (12.0, "12")],
)
def test_numbers_are_written_without_exponent(number: float, text: str) -> None:
    assert value_text(number) == text


def _values(atom: Compare | Member) -> tuple[object, ...]:
    return (atom.value,) if isinstance(atom, Compare) else atom.values


def _closing(text: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise AssertionError(text)
