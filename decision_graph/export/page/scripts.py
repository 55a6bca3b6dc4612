"""Scripts: the programs of the page as they stand in this folder, for a page or for another one that asks."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

ENGINE: Final = (
    "clauses.js", "unpack.js", "diagrams.js", "restrict.js", "truths.js", "facts.js", "outcomes.js",
    "ways.js", "options.js", "answer.js", "pending.js", "questions.js", "useful.js", "choose.js", "engine.js",
)  # fmt: skip
"""What answers, without a page: to be run in this order."""


def script(name: str) -> str:
    """The text of a script, a style sheet or a template of this folder.

    >>> "DecisionGraph.engine" in script("engine.js")
    True
    """
    return (files(__package__) / name).read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    r"""A script without comments, and without space that only its reader needs.

    >>> squeezed("/* What it\n   does. */\nf(1); // goes\n\n  var words = 'f (1)';\n")
    "f(1);var words='f (1)';"
    """
    from rjsmin import jsmin

    found: str = jsmin(text)
    return found


def squeezed_style(text: str) -> str:
    r"""A style sheet without what only its reader needs.

    >>> squeezed_style("/* Red. */\na { color: red; }\n\n@media print {\n  a > b { margin: 0 1px; }\n}\n")
    'a{color:red}@media print{a>b{margin:0 1px}}'
    """
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};,>])\s*", r"\1", text)
    return re.sub(r"(?<=[a-z]):\s", ":", text).replace(";}", "}").strip()
