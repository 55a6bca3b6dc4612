"""Random graphs with joins, forks, hostile words and no tiers: every format of text is made and read back."""

from __future__ import annotations

import csv
import json
from io import StringIO
from xml.etree import ElementTree

import cmarkgfm
import jsonschema
import networkx as nx
from cmarkgfm.cmark import Options
from hypothesis import given, settings

from decision_graph.export.formats import draws, known, render
from decision_graph.export.formats.graphml import network
from decision_graph.export.node_link import schema
from decision_graph.export.request import Request
from decision_graph.graph import Guideline
from tests.export.graphs import guidelines

CHECKER = jsonschema.Draft202012Validator(schema())


@given(guidelines())
@settings(max_examples=40)
def test_every_format_of_text_is_made_and_read_back(guideline: Guideline) -> None:
    request = Request(guideline)
    files = {
        file.name.partition(".")[2]: file.content.decode("utf-8-sig")
        for format in known()
        if not draws(format)
        for file in render(format, request, ())
    }
    (graph,) = guideline.graphs.values()
    edges = [edge for node in graph.nodes.values() for edge in node.edges]
    CHECKER.validate(json.loads(files["json"]))
    lines = list(csv.reader(StringIO(files["csv"], newline=""), strict=True))
    assert len(lines) == 1 + len(edges)  # the table of answers, made after that of cells
    read = nx.parse_graphml(files["graphml"], force_multigraph=True)
    assert dict(read.nodes(data=True)) == dict(network(guideline, [graph.id]).nodes(data=True))
    html = cmarkgfm.markdown_to_html_with_extensions(
        files["md"], options=Options.CMARK_OPT_UNSAFE, extensions=["table"]
    )
    page = ElementTree.fromstring(f"<page>{html.replace('<br>', '<br/>')}</page>")
    targets = {anchor.get("id") for anchor in page.iter("a")}
    assert {a.get("href", "#")[1:] for a in page.iter("a") if a.get("href")} <= targets
    rows = list(page.iter("tr"))
    assert len(rows) == 1 + len(graph.recommendations)
    assert files["mmd"].count("-->|") + files["mmd"].count("---") >= len(edges)
