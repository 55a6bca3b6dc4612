"""Parser: the text of a predicate to a term, with the place of every attribute and value.

Recursive descent, one function for each rule of the grammar in docs/predicates.md.
"""

from __future__ import annotations

from typing import NoReturn, cast

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span
from decision_graph.predicate.slips import expected, not_a_list, unexpected, value_first
from decision_graph.predicate.terms import (
    Always,
    Atom,
    Compare,
    Member,
    Not,
    Operator,
    Term,
    Value,
    conjunction,
    disjunction,
)
from decision_graph.predicate.tokens import KEYWORDS, Cursor, PredicateError, Token, fail, number, unquoted

__all__ = ["DEEPEST", "LONGEST", "Mention", "Parsed", "PredicateError", "parse", "parse_placed"]

DEEPEST = 100
"""How deep parentheses and `not` may be nested."""

LONGEST = 10_000
"""How many characters a predicate may have."""


class Mention(msgspec.Struct, frozen=True):
    """One comparison and where it stands: (0-based offset, length) of the attribute and of each value.

    A bare boolean has no values.
    """

    atom: Atom
    name: tuple[int, int]
    values: tuple[tuple[int, int], ...]


class Parsed(msgspec.Struct, frozen=True):
    """A term with its mentions, in the order of the text."""

    term: Term
    mentions: tuple[Mention, ...]


def parse(text: str, place: Span | None = None) -> Term:
    """The term that a text stands for.

    Args:
        text: a predicate.
        place: where its first character stands, if it stands in a file.

    Raises:
        GraphError: the text is not a predicate (slug `predicate-syntax`).

    >>> parse("not prior_therapy and months < 12").terms[1]
    Compare(attribute='months', operator='<', value=12)
    """
    try:
        return parse_placed(text).term
    except PredicateError as error:
        span = _span(text, error, place)
        raise GraphError(Diagnostic("predicate-syntax", error.message, span, error.hint)) from None


def parse_placed(text: str) -> Parsed:
    """The term that a text stands for, and where its comparisons stand in the text.

    Raises:
        PredicateError: the text is not a predicate.

    >>> parse_placed("status in [a, b]").mentions[0].values
    ((11, 1), (14, 1))
    """
    if not text.strip():
        raise PredicateError(0, 1, "the predicate is empty", "write 'always' if it holds for every patient")
    if len(text) > LONGEST:
        message = f"the predicate has {len(text)} characters; at most {LONGEST} are allowed"
        raise PredicateError(0, 1, message, "split the row or the question")
    parser = _Parser(text)
    term = parser.alternatives()
    parser.end()
    return Parsed(term, tuple(parser.mentions))


class _Parser:
    """One text on its way to a term. The rules are methods, loosest binding first."""

    def __init__(self, text: str) -> None:
        self.cursor = Cursor(text)
        self.depth = 0
        self.mentions: list[Mention] = []

    def alternatives(self) -> Term:
        terms = [self.joined()]
        while self.cursor.accept("or"):
            terms.append(self.joined())
        return disjunction(*terms)

    def joined(self) -> Term:
        terms = [self.negated()]
        while self.cursor.accept("and"):
            terms.append(self.negated())
        return conjunction(*terms)

    def negated(self) -> Term:
        token = self.cursor.peek()
        if not self.cursor.accept("not"):
            return self.primary(token)
        self.deeper(token)
        term = Not(self.negated())
        self.depth -= 1
        return term

    def primary(self, token: Token) -> Term:
        if self.cursor.accept("always"):
            return Always()
        if self.cursor.accept("("):
            self.deeper(token)
            term = self.alternatives()
            self.close(token, ")")
            self.depth -= 1
            return term
        if token.text == "otherwise":
            hint = "it stands alone, as the whole 'when' of an edge"
            fail(token, "'otherwise' is not part of a predicate", hint)
        if token.kind in ("number", "string") or token.text in ("true", "false"):
            value_first(self.cursor)
        if token.kind != "word" or token.text in KEYWORDS:
            expected(self.cursor, "a comparison")
        return self.comparison(self.cursor.take())

    def comparison(self, name: Token) -> Term:
        token = self.cursor.peek()
        if token.kind == "operator":
            self.cursor.take()
            place = self.cursor.peek()
            return self.mention(Compare(name.text, cast(Operator, token.text), self.value()), name, [place])
        if token.text == "in":
            return self.member(name)
        if token.text == "not" and self.cursor.ahead(1).text == "in":
            self.cursor.take()
            return Not(self.member(name))
        return self.mention(Compare(name.text, "==", True), name, [])

    def member(self, name: Token) -> Atom:
        self.cursor.take()
        opening = self.cursor.peek()
        if not self.cursor.accept("["):
            not_a_list(self.cursor, name)
        if self.cursor.peek().text == "]":
            fail(self.cursor.peek(), "the list is empty", "name at least one value")
        places, values = [self.cursor.peek()], [self.value()]
        while self.cursor.accept(","):
            places.append(self.cursor.peek())
            values.append(self.value())
        self.close(opening, "]")
        return self.mention(Member(name.text, tuple(values)), name, places)

    def value(self) -> Value:
        token = self.cursor.peek()
        match token.kind:
            case "number":
                return number(self.cursor.take())
            case "string":
                return unquoted(self.cursor.take().text)
            case "word" if token.text in ("true", "false"):
                return self.cursor.take().text == "true"
            case "word" if token.text not in KEYWORDS:
                return self.cursor.take().text
            case "word":
                expected(self.cursor, "a value", f'a value of that name needs quotes: "{token.text}"')
        if token.text == "[":
            fail(token, "a list follows only 'in'", "write 'in' instead of the operator")
        expected(self.cursor, "a value")

    def mention(self, atom: Atom, name: Token, values: list[Token]) -> Atom:
        """Note where an atom stands."""
        places = tuple((token.offset, len(token.text)) for token in values)
        self.mentions.append(Mention(atom, (name.offset, len(name.text)), places))
        return atom

    def deeper(self, token: Token) -> None:
        """Go one level down, but never as deep as Python's own limit."""
        self.depth += 1
        if self.depth > DEEPEST:
            fail(token, f"parentheses and 'not' are nested deeper than {DEEPEST}", "split the predicate")

    def close(self, opening: Token, closing: str) -> None:
        if self.cursor.accept(closing):
            return
        if self.cursor.peek().kind == "end":
            fail(opening, f"'{opening.text}' is never closed", f"add '{closing}'")
        self.left_over(listing=closing == "]")

    def end(self) -> None:
        if self.cursor.peek().kind != "end":
            self.left_over()

    def left_over(self, *, listing: bool = False) -> NoReturn:
        last = self.cursor.previous()
        bare = bool(self.mentions) and last is not None and self.mentions[-1].name[0] == last.offset
        unexpected(self.cursor, bare=bare, listing=listing)


def _span(text: str, error: PredicateError, place: Span | None) -> Span:
    if place is not None:
        return msgspec.structs.replace(place, column=place.column + error.offset, length=error.length)
    start = text.rfind("\n", 0, error.offset) + 1
    line = text.count("\n", 0, error.offset) + 1
    column = error.offset - start + 1
    return Span("predicate", line, column, error.length, text[start:].partition("\n")[0])
