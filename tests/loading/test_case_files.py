"""Every complaint about a file of cases, with its place; everything that is wrong is said at once."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

import decision_graph.loading.cases
from decision_graph.diagnostics import GraphError
from decision_graph.loading import load_guideline
from decision_graph.loading.cases import CaseFile, read_cases

ASTHMA = Path(__file__).parents[1] / "fixtures" / "asthma"
GOOD = """
title: A file
given: {asthma: confirmed}
cases:
  one:
    narrative: A girl of 14.
    facts: {step: starting, place: clinic, age_years: 14, night_waking: true}
    expect: {preferred: ["1.4"]}
"""


def read(folder: Path, text: str, **more: str) -> tuple[CaseFile, ...]:
    """The cases of a copy of the guideline with one file of cases, or several by name."""
    copy = folder / "asthma"
    if not copy.exists():
        shutil.copytree(ASTHMA, copy, ignore=lambda where, names: ["cases"])
        (copy / "cases").mkdir()
    for name, content in {"one": text, **more}.items():
        (copy / "cases" / f"{name}.yaml").write_text(content.lstrip("\n"), encoding="utf-8")
    return read_cases(copy, load_guideline(ASTHMA))


def complaints(folder: Path, text: str, **more: str) -> list[str]:
    """What is said of files of cases: line, column, slug and message of each complaint."""
    with pytest.raises(GraphError) as caught:
        read(folder, text, **more)
    said = []
    for fault in caught.value.diagnostics:
        place = f"{fault.span.line}:{fault.span.column} " if fault.span else ""
        said.append(f"{place}{fault.slug}: {fault.message}")
    return said


def test_what_is_read(tmp_path: Path) -> None:
    (file,) = read(tmp_path, GOOD)
    (case,) = file.cases
    assert file.title == "A file"
    assert (case.id, case.graph, case.why) == ("one", None, "")
    assert case.facts == {
        "asthma": "confirmed",
        "step": "starting",
        "place": "clinic",
        "age_years": 14,
        "night_waking": True,
    }
    assert case.expected.rows == {"preferred": ("1.4",)}
    assert (case.span.line, case.span.column) == (4, 3)
    assert case.expected.places["preferred"].line == 7


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("age_years: 14", "age_yers: 14", "6:44 unknown-fact: no attribute is called 'age_yers'"),
        (
            "age_years: 14",
            "age_years: -3",
            "6:55 number-out-of-range: fact 'age_years' is -3",
        ),
        (
            "place: clinic",
            "place: clinik",
            "6:36 value-not-in-domain: fact 'place' is 'clinik'",
        ),
        (
            "place: clinic",
            "asthma: refuted",
            "6:37 fact-twice: 'asthma' is a fact of every patient of this file",
        ),
        ('["1.4"]', '["1.44"]', "7:26 unknown-recommendation: there is no recommendation '1.44'"),
        ('preferred: ["1.4"]', "questions: [smoks]", "7:26 unknown-attribute: there is no attribute 'smoks'"),
        (
            'preferred: ["1.4"]',
            "never_offered: [salbutamoll]",
            "7:30 unknown-option: there is no intervention 'salbutamoll', and no option has these words",
        ),
        (
            '{preferred: ["1.4"]}',
            "{}",
            "7:5 empty-expectation: nothing is expected, so nothing would be checked",
        ),
        (
            'preferred: ["1.4"]',
            'outranked_by: {"1.3": ["1.44"]}',
            "7:37 unknown-recommendation: there is no recommendation '1.44'",
        ),
        (
            'expect: {preferred: ["1.4"]}',
            "expect: decided",
            "7:13 wrong-type: 'expect' must be a mapping, not text",
        ),
        ('preferred: ["1.4"]', "status: done", "7:22 wrong-value: 'status' must be decided, open"),
        ('preferred: ["1.4"]', "prefered: []", "7:14 unknown-key: 'expect' has no key 'prefered'"),
        ("    narrative: A girl of 14.\n", "", "4:3 missing-key: 'one' needs the key 'narrative'"),
        (
            "    narrative:",
            "    graph: startin\n    narrative:",
            "5:12 unknown-graph: there is no graph 'startin'",
        ),
        ('["1.4"]', "[1.4]", "7:26 yaml-ambiguous: other tools read `1.4` without quotes as the number 1.4"),
    ],
)
def test_complaints(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    (found,) = complaints(tmp_path, GOOD.replace(old, new))
    assert found.startswith(said), found


def test_facts_that_contradict_each_other(tmp_path: Path) -> None:
    text = GOOD.replace("age_years: 14, night_waking: true", "age_years: 8, pregnant: true")
    (found,) = complaints(tmp_path, text)
    assert re.match(r"6:\d+ contradiction: .*pregnant=true", found), found


def test_an_id_that_is_used_in_two_files(tmp_path: Path) -> None:
    (found,) = complaints(tmp_path, GOOD, two=GOOD)
    assert found.startswith("4:3 duplicate-case: there is another case 'one' in ")


def test_everything_is_said_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("age_years: 14", "age_yers: 14").replace("1.4", "1.44")
    assert [said.split()[1] for said in complaints(tmp_path, text, two="title: [")] == [
        "unknown-fact:",
        "unknown-recommendation:",
        "yaml-syntax:",
    ]


def test_no_cases(tmp_path: Path) -> None:
    shutil.copytree(ASTHMA, tmp_path / "asthma", ignore=lambda where, names: ["cases"])
    with pytest.raises(GraphError, match="no-cases"):
        read_cases(tmp_path / "asthma", load_guideline(ASTHMA))


def test_a_file_with_another_ending(tmp_path: Path) -> None:
    read(tmp_path, GOOD)
    (tmp_path / "asthma" / "cases" / "more.yml").write_text("title: x", encoding="utf-8")
    with pytest.raises(GraphError, match=r"rename it to 'more\.yaml'"):
        read_cases(tmp_path / "asthma", load_guideline(ASTHMA))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    read(tmp_path, GOOD)
    (tmp_path / "asthma" / "cases" / "folder.yaml").mkdir()
    with pytest.raises(GraphError, match="unreadable-file"):
        read_cases(tmp_path / "asthma", load_guideline(ASTHMA))


def test_every_complaint_of_this_module_is_tested() -> None:
    """Slugs that loading/cases.py names; this file names each of them, too."""
    here = Path(__file__).read_text(encoding="utf-8")
    source = Path(decision_graph.loading.cases.__file__).read_text(encoding="utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    named = [
        call.args[0]
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in ("add", "Diagnostic")
    ]
    slugs = {slug.value for slug in named if isinstance(slug, ast.Constant)}
    assert "file-name" in slugs
    assert {slug for slug in slugs - {"file-name"} if slug not in here} == set()
