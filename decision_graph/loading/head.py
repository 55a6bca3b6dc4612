"""Head: guideline.yaml as the guideline that holds everything else."""

from __future__ import annotations

from decision_graph.diagnostics import did_you_mean
from decision_graph.graph import DecisionGraph, Guideline, Note, Provenance, SourceTable, Tier
from decision_graph.loading.folder import Folder
from decision_graph.loading.format import (
    GuidelineFile,
    ProvenanceRecord,
    SelectorsRecord,
    SourceTableRecord,
    TierRecord,
)
from decision_graph.loading.names import Names
from decision_graph.loading.tree import Scalar
from decision_graph.vocabulary import Attribute, Vocabulary, domain


def make_guideline(
    file: GuidelineFile,
    folder: Folder,
    vocabulary: Vocabulary,
    graphs: dict[str, DecisionGraph],
    names: Names,
) -> Guideline:
    """The guideline.

    Args:
        file: guideline.yaml as read.
        folder: where it was read.
        vocabulary: of vocabulary.yaml and interventions.yaml.
        graphs: of the other files, by id.
        names: must know attributes, notes and graphs.
    """
    selectors = file.selectors
    line = _selector(selectors.line, names) if selectors else None
    tier = _selector(selectors.tier, names) if selectors else None
    _check_tiers(file, tier, selectors, names)
    return Guideline(
        id=folder.id,
        title=file.title,
        version=file.version,
        provenance=_provenance(file.source, names),
        disclaimer=file.disclaimer,
        vocabulary=vocabulary,
        tiers=tuple(_tier(name.text, said, names) for name, said in file.tiers),
        notes=_notes(file, names),
        graphs=graphs,
        entry=names.resolve("graph", file.entry),
        line=line.name if line else "",
        tier=tier.name if tier else "",
        everywhere=names.all("note", file.everywhere),
        abbreviations={short.text: words for short, words in file.abbreviations},
        strengths=file.strengths,
        digest=folder.digest,
    )


def _tier(id: str, said: TierRecord, names: Names) -> Tier:
    lacks = {names.resolve("obtained", way): names.resolve("note", note) for way, note in said.lacks}
    return Tier(id, said.label, said.mark, said.help, lacks)


def _provenance(record: ProvenanceRecord, names: Names) -> Provenance:
    dates = {name.text: date for name, date in record.dates}
    tables = {
        int(number.text): _table(number, table, names)
        for number, table in record.tables
        if number.text.isdecimal()
    }
    return Provenance(
        record.organisation, record.title, record.citation, record.url, dates, record.conflicts, tables
    )


def _table(number: Scalar, record: SourceTableRecord, names: Names) -> SourceTable:
    rows = tuple(row.text for row in record.rows)
    for place, row in enumerate(record.rows):
        if row.text in rows[:place]:
            names.add(
                "repeated-value", f"row '{row.text}' is listed twice", row.span, "delete one of the two"
            )
    return SourceTable(rows, names.all("tier", record.tiers), number.span)


def _notes(file: GuidelineFile, names: Names) -> dict[str, Note]:
    notes = {name.text: Note(name.text, text, "source", name.span) for name, text in file.notes}
    for name, text in file.decisions:
        if name.text in notes:
            message = f"'{name.text}' is already the name of a note"
            names.add("duplicate-id", message, name.span, "give the decision another name")
        else:
            notes[name.text] = Note(name.text, text, "decision", name.span)
    return notes


def _selector(name: Scalar | None, names: Names) -> Attribute | None:
    """The attribute that selects a line or a tier: one with named values."""
    if name is None or names.attributes is None:
        return None
    names.resolve("attribute", name)
    found = names.attributes.get(name.text)
    if found and found.kind != "enum":
        message = f"'{name.text}' is of type {found.kind}; a selector must be an enum"
        names.add("wrong-type", message, name.span)
    return found


def _check_tiers(
    file: GuidelineFile, selector: Attribute | None, selectors: SelectorsRecord | None, names: Names
) -> None:
    """Tiers are values of the attribute that selects one."""
    if file.tiers and (selectors is None or selectors.tier is None):
        message = "a guideline with tiers needs the selector 'tier'"
        names.add(
            "missing-key",
            message,
            file.tiers[0][0].span,
            "selectors: {tier: the attribute whose values they are}",
        )
    if selector is None or selector.kind != "enum":
        return
    values = [str(value) for value in domain(selector)]
    for tier, _ in file.tiers:
        if tier.text not in values:
            message = f"the tier '{tier.text}' is no value of '{selector.name}'"
            names.add("value-not-in-domain", message, tier.span, did_you_mean(tier.text, values))
