"""Inventory: the coverage of a guideline as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from decision_graph.cli.output import Json, indented
from decision_graph.cli.terminal import bold, wrapped
from decision_graph.coverage import Box, Carried, Figures, Place, Silence, Table
from decision_graph.coverage.figures import GraphFigures
from decision_graph.graph import Guideline

_WIDTH: Final = 100


class Inventory(msgspec.Struct, frozen=True):
    """What `decision-graph coverage` reports.

    Attributes:
        carried: of the whole guideline.
        places, silences, boxes: of the graph in question, or of all.
        graph: the graph in question; None for all.
    """

    guideline: Guideline
    carried: Carried
    places: tuple[Place, ...]
    silences: tuple[Silence, ...]
    figures: Figures
    boxes: dict[tuple[str, str], Box]
    graph: str | None

    @property
    def faults(self) -> tuple[str, ...]:
        """What is missing, added or cited twice, in words."""
        found = self.carried
        tables = [line for table in found.tables for line in _table_faults(table)]
        strangers = [f"recommendation {id} cites a table that is not listed" for id in found.strangers]
        return (*tables, *strangers, *_paper_faults(self))

    @property
    def complete(self) -> bool:
        """Whether everything is carried over once, recommended by some leaf, and printed."""
        return not self.faults


def _table_faults(table: Table) -> Iterator[str]:
    for row, ids in table.rows.items():
        if not ids:
            yield f"table {table.number}: row {row} is missing"
        if len(ids) > 1:
            yield f"table {table.number}: row {row} is cited by {' and '.join(ids)}"
    for row, tier in table.missing:
        if table.rows[row]:
            yield f"table {table.number}: the cell of row {row} in {tier} is missing"
    for row, tier in table.added:
        yield f"table {table.number}: row {row} has a cell in {tier}, which the table has not"
    for id in table.unlisted:
        yield f"table {table.number}: recommendation {id} cites a row that is not listed"


def _paper_faults(inventory: Inventory) -> Iterator[str]:
    for place in inventory.places:
        if not place.leaves:
            yield f"{place.graph}: no leaf recommends {place.row.id}"
        if place.box is None:
            yield f"{place.graph}: {place.row.id} is not printed"
        elif place.box.cells != len(place.row.cells):
            cells = f"{place.box.cells} of {len(place.row.cells)} cells"
            yield f"{place.graph}: {place.row.id} is printed with {cells}"
    for silence in inventory.silences:
        if silence.box is None:
            yield f"{silence.graph}: the silent leaf '{silence.leaf.id}' is not printed"


# Text


def _text(inventory: Inventory) -> str:
    guideline = inventory.guideline
    lines = [
        bold(f"{guideline.id}  {guideline.title}, version {guideline.version}"),
        *_totals(inventory.carried),
    ]
    for graph in dict.fromkeys(place.graph for place in inventory.places):
        title = guideline.graphs[graph].title
        lines += ["", bold(f"{guideline.id}/{graph}  {title}"), _LINE.format(*_HEADS)]
        for place in inventory.places:
            if place.graph == graph:
                lines += _place_lines(place)
    lines += ["", bold("SILENT: no row, and no recommendation")]
    for silence in inventory.silences:
        lines += wrapped(_silence_words(silence), _WIDTH, "  ", "      ")
    return "\n".join([*lines, "", *_figures(inventory)])


def _totals(found: Carried) -> Iterator[str]:
    if not found.tables:
        yield "guideline.yaml does not list what the source has (source: tables: ...); nothing is compared."
        return
    # Tables with the same tiers are one kind of row: the numbered ones, and those of one tier only.
    kinds: dict[tuple[str, ...], list[Table]] = {}
    for table in found.tables:
        kinds.setdefault(table.tiers, []).append(table)
    some = " + ".join(str(sum(table.row_count[0] for table in tables)) for tables in kinds.values())
    every = " + ".join(str(sum(table.row_count[1] for table in tables)) for tables in kinds.values())
    cells = [sum(table.cell_count[part] for table in found.tables) for part in (0, 1)]
    yield f"{some} of {every} rows and {cells[0]} of {cells[1]} cells of the source are carried over."
    for table in found.tables:
        rows, all_rows = table.row_count
        carried, all_cells = table.cell_count
        tiers = ", ".join(table.tiers)
        yield f"  table {table.number}: {rows} of {all_rows} rows, {carried} of {all_cells} cells ({tiers})"


_LINE: Final = "  {:15} {:8} {:15} {:9} {}"
_HEADS: Final = (
    "source",
    "lines",
    "recommendation",
    "on paper",
    "cells; leaves <- the questions that lead there",
)


def _place_lines(place: Place) -> list[str]:
    row, source = place.row, place.row.source
    first, last = source.lines
    lines = f"{first}" if first == last else f"{first}-{last}"
    leaves = ", ".join(place.leaves) or "no leaf"
    where = f"{len(row.cells)}; {leaves} <- {', '.join(place.questions) or 'the start'}"
    box = place.box.number if place.box else "no"
    told = (f"table {source.table} {source.row}", lines, row.id, box, "")
    return wrapped(where, _WIDTH, _LINE.format(*told), " " * 53)


def _silence_words(silence: Silence) -> str:
    number = f"{silence.box.number} " if silence.box else ""
    nearest = f" Nearest: {', '.join(silence.leaf.nearest)}." if silence.leaf.nearest else ""
    return f"{silence.graph}: {number}{silence.leaf.id}: {silence.leaf.text}{nearest}"


def _figures(inventory: Inventory) -> Iterator[str]:
    found, items = inventory.figures, sum(inventory.figures.items.values())
    yield bold("MISSING, ADDED OR CITED TWICE")
    yield from (f"  {fault}" for fault in inventory.faults or ("nothing",))
    yield ""
    yield bold("FIGURES")
    yield f"  graphs                {len(found.graphs)}"
    yield f"  data items            {items}: {_listed(found.items)}"
    yield f"    obtained by         {_listed(found.obtained)}"
    share = f" ({found.coded / items:.0%})" if items else ""
    yield f"    with a code         {found.coded} of {items}{share}"
    total = sum(found.interventions.values())
    yield f"  interventions         {total}: {_listed(found.interventions)}"
    yield f"    with a code         {found.coded_interventions} of {total}"
    yield ""
    heads = ("questions", "answers", "leaves", "rows", "routes", "subpopulations", "patients proved")
    yield f"  {'':20}" + "".join(f"{head:>{len(head) + 2}}" for head in heads)
    for id, graph in found.graphs.items():
        if inventory.graph in (None, id):
            yield _line(id, graph, heads)
    if inventory.graph is None:
        yield _line("from the entry", found.whole, heads)


def _line(name: str, graph: GraphFigures, heads: tuple[str, ...]) -> str:
    proved = "unproven" if graph.proved is None else f"{graph.proved:,}"
    if graph.proved is not None and graph.proved != graph.patients:
        proved = f"{graph.proved:,} of {graph.patients:,}"
    counts = (
        *(f"{count:,}" for count in (graph.questions, graph.answers, graph.leaves, graph.rows, graph.routes)),
        "unproven" if graph.subpopulations is None else f"{graph.subpopulations:,}",
        proved,
    )
    columns = (f"{count:>{len(head) + 2}}" for count, head in zip(counts, heads, strict=True))
    return f"  {name:20}" + "".join(columns)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


# JSON


def _json(inventory: Inventory) -> str:
    guideline, found = inventory.guideline, inventory.carried
    written: Json = {
        "guideline": guideline.id,
        "version": guideline.version,
        "graph": inventory.graph,
        "complete": inventory.complete,
        "faults": list(inventory.faults),
        "tables": [_table_json(table) for table in found.tables],
        "recommendations": {place.row.id: _place_json(place) for place in inventory.places},
        "leaves": _leaves_json(inventory.places),
        "boxes": {
            graph: {box.number: id for (home, id), box in inventory.boxes.items() if home == graph}
            for graph in dict.fromkeys(home for home, _ in inventory.boxes)
        },
        "silent": [_silence_json(silence) for silence in inventory.silences],
        "figures": msgspec.to_builtins(inventory.figures),
    }
    return indented(written).decode()


def _table_json(table: Table) -> Json:
    (rows, all_rows), (cells, all_cells) = table.row_count, table.cell_count
    return {
        "table": table.number,
        "tiers": list(table.tiers),
        "rows": {"carried": rows, "total": all_rows},
        "cells": {"carried": cells, "total": all_cells},
        "recommendations": {row: list(ids) for row, ids in table.rows.items()},
        "missing_cells": [{"row": row, "tier": tier} for row, tier in table.missing],
        "repeated": list(table.repeated),
        "unlisted": list(table.unlisted),
    }


def _place_json(place: Place) -> Json:
    source = place.row.source
    return {
        "source": {"table": source.table, "row": source.row, "lines": list(source.lines)},
        "tiers": {tier: len(cell.options) for tier, cell in place.row.cells.items()},
        "graph": place.graph,
        "leaves": list(place.leaves),
        "questions": list(place.questions),
        "box": None if place.box is None else place.box.number,
        "printed_cells": 0 if place.box is None else place.box.cells,
    }


def _leaves_json(places: Iterable[Place]) -> dict[str, dict[str, list[str]]]:
    """Back from the leaves: for each graph, every leaf that recommends with its rows."""
    found: dict[str, dict[str, list[str]]] = {}
    for place in places:
        for leaf in place.leaves:
            found.setdefault(place.graph, {}).setdefault(leaf, []).append(place.row.id)
    return found


def _silence_json(silence: Silence) -> Json:
    return {
        "graph": silence.graph,
        "leaf": silence.leaf.id,
        "text": silence.leaf.text,
        "nearest": list(silence.leaf.nearest),
        "questions": list(silence.questions),
        "box": None if silence.box is None else silence.box.number,
    }


# CSV

_COLUMNS: Final = (
    "status",
    "table",
    "row",
    "tier",
    "first_line",
    "last_line",
    "recommendation",
    "options",
    "graph",
    "leaves",
    "questions",
    "box",
)


def _csv(inventory: Inventory) -> str:
    """One line for each cell, then for what is missing, then for each silent leaf."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    repeated = {(table.number, row) for table in inventory.carried.tables for row in table.repeated}
    for place in inventory.places:
        row, source = place.row, place.row.source
        status = "repeated" if (source.table, source.row) in repeated else "carried"
        places = (place.graph, " ".join(place.leaves), " ".join(place.questions))
        for tier, cell in row.cells.items():
            told = (row.id, len(cell.options), *places, place.box.number if place.box else "")
            writer.writerow((status, source.table, source.row, tier, *source.lines, *told))
    for table in inventory.carried.tables if inventory.graph is None else ():
        writer.writerows(
            ("missing", table.number, row, tier, *[""] * (len(_COLUMNS) - 4)) for row, tier in table.missing
        )
    for silence in inventory.silences:
        number = silence.box.number if silence.box else ""
        where = (silence.graph, silence.leaf.id, " ".join(silence.questions), number)
        writer.writerow(("silent", *[""] * 7, *where))
    return stream.getvalue()


FORMATS: Final[dict[str, Callable[[Inventory], str]]] = {"text": _text, "json": _json, "csv": _csv}
"""How the coverage is written."""
