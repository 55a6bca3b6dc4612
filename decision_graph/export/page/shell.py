"""Shell: what every page of one file has: its policy, its words about the guideline, its data.

Nothing is fetched: the policy of the page forbids every request, and names by their hash the only program
and the only style that the browser may use.
"""

from __future__ import annotations

import base64
import hashlib
import html
from typing import Final

from decision_graph.graph import Guideline


def about(guideline: Guideline) -> dict[str, str]:
    """What a template says about a guideline: its title, stamp, disclaimer and source, as markup."""
    return {
        "title": html.escape(guideline.title),
        "stamp": html.escape(_stamp(guideline)),
        "disclaimer": _disclaimer(guideline),
        "source": _source(guideline),
    }


def filled(template: str, words: dict[str, str]) -> str:
    """The template with its words; what stands in a word is never filled itself."""
    parts = template.split("{{")
    found = [parts[0]]
    for part in parts[1:]:
        name, _, rest = part.partition("}}")
        found += [words[name], rest]
    return "".join(found)


def policy(program: str, style: str) -> str:
    """The policy of a page that has this program and this style, and fetches nothing."""
    return (
        f"default-src 'none'; script-src {_hash(program)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def inside_script(text: str) -> str:
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
