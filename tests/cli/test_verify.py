"""`decision-graph verify` and `new-check`: formats that their readers accept, exit status, scaffolding."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest

from cli.running import ASTHMA, ROOT, answer, invoke
from decision_graph.cli.findings import FORMATS
from decision_graph.cli.new_check import scaffold
from decision_graph.diagnostics import GraphError, Span
from decision_graph.verification.finding import Finding, Witness
from decision_graph.verification.registry import UNPROVEN, all_checks
from decision_graph.verification.verify import Report


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A guideline with a gap, an error, and a hole in a cascade, a warning."""
    folder = tmp_path / "with spaces, 100%"
    shutil.copytree(ROOT / ASTHMA, folder)
    path = folder / "starting.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("{when: days_with_symptoms >= 2, to: age}", "{when: days_with_symptoms > 2, to: age}")
    path.write_text(text.replace("saba], rank: 2}", "saba], rank: 3}"), encoding="utf-8")
    return folder


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    """A guideline with a hole in a cascade only."""
    folder = tmp_path / "warned"
    shutil.copytree(ROOT / ASTHMA, folder)
    path = folder / "starting.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("saba], rank: 2}", "saba], rank: 3}"), encoding="utf-8")
    return folder


def test_the_shipped_guideline_is_clean_and_says_how_many_patients_it_proved() -> None:
    done = invoke("verify", "mbc")
    assert done.exit_code == 0
    *graphs, whole = done.stdout.splitlines()
    assert all(
        re.fullmatch(r"\w+: [\d,]+ complete patients in [\d,]+ cases, 0 findings", line) for line in graphs
    )
    assert re.fullmatch(r"mbc, from its entry: [\d,]+ complete patients in [\d,]+ cases, 0 findings", whole)


def test_text_names_the_place_the_patient_and_the_page(faulty: Path) -> None:
    done = invoke("verify", str(faulty))
    assert done.exit_code == 1
    assert "days_with_symptoms exactly" not in done.stdout, "words, not names"
    assert (
        "starting.yaml:80:3: error[gap]: at 'days' no answer holds for a patient with: "
        "days with symptoms exactly 2 days a week and no waking at night\n      days:\n      ^^^^\n"
        in done.stdout
    )
    assert "see docs/checks/gap.md" in done.stdout
    assert re.search(
        r"^starting: \d+ of \d+ complete patients in \d+ cases, 2 findings$", done.stdout, re.MULTILINE
    )


@pytest.mark.parametrize(("level", "status"), [("note", 1), ("warning", 1), ("error", 0)])
def test_the_fail_level_decides_on_the_exit_status(warned: Path, level: str, status: int) -> None:
    done = invoke("verify", str(warned), "--fail-level", level)
    assert done.exit_code == status
    assert "cascade-hole" in done.stdout


def test_what_is_unproven_fails_by_default() -> None:
    done = invoke("verify", ASTHMA, "--budget", "20")
    assert done.exit_code == 1
    assert "warning[unproven]" in done.stdout
    assert invoke("verify", ASTHMA, "--budget", "20", "--fail-level", "error").exit_code == 0


def test_unusable_input_is_status_2(faulty: Path) -> None:
    assert invoke("verify", str(faulty), "--check", "gap", "--check", "cascade-hole").exit_code == 1
    from cli.running import run

    for words in (("nowhere",), (ASTHMA, "--graph", "nothing"), (ASTHMA, "--check", "gapp")):
        done = run("verify", *words)
        assert done.returncode == 2
        assert done.stdout == b""
        assert b"error[" in done.stderr
    assert b"known: cascade-hole, contractible-node, " in done.stderr


def test_a_graph_can_be_named_both_ways(faulty: Path) -> None:
    for words in (
        (f"{faulty}/stepping_up",),
        (f"{faulty}/stepping_up.yaml",),
        (str(faulty), "--graph", "stepping_up"),
    ):
        done = invoke("verify", *words)
        assert done.exit_code == 0
        assert done.stdout.startswith("stepping_up: ")
        assert len(done.stdout.splitlines()) == 1


