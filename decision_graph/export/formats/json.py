"""JSON: the graphs as lists of nodes and edges, with predicates as text and as trees, for programs."""

from __future__ import annotations

from decision_graph.export.files import File
from decision_graph.export.node_link import document
from decision_graph.export.request import Request

NEEDS = "guideline"
FOR = "programs"
DRAWS = False


def render(request: Request) -> list[File]:
    """One file: the graph that is asked for, or all of them, by the schema of `node_link.Document`."""
    import msgspec

    graphs = [request.guideline.graphs[one.id] for one in request.pictures]
    content = msgspec.json.encode(document(request.guideline, graphs))
    return [File(f"{request.name}.json", msgspec.json.format(content, indent=1) + b"\n")]
