"""Text: a term as the one canonical predicate text that parses back to it."""

from __future__ import annotations

from typing import assert_never

from decision_graph.predicate.terms import Always, And, Compare, Member, Not, Or, Term, Value
from decision_graph.predicate.tokens import is_bare


def to_text(term: Term) -> str:
    """The text of a term, with parentheses only where they are needed.

    >>> to_text(And((Compare("a", "==", True), Not(Member("stage", ("early", "very late"))))))
    'a and stage not in [early, "very late"]'
    """
    match term:
        case Always():
            return "always"
        case Compare(name, "==", True) if term.value is True:
            return name
        case Compare(name, operator, value):
            return f"{name} {operator} {value_text(value)}"
        case Member():
            return _member(term, "in")
        case Not(Member() as member):
            return _member(member, "not in")
        case Not(inner):
            return f"not {_grouped(inner, (And, Or))}"
        case And(terms):
            return " and ".join(_grouped(part, (And, Or)) for part in terms)
        case Or(terms):
            return " or ".join(_grouped(part, (Or,)) for part in terms)
        case _:
            assert_never(term)


def value_text(value: Value) -> str:
    """A literal as a predicate writes it: words bare, other text quoted, numbers without exponent.

    >>> value_text("positive"), value_text("wild type"), value_text(True), value_text(2.5)
    ('positive', '"wild type"', 'true', '2.5')
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            if is_bare(value):
                return value
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else _plain(value)
        case _:
            assert_never(value)


def _plain(number: float) -> str:
    text = repr(number)
    if "e" not in text:
        return text
    from decimal import Decimal

    return format(Decimal(text), "f")


def _member(member: Member, operator: str) -> str:
    return f"{member.attribute} {operator} [{', '.join(map(value_text, member.values))}]"


def _grouped(term: Term, looser: tuple[type[And | Or], ...]) -> str:
    text = to_text(term)
    return f"({text})" if isinstance(term, looser) else text
