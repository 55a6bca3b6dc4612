"""Prose: what a predicate says in plain English, and that saying it never changes its meaning."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from decision_graph.predicate.parser import parse
from decision_graph.predicate.terms import Always, Compare, Member, Not, Term, Value, conjunction, disjunction
from decision_graph.predicate.truth import evaluate
from decision_graph.prose import answer, clause, without_not
from decision_graph.vocabulary import Attribute, Choice, Kind, Vocabulary


def _attribute(
    name: str, kind: Kind, label: str, *choices: str, unit: str = "", yes: str = "", no: str = ""
) -> Attribute:
    pairs = tuple(Choice(label.split()[0].replace("-", "_"), label) for label in choices)
    return Attribute(name, kind, "?", label, "", pairs, unit=unit, when_true=yes, when_false=no)


WORDS = Vocabulary(
    {
        attribute.name: attribute
        for attribute in (
            _attribute("pregnant", "boolean", "pregnancy", yes="pregnant", no="not pregnant"),
            _attribute("smokes", "boolean", "smoking"),
            _attribute("done", "boolean", "course", yes="course completed", no="course not completed"),
            _attribute("sex", "enum", "sex", "female", "male"),
            _attribute("control", "enum", "asthma control", "good", "partial", "poor", "not_known"),
            _attribute("side", "enum", "side", "left", "right", "both", "middle", "unknown"),
            _attribute("flu", "enum", "flu status", "flu-positive", "flu-negative", "unknown"),
            _attribute("age", "decimal", "age", unit="years"),
            _attribute("relapse", "decimal", "relapse … after the course", unit="months"),
            _attribute("days", "integer", "symptoms", unit="days a week"),
            _attribute("ejection", "decimal", "ejection fraction", unit="%"),
            _attribute("score", "integer", "score"),
        )
    },
    (),
    {},
    ("",),
)


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("always", "always", "in any case"),
        ("not always", "never", "never"),
        ("pregnant", "pregnant", "yes"),
        ("not pregnant", "not pregnant", "no"),
        ("pregnant == false", "not pregnant", "no"),
        ("pregnant != false", "pregnant", "yes"),
        ("pregnant in [true]", "pregnant", "yes"),
        ("pregnant not in [true]", "not pregnant", "no"),
        ("smokes", "smoking: yes", "yes"),
        ("not smokes", "smoking: no", "no"),
        ("smokes or not smokes", "smoking: yes or no", "yes or no"),
        ("smokes and not smokes", "never", "never"),
        ("sex == male", "sex: male", "male"),
        ("sex != male", "sex: female", "female"),
        ("control == poor", "asthma control: poor", "poor"),
        ("control in [poor, good]", "asthma control: good or poor", "good or poor"),
        ("control == poor or control == good", "asthma control: good or poor", "good or poor"),
        ("control != poor", "asthma control: good, partial or not_known", "good, partial or not_known"),
        ("side != left", "side: other than left", "other than left"),
        ("side not in [left, right]", "side: both, middle or unknown", "both, middle or unknown"),
        ("flu == flu_negative", "flu-negative", "flu-negative"),
        (
            "flu in [flu_negative, flu_positive]",
            "flu-positive or flu-negative",
            "flu-positive or flu-negative",
        ),
        ("flu != flu_negative", "flu status: flu-positive or unknown", "flu-positive or unknown"),
        ("age < 12", "age less than 12 years", "less than 12 years"),
        ("age <= 12", "age at most 12 years", "at most 12 years"),
        ("age > 12", "age more than 12 years", "more than 12 years"),
        ("age >= 12", "age 12 years or more", "12 years or more"),
        ("not age >= 12", "age less than 12 years", "less than 12 years"),
        ("age == 12", "age exactly 12 years", "exactly 12 years"),
        ("age != 2.5", "age other than 2.5 years", "other than 2.5 years"),
        ("age in [1, 2, 5]", "age exactly 1, 2 or 5 years", "exactly 1, 2 or 5 years"),
        ("age not in [1, 2]", "age other than 1 or 2 years", "other than 1 or 2 years"),
        ("age < 1", "age less than 1 year", "less than 1 year"),
        ("age < 1.5", "age less than 1.5 years", "less than 1.5 years"),
        ("days > 1", "symptoms more than 1 day a week", "more than 1 day a week"),
        ("ejection < 40", "ejection fraction less than 40%", "less than 40%"),
        ("score >= 3", "score 3 or more", "3 or more"),
        ("relapse < 12", "relapse less than 12 months after the course", "less than 12 months"),
        (
            "relapse >= 6 and relapse < 12",
            "relapse 6 months or more but less than 12 months after the course",
            "6 months or more but less than 12 months",
        ),
        (
            "age < 6 or age >= 12",
            "age less than 6 years or 12 years or more",
            "less than 6 years or 12 years or more",
        ),
        (
            "score < 6 or score > 12 and score < 14",
            "score less than 6 or (more than 12 but less than 14)",
            "less than 6 or (more than 12 but less than 14)",
        ),
    ],
)
def test_one_attribute(text: str, words: str, short: str) -> None:
    assert clause(parse(text), WORDS) == words
    assert answer(parse(text), WORDS) == short


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "flu == flu_negative and relapse < 12",
            "flu-negative and relapse less than 12 months after the course",
        ),
        ("done and pregnant and smokes", "course completed, pregnant and smoking: yes"),
        ("done or pregnant or smokes", "course completed, pregnant or smoking: yes"),
        ("not (done and relapse < 12)", "course not completed or relapse 12 months or more after the course"),
        ("not (done or not pregnant)", "course not completed and pregnant"),
        ("control in [good, poor] and pregnant", "asthma control: good or poor, and pregnant"),
        ("control in [good, poor] or pregnant", "asthma control: good or poor, or pregnant"),
        ("done and (pregnant or smokes)", "course completed, and either pregnant or smoking: yes"),
        ("(pregnant or smokes) and done", "(pregnant or smoking: yes) and course completed"),
        ("done and pregnant or smokes", "either course completed and pregnant, or smoking: yes"),
        (
            "done and pregnant or smokes and age < 3 or sex == male",
            "either course completed and pregnant, or smoking: yes and age less than 3 years, or sex: male",
        ),
        (
            "sex == male and (pregnant or smokes and (age < 3 or flu == flu_negative))",
            "sex: male, and either pregnant or (smoking: yes and (age less than 3 years or flu-negative))",
        ),
        (
            "pregnant or smokes and (done or age > 3)",
            "either pregnant, or smoking: yes and (course completed or age more than 3 years)",
        ),
        (
            "pregnant and (control in [good, poor] or smokes)",
            "pregnant, and either (asthma control: good or poor) or smoking: yes",
        ),
        ("pregnant and age > 6 and age < 12", "pregnant and age more than 6 years but less than 12 years"),
        ("age > 6 and pregnant and age < 12", "age more than 6 years, pregnant and age less than 12 years"),
        ("pregnant and done or not always", "either pregnant and course completed, or never"),
    ],
)
def test_several_attributes(text: str, words: str) -> None:
    assert clause(parse(text), WORDS) == words
    assert answer(parse(text), WORDS) == words


_atoms: st.SearchStrategy[Term] = st.one_of(
    st.builds(Compare, st.sampled_from(["pregnant", "smokes"]), st.just("=="), st.booleans()),
    st.builds(Compare, st.just("sex"), st.sampled_from(["==", "!="]), st.sampled_from(["female", "male"])),
    st.builds(
        Compare, st.just("age"), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(1, 3)
    ),
    st.builds(Member, st.just("score"), st.just((1, 2))),
)
_terms = st.recursive(
    _atoms,
    lambda smaller: st.one_of(
        smaller.map(Not),
        st.lists(smaller, min_size=2, max_size=3).map(lambda terms: conjunction(*terms)),
        st.lists(smaller, min_size=2, max_size=3).map(lambda terms: disjunction(*terms)),
    ),
    max_leaves=8,
)
_facts: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {},
    optional={
        "pregnant": st.booleans(),
        "smokes": st.booleans(),
        "sex": st.sampled_from(["female", "male"]),
        "age": st.sampled_from([0, 1, 1.5, 2, 3, 4]),
        "score": st.integers(0, 3),
    },
)


@given(_terms, _facts)
def test_carrying_not_inwards_keeps_the_meaning(term: Term, facts: dict[str, Value]) -> None:
    assert evaluate(without_not(term), facts) is evaluate(term, facts)


_LETTERS = Vocabulary(
    {name: _attribute(name, "boolean", name, yes=name.upper(), no=f"no {name.upper()}") for name in "pqrstu"},
    (),
    {},
    ("",),
)
_letter_terms = st.recursive(
    st.sampled_from("pqrstu").map(lambda name: Compare(name, "==", True)),
    lambda smaller: st.one_of(
        smaller.map(Not),
        st.lists(smaller, min_size=2, max_size=4).map(lambda terms: conjunction(*terms)),
        st.lists(smaller, min_size=2, max_size=4).map(lambda terms: disjunction(*terms)),
    ),
    max_leaves=12,
)


def _split(text: str, separator: str) -> list[str]:
    """Cut a text wherever a separator stands outside parentheses."""
    pieces, start, depth, place = [], 0, 0, 0
    while place < len(text):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0 and text.startswith(separator, place):
            pieces.append(text[start:place])
            start = place = place + len(separator)
        else:
            place += 1
    return [*pieces, text[start:]]


def _read(text: str) -> Term:
    """Read prose as a careful reader does: commas divide first, and no level mixes "and" with "or"."""
    text = text.removeprefix("either ")
    for comma in (",", ""):
        found = {word: _split(text, f"{comma} {word} ") for word in ("and", "or")}
        used = [word for word, parts in found.items() if len(parts) > 1]
        assert len(used) <= 1, text
        if used:
            first, *rest = found[used[0]]
            parts = [first, *rest] if comma else [*_split(first, ", "), *rest]
            join = conjunction if used == ["and"] else disjunction
            return join(*map(_read, parts))
    if text.startswith("("):
        return _read(text[1:-1])
    if text in ("always", "never"):
        return Always() if text == "always" else Not(Always())
    return Compare(text[-1].lower(), "==", not text.startswith("no "))


@example(parse("(p or q) and r or s"))
@example(parse("p and (q or (r or s) and t)"))
@example(parse("p and (q or r) and s or t and (u or p) or s"))
@settings(max_examples=300)
@given(_letter_terms)
def test_and_and_or_are_never_ambiguous(term: Term) -> None:
    read = _read(re.sub(r"[p-u]: yes or no", "always", clause(term, _LETTERS)))
    for bits in range(64):
        facts: dict[str, Value] = {name: bool(bits >> place & 1) for place, name in enumerate("pqrstu")}
        assert evaluate(read, facts) is evaluate(term, facts)


@given(_terms)
def test_prose_is_balanced_and_never_a_bare_not(term: Term) -> None:
    for words in (clause(term, WORDS), answer(term, WORDS)):
        assert words == words.strip()
        assert words.count("(") == words.count(")")
        assert "not (" not in words
        assert "  " not in words
