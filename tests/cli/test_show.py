"""`decision-graph list`, `show`, `schema` and the help texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cli.running import ASTHMA, invoke
from decision_graph.graph import option_words
from decision_graph.loading import load_guideline, shipped
from decision_graph.mentioned import mentioned

GUIDELINE = load_guideline(ASTHMA)


def shown(*words: str) -> dict[str, Any]:
    done = invoke("show", ASTHMA, *words, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_keys_of_the_contract() -> None:
    found = shown()
    assert list(found)[:3] == ["recommendations", "graphs", "vocabulary"]
    row = found["recommendations"]["1.2"]
    assert list(row)[:6] == ["title", "population", "outranks", "source", "notes", "tiers"]
    option = row["tiers"]["clinic"]["options"][0]
    assert list(option) == ["text", "interventions", "rank", "when", "strength", "notes"]
    assert list(row["tiers"]["clinic"]) == ["options", "notes"]


def test_every_fact_that_can_be_told_with_its_values() -> None:
    done = invoke("list", ASTHMA, "--facts")
    assert (done.exit_code, done.stderr) == (0, "")
    told = [line.split("=")[0].strip() for line in done.stdout.splitlines() if "=" in line]
    assert sorted(told) == sorted(GUIDELINE.vocabulary.attributes)
    assert "age_years=NUMBER" in done.stdout and "step=starting | " in done.stdout


def test_the_facts_of_one_graph_are_those_that_it_speaks_of() -> None:
    done = invoke("list", f"{ASTHMA}/starting", "--facts")
    told = {line.split("=")[0].strip() for line in done.stdout.splitlines() if "=" in line}
    assert told == mentioned(GUIDELINE, ["starting"]) < set(GUIDELINE.vocabulary.attributes)
    assert invoke("list", "--facts").exit_code == 2


def test_an_unknown_fact_says_how_to_find_the_right_one() -> None:
    near = invoke("query", ASTHMA, "--fact", "age=3")
    assert near.exit_code == 2 and "did you mean 'age_years'?" in near.stderr
    strange = invoke("query", ASTHMA, "--fact", "xyzzy=3")
    assert "decision-graph list GUIDELINE --facts" in strange.stderr


def test_everything_that_the_files_say() -> None:
    found = shown()
    assert list(found["recommendations"]) == list(GUIDELINE.recommendations)
    assert found["recommendations"]["1.3"]["tiers"]["hospital"]["options"] == [
        {
            "text": option_words(
                GUIDELINE.recommendations["1.3"].cells["hospital"].options[0], GUIDELINE.vocabulary
            ),
            "interventions": ["low_dose_ics", "montelukast", "saba"],
            "rank": None,
            "when": None,
            "strength": "weak",
            "notes": [],
        }
    ]
    assert found["recommendations"]["1.4"]["outranks"]["1.3"] == {
        "why": "under six years both rows are followed (D1)",
        "when": "age_years >= 6",
    }
    assert found["recommendations"]["2.3"]["tiers"]["clinic"] == {
        "options": [],
        "notes": ["The clinic refers to a hospital."],
    }
    assert found["graphs"]["starting"]["given"] == {"step": "starting"}
    assert found["graphs"]["starting"]["nodes"]["young"]["edges"][1] == {
        "when": "otherwise",
        "label": "no",
        "to": "1.4",
    }
    assert found["graphs"]["stepping_up"]["leaves"]["never_assessed"]["notes"] == ["D2"]
    assert found["vocabulary"]["attributes"]["age_years"]["max"] == 120
    assert found["vocabulary"]["rules"][0]["then"] == "not pregnant and not smokes"
    assert found["vocabulary"]["interventions"]["biologic"]["only_when"][0]["when"] == "eosinophils == high"
    assert found["notes"]["D1"]["kind"] == "decision"
    assert found["digest"] == GUIDELINE.digest
    assert found["provenance"]["dates"] == {"written": "2024-01-09"}


def test_show_row_in_text() -> None:
    assert invoke("show", ASTHMA, "2.3").stdout == (
        "2.3  Poorly controlled, inhaler technique checked\n"
        "  3. Stepping up\n"
        "  source: table 2, row 2.3, lines 9-13\n"
        "\n"
        "POPULATION\n"
        "  asthma control: poorly controlled and inhaler technique checked\n"
        "  control == poorly and technique_checked\n"
        "\n"
        "OPTIONS\n"
        "  Clinic ●○\n"
        "    - nothing\n"
        "    The clinic refers to a hospital.\n"
        "  Hospital ●●\n"
        "    - step 1: Anti-interleukin-5 antibody + inhaled corticosteroid with\n"
        "      formoterol; only if biologic in supply: yes\n"
        "    - step 2: High-dose inhaled corticosteroid + montelukast\n"
    )


def test_precedence_is_shown_both_ways() -> None:
    assert (
        "GOES BEFORE\n  1.1: waking at night is the more severe sign (D1)\n"
        in invoke("show", ASTHMA, "1.4").stdout
    )
    assert "GIVES WAY TO\n  1.4: under six years both rows" in invoke("show", ASTHMA, "1.3").stdout


PARTS = [
    *GUIDELINE.recommendations,
    *GUIDELINE.graphs,
    *GUIDELINE.vocabulary.attributes,
    *GUIDELINE.vocabulary.interventions,
    *GUIDELINE.notes,
]


def test_every_part_is_shown_in_text_and_json_within_80_columns() -> None:
    for part in PARTS:
        done = invoke("show", ASTHMA, part)
        assert done.exit_code == 0
        assert done.stdout.split()[0].rpartition("/")[2] == part
        assert max(map(len, done.stdout.splitlines())) <= 80
        assert shown(part)["id"] == part


def test_a_graph_as_the_target_is_shown() -> None:
    assert invoke("show", f"{ASTHMA}/starting").stdout == invoke("show", ASTHMA, "starting").stdout


def test_an_unknown_part() -> None:
    for form in ("text", "json"):
        done = invoke("show", ASTHMA, "night_wakin", "--format", form)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == (
            "error[unknown-part]: 'asthma' has no row, graph, attribute, intervention or note 'night_wakin'\n"
            "  = did you mean 'night_waking'?\n"
        )


def test_list() -> None:
    found = invoke("list").stdout
    assert [line.split()[0] for line in found.splitlines() if not line.startswith(" ")] == list(shipped())
    rows = invoke("list", ASTHMA).stdout
    assert "asthma/entry (entry)  Which page of the example?\n" in rows
    assert [line.split()[0] for line in rows.splitlines() if line.startswith("  ")] == list(
        GUIDELINE.recommendations
    )


@pytest.mark.parametrize("file", ["guideline", "vocabulary", "interventions", "starting"])
def test_schema_accepts_the_files(file: str) -> None:
    parsed = yaml.safe_load(Path(ASTHMA, f"{file}.yaml").read_text(encoding="utf-8"))
    for words in ((), ("graph" if file == "starting" else file,)):
        schema = json.loads(invoke("schema", *words).stdout)
        checker = jsonschema.Draft202012Validator
        checker.check_schema(schema)
        assert [error.message for error in checker(schema).iter_errors(parsed)] == []


def test_schema_refuses_what_is_no_guideline_file() -> None:
    schema = json.loads(invoke("schema").stdout)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors({"graph": 1}))


def test_commands_say_the_same_in_the_list_and_in_their_help() -> None:
    from decision_graph.cli import _COMMANDS, main

    for name, (_, words) in _COMMANDS.items():
        command = main.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None and command.help is not None
        assert command.help.splitlines()[0] == words
        assert f"decision-graph {name}" in command.help, "an example"
        assert "\\b" not in command.help, "a raw docstring shows click's mark instead of obeying it"
