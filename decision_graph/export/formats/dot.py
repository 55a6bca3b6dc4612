"""DOT: the chart in Graphviz's language, to be drawn or changed by other tools."""

from __future__ import annotations

from decision_graph.export import dot
from decision_graph.export.chart import chart
from decision_graph.export.files import File
from decision_graph.export.formats import Request


def render(request: Request) -> list[File]:
    """One file with the whole chart."""
    text = dot.dot(request.drawn, chart(request.drawn))
    return [File(f"{request.drawn.id}.dot", text.encode())]
