"""Names: resolving what one place of a guideline says about another, with a remedy for each misspelling."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal

import msgspec

from decision_graph.diagnostics import Diagnostic, Span, did_you_mean
from decision_graph.loading.format import CodeRecord, Codes, ConditionRecord, RequirementRecord
from decision_graph.loading.tree import Scalar
from decision_graph.predicate.parser import Parsed, parse_placed
from decision_graph.predicate.terms import Always, Term
from decision_graph.predicate.tokens import PredicateError
from decision_graph.type_check import check
from decision_graph.vocabulary import Attribute, Code, Condition

Kind = Literal[
    "attribute", "intervention", "kind", "obtained", "note", "tier", "graph", "recommendation", "strength"
]

_CALLED: Final[dict[Kind, str]] = {
    "kind": "kind of intervention",
    "obtained": "way to obtain a fact",
}


class Names(msgspec.Struct, frozen=True):
    """What may be named, and the complaints about what may not.

    Attributes:
        faults: complaints are added here.
        known: names by kind. A kind is absent if its file could not be read: then nothing is said of it.
        homes: the graph of every recommendation.
        attributes: to check predicates; None if vocabulary.yaml could not be read.
    """

    faults: list[Diagnostic]
    known: Mapping[Kind, Collection[str]]
    homes: Mapping[str, str]
    attributes: Mapping[str, Attribute] | None = None

    def add(self, slug: str, message: str, span: Span, hint: str = "") -> None:
        """Complain."""
        self.faults.append(Diagnostic(slug, message, span, hint))

    def resolve(self, kind: Kind, name: Scalar) -> str:
        """A name's text, after a look whether it is known."""
        known = self.known.get(kind)
        if known is not None and name.text and name.text not in known:
            message = f"there is no {_CALLED.get(kind, kind)} '{name.text}'"
            self.add(f"unknown-{kind}", message, name.span, did_you_mean(name.text, known))
        return name.text

    def all(self, kind: Kind, names: Iterable[Scalar]) -> tuple[str, ...]:
        """Several names."""
        return tuple(self.resolve(kind, name) for name in names)

    def notes(self, notes: Iterable[Scalar]) -> tuple[str, ...]:
        """Ids of notes, and sentences, which contain a space."""
        return tuple(note.text if " " in note.text else self.resolve("note", note) for note in notes)

    def term(self, predicate: Scalar) -> Term:
        """A predicate, checked against the vocabulary; `always` in place of one that is wrong."""
        if not predicate.text:
            return Always()
        try:
            parsed = parse_placed(predicate.text)
        except PredicateError as error:
            place = predicate.place(error.offset, error.length)
            self.add("predicate-syntax", error.message, place, error.hint)
            return Always()
        return Always() if self.mismatches(parsed, predicate) else parsed.term

    def mismatches(self, parsed: Parsed, predicate: Scalar) -> bool:
        """Whether a predicate does not fit the vocabulary; every mismatch is complained of."""
        if self.attributes is None:
            return True
        found = check(parsed, self.attributes)
        for fault in found:
            self.add(fault.slug, fault.message, predicate.place(fault.offset, fault.length), fault.hint)
        return bool(found)

    def condition(self, record: ConditionRecord) -> Condition:
        """A predicate with its reason."""
        unless = record.unless_with if isinstance(record, RequirementRecord) else ()
        return Condition(
            when=self.term(record.when),
            why=record.why,
            notes=self.all("note", record.notes),
            unless_with=self.all("intervention", unless),
        )

    def conditions(self, records: Iterable[ConditionRecord]) -> tuple[Condition, ...]:
        """Several conditions."""
        return tuple(map(self.condition, records))


def codes(entries: Codes) -> tuple[Code, ...]:
    """Codes of several terminologies as one list."""
    return tuple(
        Code(system.text, code.code, code.display)
        if isinstance(code, CodeRecord)
        else Code(system.text, code)
        for system, listed in entries
        for code in listed
    )
