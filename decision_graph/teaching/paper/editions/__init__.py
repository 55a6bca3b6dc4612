"""Editions: what is printed for whom; one module each, found by its name.

A module here is an edition without further ado. It says in its first sentence what it is, with `FOR` for
whom, and has a function `files(handout) -> Iterable[File]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from decision_graph.export.check import require_good
from decision_graph.export.files import File
from decision_graph.registry import Registry
from decision_graph.teaching.paper.handout import Handout

_editions = Registry(__name__)
known, about, readers = _editions.known, _editions.about, _editions.readers


def files(edition: str, handout: Handout) -> Iterator[File]:
    """The files of an edition.

    Raises:
        GraphError: for pages that break a rule of `check`.
    """
    for file in _editions.module(edition).files(handout):
        require_good(file.drawings)
        yield file
