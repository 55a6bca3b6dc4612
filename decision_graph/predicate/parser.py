"""Parser: the text of a predicate to a term, with the place of every attribute and value.

Recursive descent over a flat list of tokens. The grammar and every message are in docs/predicates.md.
"""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn, cast

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span
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

KEYWORDS = frozenset({"and", "or", "not", "in", "always", "true", "false", "otherwise"})
"""Words with a meaning of their own. As values they must be quoted, in any mixture of capitals."""

DEEPEST = 100
"""How deep parentheses and `not` may be nested."""

LONGEST = 10_000
"""How many characters a predicate may have."""

LONGEST_NUMBER = 30
"""How many characters a number may have."""

FLIPPED: dict[str, str] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

_WORD = r"[^\W\d]\w*"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<slip>!==|===|=>|=<|<>|&&?|\|\|?|[≥≤≠“”„‘’«»{{}}]|!(?!=)|=(?!=))
    |(?P<number>-?[0-9]+(?:\.[0-9]+)?)
    |(?P<word>{_WORD})
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<operator>[=!<>]=|[<>])
    |(?P<mark>[()\[\],])
    |(?P<stray>.)""",
    re.VERBOSE | re.DOTALL,
)
_BARE = re.compile(_WORD)
_SLIPS = {
    "=": "==", "===": "==", "!==": "!=", "<>": "!=", "≠": "!=", "≥": ">=", "≤": "<=", "=>": ">=", "=<": "<=",
    "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not", "{": "[", "}": "]",
}  # fmt: skip


class PredicateError(Exception):
    """Raised where a text stops being a predicate.

    Args:
        offset: 0-based place in the text.
        length: number of characters that are meant.
        message: what is wrong.
        hint: what to write instead.
    """

    def __init__(self, offset: int, length: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.length = length
        self.message = message
        self.hint = hint


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


def is_bare(word: str) -> bool:
    """Whether a value can be written without quotes.

    >>> is_bare("positive"), is_bare("wild type"), is_bare("not")
    (True, False, False)
    """
    return _BARE.fullmatch(word) is not None and word.lower() not in KEYWORDS


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


def _tokens(text: str) -> list[_Token]:
    """Every token but spaces, then one of kind "end". Slips stay: they are reported when they are reached."""
    found = [_Token(cast(str, m.lastgroup), m.group(), m.start()) for m in _TOKEN.finditer(text)]
    return [*(token for token in found if token.kind != "space"), _Token("end", "", len(text.rstrip()))]


class _Parser:
    """The tokens of one text and how far they have been read."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.next = 0
        self.depth = 0
        self.mentions: list[Mention] = []

    # Reading tokens

    def ahead(self, distance: int = 0) -> _Token:
        return self.tokens[min(self.next + distance, len(self.tokens) - 1)]

    def peek(self) -> _Token:
        token = self.ahead()
        if token.kind in ("slip", "stray") or _is_shouted(token):
            _reject(token)
        return token

    def take(self) -> _Token:
        token = self.peek()
        self.next += 1
        return token

    def accept(self, text: str) -> bool:
        token = self.peek()
        if token.kind in ("word", "mark") and token.text == text:
            self.next += 1
            return True
        return False

    # The grammar, loosest binding first

    def alternatives(self) -> Term:
        terms = [self.joined()]
        while self.accept("or"):
            terms.append(self.joined())
        return disjunction(*terms)

    def joined(self) -> Term:
        terms = [self.negated()]
        while self.accept("and"):
            terms.append(self.negated())
        return conjunction(*terms)

    def negated(self) -> Term:
        token = self.peek()
        if not self.accept("not"):
            return self.primary()
        self.deeper(token)
        term = Not(self.negated())
        self.depth -= 1
        return term

    def primary(self) -> Term:
        token = self.peek()
        if self.accept("always"):
            return Always()
        if self.accept("("):
            self.deeper(token)
            term = self.alternatives()
            self.close(token, ")")
            self.depth -= 1
            return term
        if token.text == "otherwise":
            message = "'otherwise' is not part of a predicate"
            _fail(token, message, "it stands alone, as the whole 'when' of an edge")
        if token.kind in ("number", "string") or token.text in ("true", "false"):
            self.value_first()
        if token.kind != "word" or token.text in KEYWORDS:
            self.expected("a comparison")
        return self.comparison(self.take())

    def comparison(self, name: _Token) -> Term:
        token = self.peek()
        if token.kind == "operator":
            self.next += 1
            value_token = self.peek()
            value = self.value()
            atom: Atom = Compare(name.text, cast(Operator, token.text), value)
            self.mention(atom, name, [value_token])
            return atom
        if token.text == "not" and self.ahead(1).text == "in":
            self.next += 1
            return Not(self.member(name))
        if token.text == "in":
            return self.member(name)
        atom = Compare(name.text, "==", True)
        self.mention(atom, name, [])
        return atom

    def member(self, name: _Token) -> Term:
        self.take()
        opening = self.peek()
        if not self.accept("["):
            _fail(opening, "'in' needs a list in brackets", f"write '{name.text} in [{self.listed()}]'")
        if self.peek().text == "]":
            _fail(self.ahead(), "the list is empty", "name at least one value")
        values, places = [], []
        while True:
            places.append(self.peek())
            values.append(self.value())
            if not self.accept(","):
                break
        self.close(opening, "]")
        atom = Member(name.text, tuple(values))
        self.mention(atom, name, places)
        return atom

    def value(self) -> Value:
        token = self.peek()
        match token.kind:
            case "number":
                self.next += 1
                return _number(token)
            case "string":
                self.next += 1
                return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
            case "word" if token.text in ("true", "false"):
                self.next += 1
                return token.text == "true"
            case "word" if token.text not in KEYWORDS:
                self.next += 1
                return token.text
        if token.text == "[":
            _fail(token, "a list follows only 'in'", "write 'in' instead of the operator")
        hint = f'a value of that name needs quotes: "{token.text}"' if token.kind == "word" else ""
        self.expected("a value", hint)

    def mention(self, atom: Atom, name: _Token, values: list[_Token]) -> None:
        places = tuple((token.offset, len(token.text)) for token in values)
        self.mentions.append(Mention(atom, (name.offset, len(name.text)), places))

    # What is wrong

    def deeper(self, token: _Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            _fail(token, f"parentheses and 'not' are nested deeper than {DEEPEST}", "split the predicate")

    def close(self, opening: _Token, closing: str) -> None:
        if self.accept(closing):
            return
        if self.peek().kind == "end":
            _fail(opening, f"'{opening.text}' is never closed", f"add '{closing}'")
        self.unexpected()

    def end(self) -> None:
        if self.peek().kind != "end":
            self.unexpected()

    def expected(self, what: str, hint: str = "") -> NoReturn:
        token = self.ahead()
        where = f"after '{self.tokens[self.next - 1].text}'" if self.next else "at the start"
        found = "the predicate ends" if token.kind == "end" else f"found '{token.text}'"
        _fail(token, f"expected {what} {where}, but {found}", hint)

    def value_first(self) -> NoReturn:
        """A value where an attribute belongs: propose the comparison turned round."""
        value, operator, name, second, bound = (self.ahead(distance) for distance in range(5))
        if operator.kind != "operator" or name.kind != "word":
            example = "'always'" if value.text == "true" else "the attribute first, as in 'age < 65'"
            _fail(value, f"'{value.text}' is a value, not an attribute", f"write {example}")
        turned = f"{name.text} {FLIPPED[operator.text]} {value.text}"
        if second.kind != "operator":
            _fail(value, f"'{value.text}' is a value, not an attribute", f"write '{turned}'")
        length = bound.offset + len(bound.text) - value.offset
        hint = f"write '{turned} and {name.text} {second.text} {bound.text}'"
        raise PredicateError(value.offset, length, "comparisons cannot be chained", hint)

    def listed(self) -> str:
        """The values that follow, as a list would have them, for a hint."""
        values: list[str] = []
        for token in self.tokens[self.next :]:
            if token.kind in ("word", "number", "string") and token.text not in KEYWORDS:
                values.append(token.text)
            elif token.text not in ("(", ","):
                break
        return ", ".join(values) or "a, b"

    def unexpected(self) -> NoReturn:
        """A complete comparison is followed by something other than `and`, `or` or a closing mark."""
        token, previous = self.ahead(), self.tokens[self.next - 1]
        after = f"unexpected '{token.text}' after '{previous.text}'"
        bare = previous.kind == "word" and not self.mentions[-1].values if self.mentions else False
        if token.kind == "operator" and previous.text == ")":
            _fail(token, "only an attribute can be compared", "move the comparison into the parentheses")
        if token.kind == "operator":
            _fail(token, "comparisons cannot be chained", "join two comparisons with 'and'")
        if token.text in (")", "]"):
            _fail(token, f"'{token.text}' closes nothing", "remove it, or open it before")
        if token.text == "(" and bare:
            _fail(token, after, "there are no functions; join two predicates with 'and' or 'or'")
        if token.text == "," and previous.kind == "number":
            _fail(token, after, "write decimals with a point, as in 3.5")
        if token.kind == "word" and previous.kind == "number":
            _fail(token, after, "write the number alone: its unit is declared in the vocabulary")
        if token.kind in ("word", "number", "string") and bare:
            value = self.ahead(1) if token.text in ("is", "equals") and self.ahead(1).text else token
            _fail(token, after, f"write '{previous.text} == {value.text}', or join with 'and' or 'or'")
        if token.kind == "word" and previous.kind == "word" and token.text not in KEYWORDS:
            _fail(token, after, f'put a value of several words in quotes: "{previous.text} {token.text}"')
        _fail(token, after, "join comparisons with 'and' or 'or'")


def _fail(token: _Token, message: str, hint: str = "") -> NoReturn:
    raise PredicateError(token.offset, max(1, len(token.text)), message, hint)


def _is_shouted(token: _Token) -> bool:
    return token.kind == "word" and token.text not in KEYWORDS and token.text.lower() in KEYWORDS


def _reject(token: _Token) -> NoReturn:
    """A token that the language does not have: name the right one."""
    if token.kind == "word":
        hint = f"write '{token.text.lower()}', or quote it if it is a value"
        _fail(token, f"'{token.text}' must be in lower case", hint)
    if token.text in ('"', "'"):
        _fail(token, "the quote is never closed", f"add {token.text} after the value")
    if token.kind == "slip":
        wanted = f"'{_SLIPS[token.text]}'" if token.text in _SLIPS else 'straight quotes: "..."'
        _fail(token, f"'{token.text}' is not part of the language", f"write {wanted}")
    hint = "there is no arithmetic; a value with such a character needs quotes"
    _fail(token, f"unexpected character '{token.text}'", hint)


def _number(token: _Token) -> int | float:
    if len(token.text) > LONGEST_NUMBER:
        _fail(token, f"a number has at most {LONGEST_NUMBER} characters")
    value = float(token.text)
    return int(token.text.partition(".")[0]) if value.is_integer() else value


def _span(text: str, error: PredicateError, place: Span | None) -> Span:
    if place is not None:
        return msgspec.structs.replace(place, column=place.column + error.offset, length=error.length)
    start = text.rfind("\n", 0, error.offset) + 1
    line = text.count("\n", 0, error.offset) + 1
    column = error.offset - start + 1
    return Span("predicate", line, column, error.length, text[start:].partition("\n")[0])
