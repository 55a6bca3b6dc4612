"""HTML: the interactive page of a whole guideline, one file that needs no network."""

from __future__ import annotations

from decision_graph.export.files import File
from decision_graph.export.page.html import page
from decision_graph.export.request import Request

NEEDS = "guideline"
FOR = "a telephone or a computer, without a network"


def render(request: Request) -> list[File]:
    """One file with every chart that is asked for, and the answers of all graphs."""
    return [File(f"{request.name}.html", page(request).encode())]
