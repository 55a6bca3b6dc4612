"""Graph files: questions, and the recommendations that they lead to."""

from __future__ import annotations

from typing import Annotated, Final

from decision_graph.loading.format.parts import (
    CONDITIONS,
    ID,
    MARK,
    NAME,
    NOTES,
    PLACED,
    PREDICATE,
    TEXT,
    TIER_WORDS,
    ConditionRecord,
)
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
    Word,
)
from decision_graph.loading.tree import Scalar


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
        tuple[ConditionRecord, ...],
        Key(CONDITIONS, "what to know of it where a condition holds; never withholds it"),
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
