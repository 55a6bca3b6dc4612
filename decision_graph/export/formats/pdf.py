"""PDF: all pages of an edition in one file, tagged for screen readers."""

from __future__ import annotations

from decision_graph.export import pdf
from decision_graph.export.document import Document
from decision_graph.export.files import File
from decision_graph.export.request import Request

NEEDS = "document"
FOR = "printers, and readers who listen"


def render(document: Document, request: Request) -> list[File]:
    """One file."""
    content = pdf.pdf(document.pages, document.title, document.date)
    return [File(f"{document.name}.pdf", content, document.pages, len(document.pages))]
