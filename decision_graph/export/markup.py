"""Markup: words for the languages in which some characters mean more than themselves."""

from __future__ import annotations

import re
from typing import Final

from decision_graph.export.words import visible

_MARKUP: Final = re.compile(r"[!-/:-@\[-`{-~]")
"""The characters that may mean something to Markdown; with a backslash before it each is only itself."""
_HARMLESS: Final = re.compile(r"""[,;()?/%'"+=-]|:(?=\s|$)|(?<!www)\.""", re.IGNORECASE)
"""Of these, what means nothing after the beginning of a line."""


def markdown(text: str) -> str:
    r"""Words that Markdown leaves as they are, on one line.

    >>> print(markdown("1. *mass* <b>|"))
    1\. \*mass\* \<b\>\|
    """
    flat = " ".join(visible(text).split())
    begin = re.match(r"\d*.?", flat)
    kept = {found.start() for found in _HARMLESS.finditer(flat, begin.end() if begin else 0)}
    return "".join(
        f"\\{letter}" if _MARKUP.match(letter) and place not in kept else letter
        for place, letter in enumerate(flat)
    )
