"""vocabulary.yaml: the facts that may be asked for, and what cannot be together."""

from __future__ import annotations

from typing import Annotated

from decision_graph.loading.format.parts import CODES, NAME, NUMBER, PLACED, PREDICATE, TEXT, Codes
from decision_graph.loading.shapes import Entries, Key, ListOf, MapOf, OneOf, Record, RecordOf, Word
from decision_graph.loading.tree import Scalar


class AttributeRecord(Record):
    """One fact about a patient or a place."""

    type: Annotated[str, Key(Word(("boolean", "enum", "integer", "decimal")), "kind of value")]
    ask: Annotated[str, Key(TEXT, "the question in plain words, with a question mark")]
    label: Annotated[str, Key(TEXT, "a few words for a sentence or a box")]
    obtained: Annotated[Scalar, Key(PLACED, "how the fact is obtained: one of the list above")]
    help: Annotated[str, Key(TEXT, "what a clinician should know to answer")] = ""
    applies_when: Annotated[
        Scalar | None, Key(PREDICATE, "what must hold for it to have a value at all; giving one asserts it")
    ] = None
    codes: Annotated[Codes, Key(CODES, "codes by terminology, for example LOINC")] = ()


class BooleanRecord(AttributeRecord):
    """A fact that is true or false."""

    type: Annotated[str, Key(Word(("boolean",)), "boolean: true or false")]
    when_true: Annotated[
        str, Key(TEXT, "words for a sentence if it is true; the key needs quotes", "true")
    ] = ""
    when_false: Annotated[
        str, Key(TEXT, "words for a sentence if it is false; the key needs quotes", "false")
    ] = ""


class ChoiceRecord(Record):
    """A value with codes."""

    label: Annotated[str, Key(TEXT, "its words on paper")]
    codes: Annotated[Codes, Key(CODES, "codes by terminology")] = ()


class EnumRecord(AttributeRecord):
    """A fact with a few named values."""

    type: Annotated[str, Key(Word(("enum",)), "enum: one of the values")]
    values: Annotated[
        Entries[str | ChoiceRecord],
        Key(
            MapOf(PLACED, OneOf((TEXT, RecordOf(ChoiceRecord))), at_least=1),
            "values with their words on paper",
        ),
    ]


class NumberRecord(AttributeRecord):
    """A fact that is a number."""

    type: Annotated[str, Key(Word(("integer", "decimal")), "integer: whole numbers; decimal: any")]
    min: Annotated[float | None, Key(NUMBER, "smallest possible value")] = None
    max: Annotated[float | None, Key(NUMBER, "largest possible value")] = None
    unit: Annotated[str, Key(TEXT, "unit in words, for example months")] = ""


class RuleRecord(Record):
    """What cannot be together or what follows."""

    when: Annotated[Scalar, Key(PREDICATE, "whenever this holds")]
    then: Annotated[Scalar, Key(PREDICATE, "this holds too")]
    why: Annotated[str, Key(TEXT, "the reason")]


class VocabularyFile(Record):
    """vocabulary.yaml: the facts that may be asked for, and what cannot be together."""

    obtained: Annotated[
        tuple[Scalar, ...], Key(ListOf(PLACED, at_least=1), "ways to obtain a fact, cheapest first")
    ]
    attributes: Annotated[
        Entries[BooleanRecord | EnumRecord | NumberRecord],
        Key(
            MapOf(
                NAME,
                OneOf((RecordOf(BooleanRecord), RecordOf(EnumRecord), RecordOf(NumberRecord)), by="type"),
            ),
            "facts by their name in predicates",
        ),
    ]
    rules: Annotated[tuple[RuleRecord, ...], Key(ListOf(RecordOf(RuleRecord)), "what follows from what")] = ()
