"""SVG: every page of an edition as a scalable picture whose text is text."""

from __future__ import annotations

from decision_graph.export.document import Document
from decision_graph.export.files import File, page_name
from decision_graph.export.request import Request
from decision_graph.export.svg import svg

NEEDS = "document"
FOR = "web pages"


def render(document: Document, request: Request) -> list[File]:
    """A file for each page."""
    count = len(document.pages)
    return [
        File(f"{page_name(document.name, place, count)}.svg", svg(page).encode(), (page,))
        for place, page in enumerate(document.pages, 1)
    ]
