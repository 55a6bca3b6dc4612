"""Read with pydot, and drawn by Graphviz: one chart, or a whole guideline in frames."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import pydot
import pytest

from decision_graph.export.engine import find_engine
from tests.export.formats.made import TARGETS, graph_ids, guideline, only

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the parser that pydot uses


@cache
def parsed(text: str) -> pydot.Dot:
    (graph,) = pydot.graph_from_dot_data(text) or [None]
    assert graph is not None
    return graph


def everything(graph: pydot.Graph) -> tuple[dict[str, dict[str, str]], list[tuple[str, str, dict[str, str]]]]:
    """Nodes and edges with their attributes, out of all frames."""
    nodes = {node.get_name().strip('"'): node.get_attributes() for node in graph.get_nodes()}
    edges = [(edge.get_source(), edge.get_destination(), edge.get_attributes()) for edge in graph.get_edges()]
    for inner in graph.get_subgraphs():
        more_nodes, more_edges = everything(inner)
        nodes |= more_nodes
        edges += more_edges
    return nodes, edges


@pytest.mark.parametrize("target", TARGETS)
def test_pydot_reads_every_question_row_and_answer(target: str) -> None:
    found = guideline(target.partition("/")[0])
    nodes, edges = everything(parsed(only(target, "dot")))
    whole = "/" not in target
    for id in graph_ids(target):
        graph, prefix = found.graphs[id], f"{id}/" if whole else ""
        for node in graph.nodes.values():
            about = nodes[f"{prefix}{node.id}"]
            assert (about["kind"], about["hit"]) == ("question", node.hit_policy)
        assert {f"{prefix}{row}" for row in graph.recommendations} <= set(nodes)
    frames = [frame.get_name().strip('"') for frame in parsed(only(target, "dot")).get_subgraphs()]
    assert [name for name in frames if name.startswith("cluster")] == (
        [f"cluster_{id}" for id in graph_ids(target)] if whole else []
    )
    assert sum("when" in about for _, _, about in edges) >= sum(
        len(node.edges) for id in graph_ids(target) for node in found.graphs[id].nodes.values()
    )


@pytest.mark.parametrize("target", ["mbc", "asthma/starting"])
def test_graphviz_draws_it_with_the_same_nodes(target: str, tmp_path: Path) -> None:
    nodes, edges = everything(parsed(only(target, "dot")))
    done = subprocess.run(
        [find_engine(None), "-Tjson"], input=only(target, "dot").encode(), capture_output=True, check=True
    )
    drawn = json.loads(done.stdout)
    names = {item["name"] for item in drawn["objects"] if "nodes" not in item and "subgraphs" not in item}
    assert names == {name for name in nodes if name not in ("node", "edge", "graph")}
    assert len(drawn["edges"]) == len(edges)
