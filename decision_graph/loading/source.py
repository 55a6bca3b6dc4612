"""Source: the bytes of a file as lines that every editor and every reader counts alike."""

from __future__ import annotations

import re

import msgspec

from decision_graph.diagnostics import Diagnostic, Span
from decision_graph.loading.folder import LARGEST

_LINE_END = re.compile("\r\n|\r|\n")
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
    "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f"
    "\u202a-\u202e\u2066-\u2069]"
)
"""What cannot be seen, what YAML takes for ends of lines and editors do not, and what turns letters round.

The marks that scripts need to be written right stay: the joiners U+200C and U+200D, and the marks
U+200E, U+200F and U+061C of scripts that run from right to left.
"""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Unseen(msgspec.Struct, frozen=True):
    """A character that no text may have: where it stands, and what is wrong with it."""

    offset: int
    message: str
    hint: str


def unseen(text: str) -> Unseen | None:
    """The first character of a text that is not allowed.

    >>> unseen("5 \u202emg").message
    'the character U+202E shows what follows in another order than it is written, and is not allowed'
    """
    found = _REFUSED.search(text)
    if found is None:
        return None
    name = f"the character U+{ord(found[0]):04X}"
    if _TURNS.match(found[0]):
        hint = "delete it; right-to-left text needs none"
        message = f"{name} shows what follows in another order than it is written, and is not allowed"
        return Unseen(found.start(), message, hint)
    hint = "delete it; it often comes from copying out of a PDF or a word processor"
    return Unseen(found.start(), f"{name} cannot be seen and is not allowed", hint)


def seen(text: str) -> str:
    """A text without the characters that are not allowed.

    >>> seen("soft\u00adware")
    'software'
    """
    return _REFUSED.sub("", text)


class Source(msgspec.Struct, frozen=True):
    """One file: its name in messages and its lines without line ends."""

    file: str
    lines: tuple[str, ...]

    def span(self, line: int, column: int, length: int = 1) -> Span:
        """The place at a line and a column that both count from 0."""
        text = self.lines[line] if line < len(self.lines) else ""
        return Span(self.file, line + 1, column + 1, max(1, length), text)

    def between(self, start: tuple[int, int], end: tuple[int, int]) -> Span:
        """The place from one (line, column) to another, cut at the end of its first line."""
        line, column = start
        text = self.lines[line] if line < len(self.lines) else ""
        return self.span(line, column, (end[1] if end[0] == line else len(text.rstrip())) - column)


def read_source(data: bytes, file: str, faults: list[Diagnostic]) -> Source | None:
    """Decode a file.

    Args:
        data: UTF-8, with or without a byte order mark.
        file: its name in messages.
        faults: why it cannot be decoded is added here.
    """
    if len(data) > LARGEST:
        message = f"the file has more than {LARGEST:,} bytes"
        faults.append(
            Diagnostic("yaml-too-large", message, Span(file, 1, 1), "split the guideline into more graphs")
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(_not_utf8(data, file, error))
        return None
    source = Source(file, tuple(_LINE_END.split(text)))
    refused = [
        Diagnostic("yaml-character", found.message, source.span(number, found.offset), found.hint)
        for number, line in enumerate(source.lines)
        if (found := unseen(line))
    ]
    faults += refused
    return None if refused else source


def _not_utf8(data: bytes, file: str, error: UnicodeDecodeError) -> Diagnostic:
    start = error.start + (len(data) - len(error.object))  # the decoder cuts a byte order mark off
    rows = _LINE_END.split(data[:start].decode("utf-8-sig"))
    message = f"byte {start + 1:,} of the file (hexadecimal {data[start]:02x}) is not UTF-8"
    span = Span(file, len(rows), len(rows[-1]) + 1, 1, rows[-1])
    return Diagnostic("yaml-encoding", message, span, "save the file with the encoding UTF-8")
