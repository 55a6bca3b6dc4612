"""A worksheet asks, and gives nothing away."""

from __future__ import annotations

from itertools import pairwise

from decision_graph.export.drawing import Box, Group
from decision_graph.export.words import minus
from decision_graph.graph import option_words
from decision_graph.teaching.paper.handout import Handout
from teaching.paper.printing import handout, own, panels, printed


def cases(given: Handout) -> list[Group]:
    return panels(printed("worksheet", given).drawings, "case-")


def words(group: Group) -> str:
    return " ".join(text.text for text in group.words)


def boxes_to_tick(group: Group) -> list[Box]:
    return [box for box in group.boxes if box.width == box.height]


def test_every_case_is_there_once_with_its_story_and_room_to_write() -> None:
    given = handout("mbc", 8)
    found = cases(given)
    assert len(found) == 8
    for group, case, lesson in zip(found, given.cases, given.lessons, strict=True):
        assert minus(case.narrative) in words(group)
        rows = next(step for step in lesson.steps if step.kind == "rows")
        assert len(boxes_to_tick(group)) == len(rows.choices) + 1
        for choice in rows.choices:
            assert minus(choice.words) in words(group)
        lines = lines_of(group)
        assert len(lines) >= 10
        assert min(b - a for a, b in pairwise(heights(lines))) >= 14


def lines_of(group: Group) -> list[Box]:
    """The lines to write on."""
    return [box for box in group.boxes if box.height == 0.5 and box.width > 100]


def heights(lines: list[Box]) -> list[float]:
    """Where the longest of some lines lie."""
    longest = max(line.width for line in lines)
    return sorted(line.y for line in lines if line.width == longest)


def test_nothing_is_ticked_and_no_case_has_more_lines_than_its_neighbour() -> None:
    for given in (handout("mbc", 8), own("mbc", 1)):
        for page in printed("worksheet", given).drawings:
            numbers = set()
            for group in (group for group in page.groups if group.id.startswith("case-")):
                assert {box.fill for box in boxes_to_tick(group)} == {"#ffffff"}
                numbers.add(len(heights(lines_of(group))))
                assert {str(k) for k in range(1, 7)} <= {text.text for text in group.words}
            assert len(numbers) == 1


def test_no_option_and_no_reason_is_told() -> None:
    given = handout("mbc", 8)
    for group, answer, lesson in zip(cases(given), given.answers, given.lessons, strict=True):
        asked = words(group).replace(minus(lesson.case.narrative), "")
        for choice in (choice for step in lesson.steps for choice in step.choices):
            assert minus(choice.why) not in asked
        titles = " ".join(minus(row.title) for row in given.guideline.recommendations.values())
        for row in answer.rows:
            for option in row.options:
                told = minus(option_words(option.option, given.guideline.vocabulary))
                assert told not in asked or told in titles


def test_the_right_rows_stand_anywhere_among_the_others() -> None:
    given = handout("mbc", 8)
    places = set()
    for lesson in given.lessons:
        rows = next(step for step in lesson.steps if step.kind == "rows")
        places |= {place for place, choice in enumerate(rows.choices) if choice.right}
    assert len(places) >= 4
