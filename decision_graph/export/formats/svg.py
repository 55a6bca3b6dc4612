"""SVG: the poster as a scalable picture whose text is text."""

from __future__ import annotations

from decision_graph.export.files import File
from decision_graph.export.formats import Request
from decision_graph.export.svg import svg


def render(request: Request) -> list[File]:
    """One file for the first poster paper."""
    drawings = [request.poster(paper) for paper in request.poster_papers[:1]]
    return [File(f"{request.drawn.id}-poster.svg", svg(drawing).encode(), (drawing,)) for drawing in drawings]
