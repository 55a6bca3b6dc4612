"""Overview: what the files of a folder are, for whom, and how they are printed, for those who open it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

import msgspec

from decision_graph.export import editions, formats
from decision_graph.export.files import File
from decision_graph.export.frame import PAPERS
from decision_graph.export.markup import markdown
from decision_graph.export.words import minus, visible
from decision_graph.graph import Guideline

NAMES: Final = ("README.md", "index.html")

_ENDINGS: Final = {"mmd": "mermaid", "md": "markdown"}
"""Formats whose files do not end like their names."""

_GROUPS: Final = {
    "On paper": ("pdf",),
    "On a telephone or computer, without a network": ("html",),
    "For slides and web pages": ("png", "svg"),
    "For wikis, spreadsheets and other programs": (),
}
"""Headings and the formats below them; the last one has all others."""

_USES: Final = {
    "html": "Copy it to the device, also from a USB stick, and open it in a browser.",
    "png": "Put it on a slide or into a message.",
    "svg": "Put it on a web page, or open it in a browser and zoom.",
}

_PRINT: Final = (
    "Print at actual size (100 %), not “fit to page”: only then is the text as large as it was made. Black "
    "and white is enough. On both sides, turn at the short edge."
)


class Kind(msgspec.Struct, frozen=True):
    """What some files have in common: what they are, for whom, and how they are used."""

    format: str
    readers: str
    what: str
    use: str


def overview(guideline: Guideline, names: Iterable[str]) -> list[File]:
    """A page for code hosts and one for browsers about the files of a folder.

    Args:
        names: of all its files; those that no export makes are left out.
    """
    kinds: _Kinds = {}
    tiers = [tier.id for tier in guideline.tiers]
    for name in sorted(names, key=lambda name: (_place(name, tiers), name)):
        if found := _recognised(guideline, name):
            kind, shows = found
            kinds.setdefault(kind, []).append((name, shows))
    return [
        File(NAMES[0], _markdown(guideline, kinds).encode()),
        File(NAMES[1], _html(guideline, kinds).encode()),
    ]


def _place(name: str, tiers: Sequence[str]) -> int:
    """The place of a file's tier among the tiers; files of all tiers come first."""
    return next((place for place, tier in enumerate(tiers, 1) if tier in re.split(r"[-.]", name)), 0)


def _recognised(guideline: Guideline, name: str) -> tuple[Kind, str] | None:
    """What a file is and what it shows, by its name; None if it is none of ours."""
    stem, _, ending = name.rpartition(".")
    format = _ENDINGS.get(ending, ending)
    titles = {guideline.id: guideline.title, **{id: graph.title for id, graph in guideline.graphs.items()}}
    owner = max((id for id in titles if f"{stem}-".startswith(f"{id}-")), key=len, default="")
    if format not in formats.known() or not owner:
        return None
    parts = re.sub(r"-\d+$", "", stem.removeprefix(owner)).strip("-").split("-")
    paper = next((part for part in parts if part in PAPERS), "")
    tiers = {tier.id: f"{tier.label} {tier.mark}".strip() for tier in guideline.tiers}
    tier = next((tiers[part] for part in parts if part in tiers), "")
    edition = "tier" if tier else next((part for part in parts if part in editions.known()), "")
    what = editions.about(edition) if edition else formats.about(format)
    on_paper = format == "pdf" and edition
    readers = editions.readers(edition) if on_paper else formats.readers(format)
    use = f"Print on {paper}, landscape." if on_paper else _USES.get(format, "")
    shows = ": ".join(
        [titles[owner], *([f"only {tier}"] if tier else []), *(parts if format == "csv" else [])]
    )
    return Kind(format, readers, what[:1].upper() + what[1:], use), minus(shows)


_Kinds = dict[Kind, list[tuple[str, str]]]
"""The files of each kind, with what they show."""


def _grouped(kinds: _Kinds) -> Iterator[tuple[str, _Kinds]]:
    """The files below each heading that has some."""
    named = {format for group in _GROUPS.values() for format in group}
    for heading, group in _GROUPS.items():
        found = {
            kind: files
            for kind, files in kinds.items()
            if (kind.format in group if group else kind.format not in named)
        }
        if found:
            yield heading, found


def _about(guideline: Guideline) -> list[str]:
    source = guideline.provenance
    named = f"{source.organisation}: {source.title}."
    return [
        guideline.disclaimer,
        f"{named} Version {guideline.version}, content {guideline.digest[:12]}. "
        "The same stands on every page: a sheet with another content is of another version.",
    ]


def _markdown(guideline: Guideline, kinds: _Kinds) -> str:
    warning, source = _about(guideline)
    parts = [f"# {markdown(guideline.title)}", f"> {markdown(warning)}", markdown(minus(source))]
    for heading, found in _grouped(kinds):
        parts += [f"## {heading}", *([_PRINT] if heading == "On paper" else [])]
        for kind, files in found.items():
            said = " ".join(filter(None, (kind.what, kind.use)))
            parts.append(f"**For {markdown(kind.readers)}** ({kind.format.upper()}). {markdown(said)}")
            parts.append("\n".join(f"- [{markdown(shows)}]({name})" for name, shows in files))
    return "\n\n".join(parts) + "\n"


_STYLE: Final = """\
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:auto;padding:1rem}
h1{line-height:1.2}
h2{margin-top:2rem;border-bottom:1px solid}
h3{margin-bottom:0}
h3+p{margin-top:0}
.warning{border-left:.3rem solid;padding-left:.8rem;font-weight:bold}
ul{list-style:none;padding:0}
li{margin:.5rem 0}
a{display:block;padding:.7rem .9rem;border:1px solid;border-radius:.5rem}
a:focus{outline:.2rem solid;outline-offset:.1rem}
"""


def _html(guideline: Guideline, kinds: _Kinds) -> str:
    """A page without scripts and without anything from elsewhere."""
    warning, source = (_words(minus(text)) for text in _about(guideline))
    title = _words(guideline.title)
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>",
        f'<h1>{title}</h1>\n<p class="warning">{warning}</p>\n<p>{source}</p>',
    ]
    for heading, found in _grouped(kinds):
        parts += [f"<h2>{heading}</h2>", *([f"<p>{_PRINT}</p>"] if heading == "On paper" else [])]
        for kind, files in found.items():
            said = " ".join(filter(None, (kind.what, kind.use)))
            parts.append(
                f"<h3>For {_words(kind.readers)} ({kind.format.upper()})</h3>\n<p>{_words(said)}</p>\n<ul>"
            )
            parts += [f'<li><a href="{escape(name)}">{_words(shows)}</a></li>' for name, shows in files]
            parts.append("</ul>")
    return "\n".join([*parts, "</main>\n</body>\n</html>\n"])


def _words(text: str) -> str:
    return escape(visible(text))
