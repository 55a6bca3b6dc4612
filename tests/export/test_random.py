"""Any graph can be drawn, and no drawing breaks a rule of geometry."""

from __future__ import annotations

from xml.etree import ElementTree

import pydot
import pytest
from hypothesis import Phase, given, settings

from decision_graph.export import dot
from decision_graph.export.book import book
from decision_graph.export.chart import chart
from decision_graph.export.check import check
from decision_graph.export.frame import NORMAL, PAPERS
from decision_graph.export.pages import poster
from decision_graph.export.picture import picture
from decision_graph.export.plan import Plan
from decision_graph.export.svg import svg
from decision_graph.graph import Guideline
from tests.export.graphs import guidelines


@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])  # shrinking a drawing takes minutes
@given(guidelines(largest=6))
def test_any_graph_can_be_drawn_within_the_rules(guideline: Guideline) -> None:
    drawn = picture(guideline, guideline.graphs["g"])
    booklet = book(Plan("booklet", "Booklet", guideline, (drawn,), PAPERS["A4"], NORMAL))
    for drawing in (poster(drawn), *booklet.pages):
        assert check(drawing) == []
        ElementTree.fromstring(svg(drawing))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the parser that pydot uses
@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
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
