"""Format: what the four kinds of file of a guideline's folder may say, and what every key is for.

`guideline.yaml`, `vocabulary.yaml` and `interventions.yaml` stand beside one file for each graph.
docs/format.md and the JSON Schemas are printed from the classes below.
"""

from __future__ import annotations

from typing import Annotated, Final

from decision_graph.loading.shapes import (
    Entries,
    Key,
    ListOf,
    Literal,
    MapOf,
    Number,
    OneOf,
    Record,
    RecordOf,
    Rest,
    Text,
    Word,
)
from decision_graph.loading.tree import Scalar

TEXT: Final = Text()
PREDICATE: Final = Text("a predicate, for example age_years >= 12 and not smokes", placed=True)
NAME: Final = Text(
    "a name",
    "[A-Za-z_][A-Za-z0-9_]*",
    "letters a to z, digits and _, not beginning with a digit",
    placed=True,
)
ID: Final = Text("a name", "[A-Za-z0-9_.-]+", "letters a to z, digits, dots, _ and -", placed=True)
MARK: Final = Text("a sign or a name", r"\S+", "no spaces", placed=True)
PLACED: Final = Text(placed=True)
TABLE: Final = Text("the number of a table", r"[1-9][0-9]{0,8}", placed=True)
WHOLE: Final = Number(whole=True)
NUMBER: Final = Number()
TEXTS: Final = MapOf(PLACED, TEXT)

TIER_WORDS: Final = "tiers"
"""Which words of the guideline are keys of a recommendation: see `shapes.Rest`."""


class CodeRecord(Record):
    """A code with the words that its terminology has for it."""

    code: Annotated[str, Key(TEXT, "the code as its terminology prints it")]
    display: Annotated[str, Key(TEXT, "the words of the terminology for it")] = ""


CODES: Final = MapOf(PLACED, ListOf(OneOf((TEXT, RecordOf(CodeRecord))), at_least=1))
Codes = Entries[tuple[str | CodeRecord, ...]]


class ConditionRecord(Record):
    """A predicate with the words that justify it."""

    when: Annotated[Scalar, Key(PREDICATE, "for whom it holds")]
    why: Annotated[str, Key(TEXT, "the reason, in words that a reader of the answer sees")]
    notes: Annotated[tuple[Scalar, ...], Key(ListOf(MARK), "ids of notes")] = ()


CONDITIONS: Final = ListOf(RecordOf(ConditionRecord))
NOTES: Final = ListOf(PLACED)


# guideline.yaml


class SelectorsRecord(Record):
    """Which attributes choose a treatment line and a tier."""

    line: Annotated[Scalar | None, Key(NAME, "attribute that says which treatment line is asked about")] = (
        None
    )
    tier: Annotated[Scalar | None, Key(NAME, "attribute that says which tier the patient is treated in")] = (
        None
    )


class TierRecord(Record):
    """A resource setting."""

    label: Annotated[str, Key(TEXT, "its word on paper")]
    mark: Annotated[str, Key(TEXT, "a sign that survives a grey print, for example ●○○○")]
    help: Annotated[str, Key(TEXT, "what a clinician should know to choose it")] = ""
    lacks: Annotated[
        Entries[Scalar],
        Key(MapOf(PLACED, MARK), "ways to obtain a fact that it presumes missing, with a note each"),
    ] = ()


class SourceTableRecord(Record):
    """A table of the document: what it has, so that `decision-graph verify` misses nothing."""

    rows: Annotated[
        tuple[Scalar, ...], Key(ListOf(PLACED, at_least=1), "its rows, as it numbers them, in quotes")
    ]
    tiers: Annotated[tuple[Scalar, ...], Key(ListOf(NAME), "tiers for which every row has a cell")] = ()


class ProvenanceRecord(Record):
    """The document that the guideline encodes."""

    organisation: Annotated[str, Key(TEXT, "who published it")]
    title: Annotated[str, Key(TEXT, "its title")]
    citation: Annotated[str, Key(TEXT, "how to cite it")]
    url: Annotated[str, Key(TEXT, "where it can be read")] = ""
    dates: Annotated[Entries[str], Key(TEXTS, "dates by what happened then, in quotes")] = ()
    conflicts: Annotated[tuple[str, ...], Key(ListOf(TEXT), "where the document contradicts itself")] = ()
    tables: Annotated[
        Entries[SourceTableRecord],
        Key(
            MapOf(TABLE, RecordOf(SourceTableRecord)),
            "what the document has, by number of the table, in quotes",
        ),
    ] = ()


