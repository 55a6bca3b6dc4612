"""The walk: votes, then the edge; the ladder; and what if a fact were another."""

from __future__ import annotations

import pytest

from cli.running import ASTHMA, ROOT, invoke
from decision_graph.diagnostics import GraphError
from decision_graph.loading import load_guideline
from decision_graph.teaching.what_if import meant

MBC = load_guideline(ROOT / "graphs" / "mbc")


def walk(replies: str, *words: str) -> str:
    done = invoke("teach", "walk", ASTHMA, *words, stdin=replies)
    assert done.exit_code == 0, done.stderr
    return done.stderr


def test_the_class_votes_and_the_edge_opens() -> None:
    text = walk("\n12 3\n\nq\n", "--case", "a01")
    question, opened = text.split("Hands for each answer")[:2]
    assert "=>" not in question
    assert "=> 1  " in opened
    assert "#" * 30 + " 12" in opened
    assert "#" * 8 + " 3\n" in opened
    assert "Not so: it needs" in opened


def test_votes_that_do_not_fit_are_asked_again() -> None:
    text = walk("\n3 12 1\nmany\n\nq\n", "--case", "a01")
    assert text.count("error[votes]") == 2
    assert "'3 12 1' is not 2 numbers" in text


def test_the_ladder_comes_at_the_end_and_then_what_if() -> None:
    text = walk(
        "\n" + "\n\n" * 8 + "waking at night\nhospital\nnothing like it\nage_years=3\n\n", "--case", "a01"
    )
    assert "What each setting offers" in text
    assert "<- here" in text
    parted = text.split("What each setting offers")[1]
    assert "The paths part at: Did asthma wake the patient at night in the last month?" in parted
    assert "Now leads: 1.4 Waking at night" in parted
    assert "gained  1.4: High-dose" in parted
    assert "error[no-such-fact]" in parted


def test_the_end_of_the_input_ends_the_walk() -> None:
    assert "Never use it for a patient." in walk("\n", "--seed", "4", "--count", "2")


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("what if she were pre-menopausal?", {"menopausal_status": "pre"}),
        ("Pre-menopausal", {"menopausal_status": "pre"}),
        ("HER2-positive", {"her2_status": "positive"}),
        ("male", {"sex": "male"}),
        ("no prior chemotherapy", {"prior_chemotherapy": False}),
        ("prior_cdk46 = true", {"prior_cdk46": "true"}),
        ("enhanced", {"setting": "enhanced"}),
        ("germline", {"brca12_mutation": "germline"}),
    ],
)
def test_the_fact_that_a_class_means(words: str, change: dict[str, object]) -> None:
    assert meant(MBC, words, {"menopausal_status": "post"}) == change


@pytest.mark.parametrize(
    ("words", "said"), [("prior", "can mean several facts"), ("menopausel", "did you mean")]
)
def test_what_no_single_fact_means_is_refused(words: str, said: str) -> None:
    with pytest.raises(GraphError, match="no-such-fact") as caught:
        meant(MBC, words, {})
    assert said in str(caught.value)
