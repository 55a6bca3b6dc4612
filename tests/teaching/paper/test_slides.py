"""Slides reveal one step after the other, never earlier, in letters for the last row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from decision_graph.export.drawing import Box, Drawing, Group
from decision_graph.export.words import minus
from decision_graph.teaching.lesson import Lesson
from decision_graph.teaching.paper.handout import Handout
from teaching.paper.printing import handout, own, printed, said

GIVEN = {"mbc": handout("mbc", 8), "asthma": handout("asthma", 6), "own": own("mbc", 1)}
each = pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)


def by_case(given: Handout) -> list[tuple[Lesson, list[Drawing]]]:
    """The slides of each case; the first and the last slide are of none."""
    found: list[list[Drawing]] = []
    for page in printed("slides", given).drawings[1:-1]:
        if page.title.startswith("Case "):
            found.append([])
        found[-1].append(page)
    return list(zip(given.lessons, found, strict=True))


def part(page: Drawing, id: str) -> Group | None:
    return next((group for group in page.groups if group.id == id), None)


def black(page: Drawing) -> list[str]:
    """The choices that are told to be right: white on black."""
    group = part(page, "choices")
    return [words.text for words in group.words if words.fill == "#ffffff"] if group else []


def steps(lesson: Lesson, pages: list[Drawing]) -> Iterator[tuple[int, list[Drawing], list[Drawing]]]:
    """For each step the slides that ask it, and those that answer it."""
    for number in range(1, len(lesson.steps) + 1):
        here = [page for page in pages if f" · {number} of {len(lesson.steps)}" in said(page)]
        answers = [page for page in here if page.title.endswith("the answer")]
        yield number, [page for page in here if page not in answers], answers


@each
def test_each_step_is_asked_and_then_answered(given: Handout) -> None:
    for lesson, pages in by_case(given):
        assert minus(lesson.case.narrative) in said(pages[0])
        order = [pages.index(page) for _, asked, told in steps(lesson, pages) for page in (*asked, *told)]
        assert order == sorted(order)
        for number, asked, told in steps(lesson, pages):
            step = lesson.steps[number - 1]
            shown, opened = " ".join(map(said, asked)), " ".join(map(said, told))
            for choice in step.choices:
                assert minus(choice.words) in shown
                assert minus(choice.words) in opened
                assert minus(choice.why) in opened
            assert not any(map(black, asked))
            told_right = [words for page in told for words in black(page)]
            right = [choice for choice in step.choices if choice.right]
            assert [minus(choice.why) in told_right for choice in right] == [True] * len(right)
            wrong = [minus(choice.words) for choice in step.choices if not choice.right]
            assert not set(wrong) & set(told_right) - {minus(choice.words) for choice in right}


@each
def test_a_chart_shows_no_answer_before_its_question(given: Handout) -> None:
    for lesson, pages in by_case(given):
        met: set[str] = set()
        for number, asked, told in steps(lesson, pages):
            step = lesson.steps[number - 1]
            met.add(f"{step.graph}/{step.place}")
            assert not any(group.role == "card" for page in asked for group in page.groups)
            for page in told:
                cards = {group.id: group for group in page.groups if group.role == "card"}
                answered = {id for id, card in cards.items() if card.title.startswith("Asked")}
                assert answered <= met
                for id in cards.keys() - answered:
                    assert {box.fill for box in inner(cards[id])} <= {"none", "#ffffff"}


def inner(card: Group) -> list[Box]:
    """The boxes of the answers of a card."""
    return [box for box in card.boxes if box.stroke_width == 0.8]


@each
def test_letters_are_large(given: Handout) -> None:
    for page in printed("slides", given).drawings:
        assert (page.width, page.height) == (960, 540)
        for group in page.groups:
            sizes = {words.size for words in group.words}
            least = 18 if group.role == "panel" else 12
            assert min(sizes, default=99) >= least - 0.01, (page.title, group.id)


def test_the_whole_way_the_tiers_and_what_if_come_last() -> None:
    for lesson, pages in by_case(GIVEN["mbc"]):
        last = [page.title for page in pages[-5:]]
        assert "The way on the chart" in last
        ladder = next(page for page in pages if page.title == "The same patient with other resources")
        for rung in lesson.ladder:
            assert rung.label in said(ladder)
            for _, words, _ in rung.options:
                assert minus(words) in said(ladder)
        if lesson.case.near:
            answers = " ".join(said(page) for page in pages if page.title == "What if …? The answers")
            for miss in lesson.case.near[:5]:
                assert minus(miss.words) in answers
                assert all(id in answers for id in miss.rows)
