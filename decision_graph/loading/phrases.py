"""Phrases: how stories about patients say their facts, read from the file beside the graphs.

They stand apart from the vocabulary, and outside the guideline's digest: no wording of a story can
change an answer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Final

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span, did_you_mean
from decision_graph.graph import Guideline
from decision_graph.loading.folder import LARGEST, open_folder
from decision_graph.loading.format import PhrasesFile, UsualRecord
from decision_graph.loading.names import Names
from decision_graph.loading.reading import read_record
from decision_graph.loading.scalars import Reading
from decision_graph.loading.tree import Scalar, compose
from decision_graph.predicate.terms import Always, Term, attributes
from decision_graph.predicate.text import value_text
from decision_graph.vocabulary import Attribute, domain

FILE: Final = "teaching/phrases.yaml"
"""Where the phrases stand, in the folder of a guideline."""

NUMBER: Final = ""
"""Stands in the place of a value where the phrases of a number are kept."""

PERSON: Final = ("they", "them", "their")
"""The words in braces that stand for the patient."""

_SLOT: Final = re.compile(r"\{([^{}]*)\}")


class Person(msgspec.Struct, frozen=True):
    """What a patient is called for whom `when` holds; None for everybody else."""

    when: Term | None
    they: str
    them: str
    their: str


ANYBODY: Final = Person(None, "the patient", "the patient", "the patient's")


class Usual(msgspec.Struct, frozen=True):
    """Where a number lies in most stories about patients for whom `when` holds."""

    least: float
    most: float
    when: Term


class Phrases(msgspec.Struct, frozen=True):
    """How the facts of a guideline are told.

    Attributes:
        facts: by attribute and value (as text; `NUMBER` for numbers) clauses with words in braces.
        people: the first whose condition holds is meant.
        openings: first sentences, without their full stop.
        words: by attribute and value, for openings.
        usual: for a number where it lies in most stories; the first whose condition holds counts.
        plausible: what holds of patients in stories, unless a case needs another.
        rare: what holds of few patients in stories, unless a case needs it.
        asides: attributes that may be told where they do not matter, and for whom; None for any.
    """

    facts: dict[str, dict[str, tuple[str, ...]]] = {}
    people: tuple[Person, ...] = ()
    openings: tuple[str, ...] = ()
    words: dict[str, dict[str, str]] = {}
    usual: dict[str, tuple[Usual, ...]] = {}
    plausible: tuple[Term, ...] = ()
    rare: tuple[Term, ...] = ()
    asides: dict[str, Term] | None = None


def slots(template: str) -> tuple[str, ...]:
    """The words in braces.

    >>> slots("{they} is {value} years old")
    ('they', 'value')
    """
    return tuple(_SLOT.findall(template))


def read_phrases(where: str | os.PathLike[str], guideline: Guideline) -> Phrases:
    """Read and check the phrases of a guideline; none if it has no such file.

    Args:
        where: as for `load_guideline`.
        guideline: loaded from there.

    Raises:
        GraphError: with everything that is wrong with the file, in its order.

    >>> from decision_graph.loading import load_guideline
    >>> read_phrases("mbc", load_guideline("mbc")).words["sex"]["female"]
    'woman'
    """
    folder = open_folder(where)
    path, shown = os.path.join(folder.path, *FILE.split("/")), folder.name(FILE)
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return Phrases()
    except OSError as error:
        message = f"'{shown}' cannot be read: {error.strerror or error}"
        raise GraphError(Diagnostic("unreadable-file", message, None, "check that you may read it")) from None
    faults: list[Diagnostic] = []
    tree = compose(content, shown, faults)
    read = None if tree is None else read_record(PhrasesFile, tree, Reading(faults))
    found = Phrases() if read is None or faults else _Maker(guideline, faults).phrases(read)
    if faults:
        raise GraphError(sorted(faults, key=_place))
    return found


def _place(fault: Diagnostic) -> tuple[int, int]:
    return (fault.span.line, fault.span.column) if fault.span else (0, 0)


class _Maker:
    """Makes phrases from what was read."""

    def __init__(self, guideline: Guideline, faults: list[Diagnostic]) -> None:
        self.attributes = guideline.vocabulary.attributes
        self.said: dict[str, tuple[str, Span]] = {}
        self.names = Names(faults, {"attribute": self.attributes}, {}, self.attributes)

    def phrases(self, read: PhrasesFile) -> Phrases:
        return Phrases(
            facts={name.text: self._facts(name, said) for name, said in read.facts if self._known(name)},
            people=tuple(Person(self.names.term(p.when), p.they, p.them, p.their) for p in read.people),
            openings=tuple(self._opening(opening) for opening in read.openings),
            words={name.text: self._words(name, said) for name, said in read.words if self._known(name)},
            usual={name.text: self._usual(name, ranges) for name, ranges in read.usual if self._known(name)},
            plausible=tuple(map(self._term, read.plausible)),
            rare=tuple(map(self._term, read.rare)),
            asides={n.text: self.names.term(when) for n, when in read.asides if self._known(n)} or None,
        )

    def _term(self, written: Scalar) -> Term:
        """A predicate without numbers: the guideline's own cuts decide which numbers are told apart."""
        term = self.names.term(written)
        for name in attributes(term):
            if not domain(self.attributes[name]):
                message = f"'{name}' is a number"
                self.names.add("phrase-number", message, written.span, "give its range under usual")
                return Always()
        return term

    def _known(self, name: Scalar) -> bool:
        return self.names.resolve("attribute", name) in self.attributes

    def _facts(
        self, name: Scalar, said: tuple[tuple[Scalar, Scalar | tuple[Scalar, ...]], ...] | tuple[Scalar, ...]
    ) -> dict[str, tuple[str, ...]]:
        attribute = self.attributes[name.text]
        pairs = [entry for entry in said if isinstance(entry, tuple)]
        if domain(attribute):
            if len(pairs) != len(said):
                message = f"'{name.text}' needs phrases for each of its values"
                self.names.add("wrong-type", message, name.span, f"values: {_values(attribute)}")
            return {value.text: self._clauses(attribute, value, texts) for value, texts in pairs}
        if pairs:
            message = f"'{name.text}' is a number: its phrases are a list"
            self.names.add("wrong-type", message, name.span, "write {value} where the number stands")
        texts = [entry for entry in said if isinstance(entry, Scalar)]
        return {NUMBER: tuple(self._clause(text, f"{name.text}=", (*PERSON, "value")) for text in texts)}

    def _clauses(
        self, attribute: Attribute, value: Scalar, texts: Scalar | tuple[Scalar, ...]
    ) -> tuple[str, ...]:
        self._refuse_value(attribute, value)
        each = (texts,) if isinstance(texts, Scalar) else texts
        return tuple(self._clause(text, f"{attribute.name}={value.text}", PERSON) for text in each)

    def _refuse_value(self, attribute: Attribute, value: Scalar) -> None:
        known = list(map(value_text, domain(attribute)))
        if value.text not in known:
            message = f"'{attribute.name}' has no value '{value.text}'"
            self.names.add("value-not-in-domain", message, value.span, did_you_mean(value.text, known))

    def _clause(self, text: Scalar, fact: str, allowed: Iterable[str]) -> str:
        """A phrase, after a look whether a reader can tell what it says and where it ends."""
        self._refuse_slots(text, tuple(allowed))
        if fact.endswith("=") and slots(text.text).count("value") != 1:
            message = "the phrase must say the number once"
            self.names.add("phrase-number", message, text.span, "write {value} where the number stands")
        if text.text[-1] in ".;,:" or ". " in text.text:
            message = "a phrase is a part of a sentence, without a full stop"
            self.names.add("phrase-end", message, text.span, "two sentences are two phrases of two facts")
        first, where = self.said.setdefault(text.text, (fact, text.span))
        if where != text.span:
            message = f"the same words are said of {first} in {where}"
            self.names.add("ambiguous-phrase", message, text.span, "a reader could not tell the two apart")
        return text.text

    def _refuse_slots(self, text: Scalar, allowed: tuple[str, ...]) -> None:
        for slot in slots(text.text):
            if slot not in allowed:
                message = f"nothing is called '{{{slot}}}' here"
                self.names.add("unknown-slot", message, text.span, did_you_mean(slot, allowed))

    def _opening(self, text: Scalar) -> str:
        self._refuse_slots(text, (*PERSON, *self.attributes))
        return text.text.removesuffix(".")

    def _words(self, name: Scalar, said: tuple[tuple[Scalar, Scalar], ...]) -> dict[str, str]:
        for value, _ in said:
            self._refuse_value(self.attributes[name.text], value)
        return {value.text: words.text for value, words in said}

    def _usual(self, name: Scalar, ranges: tuple[UsualRecord, ...]) -> tuple[Usual, ...]:
        for found in ranges:
            if domain(self.attributes[name.text]) or found.least > found.most:
                message = f"'{name.text}' needs two numbers, the smaller one first"
                self.names.add("bounds-order", message, found.at, "only numbers have a usual range")
        always = Always()
        return tuple(Usual(u.least, u.most, self._term(u.when) if u.when else always) for u in ranges)


def _values(attribute: Attribute) -> str:
    return ", ".join(map(value_text, domain(attribute)))
