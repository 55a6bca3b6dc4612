"""Syntax: what a YAML parser complains about, in words for an author with a text editor."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import yaml

from decision_graph.diagnostics import Diagnostic, Span

_QUOTES: Final = 'put text that contains ": " in quotes'

_EXPLAINED: Final = (
    # (words of the parser, does the fault begin where its context does?, message, remedy)
    (
        "unknown escape character",
        False,
        "a backslash inside double quotes begins a special character",
        "write two backslashes, or use single quotes",
    ),
    (
        "quoted scalar",
        True,
        "a quote is opened here and never closed",
        "close it; write '' for an apostrophe inside single quotes",
    ),
    (
        "could not find expected ':'",
        True,
        "this line is neither `key: value` nor part of the text above it",
        "write a colon and a space after the key; indent text that goes on deeper than its key",
    ),
    ("scanning an alias", True, "text cannot begin with *", 'put it in quotes, for example "**"'),
    ("scanning an anchor", True, "text cannot begin with &", "put it in quotes"),
    (
        "scanning a block scalar",
        True,
        "text that begins with > or | takes its words from the following lines",
        "put the text in quotes, or begin the words on the next line",
    ),
    ("directive", True, "a line cannot begin with %", "put the text in quotes, or delete the line"),
    ("tag", True, "text cannot begin with !", "put it in quotes"),
    (
        "sequence entries are not allowed",
        False,
        "a list cannot begin on the line of its key",
        "begin every `- entry` on its own line, indented below the key",
    ),
    (
        "found unexpected ':'",
        False,
        "a colon stands here without a value after it",
        "write a space and the value after the colon, or put text with a colon in quotes",
    ),
    (
        "flow mapping",
        False,
        "a comma or a closing } is missing before this place",
        "text that contains , : { } [ or ] needs quotes inside { }",
    ),
    (
        "flow sequence",
        False,
        "a comma or a closing ] is missing before this place",
        "text that contains , : { } [ or ] needs quotes inside [ ]",
    ),
    ("node content", False, "something is missing before this place", "delete a comma or bracket too many"),
    (
        "block collection",
        False,
        "this line is in the column of a list but does not begin with `- `",
        "begin it with `- `, or move it to the column of its key",
    ),
)


Place = tuple[int, int]


def explain(
    error: yaml.MarkedYAMLError, span: Callable[[int, int], Span], quote: tuple[Place, Place] | None = None
) -> Diagnostic:
    """A parser's error as a diagnostic.

    Args:
        error: what the parser raised.
        span: makes the place of a line and a column, both counted from 0.
        quote: beginning and end of the last text in quotes that goes over several lines.
    """
    said = f"{error.context or ''}: {error.problem or ''}"
    place = _place(error.problem_mark or error.context_mark, span)
    if quote is not None and quote[1] <= (place.line - 1, place.column - 1) and quote[1][0] == place.line - 1:
        message = f"the quote that is opened here is closed only in line {quote[1][0] + 1}"
        return Diagnostic("yaml-syntax", message, span(*quote[0]), "close it where the text ends")
    if "cannot start any token" in said or "tab character" in said:
        return _bad_start(place)
    if "mapping values are not allowed" in said:
        return _second_colon(place)
    if "block mapping" in said or "document start" in said:
        return _after_value(place)
    if "node content" in said and not place.text.strip():
        return _end(place, span)
    for words, at_context, message, hint in _EXPLAINED:
        if words in said and _is_open_since_another_line(error):
            said_later = message.replace("before this place", "somewhere after this place")
            return Diagnostic("yaml-syntax", said_later, _place(error.context_mark, span), hint)
        if words in said:
            place = _place(error.context_mark, span) if at_context else place
            return Diagnostic("yaml-syntax", message, place, hint)
    return Diagnostic("yaml-syntax", f"this is not YAML: {error.problem or error}", place)


def _place(mark: Any, span: Callable[[int, int], Span]) -> Span:
    return span(mark.line, mark.column) if mark else span(0, 0)


def _before(place: Span) -> str:
    """What stands on the line before a place, without the dashes of a list."""
    return re.sub(r"^[\s-]*(- |$)", "", place.text[: place.column - 1]).strip()


def _is_open_since_another_line(error: yaml.MarkedYAMLError) -> bool:
    """Whether a bracket was opened lines ago, so that the fault is more likely there."""
    opened, met = error.context_mark, error.problem_mark
    return bool(opened and met and "flow" in (error.context or "") and opened.line != met.line)


def _end(place: Span, span: Callable[[int, int], Span]) -> Diagnostic:
    """The end of a file where a list or a mapping in brackets goes on: the last line that has text."""
    line = place.line - 1
    while line > 0 and not place.text.strip():
        line -= 1
        place = span(line, 0)
    place = span(line, len(place.text.rstrip()))
    hint = "write what is missing, and close every bracket"
    return Diagnostic("yaml-syntax", "the file ends here, in the middle of something", place, hint)


def _bad_start(place: Span) -> Diagnostic:
    """A character at which nothing can begin: most often a tab."""
    here = place.text[place.column - 1 : place.column]
    if "\t" in (here, place.text[place.column - 2 : place.column - 1]):
        message = "a tab stands where spaces must indent"
        return Diagnostic("yaml-tab", message, place, "use spaces instead of tabs")
    return Diagnostic("yaml-syntax", f"text cannot begin with {here}", place, "put the text in quotes")


def _second_colon(place: Span) -> Diagnostic:
    """A colon where no key can be: inside text, or after a key that is indented wrongly."""
    if ":" in _before(place):
        message = "a colon inside text looks like a second key"
        return Diagnostic("yaml-syntax", message, place, _QUOTES)
    message = "this key is indented deeper than the keys above it"
    return Diagnostic("yaml-syntax", message, place, "begin all keys of one mapping in the same column")


def _after_value(place: Span) -> Diagnostic:
    """Something that is not a key where the next key was expected."""
    before = _before(place)
    if before.endswith(("]", "}")):
        return Diagnostic(
            "yaml-syntax", "text goes on after a closing bracket", place, "put the whole text in quotes"
        )
    if before:
        hint = "put the whole text in quotes; write '' for an apostrophe inside single quotes"
        return Diagnostic("yaml-syntax", "text goes on after its closing quote", place, hint)
    message = "this line begins in another column than the keys above it"
    return Diagnostic("yaml-syntax", message, place, "begin all keys of one mapping in the same column")
