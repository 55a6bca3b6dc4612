"""Any graph can be drawn, and no drawing breaks a rule of geometry."""

from __future__ import annotations

from xml.etree import ElementTree

import msgspec
import pydot
import pytest
from hypothesis import Phase, given, settings

from decision_graph.diagnostics import GraphError
from decision_graph.export import dot
from decision_graph.export.chart import chart
from decision_graph.export.check import check
from decision_graph.export.editions import documents
from decision_graph.export.frame import PAPERS
from decision_graph.export.picture import picture
from decision_graph.export.request import Request
from decision_graph.export.split import BOXES
from decision_graph.export.svg import svg
from decision_graph.graph import Guideline
from decision_graph.patient import make_patient
from tests.export.graphs import guidelines, random_facts, random_guideline, with_populations

SIZES = (6, 12, 25)
"""Questions and leaves of the graphs; `make charts` has two hundred of up to 300."""


@pytest.mark.parametrize("seed", range(9))
def test_any_graph_can_be_printed_within_the_rules(seed: int) -> None:
    made = random_guideline(seed, SIZES[seed % len(SIZES)])
    editions = ("booklet", "poster") if seed % 3 < 2 else ("booklet",)
    for document in documents(Request(made, ("g",), editions, (PAPERS["A4"], PAPERS["A1"]))):
        for page in document.pages:
            assert check(page) == []
            assert len([group for group in page.groups if group.role in ("card", "row")]) <= BOXES
        ElementTree.fromstring(svg(document.pages[-1]))


@pytest.mark.parametrize("seed", range(6))
def test_a_patient_of_any_graph_has_a_sheet(seed: int) -> None:
    made = with_populations(random_guideline(seed, SIZES[seed % len(SIZES)]))
    patient = make_patient(made.space, random_facts(seed, made))
    (document,) = documents(Request(made, ("g",), ("patient",), patient=patient))
    assert len(document.pages) == 1
    assert check(document.pages[0]) == []


@pytest.mark.parametrize("edition", ["large", "poster"])
def test_a_graph_of_fifty_boxes_is_printed_within_the_rules(edition: str) -> None:
    (document,) = documents(Request(random_guideline(10, 50), ("g",), (edition,), (PAPERS["A3"],)))
    assert len(document.pages) > 1
    assert [finding for page in document.pages for finding in check(page)] == []


@settings(max_examples=3, phases=[Phase.explicit, Phase.generate], deadline=None)
@given(guidelines(largest=5))
def test_hostile_texts_are_printed_within_the_rules(guideline: Guideline) -> None:
    for document in documents(Request(guideline, ("g",), ("booklet",))):
        for page in document.pages:
            assert [finding for finding in check(page) if finding.slug != "page-half-empty"] == []
            ElementTree.fromstring(svg(page))


def test_a_letter_that_the_typeface_lacks_is_named_with_its_text() -> None:
    made = random_guideline(1, 6)
    graph = made.graphs["g"]
    node = msgspec.structs.replace(graph.nodes["q0"], ask="What is 漢字?")
    graph = msgspec.structs.replace(graph, nodes={**graph.nodes, "q0": node})
    with pytest.raises(GraphError, match=r"q0: “.*What is 漢字\?” has letters .* 漢 \(U\+6F22\), 字"):
        list(documents(Request(msgspec.structs.replace(made, graphs={"g": graph}), ("g",), ("poster",))))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the parser that pydot uses
@settings(max_examples=6, phases=[Phase.explicit, Phase.generate])
@given(guidelines())
def test_pydot_reads_the_same_nodes_and_edges(guideline: Guideline) -> None:
    drawn = picture(guideline, guideline.graphs["g"])
    part = chart(drawn)
    (read,) = pydot.graph_from_dot_data(dot.dot(drawn, part))
    found = {
        node.get_name().strip('"') for graph in (read, *read.get_subgraphs()) for node in graph.get_nodes()
    }
    expected = {card.id for card in part.cards} | {row.id for row in part.rows}
    assert found - {"node", "edge", "graph", dot.HEADING} == expected
    lines = sorted((e.get_source().split(":")[0].strip('"'), e.get_destination().rsplit(":", 2)[0].strip('"'))
                   for e in read.get_edges())  # fmt: skip
    assert lines == sorted((link.source, end) for link in part.links for end in link.ends)
