"""Deck: the lessons of a class as plain data, for the page that asks them and for whoever reads its codes.

Nothing is left to be decided: every choice stands there with whether it is right and why. Each text is
said once, in a table, and named by its place there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Annotated, Final, Literal

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.page.dictionary import spelled
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Value
from decision_graph.teaching.cases import TeachingCase
from decision_graph.teaching.lesson import Lesson, Rung, Step, make_lesson

_DECK: Final = re.compile(rb'<script type="text/plain" id="deck">([^<]*)</script>')

ID_BYTES: Final = 6
"""Bytes of a deck's id: enough that no two decks that meet have the same."""

_MOST_CHOICES: Final = 52
"""A session of the page keeps choices as the bits of one number, exact up to here."""

Place = Annotated[int, msgspec.Meta(ge=0)]


class CardChoice(msgspec.Struct, frozen=True, array_like=True):
    """A choice: its id, its words and its reason, and 1 if it is right."""

    id: Place
    words: Place
    why: Place
    right: Literal[0, 1]


class CardStep(msgspec.Struct, frozen=True, array_like=True):
    """A step of a lesson."""

    kind: str
    graph: str
    place: str
    ask: Place
    several: bool
    choices: tuple[CardChoice, ...]


class CardRung(msgspec.Struct, frozen=True, array_like=True):
    """What a tier offers, or that the guideline is silent: `options` are row, words and standing."""

    tier: Place
    silent: bool
    options: tuple[tuple[Place, Place, Place], ...]


class Card(msgspec.Struct, frozen=True):
    """A case with everything that is asked and said about it.

    Attributes:
        id, difficulty, narrative, graph, tier: of the case.
        facts: name and value.
        rows: that lead in the end.
        steps: by their places among the steps of the deck.
        ladder: what each tier offers.
        near: its near misses: name, value, and words.
    """

    id: str
    difficulty: str
    narrative: str
    facts: tuple[tuple[Place, Value], ...]
    graph: str | None
    tier: str
    rows: tuple[str, ...]
    steps: tuple[Place, ...]
    ladder: tuple[CardRung, ...]
    near: tuple[tuple[Place, Value, Place], ...]


class Deck(msgspec.Struct, frozen=True):
    """The cases of one classroom page.

    Attributes:
        id: the first digits of the SHA-256 of everything else; a code belongs to one deck.
        guideline, digest: what the cases are about.
        cards: the cases, in the order in which they are taught.
        steps: every different step.
        texts: everything that is said, each once; one of several sentences names them by their places.
    """

    id: str
    guideline: str
    digest: str
    cards: tuple[Card, ...]
    steps: tuple[CardStep, ...]
    texts: tuple[str | tuple[Place, ...], ...]

    def text(self, place: int) -> str:
        """What stands at a place among the texts."""
        found = self.texts[place]
        return found if isinstance(found, str) else " ".join(map(self.text, found))

    def asked(self) -> list[tuple[Card, CardStep]]:
        """Every step of every case, in order: a code names a step by its place in this list."""
        return [(card, self.steps[place]) for card in self.cards for place in card.steps]


def make_deck(guideline: Guideline, cases: Sequence[TeachingCase]) -> Deck:
    """The cases of a class as a deck.

    Args:
        guideline: that the cases are about.
        cases: generated, or a teacher's own, in the order in which they are taught.

    Raises:
        GraphError: `too-many-choices` if a question has more than the page can count.
    """
    said = _Said()
    cards = tuple(_card(make_lesson(guideline, case), said) for case in cases)
    crowded = [step for step in said.steps if len(step.choices) > _MOST_CHOICES]
    if crowded:
        ask = next(text for text, place in said.texts.items() if place == crowded[0].ask)
        message = (
            f"a question has {len(crowded[0].choices)} choices, and a page can have {_MOST_CHOICES}: {ask}"
        )
        raise GraphError(Diagnostic("too-many-choices", message, hint="leave out its cases"))
    blank = Deck("", guideline.id, guideline.digest, cards, tuple(said.steps), tuple(said.texts))
    digest = hashlib.sha256(msgspec.json.encode(blank)).hexdigest()
    return msgspec.structs.replace(blank, id=digest[: 2 * ID_BYTES])


class _Said:
    """The tables of a deck while it is made."""

    def __init__(self) -> None:
        self.steps: dict[CardStep, int] = {}
        self.texts: dict[str | tuple[int, ...], int] = {}

    def text(self, text: str) -> int:
        """The place of a text; sentences that return in others are said once."""
        sentences = re.split(r"(?<=[.;:]) ", text)
        key = text if len(sentences) == 1 else tuple(self.text(sentence) for sentence in sentences)
        return self.texts.setdefault(key, len(self.texts))

    def step(self, step: Step) -> int:
        choices = tuple(
            CardChoice(
                self.text(choice.id), self.text(choice.words), self.text(choice.why), _bit(choice.right)
            )
            for choice in step.choices
        )
        card = CardStep(step.kind, step.graph, step.place, self.text(step.ask), step.several, choices)
        return self.steps.setdefault(card, len(self.steps))

    def rung(self, rung: Rung) -> CardRung:
        options = ((self.text(row), self.text(words), self.text(how)) for row, words, how in rung.options)
        return CardRung(self.text(rung.tier), rung.silent, tuple(options))


def _bit(truth: bool) -> Literal[0, 1]:
    return 1 if truth else 0


def _card(lesson: Lesson, said: _Said) -> Card:
    case = lesson.case
    return Card(
        id=case.id,
        difficulty=case.difficulty,
        narrative=case.narrative,
        facts=tuple((said.text(name), value) for name, value in case.facts.items()),
        graph=case.graph,
        tier=lesson.tier,
        rows=lesson.steps[-1].rows,
        steps=tuple(map(said.step, lesson.steps)),
        ladder=tuple(map(said.rung, lesson.ladder)),
        near=tuple((said.text(miss.attribute), miss.value, said.text(miss.words)) for miss in case.near),
    )


def read_deck(page: bytes) -> Deck:
    """The deck of a classroom page.

    Args:
        page: the content of the HTML file.

    Raises:
        GraphError: `not-a-class` if it is something else, or was changed.
    """
    found = _DECK.search(page)
    if found is None:
        raise _refused("this file is no classroom page")
    try:
        deck = msgspec.json.decode(spelled(found[1].decode()), type=Deck)
    except (ValueError, msgspec.DecodeError) as error:
        raise _refused(f"the cases of this page cannot be read: {error}") from None
    blank = msgspec.structs.replace(deck, id="")
    if hashlib.sha256(msgspec.json.encode(blank)).hexdigest()[: 2 * ID_BYTES] != deck.id:
        raise _refused("the cases of this page were changed")
    return deck


def _refused(message: str) -> GraphError:
    hint = "give the file that `decision-graph teach classroom` wrote, as the class had it"
    return GraphError(Diagnostic("not-a-class", message, hint=hint))
