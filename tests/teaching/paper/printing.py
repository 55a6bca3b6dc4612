"""Handouts for the tests, and what their pages say."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from decision_graph.export.drawing import Drawing, Group
from decision_graph.export.files import File
from decision_graph.loading.cases import read_cases
from decision_graph.teaching.cases import TeachingCase, own_case
from decision_graph.teaching.paper.editions import files
from decision_graph.teaching.paper.handout import Handout
from teaching.guidelines import WHERE, drawn, taught


@cache
def handout(name: str, count: int | None, seed: int = 5, **how: object) -> Handout:
    return Handout(taught(name).guideline, None, drawn(name, seed, count), f"seed {seed}", **how)  # type: ignore[arg-type]


@cache
def own(name: str, count: int, **how: object) -> Handout:
    """A teacher's own cases, from the beginning of every file."""
    guideline = taught(name).guideline
    found: list[TeachingCase] = []
    for file in read_cases(WHERE[name], guideline):
        found += [own_case(guideline, case) for case in file.cases[:count]]
    return Handout(guideline, None, tuple(found), **how)  # type: ignore[arg-type]


_KEPT: dict[tuple[str, int], tuple[Handout, File]] = {}


def printed(edition: str, given: Handout) -> File:
    """The file of an edition, made once for each handout."""
    key = (edition, id(given))
    if key not in _KEPT:
        (file,) = files(edition, given)
        _KEPT[key] = (given, file)
    return _KEPT[key][1]


def said(page: Drawing) -> str:
    """All words of a page, headers and footers too."""
    return " ".join(words.text for words in page.words())


def panels(pages: Iterable[Drawing], prefix: str) -> list[Group]:
    return [group for page in pages for group in page.groups if group.id.startswith(prefix)]
