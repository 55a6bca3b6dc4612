"""formulary.yaml: what the file of a hospital's stock may say."""

from __future__ import annotations

from typing import Annotated, Final

from decision_graph.loading.format.parts import NAME, TEXT
from decision_graph.loading.shapes import Entries, Key, ListOf, Literal, MapOf, OneOf, Record, RecordOf, Text
from decision_graph.loading.tree import Scalar

DATE: Final = Text("a date", r"\d{4}-\d{2}-\d{2}", 'a date in quotes, for example "2024-03-09"', placed=True)


class StockOutRecord(Record):
    """A time without stock, its first and last day included."""

    start: Annotated[Scalar, Key(DATE, "the first day, in quotes", "from")]
    until: Annotated[Scalar | None, Key(DATE, "the last day; not known yet if absent")] = None


class HoldingRecord(Record):
    """An intervention that is out of stock at times."""

    held: Annotated[Scalar, Key(Literal(), "`true`, `false`, or `unanswered`")]
    out: Annotated[
        tuple[StockOutRecord, ...], Key(ListOf(RecordOf(StockOutRecord)), "when it is out of stock")
    ] = ()


class FormularyFile(Record):
    """A formulary: what one hospital has. What is left out is not said, and never taken for absent."""

    formulary: Annotated[str, Key(TEXT, "whose it is, for example the name of the hospital")]
    has: Annotated[
        Entries[Scalar | HoldingRecord],
        Key(
            MapOf(NAME, OneOf((Literal(), RecordOf(HoldingRecord))), at_least=1),
            "interventions and classes by their id: `true`, `false`, `unanswered`, or more about one",
        ),
    ]
