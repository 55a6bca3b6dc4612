"""`decision-graph formulary`, `ladder`, and `--formulary` of the other commands."""

from __future__ import annotations

import hashlib
import json
import shlex
from pathlib import Path

import pytest
import yaml

from cli.running import ASTHMA, DECIDED, STARTING, invoke


@pytest.fixture
def clinic(tmp_path: Path) -> str:
    path = tmp_path / "clinic.yaml"
    path.write_text(
        "formulary: Health post\n"
        "has:\n"
        "  saba: true\n"
        "  ics_formoterol: false\n"
        '  low_dose_ics: {held: true, out: [{from: "2024-03-01", until: "2024-04-15"}]}\n'
    )
    return str(path)


def standings(*words: str) -> list[str]:
    found = json.loads(invoke("query", ASTHMA, *words, "--format", "json").stdout)
    return [option["standing"] for row in found["recommendations"] for option in row["options"]]


def test_the_cascade_follows_the_formulary_on_its_day(clinic: str) -> None:
    assert standings(*DECIDED, "--formulary", clinic, "--date", "2024-05-01") == ["unavailable", "offered"]
    assert standings(*DECIDED, "--formulary", clinic, "--date", "2024-03-01") == [
        "unavailable",
        "unavailable",
    ]


def test_without_a_day_what_hangs_on_it_is_not_known(clinic: str) -> None:
    done = invoke("query", ASTHMA, *DECIDED, "--formulary", clinic)
    assert done.stderr == (
        "note: the stock of low_dose_ics hangs on the day, and is not known without --date\n"
    )


def test_a_fact_goes_before_the_formulary_and_is_told(clinic: str) -> None:
    words = ("--formulary", clinic, "--date", "2024-05-01", "--fact", "ics_formoterol_available=true")
    done = invoke("query", ASTHMA, *DECIDED, *words)
    assert done.stderr == (
        f"note: {clinic}:4: ics_formoterol is not there, against ics_formoterol_available: true (--fact); "
        "the fact is used\n"
    )
    assert "offered       step 1" in done.stdout


def test_a_fact_of_a_record_goes_before_it_too(clinic: str, tmp_path: Path) -> None:
    facts = tmp_path / "patients.jsonl"
    facts.write_text('{"ics_formoterol_available": true}\n{}\n')
    words = ("--formulary", clinic, "--date", "2024-05-01", "--facts", str(facts), "--format", "json")
    done = invoke("query", ASTHMA, *DECIDED, *words)
    first, second = (json.loads(line)["recommendations"][0]["options"] for line in done.stdout.splitlines())
    assert (first[0]["standing"], second[0]["standing"]) == ("offered", "unavailable")


def test_what_a_formulary_says_against_the_rules_yields(tmp_path: Path) -> None:
    path = tmp_path / "hospital.yaml"
    path.write_text("formulary: x\nhas: {nonsteroidal_ai: true, tamoxifen: true}\n")
    words = ("--line", "first", "--fact", "hr_status=positive", "--fact", "ai_available=false")
    done = invoke("query", "mbc", *words, "--formulary", str(path))
    assert done.exit_code == 3
    assert "ai is there, against ai_available: false (--fact); the fact is used" in done.stderr
    assert (
        "nonsteroidal_ai is there, against nonsteroidal_ai_available: what the other facts imply"
        in done.stderr
    )


def test_a_day_without_a_formulary_is_refused() -> None:
    done = invoke("query", ASTHMA, *DECIDED, "--date", "2024-05-01")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "error[date-alone]: --date is the day for a formulary, and none is given" in done.stderr


def test_an_interview_repeats_the_formulary_and_not_what_it_says(clinic: str) -> None:
    words = (*STARTING, "--formulary", clinic, "--date", "2024-05-01")
    done = invoke("ask", ASTHMA, *words, stdin="14\n4\nno\nno\nno\n")
    assert done.exit_code == 0
    command = shlex.split(done.stderr.splitlines()[-1])
    assert command[3:7] == ["--formulary", clinic, "--date", "2024-05-01"]
    assert not [word for word in command if "_available" in word]
    assert invoke(*command[1:]).stdout == done.stdout


