"""`decision-graph what-if` and `flips`: what they print and how they end."""

from __future__ import annotations

import json

from cli.running import ASTHMA, DECIDED, invoke


def test_the_change_is_told_from_both_sides() -> None:
    done = invoke("what-if", ASTHMA, *DECIDED, "--change", "age_years=8", "--without", "smokes")
    assert done.stdout.startswith(
        "Now:   Decided: 1.2 Twelve years or older, symptoms on two days a week or more\nThen:  "
    )
    assert "WHERE THE PATHS PART" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_nothing_to_change_is_a_fault_of_usage() -> None:
    done = invoke("what-if", ASTHMA, *DECIDED)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--change NAME=VALUE, or --without NAME" in done.stderr


def test_a_change_that_is_no_pair_is_refused() -> None:
    done = invoke("what-if", ASTHMA, *DECIDED, "--change", "smokes")
    assert "error[fact-shape]: --change 'smokes' is not NAME=VALUE" in done.stderr


def test_the_line_and_setting_may_change() -> None:
    done = invoke("what-if", ASTHMA, *DECIDED, "--change", "place=hospital", "--format", "json")
    found = json.loads(done.stdout)
    assert (found["before"]["setting"], found["after"]["setting"]) == ("clinic", "hospital")


def test_flips_say_what_each_fact_would_have_to_be() -> None:
    done = invoke("flips", ASTHMA, *DECIDED, "--format", "json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    ages = [flip for flip in found["flips"] if flip["attribute"] == "age_years"]
    assert [flip["be"] for flip in ages] and all(flip["now"] == 14 for flip in ages)
    assert all(flip["changed"] for flip in found["flips"])


def test_flips_as_text_fit_the_page() -> None:
    printed = invoke("flips", ASTHMA, *DECIDED).stdout
    assert "IF A GIVEN FACT WERE DIFFERENT" in printed
    assert max(map(len, printed.splitlines())) <= 80


def test_a_row_that_was_only_possible_is_no_longer_possible() -> None:
    words = ("--line", "second", "--setting", "basic", "--fact", "hr_status=negative")
    done = invoke("flips", "mbc", *words, "--fact", "her2_status=negative")
    assert "-> silent; 2.3.1 is no longer possible" in done.stdout
    assert "2.3.1 no longer matches" not in done.stdout
