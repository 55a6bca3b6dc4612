"""PNG: every page of an edition as pixels, for slides and messages."""

from __future__ import annotations

from decision_graph.export import pdf
from decision_graph.export.document import Document
from decision_graph.export.files import File, page_name
from decision_graph.export.request import Request

NEEDS = "document"
FOR = "slides and messages"


def render(document: Document, request: Request) -> list[File]:
    """A file for each page, at `request.resolution` dots per inch."""
    pictures = pdf.png(document.pages, request.resolution)
    return [
        File(f"{page_name(document.name, place, len(pictures))}.png", content, (page,))
        for place, (content, page) in enumerate(zip(pictures, document.pages, strict=True), 1)
    ]
