"""Prose: a predicate in plain English, as a clause for a sentence or as the answer to a question.

Terms must have been checked against the vocabulary (`decision_graph.type_check`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple, assert_never

from decision_graph.predicate.terms import (
    Always,
    And,
    Compare,
    Member,
    Not,
    Operator,
    Or,
    Term,
    Value,
    attributes,
    conjunction,
    disjunction,
)
from decision_graph.predicate.text import value_text
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.vocabulary import Attribute, Vocabulary, domain


def clause(term: Term, vocabulary: Vocabulary) -> str:
    """A term as a clause, in the words of the vocabulary.

    `not` is carried inwards to the comparisons, and mixed `and` and `or` are told apart by commas,
    "either" and parentheses. Where the label of a number contains "…", the amount is put there. A
    choice whose words already name the attribute ("flu-negative" of "flu status") stands alone.

    >>> from decision_graph.predicate.parser import parse
    >>> age = Attribute("age", "decimal", "How old?", "age", "history", unit="years")
    >>> smoker = Attribute("smoker", "boolean", "Smoker?", "smoking", "history", when_false="non-smoker")
    >>> words = Vocabulary({"age": age, "smoker": smoker}, (), {}, ("history",))
    >>> clause(parse("not (smoker or age < 12)"), words)
    'non-smoker and age 12 years or more'
    """
    return _sentence(_phrase(without_not(term), vocabulary))


def answer(term: Term, vocabulary: Vocabulary) -> str:
    """A term as the short answer to a question that already names its attribute.

    A term about several attributes cannot be cut short and becomes a clause.

    >>> from decision_graph.predicate.parser import parse
    >>> age = Attribute("age", "decimal", "How old?", "age", "history", unit="years")
    >>> answer(parse("age >= 12 and age < 18"), Vocabulary({"age": age}, (), {}, ("history",)))
    '12 years or more but less than 18 years'
    """
    pushed = without_not(term)
    if isinstance(pushed, Always):
        return "in any case"
    names = attributes(pushed)
    if len(names) != 1:
        return _sentence(_phrase(pushed, vocabulary))
    attribute = vocabulary.attributes[names[0]]
    return _choices(pushed, attribute) if domain(attribute) else _amounts(pushed, attribute.unit)


def fact_words(name: str, value: Value, vocabulary: Vocabulary) -> str:
    """A fact as a clause in the words of the vocabulary."""
    attribute = vocabulary.attributes[name]
    if domain(attribute):
        return clause(Compare(name, "==", value), vocabulary)
    before, gap, after = attribute.label.partition("…")
    amount = f"{value_text(value)} {attribute.unit}".strip()
    return f"{before}{amount}{after}" if gap else f"{attribute.label}: {amount}"


# Negation

_OPPOSITE: dict[Operator, Operator] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def without_not(term: Term) -> Term:
    """The same predicate with `not` carried inwards: only `not in` and `not always` are left of it.

    >>> without_not(Not(And((Compare("a", "<", 3), Compare("b", "==", True))))).terms[1]
    Compare(attribute='b', operator='!=', value=True)
    """
    match term:
        case Not(inner):
            return _opposite(inner)
        case And(terms):
            return conjunction(*map(without_not, terms))
        case Or(terms):
            return disjunction(*map(without_not, terms))
        case Always() | Compare() | Member():
            return term
        case _:
            assert_never(term)


def _opposite(term: Term) -> Term:
    match term:
        case Not(inner):
            return without_not(inner)
        case And(terms):
            return disjunction(*map(_opposite, terms))
        case Or(terms):
            return conjunction(*map(_opposite, terms))
        case Compare(name, operator, value):
            return Compare(name, _OPPOSITE[operator], value)
        case Always() | Member():
            return Not(term)
        case _:
            assert_never(term)


# Phrases: the words of each attribute, and how `and` and `or` join them


class _Joined(NamedTuple):
    """Phrases that belong together by one word; never directly inside another of the same word."""

    word: str
    parts: tuple[_Phrase, ...]


_Phrase = str | _Joined


def _phrase(term: Term, vocabulary: Vocabulary) -> _Phrase:
    names = attributes(term)
    if len(names) == 1:
        return _about(term, vocabulary.attributes[names[0]])
    match term:
        case And(terms):
            parts = _by_attribute(terms, And)
            return _Joined("and", tuple(_phrase(part, vocabulary) for part in parts))
        case Or(terms):
            parts = _by_attribute(terms, Or)
            return _Joined("or", tuple(_phrase(part, vocabulary) for part in parts))
        case Always():
            return "always"
        case _:
            return "never"


def _by_attribute(terms: Sequence[Term], join: type[And | Or]) -> list[Term]:
    """Neighbours about one attribute taken together: "age 6 years or more but less than 12 years"."""
    together: list[Term] = []
    for names, group in groupby(terms, key=attributes):
        parts = tuple(group)
        together += [join(parts)] if len(names) == 1 and len(parts) > 1 else parts
    return together


# A list or a clause that has such a word of its own must be set off from its neighbours.
_AMBIGUOUS = re.compile(r"[,;]|\b(?:and|or(?! more\b))\b")
_PARENTHESES = re.compile(r"\([^()]*\)")


def _sentence(phrase: _Phrase) -> str:
    """The outermost level, the only one with commas: nobody must know whether "and" or "or" binds more."""
    if isinstance(phrase, str):
        return phrase
    if phrase.word == "or":
        either = "either " if any(isinstance(part, _Joined) for part in phrase.parts) else ""
        return either + _set_off([_inner(part) for part in phrase.parts], "or")
    *first, last = phrase.parts
    texts = [f"({_inner(part)})" if isinstance(part, _Joined) else part for part in first]
    texts.append(f"either {_inner(last)}" if isinstance(last, _Joined) else last)
    return _set_off(texts, "and")


def _set_off(texts: Sequence[str], word: str) -> str:
    """A list in which commas keep whatever has an `and` or `or` of its own from its neighbours."""
    runs: list[str] = []
    for ambiguous, group in groupby(texts, key=_is_ambiguous):
        run = list(group)
        runs += run if ambiguous else [_listed(run, word)]
    return f", {word} ".join(runs)


def _is_ambiguous(text: str) -> bool:
    """Whether a text has a comma, "and" or "or" outside parentheses."""
    outside = _PARENTHESES.sub("", text)
    return _AMBIGUOUS.search(text) is not None if outside == text else _is_ambiguous(outside)


def _inner(phrase: _Phrase) -> str:
    """A deeper level: no commas, parentheses around whatever has an `and` or `or` of its own."""
    if isinstance(phrase, str):
        return phrase
    texts = map(_inner, phrase.parts)
    return f" {phrase.word} ".join(f"({text})" if _is_ambiguous(text) else text for text in texts)


def _listed(texts: Sequence[str], word: str) -> str:
    *first, last = texts
    return f"{', '.join(first)} {word} {last}" if first else last


# One attribute


def _about(term: Term, attribute: Attribute) -> str:
    """A term that mentions one attribute only, with the name of the attribute."""
    if not domain(attribute):
        return _placed(_amounts(term, attribute.unit), attribute.label)
    allowed = _allowed(term, attribute)
    words = _choices(term, attribute)
    own = ""
    if attribute.kind == "boolean" and len(allowed) == 1:
        own = attribute.when_true if allowed[0] else attribute.when_false
    elif not allowed or _name_it(_labels(attribute, allowed), attribute.label):
        own = words
    return own or f"{attribute.label}: {words}"


def _allowed(term: Term, attribute: Attribute) -> tuple[Value, ...]:
    values = domain(attribute)
    return tuple(value for value in values if evaluate(term, {attribute.name: value}) is Truth.TRUE)


def _choices(term: Term, attribute: Attribute) -> str:
    """The values that satisfy a term. Said as "other than ..." only if more than three are left.

    Readers forget that "not negative" includes "not known", so the values are named where they are few.
    """
    allowed = _allowed(term, attribute)
    negative = isinstance(term, Not) or (isinstance(term, Compare) and term.operator == "!=")
    if not allowed:
        return "never"
    if negative and len(allowed) > 3:
        excluded = _labels(attribute, [value for value in domain(attribute) if value not in allowed])
        return f"other than {_listed(excluded, 'or')}"
    return _listed(_labels(attribute, allowed), "or")


def _labels(attribute: Attribute, values: Sequence[Value]) -> list[str]:
    if attribute.kind == "boolean":
        return ["yes"] * (True in values) + ["no"] * (False in values)
    return [choice.label for choice in attribute.choices if choice.value in values]


def _name_it(labels: Sequence[str], name: str) -> bool:
    """Whether every label of a choice contains the first word of the attribute's label."""
    words = re.findall(r"\w+", name.casefold())
    return bool(words) and all(words[0] in re.findall(r"\w+", label.casefold()) for label in labels)


