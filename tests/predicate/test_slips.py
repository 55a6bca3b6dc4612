"""Every kind of syntax error: exact message, exact place, and a remedy."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.predicate.parser import PredicateError, parse_placed

SLIPS = [
    # text, what the caret marks, its column, message, remedy
    ("", "", 1, "the predicate is empty", "write 'always' if it holds for every patient"),
    (" \n", " ", 1, "the predicate is empty", "write 'always' if it holds for every patient"),
    ("x = 1", "=", 3, "'=' is not part of the language", "write '=='"),
    ("x === 1", "===", 3, "'===' is not part of the language", "write '=='"),
    ("x !== 1", "!==", 3, "'!==' is not part of the language", "write '!='"),
    ("x <> 1", "<>", 3, "'<>' is not part of the language", "write '!='"),
    ("x ≠ 1", "≠", 3, "'≠' is not part of the language", "write '!='"),
    ("x ≥ 1", "≥", 3, "'≥' is not part of the language", "write '>='"),
    ("x => 1", "=>", 3, "'=>' is not part of the language", "write '>='"),
    ("x ≤ 1", "≤", 3, "'≤' is not part of the language", "write '<='"),
    ("x =< 1", "=<", 3, "'=<' is not part of the language", "write '<='"),
    ("a && b", "&&", 3, "'&&' is not part of the language", "write 'and'"),
    ("a & b", "&", 3, "'&' is not part of the language", "write 'and'"),
    ("a || b", "||", 3, "'||' is not part of the language", "write 'or'"),
    ("a | b", "|", 3, "'|' is not part of the language", "write 'or'"),
    ("!a", "!", 1, "'!' is not part of the language", "write 'not'"),
    ("x in {p}", "{", 6, "'{' is not part of the language", "write '['"),
    ("x in [p}", "}", 8, "'}' is not part of the language", "write ']'"),
    ("x == “p”", "“", 6, "'“' is not part of the language", 'write straight quotes: "..."'),
    (
        "x == \u2018p\u2019",
        "\u2018",
        6,
        "'\u2018' is not part of the language",
        'write straight quotes: "..."',
    ),
    ("a AND b", "AND", 3, "'AND' must be in lower case", "write 'and', or quote it if it is a value"),
    ("a Or b", "Or", 3, "'Or' must be in lower case", "write 'or', or quote it if it is a value"),
    ("NOT a", "NOT", 1, "'NOT' must be in lower case", "write 'not', or quote it if it is a value"),
    ("x == True", "True", 6, "'True' must be in lower case", "write 'true', or quote it if it is a value"),
    ('x == "p', '"', 6, "the quote is never closed", 'add " after the value'),
    ("x == 'p", "'", 6, "the quote is never closed", "add ' after the value"),
    *(
        (
            f"x == 1 {sign} 2",
            sign,
            8,
            f"unexpected character '{sign}'",
            "there is no arithmetic; a value with such a character needs quotes",
        )
        for sign in "+*/%#;.^"
    ),
    ("12 > x", "12", 1, "'12' is a value, not an attribute", "write 'x < 12'"),
    ("12 <= x", "12", 1, "'12' is a value, not an attribute", "write 'x >= 12'"),
    ('"p" == x', '"p"', 1, '"p" is a value, not an attribute', "write 'x == \"p\"'"),
    ("a and false == b", "false", 7, "'false' is a value, not an attribute", "write 'b == false'"),
    ("true", "true", 1, "'true' is a value, not an attribute", "write 'always'"),
    ("12", "12", 1, "'12' is a value, not an attribute", "write the attribute first, as in 'age < 65'"),
    ("3 < x < 5", "3 < x < 5", 1, "comparisons cannot be chained", "write 'x > 3 and x < 5'"),
    ("x > 3 < 5", "<", 7, "comparisons cannot be chained", "join two comparisons with 'and'"),
    ("x in [p] == y", "==", 10, "comparisons cannot be chained", "join two comparisons with 'and'"),
    ("(x) == p", "==", 5, "only an attribute can be compared", "move the comparison into the parentheses"),
    ("x in (p, q)", "(", 6, "'in' needs a list in brackets", "write 'x in [p, q]'"),
    ("x in p", "p", 6, "'in' needs a list in brackets", "write 'x in [p]'"),
    ("x not in p, q", "p", 10, "'in' needs a list in brackets", "write 'x in [p, q]'"),
    ("x in", "", 5, "'in' needs a list in brackets", "write 'x in [a, b]'"),
    ("x in []", "]", 7, "the list is empty", "name at least one value"),
    ("x == [p]", "[", 6, "a list follows only 'in'", "write 'in' instead of the operator"),
    ("x in [p, [q]]", "[", 10, "a list follows only 'in'", "write 'in' instead of the operator"),
    ("x in [p", "[", 6, "'[' is never closed", "add ']'"),
    ("(a and (b)", "(", 1, "'(' is never closed", "add ')'"),
    ("a)", ")", 2, "')' closes nothing", "remove it, or open it before"),
    ("(a])", "]", 3, "']' closes nothing", "remove it, or open it before"),
    (
        "x in [p q]",
        "q",
        9,
        "unexpected 'q' after 'p'",
        "put ',' between values, ']' after the last, and quotes around several words",
    ),
    ("x in [p,]", "]", 9, "expected a value after ',', but found ']'", "add a value, or remove ','"),
    ("x <", "", 4, "expected a value after '<', but the predicate ends", "add a value, or remove '<'"),
    ("x == )", ")", 6, "expected a value after '==', but found ')'", "add a value, or remove '=='"),
    (
        "x == not",
        "not",
        6,
        "expected a value after '==', but found 'not'",
        'a value of that name needs quotes: "not"',
    ),
    (
        "a and",
        "",
        6,
        "expected a comparison after 'and', but the predicate ends",
        "add a comparison, or remove 'and'",
    ),
    (
        "a and or b",
        "or",
        7,
        "expected a comparison after 'and', but found 'or'",
        "add a comparison, or remove 'and'",
    ),
    (
        "not",
        "",
        4,
        "expected a comparison after 'not', but the predicate ends",
        "add a comparison, or remove 'not'",
    ),
    ("()", ")", 2, "expected a comparison after '(', but found ')'", "add a comparison, or remove '('"),
    ("and a", "and", 1, "expected a comparison at the start, but found 'and'", "begin with a comparison"),
    ("== p", "==", 1, "expected a comparison at the start, but found '=='", "begin with a comparison"),
    (
        "otherwise",
        "otherwise",
        1,
        "'otherwise' is not part of a predicate",
        "it stands alone, as the whole 'when' of an edge",
    ),
    (
        "a or otherwise",
        "otherwise",
        6,
        "'otherwise' is not part of a predicate",
        "it stands alone, as the whole 'when' of an edge",
    ),
    (
        "x < 12 months",
        "months",
        8,
        "unexpected 'months' after '12'",
        "write the number alone: its unit is declared in the vocabulary",
    ),
    (
        "x < 12months",
        "months",
        7,
        "unexpected 'months' after '12'",
        "write the number alone: its unit is declared in the vocabulary",
    ),
    ("x < 3,5", ",", 6, "unexpected ',' after '3'", "write decimals with a point, as in 3.5"),
    (
        "f(x)",
        "(",
        2,
        "unexpected '(' after 'f'",
        "there are no functions; join two predicates with 'and' or 'or'",
    ),
    ("x is p", "is", 3, "unexpected 'is' after 'x'", "write 'x == p', or join with 'and' or 'or'"),
    ("x p", "p", 3, "unexpected 'p' after 'x'", "write 'x == p', or join with 'and' or 'or'"),
    ("x 3", "3", 3, "unexpected '3' after 'x'", "write 'x == 3', or join with 'and' or 'or'"),
    (
        '(x "p q")',
        '"p q"',
        4,
        "unexpected \"p q\" after 'x'",
        "write 'x == \"p q\"', or join with 'and' or 'or'",
    ),
    ("x not p", "not", 3, "unexpected 'not' after 'x'", "write 'x != p' or 'x not in [p]'"),
    ("x == p not in [q]", "not", 8, "unexpected 'not' after 'p'", "join comparisons with 'and' or 'or'"),
    ("x == p q", "q", 8, "unexpected 'q' after 'p'", 'put a value of several words in quotes: "p q"'),
    ("always a", "a", 8, "unexpected 'a' after 'always'", "join comparisons with 'and' or 'or'"),
    ("(a) b", "b", 5, "unexpected 'b' after ')'", "join comparisons with 'and' or 'or'"),
    ("x < 3 (a)", "(", 7, "unexpected '(' after '3'", "join comparisons with 'and' or 'or'"),
    (
        "x < 1234567890123456789012345678901",
        "1234567890123456789012345678901",
        5,
        "a number has at most 30 characters",
        "round it",
    ),
]


@pytest.mark.parametrize(
    ("text", "marked", "column", "message", "remedy"), SLIPS, ids=[row[0] for row in SLIPS]
)
def test_each_slip(text: str, marked: str, column: int, message: str, remedy: str) -> None:
    with pytest.raises(PredicateError) as caught:
        parse_placed(text)
    error = caught.value
    assert (error.message, error.hint) == (message, remedy)
    assert error.offset + 1 == column
    assert text[error.offset : error.offset + error.length] == marked


def test_the_first_slip_is_reported_first() -> None:
    with pytest.raises(PredicateError, match="'=' is not part of the language") as caught:
        parse_placed("a = 1 && b || c")
    assert caught.value.offset == 2


_pieces = st.sampled_from(
    [
        *[
            "a",
            "b2",
            "12",
            "3.5",
            "-1",
            '"q r"',
            "1e5",
            "and",
            "or",
            "not",
            "in",
            "always",
            "true",
            "otherwise",
        ],
        *["(", ")", "[", "]", ",", "==", "!=", "<", ">=", "=", "&", "!", "AND"],
        *['"', "'", "\\", "\n", "…", "é", "\u0000"],
    ]
)


@given(
    st.one_of(
        st.lists(_pieces, max_size=30).map(" ".join),
        st.lists(_pieces, max_size=30).map("".join),
        st.text(string.printable + "≥“é\u0000\U0001f600", max_size=40),
    )
)
def test_any_text_is_a_predicate_or_has_one_placed_error(text: str) -> None:
    try:
        parsed = parse_placed(text)
    except PredicateError as error:
        assert error.message
        assert 0 <= error.offset <= len(text)
        assert error.length >= 1
    else:
        for mention in parsed.mentions:
            start, length = mention.name
            assert text[start : start + length] == mention.atom.attribute