class GuidelineFile(Record):
    """guideline.yaml: what the guideline is, where it comes from, and what all its graphs share."""

    title: Annotated[str, Key(TEXT, "title of the guideline")]
    version: Annotated[str, Key(TEXT, "version of the source as encoded, in quotes")]
    entry: Annotated[Scalar, Key(ID, "the graph at which every query starts")]
    source: Annotated[ProvenanceRecord, Key(RecordOf(ProvenanceRecord), "the document that is encoded")]
    disclaimer: Annotated[str, Key(TEXT, "printed with every answer and drawing")]
    selectors: Annotated[
        SelectorsRecord | None, Key(RecordOf(SelectorsRecord), "attributes that choose a line and a tier")
    ] = None
    tiers: Annotated[
        Entries[TierRecord],
        Key(MapOf(NAME, RecordOf(TierRecord)), "tiers, least resources first; values of the tier selector"),
    ] = ()
    everywhere: Annotated[
        tuple[Scalar, ...], Key(ListOf(MARK), "ids of notes that belong to every answer")
    ] = ()
    abbreviations: Annotated[Entries[str], Key(TEXTS, "short forms with their words")] = ()
    strengths: Annotated[
        tuple[str, ...], Key(ListOf(TEXT), "grades that options may carry, strongest first")
    ] = ()
    notes: Annotated[Entries[str], Key(MapOf(MARK, TEXT), "footnotes of the source, by their sign")] = ()
    decisions: Annotated[Entries[str], Key(MapOf(MARK, TEXT), "choices of the encoders, by their id")] = ()


# vocabulary.yaml


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


# interventions.yaml


class RequirementRecord(ConditionRecord):
    """A condition that holds wherever the intervention is offered."""

    unless_with: Annotated[
        tuple[Scalar, ...],
        Key(
            ListOf(NAME),
            "interventions that meet the condition themselves where they are given together with it",
        ),
    ] = ()


class InterventionRecord(Record):
    """A drug, a class of drugs, a procedure or a kind of care."""

    kind: Annotated[Scalar, Key(PLACED, "one of the kinds above")]
    name: Annotated[str, Key(TEXT, "its name in full words")]
    short: Annotated[str, Key(TEXT, "its name in charts; the full name if absent")] = ""
    is_a: Annotated[
        tuple[Scalar, ...], Key(ListOf(NAME), "more general interventions that it belongs to")
    ] = ()
    only_when: Annotated[
        tuple[RequirementRecord, ...],
        Key(ListOf(RecordOf(RequirementRecord)), "conditions wherever it, or a kind of it, is offered"),
    ] = ()
    cautions: Annotated[tuple[ConditionRecord, ...], Key(CONDITIONS, "warnings; they never withhold it")] = ()
    listed: Annotated[str, Key(TEXT, "its place on a list of essential medicines, in words")] = ""
    codes: Annotated[Codes, Key(CODES, "codes by terminology, for example ATC")] = ()


class InterventionsFile(Record):
    """interventions.yaml: what may be offered."""

    kinds: Annotated[tuple[Scalar, ...], Key(ListOf(PLACED, at_least=1), "kinds of intervention")]
    interventions: Annotated[
        Entries[InterventionRecord],
        Key(MapOf(NAME, RecordOf(InterventionRecord)), "interventions by their name in options"),
    ]


# graphs


class AlternativesRecord(Record):
    """Interventions of which any one serves."""

    any: Annotated[tuple[Scalar, ...], Key(ListOf(NAME, at_least=2), "any one of these")]


class OptionRecord(Record):
    """One thing that is offered."""

    give: Annotated[
        tuple[Scalar | AlternativesRecord, ...],
        Key(ListOf(OneOf((NAME, RecordOf(AlternativesRecord))), at_least=1), "given together, all of them"),
    ]
    detail: Annotated[str, Key(TEXT, "words of the source that qualify it, for example: if possible")] = ""
    when: Annotated[Scalar | None, Key(PREDICATE, "offered only if this holds")] = None
    rank: Annotated[
        int | None, Key(Number(whole=True, minimum=1), "place in a cascade: 1 is tried first")
    ] = None
    strength: Annotated[Scalar | None, Key(PLACED, "strength as the source grades it")] = None
    notes: Annotated[tuple[Scalar, ...], Key(ListOf(MARK), "ids of notes")] = ()


OPTIONS: Final = ListOf(RecordOf(OptionRecord))


class CellRecord(Record):
    """What is offered in one tier, with notes."""

    options: Annotated[tuple[OptionRecord, ...], Key(OPTIONS, "options; [] if nothing is offered")]
    notes: Annotated[tuple[Scalar, ...], Key(NOTES, "ids of notes, or sentences")] = ()


class OutranksRecord(Record):
    """Precedence over another row, with its reason."""

    why: Annotated[str, Key(TEXT, "the reason")]
    when: Annotated[Scalar | None, Key(PREDICATE, "only for these patients; for all if absent")] = None


class SourceRecord(Record):
    """Where a row stands in the source."""

    table: Annotated[int, Key(Number(whole=True, minimum=1), "number of the table")]
    lines: Annotated[
        tuple[int, ...],
        Key(ListOf(Number(whole=True, minimum=1), exactly=2), "first and last line of its text"),
    ]
    row: Annotated[str, Key(TEXT, "how the source numbers it; the id if absent")] = ""


