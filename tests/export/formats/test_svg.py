"""What a screen reader says and a pointer shows: words and printed numbers, never the names of nodes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from decision_graph.export.editions import documents
from decision_graph.export.formats import render
from decision_graph.export.request import Request
from decision_graph.graph import Recommend
from tests.export.formats.made import guideline

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("id", ["third_line", "treatment_duration"])
def test_titles_are_words_and_say_what_the_chart_says(id: str) -> None:
    found = guideline("mbc")
    request = Request(found, (id,), ("poster",))
    (file,) = render("svg", request, tuple(documents(request)))
    root = ElementTree.fromstring(file.content)
    titles = [title.text or "" for title in root.iter(f"{SVG}title")]
    graph = found.graphs[id]
    hidden = {*graph.nodes, *(leaf for leaf, what in graph.leaves.items() if not isinstance(what, Recommend))}
    ours = {word for word in hidden if "_" in word}
    assert ours
    assert [title for title in titles if any(word in title for word in ours)] == []
    for node in graph.nodes.values():
        (said,) = {title for title in titles if title.startswith(node.ask) and all(
            edge.label in title for edge in node.edges)}  # fmt: skip
        assert said
    assert root.findtext(f"{SVG}desc")
    labelled = (root.get("aria-labelledby") or "").split()
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert set(labelled) <= set(ids)
    assert len(ids) == len(set(ids))
