"""Mermaid: the chart as text that wikis and code hosts draw by themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from decision_graph.export.files import File
from decision_graph.export.picture import CONTESTED, NOTHING, Offer, Picture, Question, Row
from decision_graph.export.request import Request
from decision_graph.export.words import visible

NEEDS = "guideline"
FOR = "wikis and code hosts"
DRAWS = False

_SHAPES: Final = {"unique": ('{{"', '"}}'), "collect": ('[["', '"]]')}
_EVERY: Final = "(follow every answer that applies)"
_OWN: Final = re.compile("ﬂ(?=°)|¶(?=ß)")
"""Letters that Mermaid itself puts in the place of codes; a mark that is not seen keeps them apart."""

_STYLES: Final = (
    "classDef question fill:#e6e6e6,stroke:#000,color:#000",
    "classDef row fill:#fff,stroke:#000,stroke-width:2px,color:#000,text-align:left",
    "classDef end_ fill:#fff,stroke:#000,stroke-dasharray:4 3,color:#000,text-align:left",
    "classDef words fill:#fff,stroke:none,color:#000,text-align:left",
)


def render(request: Request) -> list[File]:
    """One file: the graph that is asked for, or all of them, each in a frame of its own."""
    drawn = request.pictures
    parts = [*_head(drawn[0].title if len(drawn) == 1 else drawn[0].guideline), *_STYLES, *_about(drawn)]
    for place, one in enumerate(drawn, 1):
        frame = len(drawn) > 1
        parts += [f'subgraph g{place}["{_text(one.title)}"]', "direction LR"] if frame else []
        parts += _chart(one)
        parts += ["end"] if frame else []
    parts += [f"about ~~~ {_start(one)}" for one in drawn]
    starts = {one.id: _start(one) for one in drawn}
    for one in drawn:
        leaves = request.guideline.graphs[one.id].leaves
        for row in one.rows:
            target = starts.get(getattr(leaves.get(row.id), "graph", ""))
            parts += [f"{_row_name(one, row)} -.-> {target}"] if target else []
    return [File(f"{request.name}.mmd", ("\n".join(parts) + "\n").encode())]


def _head(title: str) -> list[str]:
    return [
        "---",
        f"title: {json.dumps(visible(title), ensure_ascii=False)}",
        "config:",
        "  flowchart: {wrappingWidth: 340, nodeSpacing: 24, rankSpacing: 56, curve: linear}",
        "---",
        "flowchart LR",
    ]


def _name(one: Picture, kind: str, place: int) -> str:
    """A name that no word of the language and no other graph has."""
    return f"{kind}_{re.sub('[^A-Za-z0-9]', '_', one.id)}_{place + 1}"


def _row_name(one: Picture, row: Row) -> str:
    return _name(one, "r", one.rows.index(row))


def _start(one: Picture) -> str:
    """The name of the box at which a reader begins."""
    return _name(one, "q", 0) if one.questions else _name(one, "r", 0)


def _chart(one: Picture) -> Iterator[str]:
    """Questions, rows and the lines between them."""
    names = {question.id: _name(one, "q", k) for k, question in enumerate(one.questions)}
    rows = {row.id: _row_name(one, row) for row in one.rows}
    for question in one.questions:
        before, after = _SHAPES[question.hit_policy]
        yield f"{names[question.id]}{before}{_question(question)}{after}:::question"
    for row in one.rows:
        kind = "row" if row.kind == "recommendation" else "end_"
        yield f'{rows[row.id]}["{_row(row, one)}"]:::{kind}'
    depths = _depths(one)
    last = max(depths.values(), default=0) + 1
    for question in one.questions:
        for answer in question.answers:
            ends = one.leaves.get(answer.target)
            # All rows stand in the last column, so that no line runs behind one.
            line = "-" * (1 if ends is None else last - depths[question.id])
            for end in [names[answer.target]] if ends is None else [rows[end] for end in ends]:
                yield f'{names[question.id]} -{line}>|"{_text(answer.label)}"| {end}'


def _depths(one: Picture) -> dict[str, int]:
    """In which column each question stands: after all of those that lead to it."""
    from graphlib import TopologicalSorter

    before: dict[str, set[str]] = {question.id: set() for question in one.questions}
    for question in one.questions:
        for answer in question.answers:
            if answer.target in before:
                before[answer.target].add(question.id)
    depths: dict[str, int] = {}
    for id in TopologicalSorter(before).static_order():
        depths[id] = max((depths[other] + 1 for other in before[id]), default=0)
    return depths


def _question(question: Question) -> str:
    ask = _text(question.ask)
    return f"{ask}<br/>{_text(_EVERY)}" if question.hit_policy == "collect" else ask


def _row(row: Row, one: Picture) -> str:
    """The number and title, then a line for each tier."""
    contested = f" {CONTESTED} {', '.join(row.contested)}" if row.contested else ""
    lines = [f"{row.number}  {row.title}{contested}"]
    lines += [f"before {', '.join(row.before)}"] if row.before else []
    lines += [row.across] if row.across else []
    for tier, cell in zip(one.tiers, row.cells, strict=False):
        remarks = f" {', '.join(cell.remarks)}" if cell.remarks else ""
        offers = "; ".join(map(_offer, cell.offers)) or NOTHING
        lines.append(f"{tier.label} {tier.mark}: {offers}{remarks}")
    return "<br/>".join(map(_text, lines))


def _offer(offer: Offer) -> str:
    rank = f"{offer.rank}. " if offer.rank is not None else ""
    return f"{rank}{offer.text} {offer.condition}".strip()


def _about(drawn: tuple[Picture, ...]) -> Iterator[str]:
    """What every reader must know, in a box before the first question."""
    one = drawn[0]
    notes = dict.fromkeys((note.mark, note.text) for drawing in drawn for note in drawing.notes)
    short = dict.fromkeys(pair for drawing in drawn for pair in drawing.abbreviations)
    scope = dict.fromkeys(words for drawing in drawn for words in drawing.scope)
    lines = [
        one.disclaimer,
        f"{one.organisation}: {one.source_title}. Version {one.version}, content {one.digest}.",
        *([f"It is assumed that {' and '.join(scope)}."] if scope else []),
        *(f"{mark}: {text}" for mark, text in notes),
        *(["; ".join(f"{word}: {meaning}" for word, meaning in short)] if short else []),
    ]
    yield f'about["{"<br/>".join(map(_text, lines))}"]:::words'


def _text(text: str) -> str:
    """Words inside quotes: whatever could be more than a word becomes a code.

    Mermaid reads labels as Markdown, so that "1. " would begin a list and "*" would be lost.

    >>> _text('1. say "no" *')
    '1#46; say #34;no#34; #42;'
    """
    flat = _OWN.sub("\\g<0>\u200c", " ".join(visible(text).split()))
    return "".join(_letter(flat, place) for place in range(len(flat)))


def _letter(text: str, place: int) -> str:
    letter, before = text[place], text[place - 1 : place]
    match letter:
        case "." | "-" if before.isalnum() and text[place + 1 : place + 2].isalnum():
            return letter
        case "." | ")" | "+" if before and not before.isdigit():
            return letter
        case _ if letter in " ,/(?":
            return letter
    words = letter.isalnum() if letter.isascii() else letter.isprintable()
    return letter if words else f"#{ord(letter)};"
