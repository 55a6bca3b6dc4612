"""Tokens: the text of a predicate cut into words, numbers, quoted values, operators and marks."""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn, cast

KEYWORDS = frozenset({"and", "or", "not", "in", "always", "true", "false", "otherwise"})
"""Words with a meaning of their own. As values they must be quoted, in any mixture of capitals."""

LONGEST_NUMBER = 30
"""How many characters a number may have."""

_WORD = r"[^\W\d]\w*"
# Compiled by `re` when it is first needed: a query parses no predicate.
_TOKEN = rf"""(?P<space>\s+)
    |(?P<slip>!==|===|=>|=<|<>|&&?|\|\|?|[≥≤≠“”„\u2018\u2019«»{{}}]|!(?!=)|=(?!=))
    |(?P<number>-?[0-9]+(?:\.[0-9]+)?)
    |(?P<word>{_WORD})
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<unclosed>["'].*)
    |(?P<operator>[=!<>]=|[<>])
    |(?P<mark>[()\[\],])
    |(?P<stray>.)"""
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


class Token(NamedTuple):
    """One piece of the text: `kind` is a group of the pattern above, or "end"."""

    kind: str
    text: str
    offset: int


def fail(token: Token, message: str, hint: str = "") -> NoReturn:
    """Complain about a token."""
    raise PredicateError(token.offset, max(1, len(token.text)), message, hint)


def is_bare(word: str) -> bool:
    """Whether a value can be written without quotes.

    >>> is_bare("positive"), is_bare("wild type"), is_bare("not")
    (True, False, False)
    """
    return _BARE.fullmatch(word) is not None and word.lower() not in KEYWORDS


def unquoted(quoted: str) -> str:
    r"""The value inside quotes; a backslash stands before a quote or a backslash that belongs to it.

    >>> unquoted('"a \\"b\\""')
    'a "b"'
    """
    return re.sub(r"\\(.)", r"\1", quoted[1:-1], flags=re.DOTALL)


def number(token: Token) -> int | float:
    """The number that a token writes; whole numbers are `int`.

    >>> number(Token("number", "12.0", 0)), number(Token("number", "2.5", 0))
    (12, 2.5)
    """
    if len(token.text) > LONGEST_NUMBER:
        fail(token, f"a number has at most {LONGEST_NUMBER} characters", "round it")
    if "." not in token.text:
        return int(token.text)
    value = float(token.text)
    return int(value) if value.is_integer() else value


class Cursor:
    """The tokens of one text and how far they have been read.

    Slips such as `&&` are tokens too, and are reported only when they are reached, so that the first
    complaint is about the first thing that is wrong.
    """

    def __init__(self, text: str) -> None:
        found = [
            Token(cast(str, m.lastgroup), m.group(), m.start())
            for m in re.finditer(_TOKEN, text, re.VERBOSE | re.DOTALL)
        ]
        end = Token("end", "", len(text.rstrip()))
        self._tokens = [*(token for token in found if token.kind != "space"), end]
        self._next = 0

    def previous(self) -> Token | None:
        """The token read last."""
        return self._tokens[self._next - 1] if self._next else None

    def ahead(self, distance: int = 0) -> Token:
        """A token not yet read, unchecked."""
        return self._tokens[min(self._next + distance, len(self._tokens) - 1)]

    def peek(self) -> Token:
        """The next token, which must be one that the language has."""
        token = self.ahead()
        if token.kind in ("slip", "stray", "unclosed") or _is_shouted(token):
            _reject(token)
        return token

    def take(self) -> Token:
        """Read the next token."""
        token = self.peek()
        self._next += 1
        return token

    def accept(self, text: str) -> bool:
        """Read the next token if it is this keyword or mark."""
        token = self.peek()
        accepted = token.kind in ("word", "mark") and token.text == text
        self._next += accepted
        return accepted


def _is_shouted(token: Token) -> bool:
    return token.kind == "word" and token.text not in KEYWORDS and token.text.lower() in KEYWORDS


def _reject(token: Token) -> NoReturn:
    if token.kind == "word":
        hint = f"write '{token.text.lower()}', or quote it if it is a value"
        fail(token, f"'{token.text}' must be in lower case", hint)
    if token.kind == "unclosed":
        quote = token.text[0]
        fail(token._replace(text=quote), "the quote is never closed", f"add {quote} after the value")
    if token.kind == "slip":
        wanted = f"'{_SLIPS[token.text]}'" if token.text in _SLIPS else 'straight quotes: "..."'
        fail(token, f"'{token.text}' is not part of the language", f"write {wanted}")
    hint = "there is no arithmetic; a value with such a character needs quotes"
    fail(token, f"unexpected character '{token.text}'", hint)
