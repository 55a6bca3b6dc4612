"""The key is what `query` answers: its rows, its options, and the path that is drawn."""

from __future__ import annotations

import pytest

from decision_graph.export.drawing import Group
from decision_graph.export.words import minus
from decision_graph.graph import Recommend, option_words
from decision_graph.predicate.truth import Truth
from decision_graph.teaching.lesson import SILENT
from decision_graph.teaching.paper.handout import Handout
from decision_graph.teaching.paper.path import passed
from decision_graph.traversal.answer import Answer, query
from teaching.paper.printing import handout, own, printed, said

GIVEN = [("mbc", handout("mbc", 8)), ("asthma", handout("asthma", 6)), ("own", own("mbc", 1))]
each = pytest.mark.parametrize("given", [given for _, given in GIVEN], ids=[name for name, _ in GIVEN])


def keys(given: Handout) -> list[tuple[Answer, list[Group], str]]:
    """For each case what `query` says, the groups of its pages, and all their words."""
    found: list[tuple[Answer, list[Group], str]] = []
    for page in printed("key", given).drawings:
        begins = [group for group in page.groups if group.id.startswith("case-")]
        if begins:
            case = given.cases[len(found)]
            found.append((query(given.guideline, case.facts, case.graph), [], ""))
        answer, groups, words = found.pop()
        found.append((answer, [*groups, *page.groups], f"{words} {said(page)}"))
    return found


@each
def test_every_key_is_what_query_answers(given: Handout) -> None:
    made = keys(given)
    assert len(made) == len(given.cases)
    for (answer, groups, _), case in zip(made, given.cases, strict=True):
        (told,) = [group for group in groups if group.id.startswith("case-")]
        told_words = " ".join(words.text for words in told.words)
        assert minus(case.narrative) in told_words
        for row in answer.rows:
            assert row.row.id in told_words
            if row.standing == "preferred":
                assert f"{row.row.id}\xa0\xa0{minus(row.row.title)}" in told_words
                for option in row.options:
                    assert minus(option_words(option.option, given.guideline.vocabulary)) in told_words
        for text in answer.says:
            assert minus(text) in told_words
        others = set(given.guideline.recommendations) - {row.row.id for row in answer.rows}
        for id in others - set(answer.nearest) - {row.row.id for row in answer.also_consider}:
            assert f"{id}\xa0\xa0{minus(given.guideline.recommendations[id].title)}" not in told_words


@each
def test_the_chart_shows_the_path_and_nothing_of_another(given: Handout) -> None:
    for (answer, groups, _), case in zip(keys(given), given.cases, strict=True):
        cards = {group.id: group.title.partition(":")[0] for group in groups if group.role == "card"}
        asked = {f"{visit.graph}/{visit.node.id}": visit.certain for visit in answer.trace.visits}
        assert cards == {id: "Asked" if sure else "May be asked" for id, sure in asked.items()}, case.id
        reached = {
            id
            for arrival in answer.trace.arrivals
            for id in (
                arrival.leaf.rows
                if isinstance(arrival.leaf, Recommend)
                else (f"{arrival.graph}/{arrival.leaf.id}",)
            )
        }
        assert {group.id for group in groups if group.role == "row"} == reached
        assert not any(g.title.startswith("Not reached") for g in groups if g.role == "row")


def test_a_key_says_why_the_others_do_not_lead() -> None:
    given = handout("mbc", 8)
    for (_, _, words), lesson in zip(keys(given), given.lessons, strict=True):
        rows = next(step for step in lesson.steps if step.kind == "rows")
        for choice in rows.choices:
            if not choice.right and choice.id != SILENT:
                assert minus(choice.why.removeprefix("Not so: ")) in words


def test_the_way_is_told_question_by_question() -> None:
    given = handout("mbc", 8)
    for answer, _, words in keys(given):
        for place, visit in enumerate((visit for visit in answer.trace.visits if visit.certain), 1):
            true = "; ".join(edge.edge.label for edge in visit.edges if edge.truth is Truth.TRUE)
            assert f"{place}.\xa0\xa0{minus(visit.node.ask)} ► {minus(true)}" in words


def test_the_ladder_is_told_by_the_table_or_in_words() -> None:
    given = handout("mbc", 8)
    for answer, groups, words in keys(given):
        if answer.status == "decided":
            (heading,) = {g.id: g for g in groups if g.role == "heading"}.values()
            labels = " ".join(words.text for words in heading.words)
            for tier in given.guideline.tiers:
                graph = given.guideline.graphs[list(answer.trace.graphs)[-1]]
                assert (tier.label in labels) == (tier.id in graph.tiers)
        else:
            assert "WITH OTHER RESOURCES" in words


def test_what_closed_answers_name_is_a_row() -> None:
    """No letter of the whole chart, whose card is not here."""
    given = handout("mbc", 8)
    for answer in given.answers:
        found = passed(answer, given.pictures)
        shown = {question.id for question in found.drawn.questions}
        for question in found.drawn.questions:
            for choice in question.answers:
                assert not choice.target or choice.target in shown or choice.target in found.drawn.leaves
