"""docs/predicates.md: every example parses, and every table says what the program says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decision_graph.diagnostics import GraphError, Span
from decision_graph.predicate.parser import PredicateError, parse, parse_placed
from decision_graph.predicate.terms import attributes
from decision_graph.predicate.tokens import KEYWORDS
from decision_graph.predicate.truth import Truth, and_, not_, or_
from decision_graph.prose import clause
from decision_graph.type_check import check
from decision_graph.vocabulary import Attribute, Choice, Vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "predicates.md").read_text(encoding="utf-8")

CHOICES = {"well": "well controlled", "partly": "partly controlled", "poorly": "poorly controlled"}
ATTRIBUTES = {
    attribute.name: attribute
    for attribute in (
        Attribute(
            "pregnant", "boolean", "?", "pregnancy", "", when_true="pregnant", when_false="not pregnant"
        ),
        Attribute("smokes", "boolean", "?", "smoking", ""),
        Attribute(
            "control",
            "enum",
            "?",
            "asthma control",
            "",
            choices=tuple(Choice(*pair) for pair in {**CHOICES, "not_known": "not known"}.items()),
        ),
        Attribute("age_years", "decimal", "?", "age", "", minimum=0, maximum=120, unit="years"),
        Attribute("bad_days", "integer", "?", "symptoms", "", minimum=0, maximum=7, unit="days a week"),
    )
}


def rows(*header: str) -> list[list[str]]:
    """The rows of every table of the page with this header, cells without code marks and escapes."""
    found: list[list[str]] = []
    lines = iter(PAGE.splitlines())
    for line in lines:
        if line == f"| {' | '.join(header)} |":
            next(lines)
            while (row := next(lines, "")).startswith("|"):
                cells = re.split(r"(?<!\\)\|", row)[1:-1]
                found.append([re.sub(r"^`(.*)`$", r"\1", cell.strip()).replace(r"\|", "|") for cell in cells])
    assert found, header
    return found


EXAMPLES = [
    line for block in re.findall(r"```predicate\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
]
SYNTAX = rows("you wrote", "message", "remedy")
MISMATCHES = rows("you wrote", "message", "remedy", "slug")


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_fits_the_vocabulary_of_the_page(text: str) -> None:
    assert check(parse_placed(text), ATTRIBUTES) == []


def test_the_examples_use_every_attribute() -> None:
    assert {name for text in EXAMPLES for name in attributes(parse(text))} == set(ATTRIBUTES)


@pytest.mark.parametrize(("text", "message", "remedy"), SYNTAX)
def test_every_syntax_error(text: str, message: str, remedy: str) -> None:
    with pytest.raises(PredicateError) as caught:
        parse_placed("" if text == "(nothing)" else text)
    assert [caught.value.message, caught.value.hint] == [message, remedy]


@pytest.mark.parametrize(("text", "message", "remedy", "slug"), MISMATCHES)
def test_every_mismatch(text: str, message: str, remedy: str, slug: str) -> None:
    faults = check(parse_placed(text), ATTRIBUTES)
    assert [[fault.message, fault.hint, fault.slug] for fault in faults] == [[message, remedy, slug]]


def test_the_printed_error() -> None:
    line = "      - {when: control = poorly, to: step_up}"
    with pytest.raises(GraphError) as caught:
        parse("control = poorly", Span("second.yaml", 24, line.index("control") + 1, 1, line))
    assert f"```text\n{caught.value}\n```" in PAGE


@pytest.mark.parametrize(("text", "words"), rows("predicate", "in words"))
def test_every_reading(text: str, words: str) -> None:
    assert clause(parse(text), Vocabulary(ATTRIBUTES, (), {}, ("",))) == words


def test_the_truth_tables() -> None:
    for a, b, both, either in (map(Truth, row) for row in rows("`a`", "`b`", "`a and b`", "`a or b`")):
        assert (and_([a, b]), or_([a, b])) == (both, either)
        assert (and_([b, a]), or_([b, a])) == (both, either)
    for a, opposite in (map(Truth, row) for row in rows("`a`", "`not a`")):
        assert not_(a) is opposite


def test_precedence_as_stated() -> None:
    assert parse("smokes or pregnant and bad_days > 2") == parse("smokes or (pregnant and bad_days > 2)")


def test_the_page_names_every_keyword() -> None:
    sentence = re.search(r"The words of the language are (.*?)\.\n", PAGE, re.DOTALL)
    assert sentence is not None
    assert set(re.findall(r"`(\w+)`", sentence.group(1))) == KEYWORDS
