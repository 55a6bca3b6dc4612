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
from decision_graph.export.words import SPACE


class Paper(msgspec.Struct, frozen=True):
    """A sheet in landscape, in points; a poster shows the whole chart on one sheet."""

    name: str
    width: float
    height: float
    poster: bool = False
    margin: float = 20.0


PAPERS = {
    "A1": Paper("A1", 2383.94, 1683.78, poster=True, margin=34.0),
    "A2": Paper("A2", 1683.78, 1190.55, poster=True, margin=26.0),
    "A3": Paper("A3", 1190.55, 841.89, poster=True),
    "A4": Paper("A4", 841.89, 595.28),
    "Letter": Paper("Letter", 792.0, 612.0),
    "Tabloid": Paper("Tabloid", 1224.0, 792.0, poster=True),
}

HEADER, FOOTER = 31.0, 17.0
"""Heights that header and footer take from a page, in points."""

COLUMN_GAP = 16.0
SMALL = 8.0
"""The size of header, footer and notes, in points; nothing is smaller."""


def header(drawn: Picture, paper: Paper, subtitle: str) -> Group:
    """The title at the left, the source and its dates at the right, and a rule below."""
    box = Box(paper.margin, paper.margin - 4, paper.width - 2 * paper.margin, HEADER - 4)
    title = _one_line(drawn.title, 16, box.width * 0.5, bold=True)
    under = _one_line(subtitle, 9, box.width * 0.5)
    used = max(rich_width(title, 16), rich_width(under, 9))
    words = [
        Words((Line(box.x, box.y + 13, title),), 16, inside=box),
        Words((Line(box.x, box.y + 24, under),), 9, inside=box),
    ]
    dates = " · ".join([drawn.organisation, *(f"{name} {date}" for name, date in drawn.dates)])
    lines = [
        line
        for text in (drawn.source_title, dates)
        for line in wrap((Run(text),), SMALL, box.width - used - 24)
    ]
    first = 14 if len(lines) < 3 else 6.5
    for place, runs in enumerate(lines[:3]):
        x = box.right - rich_width(runs, SMALL)
        words.append(Words((Line(x, box.y + first + 9.2 * place, runs),), SMALL, inside=box))
    rule = Box(box.x, box.bottom - 0.8, box.width, 0.8, fill=BLACK, stroke="none")
    return Group("header", "header", box, (rule,), tuple(words), drawn.title)


def _one_line(text: str, size: float, width: float, *, bold: bool = False) -> Rich:
    """A text on one line, with an ellipsis where it is too long; the whole stands in the document's title."""
    lines = wrap((Run(text, bold),), size, width)
    if len(lines) == 1:
        return lines[0]
    return (Run(_shortened(lines[0], width - size, size), bold),)


def footer(drawn: Picture, paper: Paper, page: int, pages: int) -> Group:
    """The disclaimer at the left; version, content hash and page number at the right."""
    top = paper.height - paper.margin - FOOTER + 6
    box = Box(paper.margin, top, paper.width - 2 * paper.margin, FOOTER - 6)
    stamp = f"version {drawn.version} · content {drawn.digest or 'unknown'} · page {page} / {pages}"
    runs: Rich = (Run(stamp),)
    width = rich_width(runs, SMALL)
    lines = wrap((Run(drawn.disclaimer),), SMALL, box.width - width - 20)
    left = lines[0] if len(lines) == 1 else (Run(_shortened(lines[0], box.width - width - 30)),)
    words = (
        Words((Line(box.x, box.y + 9.5, left),), SMALL, inside=box),
        Words((Line(box.right - width, box.y + 9.5, runs),), SMALL, inside=box),
    )
    rule = Box(box.x, box.y, box.width, 0.8, fill=BLACK, stroke="none")
    return Group("footer", "footer", box, (rule,), words, stamp)


