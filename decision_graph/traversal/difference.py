"""Difference: two answers side by side: where their paths part, and what is gained and lost."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from decision_graph.graph import option_words
from decision_graph.predicate.truth import Truth
from decision_graph.traversal.answer import Answer
from decision_graph.traversal.options import Standing
from decision_graph.traversal.walk import Visit

RowPlace = Literal["preferred", "also_matches", "possible", "no_match"]
"""What an answer says of a row; `possible`: it matches under some answers still to be given."""

OptionPlace = Standing | Literal["not_shown"]
"""What an answer says of an option; `not_shown`: its row does not match, or its cell is another."""


class OptionKey(msgspec.Struct, frozen=True, order=True):
    """An option of a row: its words, and which of equal ones it is."""

    row: str
    text: str
    number: int = 1


class Parting(msgspec.Struct, frozen=True):
    """The first question that two paths answer differently, and the answers of each; empty if undecided."""

    graph: str
    node: str
    ask: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Difference(msgspec.Struct, frozen=True):
    """What differs between two answers.

    Attributes:
        before, after: the answers.
        parting: where the paths part; None if they do not.
        rows: the rows whose place differs, with the place before and after.
        options: the options whose place differs, with the place before and after.
    """

    before: Answer
    after: Answer
    parting: Parting | None
    rows: dict[str, tuple[RowPlace, RowPlace]]
    options: dict[OptionKey, tuple[OptionPlace, OptionPlace]]

    @property
    def changed(self) -> bool:
        """Whether the answers differ in status, rows, or what is or may be offered."""
        can = {"offered", "open"}
        options = any(can & {before, after} for before, after in self.options.values())
        return bool(self.rows) or options or self.before.status != self.after.status

    @property
    def gained(self) -> tuple[OptionKey, ...]:
        """Options that are offered only afterwards."""
        return tuple(key for key, (_, after) in self.options.items() if after == "offered")

    @property
    def lost(self) -> tuple[OptionKey, ...]:
        """Options that were offered only before."""
        return tuple(key for key, (before, _) in self.options.items() if before == "offered")


def difference(before: Answer, after: Answer) -> Difference:
    """Compare two answers of one guideline."""
    rows, later_rows = row_places(before), row_places(after)
    options, later_options = option_places(before), option_places(after)
    return Difference(
        before,
        after,
        _parting(before, after),
        {
            id: (rows.get(id, "no_match"), later_rows.get(id, "no_match"))
            for id in (rows | later_rows)
            if rows.get(id) != later_rows.get(id)
        },
        {
            key: (options.get(key, "not_shown"), later_options.get(key, "not_shown"))
            for key in (options | later_options)
            if options.get(key) != later_options.get(key)
        },
    )


def row_places(answer: Answer) -> dict[str, RowPlace]:
    """What an answer says of each row that matches or may match."""
    found: dict[str, RowPlace] = {row.row.id: row.standing for row in answer.rows}
    return {**found, **dict.fromkeys(answer.possible, "possible")}


def option_places(answer: Answer) -> dict[OptionKey, OptionPlace]:
    """What an answer says of each option of its rows."""
    found: dict[OptionKey, OptionPlace] = {}
    for row in answer.rows:
        seen: Counter[str] = Counter()
        for option in row.options:
            text = option_words(option.option, answer.guideline.vocabulary)
            seen[text] += 1
            found[OptionKey(row.row.id, text, seen[text])] = option.standing
    return found


def _parting(before: Answer, after: Answer) -> Parting | None:
    later = {(visit.graph, visit.node.id): visit for visit in after.trace.visits}
    for visit in before.trace.visits:
        other = later.get((visit.graph, visit.node.id))
        if other is None:
            # An earlier question leads elsewhere, unless the walk begins at another graph.
            continue
        mine, theirs = _answers(visit), _answers(other)
        if mine != theirs:
            return Parting(visit.graph, visit.node.id, visit.node.ask, mine, theirs)
    return None


def _answers(visit: Visit) -> tuple[str, ...]:
    return tuple(edge.edge.label or "otherwise" for edge in visit.edges if edge.truth is Truth.TRUE)
