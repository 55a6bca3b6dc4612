"""Read with the parser of the code host: a table for each graph, links that lead somewhere, nothing else."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from decision_graph.export.picture import NOTHING, picture
from tests.export.formats.made import TARGETS, graph_ids, guideline, only


def page(text: str) -> ElementTree.Element:
    """A page as the code host makes it of Markdown."""
    html = cmarkgfm.markdown_to_html_with_extensions(
        text, options=Options.CMARK_OPT_UNSAFE, extensions=["table", "autolink", "strikethrough", "tasklist"]
    )
    return ElementTree.fromstring(f"<page>{html.replace('<br>', '<br/>')}</page>")


@pytest.mark.parametrize("target", TARGETS)
def test_every_link_leads_to_a_place_on_the_page(target: str) -> None:
    root = page(only(target, "markdown"))
    places = [anchor.get("id") for anchor in root.iter("a") if anchor.get("id")]
    assert len(places) == len(set(places))
    links = {anchor.get("href", "") for anchor in root.iter("a")} - {""}
    inside = {link for link in links if link.startswith("#")}
    assert inside <= {f"#{place}" for place in places}
    assert {link for link in links - inside if not re.match("https?:", link)} == set()


@pytest.mark.parametrize("target", TARGETS)
def test_the_tables_have_every_row_by_tier(target: str) -> None:
    found = guideline(target.partition("/")[0])
    root = page(only(target, "markdown"))
    tables = iter(root.iter("table"))
    for id in graph_ids(target):
        graph = found.graphs[id]
        if not graph.recommendations:
            continue
        lines = [["".join(cell.itertext()) for cell in line] for line in next(tables).iter("tr")]
        drawn = picture(found, graph)
        assert lines[0] == ["No.", "Patient group", *(f"{tier.label} {tier.mark}" for tier in drawn.tiers)]
        assert [line[0] for line in lines[1:]] == list(graph.recommendations)
        rows = {row.id: row for row in drawn.rows}
        for line in lines[1:]:
            for text, cell in zip(line[2:], rows[line[0]].cells, strict=True):
                offers = [" ".join(offer.text.split()) for offer in cell.offers] or [NOTHING]
                assert [offer for offer in offers if offer not in text] == []
    assert next(tables, None) is None


@pytest.mark.parametrize("target", TARGETS)
def test_every_question_answer_note_and_minus_arrives(target: str) -> None:
    found = guideline(target.partition("/")[0])
    text = " ".join("".join(page(only(target, "markdown")).itertext()).split())
    assert found.disclaimer in text
    for id in graph_ids(target):
        drawn = picture(found, found.graphs[id])
        said = [question.ask for question in drawn.questions]
        said += [answer.label for question in drawn.questions for answer in question.answers]
        said += [note.text for note in (*drawn.notes, *drawn.decisions)]
        said += [words for pair in drawn.abbreviations for words in pair]
        said += [row.across for row in drawn.rows]
        assert [words for words in said if " ".join(words.split()) not in text] == []