def test_the_list_names_every_check() -> None:
    done = invoke("verify", "--list")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [*all_checks(), UNPROVEN]


# JSON


def test_the_patient_in_json_is_one_that_query_takes(faulty: Path, tmp_path: Path) -> None:
    done = invoke("verify", str(faulty), "--format", "json")
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert found["fails"] is True
    assert found["fail_level"] == "warning"
    assert found["checks"] == list(all_checks())
    assert [proof["graph"] for proof in found["proofs"]] == ["entry", "starting", "stepping_up", None]
    hole, gap = found["findings"]
    assert (hole["slug"], hole["severity"], hole["witness"]) == ("cascade-hole", "warning", None)
    assert gap["place"]["line"] == 80
    assert gap["docs"] == "docs/checks/gap.md"
    assert gap["witness"]["facts"] == {"step": "starting", "days_with_symptoms": 2, "night_waking": False}
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(gap["witness"]["facts"]), encoding="utf-8")
    asked = answer("query", ASTHMA, "--facts", str(facts))
    assert [row["id"] for row in asked["recommendations"]] == []
    assert set(asked["possible"]) >= {"1.2", "1.3"}


# GitHub


def test_github_annotations_are_escaped(faulty: Path) -> None:
    done = invoke("verify", str(faulty), "--format", "github")
    assert done.exit_code == 1
    warning, error = done.stdout.splitlines()
    command = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:]*)(?:,\w+=[^,:]*)*)::(.+)")
    found = command.fullmatch(error)
    assert found is not None
    properties = dict(pair.split("=", 1) for pair in found[2].split(","))
    assert unquote(properties["file"]) == f"{faulty}/starting.yaml"
    assert "%25" in properties["file"]
    assert (properties["line"], properties["col"], properties["endColumn"]) == ("80", "3", "6")
    assert properties["title"] == "gap"
    assert warning.startswith("::warning file=")


def nasty() -> Report:
    """A report with everything that could break a format."""
    text = "50 % of\nlines, <b>\x07 & ]]> \"quotes\": 'x' ü"
    span = Span("a, b:c%d/ü.yaml", 3, 5, 4, "text")
    witness = Witness({"n": 1.5, "b": True}, "a patient with: x")
    found = Finding(text, span, text, witness, "g", "gap", "error")
    without_place = Finding(text, None, "", None, "", UNPROVEN, "note")
    return Report("gu&<ideline", tuple(all_checks()), (), (found, without_place))


def test_nothing_in_a_message_can_break_a_line_of_github() -> None:
    first, second = FORMATS["github"](nasty(), "warning").split("\n")
    assert first.startswith(
        "::error file=a%2C b%3Ac%25d/ü.yaml,line=3,endLine=3,col=5,endColumn=8,title=gap::50 %25 of%0Alines"
    )
    assert second.startswith("::notice title=unproven::50 %25 of%0A")


# SARIF

SARIF: dict[str, Any] = json.loads((Path(__file__).parent / "sarif.schema.json").read_text(encoding="utf-8"))
"""What SARIF 2.1.0 asks of the parts that we write, after its published schema."""


@pytest.mark.parametrize("level", ["note", "error"])
def test_sarif_is_valid(faulty: Path, level: str) -> None:
    done = invoke("verify", str(faulty), "--format", "sarif", "--fail-level", level)
    found = json.loads(done.stdout)
    jsonschema.validate(found, SARIF)
    (run,) = found["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(all_checks())
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [result["ruleId"] for result in run["results"]] == ["cascade-hole", "gap"]
    region = run["results"][1]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 80, "startColumn": 3, "endLine": 80, "endColumn": 7}
    uri = run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith("file:///")
    assert "%20spaces%2C%20100%25/" in uri


