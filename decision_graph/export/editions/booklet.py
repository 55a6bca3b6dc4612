"""Booklet: everything on sheets that an office printer takes: charts in parts, rows in full, notes, index."""

from __future__ import annotations

from collections.abc import Iterator

from decision_graph.export.book import book
from decision_graph.export.document import Document
from decision_graph.export.frame import NORMAL, Paper
from decision_graph.export.plan import Plan
from decision_graph.export.request import Request

FOR = "the consulting room"
PAPERS = ("A4", "Letter")


def documents(request: Request, paper: Paper) -> Iterator[Document]:
    """One booklet of everything that is asked for."""
    name = f"{request.name}-booklet-{paper.name}"
    yield book(Plan(name, request.title, request.guideline, request.pictures, paper, NORMAL, request.engine))