class RecommendationRecord(Record):
    """One row of the source: for whom, and what is offered in every tier of the graph."""

    title: Annotated[str, Key(TEXT, "the population in a few words")]
    section: Annotated[str, Key(TEXT, "the heading of the source under which it stands")]
    source: Annotated[SourceRecord, Key(RecordOf(SourceRecord), "where it stands in the source")]
    population: Annotated[Scalar, Key(PREDICATE, "for whom")]
    outranks: Annotated[
        Entries[str | OutranksRecord],
        Key(
            MapOf(ID, OneOf((TEXT, RecordOf(OutranksRecord)))), "rows that give way to it, each with a reason"
        ),
    ] = ()
    contested: Annotated[
        tuple[ConditionRecord, ...], Key(CONDITIONS, "where a faithful reader may decide otherwise, and why")
    ] = ()
    remarks: Annotated[
        tuple[ConditionRecord, ...], Key(CONDITIONS, "what to know of it where a condition holds; never withholds it")
    ] = ()
    notes: Annotated[tuple[Scalar, ...], Key(NOTES, "ids of notes, or sentences")] = ()
    cells: Annotated[
        Entries[tuple[OptionRecord, ...] | CellRecord],
        Rest(
            OneOf((OPTIONS, RecordOf(CellRecord))),
            TIER_WORDS,
            "one key for every tier of the graph: what is offered",
        ),
    ]


class EdgeRecord(Record):
    """An answer and where it leads."""

    when: Annotated[Scalar, Key(PREDICATE, "for whom; `otherwise` if no other answer holds")]
    to: Annotated[Scalar, Key(ID, "a node, a leaf or a recommendation")]
    label: Annotated[str, Key(TEXT, "the answer in words; made from the predicate if absent")] = ""


class NodeRecord(Record):
    """A question."""

    edges: Annotated[tuple[EdgeRecord, ...], Key(ListOf(RecordOf(EdgeRecord), at_least=1), "the answers")]
    ask: Annotated[
        str | None, Key(TEXT, "the question; that of the attribute if the answers are about one only")
    ] = None
    hit: Annotated[
        str,
        Key(
            Word(("unique", "collect")),
            "unique: exactly one answer is true (default); collect: each true one is followed",
        ),
    ] = "unique"
    notes: Annotated[tuple[Scalar, ...], Key(NOTES, "ids of notes, or sentences")] = ()


class RecommendLeaf(Record):
    """A leaf that recommends."""

    recommend: Annotated[tuple[Scalar, ...], Key(ListOf(ID, at_least=1), "recommendations of this graph")]


class SilentLeaf(Record):
    """A leaf for patients of whom the guideline says nothing."""

    silent: Annotated[str, Key(TEXT, "what it does not say")]
    nearest: Annotated[tuple[Scalar, ...], Key(ListOf(ID), "rows of any graph that come nearest")] = ()
    notes: Annotated[tuple[Scalar, ...], Key(NOTES, "ids of notes, or sentences")] = ()


class SeeLeaf(Record):
    """A leaf that goes on at the start of another graph."""

    see: Annotated[Scalar, Key(ID, "the other graph")]


class OutOfScopeLeaf(Record):
    """A leaf for patients whom the guideline does not address."""

    out_of_scope: Annotated[str, Key(TEXT, "why not")]


LEAF: Final = OneOf(tuple(map(RecordOf, (RecommendLeaf, SilentLeaf, SeeLeaf, OutOfScopeLeaf))))


class GraphFile(Record):
    """Any other file: one graph of questions with the recommendations that it leads to."""

    graph: Annotated[str, Key(TEXT, "title of the graph")]
    start: Annotated[Scalar, Key(ID, "the first question")]
    tiers: Annotated[
        tuple[Scalar, ...] | None, Key(ListOf(NAME), "tiers that its recommendations distinguish")
    ] = None
    given: Annotated[Entries[Scalar], Key(MapOf(NAME, Literal()), "facts of everybody who enters here")] = ()
    scope: Annotated[
        tuple[ConditionRecord, ...], Key(CONDITIONS, "conditions of everybody who enters here")
    ] = ()
    notes: Annotated[tuple[Scalar, ...], Key(NOTES, "ids of notes, or sentences")] = ()
    recommendations: Annotated[
        Entries[RecommendationRecord],
        Key(MapOf(ID, RecordOf(RecommendationRecord)), "rows of the source, by their number in quotes"),
    ] = ()
    nodes: Annotated[
        Entries[NodeRecord], Key(MapOf(ID, RecordOf(NodeRecord)), "questions, by a name of your choice")
    ] = ()
    leaves: Annotated[
        Entries[RecommendLeaf | SilentLeaf | SeeLeaf | OutOfScopeLeaf],
        Key(MapOf(ID, LEAF), "ends of the graph, by a name of your choice"),
    ] = ()


FILES: Final[dict[str, type[Record]]] = {
    "guideline": GuidelineFile,
    "vocabulary": VocabularyFile,
    "interventions": InterventionsFile,
    "graph": GraphFile,
}
"""The kinds of file; the first three are the stems of their names."""
