"""Tree: the text of one YAML file as mappings, sequences and scalars that know their places.

Scalars stay text exactly as written: `no`, `3.10`, `012`, `2024-01-09` and `null` are what they
look like, and nothing becomes a boolean, a number or a date behind the author's back. YAML is read
event by event, so that anchors, aliases, tags and repeated keys are seen and refused with a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import msgspec
import yaml

from decision_graph.diagnostics import Diagnostic, Span
from decision_graph.loading.source import Source, read_source, unseen
from decision_graph.loading.syntax import explain

DEEPEST: Final = 40
"""Mappings and sequences that may stand inside one another; the format needs nine."""

_PARSER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(msgspec.Struct, frozen=True):
    """A piece of text, exactly as written.

    Attributes:
        text: without its quotes; folded and literal blocks are put together as YAML says.
        style: "" as it stands, "'" or '"' in quotes, "|" or ">" as a block.
        source, start, end: where it stands; pairs of line and column, counted from 0.
        refused: stands for an alias or a tag that has been complained of.
    """

    text: str
    style: str
    source: Source
    start: tuple[int, int]
    end: tuple[int, int]
    refused: bool = False

    @property
    def span(self) -> Span:
        """The whole scalar, or its first line."""
        return self.source.between(self.start, self.end)

    def place(self, offset: int, length: int = 1) -> Span:
        """The place in the file of a part of `text`, through quotes, escapes and folded lines."""
        places = self._places()
        seen = sum(not c.isspace() for c in self.text[:offset])
        if offset < len(self.text) and not self.text[offset].isspace() and seen < len(places):
            line, column, _ = places[seen]
        elif seen:
            line, _, column = places[min(seen, len(places)) - 1]
        else:
            line, column = self.start
        last = seen + sum(not c.isspace() for c in self.text[offset : offset + length]) - 1
        until = places[last] if seen <= last < len(places) else (line, column, column + 1)
        width = until[2] - column if until[0] == line else len(self.source.lines[line].rstrip()) - column
        return self.source.span(line, column, width)

    def _places(self) -> list[tuple[int, int, int]]:
        """Line, first and last column of every visible character of `text`, in order.

        YAML changes only white space, quotes and escapes, so that visible characters keep their order.
        """
        token = _TOKENS.get(self.style, _PLAIN)
        (first, left), (last, right) = self.start, self.end
        quote = 1 if self.style in ("'", '"') else 0
        result = []
        for number in range(first, min(last + 1, len(self.source.lines))):
            if number == first and self.style in ("|", ">"):
                continue
            line = self.source.lines[number]
            low = left + quote if number == first else 0
            high = right - quote if number == last else len(line)
            result += [
                (number, m.start(), m.end())
                for m in token.finditer(line, low, high)
                if not _is_space(m[0], self.style)
            ]
        return result


class Mapping(msgspec.Struct, frozen=True):
    """Keys and what stands behind them, in the order of the file; keys are unique."""

    items: tuple[tuple[Scalar, Node], ...]
    span: Span
    flow: bool = False


class Sequence(msgspec.Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    span: Span
    flow: bool = False


Node = Mapping | Sequence | Scalar

_PLAIN = re.compile(".")
_TOKENS = {
    "'": re.compile("''|."),
    '"': re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.|$)|."),
}


def _is_space(token: str, style: str) -> bool:
    """Whether a piece of a file stands for white space in a text of some style."""
    if style != '"' or not token.startswith("\\"):
        return token.isspace()
    if len(token) == 1:
        return True  # it joins a line to the next
    return token[1] in "nrtvfNLP_ \t" if len(token) == 2 else chr(int(token[2:], 16)).isspace()


def compose(data: bytes, file: str, faults: list[Diagnostic]) -> Node | None:
    """Read one file.

    Args:
        data: the file's bytes: UTF-8, with or without a byte order mark.
        file: its name in messages.
        faults: what is wrong is added here.

    Returns:
        The tree; None if the file cannot be used at all.

    >>> tree = compose(b"version: 3.10", "guideline.yaml", [])
    >>> tree.items[0][1].text
    '3.10'
    """
    source = read_source(data, file, faults)
    if source is None:
        return None
    building = _Building(source)
    try:
        for event in yaml.parse("\n".join(source.lines), Loader=_PARSER):
            building.take(event)
    except yaml.MarkedYAMLError as error:
        quote = building.long_quote
        faults += [*building.faults, explain(error, source.span, (quote.start, quote.end) if quote else None)]
        return None
    except _Stop:
        building.root = None
    if building.root is None and not building.faults:
        building.faults.append(
            Diagnostic(
                "yaml-empty", "the file says nothing", source.span(0, 0), "write it, or delete the file"
            )
        )
    faults += building.faults
    return building.root


class _Stop(Exception):
    """The rest of the file is not worth reading."""


class _Open(msgspec.Struct):
    """A collection whose end was not met yet."""

    start: Any
    children: list[Node]


class _Building:
    """Puts a tree together from YAML events, without recursion."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Diagnostic] = []
        self.root: Node | None = None
        self.long_quote: Scalar | None = None
        self._open: list[_Open] = []
        self._documents = 0
        self._handlers: dict[type, Callable[[Any], None]] = {
            yaml.DocumentStartEvent: self._document,
            yaml.AliasEvent: self._alias,
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
        }

    def take(self, event: Any) -> None:
        """Take the next event of the file."""
        if handler := self._handlers.get(type(event)):
            handler(event)

    def _fault(self, slug: str, message: str, mark: Any, hint: str) -> None:
        self.faults.append(Diagnostic(slug, message, self.source.span(mark.line, mark.column), hint))

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "a second document starts here; a file holds one"
            self._fault(
                "yaml-documents", message, event.start_mark, "delete the line `---`, or use two files"
            )
            raise _Stop

    def _alias(self, event: Any) -> None:
        message = f"`*{event.anchor}` repeats another part of the file; every part is written out here"
        hint = f'text that begins with * needs quotes: "*{event.anchor}"'
        self._fault("yaml-alias", message, event.start_mark, hint)
        self._add(self._made(event, "", refused=True))

    def _scalar(self, event: Any) -> None:
        self._refuse_properties(event)
        made = self._made(event, event.value, refused=event.tag is not None)
        found = unseen(event.value)  # written as an escape: in the source it was looked for before
        if found:
            place = made.place(found.offset)
            self.faults.append(Diagnostic("yaml-character", found.message, place, found.hint))
        if made.style in ("'", '"') and made.start[0] < made.end[0]:
            self.long_quote = made
        self._add(made)

    def _made(self, event: Any, text: str, refused: bool) -> Scalar:
        start, end = event.start_mark, event.end_mark
        style = getattr(event, "style", "")
        style = style if style in ("'", '"', "|", ">") else ""
        return Scalar(text, style, self.source, (start.line, start.column), (end.line, end.column), refused)

    def _start(self, event: Any) -> None:
        self._refuse_properties(event)
        if len(self._open) == DEEPEST:
            message = f"more than {DEEPEST} lists and mappings stand inside one another"
            self._fault("yaml-too-deep", message, event.start_mark, "is a closing bracket missing?")
            raise _Stop
        self._open.append(_Open(event, []))

    def _end(self, event: Any) -> None:
        done = self._open.pop()
        start, end = done.start.start_mark, event.end_mark
        span = self.source.between((start.line, start.column), (end.line, end.column))
        flow = bool(done.start.flow_style)
        if isinstance(event, yaml.SequenceEndEvent):
            self._add(Sequence(tuple(done.children), span, flow))
        else:
            self._add(Mapping(self._pairs(done), span, flow))

    def _pairs(self, done: _Open) -> tuple[tuple[Scalar, Node], ...]:
        """Keys with their values; keys that are no text, merge, or come twice are refused."""
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(done.children[::2], done.children[1::2], strict=True):
            if not isinstance(key, Scalar):
                hint = "text with [ ] or { } at its beginning needs quotes"
                self.faults.append(Diagnostic("yaml-key", "a key must be plain text", key.span, hint))
            elif key.text == "<<" and not key.style:
                message = "`<<` copies another part of the file; every part is written out here"
                self.faults.append(Diagnostic("yaml-alias", message, key.span, "write the keys out"))
            elif (first := pairs.get(key.text)) is not None:
                message = (
                    f"the key {key.text!r} stands here a second time; first in line {first[0].span.line}"
                )
                self.faults.append(Diagnostic("duplicate-key", message, key.span, "keep one of the two"))
            else:
                pairs[key.text] = (key, value)
        return tuple(pairs.values())

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            message = (
                f"`&{event.anchor}` names a part of the file to repeat it; every part is written out here"
            )
            hint = f'text that begins with & needs quotes: "&{event.anchor} ..."'
            self._fault("yaml-alias", message, event.start_mark, hint)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"the tag `{tag}` would turn what follows into something else"
            self._fault(
                "yaml-tag", message, event.start_mark, "delete it; text that begins with ! needs quotes"
            )

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
