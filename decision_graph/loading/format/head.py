"""guideline.yaml: what the guideline is, where it comes from, and what all its graphs share."""

from __future__ import annotations

from typing import Annotated

from decision_graph.loading.format.parts import ID, MARK, NAME, PLACED, TABLE, TEXT, TEXTS
from decision_graph.loading.shapes import Entries, Key, ListOf, MapOf, Record, RecordOf
from decision_graph.loading.tree import Scalar


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
