"""Events: the lines of a record, each one thing that happened at a visit."""

from __future__ import annotations

import msgspec

from decision_graph.predicate.terms import Value

FORMAT = 1
"""The number of this form of the lines; it changes when old programs could misread new lines."""


class Event(msgspec.Struct, frozen=True, tag_field="event", omit_defaults=True):
    """One line: what happened, and at which visit, counted from 1 in its file."""

    visit: int


class Opened(Event, frozen=True, tag="opened"):
    """A visit begins.

    Attributes:
        guideline, version, digest: of the guideline that was asked.
        graph: the graph that was asked directly; None for the guideline's entry.
        facts: what was known from the start.
        time: when, if the user wanted it to be kept.
    """

    guideline: str
    version: str
    digest: str
    graph: str | None = None
    facts: dict[str, Value] = {}
    time: str | None = None
    format: int = FORMAT


class Asked(Event, frozen=True, tag="asked"):
    """A question was put, in these words."""

    attribute: str
    words: str


class Answered(Event, frozen=True, tag="answered"):
    """A question was answered; the value is None if it was left unanswered."""

    attribute: str
    value: Value | None


class TakenBack(Event, frozen=True, tag="taken_back"):
    """An answer was taken back."""

    attribute: str


class OptionOffered(msgspec.Struct, frozen=True):
    """An option as it was shown: its words and its standing."""

    option: str
    standing: str


class RowOffered(msgspec.Struct, frozen=True):
    """A row as it was shown, with its standing and its options."""

    row: str
    title: str
    standing: str
    options: tuple[OptionOffered, ...] = ()


class Offered(Event, frozen=True, tag="offered"):
    """What the guideline said, with what was known by then."""

    status: str
    rows: tuple[RowOffered, ...] = ()
    possible: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


class Chosen(Event, frozen=True, tag="chosen"):
    """An option that was offered was chosen, perhaps with a reason why this one."""

    row: str
    option: str
    because: str = ""


class Overridden(Event, frozen=True, tag="overridden"):
    """Something else was done than what was offered.

    Attributes:
        row, option: what was chosen though it was not offered; empty for something that no row lists.
        because: the reason, in the words of the user. With that of `Chosen` the only free text of a record.
    """

    because: str
    row: str = ""
    option: str = ""


AnyEvent = Opened | Asked | Answered | TakenBack | Offered | Chosen | Overridden


def encoded(event: Event) -> bytes:
    """An event as its line."""
    return msgspec.json.encode(event) + b"\n"


_DECODER = msgspec.json.Decoder(AnyEvent)


def decoded(line: bytes) -> AnyEvent:
    """The event of a line.

    Raises:
        msgspec.MsgspecError: if it is none.
    """
    found: AnyEvent = _DECODER.decode(line)
    return found