def _shortened(line: Rich, width: float, size: float = SMALL) -> str:
    """The first line with an ellipsis; the whole disclaimer stands among the notes."""
    text = "".join(run.text for run in line)
    while text and rich_width((Run(text + "…", bold=True),), size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


class Entry(msgspec.Struct, frozen=True):
    """One item of the panel: a bold beginning and a text; a heading has no text."""

    lead: str
    text: str = ""


def legend(drawn: Picture, charts: Sequence[Chart] | None = None) -> list[Entry]:
    """How to read the chart; only what occurs in it.

    Args:
        charts: as they are drawn; None while it is not known which lines will be left out.
    """
    entries = [Entry("How to read")]
    entries.append(Entry("Grey card", "a question: follow the line of the true answer."))
    if any(card.hit_policy == "collect" for card in drawn.questions):
        entries.append(Entry("Double border", "follow every answer that applies; all rows count."))
    if charts is None or any(chart.jumps for chart in charts):
        entries.append(Entry("► A", "go on at the question with letter A; ► 1.2.3: go to that row."))
    if any(row.kind != "recommendation" for row in drawn.rows):
        entries.append(
            Entry("Dashed row", "no recommendation: the guideline is silent, or goes on elsewhere.")
        )
    if any(row.before for row in drawn.rows):
        entries.append(Entry("before 1.2.3", "where both match, this row goes before 1.2.3."))
    if any(row.contested for row in drawn.rows):
        entries.append(Entry(f"{CONTESTED} A1", "contested: a faithful reader may decide otherwise, see A1."))
    offers = [offer for row in drawn.rows for cell in row.cells for offer in cell.offers]
    if any(offer.rank is not None for offer in offers):
        entries.append(Entry("1. 2.", "the next only where the one before cannot be had; •: no order."))
    if charts is None:  # a poster has no room for what the source's own notes say again
        return entries
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
        entries += [
            Entry("Modelling decisions of this encoding, not of the source"),
            *map(_note, drawn.decisions),
        ]
    elif drawn.decisions:
        entries.append(Entry("[A1]", "a modelling decision of this encoding: see the pages of this chart."))
    return entries


def source(drawn: Picture) -> list[Entry]:
    """The citation and the whole disclaimer."""
    dates = "; ".join(f"{name} {date}" for name, date in drawn.dates)
    texts = (drawn.citation, dates, *drawn.conflicts, drawn.disclaimer)
    return [Entry("Source"), *(Entry("", text) for text in texts if text)]


def _note(note: NoteText) -> Entry:
    return Entry(note.mark, note.text)


def blocks(entries: Sequence[Entry], width: float, *, dense: bool = False) -> list[Block]:
    """The entries wrapped to a column's width, each a paragraph; when dense, each section one paragraph."""
    found: list[Block] = []
    for section in _sections(entries):
        paragraphs = [_runs(entry) for entry in section]
        if dense and len(section) < 20:
            paragraphs = [[run for runs in paragraphs for run in (*runs, Run("   "))]]
        for place, runs in enumerate(paragraphs):
            heading = not dense and place == 0 and not section[0].text
            space = SMALL * (0.5 if place == 0 and found else 0.12)
            found.append(Block(wrap(runs, SMALL, width), SMALL, space=space, keep=heading))
    return found


def _sections(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries by heading."""
    sections: list[list[Entry]] = []
    for entry in entries:
        if not entry.text or not sections:
            sections.append([])
        sections[-1].append(entry)
    return sections


def _runs(entry: Entry) -> list[Run]:
    if not entry.text:
        return [Run(entry.lead.upper(), bold=True)]
    return (
        [Run(f"{entry.lead}{SPACE}{SPACE}", bold=True), Run(entry.text)] if entry.lead else [Run(entry.text)]
    )


def flow(items: Sequence[Block], columns: int) -> tuple[list[list[Block]], float]:
    """Paragraphs in columns of nearly equal height, and the height of the tallest.

    A paragraph may be divided between two columns.
    """
    lines: list[Block] = []
    for item in items:
        for place, runs in enumerate(item.lines):
            lines.append(
                Block((runs,), item.size, item.indent, (), item.space if not place else 0.0, item.keep)
            )
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
                filled[-1].append(Block(line.lines, line.size, line.indent, (), 0.01, line.keep))
            else:
                filled[-1].append(line)
            used += filled[-1][-1].height
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


class Panel(msgspec.Struct, frozen=True):
    """Entries to be set in columns."""

    entries: tuple[Entry, ...]
    width: float
    columns: int
    dense: bool = False

    @property
    def each(self) -> float:
        """The width of a column."""
        return (self.width - COLUMN_GAP * (self.columns - 1)) / self.columns

    def flowed(self) -> tuple[list[list[Block]], float]:
        """The columns and the height of the tallest."""
        return flow(blocks(self.entries, self.each, dense=self.dense), self.columns)


def panel(content: Panel, x: float, y: float, id: str = "notes") -> Group:
    """Legend and notes in columns below a chart."""
    gap, each, width = COLUMN_GAP, content.each, content.width
    filled, height = content.flowed()
    outline = Box(x, y, width, height)
    words: list[Words] = []
    for place, column in enumerate(filled):
        left, top = x + place * (each + gap), y
        for item in _together(column):
            words.append(paragraph(item, left, top, inside=Box(left, y, each, height + 0.5)))
            top += item.height
    return Group(id, "panel", outline, (), tuple(words), "Legend and notes")


def sheets_of(entries: Sequence[Entry], width: float, height: float, columns: int) -> list[Panel]:
    """The entries on as few pages as they need, set densely only if that saves a page."""
    listed, dense = (_sheets(entries, width, height, columns, dense=dense) for dense in (False, True))
    return dense if len(dense) < len(listed) else listed


def _sheets(
    entries: Sequence[Entry], width: float, height: float, columns: int, *, dense: bool
) -> list[Panel]:
    sheets = [Panel((), width, columns, dense)]
    for entry in entries:
        trial = Panel((*sheets[-1].entries, entry), width, columns, dense)
        if sheets[-1].entries and trial.flowed()[1] > height:
            sheets.append(Panel((entry,), width, columns, dense))
        else:
            sheets[-1] = trial
    return sheets
