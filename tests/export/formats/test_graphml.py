"""Read back with networkx: the same nodes, edges and data."""

from __future__ import annotations

from xml.etree import ElementTree

import networkx as nx
import pytest

from decision_graph.export.formats.graphml import network
from tests.export.formats.made import TARGETS, graph_ids, guideline, only


@pytest.mark.parametrize("target", TARGETS)
def test_networkx_reads_the_same_graph(target: str) -> None:
    made = network(guideline(target.partition("/")[0]), graph_ids(target))
    read = nx.parse_graphml(only(target, "graphml"), force_multigraph=True)
    assert dict(read.nodes(data=True)) == dict(made.nodes(data=True))
    assert {edge[:3]: edge[3] for edge in read.edges(keys=True, data=True)} == {
        edge[:3]: edge[3] for edge in made.edges(keys=True, data=True)
    }
    assert made.graph.items() <= read.graph.items()


@pytest.mark.parametrize("target", TARGETS)
def test_every_question_leaf_and_row_is_reached_from_the_start(target: str) -> None:
    read = nx.parse_graphml(only(target, "graphml"), force_multigraph=True)
    starts = [id for id, data in read.nodes(data=True) if data.get("role") == "start"]
    assert len(starts) == len(graph_ids(target))
    assert nx.is_directed_acyclic_graph(read)
    assert set().union(*({start, *nx.descendants(read, start)} for start in starts)) == set(read)
    found = guideline(target.partition("/")[0])
    rows = {f"{id}/{row}" for id in graph_ids(target) for row in found.graphs[id].recommendations}
    assert {id for id, data in read.nodes(data=True) if data["kind"] == "recommendation"} == rows


def test_the_whole_guideline_is_one_graph_from_its_entry() -> None:
    read = nx.parse_graphml(only("mbc", "graphml"), force_multigraph=True)
    assert set(read) == {"entry/line", *nx.descendants(read, "entry/line")}


@pytest.mark.parametrize("target", TARGETS)
def test_no_id_comes_twice(target: str) -> None:
    root = ElementTree.fromstring(only(target, "graphml"))
    ids = [element.get("id") for element in root.iter() if element.get("id") is not None]
    assert len(ids) == len(set(ids))
