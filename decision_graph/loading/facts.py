"""Facts: what is known about one patient or many, read from a file or from standard input.

One patient is a JSON object or a YAML mapping; many are JSON Lines, read one by one, so that memory
does not grow with the file. A line that cannot be read does not stop the lines after it.
"""

from __future__ import annotations

import os.path
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, NoReturn

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span, did_you_mean
from decision_graph.loading.json_object import ONE_A_LINE, PLAIN, scan_object

LARGEST = 1_000_000
"""Bytes that one record may have."""

_LINES = (".jsonl", ".ndjson")
_YAML = (".yaml", ".yml")
_KNOWN = (".json", *_LINES, *_YAML)
_FORMATS = "write a JSON object, a YAML mapping, or JSON Lines"


class Record(msgspec.Struct, frozen=True):
    """The facts of one patient, or what is wrong with them.

    Attributes:
        file, line: where the record begins.
        facts: by name, unchecked; values of YAML are text, as on the command line.
        places: where each fact stands.
        faults: why there are no facts; empty if all is well.
    """

    file: str
    line: int
    facts: Mapping[str, object] = {}
    places: Mapping[str, Span] = {}
    faults: tuple[Diagnostic, ...] = ()


class Facts(msgspec.Struct, frozen=True):
    """What a source of facts holds; `many` if it is JSON Lines.

    The records can be read once; when the last was read, or on `close`, the file is closed.
    """

    many: bool
    records: Iterator[Record]
    close: Callable[[], None]


def read_facts(path: str) -> Facts:
    """Open a source of facts and tell its form, by its name or else by its first two lines.

    Args:
        path: of a file; "-" is standard input.

    Returns:
        One record, or with JSON Lines as many as there are lines.

    Raises:
        GraphError: if nothing in it can be read. A bad line of JSON Lines raises nothing: its record
            has faults.
    """
    name = "stdin" if path == "-" else path
    stream = sys.stdin.buffer if path == "-" else _open(path)
    reader = _Lines(stream, name)
    try:
        head = _head(reader)
        suffix = os.path.splitext(path)[1].lower()
        if suffix in _LINES or (suffix not in _YAML and _holds_many(head)):
            return Facts(True, _each_line(head, reader), reader.close)
        return Facts(False, iter((_single(head, reader, suffix),)), reader.close)
    except BaseException:
        reader.close()
        raise


class _Line(msgspec.Struct, frozen=True):
    """One line without its end; `whole` is False if it was too long to keep."""

    number: int
    data: bytes
    whole: bool


