"""PNG: the poster as pixels, for slides and messages."""

from __future__ import annotations

from decision_graph.export import pdf
from decision_graph.export.files import File
from decision_graph.export.formats import Request


def render(request: Request) -> list[File]:
    """One file for the first poster paper."""
    drawings = [request.poster(paper) for paper in request.poster_papers[:1]]
    return [File(f"{request.drawn.id}-poster.png", pdf.png([d])[0], (d,)) for d in drawings]
