"""Drawn: a sketch in DOT as boxes and arrows, before anybody says what they mean."""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span

if TYPE_CHECKING:
    import pydot

LARGEST: Final = 1_000_000
"""Bytes that a sketch may have; a large graph drawn by hand has a tenth of it."""

_DEFAULTS: Final = frozenset({"node", "edge", "graph"})
"""Names under which the parser keeps what holds for every node or edge."""


class Box(msgspec.Struct, frozen=True):
    """A node: its name, the words in it, and every attribute that it has."""

    name: str
    text: str
    about: dict[str, str]


class Arrow(msgspec.Struct, frozen=True):
    """An edge: the names at its ends, the words on it, and every attribute that it has."""

    tail: str
    head: str
    text: str
    about: dict[str, str]


class Drawn(msgspec.Struct, frozen=True):
    """A sketch: boxes and arrows in the order of the file."""

    name: str
    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def read_dot(data: bytes, file: str) -> Drawn:
    """Read one directed graph; clusters are taken apart, as they only group boxes.

    Args:
        data: the bytes of the file, in UTF-8.
        file: its name in messages.

    Raises:
        GraphError: it is no DOT, or no directed graph with an arrow; one clear reason with its place.

    >>> drawn = read_dot(b'digraph { a [label="Fever?"]; a -> b [label=yes] }', "sketch.dot")
    >>> drawn.boxes[0].text, drawn.arrows[0].text
    ('Fever?', 'yes')
    """
    text = _decoded(data, file)
    graphs = _parsed(text, file)
    if len(graphs) > 1:
        raise _fault(
            text, file, "several-graphs", f"the file holds {len(graphs)} graphs", "import one at a time"
        )
    (graph,) = graphs
    if graph.get_type() != "digraph":
        message = "the graph has lines and no arrows: nobody can tell which way they lead"
        raise _fault(
            text, file, "not-directed", message, "write digraph instead of graph, and -> instead of --"
        )
    boxes: dict[str, dict[str, str]] = {}
    arrows: list[tuple[str, str, dict[str, str]]] = []
    _collect(graph, boxes, arrows)
    if not arrows:
        hint = 'an answer is an arrow: fever -> rest [label="yes"]'
        raise _fault(text, file, "no-arrows", "the sketch has no arrow", hint)
    return Drawn(
        _name(graph.get_name() or "").strip(),
        _title(graph).replace(r"\G", _name(graph.get_name() or "")),
        tuple(
            Box(name, about.get("label", name).replace(r"\N", name), about) for name, about in boxes.items()
        ),
        tuple(Arrow(tail, head, about.get("label", ""), about) for tail, head, about in arrows),
    )


def _decoded(data: bytes, file: str) -> str:
    if len(data) > LARGEST:
        message, hint = f"the sketch has more than {LARGEST:,} bytes", "draw it in parts"
        raise GraphError(Diagnostic("sketch-too-large", message, Span(file, 1, 1), hint))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"byte {error.start + 1:,} of the file is not UTF-8"
        hint = "save the file with the encoding UTF-8"
        raise GraphError(Diagnostic("not-dot", message, Span(file, line, column), hint)) from None


def _parsed(text: str, file: str) -> list[pydot.Dot]:
    """The graphs of a text, by pydot's own parser, which keeps the place of what it does not understand."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the package that pydot parses with
        from pydot.dot_parser import GraphParser
        from pyparsing import ParseBaseException

        try:
            return list(GraphParser.parser.parse_string(text, parse_all=True))
        except ParseBaseException as error:
            line = (text.splitlines() or [""])[min(error.lineno, text.count("\n") + 1) - 1 :][:1] or [""]
            span = Span(file, error.lineno, error.column, 1, line[0])
            hint = (
                "is a quote or a bracket not closed here or before, or is a name with a hyphen not in quotes?"
            )
            raise GraphError(Diagnostic("not-dot", "from here on this is not DOT", span, hint)) from None
        except RecursionError:
            message, hint = (
                "the sketch is nested too deeply",
                "draw it with fewer brackets inside one another",
            )
            raise GraphError(Diagnostic("not-dot", message, Span(file, 1, 1), hint)) from None


def _fault(text: str, file: str, slug: str, message: str, hint: str) -> GraphError:
    """A complaint at the first word of the graph."""
    found = re.search(r"^\s*(strict\s+)?(di)?graph", text, re.MULTILINE | re.IGNORECASE)
    place = found.end() - len(found[0].lstrip()) if found else 0
    start = text.rfind("\n", 0, place) + 1
    line = text[start:].partition("\n")[0]
    return GraphError(
        Diagnostic(
            slug, message, Span(file, text.count("\n", 0, place) + 1, place - start + 1, 1, line), hint
        )
    )


def _collect(
    graph: Any, boxes: dict[str, dict[str, str]], arrows: list[tuple[str, str, dict[str, str]]]
) -> None:
    """Add the boxes and arrows of a graph and of every graph inside it."""
    items = [*graph.get_nodes(), *graph.get_edges(), *graph.get_subgraphs()]
    for item in sorted(items, key=lambda item: item.get_sequence()):
        if hasattr(item, "get_nodes"):
            _collect(item, boxes, arrows)
        elif hasattr(item, "get_source"):
            for tail in _ends(item.get_source()):
                for head in _ends(item.get_destination()):
                    boxes.setdefault(tail, {})
                    boxes.setdefault(head, {})
                    arrows.append((tail, head, _attributes(item)))
        elif item.get_name() not in _DEFAULTS:
            boxes.setdefault(_name(item.get_name()), {}).update(_attributes(item))


def _title(graph: Any) -> str:
    """The label of the whole, which may stand alone or among what holds for every graph."""
    found = [_attributes(item) for item in (*graph.get_node("graph"), graph)]
    return next((about["label"] for about in reversed(found) if "label" in about), "")


def _ends(end: Any) -> Iterator[str]:
    """The nodes at one end of an arrow: one, or all of a group in braces."""
    if isinstance(end, Mapping):
        yield from (_name(name) for name in end["nodes"] if name not in _DEFAULTS)
    else:
        yield _name(end)


def _attributes(item: Any) -> dict[str, str]:
    return {key: _words(value) for key, value in item.get_attributes().items() if value is not None}


def _name(text: str) -> str:
    """A name without its quotes and without the port behind it."""
    found = re.match(r'"((?:[^"\\]|\\.)*)"|[^:]*', text, re.DOTALL)
    name = (found[1] if found and found[1] is not None else text.partition(":")[0]).replace('\\"', '"')
    return name.replace("%3A", ":").replace("%25", "%")  # as our own export writes them


def _words(value: str) -> str:
    """The words of a value: out of quotes, out of HTML, with line ends as spaces."""
    text = str(value)
    if text.startswith("<") and text.endswith(">"):
        bare = re.sub(r"<br\s*/?>", " ", text[1:-1], flags=re.IGNORECASE)
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", bare)).split())
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        text = re.sub(r'\\(\r?\n|["\\lnr])', _escape, text[1:-1])
    return " ".join(text.split())


def _escape(found: re.Match[str]) -> str:
    match found[1]:
        case '"' | "\\":
            return found[1]
        case "l" | "n" | "r":
            return " "
        case _:
            return ""
