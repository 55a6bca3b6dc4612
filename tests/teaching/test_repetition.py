"""What was missed comes again sooner, and what was known comes later each time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from decision_graph.teaching.cases import TeachingCase
from decision_graph.teaching.repetition import Review, due, next_places, topics
from teaching.guidelines import taught
from teaching.test_results import chosen

DAY = 86_400_000
START = 1_700_000_000_000
LEAF = ("leaf", "starting", "1.1")


def review(day: float, *, right: int = 4, of: int = 4) -> Review:
    case = TeachingCase("x", "Story.", {}, None, (), (LEAF, ("edge", "starting", "waking.1")))
    answers = [("2",) if place < right else ("1",) for place in range(of)]
    choices = tuple(chosen(place + 1, chosen=answer) for place, answer in enumerate(answers))
    return Review(START + round(day * DAY), case, choices)


def interval(*reviews: Review) -> float:
    """Days from the last review to the next."""
    return (due(reviews)[LEAF] - reviews[-1].at) / DAY


def test_only_leaves_are_repeated() -> None:
    assert list(due([review(0)])) == [LEAF]
    assert due([]) == {}


def test_what_was_known_comes_later_each_time() -> None:
    first = interval(review(0))
    second = interval(review(0), review(first))
    third = interval(review(0), review(first), review(first + second))
    assert 1 <= first < second < third


def test_what_was_missed_comes_sooner() -> None:
    good, hard, again = interval(review(0)), interval(review(0, right=3)), interval(review(0, right=0))
    assert again <= hard <= good
    assert again < good
    known = [review(0), review(3)]
    assert interval(*known, review(12, right=0)) < interval(*known, review(12))


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 4)), min_size=1, max_size=6))
@settings(max_examples=30)
def test_the_schedule_is_a_replay_of_the_log(history: list[tuple[int, int]]) -> None:
    reviews = [review(day, right=right) for day, right in sorted(history)]
    assert due(reviews) == due(reviews[::-1]) or len({r.at for r in reviews}) < len(reviews)
    assert due(reviews)[LEAF] > reviews[-1].at


def test_every_leaf_has_a_group_whose_patients_all_reach_it() -> None:
    for name in ("asthma", "mbc"):
        found = taught(name)
        known = topics(found.pool, found.cover)
        diagrams = found.pool.subject.diagrams
        goals = {goal.key: goal.who for goal in found.pool.goals}
        for key, place in known.items():
            assert diagrams.without(found.cover.groups[place], goals[key]) == 0
    assert ("leaf", "first_line", "1.1.7") in known
    assert not any(id.startswith("go_") for _, _, id in known)


def test_first_what_is_due_then_what_is_new_then_the_rest() -> None:
    known = {("leaf", "g", id): place for place, id in enumerate("abcdef")}
    again = {("leaf", "g", "c"): 50, ("leaf", "g", "e"): 20, ("leaf", "g", "a"): 200}
    order = next_places(known, again, now=100, seed=1)
    assert order[:2] == [4, 2]
    assert set(order[2:5]) == {1, 3, 5}
    assert order[5] == 0
    assert order != next_places(known, again, now=100, seed=2) or len(order) < 4
