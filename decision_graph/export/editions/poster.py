"""Poster: the whole chart of a graph on one large sheet, for the wall."""

from __future__ import annotations

from collections.abc import Iterator

from decision_graph.export.document import Document
from decision_graph.export.frame import Paper
from decision_graph.export.pages import without_decisions
from decision_graph.export.posters import reached
from decision_graph.export.request import Request

FOR = "the wall of a clinic"
PAPERS = ("A3", "A2", "A1", "Tabloid")


def documents(request: Request, paper: Paper) -> Iterator[Document]:
    """A document for each graph."""
    for drawn in request.pictures:
        sheets = request.posters(drawn, paper)
        yield Document(
            f"{drawn.id}-poster-{paper.name}",
            drawn.title,
            drawn.version,
            sheets,
            (without_decisions(drawn) if len(sheets) == 1 else reached(drawn),),
        )
