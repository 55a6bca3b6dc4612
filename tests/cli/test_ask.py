"""`decision-graph ask`: what is asked, what may be answered, and how an interview ends."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import Result

from cli.running import ASTHMA, STARTING, answer, invoke
from decision_graph.cli.interview import Interview
from decision_graph.cli.target import find_target
from decision_graph.diagnostics import GraphError
from decision_graph.traversal.questions import Question


def interview(*replies: str, facts: tuple[str, ...] = STARTING, form: str = "text") -> Result:
    return invoke("ask", ASTHMA, *facts, "--format", form, stdin="".join(f"{reply}\n" for reply in replies))


def asked(done: Result) -> list[str]:
    """The questions of a conversation, in order."""
    return [
        line for line in done.stderr.splitlines() if line.endswith("?") and not line.startswith((">", " "))
    ]


def test_asks_only_what_is_still_needed() -> None:
    adult = [
        "How old is the patient?",
        "On how many days of the last week were there symptoms?",
        "Did asthma wake the patient at night in the last month?",
        "Does the patient smoke?",
        "Does the patient have allergic rhinitis?",
        "Is the ICS and formoterol inhaler in supply here?",
    ]
    assert asked(interview("14", "4", "no", "no", "no", "u")) == adult
    child = [*adult[:3], adult[4]]  # the rules answer for a child that it does not smoke
    assert asked(interview("8", "4", "no", "no", "u")) == child


def test_ends_with_the_answer_and_the_command_that_repeats_it() -> None:
    done = interview("14", "4", "no", "no", "no", "yes")
    assert done.exit_code == 0
    assert done.stdout.startswith("Decided: 1.2 Twelve years or older")
    assert "Nothing is left to ask." in done.stderr
    words = shlex.split(done.stderr.splitlines()[-1])
    assert words[:3] == ["decision-graph", "query", ASTHMA]
    assert invoke(*words[1:]).stdout == done.stdout


def test_options_are_asked_after_the_rows() -> None:
    done = interview("14", "4", "no", "no", "no", "no")
    assert asked(done)[-1] == "Is the ICS and formoterol inhaler in supply here?"
    assert "unavailable" in done.stdout


def test_choices_units_and_ranges_are_shown() -> None:
    done = interview("q", facts=("--fact=asthma=confirmed",))
    assert "  1  starting treatment\n  2  stepping up treatment\n" in done.stderr
    done = interview("14", "q")
    assert "  a number of years from 0 to 120\n" in done.stderr
    assert "  a whole number of days a week from 0 to 7\n" in done.stderr


def test_answers_by_number_word_label_or_beginning() -> None:
    for reply in ("2", "stepping_up", "Stepping up treatment", "stepping"):
        done = interview(reply, facts=("--fact=asthma=confirmed",), form="json")
        assert json.loads(done.stdout)["line"] == "stepping_up"


def test_a_misspelt_answer_is_explained_and_asked_again() -> None:
    done = interview("startng", "2", facts=("--fact=asthma=confirmed",))
    assert (
        "error[no-such-answer]: 'startng' is none of the answers\n"
        "  = did you mean 'starting'? Give its number, 1 to 2, or its word.\n"
    ) in done.stderr
    assert "step: stepping_up" in done.stdout


def test_a_number_with_a_unit_is_explained() -> None:
    done = interview("14", "4 days", "9", "4")
    assert "error[wrong-type]: fact 'days_with_symptoms' is '4 days'" in done.stderr
    assert "error[number-out-of-range]: fact 'days_with_symptoms' is 9" in done.stderr
    assert "--fact days_with_symptoms=4" in done.stderr


def test_a_contradiction_is_taken_back() -> None:
    conversation = Interview(find_target(ASTHMA), {"pregnant": True})
    question = Question("age_years", "How old is the patient?", ())
    with pytest.raises(GraphError, match="age_years=4 cannot be together"):
        conversation.reply(question, "4")
    assert conversation.facts == {"pregnant": True}
    conversation.reply(question, "30")
    assert conversation.facts == {"pregnant": True, "age_years": "30"}


def test_only_what_is_still_possible_is_offered() -> None:
    conversation = Interview(find_target(ASTHMA), {"age_years": 4})
    assert [choice.value for choice in conversation.offered(Question("smokes", "", ()))] == [False]
    assert [choice.value for choice in conversation.offered(Question("night_waking", "", ()))] == [
        True,
        False,
    ]
    assert conversation.offered(Question("days_with_symptoms", "", ())) == ()


def test_unknown_skips_a_question_and_back_returns_to_it() -> None:
    done = interview("u", "b", "4")
    questions = asked(done)
    assert questions[0] == questions[2] != questions[1]
    assert "--fact age_years=4" in done.stderr


def test_back_takes_an_answer_back() -> None:
    done = interview("b", "4", "b", "5")
    assert "There is nothing to take back." in done.stderr
    assert "--fact age_years=5" in done.stderr
    assert "age_years=4" not in done.stderr


def test_why_names_the_rows_that_the_answer_separates() -> None:
    done = interview("14", "w", "q")
    assert (
        "It decides between:\n"
        "  1.1 Symptoms on less than two days a week\n"
        "  1.2 Twelve years or older, symptoms on two days a week or more\n"
    ) in done.stderr
    assert "Count a day with cough, wheeze or tightness once" in done.stderr


def test_why_names_the_options_that_the_answer_separates() -> None:
    done = interview("14", "4", "no", "no", "no", "w", "q")
    assert "  1.2: Inhaled corticosteroid with formoterol\n" in done.stderr


def test_help_lists_the_commands() -> None:
    assert "u                leave it unanswered (unknown), and go on" in interview("?").stderr


def test_the_end_of_the_input_ends_politely() -> None:
    for replies in ((), ("q",), ("4", "quit"), ("",)):
        done = interview(*replies)
        assert done.exit_code == 3
        assert "That is what is known so far." in done.stderr
        assert done.stdout.startswith("Open: ")


def test_nothing_is_asked_where_nothing_is_open() -> None:
    done = interview(facts=("--fact=asthma=refuted",))
    assert asked(done) == []
    assert done.stdout.startswith("Out of scope")


def test_json_alone_is_on_standard_output() -> None:
    done = interview("4", form="json")
    assert json.loads(done.stdout) == answer("query", ASTHMA, *STARTING, "--fact=age_years=4")


def test_facts_come_from_a_file_but_not_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    file.write_text('{"asthma": "refuted"}')
    assert invoke("ask", ASTHMA, "--facts", str(file)).exit_code == 0
    done = invoke("ask", ASTHMA, "--facts", "-", stdin='{"asthma": "refuted"}')
    assert done.exit_code == 2
    assert done.stderr.startswith("error[stdin-twice]: an interview reads the answers from standard input")
    file.write_text('{"asthma": "refuted"}\n{"asthma": "refuted"}')
    done = invoke("ask", ASTHMA, "--facts", str(file))
    assert done.exit_code == 2
    assert done.stderr.startswith(f"error[one-patient]: '{file}' holds facts of many patients")


def test_wrong_facts_are_refused_at_once() -> None:
    done = interview(facts=("--fact=asthma=maybe",))
    assert done.exit_code == 2
    assert done.stderr.startswith("error[value-not-in-domain]: --fact: fact 'asthma' is 'maybe'")
