"""Type check: whether a predicate fits the attributes that a vocabulary declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, assert_never

import msgspec

from decision_graph.diagnostics import did_you_mean
from decision_graph.predicate.parser import Mention, Parsed
from decision_graph.predicate.terms import Compare, Value
from decision_graph.predicate.text import value_text
from decision_graph.vocabulary import Attribute, domain

Slug = Literal[
    "unknown-attribute", "wrong-type", "value-not-in-domain", "number-out-of-range", "repeated-value"
]


class Fault(msgspec.Struct, frozen=True):
    """One mismatch, with its 0-based place in the text of the predicate."""

    slug: Slug
    message: str
    hint: str
    offset: int
    length: int


def check(parsed: Parsed, attributes: Mapping[str, Attribute]) -> list[Fault]:
    """Every mismatch between a predicate and the declared attributes, in the order of the text.

    Args:
        parsed: from `decision_graph.predicate.parser.parse_placed`.
        attributes: by name.

    >>> from decision_graph.predicate.parser import parse_placed
    >>> months = Attribute("months", "integer", "How many?", "months", "history", minimum=0)
    >>> check(parse_placed("month < 12"), {"months": months})[0].hint
    "did you mean 'months'?"
    """
    found: list[Fault] = []
    for place, mention in enumerate(parsed.mentions):
        attribute = attributes.get(mention.atom.attribute)
        if attribute is None:
            before = parsed.mentions[place - 1] if place else None
            found.append(_unknown(mention, before, attributes))
        else:
            found.extend(_mismatches(mention, attribute, attributes))
    return found


def values(mention: Mention) -> tuple[Value, ...]:
    """The literals that a mention writes out; none for a bare boolean."""
    if not mention.values:
        return ()
    atom = mention.atom
    return (atom.value,) if isinstance(atom, Compare) else atom.values


def _unknown(mention: Mention, before: Mention | None, attributes: Mapping[str, Attribute]) -> Fault:
    name = mention.atom.attribute
    hint = ""
    previous = attributes.get(before.atom.attribute) if before else None
    if before and previous and previous.kind == "enum" and not mention.values and name in domain(previous):
        listed = ", ".join(map(value_text, (*values(before), name)))
        hint = f"to allow both values, write '{previous.name} in [{listed}]'"
    elif any(isinstance(value, str) and value in attributes for value in values(mention)):
        hint = "write the attribute first, then the value"
    return Fault(
        "unknown-attribute",
        f"the vocabulary has no attribute '{name}'",
        hint or did_you_mean(name, attributes),
        *mention.name,
    )


def _mismatches(
    mention: Mention, attribute: Attribute, attributes: Mapping[str, Attribute]
) -> Iterator[Fault]:
    atom, name, numeric = mention.atom, attribute.name, attribute.kind in ("integer", "decimal")
    if not mention.values:
        if attribute.kind != "boolean":
            known = next(iter(domain(attribute)), "...")
            example = f"{name} < 12" if numeric else f"{name} == {value_text(known)}"
            message = f"'{name}' stands alone, but it is {_kind(attribute)}, not true or false"
            yield Fault("wrong-type", message, f"compare it with a value, as in '{example}'", *mention.name)
        return
    if isinstance(atom, Compare) and atom.operator in ("<", "<=", ">", ">=") and not numeric:
        right = f"write '{name}' or 'not {name}'" if attribute.kind == "boolean" else "use ==, != or in"
        message = f"'{atom.operator}' compares numbers, but '{name}' is {_kind(attribute)}"
        yield Fault("wrong-type", message, right, *mention.name)
        return
    seen: set[str] = set()
    for value, (offset, length) in zip(values(mention), mention.values, strict=True):
        problem = _value_fault(value, attribute, attributes)
        if problem is None and value_text(value) in seen:
            problem = ("repeated-value", f"{_shown(value)} stands twice in the list", "write it once")
        if problem:
            yield Fault(*problem, offset, length)
        seen.add(value_text(value))


_Problem = tuple[Slug, str, str]


def _value_fault(value: Value, attribute: Attribute, attributes: Mapping[str, Attribute]) -> _Problem | None:
    against = "an attribute cannot be compared with another attribute" if value in attributes else ""
    match attribute.kind:
        case "boolean":
            if isinstance(value, bool):
                return None
            message = f"'{attribute.name}' is true or false, never {_shown(value)}"
            return "wrong-type", message, against or f"write '{attribute.name}' or 'not {attribute.name}'"
        case "enum":
            return _enum_fault(value, attribute, against)
        case "integer" | "decimal":
            return _number_fault(value, attribute, against)
        case _:
            assert_never(attribute.kind)


def _enum_fault(value: Value, attribute: Attribute, against: str) -> _Problem | None:
    text, known = value_text(value), [choice.value for choice in attribute.choices]
    if isinstance(value, str):
        if value in known:
            return None
        hint = against or did_you_mean(value, known)
        return "value-not-in-domain", f"'{attribute.name}' has no value {_shown(value)}", hint
    kind = "truth value" if isinstance(value, bool) else "number"
    hint = f'to mean the value of that name, write "{text}"' if text in known else did_you_mean(text, known)
    return "wrong-type", f"'{attribute.name}' has named values, but {text} is a {kind}", hint


def _number_fault(value: Value, attribute: Attribute, against: str) -> _Problem | None:
    text, name = value_text(value), attribute.name
    if isinstance(value, bool | str):
        hint = against or f"write a number, as in '{name} < 12'"
        return "wrong-type", f"'{name}' is a number, but {_shown(value)} is not", hint
    if attribute.kind == "integer" and isinstance(value, float):
        message = f"'{name}' is a whole number, but {text} is not"
        return "wrong-type", message, "compare it with a whole number"
    low, high = attribute.minimum, attribute.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return (
            "number-out-of-range",
            f"'{name}' is never {_shown(value)}",
            f"its range is {_range(low, high)}",
        )
    return None


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"at most {value_text(high)}" if high is not None else f"{value_text(low or 0)} or more"
    return f"{value_text(low)} to {value_text(high)}"


def _kind(attribute: Attribute) -> str:
    match attribute.kind:
        case "boolean":
            return "true or false"
        case "enum":
            return "one of several named values"
        case "integer" | "decimal":
            return "a number"
        case _:
            assert_never(attribute.kind)


def _shown(value: Value) -> str:
    text = value_text(value)
    return f"'{text}'" if text == value else text
