"""Formats: one module each, found by its name; a module here is a format without further ado.

A format's module says in its first sentence what it is, with `FOR` for whom or what, with `NEEDS` what it is
made of, and has a function `render` that returns `File`s:

- "document": finished pages. Called as `render(document, request)` for each edition, paper and graph.
- "picture": the content of one graph as plain data. Called as `render(drawn, request)` for each graph.
- "guideline": everything together. Called as `render(request)`, once.

A format that measures no letters says `DRAWS = False`: it then works without the packages for drawing.

`request.guideline` and `request.pictures` are there for all of them; `request.poster(drawn)` is the finished
drawing of a graph on one sheet, for a format that shows a chart but has no pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, assert_never

from decision_graph.export.document import Document
from decision_graph.export.files import File
from decision_graph.export.request import Request
from decision_graph.registry import Registry

Needs = Literal["document", "picture", "guideline"]


_formats = Registry(__name__)
known, about, readers = _formats.known, _formats.about, _formats.readers


def draws(format: str) -> bool:
    """Whether a format measures letters, and so needs the packages for drawing."""
    return getattr(_formats.module(format), "DRAWS", True)


def needs(format: str) -> Needs:
    """What a format is made of."""
    found: Needs = _formats.module(format).NEEDS
    return found


def render(format: str, request: Request, documents: Sequence[Document]) -> Iterator[File]:
    """The files that a format makes.

    Args:
        documents: the finished pages of every edition that is asked for.
    """
    made = _formats.module(format).render
    match needs(format):
        case "document":
            for document in documents:
                yield from made(document, request)
        case "picture":
            for drawn in request.pictures:
                yield from made(drawn, request)
        case "guideline":
            yield from made(request)
        case _ as unknown:
            assert_never(unknown)
