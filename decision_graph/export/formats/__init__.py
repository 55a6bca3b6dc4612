"""Formats: one module each, found by its name; a module here is a format without further ado.

A format's module has a function `render(request) -> list[File]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from decision_graph.diagnostics import GraphError
from decision_graph.export import pages
from decision_graph.export.check import check
from decision_graph.export.drawing import Drawing
from decision_graph.export.files import File
from decision_graph.export.frame import Paper
from decision_graph.export.picture import Picture


class Request:
    """What is to be drawn. Posters and pages are laid out once, for all formats that show them."""

    def __init__(self, drawn: Picture, papers: tuple[Paper, ...], engine: str | None = None) -> None:
        self.drawn = drawn
        self.papers = papers
        self.engine = engine
        self.poster = cache(self._poster)
        self.booklet = cache(self._booklet)

    @property
    def poster_papers(self) -> tuple[Paper, ...]:
        """The papers on which the whole chart goes; the first one is that of formats without paper."""
        return tuple(paper for paper in self.papers if paper.poster)

    @property
    def page_papers(self) -> tuple[Paper, ...]:
        """The papers on which the chart goes in parts."""
        return tuple(paper for paper in self.papers if not paper.poster)

    def _poster(self, paper: Paper) -> Drawing:
        drawing = pages.poster(self.drawn, paper, self.engine)
        _require_good((drawing,))
        return drawing

    def _booklet(self, paper: Paper) -> tuple[Drawing, ...]:
        drawings = pages.booklet(self.drawn, paper, self.engine)
        _require_good(drawings)
        return drawings


def _require_good(drawings: Sequence[Drawing]) -> None:
    """Raise what breaks a rule before any format is made of it."""
    faults = [fault for drawing in drawings for fault in check(drawing) if fault.severity == "error"]
    if faults:
        raise GraphError(dict.fromkeys(faults))


def known() -> tuple[str, ...]:
    """The names of all formats."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def render(format: str, request: Request) -> list[File]:
    """The files that a format makes."""
    module = import_module(f"{__name__}.{format}")
    files: list[File] = module.render(request)
    return files
