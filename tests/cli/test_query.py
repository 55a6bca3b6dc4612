"""`decision-graph query`: the contract of its JSON, the merging of facts, many records, exit statuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.running import ASTHMA, DECIDED, STARTING, answer, invoke

TOP = [
    "guideline",
    "version",
    "line",
    "setting",
    "status",
    "recommendations",
    "possible",
    "questions",
    "nearest",
    "path",
]
ROW = ["id", "title", "standing", "outranked_by", "options", "notes", "source"]
OPTION = ["text", "interventions", "rank", "standing", "when", "missing", "strength", "notes"]
EDGE = ["when", "truth", "to", "uses", "missing"]


def test_keys_of_the_contract_come_first_and_in_order() -> None:
    found = answer("query", ASTHMA, *DECIDED)
    assert list(found)[: len(TOP)] == TOP
    row = found["recommendations"][0]
    assert list(row)[: len(ROW)] == ROW
    assert list(row["options"][0])[: len(OPTION)] == OPTION
    assert list(row["source"]) == ["table", "row", "lines"]
    visit = found["path"][0]
    assert list(visit)[:3] == ["graph", "node", "edges"]
    assert list(visit["edges"][0])[: len(EDGE)] == EDGE


def test_a_decided_answer() -> None:
    found = answer("query", ASTHMA, *DECIDED)
    assert [found[key] for key in TOP[:5]] == ["asthma", "0.3", "starting", "clinic", "decided"]
    (row,) = found["recommendations"]
    assert [row["id"], row["standing"], row["outranked_by"]] == ["1.2", "preferred", []]
    assert row["source"] == {"table": 1, "row": "1.2", "lines": [5, 7]}
    first, second = row["options"]
    assert first["text"] == "Inhaled corticosteroid with formoterol"
    assert first["interventions"] == ["ics_formoterol"]
    assert [first["rank"], first["standing"], first["when"]] == [1, "open", "ics_formoterol_available"]
    assert first["missing"] == ["ics_formoterol_available"]
    assert [second["rank"], second["standing"], second["when"]] == [2, "open", None]
    assert found["possible"] == found["questions"] == found["nearest"] == []
    assert [q["attribute"] for q in found["option_questions"]] == ["ics_formoterol_available"]
    waking = next(visit for visit in found["path"] if visit["node"] == "waking")
    yes, no = waking["edges"]
    assert [yes["when"], yes["truth"], yes["to"]] == ["night_waking", "false", "young"]
    assert no == {
        "when": "not night_waking",
        "truth": "true",
        "to": "days",
        "uses": {"night_waking": False},
        "missing": [],
        "label": "no",
        "derived": [],
    }


def test_an_outranked_row_is_kept_with_the_reason() -> None:
    found = answer(
        "query",
        ASTHMA,
        *STARTING,
        "--fact=age_years=14",
        "--fact=days_with_symptoms=4",
        "--fact=night_waking=true",
    )
    first, second = found["recommendations"]
    assert [first["id"], first["standing"]] == ["1.4", "preferred"]
    assert [second["id"], second["standing"], second["outranked_by"]] == ["1.2", "also_matches", ["1.4"]]
    assert second["outranked_because"] == {"1.4": "waking at night is the more severe sign (D1)"}
    assert found["notes"]["D1"].startswith("Waking at night"), "named as a note and in a reason"


def test_an_open_answer_says_what_to_ask() -> None:
    found = answer("query", ASTHMA, *STARTING, "--fact=age_years=4", "--fact=days_with_symptoms=4")
    assert found["status"] == "open"
    assert found["possible"] == ["1.4", "1.5"]
    assert found["questions"][0] == {
        "attribute": "night_waking",
        "ask": "Did asthma wake the patient at night in the last month?",
        "separates": ["1.4"],
        "notes": [],
    }
    assert found["derived"]["pregnant"] == {
        "value": False,
        "why": "the example treats pregnancy and smoking from twelve years only",
        "because": ["age_years"],
    }


def test_a_silent_answer_names_the_nearest_rows() -> None:
    found = answer("query", ASTHMA, "--fact=asthma=confirmed", "--line=stepping_up", "--fact=control=well")
    assert [found["status"], found["recommendations"], found["nearest"]] == ["silent", [], ["1.1"]]
    assert found["says"] == ["The example does not say when treatment may be stepped down."]


def test_out_of_scope() -> None:
    found = answer("query", ASTHMA, "--fact=asthma=refuted")
    assert [found["status"], found["recommendations"]] == ["out_of_scope", []]
    assert found["says"] == ["The example is for confirmed asthma only."]


def test_a_row_that_another_reader_may_take() -> None:
    facts = ("asthma=confirmed", "control=poorly", "pregnant=true", "age_years=30", "technique_checked=true")
    found = answer(
        "query", ASTHMA, "--line=stepping_up", "--setting=clinic", *(f"--fact={fact}" for fact in facts)
    )
    (row,) = found["recommendations"]
    assert row["options"] == []
    assert row["notes"] == ["The clinic refers to a hospital."]
    (other,) = found["also_consider"]
    assert [other["id"], other["standing"]] == ["2.1", "also_consider"]
    assert other["contested"] == [
        {
            "why": "a careful reader may step up at once in pregnancy",
            "when": "pregnant and control == poorly",
            "notes": ["D2"],
        }
    ]
    assert "D2" in found["notes"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (DECIDED, 0),
        (("--fact=asthma=refuted",), 0),
        (("--fact=asthma=confirmed",), 3),
        (("--fact=asthma=perhaps",), 2),
        (("--facts=none.json",), 2),
        (("--what",), 2),
    ],
)
def test_exit_status(words: tuple[str, ...], status: int) -> None:
    for form in ("text", "json"):
        done = invoke("query", ASTHMA, *words, "--format", form)
        assert done.exit_code == status
        assert bool(done.stderr) == (status == 2)
        assert bool(done.stdout) == (status != 2)


# What is asked


@pytest.mark.parametrize("target", [f"{ASTHMA}/starting", f"{ASTHMA}/starting.yaml", f"./{ASTHMA}/starting/"])
def test_one_graph_brings_what_it_gives(target: str) -> None:
    found = answer("query", target, "--fact=night_waking=true", "--fact=age_years=30")
    assert found["line"] == "starting"
    assert found["path"][0]["graph"] == "starting"


@pytest.mark.parametrize("target", [ASTHMA, f"{ASTHMA}/", f"{ASTHMA}/entry", f"{ASTHMA}/guideline.yaml"])
def test_the_guideline_is_asked_from_its_entry(target: str) -> None:
    assert answer("query", target, "--fact=asthma=refuted")["path"][0]["graph"] == "entry"


TARGETS = {
    "asthmo": "error[no-such-guideline]: there is no guideline and no folder 'asthmo'",
    f"{ASTHMA}/startin": "error[unknown-graph]: 'asthma' has no graph 'startin'\n"
    "  = did you mean 'starting'?",
    f"{ASTHMA}/none.yaml": f"error[no-such-file]: there is no file '{ASTHMA}/none.yaml'",
    f"{ASTHMA}/vocabulary.yaml": f"error[not-a-graph]: '{ASTHMA}/vocabulary.yaml' is no graph, "
    f"but a part of the guideline in '{ASTHMA}'\n  = name the folder, or the file of a graph",
    "docs": "error[not-a-guideline]: the folder 'docs' is not a guideline: it has no guideline.yaml",
}


@pytest.mark.parametrize("target", TARGETS)
def test_a_wrong_target(target: str) -> None:
    done = invoke("query", target)
    assert done.exit_code == 2
    assert done.stderr.startswith(TARGETS[target])


# Facts from several places


def test_facts_are_merged(tmp_path: Path) -> None:
    file = tmp_path / "patient.yaml"
    file.write_text("age_years: 14\nstep: starting\nasthma: confirmed\n")
    once = answer("query", ASTHMA, "--facts", str(file), "--fact=night_waking=true", "--setting=clinic")
    twice = answer(
        "query", ASTHMA, "--facts", str(file), "--line=starting", "--setting=clinic",
        "--fact", " age_years = 14.0 ", "--fact=night_waking=true", "--fact=place=clinic",
    )  # fmt: skip
    assert once == twice
    assert [once["line"], once["setting"]] == ["starting", "clinic"]


MERGING = [
    # options, the complaint; the file says {"age_years": 14, "step": "starting"} in line 1 of p.json
    (
        ["--fact=age_years=15"],
        "p.json:1:2: error[fact-twice]: fact 'age_years' is given twice: 14 (p.json:1) and 15 (--fact)\n"
        '    {"age_years": 14, "step": "starting"}\n     ^^^^^^^^^^^^^^^\n  = keep one of the two\n',
    ),
    (
        ["--line=stepping_up"],
        "p.json:1:19: error[fact-twice]: "
        "fact 'step' is given twice: starting (p.json:1) and stepping_up (--line)\n"
        '    {"age_years": 14, "step": "starting"}\n                      ^^^^^^^^^^^^^^^^^^\n'
        "  = keep one of the two\n",
    ),
    (
        ["--setting=clinic", "--fact=place=hospital"],
        "error[fact-twice]: fact 'place' is given twice: hospital (--fact) and clinic (--setting)\n"
        "  = keep one of the two\n",
    ),
    (
        ["--fact=smokes"],
        "error[fact-shape]: --fact 'smokes' is not NAME=VALUE\n  = write smokes=true or smokes=false\n",
    ),
    (
        ["--fact=age_year=3", "--fact=smokes=maybe"],
        "error[unknown-fact]: --fact: no attribute is called 'age_year'\n  = did you mean 'age_years'?\n"
        "error[wrong-type]: --fact: fact 'smokes' is 'maybe'\n"
        "  = write true or false, or leave it out if it is unanswered\n",
    ),
    (
        ["--setting=hospitl"],
        "error[value-not-in-domain]: --setting: fact 'place' is 'hospitl'\n"
        "  = did you mean 'hospital'? (values: clinic, hospital)\n",
    ),
    (
        ["--fact=days_with_symptoms=4 days"],
        "error[wrong-type]: --fact: fact 'days_with_symptoms' is '4 days'\n"
        "  = write a plain number in days a week, for example days_with_symptoms=7\n",
    ),
    (
        ["--fact=days_with_symptoms=2.5"],
        "error[wrong-type]: --fact: fact 'days_with_symptoms' is '2.5'\n"
        "  = write a whole number in days a week\n",
    ),
    (
        ["--fact=days_with_symptoms=8"],
        "error[number-out-of-range]: --fact: fact 'days_with_symptoms' is 8\n"
        "  = it must be at least 0 and at most 7 in days a week\n",
    ),
]


@pytest.mark.parametrize(("options", "complaint"), MERGING, ids=[" ".join(words) for words, _ in MERGING])
def test_wrong_facts_name_their_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], complaint: str
) -> None:
    target = str(Path(ASTHMA).resolve())
    monkeypatch.chdir(tmp_path)
    Path("p.json").write_text('{"age_years": 14, "step": "starting"}')
    done = invoke("query", target, "--facts", "p.json", *options)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", complaint)


def test_a_contradiction_names_every_origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = str(Path(ASTHMA).resolve())
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text("# a child\nage_years: 4\n")
    done = invoke("query", target, "--facts", "p.yaml", "--fact", "pregnant=true")
    assert done.stderr == (
        "error[contradiction]: age_years=4 and pregnant=true cannot be together: "
        "the example treats pregnancy and smoking from twelve years only\n"
        "  = correct one of them: age_years (p.yaml:2), pregnant (--fact)\n"
    )


def test_the_line_of_another_graph(tmp_path: Path) -> None:
    done = invoke("query", f"{ASTHMA}/starting", "--line", "stepping_up")
    assert done.stderr == (
        "error[contradiction]: --line: step=stepping_up, but graph 'starting' is for step=starting\n"
        "  = ask the guideline instead, or drop the fact\n"
    )


def test_a_guideline_without_selectors(tmp_path: Path) -> None:
    for file in Path(ASTHMA).glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(
            text.replace("selectors: {line: step, tier: place}", "selectors: {}")
        )
    done = invoke("query", str(tmp_path), "--line", "starting")
    assert done.exit_code == 2
    assert "--line cannot be used" in done.stderr or "error[" in done.stderr


# Many

MANY = (
    '{"age_years": 14, "night_waking": true, "smokes": false, "allergic_rhinitis": false}',
    '{"age_years": "x"}',
    "nonsense",
    '{"age_years": 4, "pregnant": true}',
    '{"age_years": 30, "night_waking": true, "smokes": true, "allergic_rhinitis": false}',
)


def many(*lines: str, form: str = "json") -> tuple[int, list[str], str]:
    source = "\n".join(lines)
    done = invoke(
        "query",
        ASTHMA,
        *STARTING,
        "--fact=days_with_symptoms=3",
        "--facts=-",
        f"--format={form}",
        stdin=source,
    )
    return done.exit_code, done.stdout.splitlines(), done.stderr


def test_one_result_a_line_in_order_and_errors_in_their_place() -> None:
    status, lines, complaints = many(*MANY)
    found: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert status == 1
    assert [next(iter(result)) for result in found] == ["guideline", "error", "error", "error", "guideline"]
    assert [row["id"] for row in found[4]["recommendations"] if row["standing"] == "preferred"] == [
        "1.4",
        "1.6",
    ]
    assert found[1]["error"] == {
        "slug": "wrong-type",
        "message": "fact 'age_years' is 'x'",
        "hint": "write a plain number in years, for example age_years=12",
        "line": 2,
    }
    assert [found[at]["error"]["line"] for at in (1, 2, 3)] == [2, 3, 4]
    assert [found[at]["error"]["slug"] for at in (2, 3)] == ["json-syntax", "contradiction"]
    assert complaints.startswith("stdin:2:2: error[wrong-type]: fact 'age_years' is 'x'\n")
    assert complaints.endswith("3 of 5 records could not be answered\n")


def test_each_of_many_is_answered_as_if_it_were_alone() -> None:
    _, lines, _ = many(*MANY)
    for record, line in zip(MANY, lines, strict=True):
        if "error" not in json.loads(line):
            alone = answer(
                "query", ASTHMA, *STARTING, "--fact=days_with_symptoms=3", "--facts=-", stdin=record
            )
            assert json.loads(line) == alone


def test_what_a_record_calls_itself_comes_back_with_its_answer_or_its_error() -> None:
    lines = ['{"nr": "a/7", "age_years": 30}', '{"nr": 8, "age_years": "x"}', "nonsense", '{"age_years": 30}']
    done = invoke("query", ASTHMA, *STARTING, "--facts=-", "--id=nr", "--format=json", stdin="\n".join(lines))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in found] == ["a/7", 8, None, None]
    assert ["error" in one for one in found] == [False, True, True, False]
    assert list(found[0])[:-1] == list(answer("query", ASTHMA, *STARTING, "--fact=age_years=30"))
    text = invoke("query", ASTHMA, *STARTING, "--facts=-", "--id=nr", stdin="\n".join(lines))
    assert "stdin:1  nr a/7" in text.stdout.splitlines()
    alone = answer("query", ASTHMA, *STARTING, "--facts=-", "--id=nr", stdin=lines[0])
    assert alone == found[0]


def test_an_id_that_is_a_fact_is_refused_since_it_would_be_left_out_of_account() -> None:
    done = invoke("query", ASTHMA, *STARTING, "--id=age_years", "--fact=age_years=3")
    assert done.exit_code == 2 and "error[id-is-a-fact]" in done.stderr and done.stdout == ""


def test_many_exit_status() -> None:
    assert many(MANY[0], MANY[4])[0] == 0
    assert many(MANY[0], '{"age_years": 3}')[0] == 3, "one is open"
    assert many(MANY[0], '{"age_years": 3}', "[]")[0] == 1, "a bad record outweighs an open one"


def test_several_faults_of_one_record_are_all_told() -> None:
    _, lines, _ = many('{"age": 1, "smokes": 2}', MANY[0])
    error = json.loads(lines[0])["error"]
    assert [error["slug"], error["others"][0]["slug"]] == ["unknown-fact", "wrong-type"]


def test_many_as_text_are_a_short_block_each() -> None:
    status, lines, _ = many(*MANY[:2], form="text")
    assert status == 1
    assert lines == [
        "stdin:1",
        "Decided: 1.4 Waking at night",
        "Asthma, a fictional example, step: starting, place: Clinic ●○",
        "  offered       High-dose inhaled corticosteroid + salbutamol",
        "",
        "stdin:2",
        "Not answered: fact 'age_years' is 'x'",
        "",
    ]
