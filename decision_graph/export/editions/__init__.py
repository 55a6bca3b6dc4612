"""Editions: what is printed for whom; one module each, found by its name.

A module here is an edition without further ado. It says in its first sentence what it is and with `FOR` for
whom, and has `PAPERS`, the names of the papers that it can be printed on, the usual one first, and a function
`documents(request, paper) -> Iterable[Document]`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.check import require_good
from decision_graph.export.colour import coloured
from decision_graph.export.document import Document
from decision_graph.export.frame import PAPERS, Paper
from decision_graph.export.request import Request
from decision_graph.registry import Registry

_editions = Registry(__name__)
known, about, readers = _editions.known, _editions.about, _editions.readers


def papers_of(edition: str) -> tuple[str, ...]:
    """The names of the papers that an edition can be printed on, the usual one first."""
    names: tuple[str, ...] = _editions.module(edition).PAPERS
    return names


def require_papers(request: Request) -> None:
    """Raise a GraphError for every paper that none of the editions can be printed on."""
    usable = {name for edition in request.editions for name in papers_of(edition)}
    faults = [
        Diagnostic(
            "paper-not-for-edition",
            f"{paper.name} is no paper for {' or '.join(request.editions)}",
            hint=f"papers for it: {', '.join(name for name in PAPERS if name in usable)}",
        )
        for paper in request.papers
        if paper.name not in usable
    ]
    if faults:
        raise GraphError(faults)


def documents(request: Request) -> Iterator[Document]:
    """Every edition on every paper that is asked for.

    Raises:
        GraphError: for pages that break a rule of `check`.
    """
    for edition in request.editions:
        for paper in _papers(request, edition):
            for document in _editions.module(edition).documents(request, paper):
                require_good(document.pages)
                _require_whole(document)
                yield _coloured(document) if request.colour else document


def _require_whole(document: Document) -> None:
    """Raise a GraphError if a row's number or a minus sign is on no page."""
    lost = document.lost()
    if lost:
        message = f"{document.name}: not on any page: {', '.join(lost)}"
        raise GraphError(Diagnostic("text-lost", message, hint="report this guideline"))


def _coloured(document: Document) -> Document:
    pages = tuple(map(coloured, document.pages))
    require_good(pages)
    return msgspec.structs.replace(document, name=f"{document.name}-colour", pages=pages)


def _papers(request: Request, edition: str) -> list[Paper]:
    names = papers_of(edition)
    return [paper for paper in request.papers if paper.name in names] or [PAPERS[names[0]]]
