"""Visit: the sheet of one patient: the part of the chart that is passed, and the answer beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.alt import describe
from decision_graph.export.chart import Chart, chart
from decision_graph.export.drawing import Anchor, Box, Drawing, Group, Line, Words
from decision_graph.export.fit import Cut, Sizes, fit
from decision_graph.export.flow import COLUMN_GAP, Entry, blocks, flow, panel
from decision_graph.export.fonts import Run
from decision_graph.export.frame import NORMAL, Paper, body, footer, header
from decision_graph.export.paint import paint
from decision_graph.export.picture import CONTESTED, Picture
from decision_graph.export.picture import Answer as Choice
from decision_graph.export.place import Placed, Room
from decision_graph.export.short import shortened
from decision_graph.export.traced import LEGEND, Way, traced, way_of
from decision_graph.export.words import condition_words, minus, natural
from decision_graph.graph import option_words
from decision_graph.predicate.terms import Compare
from decision_graph.traversal.answer import Answer, RowAnswer

SHARES = (0.55, 0.45, 0.36)
"""Of the page's width for the chart; the next one is tried where the answer does not fit beside it."""
NOTES = 82.0
"""The least height of the room for notes, in points."""
LINE = 20.0
"""From one line to write on to the next, in points."""
SIZES = (9.0, 8.5, 8.0)

UNSHOWN = "The way through the chart is too long for this page: see the booklet."

STANDINGS = {
    "offered": "offered",
    "open": "open",
    "unavailable": "unavailable here",
    "not_indicated": "not indicated",
}


def visit_sheet(answer: Answer, pictures: Mapping[str, Picture], paper: Paper) -> Drawing:
    """One page.

    Raises:
        GraphError: text-cannot-fit, if the answer does not fit a page with text of eight points.
    """
    id = _graph(answer)
    (drawn,) = shortened([pictures[id]])
    area = body(drawn, paper)
    room = Box(area.x, area.y, area.width, area.height - NOTES - COLUMN_GAP)
    way = way_of(answer.guideline.graphs[id], answer.trace)
    shown = _passed(drawn, way)
    for brief in (False, True):
        entries = list(_entries(answer, brief=brief))
        for share in SHARES:
            placed = _placed(shown, Room(room.width * share - COLUMN_GAP, room.height - 4 * NORMAL.small, 0))
            columns = 1 if share > 0.5 else 2
            beside = Box(area.x + room.width * share, room.y, room.width * (1 - share), room.height)
            for size in SIZES:
                text = _beside(entries, beside, columns, size)
                if placed is not None and text is not None:
                    return _page(answer, shown, placed, text, way, paper, area)
    for size in SIZES:
        entries = [*_entries(answer, brief=True), Entry("", UNSHOWN)]
        text = _beside(entries, room, 3, size)
        if text is not None:
            return _page(answer, shown, None, text, way, paper, area)
    raise GraphError(_cannot_fit(answer, paper))


def _graph(answer: Answer) -> str:
    """The graph in which the way ends, if it certainly comes there; else the last one that is certain."""
    visited = [visit.graph for visit in answer.trace.visits]
    certain = [id for id, sure in answer.trace.graphs.items() if sure and id in visited]
    return certain[-1] if certain else next(iter(answer.trace.graphs))


def _passed(drawn: Picture, way: Way) -> Picture:
    """The questions that the patient passes or may pass; what is closed leads nowhere."""
    questions = []
    for question in drawn.questions:
        if way.cards.get(question.id, "closed") == "closed":
            continue
        answers = tuple(
            choice if way.answers.get(choice.id) != "closed" else Choice(choice.id, choice.label, "")
            for choice in question.answers
        )
        questions.append(msgspec.structs.replace(question, answers=answers))
    return msgspec.structs.replace(drawn, questions=tuple(questions))


def _placed(drawn: Picture, room: Room) -> Placed | None:
    """The questions alone: an answer names the rows to which it leads."""
    rows = frozenset(
        (choice.id, row)
        for question in drawn.questions
        for choice in question.answers
        for row in drawn.leaves.get(choice.target, ())
    )

    def make(cut: Cut) -> Chart:
        return msgspec.structs.replace(chart(drawn, cut=cut | rows), rows=())

    return fit(make, room, Sizes(10.5, NORMAL.small))


