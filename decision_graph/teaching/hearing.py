"""Hearing: the facts of a story, read back from its sentences, strictly.

The reader knows the phrases that stories are told with and nothing else. A sentence that it does not
know, or that could mean two things, is refused: so that what learners read says what the key rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import Guideline
from decision_graph.loading.phrases import ANYBODY, NUMBER, PERSON, Person, Phrases, slots
from decision_graph.predicate.terms import Value
from decision_graph.predicate.text import value_text
from decision_graph.teaching.telling import (
    JOIN,
    NOTED,
    NOTED_JOIN,
    capital,
    common_words,
    filled,
    noted_words,
    opening_words,
    person_of,
)
from decision_graph.vocabulary import Attribute, domain

Facts = dict[str, Value]

_NUMBER: Final = r"-?\d+(?:\.\d+)?"

_SENTINEL: Final = 987654321
"""A number that stands in words until the pattern for any number takes its place."""


class _Clause(msgspec.Struct, frozen=True):
    """A way to say facts: the pattern of its words, and what each group of the pattern says.

    `said` names an attribute for each group, and the values that its words may mean; None for a number.
    """

    pattern: re.Pattern[str]
    said: tuple[tuple[str, dict[str, tuple[Value, ...]] | None], ...]

    def read(self, story: str, start: int) -> Iterator[tuple[int, Facts]]:
        """Where the words end that begin at a place of a story, and what they say, in every way."""
        found = self.pattern.match(story, start)
        if found is None:
            return
        meant = [
            (number(text),) if values is None else values[text]
            for (_, values), text in zip(self.said, found.groups(), strict=True)
        ]
        for values in product(*meant):
            yield found.end(), {name: value for (name, _), value in zip(self.said, values, strict=True)}


def hear(guideline: Guideline, phrases: Phrases, story: str) -> Facts:
    """The facts that a story says: see `Reader.facts`."""
    return Reader(guideline, phrases).facts(story)


class Reader:
    """Reads stories back.

    Args:
        guideline: whose vocabulary the facts have.
        phrases: with which the stories were told.
    """

    def __init__(self, guideline: Guideline, phrases: Phrases) -> None:
        self.guideline = guideline
        self.phrases = phrases
        self.tables = [(person, _table(guideline, phrases, person)) for person in (*phrases.people, ANYBODY)]

    def facts(self, story: str) -> Facts:
        """The facts that a story says.

        Args:
            story: from `decision_graph.teaching.telling.tell`.

        Raises:
            GraphError: `unreadable-story`, with the words at which reading stopped; `ambiguous-story`.
        """
        found: list[Facts] = []
        furthest, called = 0, ""
        for person, table in self.tables:
            for at, facts in _readings(table, story):
                furthest = max(furthest, at)
                if facts is not None and person_of(self.phrases, facts) != person:
                    called = called or person.they
                elif facts is not None and facts not in found:
                    found.append(facts)
        if not found:
            message = f"these words of the story are not known: '{story[furthest : furthest + 60]}'"
            hint = "they are in no phrase of the guideline"
            if called:
                message = f"the story says '{called}', but not that this is so"
                hint = "its facts must say who the patient is"
            raise GraphError(Diagnostic("unreadable-story", message, hint=hint))
        if len(found) > 1:
            names = [name for name in found[0] | found[1] if found[0].get(name) != found[1].get(name)]
            message = f"the story can be read in two ways, which differ in {', '.join(names)}"
            raise GraphError(Diagnostic("ambiguous-story", message, hint="give each fact words of its own"))
        return {name: found[0][name] for name in self.guideline.vocabulary.attributes if name in found[0]}


class _Table(msgspec.Struct, frozen=True):
    """What may stand where in a story about one kind of person."""

    openings: tuple[_Clause, ...]
    firsts: tuple[_Clause, ...]
    others: tuple[_Clause, ...]
    noted: tuple[_Clause, ...]


def _readings(table: _Table, story: str) -> Iterator[tuple[int, Facts | None]]:
    """How far each way to read a story gets, with what it says if that is the end."""
    waiting: list[tuple[int, Facts, tuple[_Clause, ...]]] = [(0, {}, table.openings), (0, {}, table.firsts)]
    while waiting:
        at, facts, expected = waiting.pop()
        if at == len(story) and expected is table.firsts and facts:
            yield at, facts
            continue
        yield at, None
        if expected is table.firsts and story.startswith(NOTED, at):
            waiting.append((at + len(NOTED), facts, table.noted))
        for clause in expected:
            for end, said in clause.read(story, at):
                if not said.keys() & facts.keys():
                    further = _further(table, story, end, expected)
                    waiting += [(place, {**facts, **said}, following) for place, following in further]


def _further(
    table: _Table, story: str, end: int, expected: tuple[_Clause, ...]
) -> Iterator[tuple[int, tuple[_Clause, ...]]]:
    """Where a story goes on behind a clause, and what may stand there."""
    if story.startswith(".", end):
        last = end + 1 == len(story)
        if last or story.startswith(" ", end + 1):
            yield end + (1 if last else 2), table.firsts
    join, following = (NOTED_JOIN, table.noted) if expected is table.noted else (JOIN, table.others)
    if expected is not table.openings and story.startswith(join, end):
        yield end + len(join), following


def _table(guideline: Guideline, phrases: Phrases, person: Person) -> _Table:
    clauses = list(_clauses(guideline, phrases, person))
    return _Table(
        tuple(_opening(guideline, phrases, opening, person) for opening in phrases.openings),
        tuple(_clause(name, capital(words), value) for name, words, value in clauses),
        tuple(_clause(name, words, value) for name, words, value in clauses),
        tuple(_noted(guideline)),
    )


def _clauses(
    guideline: Guideline, phrases: Phrases, person: Person
) -> Iterator[tuple[str, str, Value | None]]:
    """Each phrase in its words for a person: what it is about, and its value; None for a number."""
    for name, attribute in guideline.vocabulary.attributes.items():
        values = {value_text(value): value for value in domain(attribute)}
        for key, templates in phrases.facts.get(name, {}).items():
            for template in templates:
                yield name, filled(template, person), None if key == NUMBER else values[key]


def _clause(name: str, words: str, value: Value | None) -> _Clause:
    if value is None:
        before, _, after = words.partition("{value}")
        return _Clause(re.compile(f"{re.escape(before)}({_NUMBER}){re.escape(after)}"), ((name, None),))
    return _Clause(re.compile(f"({re.escape(words)})"), ((name, {words: (value,)}),))


def _opening(guideline: Guideline, phrases: Phrases, opening: str, person: Person) -> _Clause:
    """An opening, with a group for every attribute whose value it says."""
    attributes = guideline.vocabulary.attributes
    names = [slot for slot in slots(opening) if slot not in PERSON]
    said = tuple((name, _meanings(attributes[name], phrases)) for name in names)
    parts = re.split(r"\{\w+\}", filled(opening, person))
    groups = [f"({_NUMBER if values is None else _any_of(values)})" for _, values in said]
    patterns = [re.escape(part) + group for part, group in zip(parts, [*groups, ""], strict=True)]
    return _Clause(re.compile("".join(patterns)), said)


def _meanings(attribute: Attribute, phrases: Phrases) -> dict[str, tuple[Value, ...]] | None:
    """For each word of an opening the values that it may mean; None for a number."""
    values = domain(attribute)
    words = {value: opening_words(attribute, phrases, value) for value in values}
    return {word: tuple(v for v in values if words[v] == word) for word in words.values()} or None


def _any_of(words: Iterable[str]) -> str:
    """A pattern for one of some words, the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _noted(guideline: Guideline) -> Iterator[_Clause]:
    common = common_words(guideline)
    for name, attribute in guideline.vocabulary.attributes.items():
        for value in domain(attribute):
            yield _clause(name, noted_words(guideline, name, value, common), value)
        if not domain(attribute):
            words = noted_words(guideline, name, _SENTINEL, common)
            yield _clause(name, words.replace(str(_SENTINEL), "{value}"), None)


def number(text: str) -> int | float:
    """A number as a story says it."""
    return float(text) if "." in text else int(text)
