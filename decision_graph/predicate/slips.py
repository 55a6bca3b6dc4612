"""Slips: what an author who wrote something else most likely meant, said as an error with a remedy."""

from __future__ import annotations

from typing import NoReturn

from decision_graph.predicate.tokens import KEYWORDS, Cursor, PredicateError, Token, fail

_FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_LITERALS = ("word", "number", "string")


def expected(cursor: Cursor, what: str, hint: str = "") -> NoReturn:
    """Something else stands where `what` belongs, or nothing at all."""
    token, previous = cursor.ahead(), cursor.previous()
    if not hint:
        hint = f"add {what}, or remove '{previous.text}'" if previous else f"begin with {what}"
    where = f"after '{previous.text}'" if previous else "at the start"
    found = "the predicate ends" if token.kind == "end" else f"found '{token.text}'"
    fail(token, f"expected {what} {where}, but {found}", hint)


def value_first(cursor: Cursor) -> NoReturn:
    """A value stands where an attribute belongs: propose the comparison turned round."""
    value, operator, name, second, bound = (cursor.ahead(distance) for distance in range(5))
    message = f"{_shown(value)} is a value, not an attribute"
    if operator.kind != "operator" or name.kind != "word":
        example = "'always'" if value.text == "true" else "the attribute first, as in 'age < 65'"
        fail(value, message, f"write {example}")
    turned = f"{name.text} {_FLIPPED[operator.text]} {value.text}"
    if second.kind != "operator":
        fail(value, message, f"write '{turned}'")
    length = bound.offset + len(bound.text) - value.offset
    hint = f"write '{turned} and {name.text} {second.text} {bound.text}'"
    raise PredicateError(value.offset, length, "comparisons cannot be chained", hint)


def not_a_list(cursor: Cursor, name: Token) -> NoReturn:
    """Something other than a bracket follows `in`: propose what follows as a list."""
    values, distance = [], 0
    while (token := cursor.ahead(distance)).text in ("(", ",") or _is_value(token):
        if _is_value(token):
            values.append(token.text)
        distance += 1
    hint = f"write '{name.text} in [{', '.join(values) or 'a, b'}]'"
    fail(cursor.ahead(), "'in' needs a list in brackets", hint)


def unexpected(cursor: Cursor, *, bare: bool, listing: bool) -> NoReturn:
    """A predicate or a value is complete, but what follows neither continues nor closes anything.

    Args:
        cursor: before what is unexpected.
        bare: whether the last comparison is an attribute alone.
        listing: whether a list is open.
    """
    token, previous = cursor.ahead(), cursor.previous()
    assert previous is not None
    after = f"unexpected {_shown(token)} after {_shown(previous)}"
    if listing:
        fail(token, after, "put ',' between values, ']' after the last, and quotes around several words")
    match token.kind:
        case "operator" if previous.text == ")":
            fail(token, "only an attribute can be compared", "move the comparison into the parentheses")
        case "operator":
            fail(token, "comparisons cannot be chained", "join two comparisons with 'and'")
        case "mark" if token.text in (")", "]"):
            fail(token, f"'{token.text}' closes nothing", "remove it, or open it before")
        case "mark" if token.text == "(" and bare:
            fail(token, after, "there are no functions; join two predicates with 'and' or 'or'")
        case "mark" if token.text == "," and previous.kind == "number":
            fail(token, after, "write decimals with a point, as in 3.5")
        case "word" if previous.kind == "number":
            fail(token, after, "write the number alone: its unit is declared in the vocabulary")
    fail(token, after, _remedy(cursor, previous, bare))


def _remedy(cursor: Cursor, previous: Token, bare: bool) -> str:
    """What to do about a literal or a keyword that stands where `and` or `or` belongs."""
    token, following = cursor.ahead(), cursor.ahead(1)
    if bare and token.text == "not":
        value = following.text if _is_value(following) else "..."
        return f"write '{previous.text} != {value}' or '{previous.text} not in [{value}]'"
    if bare and previous.kind == "word" and (_is_value(token) or token.text in ("true", "false")):
        value = following.text if token.text in ("is", "equals") and _is_value(following) else token.text
        return f"write '{previous.text} == {value}', or join with 'and' or 'or'"
    if previous.kind == token.kind == "word" and _is_value(previous) and _is_value(token):
        return f'put a value of several words in quotes: "{previous.text} {token.text}"'
    return "join comparisons with 'and' or 'or'"


def _is_value(token: Token) -> bool:
    return token.kind in _LITERALS and token.text not in KEYWORDS


def _shown(token: Token) -> str:
    return token.text if token.kind == "string" else f"'{token.text}'"
