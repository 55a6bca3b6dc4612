"""`teach cases`: for people, for programs, and as a file that `test` accepts."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import click
import pytest

from cli.running import ASTHMA, ROOT, invoke
from decision_graph.cli.teach import teach_command


def test_text_states_the_number_and_ends_with_the_key() -> None:
    done = invoke("teach", "cases", ASTHMA, "--seed", "3")
    assert done.exit_code == 0
    assert "11 cases, seed 3." in done.stdout
    assert "no fewer can" in done.stdout
    stories, key = done.stdout.split("\nKEY\n")
    assert stories.count("near miss") == 11
    assert "1.4 Waking at night" in key
    assert key.endswith("A fictional example for software tests. Never use it for a patient.\n")


def test_the_same_seed_prints_the_same_and_another_seed_does_not() -> None:
    first, again, other = (
        invoke("teach", "cases", ASTHMA, "--seed", seed, "--format", "json").stdout for seed in "778"
    )
    assert first == again != other


def test_json_has_the_key_that_query_gives() -> None:
    done = invoke("teach", "cases", ASTHMA, "--count", "4", "--format", "json")
    found = json.loads(done.stdout)
    assert (found["full_set"], found["at_least"]) == (11, 11)
    for case in found["cases"]:
        facts = [f"--fact={name}={json.dumps(value).strip(chr(34))}" for name, value in case["facts"].items()]
        answer = json.loads(invoke("query", ASTHMA, *facts, "--format", "json").stdout)
        preferred = [row["id"] for row in answer["recommendations"] if row["standing"] == "preferred"]
        assert (case["key"]["status"], case["key"]["preferred"]) == (answer["status"], preferred)


def test_yaml_is_a_file_of_cases_that_passes(tmp_path: Path) -> None:
    copy = tmp_path / "asthma"
    shutil.copytree(ASTHMA, copy, ignore=lambda where, names: ["cases"])
    (copy / "cases").mkdir()
    done = invoke("teach", "cases", ASTHMA, "--every-cell", "--format", "yaml")
    (copy / "cases" / "drawn.yaml").write_text(done.stdout, encoding="utf-8")
    tested = invoke("test", str(copy), "--require-full-coverage")
    assert tested.exit_code == 0, tested.stdout


def test_own_cases_keep_their_stories() -> None:
    done = invoke("teach", "cases", ASTHMA, "--own", "--format", "json")
    found = json.loads(done.stdout)
    assert [case["id"] for case in found["cases"]][:2] == ["a01", "a02"]
    assert found["cases"][0]["near"]
    one = json.loads(invoke("teach", "cases", ASTHMA, "--case", "a02", "--format", "json").stdout)
    assert [case["id"] for case in one["cases"]] == ["a02"]


def test_one_graph_one_tier_one_difficulty() -> None:
    done = invoke(
        "teach", "cases", f"{ASTHMA}/starting.yaml", "--tier", "clinic", "--difficulty", "easy",
        "--count", "3", "--format", "json",
    )  # fmt: skip
    cases = json.loads(done.stdout)["cases"]
    assert len(cases) == 3
    assert {case["facts"]["place"] for case in cases} == {"clinic"}
    assert {(case["difficulty"], case["graph"]) for case in cases} == {("easy", "starting")}


def test_fewer_cases_than_asked_for_is_no_success() -> None:
    done = invoke("teach", "cases", f"{ASTHMA}/stepping_up.yaml", "--difficulty", "hard", "--count", "3")
    assert done.exit_code == 1
    assert "0 cases" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--tier", "clinical"), "error[unknown-tier]"),
        (("--case", "a99"), "error[unknown-case]"),
        (("--count", "0"), "0 is not in the range"),
    ],
)
def test_what_cannot_be_used_is_refused(words: tuple[str, ...], said: str) -> None:
    done = invoke("teach", "cases", ASTHMA, *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_every_command_of_the_group_is_described() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    context = click.Context(teach_command)
    for name in teach_command.list_commands(context):
        found = re.search(
            rf"^### `decision-graph teach {name}`\n(.*?)(?=^###? )", page, re.DOTALL | re.MULTILINE
        )
        assert found is not None, name
        command = teach_command.get_command(context, name)
        assert command is not None
        usage = "\n".join(line for line in found[1].splitlines() if line.startswith("    "))
        for parameter in command.params:
            words = parameter.opts[:1] if isinstance(parameter, click.Option) else [str(parameter.metavar)]
            assert all(word in usage for word in words), f"{name} {words}"


def test_an_unknown_command_of_the_group_names_the_nearest() -> None:
    done = invoke("teach", "case")
    assert done.exit_code == 2
    assert "did you mean 'cases'?" in done.stderr