def test_sarif_keeps_whatever_a_message_says() -> None:
    found = json.loads(FORMATS["sarif"](nasty(), "warning"))
    jsonschema.validate(found, SARIF)
    first, second = found["runs"][0]["results"]
    assert first["message"]["text"].startswith("50 % of\nlines, <b>\x07")
    assert first["properties"] == {"facts": {"n": 1.5, "b": True}}
    assert (
        first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%2C%20b%3Ac%25d/%C3%BC.yaml"
    )
    assert "locations" not in second
    assert found["runs"][0]["tool"]["driver"]["rules"][second["ruleIndex"]]["id"] == UNPROVEN


# JUnit


def test_junit_is_valid_and_fails_where_the_level_says(faulty: Path) -> None:
    done = invoke("verify", str(faulty), "--format", "junit", "--fail-level", "error")
    root = ElementTree.fromstring(done.stdout)
    assert root.tag == "testsuites"
    (suite,) = root
    cases = suite.findall("testcase")
    assert [case.get("name") for case in cases] == list(all_checks())
    assert (suite.get("tests"), suite.get("failures")) == (str(len(cases)), "1")
    (failed,) = (case for case in cases if case.find("failure") is not None)
    assert failed.get("name") == "gap"
    (printed,) = (case for case in cases if case.find("system-out") is not None)
    assert printed.get("name") == "cascade-hole"


def test_junit_says_nothing_that_xml_cannot() -> None:
    root = ElementTree.fromstring(FORMATS["junit"](nasty(), "note"))
    (suite,) = root
    assert suite.get("name") == "gu&<ideline"
    failures = suite.findall("testcase/failure")
    assert len(failures) == int(suite.get("failures", "0")) == 2
    assert "<b>\ufffd & ]]>" in (failures[0].text or "")


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_format_of_a_clean_guideline(form: str) -> None:
    done = invoke("verify", ASTHMA, "--format", form)
    assert done.exit_code == 0
    assert done.stderr == ""
    assert (done.stdout == "") == (form == "github")


# new-check


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for folder in ("decision_graph/verification/checks", "docs/checks"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_a_new_check_begins_with_three_files_that_work(checkout: Path) -> None:
    files = scaffold(checkout, "odd-thing")
    names = {path.relative_to(checkout).as_posix() for path in files}
    assert names == {
        "decision_graph/verification/checks/odd_thing.py",
        "docs/checks/odd-thing.md",
        "tests/fixtures/checks/odd-thing/bad.txt",
        "tests/fixtures/checks/odd-thing/good.txt",
    }
    module: dict[str, Any] = {}
    exec(compile(files[0].read_text(encoding="utf-8"), str(files[0]), "exec"), module)
    from decision_graph.loading import load_guideline
    from decision_graph.verification.subject import Subject

    subject = Subject(load_guideline(ASTHMA))
    assert [found for graph in subject.graphs.values() for found in module["check"](graph)] == []
    assert module["SEVERITY"] == "warning"


@pytest.mark.parametrize("slug", ["", "Gap", "a_b", "a--b", "../x", "1a"])
def test_a_check_needs_a_proper_name(checkout: Path, slug: str) -> None:
    with pytest.raises(GraphError, match="check-name"):
        scaffold(checkout, slug)


def test_no_check_is_overwritten(checkout: Path) -> None:
    scaffold(checkout, "odd-thing")
    with pytest.raises(GraphError, match="check-exists"):
        scaffold(checkout, "odd-thing")


def test_outside_a_checkout_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no-checkout"):
        scaffold(tmp_path, "odd-thing")
    assert list(tmp_path.iterdir()) == []


def test_new_check_refuses_a_name_that_is_taken() -> None:
    from cli.running import run

    done = run("new-check", "gap")
    assert done.returncode == 2
    assert b"error[check-exists]: 'decision_graph/verification/checks/gap.py' is there already" in done.stderr
