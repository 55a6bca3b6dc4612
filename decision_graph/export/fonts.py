"""Fonts: advance widths of the shipped typeface, and the wrapping of styled text by them.

The charts are set in Liberation Sans, which is shipped beside this module, so that a chart looks the
same on a machine without any fonts. Widths are read once in a process and kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

FAMILY = "Liberation Sans"
FOLDER = Path(__file__).parent / "fonts"
_FILES = {
    (False, False): "LiberationSans-Regular.ttf",
    (True, False): "LiberationSans-Bold.ttf",
    (False, True): "LiberationSans-Italic.ttf",
    (True, True): "LiberationSans-BoldItalic.ttf",
}

ASCENT, DESCENT = 0.74, 0.22
"""How far letters reach above and below the baseline, per point of size (capitals and ascenders; g, p, y)."""


class Run(msgspec.Struct, frozen=True, cache_hash=True):
    """A piece of text in one style; `to` names the place of the document to which it leads, if any."""

    text: str
    bold: bool = False
    italic: bool = False
    to: str = ""


Rich = tuple[Run, ...]
"""Styled text; a newline inside a run forces a new line."""


@cache
def _advances(bold: bool, italic: bool) -> tuple[dict[int, float], float]:
    """Advance width per point of size for every character of a face, and the width of a missing one."""
    from fontTools.ttLib import TTFont

    with TTFont(FOLDER / _FILES[bold, italic], lazy=True) as font:
        scale = 1 / font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        widths = {code: metrics[name][0] * scale for code, name in font.getBestCmap().items()}
        return widths, metrics[".notdef"][0] * scale


def text_width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of a line of text in points.

    >>> round(text_width("HR−", 10), 1)
    20.3
    """
    return size * _ems(text, bold, italic)


@lru_cache(maxsize=100_000)
def _ems(text: str, bold: bool, italic: bool) -> float:
    """The width of a text per point of size; words come again and again, so it is kept."""
    widths, missing = _advances(bold, italic)
    return sum([widths.get(ord(letter), missing) for letter in text])


def rich_width(runs: Iterable[Run], size: float) -> float:
    """The width of a line of styled text in points."""
    return sum(text_width(run.text, size, bold=run.bold, italic=run.italic) for run in runs)


def missing_glyphs(text: str) -> str:
    """The characters, once each, that the shipped typeface cannot draw.

    >>> missing_glyphs("► ▸ ok ▸")
    '▸'
    """
    widths, _ = _advances(False, False)
    return "".join(dict.fromkeys(c for c in text if ord(c) not in widths and not c.isspace()))


def plain(runs: Iterable[Run]) -> str:
    """The text without its styles."""
    return "".join(run.text for run in runs)


def wrap(runs: Sequence[Run], size: float, width: float) -> tuple[Rich, ...]:
    """Break styled text into lines not wider than `width` points.

    Lines break at spaces, then after hyphens and slashes, then anywhere: a word that is wider than the
    line is cut, so that nothing ever leaves its box.

    >>> [plain(line) for line in wrap((Run("endocrine-refractory disease"),), 10, 60)]
    ['endocrine-', 'refractory', 'disease']
    """
    return tuple(_joined(line) for line in _filled(tuple(runs), size, width))


def line_count(runs: Rich, size: float, width: float) -> int:
    """How many lines `wrap` makes; quicker, as no line is made, and quicker still when it is asked again.

    In more room a text never has more lines. So the count is known without counting between two widths at
    which it was the same. That does not hold where a word has to be cut.
    """
    room = width / size
    text = _measured(runs)
    if text is None or text.longest > room:
        return len(_filled(runs, size, width))
    place = bisect_left(text.rooms, room)
    if place < len(text.rooms) and (
        text.rooms[place] == room or (place and text.counts[place - 1] == text.counts[place])
    ):
        return text.counts[place]
    count = _counted(text.widths, room)
    text.rooms.insert(place, room)
    text.counts.insert(place, count)
    return count


Widths = tuple[tuple[float, float, float], ...]
"""Of each word: the bullet or rank before it, the word with the space after it, and without."""


class _Measured(NamedTuple):
    """A text of which lines can be counted.

    Attributes:
        longest: width of the longest word with its bullet, in ems.
        rooms: widths in ems, ascending; the number of lines at each is in `counts`.
    """

    widths: Widths
    longest: float
    rooms: list[float]
    counts: list[int]


