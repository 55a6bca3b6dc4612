"""Journal: appending to the file of a record and reading it, whatever happened to it.

A line is written and put onto the disk in one go, so that a kill loses at most the line that was being
written. A line that was cut off is found by its missing end, reported, and the next one begins anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, NoReturn

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span
from decision_graph.record.events import FORMAT, AnyEvent, Event, Opened, decoded, encoded

LARGEST = 1_000_000
"""Bytes that one line may have."""

_BEGINNING = b'{"event":"'


class Found(msgspec.Struct, frozen=True):
    """What a file holds: events in their order, and what cannot be read."""

    events: tuple[AnyEvent, ...]
    faults: tuple[Diagnostic, ...]


def read_journal(path: str) -> Found:
    """Every event of a file, and a complaint for each line that is none.

    Raises:
        GraphError: if the file cannot be read, or is no record at all.
    """
    try:
        with open(path, "rb") as file:
            _require_record(file, path)
            return _read(file, path)
    except FileNotFoundError:
        message = f"there is no file '{path}'"
        hint = "`decision-graph ask --record FILE` makes one"
        raise GraphError(Diagnostic("no-such-file", message, hint=hint)) from None
    except OSError as error:
        _unusable(path, error)


def open_visit(path: str, opened: Opened) -> int:
    """Begin a visit in a file, which is made if there is none; returns its number.

    Two programs may write to one file at once; each visit gets a number of its own.
    """
    with _locked(path) as file:
        _require_record(file, path)
        file.seek(0)
        visit = 1 + max((event.visit for event in _read(file, path).events), default=0)
        _append(file, (msgspec.structs.replace(opened, visit=visit),))
    return visit


def append(path: str, events: Iterable[Event]) -> None:
    """Add events to a file.

    Raises:
        GraphError: if it cannot be written, or is no record.
    """
    with _locked(path) as file:
        _require_record(file, path)
        _append(file, events)


def _append(file: BinaryIO, events: Iterable[Event]) -> None:
    lines = b"".join(map(encoded, events))
    end = file.seek(0, os.SEEK_END)
    if end:
        file.seek(end - 1)
        if file.read(1) != b"\n":  # a line was cut off: it must not swallow the next one
            lines = b"\n" + lines
    while lines:
        lines = lines[file.write(lines) :]
    os.fsync(file.fileno())


@contextmanager
def _locked(path: str) -> Iterator[BinaryIO]:
    """The file, open for reading and appending, for this program alone."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError as error:
        _unusable(path, error)
    with os.fdopen(descriptor, "r+b", buffering=0) as raw:
        file: BinaryIO = raw
        try:
            try:
                import fcntl
            except ImportError:  # where there are no such locks only one program should write at a time
                pass
            else:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield file
        except OSError as error:
            _unusable(path, error)


def _require_record(file: BinaryIO, path: str) -> None:
    """Refuse a file of another kind before anything is added to it."""
    file.seek(0)
    first = file.read(len(_BEGINNING)).partition(b"\n")[0]
    if not (first.startswith(_BEGINNING) or _BEGINNING.startswith(first)):  # its first line may be cut off
        message = f"'{path}' is no record of visits"
        raise GraphError(Diagnostic("not-a-record", message, hint="name another file; it is made if missing"))
    file.seek(0)


def _read(file: BinaryIO, path: str) -> Found:
    events: list[AnyEvent] = []
    faults: list[Diagnostic] = []
    known: set[int] = set()
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        fault = _fault(line)
        if fault is None:
            event = decoded(line)
            if isinstance(event, Opened):
                known.add(event.visit)
                if event.format > FORMAT:
                    fault = (
                        "newer-record",
                        "the line was written by a newer version of this program",
                        "update",
                    )
            elif event.visit not in known:
                fault = (
                    "visit-not-opened",
                    f"nothing says how visit {event.visit} began",
                    "its line is damaged",
                )
            events.append(event)
        if fault is not None:
            slug, message, hint = fault
            text = line[:200].decode("utf-8", "replace").rstrip()
            faults.append(Diagnostic(slug, message, Span(path, number, 1, max(1, len(text)), text), hint))
    return Found(tuple(events), tuple(faults))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while chunk := file.read(1 << 16):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
    if rest:
        yield rest


def _fault(line: bytes) -> tuple[str, str, str] | None:
    """What is wrong with a line: its slug, what it is, and what to do."""
    hint = "nothing else is lost; the other lines are read"
    if len(line) > LARGEST:
        return "damaged-line", f"the line has more than {LARGEST:,} bytes", hint
    try:
        decoded(line)
    except msgspec.MsgspecError as error:
        if _is_cut_off(line):
            return "half-written", "the line was not written to its end: the program was stopped", hint
        return "damaged-line", f"the line is no event of a record ({error})", hint
    if not line.endswith(b"\n"):
        return "half-written", "the end of the line was not written", hint
    return None


def _is_cut_off(line: bytes) -> bool:
    """Whether a line is the beginning of an event and no more."""
    text = line.rstrip(b"\n")
    return (text.startswith(_BEGINNING) or _BEGINNING.startswith(text)) and not text.endswith(b"}")


def _unusable(path: str, error: OSError) -> NoReturn:
    slug = "no-such-file" if isinstance(error, FileNotFoundError) else "unreadable"
    message = f"'{path}' cannot be used: {error.strerror or error}"
    raise GraphError(
        Diagnostic(slug, message, hint="name a file in a folder that you may write to")
    ) from None
