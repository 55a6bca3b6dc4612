"""Divide: the charts of a booklet in parts that fit a page each; low parts share a page.

A part that turns out too high is divided once more, at its middle question; a single question, between its
answers. What then is still too high has rows that are longer than a page: the longest of them is only named,
if it stands in full elsewhere. Else it is a text that does not fit any page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from decision_graph.export.drawing import Box
from decision_graph.export.frame import Scale
from decision_graph.export.picture import Answer, Picture, Question, Row
from decision_graph.export.place import Room, table_height
from decision_graph.export.plan import Part, Sheet, Where
from decision_graph.export.sheets import APART, CAPTION, least_height, with_pages
from decision_graph.export.sizes import LONGEST, Style
from decision_graph.export.split import split
from decision_graph.export.ways import CARD_WIDTHS

ROUNDS = 12
"""How often a part may be divided once more."""

Ids = tuple[str, ...]


def divide(pictures: Sequence[Picture], area: Box, scale: Scale, elsewhere: str = "") -> list[Sheet]:
    """The charts in parts, in order; parts that are low enough share a page.

    Args:
        area: between header and footer.
        elsewhere: where a row stands in full that is too long for a page; "" if nowhere.
    """
    pages = {drawn.id: 88 for drawn in pictures}
    found = [entry for drawn in pictures for entry in _parts(drawn, pages, area, scale, elsewhere)]
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


def _parts(
    drawn: Picture, pages: dict[str, int], area: Box, scale: Scale, elsewhere: str
) -> list[tuple[Part, float, float]]:
    """The parts of one chart with their heights in text of the usual size, and of the smallest."""
    room = Room(area.width, area.height - 2, len(drawn.tiers))
    if elsewhere:
        drawn = _without_long(drawn, room, scale.small, elsewhere)
    ids = split(with_pages(drawn, pages), room, scale.text)
    found: list[tuple[Part, float | None]] = []
    for last in range(ROUNDS + 1):
        known = {part.questions: height for part, height in found if height is not None}
        found = _measured(drawn, ids, pages, area, scale, known)
        high = [part.questions for part, height in found if height is None]
        changed, ids = _divided(drawn, ids, high, elsewhere)
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
    drawn: Picture,
    ids: Sequence[Ids],
    pages: dict[str, int],
    area: Box,
    scale: Scale,
    known: Mapping[Ids, float],
) -> list[tuple[Part, float | None]]:
    """The parts with their heights; those that were not divided have the height that is known."""
    parts = [Part(drawn, questions, place, len(ids)) for place, questions in enumerate(ids)]
    return [
        (part, known.get(part.questions) or _height(part, parts, pages, area, scale, scale.text))
        for part in parts
    ]


def _height(
    part: Part, parts: Sequence[Part], pages: dict[str, int], area: Box, scale: Scale, size: float
) -> float | None:
    where = Where([part.drawn], [(other,) for other in parts], 88)
    measured = msgspec.structs.replace(part, drawn=with_pages(part.drawn, pages))
    return least_height(measured, where, area, scale, size)


def _divided(
    drawn: Picture, ids: Sequence[Ids], high: Sequence[Ids], elsewhere: str
) -> tuple[Picture, list[Ids]]:
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
            if not further and elsewhere:
                drawn = _named(drawn, part, elsewhere)
    return drawn, result


def _named(drawn: Picture, part: Ids, elsewhere: str) -> Picture:
    """The picture with the longest row of a question only named; the row stands in full elsewhere."""
    targets = (
        [a.target for q in drawn.questions if q.id in part for a in q.answers] if part else [drawn.start]
    )
    here = {id for target in targets for id in drawn.leaves.get(target, ())}
    rows = [row for row in drawn.rows if row.id in here and row.kind == "recommendation" and not row.across]
    if not rows:
        return drawn
    longest = max(rows, key=_letters)
    changed = tuple(_only_named(row, elsewhere) if row is longest else row for row in drawn.rows)
    return msgspec.structs.replace(drawn, rows=changed)


def _without_long(drawn: Picture, room: Room, size: float, elsewhere: str) -> Picture:
    """The picture with every row only named that is longer than a page, even beside a single card."""
    style = Style(size, CARD_WIDTHS[0], size, longest=LONGEST[-1])
    rows = []
    for row in drawn.rows:
        height = table_height((row,), style, room, 1)
        long = row.kind == "recommendation" and height > room.height
        rows.append(_only_named(row, elsewhere) if long else row)
    return msgspec.structs.replace(drawn, rows=tuple(rows))


def _only_named(row: Row, elsewhere: str) -> Row:
    title = row.title if len(row.title) <= NAMED else f"{row.title[:NAMED].rstrip()} …"
    return Row(row.id, row.kind, row.number, title, across=elsewhere)


def _letters(row: Row) -> int:
    """About how much room a row needs: the letters of its longest cell."""
    cells = (sum(len(offer.text) + len(offer.condition) for offer in cell.offers) for cell in row.cells)
    return max(len(row.title), *cells, 0)


def _halved(drawn: Picture, id: str) -> tuple[Picture, str]:
    """The picture with half of the answers of a question on a card of their own, and the id of that card."""
    question = next(question for question in drawn.questions if question.id == id)
    own = [answer for answer in question.answers if not answer.id.endswith(LEAD)]
    if len(own) < 2:
        return drawn, ""
    further = f"{id}+"
    while any(question.id == further for question in drawn.questions):
        further += "+"
    middle = len(own) // 2
    lead = Answer(f"{id}{LEAD}", "further answers", further)
    first = msgspec.structs.replace(question, answers=(*question.answers[:middle], lead))
    ask = question.ask.removesuffix(FURTHER) + FURTHER
    second = Question(further, ask, question.hit_policy, question.answers[middle:], question.marks)
    questions = [card for old in drawn.questions for card in ((first, second) if old is question else (old,))]
    return msgspec.structs.replace(drawn, questions=tuple(questions)), further


LEAD = ":further"
"""How the id of an answer ends that leads to the further answers of its question."""

FURTHER = " (further answers)"

NAMED = 80
"""The most characters of the title of a row that is only named."""