@lru_cache(maxsize=20_000)
def _measured(runs: Rich) -> _Measured | None:
    """The widths of a text's words; None if it has forced lines."""
    widths: list[tuple[float, float, float]] = []
    lead = 0.0
    for piece in _pieces(runs):
        if piece.run.text == "\n":
            return None
        if piece.run.text.endswith("\xa0"):  # goes with what follows, see `_carried`
            lead += piece.wide
        else:
            widths.append((lead, piece.wide, piece.narrow))
            lead = 0.0
    if lead:
        widths.append((0.0, lead, lead))
    longest = max((before + narrow for before, _, narrow in widths), default=0.0)
    return _Measured(tuple(widths), longest, [], [])


def _counted(widths: Widths, room: float) -> int:
    """The lines of a text of which every word fits a line."""
    lines, used = 1, 0.0
    for lead, wide, narrow in widths:
        if used and used + lead + narrow > room:
            lines += 1
            used = 0.0
        if used or narrow:
            used += lead + wide
    return lines


class _Piece(NamedTuple):
    """An unbreakable piece with the space after it, and its widths in ems with and without that space."""

    run: Run
    wide: float
    narrow: float


def _filled(runs: Rich, size: float, width: float) -> list[list[Run]]:
    """The pieces of each line."""
    lines: list[list[Run]] = [[]]
    room = width / size
    used = 0.0
    for piece in _pieces(runs):
        if piece.run.text == "\n":
            lines.append([])
            used = 0.0
            continue
        if piece.narrow > room:
            parts = [_piece(text, piece.run) for text in _syllables(piece.run, size, width)]
        else:
            parts = [piece]
        for part in parts:
            if lines[-1] and used + part.narrow > room:
                lines.append(_carried(lines[-1]))
                used = sum(_piece(run.text, run).wide for run in lines[-1])
            if lines[-1] or part.narrow:
                lines[-1].append(part.run)
                used += part.wide
    return lines


def _carried(line: list[Run]) -> list[Run]:
    """Take a bullet or rank off the end of a full line, so that it stays with the words it introduces."""
    carried: list[Run] = []
    while len(line) > 1 and line[-1].text.endswith("\xa0"):
        carried.insert(0, line.pop())
    return carried


def _joined(pieces: Sequence[Run]) -> Rich:
    """The pieces of a line with equal neighbours merged and the trailing space removed."""
    merged: list[tuple[list[str], Run]] = []
    for piece in pieces:
        last = merged[-1][1] if merged else None
        if last and (last.bold, last.italic, last.to) == (piece.bold, piece.italic, piece.to):
            merged[-1][0].append(piece.text)
        else:
            merged.append(([piece.text], piece))
    runs = [Run("".join(texts), style.bold, style.italic, style.to) for texts, style in merged]
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip(" "), runs[-1].bold, runs[-1].italic, runs[-1].to)
    return tuple(run for run in runs if run.text)


@lru_cache(maxsize=20_000)
def _pieces(runs: Rich) -> tuple[_Piece, ...]:
    r"""Words, each with the space that follows it; "\\n" stands alone.

    A word that goes on in the next run may be parted there; marks are therefore kept in the run of
    their word.
    """
    pieces: list[_Piece] = []
    for run in runs:
        for place, part in enumerate(run.text.split("\n")):
            if place:
                pieces.append(_Piece(Run("\n"), 0.0, 0.0))
            pieces += [_piece(word, run) for word in _words(part)]
    return tuple(pieces)


def _piece(text: str, run: Run) -> _Piece:
    wide = _ems(text, run.bold, run.italic)
    narrow = _ems(text.rstrip(" "), run.bold, run.italic)
    return _Piece(Run(text, run.bold, run.italic, run.to), wide, narrow)


def _words(text: str) -> Iterable[str]:
    """Words with the space after them; a no-break space does not separate."""
    start = 0
    for place, letter in enumerate(text):
        if letter == " ":
            yield text[start : place + 1]
            start = place + 1
    if start < len(text):
        yield text[start:]


def _syllables(run: Run, size: float, width: float) -> Iterable[str]:
    """A word that is wider than a line, cut after hyphens and slashes, else anywhere."""
    piece, used = "", 0.0
    for letter in run.text:
        advance = size * _ems(letter, run.bold, run.italic)
        while piece and used + advance > width:  # again where the letters after a hyphen leave no room
            cut = max(piece.rfind("-"), piece.rfind("/")) + 1 or len(piece)
            yield piece[:cut]
            piece = piece[cut:]
            used = text_width(piece, size, bold=run.bold, italic=run.italic)
        piece += letter
        used += advance
    yield piece
