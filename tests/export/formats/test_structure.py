"""The committed DOT files as the system's Graphviz draws them: our nodes, our lines, our ranks."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from decision_graph.export import dot
from decision_graph.export.chart import Chart, chart
from decision_graph.export.engine import find_engine
from decision_graph.export.layout import card_columns
from decision_graph.export.picture import picture, pictures
from tests.export.formats.made import ROOT, guideline
from tests.export.graphs import random_guideline
from tests.export.programs import program

PICTURES = pictures(guideline("mbc"))
FILES = sorted((ROOT / "exports" / "mbc").glob("*.dot"))


@cache
def drawn(path: Path, engine: str) -> dict[str, Any]:
    done = subprocess.run([engine, "-Tjson"], input=path.read_bytes(), capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def system() -> str:
    return program("dot", "graphviz")


def centres(found: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """The middle of every node, from the left and from the bottom."""
    nodes = (item for item in found["objects"] if "pos" in item)
    return {item["name"]: tuple(map(float, item["pos"].split(","))) for item in nodes}


def lines(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Every line as source, answer and end."""
    names = {item["_gvid"]: item["name"] for item in found["objects"]}
    return [(names[e["tail"]], e["tailport"].partition(":")[0], names[e["head"]]) for e in found["edges"]]


def ranks(found: dict[str, Any], ids: Iterator[str]) -> dict[str, int]:
    """The rank of each node, from the left."""
    places = centres(found)
    left = {id: round(places[dot.name(id)][0]) for id in ids}
    order = {x: rank for rank, x in enumerate(sorted(set(left.values())))}
    return {id: order[x] for id, x in left.items()}


def ours(path: Path) -> Chart:
    return chart(PICTURES[path.stem])


def test_there_is_a_file_for_every_chart_on_the_wall() -> None:
    assert {path.stem for path in FILES} == {
        id for id, picture in PICTURES.items() if any(row.kind == "recommendation" for row in picture.rows)
    }


def test_it_has_the_nodes_and_the_lines_of_our_chart(path: Path, system: str) -> None:
    found, whole = drawn(path, system), ours(path)
    ids = [*(card.id for card in whole.cards), *(row.id for row in whole.rows), dot.HEADING]
    assert set(centres(found)) == {dot.name(id) for id in ids}
    ports = {answer.id: f"a{k}" for card in whole.cards for k, answer in enumerate(card.answers)}
    expected = [
        (dot.name(link.source), ports[link.answer], dot.name(end))
        for link in whole.links
        for end in link.ends
    ]
    assert sorted(lines(found)) == sorted(expected)


def test_its_ranks_are_our_columns_without_a_ladder(path: Path, system: str) -> None:
    found, whole = drawn(path, system), ours(path)
    columns = card_columns(whole, {})
    rank = ranks(found, iter([*columns, *(row.id for row in whole.rows)]))
    assert {rank[row.id] for row in whole.rows} == {max(columns.values()) + 1}
    for link in whole.links:
        assert all(rank[link.source] < rank[end] for end in link.ends)
    # Graphviz may move a question to the right, beside its answers' ends; never to the left of our column
    assert all(rank[id] >= column for id, column in columns.items())


def test_every_graphviz_gives_it_the_same_ranks_and_order(path: Path, system: str) -> None:
    packaged, whole = drawn(path, find_engine(None)), ours(path)
    found = drawn(path, system)
    ids = [*(card.id for card in whole.cards), *(row.id for row in whole.rows)]
    assert ranks(found, iter(ids)) == ranks(packaged, iter(ids))
    assert top_down(found, whole) == top_down(packaged, whole)


@pytest.mark.parametrize("seed", range(3))
def test_a_random_chart_arrives_whole(seed: int, system: str, tmp_path: Path) -> None:
    made = random_guideline(seed, 25)
    drawn_one = picture(made, made.graphs["g"])
    whole = chart(drawn_one)
    path = tmp_path / "g.dot"
    path.write_text(dot.dot(drawn_one, whole), "utf-8")
    assert set(centres(drawn(path, system))) - {dot.HEADING} == {
        dot.name(part.id) for part in (*whole.cards, *whole.rows)
    }
    assert len(lines(drawn(path, system))) == sum(len(link.ends) for link in whole.links)


def top_down(found: dict[str, Any], whole: Chart) -> list[str]:
    """The rows from top to bottom."""
    places = centres(found)
    return sorted((row.id for row in whole.rows), key=lambda id: -places[dot.name(id)][1])
