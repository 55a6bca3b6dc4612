"""Carried: the rows and cells that the source has, beside those that the recommendations cite."""

from __future__ import annotations

import msgspec

from decision_graph.graph import Guideline, Recommendation


class Table(msgspec.Struct, frozen=True):
    """A table of the source, and what became of it.

    Attributes:
        number: of the table.
        tiers: that it has.
        rows: for each row that it has, the ids of the recommendations that cite it.
        missing: cells of which no recommendation says anything: row and tier.
        added: cells of recommendations for which the table has no tier: row and tier.
        unlisted: recommendations that cite a row which it has not.
    """

    number: int
    tiers: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]
    missing: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...]
    unlisted: tuple[str, ...]

    @property
    def repeated(self) -> tuple[str, ...]:
        """The rows that are cited more than once."""
        return tuple(row for row, ids in self.rows.items() if len(ids) > 1)

    @property
    def row_count(self) -> tuple[int, int]:
        """How many rows are carried over, and how many there are."""
        return sum(bool(ids) for ids in self.rows.values()), len(self.rows)

    @property
    def cell_count(self) -> tuple[int, int]:
        """How many cells are carried over, and how many there are."""
        total = len(self.rows) * len(self.tiers)
        return total - len(self.missing), total


class Carried(msgspec.Struct, frozen=True):
    """What became of the source.

    Attributes:
        tables: those of `source: tables:` in guideline.yaml; empty if nobody listed what the source has.
        strangers: recommendations that cite a table which is not listed.
    """

    tables: tuple[Table, ...]
    strangers: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every row and cell is carried over once, and nothing else is."""
        return not self.strangers and not any(
            table.missing or table.added or table.unlisted or table.repeated or not all(table.rows.values())
            for table in self.tables
        )


def carried(guideline: Guideline) -> Carried:
    """Compare what the source has with what the recommendations cite.

    >>> from decision_graph.loading import load_guideline
    >>> [table.cell_count for table in carried(load_guideline("mbc")).tables]
    [(51, 51), (33, 33), (12, 12), (18, 18)]
    """
    listed = guideline.provenance.tables
    cited: dict[int, list[Recommendation]] = {}
    for row in guideline.recommendations.values():
        cited.setdefault(row.source.table, []).append(row)
    tables = tuple(
        _table(number, table.rows, table.tiers, cited.get(number, [])) for number, table in listed.items()
    )
    strangers = [row.id for number, rows in cited.items() if number not in listed for row in rows]
    return Carried(tables, tuple(strangers) if listed else ())


def _table(number: int, rows: tuple[str, ...], tiers: tuple[str, ...], citing: list[Recommendation]) -> Table:
    ids = {row: tuple(found.id for found in citing if found.source.row == row) for row in rows}
    cells = {(found.source.row, tier) for found in citing for tier in found.cells}
    return Table(
        number=number,
        tiers=tiers,
        rows=ids,
        missing=tuple((row, tier) for row in rows for tier in tiers if (row, tier) not in cells),
        added=tuple(
            (found.source.row, tier) for found in citing for tier in found.cells if tier not in tiers
        ),
        unlisted=tuple(found.id for found in citing if found.source.row not in ids),
    )
