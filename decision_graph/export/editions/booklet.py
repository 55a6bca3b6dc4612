"""Booklet: the chart in parts on sheets that an office printer takes, with all notes."""

from __future__ import annotations

from collections.abc import Iterator

from decision_graph.export import pages
from decision_graph.export.document import Document
from decision_graph.export.frame import Paper
from decision_graph.export.request import Request

PAPERS = ("A4", "Letter")


def documents(request: Request, paper: Paper) -> Iterator[Document]:
    """A booklet for each graph."""
    for drawn in request.pictures:
        sheets = pages.booklet(drawn, paper, request.engine)
        yield Document(f"{drawn.id}-booklet-{paper.name}", drawn.title, drawn.version, sheets)
