"""Split: a chart divided into pages, at questions, into as few parts as large text allows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.export.chart import chart, letter_of
from decision_graph.export.fit import fits
from decision_graph.export.picture import Picture
from decision_graph.export.place import Room
from decision_graph.export.sizes import Style

BOXES = 50
"""A page with more cards and rows than this cannot be taken in."""


class _Best(msgspec.Struct, frozen=True):
    """The best way to divide the questions up to some place: its cost, and where its last part begins."""

    cost: tuple[float, ...]
    begin: int


def split(drawn: Picture, room: Room, size: float) -> list[tuple[str, ...]]:
    """The questions of each page.

    Questions keep the order of a reader, so that small branches share a page. Of all divisions into the
    fewest pages, the one that cuts the fewest lines and repeats the fewest rows is taken.

    Args:
        room: the area for a chart on one page.
        size: the text size in points at which every part has to fit, if a single question does.
    """
    ids = [question.id for question in drawn.questions]
    if not ids:
        return [()]
    best: list[_Best | None] = [_Best((0.0, 0.0, 0.0), 0), *([None] * len(ids))]
    reach = 0  # what fits still does without its first question
    for begin in range(len(ids)):
        before = best[begin]
        if before is None:
            continue
        reach = max(reach, begin + 1)
        while reach < len(ids) and _fits(drawn, ids[begin : reach + 1], room, size):
            reach += 1
        for end in range(begin + 1, reach + 1):
            part = ids[begin:end]
            lines = _cut(drawn, part)
            unevenness = (len(ids) / 4 - len(part)) ** 2 / 100
            cost = (before.cost[0] + 1, before.cost[1] + lines, before.cost[2] + unevenness)
            old = best[end]
            if old is None or cost < old.cost:
                best[end] = _Best(cost, begin)
    return _parts(ids, best)


def _parts(ids: Sequence[str], best: Sequence[_Best | None]) -> list[tuple[str, ...]]:
    parts: list[tuple[str, ...]] = []
    end = len(ids)
    while end > 0:
        last = best[end]
        assert last is not None  # a part of one question is always allowed
        parts.append(tuple(ids[last.begin : end]))
        end = last.begin
    return parts[::-1]


def _fits(drawn: Picture, part: Sequence[str], room: Room, size: float) -> bool:
    """Whether a part fits one page, with jumps of about the length that they will have."""
    pages = {question.id: 1 for question in drawn.questions}
    made = chart(drawn, part, pages=pages, arrivals={part[0]: "from page 1: " + "x" * 30})
    return len(made.cards) + len(made.rows) <= BOXES and fits(made, room, Style(size))


def _cut(drawn: Picture, part: Sequence[str]) -> float:
    """The lines that leave a part, and half of that for each of its rows, as rows may repeat."""
    here = set(part)
    targets = [a.target for q in drawn.questions if q.id in here for a in q.answers]
    leaving = sum(target not in drawn.leaves and target not in here for target in targets)
    rows = {row for target in targets for row in drawn.leaves.get(target, ())}
    return leaving + len(rows) / 2


def crossings_between(
    drawn: Picture, parts: Sequence[Sequence[str]], numbers: Sequence[int]
) -> tuple[dict[str, str], dict[str, str]]:
    """For every question to which an answer of another part leads: its letter, and from where one comes.

    Args:
        numbers: the page of each part.
    """
    part = {id: n for n, ids in enumerate(parts) for id in ids}
    letters: dict[str, str] = {}
    origins: dict[str, dict[str, None]] = {}
    for question in drawn.questions:
        for answer in question.answers:
            if answer.target in part and part[answer.target] != part[question.id]:
                letters.setdefault(answer.target, letter_of(len(letters)))
                words = f"page {numbers[part[question.id]]}, {question.ask} {answer.label}"
                origins.setdefault(answer.target, {})[words] = None
    return letters, {id: _arrival(list(words)) for id, words in origins.items()}


ARRIVALS, WORDS = 3, 110
"""So many ways to a question are told in full, each in at most so many characters."""


def _arrival(ways: list[str]) -> str:
    """From where one comes to a question."""
    told = [way if len(way) <= WORDS else f"{way[:WORDS].rstrip()}…" for way in ways[:ARRIVALS]]
    further = dict.fromkeys(way.partition(",")[0].removeprefix("page ") for way in ways[ARRIVALS:])
    more = [f"also from page {', '.join(further)}"] if further else []
    return f"from {'; '.join([*told, *more])}"
