"""Rows: the recommendations of a graph file, each with a cell for every tier."""

from __future__ import annotations

from collections.abc import Iterable

from decision_graph.graph import Cell, Option, Outranks, Recommendation, Source
from decision_graph.loading.format import (
    AlternativesRecord,
    CellRecord,
    GraphFile,
    OptionRecord,
    OutranksRecord,
    RecommendationRecord,
    SourceRecord,
)
from decision_graph.loading.names import Names
from decision_graph.loading.tree import Scalar


def make_rows(file: GraphFile, names: Names) -> dict[str, Recommendation]:
    """The recommendations of a graph by id, in the order of the file.

    Args:
        file: a graph file as read.
        names: must know attributes, interventions, notes, tiers and all recommendations.
    """
    if file.recommendations and file.tiers is None and "tier" in names.known:
        message = "a graph with recommendations needs the key 'tiers'"
        names.add(
            "missing-key",
            message,
            file.recommendations[0][0].span,
            "tiers: [...], those that its rows distinguish",
        )
    tiers = tuple(tier.text for tier in file.tiers or ())
    return {name.text: _row(name, record, tiers, names) for name, record in file.recommendations}


def _row(name: Scalar, record: RecommendationRecord, tiers: tuple[str, ...], names: Names) -> Recommendation:
    return Recommendation(
        id=name.text,
        title=record.title,
        section=record.section,
        population=names.term(record.population),
        cells=_cells(name, record, tiers, names),
        source=_source(name, record.source, names),
        outranks=tuple(_outranks(row, said, names) for row, said in record.outranks),
        contested=names.conditions(record.contested),
        remarks=names.conditions(record.remarks),
        notes=names.notes(record.notes),
        span=name.span,
    )


def _source(name: Scalar, record: SourceRecord, names: Names) -> Source:
    first, last = record.lines or (0, 0)
    if first > last:
        message = f"line {last} stands before line {first}"
        names.add("line-order", message, record.at, f"write lines: [{last}, {first}]")
    return Source(record.table, record.row or name.text, (first, last))


def _outranks(row: Scalar, said: str | OutranksRecord, names: Names) -> Outranks:
    outranked = names.resolve("recommendation", row)
    if isinstance(said, str):
        return Outranks(outranked, said, None, row.span)
    return Outranks(outranked, said.why, None if said.when is None else names.term(said.when), row.span)


def _cells(
    name: Scalar, record: RecommendationRecord, tiers: tuple[str, ...], names: Names
) -> dict[str, Cell]:
    """A cell for every tier of the graph, in the graph's order."""
    written = {said.text: _cell(cell, names) for said, cell in record.cells}
    for said, _ in record.cells:
        if said.text not in tiers and tiers:
            message = (
                f"'{name.text}' offers something in the tier '{said.text}', which this graph does not have"
            )
            names.add("unknown-tier", message, said.span, f"tiers of this graph: {', '.join(tiers)}")
    for tier in tiers:
        if tier not in written and tier in names.known.get("tier", ()):
            message = f"'{name.text}' needs the key '{tier}': what is offered in this tier"
            names.add("missing-key", message, name.span, f"write {tier}: [] if nothing is offered")
    return {tier: written[tier] for tier in tiers if tier in written}


def _cell(said: tuple[OptionRecord, ...] | CellRecord, names: Names) -> Cell:
    if isinstance(said, CellRecord):
        return Cell(_options(said.options, names), names.notes(said.notes))
    return Cell(_options(said, names))


def _options(records: Iterable[OptionRecord], names: Names) -> tuple[Option, ...]:
    return tuple(_option(record, names) for record in records)


def _option(record: OptionRecord, names: Names) -> Option:
    return Option(
        give=tuple(_group(said, names) for said in record.give),
        detail=record.detail,
        when=None if record.when is None else names.term(record.when),
        rank=record.rank,
        strength=names.resolve("strength", record.strength) if record.strength else None,
        notes=names.all("note", record.notes),
        span=record.at,
    )


def _group(said: Scalar | AlternativesRecord, names: Names) -> tuple[str, ...]:
    if isinstance(said, AlternativesRecord):
        return names.all("intervention", said.any)
    return (names.resolve("intervention", said),)
