"""Terminal: how words reach a screen, a file or a pipe: encoding, width, lines, colour, complaints."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import IO

import click

from decision_graph.diagnostics import Diagnostic

_NARROWEST, _WIDEST, _USUAL = 40, 100, 80

_PLAIN = str.maketrans(
    {
        "\u2013": "-",  # en dash
        "\u2014": "-",  # em dash
        "\u2212": "-",  # minus
        "\u2010": "-",
        "\u2011": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2026": "...",
        "\u2022": "*",
        "\u00b7": "*",
        "\u00a0": " ",
        "\u00b1": "+/-",
        "\u00d7": "x",
        "\u00b5": "u",
        "\u00a7": "par. ",
        "\u2192": "->",
        "\u2264": "<=",
        "\u2265": ">=",
        "\u25cf": "#",
        "\u25cb": ".",
        "\u2020": "+",
        "\u2021": "++",
    }
)


def width() -> int:
    """Columns to fill: those of the terminal within reason, and 80 anywhere else."""
    if not sys.stdout.isatty():
        return _USUAL
    import shutil

    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_USUAL, 24)).columns))


def writable(text: str, stream: IO[str]) -> str:
    """Text in characters that a stream can write: plain ones stand in where it can do no more."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        import unicodedata

        plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
        return plain.encode(encoding, errors="replace").decode(encoding)
    return text


def say(text: str) -> None:
    """Print data, with colour only on a terminal."""
    click.echo(writable(text, sys.stdout))


def tell(text: str, *, newline: bool = True) -> None:
    """Print what is no data: questions, progress, complaints."""
    click.echo(writable(text, sys.stderr), nl=newline, err=True)


def complain(diagnostics: Iterable[Diagnostic]) -> None:
    """Print each complaint with its place and its remedy."""
    for diagnostic in diagnostics:
        tell(str(diagnostic))


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Text in lines; words are never broken.

    Args:
        text: any number of words.
        width: columns to fill, indents included.
        first, rest: the indents of the first line and of the others (by default as wide as `first`).
    """
    import textwrap

    indent = " " * len(first) if rest is None else rest
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [first.rstrip()]


def bold(text: str) -> str:
    """Text to be seen first; off a terminal it stays as it is."""
    return text if "NO_COLOR" in os.environ else click.style(text, bold=True)


def colour(text: str, name: str) -> str:
    """Text in a colour; off a terminal, or where NO_COLOR is set, it stays as it is."""
    return text if "NO_COLOR" in os.environ else click.style(text, fg=name)
