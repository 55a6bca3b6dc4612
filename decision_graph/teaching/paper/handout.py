"""Handout: the cases that are printed together, with their lessons and answers, and how they are printed."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import msgspec

from decision_graph.export.frame import LARGE, NORMAL, PAPERS, Paper, Scale
from decision_graph.export.picture import Picture, pictures
from decision_graph.graph import Guideline
from decision_graph.teaching.cases import TeachingCase, key_of
from decision_graph.teaching.lesson import Lesson, make_lesson
from decision_graph.traversal.answer import Answer

PAPER_NAMES: Final = ("A4", "Letter")
"""The papers that handouts can be printed on, the usual one first."""


class Handout(msgspec.Struct, frozen=True, dict=True):
    """What is printed.

    Attributes:
        graph: the graph that is asked directly; None for the guideline's entry.
        cases: in the order in which they are printed.
        drawn: how the cases came about, for example "seed 7", so that a key is found for its worksheet.
        tier: the only one that cases were drawn from; empty for all. Cases of other tiers have the same ids.
        paper: one of `PAPER_NAMES`.
        large: in large print; no text is smaller than 12 points.
        colour: in colour instead of black, white and grey.
    """

    guideline: Guideline
    graph: str | None
    cases: tuple[TeachingCase, ...]
    drawn: str = ""
    tier: str = ""
    paper: str = "A4"
    large: bool = False
    colour: bool = False

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """The content of every chart."""
        return pictures(self.guideline)

    @property
    def first(self) -> Picture:
        """The picture from which source, version and disclaimer are taken, under the handout's title."""
        id = self.graph if self.graph is not None else self.guideline.entry
        return self.pictures[id]

    @property
    def title(self) -> str:
        """Of the graph, or of the guideline."""
        return self.first.title if self.graph is not None else self.first.guideline

    @property
    def name(self) -> str:
        """The beginning of the files' names."""
        return self.graph if self.graph is not None else self.guideline.id

    @property
    def scale(self) -> Scale:
        """The sizes of text."""
        return LARGE if self.large else NORMAL

    @property
    def upright(self) -> Paper:
        """The paper in portrait."""
        paper = PAPERS[self.paper]
        return msgspec.structs.replace(paper, width=paper.height, height=paper.width, margin=28.0)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The key of each case: what `query` says."""
        return tuple(key_of(self.guideline, case) for case in self.cases)

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """Each case as questions."""
        return tuple(make_lesson(self.guideline, case) for case in self.cases)

    @property
    def counted(self) -> str:
        """How many cases there are, and which."""
        count = len(self.cases)
        return ", ".join(part for part in (f"{count} case{'' if count == 1 else 's'}", self.drawn) if part)

    def tier_label(self, place: int) -> str:
        """The tier of a case in words; empty where it is not known, or where there are no tiers."""
        tier = self.lessons[place].tier
        return next((known.label for known in self.guideline.tiers if known.id == tier), "")
