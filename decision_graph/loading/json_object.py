"""JSON object: one flat object of facts, read with the place of every fact.

The standard parsers keep the last of two equal names, take NaN for a number and forget where a value
stood. A fact must never get lost or change in silence, so the text is read here, token by token.
"""

from __future__ import annotations

import re
from typing import NoReturn

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_OTHER = re.compile(r"[^\s,{}\[\]]*")

_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
_LONGEST_NUMBER = 40

ONE_A_LINE = (
    "for several patients write one object per line, without brackets or commas between them (JSON Lines)"
)
PLAIN = "write a plain number, true, false, or text in double quotes"


def scan_object(text: str, file: str, line: int = 1) -> tuple[dict[str, object], dict[str, Span]]:
    """Read one JSON object whose values are plain.

    Args:
        text: the whole object, with nothing but white space around it.
        file: the name in messages.
        line: the line of the file at which the text begins.

    Returns:
        The values by name, and the place of each name with its value.

    Raises:
        GraphError: with the first fault.

    >>> scan_object('{"age_years": 63, "smokes": false}', "patient.json")[0]
    {'age_years': 63, 'smokes': False}
    """
    return _Scanner(text, file, line).read()


class _Scanner:
    """A text and how far it was read."""

    def __init__(self, text: str, file: str, line: int) -> None:
        self.text = text
        self.file = file
        self.line = line
        self.at = 0

    def read(self) -> tuple[dict[str, object], dict[str, Span]]:
        facts: dict[str, object] = {}
        places: dict[str, Span] = {}
        self._open()
        while (char := self._next()) != "}":
            if facts:
                self._comma(char)
            start = self.at
            name = self._name()
            if name in facts:
                message = f"the fact {name!r} stands here a second time; first in line {places[name].line}"
                self._fail("duplicate-key", message, "keep one of the two", start, self.at)
            self._colon(name)
            facts[name] = self._value(name)
            places[name] = self._span(start, self.at)
        self.at += 1
        self._close()
        return facts, places

    def _next(self) -> str:
        """The next character that is not white space; "" at the end."""
        found = _SPACE.match(self.text, self.at)
        assert found is not None, "the pattern matches everywhere"
        self.at = found.end()
        return self.text[self.at : self.at + 1]

    def _open(self) -> None:
        char = self._next()
        if char == "[":
            self._fail("facts-array", "this is a JSON array, not an object", ONE_A_LINE)
        if char != "{":
            self._fail(
                "json-syntax", "a record is one JSON object and begins with {", 'for example {"name": true}'
            )
        self.at += 1

    def _comma(self, char: str) -> None:
        if char != ",":
            self._unfinished(char)
            if char.isalpha():
                end = self._other()
                message = f"{self.text[self.at : end]!r} follows the value"
                self._fail(
                    "json-syntax",
                    message,
                    "write the number without its unit, or the text in quotes",
                    end=end,
                )
            self._fail("json-syntax", "a comma is missing before this", "put a comma between two facts")
        comma = self.at
        self.at += 1
        if self._next() == "}":
            self._fail("json-syntax", "no fact follows this comma", "delete the comma", comma)

    def _name(self) -> str:
        char = self._next()
        self._unfinished(char)
        if char != '"':
            end = self._other()
            self._fail(
                "json-syntax",
                "the name of a fact stands in double quotes",
                'for example "name": true',
                end=end,
            )
        return self._string()

    def _colon(self, name: str) -> None:
        char = self._next()
        if char != ":":
            self._unfinished(char)
            self._fail("json-syntax", f"a colon is missing after {name!r}", f'write "{name}": and the value')
        self.at += 1

    def _value(self, name: str) -> object:
        char = self._next()
        self._unfinished(char)
        if char == '"':
            return self._string()
        if char in "{[":
            what = "an object" if char == "{" else "a list"
            self._fail("nested-value", f"fact {name!r} holds {what}, but a fact has one plain value", PLAIN)
        end = self._other()
        word = self.text[self.at : end]
        if word in _WORDS:
            self.at = end
            return _WORDS[word]
        if not _NUMBER.fullmatch(word) or len(word) > _LONGEST_NUMBER:
            self._no_value(name, word, end)
        self.at = end
        return float(word) if any(c in word for c in ".eE") else int(word)

    def _no_value(self, name: str, word: str, end: int) -> NoReturn:
        if word in _NO_NUMBERS:
            hint = "leave the fact out if it is unanswered"
            self._fail("not-a-number", f"fact {name!r} is {word}, which is no number", hint, end=end)
        near = {"True": "true", "False": "false", "None": "null"}.get(word)
        hint = f"write {near}" if near else PLAIN
        self._fail("json-syntax", f"fact {name!r}: {_shown(word)} is no JSON value", hint, end=end)

    def _string(self) -> str:
        found = _STRING.match(self.text, self.at)
        if found is None:
            hint = r'end it with " on the same line; write \" and \\ for a quote and a backslash in it'
            self._fail("json-syntax", "this text in double quotes is not valid", hint)
        try:
            text: str = msgspec.json.decode(found[0])
        except (msgspec.DecodeError, UnicodeError):
            self._fail(
                "json-syntax", "this text holds half a character", "save it again as UTF-8", end=found.end()
            )
        self.at = found.end()
        return text

    def _other(self) -> int:
        """Where the word that begins here ends."""
        found = _OTHER.match(self.text, self.at)
        assert found is not None, "the pattern matches everywhere"
        return found.end()

    def _close(self) -> None:
        char = self._next()
        if char == "{":
            self._fail("facts-several", "a second object begins here", ONE_A_LINE)
        if char:
            self._fail(
                "json-syntax",
                "something follows the object",
                "delete it, or begin a new line for a new object",
            )

    def _unfinished(self, char: str) -> None:
        if not char:
            self._fail("json-syntax", "the object is not finished", "close it with }")

    def _span(self, start: int, end: int) -> Span:
        before = self.text.count("\n", 0, start)
        left = self.text.rfind("\n", 0, start) + 1
        right = self.text.find("\n", start)
        whole = self.text[left : right if right >= 0 else len(self.text)].rstrip("\r")
        return Span(self.file, self.line + before, start - left + 1, max(1, end - start), whole)

    def _fail(
        self, slug: str, message: str, hint: str, start: int | None = None, end: int | None = None
    ) -> NoReturn:
        first = self.at if start is None else start
        raise GraphError(Diagnostic(slug, message, self._span(first, end or first + 1), hint))


def _shown(word: str) -> str:
    return repr(word) if len(word) <= _LONGEST_NUMBER else f"{word[:20]!r}..."
