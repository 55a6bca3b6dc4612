"""Request: what is to be exported, and how; made once, and handed to every edition and format."""

from __future__ import annotations

from functools import cached_property

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export import pages
from decision_graph.export.check import require_good
from decision_graph.export.drawing import Drawing
from decision_graph.export.frame import PAPERS, Paper
from decision_graph.export.picture import Picture, pictures
from decision_graph.export.posters import posters
from decision_graph.export.short import shortened
from decision_graph.graph import Guideline
from decision_graph.patient import Patient


class Request(msgspec.Struct, frozen=True, dict=True):
    """What is to be exported.

    Attributes:
        graphs: ids of the graphs; every graph of the guideline when empty.
        editions: names of editions, for the formats that show pages.
        papers: the papers that are asked for; each edition has its own when empty.
        engine: Graphviz program whose order of the rows is tried where lines would cross; none by default.
        tier: the only tier that is shown, for the editions of a tier.
        patient: whose path is shown, for the editions of a patient.
        colour: in colour instead of black, white and grey.
        resolution: of pixels, in dots per inch.
    """

    guideline: Guideline
    graphs: tuple[str, ...] = ()
    editions: tuple[str, ...] = ("poster", "booklet")
    papers: tuple[Paper, ...] = ()
    engine: str | None = None
    tier: str | None = None
    patient: Patient | None = None
    colour: bool = False
    resolution: float = 200.0

    @property
    def name(self) -> str:
        """The beginning of the files' names: the graph's id, or the guideline's if there are several."""
        return self.graphs[0] if len(self.graphs) == 1 else self.guideline.id

    @property
    def title(self) -> str:
        """Of the graph, or of the guideline if there are several."""
        return self.pictures[0].title if len(self.graphs) == 1 else self.pictures[0].guideline

    @cached_property
    def every_picture(self) -> dict[str, Picture]:
        """The content of every graph of the guideline."""
        return pictures(self.guideline)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The content of every graph that is asked for."""
        return tuple(self.every_picture[id] for id in self.graphs or self.every_picture)

    @cached_property
    def _posters(self) -> dict[tuple[str, str], tuple[Drawing, ...]]:
        return {}

    def posters(self, drawn: Picture, paper: Paper = PAPERS["A3"]) -> tuple[Drawing, ...]:
        """The chart of one of `pictures` for the wall, laid out once for all formats that show it."""
        key = (drawn.id, paper.name)
        if key not in self._posters:
            made = posters(drawn, paper, self.engine)
            require_good(made)
            self._posters[key] = made
        return self._posters[key]

    def poster(self, drawn: Picture, paper: Paper = PAPERS["A3"], *, uncut: bool = False) -> Drawing:
        """The whole chart of one of `pictures` on one sheet.

        Args:
            uncut: leave long texts whole, for a sheet of which the notes are not shown.

        Raises:
            GraphError: page-too-small, if it needs several sheets.
        """
        if uncut and shortened([drawn]) != (drawn,):
            sheet = pages.poster(drawn, paper, self.engine, uncut=True)
            require_good((sheet,))
            return sheet
        made = self.posters(drawn, paper)
        if len(made) > 1:
            message = f"the chart {drawn.id!r} needs {len(made)} sheets of {paper.name}"
            raise GraphError(
                Diagnostic("page-too-small", message, hint="take a larger paper, or the booklet")
            )
        return made[0]
