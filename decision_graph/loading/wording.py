"""Wording: shapes and keys as words of a complaint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from decision_graph.loading.shapes import (
    ListOf,
    Literal,
    MapOf,
    Number,
    OneOf,
    RecordOf,
    Shape,
    Text,
    Word,
)


def described(shape: Shape) -> str:
    """What is expected, in words."""
    match shape:
        case Text():
            return shape.what
        case Word():
            return either(shape.words)
        case Number():
            return "a whole number" if shape.whole else "a number"
        case Literal():
            return "true, false, a number or text"
        case ListOf():
            return "a list"
        case MapOf():
            return "a mapping"
        case RecordOf():
            required = [field.name for field in shape.record.declared if field.required]
            return f"a mapping with {either(required, 'and')}" if required else "a mapping"
        case OneOf():
            return either(dict.fromkeys(map(described, shape.shapes)))
        case _:
            assert_never(shape)


def either(words: Iterable[str], last: str = "or") -> str:
    """Several words as a choice.

    >>> either(["a", "b", "c"])
    'a, b or c'
    """
    *front, end = words
    return f"{', '.join(front)} {last} {end}" if front else end


def entries(number: int) -> str:
    """So many entries of a list."""
    return f"{number} {'entry' if number == 1 else 'entries'}"


def quoted(name: str) -> str:
    """A key in quotes; a phrase of ours as it is."""
    return name if " " in name else f"'{name}'"


def short(text: str) -> str:
    """Text that may be long, cut for a message."""
    return text if len(text) <= 40 else f"{text[:37]}..."
