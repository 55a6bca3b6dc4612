"""Scripts: the programs of the page as they stand in this folder, for a page or for another one that asks."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

ENGINE: Final = (
    "clauses.js", "unpack.js", "diagrams.js", "restrict.js", "truths.js", "facts.js", "outcomes.js", "ways.js", "options.js", "answer.js",
    "pending.js", "questions.js", "useful.js", "choose.js", "engine.js",
)  # fmt: skip
"""What answers, without a page: to be run in this order."""


def script(name: str) -> str:
    """The text of a script, a style sheet or a template of this folder.

    >>> "DecisionGraph.engine" in script("engine.js")
    True
    """
    return (files(__package__) / name).read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    r"""A script or style sheet without indentation and without the comments that stand on lines of their own.

    >>> squeezed("/* What it\n   does. */\nf(1); // stays\n\n  // goes\n  g();\n")
    'f(1); // stays\ng();\n'
    """
    without = re.sub(r"^[ ]*(/\*.*?\*/|//[^\n]*)[ ]*\n", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^\s+", "", without, flags=re.MULTILINE)


def squeezed_style(text: str) -> str:
    r"""A style sheet without what only its reader needs.

    >>> squeezed_style("a { color: red; }\n\n@media print {\n  a > b { margin: 0 1px; }\n}\n")
    'a{color:red}@media print{a > b{margin:0 1px}}'
    """
    text = squeezed(text).replace("\n", " ")
    text = re.sub(r"\s*([{};])\s*", r"\1", text)
    return re.sub(r"(?<=[a-z]):\s", ":", text).replace(";}", "}").strip()
