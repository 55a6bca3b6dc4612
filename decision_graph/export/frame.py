"""Frame: what stands around a chart on every page: header, footer, and the panel with legend and notes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.export.chart import Chart
from decision_graph.export.drawing import Box, Group, Line, Words
from decision_graph.export.fonts import Rich, Run, rich_width, wrap
from decision_graph.export.paint import BLACK, paragraph
from decision_graph.export.picture import CONTESTED, NoteText, Picture
from decision_graph.export.sizes import Block


class Paper(msgspec.Struct, frozen=True):
    """A sheet in landscape, in points."""

    name: str
    width: float
    height: float
    margin: float


PAPERS = {
    "A4": Paper("A4", 841.89, 595.28, 26.0),
    "A3": Paper("A3", 1190.55, 841.89, 26.0),
    "Letter": Paper("Letter", 792.0, 612.0, 26.0),
    "Tabloid": Paper("Tabloid", 1224.0, 792.0, 26.0),
}

HEADER, FOOTER = 34.0, 22.0
"""Heights that header and footer take from a page, in points."""

SMALL = 8.0
"""The size of header, footer and notes, in points; nothing is smaller."""


def header(drawn: Picture, paper: Paper, subtitle: str) -> Group:
    """The title at the left, the source and its dates at the right, and a rule below."""
    box = Box(paper.margin, paper.margin - 6, paper.width - 2 * paper.margin, HEADER - 4)
    dates = [f"{name} {date}" for name, date in drawn.dates]
    right = [drawn.source_title, " · ".join([drawn.organisation, *dates])]
    aside = [wrap((Run(text),), SMALL, box.width * 0.48)[0] for text in right]
    title = wrap((Run(drawn.title, bold=True),), 16, box.width * 0.5)[0]
    words = [Words((Line(box.x, box.y + 14, title),), 16, inside=box)]
    under: Rich = (Run(subtitle),)
    words.append(Words((Line(box.x, box.y + 25.5, wrap(under, 9, box.width * 0.5)[0]),), 9, inside=box))
    for place, runs in enumerate(aside):
        x = box.right - rich_width(runs, SMALL)
        words.append(Words((Line(x, box.y + 14 + 11 * place, runs),), SMALL, inside=box))
    rule = Box(box.x, box.bottom - 0.8, box.width, 0.8, fill=BLACK, stroke="none")
    return Group("header", "header", box, (rule,), tuple(words), drawn.title)


def footer(drawn: Picture, paper: Paper, page: int, pages: int) -> Group:
    """The disclaimer at the left; version, content hash and page number at the right."""
    top = paper.height - paper.margin - FOOTER + 12
    box = Box(paper.margin, top, paper.width - 2 * paper.margin, FOOTER - 6)
    stamp = f"version {drawn.version} · content {drawn.digest or 'unknown'} · page {page} / {pages}"
    runs: Rich = (Run(stamp),)
    width = rich_width(runs, SMALL)
    lines = wrap((Run(drawn.disclaimer),), SMALL, box.width - width - 20)
    left = lines[0] if len(lines) == 1 else (Run(_shortened(lines[0], box.width - width - 30)),)
    words = (
        Words((Line(box.x, box.y + 11, left),), SMALL, inside=box),
        Words((Line(box.right - width, box.y + 11, runs),), SMALL, inside=box),
    )
    rule = Box(box.x, box.y, box.width, 0.8, fill=BLACK, stroke="none")
    return Group("footer", "footer", box, (rule,), words, stamp)


def _shortened(line: Rich, width: float) -> str:
    """The first line with an ellipsis; the whole disclaimer stands among the notes."""
    text = "".join(run.text for run in line)
    while text and rich_width((Run(text + "…"),), SMALL) > width:
        text = text[:-1]
    return text.rstrip() + "…"


class Entry(msgspec.Struct, frozen=True):
    """One item of the panel: a bold beginning and a text; a heading has no text."""

    lead: str
    text: str = ""


def legend(drawn: Picture, charts: Sequence[Chart]) -> list[Entry]:
    """How to read the chart; only what occurs in it."""
    entries = [Entry("How to read")]
    entries.append(Entry("Grey card", "a question; follow the line of the answer that is true, to a question or a row."))
    if any(card.hit_policy == "collect" for chart in charts for card in chart.cards):
        entries.append(Entry("Double border", "follow every answer that applies; all rows reached count."))
    jumps = [jump for chart in charts for jump in chart.jumps.values()]
    if jumps:
        entries.append(Entry("► 1.2.3", "go to that row.") if not any(c.letters for c in charts) else
                       Entry("► A", "go on at the question with the black letter A; ► and a number: go to that row."))
    if any(row.kind != "recommendation" for row in drawn.rows):
        entries.append(Entry("Dashed row", "not a recommendation: the guideline is silent, or goes on elsewhere."))
    if any(row.before for row in drawn.rows):
        entries.append(Entry("before 1.2.3", "where both rows match, this one goes before 1.2.3, which also matches."))
    if any(row.contested for row in drawn.rows):
        entries.append(Entry(CONTESTED, "contested: a faithful reader may decide otherwise, see the note named."))
    offers = [offer for row in drawn.rows for cell in row.cells for offer in cell.offers]
    if any(offer.rank is not None for offer in offers):
        entries.append(Entry("1. 2.", "the next only where the one before is not available; •: choices without order."))
    entries += [Entry(f"{tier.label} {tier.mark}", tier.help) for tier in drawn.tiers if tier.help]
    return entries


def notes(drawn: Picture, *, decisions: bool) -> list[Entry]:
    """Scope, footnotes, abbreviations, and the modelling decisions if there is room for them."""
    entries: list[Entry] = []
    if drawn.scope:
        entries += [Entry("Holds for"), *(Entry("•", text) for text in drawn.scope)]
    if drawn.marks:
        entries.append(Entry("Every row", f"see {', '.join(drawn.marks)}."))
    if drawn.notes:
        entries += [Entry("Notes"), *map(_note, drawn.notes)]
    if drawn.abbreviations:
        short = "; ".join(f"{short} {words}" for short, words in drawn.abbreviations)
        entries += [Entry("Abbreviations"), Entry("", short + ".")]
    if drawn.decisions and decisions:
        entries += [Entry("Modelling decisions of this encoding, not of the source"), *map(_note, drawn.decisions)]
    elif drawn.decisions:
        names = ", ".join(note.mark for note in drawn.decisions)
        entries.append(Entry("Modelling decisions", f"{names}: see the A4 pages of this chart."))
    return entries


def source(drawn: Picture) -> list[Entry]:
    """The citation and the whole disclaimer."""
    return [Entry("Source"), Entry("", drawn.citation), Entry("", drawn.disclaimer)]


def _note(note: NoteText) -> Entry:
    return Entry(note.mark, note.text)


def blocks(entries: Sequence[Entry], width: float, size: float = SMALL) -> list[Block]:
    """The entries wrapped to a column's width."""
    found: list[Block] = []
    for entry in entries:
        heading = not entry.text
        runs = (Run(f"{entry.lead}  " if entry.lead and not heading else entry.lead, bold=True), Run(entry.text))
        lines = wrap(runs, size, width)
        found.append(Block(lines, size, space=size * (0.55 if heading and found else 0.12), keep=heading))
    return found


