"""Report: what learners missed, which wrong answers stood for which right ones, and how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import Final, Literal

import msgspec

from decision_graph.graph import Guideline
from decision_graph.teaching.lesson import NOTHING, SILENT, UNANSWERED
from decision_graph.teaching.results import Chosen
from decision_graph.teaching.store import Logged

By = Literal["question", "row", "tier", "learner"]

BY: Final[tuple[By, ...]] = ("question", "row", "tier", "learner")


class Tally(msgspec.Struct, frozen=True):
    """What became of the questions about one thing.

    Attributes:
        by: the kind of thing.
        id: a graph and its question, a row, a tier or a learner's code.
        words: the thing for people.
        asked, missed: how often, and how often not exactly the right choices were made.
        points, of: choices decided rightly, each by itself, and all of them.
        seconds: half of the answers took no longer.
        learners: how many different ones.
    """

    by: By
    id: str
    words: str
    asked: int
    missed: int
    points: int
    of: int
    seconds: float
    learners: int

    @property
    def share(self) -> float:
        """The share that was missed, from 0 to 1."""
        return self.missed / self.asked


class Confusion(msgspec.Struct, frozen=True):
    """A wrong choice, or a right one left out, with what would have been right."""

    question: str
    words: str
    chosen: str
    right: str
    times: int


class Report(msgspec.Struct, frozen=True):
    """What learners did.

    Attributes:
        guideline: name of what it is about.
        learners, sessions, choices, cases: how many.
        tallies: by kind, those that were missed most often first.
        confusions: the most frequent first.
        strangers: choices about other files of this guideline, counted as well.
    """

    guideline: str
    learners: int
    sessions: int
    cases: int
    choices: int
    tallies: dict[By, tuple[Tally, ...]]
    confusions: tuple[Confusion, ...]
    strangers: int


def make_report(guideline: Guideline, logged: Iterable[Logged], graph: str | None = None) -> Report:
    """What the log says about a guideline.

    Args:
        guideline: for the words.
        logged: choices, those about other guidelines included; they are left out.
        graph: only what was asked in this graph.
    """
    words = _Words(guideline)
    piles: dict[tuple[By, str], _Pile] = {}
    confused: Counter[tuple[str, str, str]] = Counter()
    learners, sessions, cases = set(), set(), set()
    choices = strangers = 0
    for entry in logged:
        choice = entry.choice
        if entry.guideline != guideline.id or (graph is not None and choice.graph != graph):
            continue
        choices += 1
        strangers += entry.digest != guideline.digest
        learners.add(entry.learner)
        sessions.add(entry.session)
        cases.add((entry.session, choice.case))
        correct, (agree, of) = choice.correct, choice.points
        for key in _keys(entry):
            pile = piles.get(key) or piles.setdefault(key, _Pile())
            pile.missed += not correct
            pile.points += agree
            pile.of += of
            pile.took.append(choice.took)
            pile.learners.add(entry.learner)
        if not correct:
            confused.update(_confused(choice, words))
    tallies = [_tally(by, id, words.thing(by, id), pile) for (by, id), pile in piles.items()]
    tallies.sort(key=lambda tally: (-tally.share, -tally.asked, tally.id))
    ordered = sorted(confused.items(), key=lambda item: (-item[1], item[0]))
    return Report(
        guideline=guideline.id,
        learners=len(learners),
        sessions=len(sessions),
        cases=len(cases),
        choices=choices,
        tallies={by: tuple(tally for tally in tallies if tally.by == by) for by in BY},
        confusions=tuple(
            Confusion(question, words.thing("question", question), chosen, right, times)
            for (question, chosen, right), times in ordered
        ),
        strangers=strangers,
    )


class _Pile:
    """What is counted of one thing, choice by choice: a class of a thousand makes many."""

    __slots__ = ("learners", "missed", "of", "points", "took")

    def __init__(self) -> None:
        self.missed = self.points = self.of = 0
        self.took: list[int] = []
        self.learners: set[str] = set()


def _keys(entry: Logged) -> Iterator[tuple[By, str]]:
    choice = entry.choice
    yield "question", f"{choice.graph}/{choice.place}"
    for row in choice.rows:
        yield "row", row
    if choice.tier:
        yield "tier", choice.tier
    yield "learner", entry.learner


def _tally(by: By, id: str, words: str, pile: _Pile) -> Tally:
    return Tally(
        by=by,
        id=id,
        words=words,
        asked=len(pile.took),
        missed=pile.missed,
        points=pile.points,
        of=pile.of,
        seconds=round(median(pile.took) / 1000, 1),
        learners=len(pile.learners),
    )


def _confused(choice: Chosen, words: _Words) -> Iterator[tuple[str, str, str]]:
    """The question, what was chosen in place of what, in words; what was left out if nothing wrong was."""
    wrong = [words.choice(choice, id) for id in choice.chosen if id not in choice.right]
    left_out = [f"left out: {words.choice(choice, id)}" for id in choice.right if id not in choice.chosen]
    right = "; ".join(words.choice(choice, id) for id in choice.right) or "none of them"
    for chosen in wrong or left_out:
        yield f"{choice.graph}/{choice.place}", chosen, right


class _Words:
    """What ids mean, as far as the guideline still has them."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self.tiers = {tier.id: tier.label for tier in guideline.tiers}

    def thing(self, by: By, id: str) -> str:
        """A question, row, tier or learner in words."""
        match by:
            case "question":
                graph, _, place = id.partition("/")
                return self._question(graph, place)
            case "row":
                found = self.guideline.recommendations.get(id)
                return found.title if found else id
            case "tier":
                return self.tiers.get(id, id)
            case "learner":
                return id

    def _question(self, graph: str, place: str) -> str:
        if place in _LAST:
            return _LAST[place]
        known = self.guideline.graphs.get(graph)
        node = known.nodes.get(place) if known else None
        return node.ask if node else place

    def choice(self, choice: Chosen, id: str) -> str:
        """A choice of a question in words."""
        if id in _SPECIAL:
            return _SPECIAL[id]
        if choice.kind == "rows":
            row = self.guideline.recommendations.get(id)
            return f"{id} {row.title}" if row else id
        if choice.kind == "question":
            known = self.guideline.graphs.get(choice.graph)
            node = known.nodes.get(choice.place) if known else None
            if node and id.isdecimal() and 1 <= int(id) <= len(node.edges):
                return node.edges[int(id) - 1].label or "otherwise"
        return id


_LAST: Final[Mapping[str, str]] = {
    "rows": "Which recommendations lead?",
    "options": "What can be offered in this setting?",
}

_SPECIAL: Final[Mapping[str, str]] = {
    SILENT: "the guideline says nothing",
    NOTHING: "nothing can be offered",
    UNANSWERED: "it cannot be told yet",
}
