"""Arrivals: what comes back from a class, one after another: files of results, codes, or many in one text."""

from __future__ import annotations

import re
from typing import Final

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.teaching.classroom.code import SHORT_CODE, read_short
from decision_graph.teaching.classroom.deck import Deck
from decision_graph.teaching.results import LARGEST, Results, read_results, write_results

_SHORT: Final = rb"[Dd][Gg]2\.(?:(?![Dd][Gg][12]\.)[^.])*\.?"
_LONG: Final = rb"DG1\.[A-Za-z0-9_-]*(?:\s*\n\s*[A-Za-z0-9_-]+[ \t\r]*(?=\n|\Z))*"
_CODE: Final = re.compile(rb"%b|%b" % (_SHORT, _LONG))


def split(content: bytes) -> tuple[bytes, ...]:
    r"""The results that stand in one file: a file of results, lines of such, or codes in any text.

    Args:
        content: of the file.

    >>> split(b'{"format": 1}\n{"format": 2}\n')
    (b'{"format": 1}', b'{"format": 2}')
    >>> split(b"Blue: DG2.0AB. Red: DG2.1CD.")
    (b'DG2.0AB.', b'DG2.1CD.')
    """
    if len(content) > LARGEST:
        return (content,)
    lines = [line.strip() for line in content.splitlines() if line.strip()]
    if len(lines) > 1 and all(line.startswith(b"{") for line in content.splitlines() if line.strip()):
        return tuple(lines)
    if content.lstrip().startswith(b"{"):
        return (content,)
    return tuple(_CODE.findall(content)) or (content,)


def read_arrival(content: bytes, deck: Deck | None = None) -> Results:
    """One of the results that `split` finds, checked.

    Args:
        content: a file of results, or a code.
        deck: of the classroom page, by which its short codes are read.

    Raises:
        GraphError: with the reason why it is refused; `page-needed` for a short code without a deck.
    """
    if content.lstrip()[: len(SHORT_CODE)].upper() != SHORT_CODE.encode():
        return read_results(content)
    if deck is None:
        message = "this is a code of a classroom page, and can be read only beside that page"
        hint = "say which page the class had: --page FILE.html"
        raise GraphError(Diagnostic("page-needed", message, hint=hint))
    # Read once more as a file: what no file may say, no code may say either.
    return read_results(write_results(read_short(deck, content.decode("utf-8", "replace"))))
