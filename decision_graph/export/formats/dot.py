"""DOT: the chart in Graphviz's language, to be drawn or changed by other tools."""

from __future__ import annotations

from collections.abc import Iterator

from decision_graph.export import dot
from decision_graph.export.chart import chart
from decision_graph.export.files import File
from decision_graph.export.node_link import links, nodes
from decision_graph.export.request import Request
from decision_graph.graph import DecisionGraph

NEEDS = "guideline"
FOR = "Graphviz, and people who change a chart"


def render(request: Request) -> list[File]:
    """One file: the graph that is asked for, or all of them, each in a frame of its own."""
    guideline, drawn = request.guideline, request.pictures
    charts = [(one, chart(one), dict(_facts(guideline.graphs[one.id]))) for one in drawn]
    if len(charts) == 1:
        text = dot.dot(charts[0][0], charts[0][1], facts=charts[0][2])
        return [File(f"{request.name}.dot", text.encode())]
    jumps = [
        (f"{one.id}/{node.id}", f"{node.graph}/{guideline.graphs[node.graph].start}")
        for one in drawn
        for node in nodes(guideline.graphs[one.id])
        if node.graph in {other.id for other in drawn}
    ]
    text = dot.clusters(guideline.id, guideline.title, charts, jumps)
    return [File(f"{request.name}.dot", text.encode())]


def _facts(graph: DecisionGraph) -> Iterator[tuple[str, dict[str, str]]]:
    """What a program needs to read the chart back: kinds, whole texts and predicates."""
    leaves = {}
    for node in nodes(graph):
        if node.kind == "recommend":
            leaves[node.id] = {"leaf": node.id}
            continue
        more = {"hit": node.hit} if node.hit else {"goes_on": node.graph} if node.graph else {}
        yield node.id, {"kind": node.kind, "text": node.text, **more}
    for row in graph.recommendations.values():
        yield row.id, {"kind": "recommendation", "text": row.title}
    for link in links(graph):
        yield link.id, {"when": link.when, "answer": link.label, **leaves.get(link.target, {})}
