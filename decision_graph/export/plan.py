"""Plan: what a booklet is made of, and on which page each part of its charts stands."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.export.flow import Entry
from decision_graph.export.frame import Paper, Scale
from decision_graph.export.picture import Picture
from decision_graph.export.sizes import Block
from decision_graph.graph import Guideline


class Plan(msgspec.Struct, frozen=True):
    """What a booklet is made of.

    Attributes:
        edition: in words, below the title; may be empty.
        said: sections between the charts and the rows in full, for example what an edition leaves out.
    """

    name: str
    title: str
    guideline: Guideline
    pictures: tuple[Picture, ...]
    paper: Paper
    scale: Scale
    engine: str | None = None
    edition: str = ""
    said: tuple[Entry, ...] = ()

    @property
    def first(self) -> Picture:
        """The picture from which title, version and disclaimer are taken."""
        return self.pictures[0]

    @property
    def columns(self) -> int:
        """How many columns of text a page has."""
        return 2 if self.scale.text > 10 else 3

    def subtitle(self, sections: Sequence[Block]) -> str:
        """What begins on a page of text."""
        names = [" ".join("".join(run.text for run in line) for line in item.lines) for item in sections]
        return " · ".join(names) or self.edition or self.first.organisation


class Part(msgspec.Struct, frozen=True):
    """Questions of one graph that are drawn together: number `place` of all parts of its graph."""

    drawn: Picture
    questions: tuple[str, ...]
    place: int
    count: int

    @property
    def name(self) -> str:
        """The graph, and which part of it."""
        if self.count == 1:
            return self.drawn.title
        return f"{self.drawn.title}, part {self.place + 1} of {self.count}"

    @property
    def ask(self) -> str:
        """The question at which the part begins."""
        asks = {question.id: question.ask for question in self.drawn.questions}
        return asks[self.questions[0]] if self.questions else ""

    @property
    def anchor(self) -> str:
        """The name of its place in a document."""
        return f"part:{self.drawn.id}:{self.place}"


Sheet = tuple[Part, ...]
"""The parts that share a page."""


class Where:
    """On which page each part stands.

    Args:
        front: how many pages stand before the first chart.
    """

    def __init__(self, pictures: Sequence[Picture], sheets: Sequence[Sheet], front: int) -> None:
        self.sheets = tuple(sheets)
        self.parts: dict[str, list[Part]] = {drawn.id: [] for drawn in pictures}
        self.pages: dict[str, list[int]] = {drawn.id: [] for drawn in pictures}
        for number, sheet in enumerate(sheets, front + 1):
            for part in sheet:
                self.parts[part.drawn.id].append(part)
                self.pages[part.drawn.id].append(number)

    def page(self, part: Part) -> int:
        """The page of a part."""
        return self.pages[part.drawn.id][part.place]
