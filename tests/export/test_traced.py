"""The way of a patient on a page: every line that was followed is heavy from its answer to its end."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from decision_graph import Guideline, load_guideline
from decision_graph.export.check import check
from decision_graph.export.drawing import Drawing
from decision_graph.export.request import Request
from decision_graph.export.svg import svg
from decision_graph.export.traced import DIM, traced, way_of
from decision_graph.patient import make_patient, place
from decision_graph.traversal.walk import Trace, walk
from decision_graph.vocabulary import domain

LINES = ("first_line", "second_line", "third_line", "treatment_duration")


@pytest.fixture(scope="module")
def mbc(root: Path) -> Guideline:
    return load_guideline(root / "graphs" / "mbc")


@pytest.fixture(scope="module")
def posters(mbc: Guideline) -> dict[str, Drawing]:
    request = Request(mbc, LINES)
    return {drawn.id: request.poster(drawn) for drawn in request.pictures}


def traces(guideline: Guideline, graph: str, count: int, answered: float) -> list[Trace]:
    """The ways of some patients of whom some facts are known."""
    dice = random.Random(f"{graph} {answered}")
    found = []
    while len(found) < count:
        facts = dict(guideline.graphs[graph].given)
        for attribute in guideline.vocabulary.attributes.values():
            values = domain(attribute) or (0, 6, 12, 30)
            if attribute.name not in facts and dice.random() < answered:
                wider = {**facts, attribute.name: dice.choice(values)}
                facts = wider if place(guideline.space, wider) is not None else facts
        found.append(walk(guideline, make_patient(guideline.space, facts), graph))
    return found


def points_between(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """The middle of every piece of a line, and places near its corners."""
    return [
        (ax + (bx - ax) * share, ay + (by - ay) * share)
        for (ax, ay), (bx, by) in pairwise(points)
        for share in (0.03, 0.5, 0.97)
    ]


def states_at(page: Drawing, net: str, point: tuple[float, float]) -> set[str]:
    x, y = point
    found = set()
    for path in page.paths:
        for (ax, ay), (bx, by) in pairwise(path.points):
            inside = (
                min(ax, bx) - 0.02 <= x <= max(ax, bx) + 0.02
                and min(ay, by) - 0.02 <= y <= max(ay, by) + 0.02
            )
            if path.net == net and inside:
                found.add(path.state)
    return found


@pytest.mark.parametrize("graph", LINES)
@pytest.mark.parametrize("answered", [0.3, 0.9])
def test_a_line_is_as_heavy_as_the_best_answer_that_uses_it(
    mbc: Guideline, posters: dict[str, Drawing], graph: str, answered: float
) -> None:
    before = posters[graph]
    rank = {"closed": 0, "open": 1, "taken": 2}
    for trace in traces(mbc, graph, 12, answered):
        way = way_of(mbc.graphs[graph], trace)
        page = traced(before, way)
        assert not [fault for fault in check(page) if fault.severity == "error"]
        for path in before.paths:
            own = min(way.answers[path.answer], way.ends[path.end], key=rank.__getitem__)
            users = {
                min(way.answers[p.answer], way.ends[p.end], key=rank.__getitem__)
                for p in before.paths
                if p.net == path.net
            }
            for point in points_between(path.points):
                states = states_at(page, path.net, point)
                assert states, "no line may get lost"
                best = max(states, key=rank.__getitem__)
                assert rank[best] >= rank[own]
                assert best in users


@pytest.mark.parametrize("graph", LINES)
def test_what_is_taken_reaches_the_rows_that_the_trace_reaches(
    mbc: Guideline, posters: dict[str, Drawing], graph: str
) -> None:
    for trace in traces(mbc, graph, 20, 0.9):
        page = traced(posters[graph], way_of(mbc.graphs[graph], trace))
        certain = {
            row
            for arrival in trace.arrivals
            if arrival.certain and arrival.graph == graph
            for row in getattr(arrival.leaf, "rows", (arrival.leaf.id,))
        }
        heavy = {path.end for path in page.paths if path.state == "taken" and path.arrow}
        asked = {visit.node.id for visit in trace.visits if visit.certain and visit.graph == graph}
        assert heavy <= certain | asked
        reached = {group.id for group in page.groups if group.title.startswith("Reached")}
        assert reached == certain & {group.id for group in page.groups}
        shown = {group.id for group in page.groups if group.title.startswith("Asked")}
        assert shown == asked


def test_nothing_moves_and_nothing_is_left_out(mbc: Guideline, posters: dict[str, Drawing]) -> None:
    before = posters["first_line"]
    for trace in traces(mbc, "first_line", 5, 0.5):
        after = traced(before, way_of(mbc.graphs["first_line"], trace))
        for one, other in zip(before.groups, after.groups, strict=True):
            assert (one.id, one.outline) == (other.id, other.outline)
            assert len(one.words) == len(other.words)
            for plain, marked in zip(one.words, other.words, strict=True):
                assert plain.text == marked.text or marked.text in ("?", "×")


def test_it_is_told_without_colour(mbc: Guideline, posters: dict[str, Drawing]) -> None:
    facts = {"line": "first", "her2_status": "negative", "hr_status": "positive"}
    trace = walk(mbc, make_patient(mbc.space, facts), "first_line")
    text = svg(traced(posters["first_line"], way_of(mbc.graphs["first_line"], trace)))
    ElementTree.fromstring(text)
    widths = {state: set(re.findall(rf'class="{state}" stroke="[^"]+" stroke-width="([^"]+)"', text))
              for state in ("taken", "open", "closed")}  # fmt: skip
    assert all(len(found) == 1 for found in widths.values()), widths
    assert len(set.union(*widths.values())) == 3
    assert re.search('class="open"[^>]+stroke-dasharray', text)
    assert not re.search('class="taken"[^>]+stroke-dasharray', text)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_grey_is_legible() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for ground in ("#ffffff", "#e6e6e6"):
        assert (light(ground) + 0.05) / (light(DIM) + 0.05) >= 4.5
