"""Parts: the shapes and records that several kinds of file share."""

from __future__ import annotations

from typing import Annotated, Final

from decision_graph.loading.shapes import (
    Entries,
    Key,
    ListOf,
    MapOf,
    Number,
    OneOf,
    Record,
    RecordOf,
    Text,
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
