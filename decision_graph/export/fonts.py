"""Fonts: advance widths of the shipped typeface, and the wrapping of styled text by them.

The charts are set in Liberation Sans, which is shipped beside this module, so that a chart looks the
same on a machine without any fonts. Widths are read once in a process and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

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


class Run(msgspec.Struct, frozen=True):
    """A piece of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


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
    lines: list[Rich] = []
    current: list[Run] = []
    used = 0.0
    for piece in _pieces(runs, size, width):
        if piece.text == "\n":
            lines.append(_joined(current))
            current, used = [], 0.0
            continue
        advance = text_width(piece.text.rstrip(), size, bold=piece.bold, italic=piece.italic)
        if current and used + advance > width:
            lines.append(_joined(current))
            current, used = [], 0.0
        if not current and piece.text.isspace():
            continue
        current.append(piece)
        used += text_width(piece.text, size, bold=piece.bold, italic=piece.italic)
    if current or not lines:
        lines.append(_joined(current))
    return tuple(lines)


def _joined(pieces: Sequence[Run]) -> Rich:
    """The pieces of a line with equal neighbours merged and the trailing space removed."""
    merged: list[Run] = []
    for piece in pieces:
        if merged and (merged[-1].bold, merged[-1].italic) == (piece.bold, piece.italic):
            merged[-1] = Run(merged[-1].text + piece.text, piece.bold, piece.italic)
        else:
            merged.append(piece)
    if merged:
        merged[-1] = Run(merged[-1].text.rstrip(), merged[-1].bold, merged[-1].italic)
    return tuple(run for run in merged if run.text)


def _pieces(runs: Sequence[Run], size: float, width: float) -> Iterable[Run]:
    """Unbreakable pieces, each with the space that follows it; "\\n" stands alone.

    A word that goes on in the next run (a footnote mark after a name) is one piece too many to keep
    together in every case; the mark is then cut off like a syllable, which only happens in narrow cells.
    """
    for run in runs:
        for place, part in enumerate(run.text.split("\n")):
            if place:
                yield Run("\n")
            for word in _words(part):
                for piece in _syllables(word, run, size, width):
                    yield Run(piece, run.bold, run.italic)


def _words(text: str) -> Iterable[str]:
    """Words with the space after them; a no-break space does not separate."""
    start = 0
    for place, letter in enumerate(text):
        if letter == " ":
            yield text[start : place + 1]
            start = place + 1
    if start < len(text):
        yield text[start:]


def _syllables(word: str, run: Run, size: float, width: float) -> Iterable[str]:
    """The word whole if it fits a line; else cut after hyphens and slashes; else cut anywhere."""
    if text_width(word.rstrip(), size, bold=run.bold, italic=run.italic) <= width:
        yield word
        return
    piece = ""
    for letter in word:
        if piece and text_width(piece + letter, size, bold=run.bold, italic=run.italic) > width:
            cut = max(piece.rfind("-"), piece.rfind("/")) + 1 or len(piece)
            yield piece[:cut]
            piece = piece[cut:]
        piece += letter
    cut = max(piece.rfind("-", 0, -1), piece.rfind("/", 0, -1)) + 1
    if cut:
        yield piece[:cut]
    yield piece[cut:]
