"""Visits: the events of a record put together, and what today's guideline says to each of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import Guideline, option_words
from decision_graph.predicate.terms import Value
from decision_graph.record.events import (
    Answered,
    AnyEvent,
    Asked,
    Chosen,
    Offered,
    Opened,
    OptionOffered,
    Overridden,
    RowOffered,
    TakenBack,
)
from decision_graph.record.journal import Found
from decision_graph.traversal.answer import Answer, RowAnswer, query
from decision_graph.traversal.stocked import stocked


class Visit(msgspec.Struct, frozen=True):
    """One visit.

    Attributes:
        opened: how it began.
        steps: what was asked, answered and taken back, in order.
        offered: the last answer; None if the visit was broken off before.
        decisions: what was chosen or overridden, in order; the last one counts.
    """

    opened: Opened
    steps: tuple[Asked | Answered | TakenBack, ...] = ()
    offered: Offered | None = None
    decisions: tuple[Chosen | Overridden, ...] = ()

    @property
    def number(self) -> int:
        """Its number in the file."""
        return self.opened.visit

    @property
    def facts(self) -> dict[str, Value]:
        """Everything that was known in the end."""
        found = dict(self.opened.facts)
        for step in self.steps:
            match step:
                case Answered(attribute=name, value=value) if value is not None:
                    found[name] = value
                case Answered(attribute=name) | TakenBack(attribute=name):
                    found.pop(name, None)
                case _:
                    pass
        return found


def visits(found: Found) -> tuple[Visit, ...]:
    """The visits of a record, in the order in which they began.

    What belongs to a visit whose beginning is damaged is left out; reading has complained of it.
    """
    known: dict[int, Visit] = {}
    for event in found.events:
        visit = known.get(event.visit)
        if isinstance(event, Opened):
            known.setdefault(event.visit, Visit(event))
        elif visit is not None:
            known[event.visit] = _with(visit, event)
    return tuple(known.values())


def _with(visit: Visit, event: AnyEvent) -> Visit:
    replace = msgspec.structs.replace
    match event:
        case Asked() | Answered() | TakenBack():
            return replace(visit, steps=(*visit.steps, event))
        case Offered():
            return replace(visit, offered=event)
        case Chosen() | Overridden():
            return replace(visit, decisions=(*visit.decisions, event))
        case _:
            return visit


def only_visit(known: Iterable[Visit], number: int | None) -> Visit:
    """One visit by its number; the last one if no number is given.

    Raises:
        GraphError: if there is none.
    """
    every = {visit.number: visit for visit in known}
    if number is None and every:
        return every[max(every)]
    if number not in every:
        message = "the record holds no visit" if number is None else f"the record holds no visit {number}"
        numbers = f"visits: {', '.join(map(str, every))}" if every else "record one with `ask --record FILE`"
        raise GraphError(Diagnostic("no-such-visit", message, hint=numbers))
    return every[number]


# What was offered


def opened(answer: Answer, graph: str | None, time: str | None) -> Opened:
    """The beginning of a visit to which an answer belongs; its number is given by the file."""
    guideline = answer.guideline
    return Opened(0, guideline.id, guideline.version, guideline.digest, graph, answer.patient.facts, time)


def offered(visit: int, answer: Answer) -> Offered:
    """An answer as it is kept: rows and options with their standing, in words."""
    rows = (*answer.rows, *answer.also_consider)
    kept = tuple(_row(answer, row) for row in rows)
    return Offered(visit, answer.status, kept, answer.possible, answer.says)


def _row(answer: Answer, row: RowAnswer) -> RowOffered:
    vocabulary = answer.guideline.vocabulary
    options = tuple(OptionOffered(option_words(o.option, vocabulary), o.standing) for o in row.options)
    standing = row.standing if row in answer.rows else "also_consider"
    return RowOffered(row.row.id, row.row.title, standing, options)


Verdict = Literal["same guideline", "same answer", "another answer", "refused"]


class Today(msgspec.Struct, frozen=True):
    """What a guideline of today says to an old visit.

    Attributes:
        verdict: whether the guideline is the very same; else whether its answer is, or whether it
            refuses the facts.
        offered: its answer; None if the facts are refused.
        why: why they are refused.
    """

    verdict: Verdict
    offered: Offered | None = None
    why: str = ""


def today(visit: Visit, guideline: Guideline) -> Today:
    """Put the facts of an old visit to a guideline of today."""
    try:
        # The facts of a visit may say what the hospital had.
        known = guideline if set(visit.facts) <= set(guideline.space.index) else stocked(guideline)
        answer = query(known, visit.facts, visit.opened.graph)
    except GraphError as error:
        return Today("refused", None, error.diagnostics[0].message)
    now = offered(visit.number, answer)
    if guideline.digest == visit.opened.digest:
        return Today("same guideline", now)
    return Today("same answer" if now == visit.offered else "another answer", now)
