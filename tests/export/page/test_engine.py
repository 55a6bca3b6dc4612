"""The page's engine answers as Python does, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
import worlds
from comparison import rich
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from decision_graph.export.page.data import page_data
from decision_graph.export.page.scripts import ENGINE, script
from decision_graph.graph import DecisionGraph, Guideline
from decision_graph.loading import load_guideline
from decision_graph.loading.cases import read_cases
from decision_graph.vocabulary import Rule
from export.page.answers import SUMMARY, Facts, patients, said

ROOT = Path(__file__).parents[3]
MBC = ROOT / "graphs" / "mbc"
ASTHMA = ROOT / "tests" / "fixtures" / "asthma"

Asked = Sequence[tuple[Facts, str | None]]


def answers(page: Page, guideline: Guideline, asked: Asked) -> list[Any]:
    """What the engine answers in the browser."""
    if not page.evaluate("typeof DecisionGraph !== 'undefined'"):
        for name in ENGINE:
            page.add_script_tag(content=script(name))
    given = [[facts, graph] for facts, graph in asked]
    found: list[Any] = page.evaluate(
        "([data, summary, asked]) => { const said = eval(summary); "
        "const engine = DecisionGraph.engine(JSON.parse(data)); "
        "return asked.map(one => said(engine, one[0], one[1])) }",
        [msgspec.json.encode(page_data(guideline)).decode(), SUMMARY, given],
    )
    return found


def differences(page: Page, guideline: Guideline, asked: Asked) -> list[object]:
    """The first patients whose answers differ, with both."""
    found: list[object] = []
    for (facts, graph), here in zip(asked, answers(page, guideline, asked), strict=True):
        wanted = json.loads(json.dumps(said(guideline, facts, graph)))
        if wanted != here:
            keys = [key for key in {*wanted, *here} if wanted.get(key) != here.get(key)]
            found.append((facts, graph, {key: (wanted.get(key), here.get(key)) for key in keys}))
    return found[:3]


@pytest.mark.parametrize(("folder", "count"), [(MBC, 600), (ASTHMA, 300)], ids=["mbc", "asthma"])
def test_random_patients_get_the_same_answer(page: Page, folder: Path, count: int) -> None:
    guideline = load_guideline(folder)
    assert differences(page, guideline, list(islice(patients(guideline, 1), count))) == []


@pytest.mark.parametrize("folder", [MBC, ASTHMA], ids=["mbc", "asthma"])
def test_every_case_gets_the_same_answer(page: Page, folder: Path) -> None:
    guideline = load_guideline(folder)
    cases = [case for file in read_cases(folder, guideline) for case in file.cases]
    asked = [(case.facts, case.graph) for case in cases]
    if folder == MBC:
        known = json.loads((ROOT / "tests" / "graphs" / "cases.json").read_text(encoding="utf-8"))
        asked += [(case["facts"], None) for case in known]
    assert differences(page, guideline, asked) == []


# Random guidelines: rules that clash, calls, overlapping rows, cascades, faults of the author


WITHOUT_SHRINKING = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""To make a failing guideline small takes minutes in a browser."""


def some_patients(guideline: Guideline, probes: dict[str, Any], seed: int) -> list[tuple[Facts, str | None]]:
    random = Random(seed)
    found: list[tuple[Facts, str | None]] = []
    for _ in range(25):
        names = [name for name in probes if random.random() < random.choice((0.2, 0.5, 0.9))]
        random.shuffle(names)
        facts = {name: random.choice(probes[name]) for name in names}
        found.append((facts, random.choice([None, *guideline.graphs])))
    return found


@settings(WITHOUT_SHRINKING, max_examples=40)
@given(rich.guidelines(), st.integers(0, 10**6))
def test_random_guidelines_get_the_same_answers(page: Page, guideline: Guideline, seed: int) -> None:
    assert differences(page, guideline, some_patients(guideline, rich.PROBES, seed)) == []


@settings(WITHOUT_SHRINKING, max_examples=40)
@given(
    st.one_of(worlds.graphs(), worlds.graphs(exhaustive=False), worlds.agreeing_graphs()),
    worlds.rules,
    st.integers(0, 10**6),
)
def test_random_rules_get_the_same_answers(
    page: Page, graph: DecisionGraph, rules: list[Rule], seed: int
) -> None:
    guideline = worlds.guideline(graph, rules)
    probes = {**worlds.PROBES, "tier": ("low", "high")}
    assert differences(page, guideline, some_patients(guideline, probes, seed)) == []
