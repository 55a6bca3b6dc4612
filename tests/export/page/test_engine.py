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
from decision_graph.predicate.terms import attributes
from decision_graph.traversal.answer import query
from decision_graph.traversal.unneeded import unneeded
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


@pytest.mark.parametrize(("folder", "count"), [(MBC, 400), (ASTHMA, 200)], ids=["mbc", "asthma"])
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


@settings(WITHOUT_SHRINKING, max_examples=25)
@given(rich.guidelines(), st.integers(0, 10**6))
def test_random_guidelines_get_the_same_answers(page: Page, guideline: Guideline, seed: int) -> None:
    assert differences(page, guideline, some_patients(guideline, rich.PROBES, seed)) == []


@settings(WITHOUT_SHRINKING, max_examples=25)
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


# What would change nothing: not a word of the answer, but for the facts that it repeats and what it asks.

IDLE = """
(engine, facts, graph) => {
  const said = eval(summary), bare = found => found.refused ? null : JSON.stringify(
    Object.assign({}, found, {derived: null, line: null, questions: null}));
  let useful;
  try { useful = engine.useful(facts, graph || undefined) } catch (error) { return {idle: [], wrong: []} }
  const idle = Object.keys(engine.axis).filter(name => !(name in facts) && !useful.tied.includes(name));
  const before = bare(said(engine, facts, graph)), wrong = [];
  for (const name of idle) for (const value of probes[name] || []) {
    const after = bare(said(engine, Object.assign({}, facts, {[name]: value}), graph));
    if (before !== null && after !== null && after !== before) wrong.push([name, value, before, after]);
  }
  return {idle, wrong};
}
"""


def idle(page: Page, guideline: Guideline, asked: Asked, probes: Any) -> tuple[list[Any], int]:
    """Where an answer to what would change nothing changes something; and how much was said to be so."""
    answers(page, guideline, ())
    found = page.evaluate(
        "([data, summary, probes, asked, idle]) => { window.summary = summary; window.probes = probes; "
        "const engine = DecisionGraph.engine(JSON.parse(data)), test = eval(idle); "
        "return asked.map(one => test(engine, one[0], one[1])) }",
        [msgspec.json.encode(page_data(guideline)).decode(), SUMMARY, probes, [list(a) for a in asked], IDLE],
    )
    return [wrong for one in found for wrong in one["wrong"]], sum(len(one["idle"]) for one in found)


def test_what_would_change_nothing_changes_nothing(page: Page) -> None:
    guideline = load_guideline(MBC)
    probes = {
        axis.attribute.name: list(axis.values) or [2, 12, 40]
        for axis in guideline.space.axes
        if axis.attribute.applies_when is None
    }
    wrong, count = idle(page, guideline, list(islice(patients(guideline, 2), 60)), probes)
    assert wrong[:2] == []
    assert count > 500


@settings(WITHOUT_SHRINKING, max_examples=25)
@given(rich.guidelines(), st.integers(0, 10**6))
def test_what_would_change_nothing_changes_nothing_in_any_guideline(
    page: Page, guideline: Guideline, seed: int
) -> None:
    asked = some_patients(guideline, rich.PROBES, seed)
    assert idle(page, guideline, asked, {name: list(values) for name, values in rich.PROBES.items()})[0] == []


def test_what_python_asks_is_never_said_to_change_nothing(page: Page) -> None:
    guideline = load_guideline(MBC)
    asked = [one for one in islice(patients(guideline, 3), 60) if "refused" not in said(guideline, *one)]
    answers(page, guideline, ())  # the engine is there
    found = page.evaluate(
        "([data, asked]) => { const engine = DecisionGraph.engine(JSON.parse(data)); "
        "return asked.map(one => engine.useful(one[0], one[1] || undefined).tied) }",
        [msgspec.json.encode(page_data(guideline)).decode(), [list(one) for one in asked]],
    )
    for (facts, graph), tied in zip(asked, found, strict=True):
        answer = query(guideline, facts, graph)
        assert {one.attribute for one in (*answer.questions, *answer.option_questions)} <= set(tied), facts


@pytest.mark.parametrize("folder", [MBC, ASTHMA], ids=["mbc", "asthma"])
def test_python_and_the_page_agree_on_what_changes_no_row(page: Page, folder: Path) -> None:
    guideline = load_guideline(folder)
    asked = [one for one in islice(patients(guideline, 4), 60) if "refused" not in said(guideline, *one)]
    answers(page, guideline, ())  # the engine is there
    found = page.evaluate(
        "([data, asked]) => { const engine = DecisionGraph.engine(JSON.parse(data)); "
        "return asked.map(one => engine.useful(one[0], one[1] || undefined)) }",
        [msgspec.json.encode(page_data(guideline)).decode(), [list(one) for one in asked]],
    )
    count = 0
    for (facts, graph), useful in zip(asked, found, strict=True):
        answer = query(guideline, facts, graph)
        needless = {one.attribute for one in unneeded(answer)}
        mentioned = {
            name
            for id in answer.trace.graphs
            for node in guideline.graphs[id].nodes.values()
            for edge in node.edges
            for name in (attributes(edge.when) if edge.when else ())
        }
        open_ones = {name for name in mentioned if answer.patient.value(name) is None}
        selectors = {guideline.line, guideline.tier}
        assert not needless & set(useful["rows"]), facts
        assert open_ones - set(useful["tied"]) - selectors <= needless, facts
        count += len(needless)
    assert count > 5
