"""The parser: which text becomes which term, and where its parts stand."""

from __future__ import annotations

import pytest

from decision_graph.diagnostics import GraphError, Span
from decision_graph.predicate.parser import DEEPEST, LONGEST, PredicateError, parse, parse_placed
from decision_graph.predicate.terms import Always, And, Compare, Member, Not, Or, Term

a, b, c = (Compare(name, "==", True) for name in "abc")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("a", a),
        ("  a\n ", a),
        ("not a", Not(a)),
        ("not not a", Not(Not(a))),
        ("a and b", And((a, b))),
        ("a and b and c", And((a, b, c))),
        ("(a and b) and c", And((a, b, c))),
        ("a and (b and c)", And((a, b, c))),
        ("a or b or c", Or((a, b, c))),
        ("a or b and c", Or((a, And((b, c))))),
        ("a and b or c", Or((And((a, b)), c))),
        ("(a or b) and c", And((Or((a, b)), c))),
        ("not a and b", And((Not(a), b))),
        ("not (a and b)", Not(And((a, b)))),
        ("((a))", a),
        ("a\n  and b", And((a, b))),
        ("always", Always()),
        ("not always", Not(Always())),
        ("always and a", a),
        ("a or always", Always()),
        ("x == p", Compare("x", "==", "p")),
        ("x==p", Compare("x", "==", "p")),
        ("x != p", Compare("x", "!=", "p")),
        ("not x == p", Not(Compare("x", "==", "p"))),
        ("x == true", Compare("x", "==", True)),
        ("x != false", Compare("x", "!=", False)),
        ("x < 12", Compare("x", "<", 12)),
        ("x<=12", Compare("x", "<=", 12)),
        ("x > 12.0", Compare("x", ">", 12)),
        ("x >= 2.50", Compare("x", ">=", 2.5)),
        ("x >= -3", Compare("x", ">=", -3)),
        ("x >= -0.0", Compare("x", ">=", 0)),
        ("x == 007", Compare("x", "==", 7)),
        ('x == "12"', Compare("x", "==", "12")),
        ('x == "wild type"', Compare("x", "==", "wild type")),
        ("x == 'wild type'", Compare("x", "==", "wild type")),
        (r'x == "a \"b\" \\"', Compare("x", "==", 'a "b" \\')),
        ('x == "true"', Compare("x", "==", "true")),
        ('x == "AND"', Compare("x", "==", "AND")),
        ('x == ""', Compare("x", "==", "")),
        ("größe == groß", Compare("größe", "==", "groß")),
        ("notable", Compare("notable", "==", True)),
        ("order_2 == nothing", Compare("order_2", "==", "nothing")),
        ("x in [p]", Member("x", ("p",))),
        ("x in [p, 2, 2.5, true, 'q r']", Member("x", ("p", 2, 2.5, True, "q r"))),
        ("x not in [p, q]", Not(Member("x", ("p", "q")))),
        ("not x not in [p]", Not(Not(Member("x", ("p",))))),
    ],
)
def test_text_becomes_term(text: str, term: Term) -> None:
    found = parse(text)
    assert found == term
    assert repr(found) == repr(term)  # 1, 1.0 and True are equal to Python, but not to a reader


def test_mentions_stand_in_the_order_of_the_text() -> None:
    text = 'b or x in [p, "q r"] and (n >= 2.50 or not b)'
    mentions = parse_placed(text).mentions
    places = [[text[start : start + size] for start, size in (m.name, *m.values)] for m in mentions]
    assert places == [["b"], ["x", "p", '"q r"'], ["n", "2.50"], ["b"]]
    member = Member("x", ("p", "q r"))
    assert [m.atom for m in mentions[:3]] == [parse("b"), member, Compare("n", ">=", 2.5)]


def test_mentions_survive_what_the_term_drops() -> None:
    parsed = parse_placed("a or always")
    assert parsed.term == Always()
    assert [m.atom for m in parsed.mentions] == [a]


def test_an_error_without_a_file_shows_the_line_of_the_text() -> None:
    with pytest.raises(GraphError) as caught:
        parse("a and\n  b = c")
    assert str(caught.value).splitlines() == [
        "predicate:2:5: error[predicate-syntax]: '=' is not part of the language",
        "      b = c",
        "        ^",
        "  = write '=='",
    ]


def test_an_error_in_a_file_is_placed_in_the_file() -> None:
    line = "  when: a = b"
    with pytest.raises(GraphError) as caught:
        parse("a = b", Span("graph.yaml", 7, 9, 5, line))
    assert caught.value.diagnostics[0].span == Span("graph.yaml", 7, 11, 1, line)


def test_nesting_has_a_limit() -> None:
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST) == a
    assert parse("not " * DEEPEST + "a")
    for text in ("(" * 5000, "not " * 2000 + "a", "(not " * 60 + "a" + ")" * 60):
        with pytest.raises(PredicateError, match="nested deeper than 100") as caught:
            parse_placed(text)
        assert caught.value.hint == "split the predicate"


def test_siblings_are_not_nesting() -> None:
    assert isinstance(parse(" or ".join(["(not a)"] * 500)), Or)


def test_length_has_a_limit() -> None:
    parse("a" * LONGEST)
    with pytest.raises(PredicateError, match="has 10001 characters; at most 10000 are allowed"):
        parse_placed("a" * (LONGEST + 1))


def test_numbers_have_a_limit() -> None:
    parse("x < " + "9" * 30)
    with pytest.raises(PredicateError, match="a number has at most 30 characters"):
        parse_placed("x < " + "9" * 5000)
