"""Diagnostics: one type for every complaint about a file, a fact, a patient or a drawing.

A diagnostic says what is wrong, where, and what to do about it. Functions that can find
several faults collect diagnostics and raise them once, as a `GraphError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

Severity = Literal["error", "warning", "note"]


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place in a source: file, 1-based line and column, and the length of what is meant.

    `text` is the whole source line, so that a diagnostic can be printed after the file is gone.
    """

    file: str
    line: int
    column: int
    length: int = 1
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Diagnostic(msgspec.Struct, frozen=True):
    """One complaint: a slug that names its kind, a message, a place and a remedy.

    >>> print(Diagnostic("unknown-attribute", "no attribute 'her_2'", hint="did you mean 'her2'?"))
    error[unknown-attribute]: no attribute 'her_2'
      = did you mean 'her2'?
    """

    slug: str
    message: str
    span: Span | None = None
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        head = f"{self.severity}[{self.slug}]: {self.message}"
        lines = [head if self.span is None else f"{self.span}: {head}"]
        if self.span is not None and self.span.text:
            lines += _excerpt(self.span)
        if self.hint:
            lines.append(f"  = {self.hint}")
        return "\n".join(lines)


class GraphError(Exception):
    """Raised once with everything that was found wrong.

    Args:
        diagnostics: at least one, in the order of the source.
    """

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        found = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        self.diagnostics: tuple[Diagnostic, ...] = found
        super().__init__("\n".join(map(str, found)))

    def __reduce__(self) -> tuple[type[GraphError], tuple[tuple[Diagnostic, ...]]]:
        return (type(self), (self.diagnostics,))


def did_you_mean(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The remedy for a misspelt name: the nearest known ones, or all of them when they are few.

    Args:
        word: as it was written.
        known: the names to choose from.
        alike: how like a known name must be to be proposed, from 0 to 1. Higher where another name that
            is merely like it would be taken for the thing itself.

    >>> did_you_mean("tamoxifin", ["tamoxifen", "fulvestrant"])
    "did you mean 'tamoxifen'?"
    >>> did_you_mean("age", ["age_years", "sex"])
    "did you mean 'age_years'?"
    """
    from difflib import get_close_matches

    names: Sequence[str] = list(dict.fromkeys(known))
    folded = {name.casefold(): name for name in names}
    said = word.casefold()
    near = [folded[name] for name in get_close_matches(said, list(folded), n=2, cutoff=alike)]
    near = near or [name for key, name in folded.items() if said in re.split(r"[^a-z0-9]+", key)][:3]
    if near:
        return f"did you mean {' or '.join(repr(name) for name in near)}?"
    if 0 < len(names) <= 12:
        return f"known: {', '.join(names)}"
    return ""


_WIDEST_EXCERPT = 120


def _excerpt(span: Span) -> list[str]:
    """The source line and a caret under the place, both cut to a readable width."""
    start = max(0, span.column - 1 - _WIDEST_EXCERPT // 2) if len(span.text) > _WIDEST_EXCERPT else 0
    text = span.text[start : start + _WIDEST_EXCERPT]
    visible = "".join(c if c.isprintable() else " " for c in text)
    caret = span.column - 1 - start
    width = max(1, min(span.length, len(visible) - caret))
    return [f"    {visible.rstrip()}", f"    {' ' * caret}{'^' * width}"]
