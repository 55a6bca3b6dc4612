"""Overlong: the texts of a guideline for which no page has room, named where a layout fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from decision_graph.diagnostics import Diagnostic, Span
from decision_graph.graph import Guideline

LETTERS: Final = 1_000
"""A text with more letters may have no room on a page."""

WORD: Final = 60
"""A word with more letters may be wider than its box."""

COMPUTED: Final = {"digest", "fingerprint"}
"""What nobody wrote, and pages print in part."""

LAYOUT: Final = {
    "boxes-overlap", "outside-page", "page-too-small", "text-cannot-fit", "text-outside-box", "texts-overlap",
}  # fmt: skip
"""What goes wrong where a text does not fit."""


def named(faults: Sequence[Diagnostic], guideline: Guideline) -> list[Diagnostic]:
    """The faults of a layout, or in their place the overlong texts that explain them.

    Args:
        faults: of a layout that failed.
        guideline: that was laid out.
    """
    texts = [] if LAYOUT.isdisjoint(fault.slug for fault in faults) else list(_overlong(guideline))
    return [*texts, *(fault for fault in faults if not texts or fault.slug not in LAYOUT)]


def _overlong(guideline: Guideline) -> Iterator[Diagnostic]:
    for place, text, span in _texts(guideline, "", None):
        longest = max(map(len, text.split()), default=0)
        if len(text) > LETTERS:
            message = f"{place} has {len(text):,} letters, and no page has room for it: “{text[:40]}…”"
            hint = "shorten it, or say a part of it elsewhere, for example in a note of its own"
        elif longest > WORD:
            message = f"{place} has a word of {longest:,} letters, wider than its box: “{text[:40]}…”"
            hint = "write a shorter word, or several"
        else:
            continue
        yield Diagnostic("text-cannot-fit", message, span, hint=hint)


def _texts(found: object, place: str, span: Span | None) -> Iterator[tuple[str, str, Span | None]]:
    """Every text with the keys that lead to it, as `graphs.main.nodes.start.ask`, and where it stands."""
    match found:
        case Span():
            return
        case str():
            yield place, found, span
        case msgspec.Struct():
            here = getattr(found, "span", None) or span
            for field in msgspec.structs.fields(found):
                if field.name in COMPUTED:
                    continue
                yield from _texts(getattr(found, field.name), _joined(place, field.name), here)
        case dict():
            for key, value in found.items():
                yield from _texts(value, _joined(place, str(key)), span)
        case tuple():
            for number, value in enumerate(found, 1):
                name = getattr(value, "id", None) or getattr(value, "label", None) or number
                yield from _texts(value, _joined(place, str(name)[:40]), span)
        case _:
            return


def _joined(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
