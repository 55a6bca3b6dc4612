"""Markup: a page of HTML from plain words; whatever is authored comes out as text.

No colour is set, so that it fits light and dark pages; what must be told apart has a sign or a weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


class Html(str):
    """Text that is HTML already; any other text is escaped where it is put into some."""

    __slots__ = ()


def element(tag: str, *inside: str, style: str = "") -> Html:
    """An element around words and other elements."""
    styled = f' style="{escape(style)}"' if style else ""
    return Html(f"<{tag}{styled}>{joined(inside)}</{tag}>")


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Words and elements one after the other."""
    return Html(between.join(part if isinstance(part, Html) else escape(part, quote=False) for part in parts))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """A table; nothing if it has no rows."""
    lines = [element("tr", *(element("td", cell, style=_CELL) for cell in row)) for row in rows]
    if not lines:
        return Html()
    head = element("tr", *(element("th", word, style=_CELL) for word in heads))
    return element("table", element("thead", head), element("tbody", *lines))


_CELL = "text-align: left; vertical-align: top"


def bullets(items: Iterable[str]) -> Html:
    """A list; nothing if it has no items."""
    lines = [element("li", item) for item in items]
    return element("ul", *lines, style="margin: 0; padding-left: 1.2em") if lines else Html()


def section(heading: str, body: str) -> Html:
    """A part with a heading; nothing if it has no body."""
    return joined((element("h4", heading), body)) if body else Html()
