"""Large: the booklet in large print; no text is smaller than 12 points."""

from __future__ import annotations

from collections.abc import Iterator

from decision_graph.export.book import book
from decision_graph.export.document import Document
from decision_graph.export.frame import LARGE, Paper
from decision_graph.export.plan import Plan
from decision_graph.export.request import Request

FOR = "readers who need large print"
PAPERS = ("A4", "Letter")


def documents(request: Request, paper: Paper) -> Iterator[Document]:
    """One booklet of everything that is asked for."""
    name, guideline = f"{request.name}-large-{paper.name}", request.guideline
    yield book(
        Plan(name, request.title, guideline, request.pictures, paper, LARGE, request.engine, "Large print")
    )
