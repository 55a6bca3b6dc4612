"""`ask --record` and `decision-graph record`: written as it happens, shown, and put to today's guideline."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import click
import pytest

from cli.running import ASTHMA, DECIDED, ROOT, STARTING, invoke
from cli.test_docs import section
from decision_graph.cli import main


@pytest.fixture
def record(tmp_path: Path) -> str:
    return str(tmp_path / "visits.jsonl")


def shown(record: str, *words: str) -> list[dict[str, object]]:
    done = invoke("record", "show", record, "--format", "json", *words)
    found: list[dict[str, object]] = json.loads(done.stdout)["visits"]
    return found


def test_an_interview_is_written_down_as_it_goes(record: str) -> None:
    replies = "4\nb\n4\nu\n"
    done = invoke("ask", ASTHMA, *STARTING, "--record", record, stdin=replies)  # the input ends in the middle
    assert done.exit_code == 3
    (visit,) = shown(record)
    steps = [step["event"] for step in visit["steps"]]  # type: ignore[attr-defined]
    assert steps[:4] == ["asked", "answered", "asked", "taken_back"]
    assert visit["facts"]["asthma"] == "confirmed"  # type: ignore[index]
    assert visit["opened"].get("time") is None  # type: ignore[attr-defined]
    assert "not decided yet" in invoke("record", "show", record).stdout


def test_what_was_chosen_is_asked_after_the_answer(record: str) -> None:
    done = invoke("ask", ASTHMA, *DECIDED, "--record", record, stdin="yes\n1\n")
    assert done.exit_code == 0
    assert "What was chosen?" in done.stderr
    assert shown(record)[0]["decisions"][0]["event"] == "chosen"  # type: ignore[index]


def test_something_else_needs_a_reason_that_names_nobody(record: str) -> None:
    replies = "yes\n999\nn\nMrs Miller refused\nn\nrefused inhalers\n"
    done = invoke("ask", ASTHMA, *DECIDED, "--record", record, stdin=replies)
    assert "error[no-such-option]" in done.stderr and "error[telling-reason]" in done.stderr
    assert "Miller" not in Path(record).read_text(encoding="utf-8")
    (decided,) = shown(record)[0]["decisions"]  # type: ignore[misc]
    assert (decided["event"], decided["because"]) == ("overridden", "refused inhalers")


def test_without_the_option_nothing_is_written_or_asked(tmp_path: Path) -> None:
    done = invoke("ask", ASTHMA, *DECIDED, stdin="yes\n1\n")
    assert "chosen" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_add_choose_and_the_time_only_where_it_is_wanted(record: str) -> None:
    assert invoke("record", "add", record, ASTHMA, *DECIDED).exit_code == 0
    assert invoke("record", "add", record, ASTHMA, *DECIDED, "--choose", "1", "--record-time").exit_code == 0
    first, second = shown(record)
    assert first["decisions"] == [] and second["decisions"] != []
    assert not first["opened"].get("time")  # type: ignore[attr-defined]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", second["opened"]["time"])  # type: ignore[index]
    assert invoke("record", "choose", record, "1", "--visit", "1").exit_code == 0
    assert [visit["decisions"][0]["visit"] for visit in shown(record)] == [1, 2]  # type: ignore[index]


def test_a_wrong_choice_adds_nothing(record: str) -> None:
    for words in (("--choose", "holy water"), ("--choose", "none"), ("--fact", "smokes=perhaps")):
        assert invoke("record", "add", record, ASTHMA, *DECIDED, *words).exit_code == 2
        assert not Path(record).exists()
    invoke("record", "add", record, ASTHMA, *DECIDED)
    before = Path(record).read_bytes()
    for words in (("holy water",), ("none",), ("1", "--visit", "7")):
        assert invoke("record", "choose", record, *words).exit_code == 2
    assert Path(record).read_bytes() == before


def test_a_guideline_that_changed_since_is_noticed(record: str, tmp_path: Path) -> None:
    folder = tmp_path / "asthma"
    shutil.copytree(ROOT / ASTHMA, folder)
    invoke("record", "add", record, str(folder), *DECIDED)
    same = invoke("record", "show", record, "--guideline", str(folder))
    assert same.exit_code == 0 and "today: the guideline is the same" in same.stdout
    assert "not here; name it with --guideline" in invoke("record", "show", record).stdout
    graph = folder / "starting.yaml"
    text = graph.read_text(encoding="utf-8")
    graph.write_text(text + "\n# a remark\n", encoding="utf-8")
    reworded = invoke("record", "show", record, "--guideline", str(folder))
    assert reworded.exit_code == 0 and "the answer has not" in reworded.stdout
    preferred = shown(record)[0]["offered"]["rows"][0]["title"]  # type: ignore[index]
    assert f"title: {preferred}" in text
    graph.write_text(text.replace(f"title: {preferred}", "title: Something new"), encoding="utf-8")
    changed = invoke("record", "show", record, "--guideline", str(folder))
    assert changed.exit_code == 1 and "and so has the answer" in changed.stdout


def test_a_damaged_line_is_reported_beside_what_is_left(record: str) -> None:
    invoke("record", "add", record, ASTHMA, *DECIDED)
    with open(record, "a", encoding="utf-8") as file:
        file.write('{"event":"chosen","vis')
    done = invoke("record", "show", record, "--guideline", ASTHMA)
    assert done.exit_code == 1
    assert "error[half-written]" in done.stderr and "Visit 1" in done.stdout


def test_a_file_of_another_kind_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "patients.jsonl"
    path.write_text('{"smokes": false}\n', encoding="utf-8")
    for words in (("show", str(path)), ("add", str(path), ASTHMA, *DECIDED), ("choose", str(path), "1")):
        done = invoke("record", *words)
        assert done.exit_code == 2 and "error[not-a-record]" in done.stderr
    assert invoke("ask", ASTHMA, *DECIDED, "--record", str(path)).exit_code == 2
    assert path.read_text(encoding="utf-8") == '{"smokes": false}\n'


def test_every_subcommand_and_option_is_described() -> None:
    group = main.get_command(click.Context(main), "record")
    assert isinstance(group, click.Group)
    text = section("record")
    for name, command in group.commands.items():
        assert f"decision-graph record {name}" in text
        for parameter in command.params:
            assert (
                parameter.opts[0] if isinstance(parameter, click.Option) else str(parameter.metavar)
            ) in text
