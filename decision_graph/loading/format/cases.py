"""cases/*.yaml: what the files of cases beside the graphs may say."""

from __future__ import annotations

from typing import Annotated, Final

from decision_graph.loading.format.parts import ID, NAME, PLACED, TEXT
from decision_graph.loading.shapes import Entries, Key, ListOf, Literal, MapOf, Record, RecordOf, Word
from decision_graph.loading.tree import Scalar

STATUSES: Final = ("decided", "open", "silent", "out_of_scope")

_FACTS: Final = MapOf(NAME, Literal())
_IDS: Final = ListOf(ID)
_OPTIONS: Final = ListOf(PLACED, at_least=1)

Ids = tuple[Scalar, ...] | None


class ExpectRecord(Record):
    """What the answer must be; only what is written is checked. A list of rows is whole."""

    status: Annotated[str, Key(Word(STATUSES), "what kind of answer it is")] = ""
    preferred: Annotated[Ids, Key(_IDS, "rows that match and that no other matching row outranks")] = None
    also_matches: Annotated[Ids, Key(_IDS, "rows that match and are outranked")] = None
    contested: Annotated[
        Ids, Key(_IDS, "those of the matching and possible rows that a faithful reader may decide otherwise")
    ] = None
    also_consider: Annotated[Ids, Key(_IDS, "rows that do not match, but may by another reading")] = None
    possible: Annotated[Ids, Key(_IDS, "rows that match under some answers still to be given")] = None
    nearest: Annotated[Ids, Key(_IDS, "where the guideline is silent: the rows that come nearest")] = None
    questions: Annotated[
        Ids, Key(ListOf(NAME), "attributes to ask next, best first: the first so many questions")
    ] = None
    offered: Annotated[Ids, Key(_OPTIONS, "options that are offered, each in some matching row")] = None
    options: Annotated[
        Entries[tuple[Scalar, ...]],
        Key(
            MapOf(ID, ListOf(PLACED)),
            "for each of some matching rows everything that it offers, and nothing else",
        ),
    ] = ()
    outranked_by: Annotated[
        Entries[tuple[Scalar, ...]],
        Key(
            MapOf(ID, _IDS),
            "for each of some matching rows the rows that outrank it, and no other",
        ),
    ] = ()
    never_offered: Annotated[Ids, Key(_OPTIONS, "options that no matching row may offer")] = None


class CaseRecord(Record):
    """A patient, and what the guideline must answer."""

    narrative: Annotated[str, Key(TEXT, "the patient in a sentence or two, as one would tell a colleague")]
    facts: Annotated[
        Entries[Scalar], Key(_FACTS, "what is known; a fact that is left out is unanswered, not false")
    ]
    expect: Annotated[ExpectRecord, Key(RecordOf(ExpectRecord), "the answer")]
    why: Annotated[str, Key(TEXT, "why this is the answer, with the place in the source")] = ""
    graph: Annotated[Scalar | None, Key(ID, "ask this graph directly; the guideline's entry if absent")] = (
        None
    )


class CasesFile(Record):
    """cases/*.yaml: patients with the answers that are expected; `decision-graph test` compares."""

    title: Annotated[str, Key(TEXT, "what the cases of this file are about")]
    cases: Annotated[
        Entries[CaseRecord], Key(MapOf(ID, RecordOf(CaseRecord), at_least=1), "cases by their id")
    ]
    given: Annotated[Entries[Scalar], Key(_FACTS, "facts of every patient of this file")] = ()
