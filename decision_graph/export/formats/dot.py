"""DOT: the chart in Graphviz's language, to be drawn or changed by other tools."""

from __future__ import annotations

from decision_graph.export import dot
from decision_graph.export.chart import chart
from decision_graph.export.files import File
from decision_graph.export.picture import Picture
from decision_graph.export.request import Request

NEEDS = "picture"


def render(drawn: Picture, request: Request) -> list[File]:
    """One file with the whole chart."""
    text = dot.dot(drawn, chart(drawn))
    return [File(f"{drawn.id}.dot", text.encode())]