Text = tuple[Group, tuple[Anchor, ...]]


def _beside(entries: Sequence[Entry], area: Box, columns: int, size: float) -> Text | None:
    each = (area.width - COLUMN_GAP * (columns - 1)) / columns
    filled, height = flow(blocks(entries, each, size), columns)
    return None if height > area.height else panel(filled, area.width, columns, area.x, area.y, "answer")


def _cannot_fit(answer: Answer, paper: Paper) -> Diagnostic:
    """Which row of an answer is the longest."""
    words = answer.guideline.vocabulary
    lengths = {
        row.row.id: sum(len(option_words(option.option, words)) for option in row.options)
        for row in answer.rows
    }
    longest = max(lengths, key=lambda id: lengths[id], default="")
    title = answer.guideline.recommendations[longest].title if longest else ""
    named = (
        f": its {len(lengths)} rows are too long, most of all {longest} (“{title[:40]}”)" if longest else ""
    )
    message = f"the answer does not fit one {paper.name} page in text of {NORMAL.small:g} points{named}"
    return Diagnostic("text-cannot-fit", message, hint="shorten the options, or give more facts")


def _page(
    answer: Answer, drawn: Picture, placed: Placed | None, text: Text, way: Way, paper: Paper, area: Box
) -> Drawing:
    head = header(drawn, paper, f"{drawn.title}: one patient", drawn.guideline)
    if placed is None:
        top = text[0].outline.bottom + COLUMN_GAP
        parts = (head, text[0], _notes(area, top), footer(drawn, paper, 1, 1))
        return Drawing(paper.width, paper.height, parts, title=f"{drawn.title}: one patient", body=area)
    groups, paths = paint(drawn, placed, area.x, area.y)
    legend = blocks([Entry("", LEGEND)], placed.width, NORMAL.small)
    key, _ = panel([legend], placed.width, 1, area.x, area.y + placed.height + 1.5 * NORMAL.small, "key")
    top = max(key.outline.bottom, text[0].outline.bottom) + COLUMN_GAP
    page = Drawing(
        paper.width, paper.height,
        (head, *groups, text[0], key, _notes(area, top), footer(drawn, paper, 1, 1)),
        paths, Box(area.x, area.y, placed.width, placed.height), f"{drawn.title}: one patient",
        f"{LEGEND} {_told(answer)} {describe(drawn, placed.chart)}", body=area,
    )  # fmt: skip
    return traced(page, way)


def _told(answer: Answer) -> str:
    """The way of the patient in sentences."""
    said = []
    for visit in answer.trace.visits:
        taken = [edge.edge.label for edge in visit.edges if edge.truth.name == "TRUE"]
        still = [edge.edge.label for edge in visit.edges if edge.truth.name == "UNKNOWN"]
        words = [f"taken: {', '.join(taken)}"] if taken else []
        words += [f"open: {', '.join(still)}"] if still else []
        said.append(f"{visit.node.ask} {'; '.join(words)}.")
    return " ".join(said)