class _Lines:
    """The lines of a stream; a line longer than a record may be is cut short."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self.stream = stream
        self.name = name
        self.number = 0

    def __iter__(self) -> Iterator[_Line]:
        while (line := self.next()) is not None:
            yield line

    def next(self, *, skip: bool = True) -> _Line | None:
        """The next line; None at the end. `skip`: read on to the end of a line that is too long."""
        data = self._read()
        if not data:
            return None
        self.number += 1
        whole = data.endswith(b"\n") or len(data) <= LARGEST
        rest = b"" if whole else data
        while skip and rest and not rest.endswith(b"\n"):
            rest = self._read()
        return _Line(self.number, data.rstrip(b"\r\n"), whole)

    def _read(self) -> bytes:
        try:
            return self.stream.readline(LARGEST + 1)
        except OSError as error:
            raise GraphError(Diagnostic("unreadable", f"{self.name}: {error.strerror or error}")) from None

    def close(self) -> None:
        """Close the file; standard input stays open."""
        if self.stream is not sys.stdin.buffer:
            self.stream.close()


def _open(path: str) -> BinaryIO:
    try:
        return open(path, "rb")
    except FileNotFoundError:
        _fail("no-such-file", f"there is no file {path!r}", _near(path))
    except IsADirectoryError:
        _fail("not-a-file", f"{path!r} is a folder, not a file of facts", "name a file in it")
    except PermissionError:
        _fail("unreadable", f"{path!r} may not be read", "ask its owner for permission to read it")
    except (OSError, ValueError) as error:
        _fail("unreadable", f"{path!r} cannot be read: {getattr(error, 'strerror', None) or error}")


def _near(path: str) -> str:
    if path.lstrip().startswith("{"):
        return "--facts takes the name of a file; facts themselves are given as --fact name=value"
    folder, name = os.path.split(path)
    try:
        beside = [entry for entry in os.listdir(folder or ".") if entry.lower().endswith(_KNOWN)]
    except OSError:
        return ""
    found = did_you_mean(name, beside)
    return found if found.startswith("did") else ""


def _fail(slug: str, message: str, hint: str = "", span: Span | None = None) -> NoReturn:
    raise GraphError(Diagnostic(slug, message, span, hint))


# Telling one record from many


def _head(reader: _Lines) -> list[_Line]:
    """The lines up to the second that says something, without a byte order mark."""
    head: list[_Line] = []
    size = said = 0
    while said < 2 and size <= LARGEST and (line := reader.next(skip=False)) is not None:
        if not head:
            line = msgspec.structs.replace(line, data=_without_mark(line.data, reader.name))
        head.append(line)
        size += len(line.data) + 1
        said += bool(line.data.strip())
    if not said:
        _fail("no-facts", f"{reader.name} is empty", _FORMATS)
    return head


def _without_mark(data: bytes, name: str) -> bytes:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        _fail("not-utf8", "this is UTF-16, not UTF-8", "save it with the encoding UTF-8", Span(name, 1, 1))
    return data.removeprefix(b"\xef\xbb\xbf")


def _holds_many(head: list[_Line]) -> bool:
    """Whether the first two lines look like JSON Lines: a whole object, or a second one, on its line."""
    said = [line.data.strip() for line in head if line.data.strip()]
    if len(said) < 2 or (said[0].startswith(b"[") and not said[0].endswith(b"]")):
        return False
    return said[1].startswith(b"{") or (said[0].startswith(b"{") and said[0].endswith(b"}"))


# Many


def _each_line(head: list[_Line], reader: _Lines) -> Iterator[Record]:
    try:
        for line in head:
            yield from _record(line, reader.name)
        if head and not head[-1].whole:
            # Its end was left unread while the form was still in doubt.
            while (rest := reader.next(skip=False)) is not None and not rest.whole:
                pass
            reader.number = head[-1].number
        for line in reader:
            yield from _record(line, reader.name)
    finally:
        reader.close()


def _record(line: _Line, file: str) -> Iterator[Record]:
    """The record of a line; nothing for a blank line."""
    if not line.data.strip():
        return
    try:
        if not line.whole:
            _too_large(Span(file, line.number, 1))
        facts, places = scan_object(_text(line.data, file, line.number), file, line.number)
        yield Record(file, line.number, facts, places)
    except GraphError as error:
        yield Record(file, line.number, faults=error.diagnostics)


def _too_large(span: Span, hint: str = "") -> NoReturn:
    _fail("too-large", f"a record has at most {LARGEST:,} bytes, and this has more", hint or ONE_A_LINE, span)


def _text(data: bytes, file: str, first: int) -> str:
    """Bytes as text, refused with a line and column if they are no UTF-8."""
    zero = data.find(b"\0")
    try:
        if zero < 0:
            return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        message = f"the byte {data[error.start]:02x} (hexadecimal) is not UTF-8"
        _fail("not-utf8", message, "save the file with the encoding UTF-8", _place(before, file, first))
    _fail("not-text", "this is no text", _FORMATS, _place(data[:zero], file, first))


def _place(before: bytes, file: str, first: int) -> Span:
    column = len(before) - before.rfind(b"\n")
    return Span(file, first + before.count(b"\n"), column)


# One


def _single(head: list[_Line], reader: _Lines, suffix: str) -> Record:
    parts = [line.data for line in head]
    size = sum(len(part) + 1 for part in parts)
    complete = all(line.whole for line in head)
    while complete and size <= LARGEST and (line := reader.next(skip=False)) is not None:
        parts.append(line.data)
        size += len(line.data) + 1
        complete = line.whole
    if not complete or size > LARGEST:
        _too_large(Span(reader.name, 1, 1))
    reader.close()
    data = b"\n".join(parts)
    text = _text(data, reader.name, 1)
    if suffix != ".json" and (suffix in _YAML or not text.lstrip().startswith(("{", "["))):
        return _yaml(data, reader.name)
    facts, places = scan_object(text, reader.name)
    return Record(reader.name, 1, facts, places)


def _yaml(data: bytes, file: str) -> Record:
    # Imported here because a query whose facts are JSON has no need of a YAML parser.
    from decision_graph.loading.tree import Mapping as Tree
    from decision_graph.loading.tree import Scalar, compose

    faults: list[Diagnostic] = []
    tree = compose(data, file, faults)
    facts: dict[str, object] = {}
    places: dict[str, Span] = {}
    if isinstance(tree, Tree):
        for name, value in tree.items:
            if isinstance(value, Scalar):
                null = not value.style and value.text in ("", "~", "null", "Null", "NULL")
                facts[name.text] = None if null else value.text
                places[name.text] = _pair(name.span, value.span)
            else:
                message = f"fact {name.text!r} holds several values, but a fact has one plain value"
                faults.append(Diagnostic("nested-value", message, value.span, PLAIN))
    elif tree is not None:
        faults.append(
            Diagnostic("facts-shape", "facts are written as `name: value`, one a line", tree.span, _FORMATS)
        )
    if faults:
        raise GraphError(sorted(faults, key=lambda fault: fault.span.line if fault.span else 0))
    return Record(file, 1, facts, places)


def _pair(name: Span, value: Span) -> Span:
    """A name with its value, where both stand on one line."""
    if name.line != value.line:
        return name
    return msgspec.structs.replace(name, length=value.column + value.length - name.column)