def flow(items: Sequence[Block], columns: int) -> tuple[list[list[Block]], float]:
    """Paragraphs in columns of nearly equal height, and the height of the tallest.

    A paragraph may be divided between two columns.
    """
    lines: list[Block] = []
    for item in items:
        for place, line in enumerate(item.lines):
            lines.append(Block((line,), item.size, item.indent, (), item.space if not place else 0.0, item.keep))
    total = sum(line.height for line in lines)
    target = total / columns
    while True:
        filled: list[list[Block]] = [[]]
        used = 0.0
        for place, line in enumerate(lines):
            following = lines[place + 1].height if line.keep and place + 1 < len(lines) else 0.0
            if filled[-1] and used + line.height + following > target:
                filled.append([])
                used = 0.0
                line = Block(line.lines, line.size, line.indent, (), 0.01, line.keep)
            filled[-1].append(line)
            used += line.height
        if len(filled) <= columns:
            return filled, max(sum(line.height for line in column) for column in filled)
        target += SMALL * 0.5


def _together(lines: Sequence[Block]) -> list[Block]:
    """Lines of one paragraph as one block again."""
    found: list[Block] = []
    for line in lines:
        if found and not line.space:
            found[-1] = Block((*found[-1].lines, *line.lines), line.size, space=found[-1].space)
        else:
            found.append(line)
    return found


def sheets_of(entries: Sequence[Entry], width: float, height: float, columns: int) -> list[list[Entry]]:
    """The entries divided among as many pages as they need."""
    sheets: list[list[Entry]] = [[]]
    for entry in entries:
        trial = [*sheets[-1], entry]
        if sheets[-1] and panel_height(trial, width, columns) > height:
            sheets.append([entry])
        else:
            sheets[-1] = trial
    return sheets


def panel(entries: Sequence[Entry], x: float, y: float, width: float, columns: int, id: str = "notes") -> Group:
    """Legend and notes in columns below a chart."""
    gap = 16.0
    each = (width - gap * (columns - 1)) / columns
    filled, height = flow(blocks(entries, each), columns)
    outline = Box(x, y, width, height)
    words: list[Words] = []
    for place, column in enumerate(filled):
        left, top = x + place * (each + gap), y
        for item in _together(column):
            words.append(paragraph(item, left, top, inside=Box(left, y, each, height + 0.5)))
            top += item.height
    return Group(id, "panel", outline, (), tuple(words), "Legend and notes")


def panel_height(entries: Sequence[Entry], width: float, columns: int) -> float:
    """The height that a panel of this width will need."""
    gap = 16.0
    each = (width - gap * (columns - 1)) / columns
    return flow(blocks(entries, each), columns)[1]
