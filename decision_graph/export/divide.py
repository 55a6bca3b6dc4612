"""Divide: the charts of a booklet in parts that fit a page each; low parts share a page.

A part that turns out too high is divided once more, at its middle question; a single question, between its
answers. What then is still too high is a text that does not fit any page.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.export.drawing import Box
from decision_graph.export.frame import Scale
from decision_graph.export.picture import Answer, Picture, Question
from decision_graph.export.place import Room
from decision_graph.export.plan import Part, Sheet, Where
from decision_graph.export.sheets import APART, CAPTION, least_height, with_pages
from decision_graph.export.split import split

ROUNDS = 12
"""How often a part may be divided once more."""

Ids = tuple[str, ...]


def divide(pictures: Sequence[Picture], area: Box, scale: Scale) -> list[Sheet]:
    """The charts in parts, in order; parts that are low enough share a page.

    Args:
        area: between header and footer.
    """
    pages = {drawn.id: 88 for drawn in pictures}
    found = [entry for drawn in pictures for entry in _parts(drawn, pages, area, scale)]
    caption, apart = CAPTION * scale.text + 4, APART * scale.text
    sheets: list[list[Part]] = []
    used = least = 0.0
    for part, height, lower in found:
        low = height < area.height / 2 and not _has_rows(part)  # alone it would leave its page half empty
        room = area.height - apart - caption
        if sheets and (used + height <= room or (low and least + lower <= room)):
            sheets[-1].append(part)
            used, least = used + apart + height + caption, least + apart + lower + caption
        else:
            sheets.append([part])
            used, least = height + caption, lower + caption
    return [tuple(sheet) for sheet in sheets]


def _has_rows(part: Part) -> bool:
    """Whether a part has rows, which can grow to fill a page."""
    return any(
        answer.target in part.drawn.leaves
        for question in part.drawn.questions
        if question.id in part.questions
        for answer in question.answers
    )


def _parts(drawn: Picture, pages: dict[str, int], area: Box, scale: Scale) -> list[tuple[Part, float, float]]:
    """The parts of one chart with their heights in text of the usual size, and of the smallest."""
    room = Room(area.width, area.height - 2, len(drawn.tiers))
    ids = split(with_pages(drawn, pages), room, scale.text)
    found: list[tuple[Part, float | None]] = []
    for last in range(ROUNDS + 1):
        found = _measured(drawn, ids, pages, area, scale)
        high = [part.questions for part, height in found if height is None]
        changed, ids = _divided(drawn, ids, high)
        if last == ROUNDS or (changed is drawn and ids == [part.questions for part, _ in found]):
            break
        drawn = changed
    result = []
    for part, height in found:
        full = area.height if height is None else height
        lower = full
        if full < area.height and scale.small < scale.text:
            lower = _height(part, [part for part, _ in found], pages, area, scale, scale.small) or full
        result.append((part, full, lower))
    return result


def _measured(
    drawn: Picture, ids: Sequence[Ids], pages: dict[str, int], area: Box, scale: Scale
) -> list[tuple[Part, float | None]]:
    parts = [Part(drawn, questions, place, len(ids)) for place, questions in enumerate(ids)]
    return [(part, _height(part, parts, pages, area, scale, scale.text)) for part in parts]


def _height(
    part: Part, parts: Sequence[Part], pages: dict[str, int], area: Box, scale: Scale, size: float
) -> float | None:
    where = Where([part.drawn], [(other,) for other in parts], 88)
    measured = msgspec.structs.replace(part, drawn=with_pages(part.drawn, pages))
    return least_height(measured, where, area, scale, size)


def _divided(drawn: Picture, ids: Sequence[Ids], high: Sequence[Ids]) -> tuple[Picture, list[Ids]]:
    """The picture and its parts, those that are too high divided in two."""
    result: list[Ids] = []
    for part in ids:
        if part not in high:
            result.append(part)
        elif len(part) > 1:
            middle = len(part) // 2
            result += [part[:middle], part[middle:]]
        else:
            drawn, further = _halved(drawn, part[0]) if part else (drawn, "")
            result += [part, (further,)] if further else [part]
    return drawn, result


def _halved(drawn: Picture, id: str) -> tuple[Picture, str]:
    """The picture with half of the answers of a question on a card of their own, and the id of that card."""
    question = next(question for question in drawn.questions if question.id == id)
    if len(question.answers) < 2:
        return drawn, ""
    further = f"{id}+"
    middle = len(question.answers) // 2
    lead = Answer(f"{id}:further", "further answers", further)
    first = msgspec.structs.replace(question, answers=(*question.answers[:middle], lead))
    ask = question.ask.removesuffix(FURTHER) + FURTHER
    second = Question(further, ask, question.hit_policy, question.answers[middle:], question.marks)
    questions = [card for old in drawn.questions for card in ((first, second) if old is question else (old,))]
    return msgspec.structs.replace(drawn, questions=tuple(questions)), further


FURTHER = " (further answers)"
