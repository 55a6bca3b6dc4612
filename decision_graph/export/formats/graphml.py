"""GraphML: questions, leaves and rows as one graph, for programs that analyse or draw graphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from decision_graph.export.files import File
from decision_graph.export.node_link import links, nodes
from decision_graph.export.request import Request
from decision_graph.export.words import visible
from decision_graph.graph import Guideline, Recommendation, option_words
from decision_graph.predicate.text import to_text

if TYPE_CHECKING:
    import networkx as nx

NEEDS = "guideline"
FOR = "programs that analyse or draw graphs"
DRAWS = False


def render(request: Request) -> list[File]:
    """One file: the graph that is asked for, or all of them, joined where one goes on in another."""
    import networkx as nx

    ids = [one.id for one in request.pictures]
    lines = nx.generate_graphml(network(request.guideline, ids))
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines])
    return [File(f"{request.name}.graphml", (text + "\n").encode())]


def network(guideline: Guideline, graph_ids: list[str]) -> nx.MultiDiGraph[str]:
    """Graphs of a guideline as one networkx graph whose data are plain texts and numbers.

    A node is called GRAPH/ID. Its `kind` is that of `decision_graph.export.node_link`, or `recommendation`
    for a row. Edges are answers, or `recommends` from a leaf to its rows, or `goes on` to another graph.
    """
    import networkx as nx

    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        guideline=guideline.id, title=visible(guideline.title), version=visible(guideline.version),
        digest=guideline.digest, disclaimer=visible(guideline.disclaimer),
    )  # fmt: skip
    homes = {row: id for id, graph in guideline.graphs.items() for row in graph.recommendations}
    for id in graph_ids:
        graph = guideline.graphs[id]
        for node in nodes(graph):
            if node.rows != (node.id,):  # a leaf of its own row alone is that row
                data = {"kind": node.kind, "graph": id, "text": visible(node.text)}
                data |= {"hit": node.hit} if node.hit else {}
                made.add_node(f"{id}/{node.id}", **data)
        for row in graph.recommendations.values():
            made.add_node(f"{id}/{row.id}", kind="recommendation", graph=id, **dict(_row(guideline, row)))
        made.nodes[f"{id}/{graph.start}"]["role"] = "start"
    for id in graph_ids:
        for link in links(guideline.graphs[id]):
            data = {"label": visible(link.label), "when": visible(link.when)}
            _join(
                made, id, link.source, f"{id}/{link.target}", link.id, kind="answer", place=link.place, **data
            )
        for node in nodes(guideline.graphs[id]):
            for name in node.rows:
                if name != node.id and homes[name] in graph_ids:
                    _join(made, id, node.id, f"{homes[name]}/{name}", f"{node.id}>{name}", kind="recommends")
            if node.graph in graph_ids:
                start = f"{node.graph}/{guideline.graphs[node.graph].start}"
                _join(made, id, node.id, start, f"{node.id}>{node.graph}", kind="goes on")
    return made


def _join(made: nx.MultiDiGraph[str], graph: str, source: str, end: str, id: str, **data: str | int) -> None:
    made.add_edge(f"{graph}/{source}", end, f"{graph}/{id}", **data)


def _row(guideline: Guideline, row: Recommendation) -> Iterator[tuple[str, str]]:
    """The data of a row: its words, its population, and what it offers in each tier."""
    yield "text", visible(row.title)
    yield "population", visible(to_text(row.population))
    yield "outranks", " ".join(other.row for other in row.outranks)
    for tier, cell in row.cells.items():
        offers = (
            option_words(option, guideline.vocabulary)
            + ("" if option.when is None else f" if {to_text(option.when)}")
            for option in cell.options
        )
        yield f"tier_{tier}", visible("; ".join(offers))
