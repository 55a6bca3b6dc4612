"""Both tables read back: every cell and every answer, and no text that a spreadsheet would compute."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.export.formats.csv import _safe
from decision_graph.export.words import visible
from decision_graph.graph import Recommend
from decision_graph.predicate.parser import parse
from tests.export.formats.made import TARGETS, graph_ids, guideline, made


def table(target: str, kind: str) -> list[dict[str, str]]:
    (content,) = (text for name, text in made(target, "csv").items() if name.endswith(f"-{kind}.csv"))
    assert content.startswith(b"\xef\xbb\xbf"), (
        "without the mark a spreadsheet spoils every letter beyond ASCII"
    )
    text = content.decode("utf-8-sig")
    assert re.sub("\r\n", "", text).count("\n") == 0
    lines = list(csv.reader(StringIO(text, newline=""), strict=True))
    assert {len(line) for line in lines} == {len(lines[0])}
    return [
        {key: value.removeprefix("'") for key, value in zip(lines[0], line, strict=True)}
        for line in lines[1:]
    ]


@pytest.mark.parametrize("target", TARGETS)
def test_there_is_one_line_for_each_cell(target: str) -> None:
    found = guideline(target.partition("/")[0])
    tiers = {tier.id: tier.label for tier in found.tiers}
    rows = [(id, row) for id in graph_ids(target) for row in found.graphs[id].recommendations.values()]
    lines = table(target, "cells")
    assert [(line["graph"], line["row"], line["tier"]) for line in lines] == [
        (id, row.id, tiers[tier]) for id, row in rows for tier in tiers if tier in row.cells
    ]
    for line in lines:
        row = found.graphs[line["graph"]].recommendations[line["row"]]
        assert parse(line["population_predicate"]) == row.population
        cell = next(cell for tier, cell in row.cells.items() if tiers[tier] == line["tier"])
        assert line["options"].count("; ") >= len(cell.options) - 1
        given = [
            found.vocabulary.interventions[id].name for option in cell.options for id in option.interventions
        ]
        assert [name for name in given if name.casefold() not in line["options"].casefold()] == []


@pytest.mark.parametrize("target", TARGETS)
def test_the_answers_are_a_decision_table_that_leads_to_the_same_places(target: str) -> None:
    found = guideline(target.partition("/")[0])
    lines = iter(table(target, "answers"))
    for id in graph_ids(target):
        for node in found.graphs[id].nodes.values():
            for edge in node.edges:
                line = next(lines)
                assert (line["graph"], line["question"], line["hit_policy"]) == (id, node.id, node.hit_policy)
                assert (None if line["when"] == "otherwise" else parse(line["when"])) == edge.when
                leaf = found.graphs[id].leaves.get(edge.to)
                ends = leaf.rows if isinstance(leaf, Recommend) else (edge.to,)
                assert line["leads_to"] == ", ".join(ends)
    assert next(lines, None) is None


def test_ids_that_look_like_numbers_and_dates_stay_apart_in_a_spreadsheet() -> None:
    (content,) = (text for name, text in made("mbc", "csv").items() if name.endswith("-cells.csv"))
    rows = {line[1] for line in csv.reader(StringIO(content.decode("utf-8-sig")))}
    assert {"'5.1", "'5.10", "'1.1.4"} <= rows


@given(st.text())
def test_no_text_is_computed_and_none_is_lost(text: str) -> None:
    safe = _safe(text)
    assert not re.match(r"\s*[=+@＝＋－＠-]", safe)
    assert (
        not re.fullmatch(r"\d+[.,/-]\d+.*|(jan|mar|sep)\w* ?\d+", safe, re.IGNORECASE | re.DOTALL)
        or safe == text
    )
    assert safe.removeprefix("'") == visible(text) or safe == visible(text)


@pytest.mark.parametrize(
    "text",
    ["=1+1", " =1+1", "+49", "-5", "@SUM(A1)", "\t=1", "5.10", "1/2", "1e5", "SEPT2", "Mar 3", "'x", "007"],
)
def test_what_a_spreadsheet_changes_gets_an_apostrophe(text: str) -> None:
    assert _safe(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "12", "ABC-negative", "PD-L1", "less than 12 months", "step 2", "†", "—"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert _safe(text) == text
