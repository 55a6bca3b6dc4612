"""Truth: three-valued logic, and what a predicate is worth when some facts are unanswered.

This is the readable reference for the meaning of predicates; faster evaluation elsewhere must agree with it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, assert_never

from decision_graph.predicate.terms import Always, And, Compare, Member, Not, Operator, Or, Term, Value


class Truth(Enum):
    """True, false, or unknown because a fact that matters is unanswered (Kleene's strong logic)."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


def truth_of(decided: bool) -> Truth:
    """A plain yes or no as a truth."""
    return Truth.TRUE if decided else Truth.FALSE


def and_(truths: Iterable[Truth]) -> Truth:
    """False if any is false, else unknown if any is unknown, else true.

    >>> and_([Truth.UNKNOWN, Truth.FALSE])
    <Truth.FALSE: 'false'>
    """
    found = set(truths)
    if Truth.FALSE in found:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.TRUE


def or_(truths: Iterable[Truth]) -> Truth:
    """True if any is true, else unknown if any is unknown, else false.

    >>> or_([Truth.UNKNOWN, Truth.TRUE])
    <Truth.TRUE: 'true'>
    """
    found = set(truths)
    if Truth.TRUE in found:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.FALSE


def not_(truth: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    match truth:
        case Truth.TRUE:
            return Truth.FALSE
        case Truth.FALSE:
            return Truth.TRUE
        case Truth.UNKNOWN:
            return Truth.UNKNOWN
        case _:
            assert_never(truth)


def evaluate(term: Term, facts: Mapping[str, Value]) -> Truth:
    """What a term is worth for some facts; a comparison without its fact is unknown.

    Args:
        term: checked against the vocabulary to which the facts belong.
        facts: by attribute; an unanswered attribute is absent.

    >>> evaluate(Compare("months", "<", 12), {"months": 3}), evaluate(Compare("months", "<", 12), {})
    (<Truth.TRUE: 'true'>, <Truth.UNKNOWN: 'unknown'>)
    """
    match term:
        case Always():
            return Truth.TRUE
        case Compare(name, symbol, value):
            return truth_of(_COMPARE[symbol](facts[name], value)) if name in facts else Truth.UNKNOWN
        case Member(name, values):
            return truth_of(facts[name] in values) if name in facts else Truth.UNKNOWN
        case Not(inner):
            return not_(evaluate(inner, facts))
        case And(terms):
            return and_(evaluate(part, facts) for part in terms)
        case Or(terms):
            return or_(evaluate(part, facts) for part in terms)
        case _:
            assert_never(term)


_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
