"""Worksheet: cases to decide with pen and paper, with room to write and no hint of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from decision_graph.export.drawing import Box, Drawing, Group
from decision_graph.export.files import File
from decision_graph.export.sizes import Block, block
from decision_graph.export.words import minus
from decision_graph.teaching.lesson import SILENT, Lesson
from decision_graph.teaching.paper.forms import (
    SHADE,
    Piece,
    Tick,
    bar,
    height,
    label,
    rules_at,
    text_at,
    text_box,
    ticks,
    ticks_at,
)
from decision_graph.teaching.paper.handout import Handout
from decision_graph.teaching.paper.pages import blank, framed, pdf_file, room

FOR = "the class, on paper"

UNTOLD = "It cannot be told yet: a fact is missing."
SHARE = 0.56
"""Of the width, for the questions and answers of the way."""
LEAST, MOST = 14.5, 24.0
"""From one line to write on to the next, in points."""
WAY = 6
"""Questions that there is room for: as many for every case, so that their number says nothing."""
LINES = 2
"""Lines for what can be offered, and for what is missing or would change the answer, where a page is full."""


class Ruling(msgspec.Struct, frozen=True):
    """How the lines to write on lie on a page: their distance in points, and how many answer a question."""

    gap: float = LEAST
    lines: int = LINES


class Sheet(msgspec.Struct, frozen=True):
    """What is printed of one case, measured: everything but the distance of the lines to write on."""

    place: int
    head: str
    remark: str
    story: tuple[Block, ...]
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    choices: tuple[Tick, ...]
    offers: tuple[Block, ...]
    changes: tuple[Block, ...]
    ways: tuple[Block, ...]
    size: float

    @property
    def bar(self) -> float:
        """The height of the black bar."""
        return self.size * 1.9

    @property
    def pad(self) -> float:
        """Around text in a box."""
        return self.size * 0.55

    def columns(self, ruling: Ruling) -> float:
        """The height of the two columns."""
        written = height(self.left) + self.size * 1.5 + ruling.gap * WAY
        return max(written, self.ticked + height(self.ways) + ruling.gap)

    @property
    def ticked(self) -> float:
        """The height of what there is to tick."""
        return height(self.right) + self.size * 0.3 + sum(item.height for item in self.choices)

    def height(self, ruling: Ruling) -> float:
        """All of it."""
        told = height(self.story) + 2 * self.pad
        lines = height(self.offers) + height(self.changes) + ruling.gap * ruling.lines * 2
        return self.bar + told + self.columns(ruling) + lines + 4 * self.pad + self.size * 0.6


def files(handout: Handout) -> Iterable[File]:
    """One PDF."""
    paper = handout.upright
    title = f"Worksheet: {handout.title}"
    pages = framed(handout, paper, "Worksheet", list(_pages(handout, room(handout, paper))))
    yield pdf_file(handout, "worksheet", handout.paper, title, pages)


def _pages(handout: Handout, area: Box) -> Iterator[Drawing]:
    """Cases on as few pages as they need; the lines to write on share what is left of each."""
    sheets = [_sheet(handout, place, area.width) for place in range(len(handout.cases))]
    for number, together in enumerate(_shared(sheets, area.height - _named(handout))):
        top = area.y + (_named(handout) if number == 0 else 0)
        groups = [_name_line(handout, area)] if number == 0 else []
        left = area.bottom - top
        ruling = _ruling(together, left)
        apart = (left - sum(sheet.height(ruling) for sheet in together)) / max(1, len(together) - 1)
        for sheet in together:
            groups.append(_case(sheet, Box(area.x, top, area.width, area.height), ruling))
            top += sheet.height(ruling) + min(apart, MOST)
        yield blank(handout.upright, groups, "Worksheet", area)


def _shared(sheets: Sequence[Sheet], most: float) -> list[list[Sheet]]:
    """The cases page by page, those of the last two pages shared alike."""
    pages: list[list[Sheet]] = []
    used = 0.0
    for sheet in sheets:
        tall = sheet.height(Ruling()) + sheet.size * 0.8
        if not pages or used + tall > most:
            pages.append([])
            used = 0.0
        pages[-1].append(sheet)
        used += tall
    if len(pages) > 1:
        last = [*pages[-2], *pages[-1]]
        half = (len(last) + 1) // 2
        pages[-2:] = [last[:half], last[half:]]
    return pages


def _ruling(sheets: Sequence[Sheet], most: float) -> Ruling:
    """The lines to write on as far apart, and then as many, as a page has room for."""

    def fits(ruling: Ruling) -> bool:
        return sum(sheet.height(ruling) + sheet.size * 0.8 for sheet in sheets) <= most

    ruling = Ruling()
    while ruling.gap < MOST and fits(wider := Ruling(ruling.gap + 0.25, ruling.lines)):
        ruling = wider
    while fits(more := Ruling(ruling.gap, ruling.lines + 1)):
        ruling = more
    return ruling


def _named(handout: Handout) -> float:
    return handout.scale.text * 2.2


def _name_line(handout: Handout, area: Box) -> Group:
    """Who fills it in: a code, as everywhere else, and no name."""
    size = handout.scale.text
    box = Box(area.x, area.y, area.width, size * 1.7)
    words = [block(text, size, area.width / 3) for text in ("Your code (no name):", "Date:")]
    piece = text_at(words[:1], box.x, box.y + size * 0.3, box)
    piece.add(text_at(words[1:], box.x + box.width * 0.6, box.y + size * 0.3, box))
    for start, stop in ((0.2, 0.56), (0.66, 1.0)):
        line = Box(box.x + box.width * start, box.bottom - size * 0.3, box.width * (stop - start), 0.5)
        piece.boxes.append(msgspec.structs.replace(line, fill="#000000", stroke="none"))
    return piece.group("name", box, "Your code and the date")


def _sheet(handout: Handout, place: int, width: float) -> Sheet:
    case, lesson = handout.cases[place], handout.lessons[place]
    size = handout.scale.text
    tier = handout.tier_label(place)
    left, inner = width * SHARE - 1.6 * size, width - 1.1 * size
    right = width * (1 - SHARE) - 0.6 * size
    offer = f"What can be offered with {tier} resources? The best first." if tier else "What can be offered?"
    changes = "What is still missing, if anything? Which one fact, told otherwise, would change your answer?"
    return Sheet(
        place=place,
        head=f"Case {place + 1}",
        remark=f"{case.id} · {case.difficulty}",
        story=(block(minus(case.narrative), size * 1.08, inner),),
        left=(label("Your way through the chart, question by question", size, left),),
        right=(label("Which recommendations lead? Tick all that do.", size, right, space=0),),
        choices=tuple(ticks(_choices(lesson), size, right)),
        offers=(label(offer, size, inner),),
        changes=(label(changes, size, inner),),
        ways=(label("Which match too, but give way to them?", size, right, space=size * 0.4),),
        size=size,
    )


def _choices(lesson: Lesson) -> list[tuple[str, str]]:
    """The rows to choose from; what can be ticked for every case comes last."""
    step = next(step for step in lesson.steps if step.kind == "rows")
    rows = [(choice.id, minus(choice.words)) for choice in step.choices if choice.id != SILENT]
    silent = [("", minus(choice.words)) for choice in step.choices if choice.id == SILENT]
    return [*rows, *silent, ("", UNTOLD)]


def _case(sheet: Sheet, box: Box, ruling: Ruling) -> Group:
    size, pad, gap = sheet.size, sheet.pad, ruling.gap
    piece = Piece()
    piece.add(bar(sheet.head, sheet.remark, size, Box(box.x, box.y, box.width, sheet.bar), heading=2))
    top = box.y + sheet.bar
    told = Box(box.x, top, box.width, height(sheet.story) + 2 * pad, SHADE, "none")
    piece.add(text_box(sheet.story, told, pad))
    top = told.bottom + pad
    piece.add(_way(sheet, Box(box.x + pad, top, box.width * SHARE - 2.2 * size, sheet.columns(ruling))))
    right = box.x + box.width * SHARE
    piece.add(text_at(sheet.right, right, top, box))
    piece.add(ticks_at(sheet.choices, right, top + height(sheet.right) + size * 0.3, box))
    below = top + sheet.ticked
    piece.add(text_at(sheet.ways, right, below, box))
    left = top + sheet.columns(ruling) - below - height(sheet.ways)
    piece.add(
        rules_at(right, below + height(sheet.ways), box.right - right - pad, int(left / gap + 0.01), gap)
    )
    top += sheet.columns(ruling) + pad
    for asked in (sheet.offers, sheet.changes):
        piece.add(text_at(asked, box.x + pad, top, box))
        top += height(asked)
        piece.add(rules_at(box.x + pad, top, box.width - 2 * pad, ruling.lines, gap))
        top += ruling.lines * gap + pad
    outline = Box(box.x, box.y, box.width, top - box.y + size * 0.3, stroke_width=1.0)
    piece.boxes.append(outline)
    return piece.group(f"case-{sheet.place + 1}", outline, sheet.head)


def _way(sheet: Sheet, box: Box) -> Piece:
    """A table to fill in: the questions that were met, and the answer to each."""
    size = sheet.size
    piece = text_at(sheet.left, box.x, box.y, box)
    top = box.y + height(sheet.left) + size * 0.2
    middle = box.x + box.width * 0.6
    piece.add(text_at([block("Question", size, box.width)], box.x + size * 1.6, top, box))
    piece.add(text_at([block("Answer", size, box.width)], middle + size * 0.5, top, box))
    top += size * 1.3
    gap = (box.bottom - top) / WAY
    for place in range(WAY):
        number = block(str(place + 1), size, size * 2, bold=True)
        piece.add(text_at([number], box.x, top + gap * (place + 1) - size * 1.35, box))
    piece.add(rules_at(box.x, top, box.width, WAY, gap))
    piece.boxes.append(Box(middle, top, 0.5, gap * WAY, "#000000", "none"))
    return piece