@pytest.mark.parametrize("command", ["explain", "flips", "ladder", "what-if"])
def test_every_command_with_a_patient_takes_it(command: str, clinic: str) -> None:
    more = ("--change", "smokes=true") if command == "what-if" else ()
    done = invoke(command, ASTHMA, *DECIDED, "--formulary", clinic, "--date", "2024-05-01", *more)
    assert done.exit_code == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("command", ["query", "ask", "explain", "flips", "ladder", "what-if"])
def test_every_answer_names_the_formulary_that_it_rests_on(command: str, clinic: str) -> None:
    more = ("--change", "smokes=true") if command == "what-if" else ()
    words = (command, ASTHMA, *DECIDED, *more, "--format", "json")
    place = ("--formulary", clinic, "--date", "2024-05-01")
    digest = hashlib.sha256(Path(clinic).read_bytes()).hexdigest()
    about = {"title": "Health post", "date": "2024-05-01", "digest": digest}
    assert json.loads(invoke(*words, *place).stdout)["formulary"] == about
    assert json.loads(invoke(*words).stdout)["formulary"] is None


def test_many_answers_name_it_too(clinic: str, tmp_path: Path) -> None:
    facts = tmp_path / "patients.jsonl"
    facts.write_text('{"smokes": true}\n{"smokes": false}\n')
    words = ("--facts", str(facts), "--formulary", clinic, "--date", "2024-05-01", "--format", "json")
    lines = invoke("query", ASTHMA, *words).stdout.splitlines()
    assert [json.loads(line)["formulary"]["title"] for line in lines] == ["Health post"] * 2


def test_check_in_words_and_as_json(clinic: str) -> None:
    done = invoke("formulary", "check", clinic, ASTHMA, "--date", "2024-05-01")
    assert done.exit_code == 1
    assert "WHAT ONE ADDITION WOULD UNLOCK" in done.stdout and "NOT SAID YET" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    done = invoke(
        "formulary", "check", clinic, f"{ASTHMA}/starting", "--date", "2024-05-01", "--format", "json"
    )
    found = json.loads(done.stdout)
    cells = {(cell["row"], cell["tier"]): cell["verdict"] for cell in found["cells"]}
    assert {row[:2] for row, _ in cells} == {"1."}
    assert cells["1.1", "clinic"] == "met"
    assert cells["1.1", "hospital"] == "not_met"
    assert cells["1.5", "clinic"] == "nothing"
    assert found["stock"]["ics_formoterol"] == {"there": False, "because": "ics_formoterol"}


@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_a_new_formulary_is_whole_and_says_nothing(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"new.{form}"
    path.write_text(invoke("formulary", "new", "mbc", "--format", form).stdout)
    found = json.loads(invoke("formulary", "check", str(path), "mbc", "--format", "json").stdout)
    assert found["stock"] == {}
    assert {cell["verdict"] for cell in found["cells"]} == {"not_said", "nothing"}
    if form == "yaml":
        assert set(found["unsaid"]) <= set(yaml.safe_load(path.read_text())["has"])


def test_the_ladder_as_json() -> None:
    found = json.loads(invoke("ladder", ASTHMA, *DECIDED, "--format", "json").stdout)
    assert [tier["tier"] for tier in found["tiers"]] == ["clinic", "hospital"]
    lost = found["tiers"][0]["lost"]
    assert all(set(one) == {"row", "text", "needs"} for one in lost)


def test_a_visit_with_a_formulary_can_be_put_to_the_guideline_again(clinic: str, tmp_path: Path) -> None:
    record = str(tmp_path / "visits.jsonl")
    words = (*DECIDED, "--formulary", clinic, "--date", "2024-05-01", "--record", record)
    assert invoke("ask", ASTHMA, *words, stdin="").exit_code == 0
    done = invoke("record", "show", record, "--guideline", ASTHMA)
    assert done.exit_code == 0
    assert "today: the guideline is the same" in done.stdout


def test_a_ladder_without_a_certain_row_says_what_to_do() -> None:
    done = invoke("ladder", "mbc", "--fact", "her2_status=positive")
    assert "no row applies for certain yet: `query` says what to find out first" in done.stdout