def _notes(area: Box, top: float) -> Group:
    """Lines to write on, in all the room that is left."""
    box = Box(area.x, top, area.width, area.bottom - top - 2, stroke_width=1.0)
    lead = Words((Line(box.x + 6, box.y + 13, (Run("Notes", bold=True),)),), 9.0, inside=box)
    right = Line(box.x + box.width * 0.45, box.y + 13, (Run("Patient, date, signature:"),))
    named = Words((right,), 9.0, inside=box)
    count = int((box.height - LINE * 0.9) // LINE)
    rules = [
        Box(box.x + 6, box.y + LINE * (0.9 + k), box.width - 12, 0.4, "#000000", "none") for k in range(count)
    ]
    return Group("room-for-notes", "panel", box, (box, *rules), (lead, named), "Room for notes")


def _entries(answer: Answer, *, brief: bool) -> Iterator[Entry]:
    guideline = answer.guideline
    yield Entry(_status(answer), heading=2)
    facts = [
        condition_words(Compare(name, "==", value), guideline.vocabulary)
        for name, value in answer.patient.facts.items()
    ]
    yield Entry("Known", minus(f"{'; '.join(facts) or 'nothing yet'}."))
    if answer.assumed:
        yield Entry("Taken for granted", minus(f"{'; '.join(answer.assumed)}."))
    for text in answer.says:
        yield Entry("The guideline", minus(text))
    if answer.nearest:
        yield Entry("Nearest rows, no recommendation", ", ".join(answer.nearest))
    yield from _rows(answer)
    if answer.possible:
        yield Entry("Still possible")
        titles = guideline.recommendations
        for id in answer.possible[: 3 if brief else None]:
            yield Entry(id, minus(titles[id].title))
        if brief and len(answer.possible) > 3:
            yield Entry("", f"and {len(answer.possible) - 3} more: {', '.join(answer.possible[3:])}.")
    asked = (*answer.questions, *answer.option_questions)
    if asked:
        yield Entry("Ask next")
        for question in asked[: 4 if brief else None]:
            decides = ", ".join(sorted(dict.fromkeys(question.separates), key=natural))
            yield Entry("•", minus(f"{question.ask} " + ("" if brief else f"(decides: {decides})")))
    if not brief:
        yield from _note_texts(answer)
    elif answer.notes:
        yield Entry("Notes", f"{', '.join(answer.notes)}: see the booklet.")


def _status(answer: Answer) -> str:
    match answer.status:
        case "decided":
            return "Decided"
        case "open":
            return "Open: an answer is missing"
        case "silent":
            return "The guideline is silent"
        case "out_of_scope":
            return "Out of scope"


def _rows(answer: Answer) -> Iterator[Entry]:
    preferred = [row for row in answer.rows if row.standing == "preferred"]
    others = [row for row in answer.rows if row.standing != "preferred"]
    if preferred:
        yield Entry("Options")
        for row in preferred:
            yield from _row(answer, row)
    if others:
        yield Entry("Also matches, but gives way")
        for row in others:
            why = "; ".join(f"to {id}: {reason}" for id, reason in row.outranked_by.items())
            yield Entry(row.row.id, minus(f"{row.row.title} ({why})"))
    if answer.also_consider:
        yield Entry("Also consider, by another reading")
        for row in answer.also_consider:
            why = "; ".join(condition.why for condition in row.contested)
            yield Entry(f"{CONTESTED} {row.row.id}", minus(f"{row.row.title} ({why})"))


def _row(answer: Answer, row: RowAnswer) -> Iterator[Entry]:
    yield Entry(row.row.id, rich=(Run(minus(row.row.title), bold=True),), keep=True, rise=0.3)
    if row.cell is None:
        yield Entry("", "The options hang on the resources, which are not known yet.", indent=1.0)
    elif not row.options:
        yield Entry("", "The source offers nothing for these resources.", indent=1.0)
    for option in row.options:
        words = minus(option_words(option.option, answer.guideline.vocabulary))
        step = f"{option.option.rank}. " if option.option.rank is not None else ""
        strength = f" ({option.option.strength})" if option.option.strength else ""
        why = f": {option.why}" if option.why else ""
        standing = f"{STANDINGS[option.standing]}{why}"
        yield Entry(
            "•", rich=(Run(f"{step}{words}{strength}  "), Run(minus(f"[{standing}]"), italic=True)),
            indent=1.0,
        )  # fmt: skip
        for caution in option.cautions:
            yield Entry("!", minus(caution), indent=2.0)
    for condition in (*row.contested, *row.remarks):
        yield Entry(CONTESTED if condition in row.contested else "", minus(condition.why), indent=1.0)


def _note_texts(answer: Answer) -> Iterator[Entry]:
    known = answer.guideline.notes
    notes: Iterable[str] = dict.fromkeys(answer.notes)
    named = [note for note in notes if note in known]
    if named:
        yield Entry("Notes")
    for note in named:
        yield Entry(note, minus(known[note].text))
