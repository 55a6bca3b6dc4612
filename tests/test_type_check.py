"""The type check: every mismatch is found, placed and given a remedy; what fits is left alone."""

from __future__ import annotations

import pytest

from decision_graph.predicate.parser import parse_placed
from decision_graph.type_check import check
from decision_graph.vocabulary import Attribute, Choice

ATTRIBUTES = {
    attribute.name: attribute
    for attribute in (
        Attribute("ready", "boolean", "?", "ready", ""),
        Attribute(
            "size",
            "enum",
            "?",
            "size",
            "",
            choices=(Choice("small", "S"), Choice("large", "L"), Choice("3", "3")),
        ),
        Attribute("empty", "enum", "?", "a vocabulary with an error of its own", ""),
        Attribute("count", "integer", "?", "count", "", minimum=1),
        Attribute("share", "decimal", "?", "share", "", maximum=1),
        Attribute("delta", "decimal", "?", "delta", ""),
    )
}


@pytest.mark.parametrize(
    "text",
    [
        "always",
        "ready and not ready or ready == false or ready != true or ready in [true]",
        "size == small and size != large and size in [small, large] and size not in ['3']",
        "count == 1 or count < 12 or count in [1, 2.0, 3] or count >= 99999999",
        "share <= 1 and share > 0.25 and share == -3 or delta < -1000 or delta > 1000.5",
    ],
)
def test_what_fits(text: str) -> None:
    assert check(parse_placed(text), ATTRIBUTES) == []


@pytest.mark.parametrize(
    ("text", "marked", "slug", "message", "hint"),
    [
        (
            "redy",
            "redy",
            "unknown-attribute",
            "the vocabulary has no attribute 'redy'",
            "did you mean 'ready'?",
        ),
        (
            "ready and zzz",
            "zzz",
            "unknown-attribute",
            "the vocabulary has no attribute 'zzz'",
            "known: ready, size, empty, count, share, delta",
        ),
        (
            "size == small or large",
            "large",
            "unknown-attribute",
            "the vocabulary has no attribute 'large'",
            "to allow both values, write 'size in [small, large]'",
        ),
        (
            "size in [small, '3'] or large",
            "large",
            "unknown-attribute",
            "the vocabulary has no attribute 'large'",
            "to allow both values, write 'size in [small, \"3\", large]'",
        ),
        (
            "small == size",
            "small",
            "unknown-attribute",
            "the vocabulary has no attribute 'small'",
            "write the attribute first, then the value",
        ),
        (
            "not size",
            "size",
            "wrong-type",
            "'size' stands alone, but it is one of several named values, not true or false",
            "compare it with a value, as in 'size == small'",
        ),
        (
            "empty",
            "empty",
            "wrong-type",
            "'empty' stands alone, but it is one of several named values, not true or false",
            "compare it with a value, as in 'empty == \"...\"'",
        ),
        (
            "count",
            "count",
            "wrong-type",
            "'count' stands alone, but it is a number, not true or false",
            "compare it with a value, as in 'count < 12'",
        ),
        (
            "ready > 1",
            "ready",
            "wrong-type",
            "'>' compares numbers, but 'ready' is true or false",
            "write 'ready' or 'not ready'",
        ),
        (
            "size <= large",
            "size",
            "wrong-type",
            "'<=' compares numbers, but 'size' is one of several named values",
            "use ==, != or in",
        ),
        (
            "ready == yes",
            "yes",
            "wrong-type",
            "'ready' is true or false, never 'yes'",
            "write 'ready' or 'not ready'",
        ),
        (
            "ready == 1",
            "1",
            "wrong-type",
            "'ready' is true or false, never 1",
            "write 'ready' or 'not ready'",
        ),
        (
            "ready == size",
            "size",
            "wrong-type",
            "'ready' is true or false, never 'size'",
            "an attribute cannot be compared with another attribute",
        ),
        (
            "size == smal",
            "smal",
            "value-not-in-domain",
            "'size' has no value 'smal'",
            "did you mean 'small'?",
        ),
        (
            "size == Small",
            "Small",
            "value-not-in-domain",
            "'size' has no value 'Small'",
            "did you mean 'small'?",
        ),
        (
            "size == 'very large'",
            "'very large'",
            "value-not-in-domain",
            "'size' has no value \"very large\"",
            "did you mean 'large'?",
        ),
        (
            "size == 3",
            "3",
            "wrong-type",
            "'size' has named values, but 3 is a number",
            'to mean the value of that name, write "3"',
        ),
        (
            "size == true",
            "true",
            "wrong-type",
            "'size' has named values, but true is a truth value",
            "known: small, large, 3",
        ),
        (
            "count == many",
            "many",
            "wrong-type",
            "'count' is a number, but 'many' is not",
            "write a number, as in 'count < 12'",
        ),
        (
            "count == true",
            "true",
            "wrong-type",
            "'count' is a number, but true is not",
            "write a number, as in 'count < 12'",
        ),
        (
            'count == "3"',
            '"3"',
            "wrong-type",
            "'count' is a number, but \"3\" is not",
            "write a number, as in 'count < 12'",
        ),
        (
            "count < delta",
            "delta",
            "wrong-type",
            "'count' is a number, but 'delta' is not",
            "an attribute cannot be compared with another attribute",
        ),
        (
            "count < 2.5",
            "2.5",
            "wrong-type",
            "'count' is a whole number, but 2.5 is not",
            "compare it with a whole number",
        ),
        ("count < 0", "0", "number-out-of-range", "'count' is never 0", "its range is 1 or more"),
        (
            "share in [0.5, 1.5]",
            "1.5",
            "number-out-of-range",
            "'share' is never 1.5",
            "its range is at most 1",
        ),
        ("count in [1, 2, 1.0]", "1.0", "repeated-value", "1 stands twice in the list", "write it once"),
    ],
)
def test_each_fault(text: str, marked: str, slug: str, message: str, hint: str) -> None:
    (fault,) = check(parse_placed(text), ATTRIBUTES)
    assert (fault.slug, fault.message, fault.hint) == (slug, message, hint)
    assert text[fault.offset : fault.offset + fault.length] == marked


def test_all_faults_at_once_in_the_order_of_the_text() -> None:
    faults = check(parse_placed("redy or size in [smal, large, lage] and count > 1.5"), ATTRIBUTES)
    assert [fault.slug for fault in faults] == [
        "unknown-attribute",
        "value-not-in-domain",
        "value-not-in-domain",
        "wrong-type",
    ]
    assert [fault.offset for fault in faults] == sorted(fault.offset for fault in faults)
