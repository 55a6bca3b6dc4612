"""Whatever an author writes arrives as these letters, in every format, and is never anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Page

from decision_graph.diagnostics import GraphError
from decision_graph.export.editions import documents
from decision_graph.export.files import File
from decision_graph.export.fonts import missing_glyphs
from decision_graph.export.formats import known, needs, render
from decision_graph.export.frame import PAPERS
from decision_graph.export.overlong import LAYOUT
from decision_graph.export.request import Request
from decision_graph.export.words import minus, visible
from decision_graph.graph import Guideline
from tests.export.formats.made import guideline
from tests.export.formats.readers import READERS, Read, read

HARMLESS = "Some plain words"

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "svg": "</svg></style></title>]]><!-- & &amp; &#60;",
    "html": "<b>x</b> onload=alert(1) \"><a href='javascript:alert(1)'>",
    "dot": 'say "x" \\N \\G \\l -> {a|b} <b> \\',
    "formula": "=cmd|' /C calc'!A0",
    "formula with a space": " @SUM(1+1)*cmd",
    "plus": "+49 30",
    "markdown": "1. *x* _y_ `z` [l](javascript:alert(1)) ![i](x) | a | # ~~s~~ <i>",
    "list": "- [ ] 10) >\n---\n===",
    "address": "http://example.org www.example.org a@example.org :smile: @team",
    "mermaid": '"] --> x["y"]:::z; end subgraph %% %%{init: {}}%% #quot; #35; #lt; lifestyle:#46;',
    "mermaid's own": "ﬂ°°35¶ß ﬂ°quot¶ß classDef x fill:#fff; click a href",
    "typst": "#let x = $y$ @cite *b* _i_ `r` // c /* d */ \\u{41} <label> = H",
    "template": "{{ x }} {% y %} ${z} $(w) %s {0}",
    "json": '\\u0041 {"a": [1, null]} \', \\"',
    "lines": "one\ntwo\r\nthree\tfour",
    "right to left": "שלום \u200f(abc)\u200e عليكم",
    "joiners": "می\u200cخواهم क\u094d\u200dष",
    "zero width": "zero\u200bwidth\u00adsoft\u2060",
    "control": "bell\x07 nul\x00 escape\x1b[31m delete\x7f next\x85",
    "turned round": "5 \u202egm\u202c \u2066x\u2069 mg",
    "not a letter": "\ufffe\uffff end",
    "astral": "𝔞 😀 \U0001f1e9",
}
LONG = {"ten thousand letters": "wordy " * 1666 + "end", "one word of ten thousand letters": "x" * 10_000}

TEXTS = {
    "title", "text", "ask", "label", "why", "detail", "section", "help", "unit", "name", "short", "when_true",
    "when_false", "disclaimer", "organisation", "citation", "url", "listed", "dates", "conflicts",
    "abbreviations",
}  # fmt: skip
"""The fields that an author fills with words; the others hold ids, which the loader restricts."""


def spoiled(found: Any, words: str, *, inside: bool = False) -> Any:
    """The same data with other words in every field that holds words."""
    if isinstance(found, msgspec.Struct):
        names = {field.name for field in msgspec.structs.fields(found)}
        keep = {"name", "text"} if type(found).__name__ in ("Attribute", "Span") else set()
        changed = {
            name: spoiled(getattr(found, name), words, inside=name in TEXTS - keep)
            for name in names - {"span", "digest", "version"}
        }
        return msgspec.structs.replace(found, **changed)
    match found:
        case str():
            # A sentence among notes is told from an id by its space.
            return f"{words} and more" if inside or " " in found else found
        case tuple():
            return tuple(spoiled(value, words, inside=inside) for value in found)
        case dict():
            return {key: spoiled(value, words, inside=inside) for key, value in found.items()}
        case _:
            return found


@cache
def harmful(words: str) -> Guideline:
    made: Guideline = spoiled(guideline("asthma"), words)
    return made


@cache
def request(words: str) -> Request:
    return Request(harmful(words), ("starting",), ("poster",), (PAPERS["A1"],), resolution=20)


@cache
def pages(words: str) -> Sequence[Any]:
    return tuple(documents(request(words)))


def files(format: str, words: str) -> list[File]:
    return list(render(format, request(words), pages(words) if needs(format) == "document" else ()))


@cache
def shows_charts(format: str) -> bool:
    """Whether a format shows a chart with letters of the shipped typeface."""
    return any(file.drawings for file in files(format, HARMLESS)) or format == "html"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def harmless(page: Page) -> dict[str, Read]:
    return {}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_format_has_a_reader() -> None:
    assert set(READERS) == set(known())


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("format", known())
def test_hostile_words_arrive_as_words(format: str, kind: str, page: Page, harmless: dict[str, Read]) -> None:
    words = HOSTILE[kind]
    if format not in harmless:
        harmless[format] = read(format, [file.content for file in files(format, HARMLESS)], page)
    try:
        made = files(format, words)
    except GraphError as error:
        # A picture cannot show a letter that the typeface lacks, and says which.
        assert shows_charts(format)
        assert {fault.slug for fault in error.diagnostics} == {"glyph-missing"}
        assert missing_glyphs(words)
        return
    found = read(format, [file.content for file in made], page)
    assert found.shape == harmless[format].shape
    if found.text is not None:
        kept = words if format == "json" else visible(words)
        assert squeezed(minus(kept)) in squeezed(minus(found.text))


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("format", [format for format in known() if needs(format) != "document"])
def test_very_long_words_arrive_whole(format: str, kind: str, page: Page) -> None:
    made = guideline("asthma")
    starting = made.graphs["starting"]
    first = msgspec.structs.replace(starting.nodes[starting.start], ask=LONG[kind])
    long = msgspec.structs.replace(starting, nodes={**starting.nodes, first.id: first})
    asked = Request(msgspec.structs.replace(made, graphs={**made.graphs, "starting": long}), ("starting",))
    try:
        files = [file.content for file in render(format, asked, ())]
    except GraphError as error:
        assert shows_charts(format)
        assert {fault.slug for fault in error.diagnostics} <= LAYOUT
        return
    assert squeezed(LONG[kind]) in squeezed(read(format, files, page).text or "")
