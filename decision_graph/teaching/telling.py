"""Telling: a patient's facts as a short story, in sentences that can be read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from random import Random
from typing import Final

from decision_graph.graph import Guideline
from decision_graph.loading.phrases import ANYBODY, NUMBER, PERSON, Person, Phrases, slots
from decision_graph.predicate.terms import Value
from decision_graph.predicate.text import value_text
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.prose import fact_words
from decision_graph.teaching.chance import pick
from decision_graph.vocabulary import Attribute, domain

Facts = Mapping[str, Value]

NOTED: Final = "Also noted: "
"""Begins the last sentence, with the facts for which the guideline has no phrases."""

JOIN: Final = ", and "
"""Between two clauses of a sentence."""

NOTED_JOIN: Final = "; "
"""Between two facts of the last sentence."""

_JOINED: Final = 0.45
"""How often a clause goes on in the sentence of the one before it."""


def tell(guideline: Guideline, phrases: Phrases, facts: Facts, opening: str | None, source: Random) -> str:
    """A story that says some facts, each once, and nothing else.

    Args:
        guideline: whose vocabulary the facts have.
        phrases: of the guideline; where it has none, the words of the vocabulary are used.
        facts: at least one.
        opening: one of `phrases.openings` whose attributes are among the facts; None for none.
        source: of the choices between wordings.
    """
    person = person_of(phrases, facts)
    said = set(slots(opening)) if opening else set()
    sentences = [capital(opened(guideline, phrases, opening, facts, person))] if opening else []
    before = ""
    for name in _in_order(guideline, facts):
        templates = () if name in said else templates_of(guideline, phrases, name, facts[name])
        if templates:
            clause = filled(pick(source, templates), person, facts[name])
            way = _way(guideline, name)
            # Two clauses are enough for a sentence, and only what is found out alike goes together.
            if way == before and JOIN not in sentences[-1] and source.random() < _JOINED:
                sentences[-1] += JOIN + clause
            else:
                sentences.append(capital(clause))
            before = way
    noted = [
        name
        for name in _in_order(guideline, facts)
        if name not in said and not templates_of(guideline, phrases, name, facts[name])
    ]
    if noted:
        common = common_words(guideline)
        words = (noted_words(guideline, name, facts[name], common) for name in noted)
        sentences.append(NOTED + NOTED_JOIN.join(words))
    return " ".join(f"{sentence}." for sentence in sentences)


def _in_order(guideline: Guideline, facts: Facts) -> list[str]:
    """The names of facts as a story brings them: the line, what was found out, and the place at the end."""
    vocabulary = guideline.vocabulary
    ways = {way: place for place, way in enumerate(vocabulary.obtained)}
    last = vocabulary.attributes[guideline.tier].obtained if guideline.tier else ""
    names = [name for name in vocabulary.attributes if name in facts]

    def place(name: str) -> tuple[bool, bool, int]:
        way = vocabulary.attributes[name].obtained
        return name != guideline.line, way == last, ways[way]

    return sorted(names, key=place)


def _way(guideline: Guideline, name: str) -> str:
    """How a fact is found out; the selectors stand alone."""
    selects = name in (guideline.line, guideline.tier)
    return name if selects else guideline.vocabulary.attributes[name].obtained


def person_of(phrases: Phrases, facts: Facts) -> Person:
    """What the patient is called."""
    known = (p for p in phrases.people if p.when is not None and evaluate(p.when, facts) is Truth.TRUE)
    return next(known, ANYBODY)


def templates_of(guideline: Guideline, phrases: Phrases, name: str, value: Value) -> tuple[str, ...]:
    """The phrases for a fact; none if the guideline has none."""
    key = value_text(value) if domain(guideline.vocabulary.attributes[name]) else NUMBER
    return phrases.facts.get(name, {}).get(key, ())


def filled(template: str, person: Person, value: Value | None = None) -> str:
    """A phrase with its words in braces replaced."""
    words = {word: str(getattr(person, word)) for word in PERSON}
    if value is not None:
        words["value"] = value_text(value)
    return _replaced(template, words)


def opened(guideline: Guideline, phrases: Phrases, opening: str, facts: Facts, person: Person) -> str:
    """An opening with the words of its facts."""
    attributes = guideline.vocabulary.attributes
    words = {word: str(getattr(person, word)) for word in PERSON}
    words |= {n: opening_words(attributes[n], phrases, facts[n]) for n in slots(opening) if n in attributes}
    return _replaced(opening, words)


def opening_words(attribute: Attribute, phrases: Phrases, value: Value) -> str:
    """The words of a value inside an opening."""
    text = value_text(value)
    labels = {value_text(choice.value): choice.label for choice in attribute.choices}
    return phrases.words.get(attribute.name, {}).get(text, labels.get(text, text))


def noted_words(guideline: Guideline, name: str, value: Value, common: Collection[str]) -> str:
    """A fact in the words of the vocabulary; with its name where another fact has the same words."""
    words = fact_words(name, value, guideline.vocabulary)
    return f"{name}: {value_text(value)}" if words in common else words


def common_words(guideline: Guideline) -> frozenset[str]:
    """The words in which the vocabulary tells more than one fact."""
    vocabulary = guideline.vocabulary
    said = Counter(
        fact_words(name, value, vocabulary)
        for name, attribute in vocabulary.attributes.items()
        for value in domain(attribute)
    )
    return frozenset(words for words, times in said.items() if times > 1)


def capital(text: str) -> str:
    """A text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def _replaced(template: str, words: Mapping[str, str]) -> str:
    for slot in slots(template):
        template = template.replace(f"{{{slot}}}", words.get(slot, f"{{{slot}}}"))
    return template
