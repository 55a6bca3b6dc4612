"""teaching/phrases.yaml: how stories about patients say their facts."""

from __future__ import annotations

from typing import Annotated, Final

from decision_graph.loading.format.parts import NAME, NUMBER, PLACED, PREDICATE, TEXT
from decision_graph.loading.shapes import Entries, Key, ListOf, MapOf, OneOf, Record, RecordOf
from decision_graph.loading.tree import Scalar

_SAID: Final = OneOf((PLACED, ListOf(PLACED, at_least=1)))
"""One phrase, or several of which a story takes any."""

Said = Scalar | tuple[Scalar, ...]


class PersonRecord(Record):
    """What stories call a patient for whom a condition holds; the first that holds counts."""

    when: Annotated[Scalar, Key(PREDICATE, "for whom")]
    they: Annotated[str, Key(TEXT, "the word that stands for {they}, for example she")]
    them: Annotated[str, Key(TEXT, "the word that stands for {them}, for example her")]
    their: Annotated[str, Key(TEXT, "the word that stands for {their}, for example her")]


class UsualRecord(Record):
    """From where to where a number lies in most stories."""

    least: Annotated[float, Key(NUMBER, "from this number")]
    most: Annotated[float, Key(NUMBER, "to this number")]
    when: Annotated[Scalar | None, Key(PREDICATE, "only for these patients; for all if absent")] = None


class PhrasesFile(Record):
    """teaching/phrases.yaml: how stories about patients say their facts."""

    facts: Annotated[
        Entries[Entries[Said] | tuple[Scalar, ...]],
        Key(
            MapOf(NAME, OneOf((MapOf(PLACED, _SAID, at_least=1), ListOf(PLACED, at_least=1)))),
            "for an attribute the phrases of each value; for a number a list of phrases with {value}",
        ),
    ]
    people: Annotated[
        tuple[PersonRecord, ...], Key(ListOf(RecordOf(PersonRecord)), "what a patient is called")
    ] = ()
    openings: Annotated[
        tuple[Scalar, ...],
        Key(ListOf(PLACED), "first sentences, with the names of attributes in braces for their values"),
    ] = ()
    words: Annotated[
        Entries[Entries[Scalar]],
        Key(MapOf(NAME, MapOf(PLACED, PLACED)), "words of values inside an opening, where not their labels"),
    ] = ()
    usual: Annotated[
        Entries[tuple[UsualRecord, ...]],
        Key(
            MapOf(NAME, ListOf(RecordOf(UsualRecord), at_least=1)),
            "where a number lies in most stories; the first entry whose condition holds counts",
        ),
    ] = ()
    plausible: Annotated[
        tuple[Scalar, ...],
        Key(ListOf(PREDICATE), "what holds of every patient in a story, unless the case needs another"),
    ] = ()
    rare: Annotated[
        tuple[Scalar, ...], Key(ListOf(PREDICATE), "what holds in few stories, unless the case needs it")
    ] = ()
    asides: Annotated[
        Entries[Scalar],
        Key(
            MapOf(NAME, PREDICATE),
            "attributes of which a story may tell what does not matter, and for whom; any if absent",
        ),
    ] = ()
