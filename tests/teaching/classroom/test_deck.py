"""Deck: it says what the lessons say, every word of it, and comes out of its page as it went in."""

from __future__ import annotations

import pytest

from decision_graph.diagnostics import GraphError
from decision_graph.teaching.classroom.deck import make_deck, read_deck
from decision_graph.teaching.classroom.page import classroom_page
from decision_graph.teaching.lesson import make_lesson
from teaching.classroom.pages import COUNT, deck_of, page_of
from teaching.guidelines import drawn, taught

LARGEST = 400_000


@pytest.mark.parametrize("name", ["mbc", "asthma"])
def test_a_deck_says_what_the_lessons_say(name: str) -> None:
    guideline, deck = taught(name).guideline, deck_of(name)
    for case, card in zip(drawn(name, 5, COUNT[name]), deck.cards, strict=True):
        lesson = make_lesson(guideline, case)
        assert (card.id, card.narrative, card.difficulty) == (case.id, case.narrative, case.difficulty)
        assert {deck.text(place): value for place, value in card.facts} == case.facts
        for step, place in zip(lesson.steps, card.steps, strict=True):
            said = deck.steps[place]
            assert (said.kind, said.graph, said.place) == (step.kind, step.graph, step.place)
            assert (deck.text(said.ask), said.several) == (step.ask, step.several)
            assert [
                (deck.text(choice.id), deck.text(choice.words), deck.text(choice.why), choice.right)
                for choice in said.choices
            ] == [(choice.id, choice.words, choice.why, choice.right) for choice in step.choices]


@pytest.mark.parametrize("name", ["mbc", "asthma"])
def test_a_deck_comes_out_of_its_page_as_it_went_in(name: str) -> None:
    assert read_deck(page_of(name).read_bytes()) == deck_of(name)


def test_the_same_cases_make_the_same_bytes() -> None:
    guideline = taught("asthma").guideline
    again = classroom_page(guideline, make_deck(guideline, drawn("asthma", 5, None)))
    assert again.encode() == page_of("asthma").read_bytes()


def test_another_case_makes_another_deck() -> None:
    guideline, cases = taught("asthma").guideline, drawn("asthma", 5, None)
    ids = {make_deck(guideline, some).id for some in (cases, cases[1:], cases[::-1])}
    assert len(ids) == 3


def test_the_page_of_a_full_set_stays_small() -> None:
    guideline, cases = taught("mbc").guideline, drawn("mbc", 0)
    assert len(cases) > 50
    assert len(classroom_page(guideline, make_deck(guideline, cases)).encode()) <= LARGEST


def changed(page: bytes, old: bytes, new: bytes) -> bytes:
    """A page with something else in its deck."""
    before, mark, rest = page.partition(b'id="deck">')
    deck, end, after = rest.partition(b"</script>")
    assert old in deck
    return before + mark + new.join(deck.rsplit(old, 1)) + end + after


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"[1,", b"[2,"), (b"[1,", b"[[1,"), (b"[1,", b"\xff[1,"), (b"]", b""), (b'"', b"<p>"), (b"\n", b"")],
)
def test_a_page_whose_deck_was_changed_is_refused(old: bytes, new: bytes) -> None:
    page = page_of("asthma").read_bytes()
    assert read_deck(changed(page, old, old)) == deck_of("asthma")
    with pytest.raises(GraphError, match="not-a-class"):
        read_deck(changed(page, old, new))


def test_what_is_no_classroom_page_is_refused() -> None:
    for content in (b"", b"<p>hello</p>", page_of("asthma").read_bytes()[:5000]):
        with pytest.raises(GraphError, match="not-a-class"):
            read_deck(content)
