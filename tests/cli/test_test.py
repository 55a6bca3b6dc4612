"""`decision-graph test`: cases pass or fail with place and path, and what they reach is counted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cli.running import ASTHMA, ROOT, invoke


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


def test_good_cases_pass_and_the_rest_of_the_guideline_is_listed() -> None:
    done = invoke("test", ASTHMA)
    assert done.exit_code == 0
    assert "4 pass, 0 fail" in done.stdout
    assert "not covered:" in done.stdout
    assert invoke("test", ASTHMA, "--require-full-coverage").exit_code == 1


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


def test_one_case_may_be_chosen_and_an_unknown_one_is_refused() -> None:
    assert "1 pass, 0 fail" in invoke("test", ASTHMA, "--case", "a02").stdout
    unknown = invoke("test", ASTHMA, "--case", "a99")
    assert unknown.exit_code == 2
    assert "a99" in unknown.stderr


def test_junit_is_xml_with_a_failure_for_each_case_that_fails(asthma: Path) -> None:
    spoil(asthma, "status: decided", "status: open")
    suites = ElementTree.fromstring(invoke("test", str(asthma), "--format", "junit").stdout)
    cases = list(suites.iter("testcase"))
    assert len(cases) == 4
    assert [case.find("failure") is not None for case in cases].count(True) == 1


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


def test_every_case_of_the_shipped_guideline_passes() -> None:
    done = invoke("test", "mbc", "--format", "json")
    failed = [case["id"] for case in json.loads(done.stdout)["cases"] if not case["passed"]]
    assert failed == []
