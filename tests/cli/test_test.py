"""`decision-graph test`: cases that pass and fail, formats, exit statuses, one case, one file, one graph."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cli.running import ASTHMA, ROOT, invoke


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """The example with one case whose expectation is wrong."""
    copy = tmp_path / "asthma"
    shutil.copytree(ROOT / ASTHMA, copy)
    file = copy / "cases" / "starting.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('preferred: ["1.2"]', 'preferred: ["1.3"]'), encoding="utf-8")
    return copy


def test_all_pass() -> None:
    done = invoke("test", ASTHMA)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "asthma: 4 cases in 1 file, 4 pass, 0 fail"
    assert lines[1:5] == [
        "covered by the cases that pass:",
        "  questions                8 of 10",
        "  answers                 14 of 24",
        "  rows                     6 of 9",
    ]
    assert "not covered:" in lines
    assert "    for example {asthma: refuted}" in lines


def test_a_case_that_fails(wrong: Path) -> None:
    done = invoke("test", str(wrong))
    assert done.exit_code == 1
    first, excerpt, caret, patient, *rest = done.stdout.splitlines()
    assert first.endswith("starting.yaml:18:19: error[wrong-answer]: a01: preferred: expected 1.3; came 1.2")
    assert excerpt.strip() == 'preferred: ["1.3"]'
    assert caret.strip() == "^^^^^"
    assert patient.startswith("  patient: A girl of 14 uses her inhaler")
    assert "  why: Page 1, lines 5 to 7." in rest
    assert any(line.startswith("  - ") and line.endswith("12 years or more") for line in rest)
    assert "asthma: 4 cases in 1 file, 3 pass, 1 fail" in rest


def test_full_coverage_may_be_required() -> None:
    assert invoke("test", ASTHMA, "--require-full-coverage").exit_code == 1
    assert invoke("test", "mbc", "--require-full-coverage").exit_code == 0
    done = invoke("test", ASTHMA, "--case", "a01", "--require-full-coverage")
    assert done.exit_code == 2
    assert "leave out --case" in done.stderr


def test_some_cases() -> None:
    done = invoke("test", ASTHMA, "--case", "a01", "--case", "a03")
    assert (done.exit_code, done.stdout) == (0, "asthma: 2 cases in 1 file, 2 pass, 0 fail\n")


def test_an_unknown_case() -> None:
    done = invoke("test", "mbc", "--case", "v6")
    assert done.exit_code == 2
    assert "error[unknown-case]: there is no case 'v6'" in done.stderr
    assert "did you mean" in done.stderr


def test_one_file() -> None:
    done = invoke("test", "graphs/mbc/cases/third_line_maximal.yaml")
    assert done.exit_code == 0
    assert done.stdout.startswith("mbc: ")
    assert "in 1 file" in done.stdout
    assert "covered" not in done.stdout


@pytest.mark.parametrize("target", ["mbc/third_line", "graphs/mbc/third_line.yaml"])
def test_one_graph(target: str) -> None:
    done = invoke("test", target)
    assert done.exit_code == 0
    assert "  rows                     5 of 5" in done.stdout.splitlines()


def test_json(wrong: Path) -> None:
    done = invoke("test", str(wrong), "--format", "json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert (found["passed"], found["failed"]) == (3, 1)
    case = found["cases"][0]
    assert (case["id"], case["passed"], case["status"], case["rows"]) == ("a01", False, "decided", ["1.2"])
    assert case["mismatches"] == [
        {"key": "preferred", "expected": "1.3", "came": "1.2", "line": 18, "column": 19}
    ]
    assert case["path"]
    counts = found["coverage"]["counts"]
    assert counts["cell"] == {"covered": 5, "total": 18}
    assert not found["coverage"]["full"]
    missing = found["coverage"]["missing"][0]
    assert missing["suggested_facts"] == {"asthma": "refuted"}
    some = json.loads(invoke("test", ASTHMA, "--case", "a01", "--format", "json").stdout)
    assert some["coverage"] is None


def test_junit(wrong: Path) -> None:
    done = invoke("test", str(wrong), "--format", "junit")
    assert done.exit_code == 1
    root = ElementTree.fromstring(done.stdout.encode())
    assert (root.get("tests"), root.get("failures")) == ("4", "1")
    (suite,) = root
    assert [case.get("name") for case in suite] == ["a01", "a02", "a03", "a04"]
    (failure,) = suite[0]
    assert failure.get("message") == "a01: preferred: expected 1.3; came 1.2"
    assert failure.text is not None and "A girl of 14" in failure.text


def test_a_guideline_without_cases(tmp_path: Path) -> None:
    shutil.copytree(ROOT / ASTHMA, tmp_path / "asthma", ignore=lambda where, names: ["cases"])
    done = invoke("test", str(tmp_path / "asthma"))
    assert done.exit_code == 2
    assert "error[no-cases]" in done.stderr


@pytest.fixture
def asthma(tmp_path: Path) -> Path:
    """A copy of the small guideline whose cases may be spoilt."""
    folder = tmp_path / "asthma"
    shutil.copytree(ROOT / ASTHMA, folder)
    return folder


def spoil(folder: Path, old: str, new: str) -> None:
    file = folder / "cases" / "starting.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "key", "expected", "came"),
    [
        ("status: decided", "status: open", "status", "open", "decided"),
        ('preferred: ["1.2"]', 'preferred: ["1.3"]', "preferred", "1.3", "1.2"),
        ('possible: ["1.5"]', "possible: []", "possible", "none", "1.5"),
        ("questions: [allergic_rhinitis]", "questions: [smokes]", "questions", "smokes", "allergic_rhinitis"),
        ('nearest: ["1.1"]', 'nearest: ["1.2"]', "nearest", "1.2", "1.1"),
    ],
)
def test_a_case_that_fails_says_where_and_what_came(
    asthma: Path, old: str, new: str, key: str, expected: str, came: str
) -> None:
    spoil(asthma, old, new)
    done = invoke("test", str(asthma), "--format", "json")
    assert done.exit_code == 1
    failed = [case for case in json.loads(done.stdout)["cases"] if not case["passed"]]
    assert len(failed) == 1
    (mismatch,) = failed[0]["mismatches"]
    assert (mismatch["key"], mismatch["expected"], mismatch["came"]) == (key, expected, came)
    text = invoke("test", str(asthma)).stdout
    assert "starting.yaml:" in text
    assert expected in text


def test_an_option_that_must_not_be_offered_fails_the_case(asthma: Path) -> None:
    spoil(asthma, "never_offered: [low_dose_ics, nasal_spray]", "never_offered: [ics]")
    done = invoke("test", str(asthma), "--case", "a01")
    assert done.exit_code == 1
    assert "not ics" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ("smokes: true}", "smoks: true}", "unknown-fact"),
        ("status: decided", "status: decidet", "wrong-value"),
        ('preferred: ["1.2"]', 'preferred: ["1.22"]', "unknown-recommendation"),
        ("offered: [ics_formoterol]", "offred: [ics_formoterol]", "unknown-key"),
        (
            "facts: {place: clinic, control: well}",
            "facts: {place: clinic, control: wel}",
            "value-not-in-domain",
        ),
    ],
)
def test_a_broken_case_file_is_unusable_with_its_place(asthma: Path, old: str, new: str, slug: str) -> None:
    spoil(asthma, old, new)
    done = invoke("test", str(asthma))
    assert done.exit_code == 2
    assert f"error[{slug}]" in done.stderr
    assert "cases/starting.yaml:" in done.stderr
