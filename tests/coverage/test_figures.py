"""The figures: routes counted like routes walked, subpopulations like answers met."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from decision_graph.coverage import Box, figures, places, silences
from decision_graph.coverage.figures import routes
from decision_graph.graph import DecisionGraph, DecisionNode, Edge, Silent
from decision_graph.loading import load_guideline
from decision_graph.predicate.terms import Always

ASTHMA, MBC = load_guideline("tests/fixtures/asthma"), load_guideline("mbc")


def walked(graph: DecisionGraph, id: str) -> Iterator[str]:
    """A leaf for each path to it, walked one by one."""
    if id in graph.leaves:
        yield id
    else:
        for edge in graph.nodes[id].edges:
            yield from walked(graph, edge.to)


@pytest.mark.parametrize("graph", [*ASTHMA.graphs.values(), *MBC.graphs.values()], ids=lambda graph: graph.id)
def test_routes_counted_like_routes_walked(graph: DecisionGraph) -> None:
    assert routes(graph) == len(list(walked(graph, graph.start)))


def test_routes_are_counted_without_walking_them() -> None:
    """A ladder of 300 questions with two answers each has 2 ** 300 routes."""
    edges = {n: tuple(Edge(str(k), Always(), f"n{n + 1}") for k in (1, 2)) for n in range(300)}
    nodes = {f"n{n}": DecisionNode(f"n{n}", "?", edges[n]) for n in edges}
    ladder = DecisionGraph("ladder", "Ladder", "n0", nodes, {"n300": Silent("n300", "the end")})
    assert routes(ladder) == 2**300


def test_routes_of_the_whole_go_through_every_graph() -> None:
    found = figures(ASTHMA)
    inner = found.graphs["starting"].routes + found.graphs["stepping_up"].routes
    assert found.whole.routes == found.graphs["entry"].routes - 2 + inner


def test_figures_of_the_shipped_guideline() -> None:
    found, vocabulary = figures(MBC), MBC.vocabulary
    assert sum(found.items.values()) == sum(found.obtained.values()) == len(vocabulary.attributes)
    assert sum(found.interventions.values()) == len(vocabulary.interventions)
    assert 0 < found.coded < len(vocabulary.attributes)
    assert found.whole.patients == found.whole.proved
    assert found.whole.patients is not None and found.whole.patients > 1_000_000
    assert found.whole.rows == 46
    assert all(graph.proved == graph.patients for graph in found.graphs.values())
    assert all((graph.subpopulations or 0) >= graph.leaves // 2 for graph in found.graphs.values())


def test_places_both_ways() -> None:
    boxes = {("starting", "1.3"): Box("1.3", 2)}
    found = {place.row.id: place for place in places(ASTHMA, boxes)}
    assert found["1.3"].leaves == ("1.3", "both_rows")
    assert found["1.3"].questions == ("age", "young")
    assert found["1.3"].box == Box("1.3", 2)
    assert found["1.4"].box is None
    assert {id for id, place in found.items() if not place.leaves} == set()
    assert [silence.leaf.id for silence in silences(ASTHMA, {})] == ["step_down", "never_assessed"]
    assert silences(ASTHMA, {})[0].questions == ("control",)
