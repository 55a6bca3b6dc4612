"""Terms: the predicate language as plain, immutable data.

A predicate compares attributes with literals and joins the comparisons with `and`, `or`, `not`.
There is no arithmetic, no call and no comparison of one attribute with another, so that every
predicate can be decided exactly, printed back and read aloud. The grammar is in docs/predicates.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

Value = bool | int | float | str
"""A literal or a fact. Numbers that are whole are kept as `int`."""

Operator = Literal["==", "!=", "<", "<=", ">", ">="]


class Always(msgspec.Struct, frozen=True, tag=True):
    """True for every patient."""


class Compare(msgspec.Struct, frozen=True, tag=True):
    """An attribute against one literal. A bare boolean `x` is `Compare("x", "==", True)`."""

    attribute: str
    operator: Operator
    value: Value


class Member(msgspec.Struct, frozen=True, tag=True):
    """`attribute in [a, b]`."""

    attribute: str
    values: tuple[Value, ...]


class Not(msgspec.Struct, frozen=True, tag=True):
    """Negation. `x not in [...]` is `Not(Member(...))`."""

    term: Term


class And(msgspec.Struct, frozen=True, tag=True):
    """Every one of at least two terms; an `And` never stands directly inside an `And`."""

    terms: tuple[Term, ...]


class Or(msgspec.Struct, frozen=True, tag=True):
    """At least one of at least two terms; an `Or` never stands directly inside an `Or`."""

    terms: tuple[Term, ...]


Term = Always | Compare | Member | Not | And | Or

Atom = Compare | Member


def conjunction(*terms: Term) -> Term:
    """`and` of any number of terms, flattened.

    >>> conjunction(Compare("a", "==", True))
    Compare(attribute='a', operator='==', value=True)
    """
    flat: list[Term] = []
    for term in terms:
        match term:
            case Always():
                pass
            case And(inner):
                flat.extend(inner)
            case _:
                flat.append(term)
    if not flat:
        return Always()
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def disjunction(*terms: Term) -> Term:
    """`or` of at least one term, flattened."""
    flat: list[Term] = []
    for term in terms:
        match term:
            case Always():
                return term
            case Or(inner):
                flat.extend(inner)
            case _:
                flat.append(term)
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def atoms(term: Term) -> Iterator[Atom]:
    """Every comparison of a term, left to right, repeats included."""
    match term:
        case Compare() | Member():
            yield term
        case Not(inner):
            yield from atoms(inner)
        case And(terms) | Or(terms):
            for part in terms:
                yield from atoms(part)
        case Always():
            pass


def attributes(term: Term) -> tuple[str, ...]:
    """The names of the attributes that a term mentions, once each, left to right."""
    return tuple(dict.fromkeys(atom.attribute for atom in atoms(term)))
