"""Wording: what two versions of a guideline say differently in their files, whether or not it matters.

Everything is compared but where it stands in its file; things are told apart by what names them (a row
by its id, an edge by its target), so that one which moved is not reported.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from decision_graph.diagnostics import Span
from decision_graph.graph import (
    DecisionGraph,
    DecisionNode,
    Edge,
    Guideline,
    Note,
    Option,
    OutOfScope,
    Outranks,
    Recommend,
    Recommendation,
    See,
    Silent,
    option_words,
)
from decision_graph.predicate.terms import Always, And, Compare, Member, Not, Or
from decision_graph.predicate.text import to_text, value_text
from decision_graph.vocabulary import Attribute, Choice, Condition, Intervention, Rule, Vocabulary

_Term = Always | Compare | Member | Not | And | Or


class Wording(msgspec.Struct, frozen=True):
    """One thing that the files say differently.

    Attributes:
        where: what it is about, from the outside inwards, for example first_line, 1.1.1, title.
        before, after: what was said and what is said now; None where nothing was or is.
        span: where it stands in the files of the new version, or stood in those of the old one.
    """

    where: tuple[str, ...]
    before: str | None
    after: str | None
    span: Span | None = None


def wording(old: Guideline, new: Guideline) -> tuple[Wording, ...]:
    """Everything that two versions say differently, in the order of the new files."""
    return tuple(_Reader(old.vocabulary, new.vocabulary).differing((), old, new, None))


_PASSED_OVER = {"span", "digest", "id", "name", "file"}
"""Fields that say where a thing stands, or that name it and were compared already."""


class _Reader:
    """Walks two versions side by side."""

    def __init__(self, old: Vocabulary, new: Vocabulary) -> None:
        self.old = old
        self.new = new

    def differing(
        self, where: tuple[str, ...], old: object, new: object, span: Span | None
    ) -> Iterator[Wording]:
        """What differs between two things of the same name."""
        if isinstance(old, _Term) or isinstance(new, _Term) or type(old) is not type(new):
            yield from self._plain(where, old, new, span)
        elif isinstance(old, msgspec.Struct) and isinstance(new, msgspec.Struct):
            yield from self._fields(where, old, new, span)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from self._entries(where, old, new, span)
        elif isinstance(old, tuple) and isinstance(new, tuple):
            if any(isinstance(item, msgspec.Struct) for item in (*old, *new)):
                yield from self._entries(where, _named(old), _named(new), span)
            else:
                yield from self._plain(where, old, new, span)
        else:
            yield from self._plain(where, old, new, span)

    def _fields(
        self, where: tuple[str, ...], old: msgspec.Struct, new: msgspec.Struct, span: Span | None
    ) -> Iterator[Wording]:
        here = getattr(new, "span", None) or span
        # An intervention's id names it; its name is wording.
        passed = _PASSED_OVER - {"name"} if isinstance(new, Intervention) else _PASSED_OVER
        for field in new.__struct_fields__:
            if field not in passed:
                inner = where if field in _UNNAMED else (*where, field.replace("_", " "))
                yield from self.differing(inner, getattr(old, field), getattr(new, field), here)

    def _entries(
        self, where: tuple[str, ...], old: Mapping[Any, Any], new: Mapping[Any, Any], span: Span | None
    ) -> Iterator[Wording]:
        for key in dict.fromkeys((*new, *old)):
            name = self._name(key, new.get(key, old.get(key)), self.new if key in new else self.old)
            inner = (*where, name)
            if key in old and key in new:
                yield from self.differing(inner, old[key], new[key], span)
            else:
                found = new[key] if key in new else old[key]
                place = getattr(found, "span", None) or span
                words = self._words(found, self.new if key in new else self.old)
                yield Wording(inner, None, words, place) if key in new else Wording(inner, words, None, place)

    def _plain(
        self, where: tuple[str, ...], old: object, new: object, span: Span | None
    ) -> Iterator[Wording]:
        if old != new:
            before, after = self._words(old, self.old), self._words(new, self.new)
            yield Wording(where, before or None, after or None, span)

    def _name(self, key: Hashable, found: object, vocabulary: Vocabulary) -> str:
        """What a thing is called in a list of its kind."""
        match found:
            case Option():
                return f"option {option_words(found, vocabulary)!r}"
            case Edge(label=label):
                return f"answer {label!r}"
            case Outranks(row=row):
                return f"outranks {row}"
            case Condition() | Rule():
                return repr(found.why)
            case _:
                return str(key)

    def _words(self, found: object, vocabulary: Vocabulary) -> str:
        """A thing in a line."""
        match found:
            case None:
                return ""
            case bool() | int() | float():
                return value_text(found)
            case str():
                return found
            case Always() | Compare() | Member() | Not() | And() | Or():
                return to_text(found)
            case tuple():
                return ", ".join(self._words(item, vocabulary) for item in found)
            case Option():
                guard = "" if found.when is None else f", when {to_text(found.when)}"
                return f"{option_words(found, vocabulary)}{guard}"
            case _:
                return _thing(found)


def _thing(found: object) -> str:
    """A thing of a guideline by the words that it has."""
    match found:
        case Edge(when=when, to=to):
            return f"{'otherwise' if when is None else to_text(when)}, to {to}"
        case Outranks(why=why) | Condition(why=why) | Rule(why=why):
            return why
        case Recommendation(title=text) | DecisionGraph(title=text) | DecisionNode(ask=text):
            return text
        case Silent(text=text) | OutOfScope(text=text) | Note(text=text):
            return text
        case Recommend(rows=rows):
            return ", ".join(rows)
        case See(graph=graph):
            return f"see {graph}"
        case Attribute(label=text) | Choice(label=text) | Intervention(name=text):
            return text
        case _:
            return _listed(found)


_UNNAMED = {
    "graphs",
    "recommendations",
    "nodes",
    "leaves",
    "attributes",
    "interventions",
    "vocabulary",
    "cells",
}
"""Fields that hold things with names of their own."""


def _listed(found: object) -> str:
    """Any other thing as compact JSON."""
    return msgspec.json.encode(found).decode()


def _named(items: Sequence[object]) -> dict[Hashable, object]:
    """Things of a list by what tells them apart."""
    found: dict[Hashable, object] = {}
    for item in items:
        key = (_key(item), 0)
        while key in found:
            key = (key[0], key[1] + 1)
        found[key] = item
    return found


def _key(item: object) -> Hashable:
    match item:
        case Option(give=give, rank=rank):
            return give, rank
        case Edge(to=to):
            return to
        case Outranks(row=row):
            return row
        case Condition(why=why) | Rule(why=why):
            return why
        case Choice(value=value):
            return value
        case msgspec.Struct():
            return getattr(item, "id", None) or _listed(item)
        case _:
            return str(item)
