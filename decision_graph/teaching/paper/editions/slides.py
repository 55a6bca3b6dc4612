"""Slides: each case revealed step by step, for a projector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from decision_graph.export.chart import letter_of
from decision_graph.export.drawing import Box, Drawing, Group
from decision_graph.export.files import File
from decision_graph.export.fonts import Run, wrap
from decision_graph.export.place import Room
from decision_graph.export.sizes import Block
from decision_graph.export.traced import traced
from decision_graph.export.words import minus
from decision_graph.teaching.lesson import SILENT, Choice, Lesson, Step
from decision_graph.teaching.paper.forms import height
from decision_graph.teaching.paper.handout import Handout
from decision_graph.teaching.paper.local import local_chart
from decision_graph.teaching.paper.pages import pdf_file
from decision_graph.teaching.paper.path import Passed, painted, passed, placed_parts
from decision_graph.teaching.paper.reading import leads, rung_entries
from decision_graph.teaching.paper.slide import (
    BODY,
    LEAST,
    PLAIN,
    RIGHT,
    SMALL,
    WRONG,
    Item,
    Look,
    largest,
    must_fit,
    must_not,
    numbered,
    paragraph,
    slide,
    stacked,
    text_panel,
)
from decision_graph.teaching.reasons import changed

FOR = "the class, on a projector"

CHART = 0.42
"""Of the width, for the chart beside an answer."""
STORY = (0.42, 0.48, 0.54, 0.6)
"""Of the width, for the story beside a question: the least at which its text is large enough."""
GAP = 20.0
MISSES = 5
"""What-ifs on one slide."""


def files(handout: Handout) -> Iterable[File]:
    """One PDF."""
    slides = [_first(handout)]
    for place in range(len(handout.cases)):
        slides += _case(handout, place)
    slides.append(_last(handout))
    yield pdf_file(handout, "slides", "", f"Slides: {handout.title}", numbered(handout, slides))


def _first(handout: Handout) -> Drawing:
    first = handout.first
    title = must_fit(
        largest(paragraph(handout.title, bold=True, width=BODY.width - 28), 150, 44), "the title"
    )
    told = [f"Cases to decide together: {handout.counted}", first.source_title]
    told.append(f"{first.organisation}, version {first.version}")
    below = [Block(wrap((Run(text),), 20, BODY.width - 28), 20, space=6) for text in told]
    top = Box(BODY.x, BODY.y + 10, BODY.width, height(title) + 28)
    middle = Box(BODY.x, top.bottom + 10, BODY.width, height(below) + 28)
    groups = [text_panel("title", title, top, RIGHT), text_panel("about", below, middle, Look(line=0.0))]
    return slide(
        "Cases for a class", handout.drawn, [*groups, _disclaimer(handout, middle.bottom + 10)], level=1
    )


def _last(handout: Handout) -> Drawing:
    first = handout.first
    cited = Block(wrap((Run(first.citation),), LEAST, BODY.width - 28), LEAST)
    box = Box(BODY.x, BODY.y + 10, BODY.width, cited.height + 28)
    return slide(
        "Source", "", [text_panel("source", [cited], box), _disclaimer(handout, box.bottom + 16)], level=1
    )


def _disclaimer(handout: Handout, top: float) -> Group:
    text = handout.guideline.disclaimer
    blocks = must_fit(
        largest(paragraph(text, width=BODY.width - 28), BODY.bottom - top - 28, 20), "the disclaimer"
    )
    return text_panel("disclaimer", blocks, Box(BODY.x, top, BODY.width, height(blocks) + 28), PLAIN)


def _case(handout: Handout, place: int) -> Iterator[Drawing]:
    """The story, each question and its answer, the way, the tiers, and what if."""
    lesson = handout.lessons[place]
    found = passed(handout.answers[place], handout.pictures)
    yield _story(handout, place)
    for number, step in enumerate(lesson.steps, 1):
        remark = f"Case {place + 1} · {number} of {len(lesson.steps)}"
        yield from _asked(lesson, step, remark)
        yield from _answered(lesson, step, remark, found)
    remark = f"Case {place + 1}"
    yield from _whole(found, remark)
    if len(lesson.ladder) > 1:
        yield from _ladder(lesson, remark)
    yield from _what_if(handout, place, remark)


def _story(handout: Handout, place: int) -> Drawing:
    case = handout.cases[place]
    ask = paragraph("What do you need to know first?", bold=True)(26)
    told = Box(BODY.x, BODY.y, BODY.width, BODY.height - 70)
    text = paragraph(minus(case.narrative), width=told.width - 28)
    blocks = must_fit(largest(text, told.height - 28, 30, SMALL), f"the story of {case.id}")
    below = Box(BODY.x, told.bottom + 20, BODY.width, 50)
    groups = [
        text_panel("story", blocks, told, middle=True),
        text_panel("ask", ask, below, RIGHT, middle=True),
    ]
    return slide(f"Case {place + 1}", f"{case.difficulty} · {case.id}", groups, level=1, full=True)


def _beside(lesson: Lesson) -> tuple[Group, float]:
    """The story at the left of a question, and its share of the width."""
    text = minus(lesson.case.narrative)
    for share in STORY:
        box = Box(BODY.x, BODY.y, BODY.width * share - GAP, BODY.height)
        made = paragraph(text, width=box.width - 28)
        blocks = largest(made, box.height - 28, 22, LEAST if share < STORY[-1] else SMALL)
        if blocks is not None:
            return text_panel("story", blocks, box), share
    raise must_not(f"the story of {lesson.case.id}")


def _right_side(share: float) -> Box:
    return Box(BODY.x + BODY.width * share, BODY.y, BODY.width * (1 - share), BODY.height)


def _asked(lesson: Lesson, step: Step, remark: str) -> Iterator[Drawing]:
    """A question with its choices, beside the story where there is room for both."""
    items = [Item(letter_of(k), _words(step, choice)) for k, choice in enumerate(step.choices)]
    story, share = _beside(lesson)
    side = _right_side(share)
    told = [story] if _fits(step, items, side) else []
    area = side if told else BODY
    for part in _parts(step, items, area):
        groups = [*told, *_question(step, area, part, 24, heading=2)]
        yield slide(_title(step), remark, groups, level=0, full=bool(told))


def _title(step: Step) -> str:
    return {"question": "The next question", "rows": "The recommendation", "options": "What to offer"}[
        step.kind
    ]


def _head(step: Step, box: Box) -> Sequence[Block]:
    """The words of a question.

    Raises:
        GraphError: text-cannot-fit.
    """
    many = "  (several may be right)" if step.several else ""
    text = paragraph(minus(step.ask) + many, bold=True, width=box.width - 28)
    return must_fit(largest(text, box.height / 3, 26, SMALL), f"the question {step.place}")


def _below(step: Step, box: Box) -> Box:
    """The room below a question."""
    used = height(_head(step, box)) + 32
    return Box(box.x, box.y + used, box.width, box.height - used)


def _fits(step: Step, items: Sequence[Item], area: Box) -> bool:
    return stacked("", items, _below(step, area), LEAST, LEAST) is not None


def _parts(step: Step, items: Sequence[Item], area: Box) -> list[Sequence[Item]]:
    """The choices on as few slides as they need in text that can be read from the back."""
    for count in range(1, len(items) + 1):
        each = -(-len(items) // count)
        parts = [items[k : k + each] for k in range(0, len(items), each)]
        if all(_fits(step, part, area) for part in parts):
            return parts
    return [[item] for item in items]


def _question(step: Step, box: Box, items: Sequence[Item], most: float, heading: int = 0) -> list[Group]:
    """A question above its choices.

    Raises:
        GraphError: text-cannot-fit.
    """
    below = _below(step, box)
    blocks = [msgspec.structs.replace(item, heading=heading) for item in _head(step, box)]
    group = stacked("choices", items, below, most, SMALL)
    if group is None:
        raise must_not(f"the choices of {step.place}")
    head = Box(box.x, box.y, box.width, below.y - box.y - 12)
    return [text_panel("question", blocks, head, Look(line=0.0), middle=True), group]


def _answered(lesson: Lesson, step: Step, remark: str, found: Passed) -> Iterator[Drawing]:
    """The same choices with their reasons; those of the chart beside it, where the edge opens."""
    items = [
        Item(letter_of(k), _words(step, choice), minus(choice.why), RIGHT if choice.right else WRONG)
        for k, choice in enumerate(step.choices)
    ]
    title = f"{_title(step)}: the answer"
    chart = None
    if step.kind == "question":
        box = Box(BODY.x, BODY.y, BODY.width * CHART - GAP, BODY.height)
        chart = local_chart(found, f"{step.graph}/{step.place}", box, (18.0, SMALL))
    area = BODY if chart is None else _right_side(CHART)
    for part in _parts(step, items, area):
        groups = _question(step, area, part, 22)
        page = slide(title, remark, [*(chart.groups if chart else ()), *groups], level=0)
        if chart is not None:
            page = msgspec.structs.replace(page, paths=chart.paths, chart=chart.chart, alt=chart.alt)
        yield page


def _words(step: Step, choice: Choice) -> str:
    """A choice as it is shown: a row with its number, as it stands on the chart."""
    number = f"{choice.id} " if step.kind == "rows" and choice.id != SILENT else ""
    return minus(f"{number}{choice.words}")


def _whole(found: Passed, remark: str) -> Iterator[Drawing]:
    """The whole way on the chart, on as many slides as it needs."""
    room = Room(BODY.width, BODY.height, 0, 1.0)
    for placed in placed_parts(found, room, 18.0, SMALL):
        groups, paths, alt = painted(found, placed, BODY.x, BODY.y)
        box = Box(BODY.x, BODY.y, BODY.width, placed.height)
        page = slide("The way on the chart", remark, groups)
        yield traced(msgspec.structs.replace(page, paths=paths, chart=box, alt=alt), found.way)


def _ladder(lesson: Lesson, remark: str) -> Iterator[Drawing]:
    """What each tier offers, the own one in black."""
    items = [
        Item(
            rung.label,
            "; ".join(f"{row}: {words}" if row else words for row, words in rung_entries(rung)),
            look=RIGHT if rung.here else PLAIN,
        )
        for rung in lesson.ladder
    ]
    yield from _listed("The same patient with other resources", remark, items, 150.0)


def _listed(title: str, remark: str, items: Sequence[Item], mark: float) -> Iterator[Drawing]:
    for count in range(1, len(items) + 1):
        each = -(-len(items) // count)
        groups = [
            stacked(f"list-{k}", items[k : k + each], BODY, 22, LEAST if count < len(items) else SMALL, mark)
            for k in range(0, len(items), each)
        ]
        if all(group is not None for group in groups):
            yield from (slide(title, remark, [group]) for group in groups if group is not None)
            return
    raise must_not(f"“{title}”")


def _what_if(handout: Handout, place: int, remark: str) -> Iterator[Drawing]:
    """What if one fact were another: first the questions, then what would lead."""
    case, answer = handout.cases[place], handout.answers[place]
    near = case.near[:MISSES]
    if not near:
        return
    asked = [minus(changed(answer, miss)).rstrip(",") for miss in near]
    asked = [f"… {words.removeprefix('With ')}?" for words in asked]
    items = [Item(str(k), words) for k, words in enumerate(asked, 1)]
    yield from _listed("What if …?", remark, items, 44.0)
    told = [
        Item(str(k), words, f"{minus(leads(answer, miss))}.")
        for k, (words, miss) in enumerate(zip(asked, near, strict=True), 1)
    ]
    yield from _listed("What if …? The answers", remark, told, 44.0)
