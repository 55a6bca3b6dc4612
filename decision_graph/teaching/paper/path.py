"""Path: the way of one patient through every chart, as a picture of its own: only the branch that matters.

Of the questions only those that are met are shown, of the rows those that are reached. A closed answer
names the rows to which it would lead. Where a chart goes on in another one, the line does so as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from decision_graph.export.alt import describe
from decision_graph.export.chart import Chart, chart, letter_of
from decision_graph.export.drawing import Group, Path, State
from decision_graph.export.fit import Cut, Sizes, fit
from decision_graph.export.paint import Painted, paint
from decision_graph.export.picture import Answer as Choice
from decision_graph.export.picture import NoteText, Picture, Question, Row, TierCell, texts
from decision_graph.export.place import Placed, Room
from decision_graph.export.short import shortened
from decision_graph.export.traced import Way, way_of
from decision_graph.graph import Guideline, See, Tier
from decision_graph.traversal.answer import Answer

HERE: Final = "◄"
"""Behind the tier of the patient, in the place of its own mark."""


TABLE: Final = 13.0
"""The room that a chart keeps for the narrowest table, in ems."""
RIM: Final = 3.0
"""The room for a double border, in points."""
NARROWEST: Final = 9.0
"""The least width of a cell of the table, in ems: most words are shorter."""


class Passed(msgspec.Struct, frozen=True):
    """A way, ready to be drawn."""

    drawn: Picture
    way: Way


def passed(answer: Answer, pictures: Mapping[str, Picture]) -> Passed:
    """The questions, answers and rows on the way of a patient, through every graph that is entered.

    Args:
        answer: for the patient.
        pictures: of the guideline, by the id of the graph.
    """
    guideline = answer.guideline
    entered = [id for id in answer.trace.graphs if any(visit.graph == id for visit in answer.trace.visits)]
    ways = {id: way_of(guideline.graphs[id], answer.trace) for id in entered}
    ended = {arrival.graph for arrival in answer.trace.arrivals}
    tiers = tuple(
        msgspec.structs.replace(tier, mark=HERE if tier.id == answer.tier else "")
        for tier in guideline.tiers
        if answer.rows and any(tier.id in guideline.graphs[id].tiers for id in ended)
    )
    questions: list[Question] = []
    leaves: dict[str, tuple[str, ...]] = {}
    rows: dict[str, Row] = {}
    notes: dict[str, NoteText] = {}
    cards: dict[str, State] = {}
    answers: dict[str, State] = {}
    ends: dict[str, State] = {}
    for id in dict.fromkeys((*entered, *ended)):
        own = pictures[id]
        way = ways.get(id) or way_of(guideline.graphs[id], answer.trace)
        questions += _questions(guideline, id, own, way)
        cards |= {f"{id}/{name}": state for name, state in way.cards.items()}
        answers |= {f"{id}/{name}": state for name, state in way.answers.items()}
        names = {row.id: row.id if row.kind == "recommendation" else f"{id}/{row.id}" for row in own.rows}
        leaves |= {f"{id}/{leaf}": tuple(names[row] for row in listed) for leaf, listed in own.leaves.items()}
        notes |= {note.mark: note for note in own.notes}
        for row in own.rows:
            state = way.ends.get(row.id, "closed")
            if row.kind != "see" and state != "closed":
                ends[names[row.id]] = state
            rows.setdefault(names[row.id], _row(row, names[row.id], _tiers(guideline, id), tiers))
    ends |= cards
    first = questions[0].id if questions else ""
    order = [tier.id for tier in guideline.tiers]
    drawn = msgspec.structs.replace(
        pictures[guideline.entry if answer.graph is None else answer.graph],
        start=first,
        tiers=tiers,
        places=tuple(order.index(tier.id) for tier in tiers),
        questions=tuple(questions),
        leaves=leaves,
        rows=tuple(rows.values()),
        notes=tuple(notes.values()),
    )
    (short,) = shortened([drawn])
    return Passed(short, Way(cards, answers, ends))


def _questions(guideline: Guideline, id: str, own: Picture, way: Way) -> Iterator[Question]:
    """The questions of one graph that are met."""
    for question in own.questions:
        if way.cards.get(question.id, "closed") == "closed":
            continue
        choices = tuple(
            Choice(f"{id}/{choice.id}", choice.label, _target(guideline, id, choice, way))
            for choice in question.answers
        )
        yield Question(f"{id}/{question.id}", question.ask, question.hit_policy, choices)


def _target(guideline: Guideline, id: str, choice: Choice, way: Way) -> str:
    """Where an answer leads; a closed one only to a leaf, whose rows can be named."""
    graph = guideline.graphs[id]
    closed = way.answers.get(choice.id, "closed") == "closed"
    leaf = graph.leaves.get(choice.target)
    if leaf is None:
        return "" if closed else f"{id}/{choice.target}"
    if isinstance(leaf, See):
        return "" if closed else f"{leaf.graph}/{guideline.graphs[leaf.graph].start}"
    return f"{id}/{choice.target}"


def _tiers(guideline: Guideline, id: str) -> list[str]:
    """The tiers of a graph, in the order in which its rows have their cells."""
    return [tier.id for tier in guideline.tiers if tier.id in guideline.graphs[id].tiers]


def _row(row: Row, name: str, own: Sequence[str], tiers: Sequence[Tier]) -> Row:
    """A row without what only the whole chart explains, with a cell for every tier that is shown."""
    cells = row.cells
    if row.kind == "recommendation":
        shown = dict(zip(own, cells, strict=True))
        cells = tuple(shown.get(tier.id, TierCell(())) for tier in tiers)
    return msgspec.structs.replace(row, id=name, before=(), contested=(), marks=(), cells=cells)


def placed_path(
    found: Passed,
    room: Room,
    largest: float,
    smallest: float,
    *,
    table: bool,
    part: Sequence[str] | None = None,
    letters: dict[str, str] | None = None,
) -> Placed | None:
    """The way at the largest size at which it fits; None if it fits at no size.

    Args:
        room: to be filled.
        largest, smallest: of the text, in points.
        table: whether the rows that are reached stand beside the questions, with what each tier offers.
        part: the questions that are shown; all by default.
        letters: by which an answer names a question that is not in the same part.
    """
    reached = {id for id, state in found.way.ends.items() if state != "closed"}
    apart = frozenset(
        (choice.id, row)
        for question in found.drawn.questions
        for choice in question.answers
        for row in found.drawn.leaves.get(choice.target, ())
        if not table or found.way.answers.get(choice.id, "closed") == "closed" or row not in reached
    )

    def make(cut: Cut) -> Chart:
        whole = chart(found.drawn, part, cut=cut | apart, letters=letters)
        shown = tuple(row for row in whole.rows if table and row.id in reached)
        return msgspec.structs.replace(whole, rows=shown, jumps=_jumps(whole, found))

    sizes = Sizes(largest, smallest, minimum=smallest)
    return fit(make, room, sizes) if table else _without_table(make, room, sizes)


def _without_table(make: Callable[[Cut], Chart], room: Room, sizes: Sizes) -> Placed | None:
    """Questions alone, which need not leave the room that is otherwise kept for a table."""
    most = sizes.largest
    while most >= sizes.smallest:
        wide = msgspec.structs.replace(room, width=room.width + TABLE * most)
        placed = fit(make, wide, msgspec.structs.replace(sizes, largest=most))
        if placed is None:
            break
        right = max(left + card.width for left, _, card in placed.cards.values()) + RIM
        right = max(right, *(x for path in placed.paths for x, _ in path.points), 0.0)
        if right <= room.width:
            return msgspec.structs.replace(placed, width=right)
        most = placed.style.size - 0.5
    return fit(make, room, sizes)


def placed_parts(found: Passed, room: Room, largest: float, smallest: float) -> list[Placed]:
    """The way on as few pages as it needs, without its rows; none if a single question does not fit.

    Where it goes on on another page, a letter says with which question.
    """
    ids = [question.id for question in found.drawn.questions]
    for count in range(1, len(ids) + 1):
        each = -(-len(ids) // count)
        parts = [ids[start : start + each] for start in range(0, len(ids), each)]
        met = dict.fromkeys(end for part in parts for end in _leaving(found, part))
        letters = {id: letter_of(place) for place, id in enumerate(met)}
        placed = [
            placed_path(found, room, largest, smallest, table=False, part=part, letters=letters)
            for part in parts
        ]
        fitting = [one for one in placed if one is not None]
        if len(fitting) == len(parts):
            return fitting
    return []


def _leaving(found: Passed, part: Sequence[str]) -> Iterator[str]:
    """The questions outside of a part to which its answers lead."""
    asks = {question.id for question in found.drawn.questions}
    for question in found.drawn.questions:
        for choice in question.answers if question.id in part else ():
            if choice.target in asks and choice.target not in part:
                yield choice.target


def placed_table(found: Passed, room: Room, size: float) -> Placed | None:
    """The rows that are reached, with what each tier offers, by themselves; None if they do not fit."""
    reached = {id for id, state in found.way.ends.items() if state != "closed"}
    rows = tuple(row for row in found.drawn.rows if row.id in reached)
    return fit(lambda cut: Chart((), rows, ()), room, Sizes(size, size, minimum=size))


def legible(placed: Placed) -> bool:
    """Whether the cells of the tiers, or the only cell, are wide enough for most words."""
    cells = placed.widths[2:] or placed.widths[1:]
    return all(width >= NARROWEST * placed.style.size for width in cells)


def _jumps(whole: Chart, found: Passed) -> dict[str, str]:
    """What closed answers name: rows of recommendations, and nothing that has a name on no other page."""
    kinds = {row.id: row.kind for row in found.drawn.rows}
    targets = {choice.id: choice.target for card in whole.cards for choice in card.answers}
    return {
        id: words
        for id, words in whole.jumps.items()
        if any(kinds[row] == "recommendation" for row in found.drawn.leaves.get(targets[id], ()))
        or found.way.answers.get(id, "closed") != "closed"
    }


def painted(
    found: Passed, placed: Placed, x: float, y: float
) -> tuple[tuple[Group, ...], tuple[Path, ...], str]:
    """The groups and lines of a way whose top left corner is at (x, y), and all of it in words."""
    made: Painted = paint(found.drawn, placed, x, y)
    return made[0], made[1], describe(found.drawn, placed.chart)


def notes_of(found: Passed, placed: Sequence[Placed]) -> tuple[NoteText, ...]:
    """The notes whose marks stand on some charts."""
    cards = tuple(card for one in placed for card in one.chart.cards)
    rows = tuple(row for one in placed for row in one.chart.rows)
    shown = msgspec.structs.replace(found.drawn, questions=cards, rows=rows, notes=(), decisions=(), scope=())
    said = " ".join(texts(shown))
    return tuple(note for note in found.drawn.notes if _stands_in(note.mark, said))


def _stands_in(mark: str, said: str) -> bool:
    if mark.isalnum():
        return any(mark in re.split(r",\s*", names) for names in re.findall(r"\[([^\]]+)\]", said))
    symbol = re.escape(mark[0])
    return re.search(rf"(?<!{symbol}){re.escape(mark)}(?!{symbol})", said) is not None
