"""Editions: what is printed for whom; one module each, found by its name.

A module here is an edition without further ado. It says in its first sentence what it is, with `FOR` for
whom, and has a function `files(handout) -> Iterable[File]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from decision_graph.export.check import require_good
from decision_graph.export.files import File
from decision_graph.teaching.paper.handout import Handout


def known() -> tuple[str, ...]:
    """The names of all editions."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


@cache
def _module(edition: str) -> ModuleType:
    return import_module(f"{__name__}.{edition}")


def about(edition: str) -> str:
    """What an edition is, in a line: the rest of its module's first sentence."""
    first = (_module(edition).__doc__ or "").partition("\n")[0]
    return first.partition(": ")[2] or first


def readers(edition: str) -> str:
    """For whom an edition is."""
    found: str = _module(edition).FOR
    return found


def files(edition: str, handout: Handout) -> Iterator[File]:
    """The files of an edition.

    Raises:
        GraphError: for pages that break a rule of `check`.
    """
    for file in _module(edition).files(handout):
        require_good(file.drawings)
        yield file
