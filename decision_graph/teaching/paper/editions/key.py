"""Key: the answer of each case, with its path on the chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.drawing import Box, Drawing, Group
from decision_graph.export.files import File
from decision_graph.export.flow import COLUMN_GAP, Entry, blocks, column_width, flow, paginate, panel
from decision_graph.export.frame import NORMAL
from decision_graph.export.place import Placed, Room
from decision_graph.export.sizes import Block, block
from decision_graph.export.traced import LEGEND, traced
from decision_graph.export.words import minus
from decision_graph.teaching.lesson import Lesson
from decision_graph.teaching.near import NearMiss
from decision_graph.teaching.paper.forms import SHADE, Piece, bar, height, rules_at, text_at, text_box
from decision_graph.teaching.paper.handout import Handout
from decision_graph.teaching.paper.pages import blank, framed, pdf_file, room
from decision_graph.teaching.paper.path import (
    HERE,
    Passed,
    legible,
    notes_of,
    painted,
    passed,
    placed_parts,
    placed_path,
    placed_table,
)
from decision_graph.teaching.paper.reading import (
    answer_entries,
    ladder_entries,
    miss_entries,
    other_entries,
    way_entries,
)

FOR = "the teacher"

GAP = 7.0
"""Between two parts of a page, in points."""
LARGEST = 11.0
NOTES = 46.0
"""So much room, in points, is worth lines for notes."""


class Shown(msgspec.Struct, frozen=True):
    """The chart of a case, and the table of its rows where that stands below."""

    chart: Placed
    table: Placed | None = None

    @property
    def parts(self) -> tuple[Placed, ...]:
        """Both."""
        return (self.chart,) if self.table is None else (self.chart, self.table)

    @property
    def height(self) -> float:
        """Of both, with what is between them."""
        return self.chart.height + (self.table.height + GAP if self.table else 0.0)


class Key(msgspec.Struct, frozen=True):
    """The key of one case, measured for one size of text."""

    size: float
    story: tuple[Block, ...]
    answer: tuple[Block, ...]
    legend: tuple[Block, ...]
    below: tuple[Entry, ...]

    @property
    def pad(self) -> float:
        """Around text in a box."""
        return self.size * 0.55

    @property
    def above(self) -> float:
        """The height of everything above the chart."""
        return self.size * 1.9 + height(self.story) + height(self.answer) + 4 * self.pad + GAP


def files(handout: Handout) -> Iterable[File]:
    """One PDF."""
    paper = handout.upright
    area = room(handout, paper)
    pages = [page for place in range(len(handout.cases)) for page in _pages(handout, place, area)]
    title = f"Answer key: {handout.title}"
    yield pdf_file(handout, "key", handout.paper, title, framed(handout, paper, "Answer key", pages))


def _pages(handout: Handout, place: int, area: Box) -> tuple[Drawing, ...]:
    """A case on one page, in text as large as it has room for; else on two that face each other, or on more.

    Raises:
        GraphError: text-cannot-fit, if its chart does not fit a page.
    """
    found = passed(handout.answers[place], handout.pictures)
    largest = handout.scale.text + 0.5
    sizes = [largest - 0.5 * k for k in range(round((largest - handout.scale.small) / 0.5) + 1)]
    for size in sizes:
        page = _page(handout, place, found, area, size)
        if page is not None:
            return (page,)
    for size in sizes:
        facing = _facing(handout, place, found, area, size)
        if facing:
            return facing
    return _apart(handout, place, found, area, sizes[-1])


def _key(handout: Handout, place: int, width: float, size: float) -> Key:
    case, answer, lesson = handout.cases[place], handout.answers[place], handout.lessons[place]
    inner = width - 1.1 * size
    told = f" {HERE}: the resources of this case." if lesson.tier and answer.rows else ""
    below = [Entry("The way, question by question"), *way_entries(answer)]
    below += [Entry("Why the others do not lead"), *other_entries(lesson)]
    near = tuple(miss for miss in case.near if not _told(lesson, miss))
    if near:
        below += [Entry("If one fact were told otherwise"), *miss_entries(answer, near)]
    if not answer.rows and len(lesson.ladder) > 1:
        below += [Entry("With other resources"), *ladder_entries(lesson)]
    return Key(
        size=size,
        story=(block(minus(case.narrative), size, inner),),
        answer=tuple(blocks(list(answer_entries(answer, handout.tier_label(place))), inner, size)),
        legend=(block(f"{LEGEND}{told}", handout.scale.small, width),),
        below=tuple(below),
    )


def _told(lesson: Lesson, miss: NearMiss) -> bool:
    """Whether the reason of a row says already with which other fact it would lead."""
    choices = next(step.choices for step in lesson.steps if step.kind == "rows")
    wrong = {choice.id for choice in choices if not choice.right}
    return bool(miss.rows) and set(miss.rows) <= wrong


def _page(handout: Handout, place: int, found: Passed, area: Box, size: float) -> Drawing | None:
    """One page; None if not all of it fits."""
    key = _key(handout, place, area.width, size)
    _, tall = _flowed(key, area.width)
    most = area.height - key.above - height(key.legend) - 3 * GAP
    shown = _shown(handout, found, area.width, most - tall)
    if shown is None:
        return None
    columns, tall = _flowed(_noted_key(key, found, shown.parts), area.width)
    if shown.height + tall > most:
        return None
    groups = [_answered(handout, place, key, area)]
    chart, top = _drawn(found, shown, key, area, area.y + key.above + GAP)
    text, _ = panel(columns, area.width, 2, area.x, top + GAP, f"way-{place + 1}")
    return _finished(handout, place, [*groups, *chart.groups, text], chart, area)


def _noted_key(key: Key, found: Passed, placed: Sequence[Placed]) -> Key:
    """The key with the notes that the charts name."""
    notes = [Entry(note.mark, minus(note.text)) for note in notes_of(found, placed)]
    if not notes:
        return key
    return msgspec.structs.replace(key, below=(*key.below, Entry("Notes on the chart"), *notes))


def _flowed(key: Key, width: float) -> tuple[list[list[Block]], float]:
    return flow(blocks(key.below, column_width(width, 2), key.size), 2)


def _shown(handout: Handout, found: Passed, width: float, left: float) -> Shown | None:
    """The chart with its rows beside it, or below it where their cells would be narrow."""
    small, tiers = handout.scale.small, len(found.drawn.tiers)
    sizes = (max(LARGEST, small), small)
    beside = placed_path(found, Room(width, left, tiers, 1.3), *sizes, table=True)
    if beside is not None and legible(beside):
        return Shown(beside)
    table = placed_table(found, Room(width, max(0.0, left), tiers, 1.0), max(small, NORMAL.text))
    if table is None:
        return None
    alone = placed_path(found, Room(width, left - table.height - GAP, 0, 1.0), *sizes, table=False)
    return None if alone is None else Shown(alone, table)


def _facing(handout: Handout, place: int, found: Passed, area: Box, size: float) -> tuple[Drawing, ...]:
    """The answer on one page, the chart on the next; nothing if one of them does not fit its page."""
    key = _key(handout, place, area.width, size)
    again, rest = _continued(handout, place, area, size)
    shown = _shown(handout, found, area.width, rest.height - height(key.legend) - 2 * GAP)
    if shown is None:
        return ()
    columns, tall = _flowed(_noted_key(key, found, shown.parts), area.width)
    if key.above + tall + 2 * GAP > area.height:
        return ()
    text, _ = panel(columns, area.width, 2, area.x, area.y + key.above + GAP, f"way-{place + 1}")
    chart, _ = _drawn(found, shown, key, rest, rest.y)
    return (
        _finished(handout, place, [_answered(handout, place, key, area), text], None, area),
        _finished(handout, place, [again, *chart.groups], chart, area),
    )


def _apart(handout: Handout, place: int, found: Passed, area: Box, size: float) -> tuple[Drawing, ...]:
    """Answer, reasons, chart and table on pages of their own.

    Raises:
        GraphError: text-cannot-fit, if one of them does not fit a page.
    """
    key = _key(handout, place, area.width, size)
    again, rest = _continued(handout, place, area, size)
    most, tiers = rest.height - height(key.legend) - 2 * GAP, len(found.drawn.tiers)
    table = placed_table(found, Room(area.width, most, tiers, 1.0), size)
    parts = placed_parts(found, Room(area.width, most, 0, 1.0), max(LARGEST, size), size)
    if not parts or table is None or key.above > area.height:
        message = (
            f"the key of case {handout.cases[place].id} does not fit its pages in text of {size:g} points"
        )
        raise GraphError(Diagnostic("text-cannot-fit", message, hint="take the usual print, or fewer facts"))
    pages = [_finished(handout, place, [_answered(handout, place, key, area)], None, area)]
    noted = _noted_key(key, found, [*parts, table])
    for columns in paginate(blocks(noted.below, column_width(area.width, 2), size), 2, rest.height - 4):
        text, _ = panel(columns, area.width, 2, area.x, rest.y, f"way-{place + 1}-{len(pages)}")
        pages.append(_finished(handout, place, [again, text], None, area))
    both = _shown(handout, found, area.width, most)
    for shown in (both,) if both is not None else map(Shown, (*parts, table)):
        chart, _ = _drawn(found, shown, key, rest, rest.y)
        pages.append(_finished(handout, place, [again, *chart.groups], chart, area))
    return tuple(pages)


def _continued(handout: Handout, place: int, area: Box, size: float) -> tuple[Group, Box]:
    """The head of a further page of a case, which may lie alone on a desk, and the room below it."""
    top = Box(area.x, area.y, area.width, size * 1.9)
    case = handout.cases[place]
    piece = bar(f"Case {place + 1}, continued", f"{case.id} · {case.difficulty}", size, top)
    below = top.bottom + GAP
    rest = Box(area.x, below, area.width, area.bottom - below)
    return piece.group(f"continued-{place + 1}", top, f"Case {place + 1}, continued"), rest


def _answered(handout: Handout, place: int, key: Key, area: Box) -> Group:
    """The story, and the answer below it."""
    case = handout.cases[place]
    size = key.size
    top = Box(area.x, area.y, area.width, size * 1.9)
    piece = Piece()
    piece.add(bar(f"Case {place + 1}", f"{case.id} · {case.difficulty}", size, top, heading=2))
    told = Box(area.x, top.bottom, area.width, height(key.story) + 2 * key.pad, SHADE, "none")
    piece.add(text_box(key.story, told, key.pad))
    said = Box(area.x, told.bottom, area.width, height(key.answer) + 2 * key.pad, "#ffffff", stroke_width=1.6)
    piece.add(text_box(key.answer, said, key.pad))
    outline = Box(area.x, area.y, area.width, said.bottom - area.y)
    return piece.group(f"case-{place + 1}", outline, f"Case {place + 1}: the answer")


def _drawn(found: Passed, shown: Shown, key: Key, area: Box, top: float) -> tuple[Drawing, float]:
    """The chart with the way, its table and its legend, and the y below them."""
    groups, paths, alt = painted(found, shown.chart, area.x, top)
    if shown.table is not None:
        more, _, told = painted(found, shown.table, area.x, top + shown.chart.height + GAP)
        groups, alt = (*groups, *more), f"{alt} {told}"
    page = Drawing(0, 0, groups, paths, Box(area.x, top, area.width, shown.height), alt=alt)
    page = traced(page, found.way)
    below = top + shown.height + GAP / 2
    box = Box(area.x, below, area.width, height(key.legend))
    legend = text_at(key.legend, area.x, below, box).group("legend", box, "How to read the chart")
    return msgspec.structs.replace(page, groups=(*page.groups, legend)), box.bottom


def _finished(
    handout: Handout, place: int, groups: Sequence[Group], chart: Drawing | None, area: Box
) -> Drawing:
    """The page with lines for notes where there is room for some."""
    title = f"Key of case {place + 1}"
    page = blank(handout.upright, _noted(handout, list(groups), area), title, area)
    if chart is None:
        return page
    told = f"{LEGEND} {chart.alt}"
    return msgspec.structs.replace(page, paths=chart.paths, chart=chart.chart, alt=told)


def _noted(handout: Handout, groups: list[Group], area: Box) -> list[Group]:
    bottom = max(group.outline.bottom for group in groups) + COLUMN_GAP
    if area.bottom - bottom < NOTES:
        return groups
    size = NORMAL.text if not handout.large else handout.scale.text
    box = Box(area.x, bottom, area.width, area.bottom - bottom - 2)
    piece = text_at([block("Notes", size, area.width, bold=True)], area.x, bottom, box)
    gap = 20.0
    piece.add(rules_at(area.x, bottom, area.width, int((box.height) // gap), gap))
    return [*groups, piece.group(f"notes-{groups[0].id}", box, "Room for notes")]
