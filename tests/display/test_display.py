"""What a notebook shows: asked of IPython's own formatters, and read back by a parser."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from IPython.core.formatters import DisplayFormatter
from msgspec.structs import replace

from decision_graph import GraphError, Guideline, compare, draw, load_guideline, query
from decision_graph.display import html
from decision_graph.shown import DISPLAY

ELEMENTS = {
    *("div", "h3", "h4", "p", "small", "b", "span", "ul", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
KNOWN = {"step": "starting", "place": "clinic", "asthma": "confirmed", "age_years": 14}
"""Some questions have an answer then, and some have none."""

EVIL = '<script>alert("1")</script> & </svg> \u202e'


@pytest.fixture(scope="module")
def asthma(root: Path) -> Guideline:
    return load_guideline(root / "tests" / "fixtures" / "asthma")


class Reader(HTMLParser):
    """Collects the words, and fails where elements are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.seen: set[str] = set()
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)


def shown(thing: object, form: str) -> str:
    """What a notebook kernel sends of a thing."""
    data, _ = DisplayFormatter().format(thing)
    found: str = data[form]
    return found


def things(guideline: Guideline) -> list[object]:
    graph = guideline.graphs["starting"]
    shorter = replace(graph, recommendations=dict(list(graph.recommendations.items())[1:]))
    answer = query(guideline, {"step": "starting", "place": "clinic", "night_waking": True})
    changed = replace(guideline, graphs={**guideline.graphs, "starting": shorter})
    return [guideline, graph, answer, answer.trace, compare(guideline, changed)]


def test_everything_shows_itself_in_a_notebook(asthma: Guideline) -> None:
    for thing in things(asthma):
        page = Reader(shown(thing, "text/html"))
        assert page.text.strip() and "table" in page.seen
        assert page.seen <= ELEMENTS


def test_an_answer_shows_what_the_command_line_says(asthma: Guideline) -> None:
    answer = query(asthma, {"step": "starting", "place": "clinic", "night_waking": True})
    page = Reader(shown(answer, "text/html")).text
    for row in answer.rows:
        assert f"{row.row.id} {row.row.title}" in page
    for id in answer.possible:
        assert asthma.recommendations[id].title in page
    for question in answer.questions:
        assert question.ask in page
    assert asthma.disclaimer in page


def test_what_was_taken_open_and_closed_is_told_by_signs(asthma: Guideline) -> None:
    answer = query(asthma, KNOWN)
    page = shown(answer.trace, "text/html")
    assert "<b>● " in page and "? " in page and "× " in page


def test_authored_words_come_out_as_words(asthma: Guideline) -> None:
    graph = asthma.graphs["starting"]
    rows = {id: replace(row, title=EVIL) for id, row in graph.recommendations.items()}
    nodes = {
        id: replace(node, ask=EVIL, edges=tuple(replace(edge, label=EVIL) for edge in node.edges))
        for id, node in graph.nodes.items()
    }
    evil = replace(graph, title=EVIL, recommendations=rows, nodes=nodes)
    guideline = replace(asthma, title=EVIL, disclaimer=EVIL, graphs={**asthma.graphs, "starting": evil})
    found = [*things(guideline), compare(asthma, guideline)]
    for thing in found:
        page = Reader(shown(thing, "text/html"))
        assert "script" not in page.seen and 'alert("1")' in page.text


def test_charts_are_svg(asthma: Guideline) -> None:
    answer = query(asthma, KNOWN)
    plain, traced = draw(asthma, "starting"), draw(answer)
    for chart in (plain, traced):
        assert shown(chart, "image/svg+xml") == chart.svg
        ElementTree.fromstring(chart.svg)
    assert 'class="taken"' in traced.svg and "Heavy lines" in traced.svg
    assert 'class="taken"' not in plain.svg and "Heavy lines" not in plain.svg
    for row in asthma.graphs["starting"].recommendations:
        assert f">{row}<" in traced.svg
    assert draw(answer, "entry").svg != traced.svg
    with pytest.raises(GraphError, match="unknown-graph"):
        draw(asthma, "startin")


def test_nothing_is_displayed_of_anything_else() -> None:
    with pytest.raises(TypeError, match="int"):
        html(3)


def test_displaying_is_imported_when_a_notebook_asks_and_not_before() -> None:
    code = f"""
import sys
from decision_graph import load_guideline, query
answer = query(load_guideline("tests/fixtures/asthma"), {{}})
assert {DISPLAY!r} not in sys.modules
answer._repr_html_()
assert {DISPLAY!r} in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).resolve().parents[2])


def test_guidelines_are_pickled_and_shared_by_threads(asthma: Guideline) -> None:
    again = pickle.loads(pickle.dumps(asthma))
    facts = [{"step": "starting", "place": "clinic", "age_years": age} for age in range(0, 80, 4)]
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda each: query(again, each).status, facts))
    assert statuses == [query(asthma, each).status for each in facts]
    assert pickle.loads(pickle.dumps(query(asthma, facts[0]))).status == statuses[0]