def _placed(amount: str, label: str) -> str:
    before, gap, after = label.partition("…")
    return f"{before}{amount}{after}" if gap else f"{label} {amount}"


def _amounts(term: Term, unit: str) -> str:
    """The values of a number that satisfy a term, with the unit but without the attribute."""
    match term:
        case Compare(_, operator, value):
            return _AMOUNTS[operator].format(_measure([value], unit))
        case Member(_, values):
            return f"exactly {_measure(values, unit)}"
        case Not(Member(_, values)):
            return f"other than {_measure(values, unit)}"
        case And(terms) | Or(terms):
            word = " but " if isinstance(term, And) else " or "
            texts = [(_amounts(part, unit), isinstance(part, And | Or)) for part in terms]
            return word.join(f"({text})" if compound else text for text, compound in texts)
        case _:
            return "always" if isinstance(term, Always) else "never"


_AMOUNTS: dict[Operator, str] = {
    "==": "exactly {}",
    "!=": "other than {}",
    "<": "less than {}",
    "<=": "at most {}",
    ">": "more than {}",
    ">=": "{} or more",
}


def _measure(values: Sequence[Value], unit: str) -> str:
    """Numbers with their unit once: "3 months", "1 day a week", "1 or 2 years"."""
    numbers = _listed([value_text(value) for value in values], "or")
    singular = values[-1] == 1 and re.match(r"[^\W\d]{3,}(?<!s)s\b", unit)
    if singular:
        unit = unit[: singular.end() - 1] + unit[singular.end() :]
    return f"{numbers}{'' if unit in ('', '%') else ' '}{unit}"
