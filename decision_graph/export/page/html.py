"""Html: the one file, with everything inside: its words, its look, its program and its data.

Nothing is fetched: the policy of the page forbids every request, and names by their hash the only program
and the only style that the browser may use.
"""

from __future__ import annotations

import base64
import hashlib
import html
from typing import Final

import msgspec

from decision_graph.export.page.chart import advances, chart_data
from decision_graph.export.page.data import page_data
from decision_graph.export.page.scripts import ENGINE, script, squeezed, squeezed_style
from decision_graph.export.request import Request
from decision_graph.graph import Guideline

PROGRAMS: Final = (*ENGINE, "dom.js", "flowchart.js", "model.js", "ask.js", "tell.js", "main.js")


def page(request: Request) -> str:
    """The page of a guideline.

    Raises:
        GraphError: too-large-for-a-page; a chart that breaks a rule or fits no paper.
    """
    guideline = request.guideline
    charts = [chart_data(drawn, request.poster(drawn)) for drawn in request.pictures]
    data = {"guideline": page_data(guideline), "charts": charts, "advances": advances(charts)}
    program = "\n".join(squeezed(script(name)) for name in PROGRAMS)
    style = squeezed_style(script("page.css"))
    return _filled(
        script("page.html"),
        {
            "policy": _policy(program, style),
            "title": html.escape(guideline.title),
            "stamp": html.escape(_stamp(guideline)),
            "disclaimer": _disclaimer(guideline),
            "source": _source(guideline),
            "style": style,
            "data": _inside_script(msgspec.json.encode(data).decode()),
            "script": program,
        },
    )


def _filled(template: str, words: dict[str, str]) -> str:
    """The template with its words; what stands in a word is never filled itself."""
    parts = template.split("{{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, _, rest = part.partition("}}")
        filled += [words[name], rest]
    return "".join(filled)


def _policy(program: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src {_hash(program)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _inside_script(text: str) -> str:
    """JSON that no browser takes for the end of its element, or for a comment."""
    return text.replace("<", "\\u003c")


LEAD: Final = "Decision support, not medical advice."


def _disclaimer(guideline: Guideline) -> str:
    """The disclaimer, with the words that must not be missed in front and in bold."""
    rest = guideline.disclaimer.removeprefix(LEAD).strip()
    return f"<strong>{LEAD}</strong> {html.escape(rest)}"


def _stamp(guideline: Guideline) -> str:
    content = guideline.digest[:12] or "unknown"
    return f"Version {guideline.version} · content {content} · works without a network"


def _source(guideline: Guideline) -> str:
    of = guideline.provenance
    entries = [
        ("Source", f"{of.organisation}. {of.title}"),
        ("Citation", of.citation),
        ("Address", of.url),
        *((name.capitalize(), date) for name, date in of.dates.items()),
        *(("Known conflict", conflict) for conflict in of.conflicts),
        ("Version of the guideline's files", guideline.version),
        ("Content hash (SHA-256)", guideline.digest),
    ]
    said = (f"<dt>{html.escape(name)}</dt><dd>{html.escape(words)}</dd>" for name, words in entries if words)
    return f"<dl>{''.join(said)}</dl>"
