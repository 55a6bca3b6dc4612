"""Means: which cells of a guideline a hospital can meet, and what one addition would unlock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from decision_graph.decision import compiled_for
from decision_graph.formulary import Formulary, Holding, Stock, stock_of
from decision_graph.graph import Guideline, Option, option_words
from decision_graph.patient import make_patient
from decision_graph.traversal.options import judge_options
from decision_graph.traversal.stocked import named, stock_facts, stocked

Verdict = Literal["met", "not_met", "not_said", "nothing"]
"""Whether an option of a cell can be given here; `not_said`: the formulary does not say enough;
`nothing`: the source offers nothing in this cell."""


class OptionMeans(msgspec.Struct, frozen=True):
    """An option of a cell: its words, whether it can be given, what is not there, and what is not said."""

    text: str
    verdict: Verdict
    lacking: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    why: str = ""


class CellMeans(msgspec.Struct, frozen=True):
    """A cell with its options; it is met if one of them can be given."""

    row: str
    tier: str
    verdict: Verdict
    options: tuple[OptionMeans, ...]


class Addition(msgspec.Struct, frozen=True):
    """An intervention that is not there, and the cells that can be met once it is."""

    intervention: str
    cells: tuple[tuple[str, str], ...]


class Means(msgspec.Struct, frozen=True):
    """What a hospital can do.

    Attributes:
        stock: what is there and what is not, by intervention.
        cells: of every row and tier.
        additions: single ones that unlock something, the most cells first.
        unsaid: interventions that cells wait for, with the number of those cells, the most first.
    """

    stock: dict[str, Stock]
    cells: tuple[CellMeans, ...]
    additions: tuple[Addition, ...]
    unsaid: dict[str, int]


def means(guideline: Guideline, formulary: Formulary, date: str | None = None) -> Means:
    """Which cells can be met with a formulary, which not and why, and what to add first.

    Conditions on patients are left open: a cell is met if some patient of the row can be given an option.

    Args:
        guideline: loaded with `load_guideline`.
        formulary: from `read_formulary`.
        date: a day, written as 2024-03-09; without one, what is ever out of stock is not said.

    Raises:
        GraphError: if a member of a class is there and the class is not.

    >>> from decision_graph import load_guideline
    >>> mbc = load_guideline("mbc")
    >>> found = means(mbc, Formulary("here", (Holding("tamoxifen", True),)))
    >>> [cell.tier for cell in found.cells if cell.row == "1.1.4" and cell.verdict == "met"]
    ['basic', 'limited']
    """
    stock = stock_of(formulary, guideline.vocabulary, date)
    here = stocked(guideline)
    cells = _cells(here, stock)
    unsaid: dict[str, int] = {}
    for cell in cells:
        if cell.verdict == "not_said":
            for id in dict.fromkeys(id for option in cell.options for id in option.unsaid):
                unsaid[id] = unsaid.get(id, 0) + 1
    most_first = sorted(unsaid, key=lambda id: -unsaid[id])
    additions = tuple(_additions(here, formulary, date, cells))
    return Means(stock, cells, additions, {id: unsaid[id] for id in most_first})


def _cells(here: Guideline, stock: dict[str, Stock]) -> tuple[CellMeans, ...]:
    """Every cell of a stocked guideline."""
    region = make_patient(here.space, stock_facts(here, stock)).region
    form = compiled_for(here, region)
    found = []
    for row in here.recommendations.values():
        for tier in row.cells:
            judged = judge_options(form, row, tier, region)
            options = tuple(
                _option(here, answer.option, answer.standing, answer.why, stock) for answer in judged
            )
            found.append(CellMeans(row.id, tier, _verdict(option.verdict for option in options), options))
    return tuple(found)


def _verdict(options: Iterable[Verdict]) -> Verdict:
    """The best verdict of some options."""
    found = set(options)
    best: tuple[Verdict, ...] = ("met", "not_said", "not_met")
    return next((verdict for verdict in best if verdict in found), "nothing")


def _option(
    guideline: Guideline, option: Option, standing: str, why: str, stock: dict[str, Stock]
) -> OptionMeans:
    text = option_words(option, guideline.vocabulary)
    groups = [[stock[id].there if id in stock else None for id in group] for group in option.give]
    lacking = [
        id
        for group, known in zip(option.give, groups, strict=True)
        if all(there is False for there in known)
        for id in group
    ]
    unsaid = [
        id
        for group, known in zip(option.give, groups, strict=True)
        if True not in known
        for id, there in zip(group, known, strict=True)
        if there is None
    ]
    if lacking or standing == "unavailable":
        return OptionMeans(text, "not_met", tuple(dict.fromkeys(lacking)), why=why)
    if standing == "not_indicated":
        return OptionMeans(text, "not_met", why=why)
    verdict: Verdict = "not_said" if unsaid else "met"
    return OptionMeans(text, verdict, (), tuple(dict.fromkeys(unsaid)))


def _additions(
    guideline: Guideline, formulary: Formulary, date: str | None, cells: tuple[CellMeans, ...]
) -> list[Addition]:
    """Each single addition that lets a cell be met which cannot be met now, the most cells first."""
    wanting = {(cell.row, cell.tier) for cell in cells if cell.verdict in ("not_met", "not_said")}
    stock = stock_of(formulary, guideline.vocabulary, date)
    found = []
    for id in named(guideline):
        if id in stock and not stock[id].there:
            later = _cells(guideline, stock_of(_with(formulary, guideline, id), guideline.vocabulary, date))
            now_met = [(c.row, c.tier) for c in later if c.verdict == "met" and (c.row, c.tier) in wanting]
            if now_met:
                found.append(Addition(id, tuple(now_met)))
    return sorted(found, key=lambda addition: -len(addition.cells))


def _with(formulary: Formulary, guideline: Guideline, id: str) -> Formulary:
    """A formulary to which one intervention is added; its classes are then no longer said to be missing."""
    classes = {kind.id for kind in guideline.vocabulary.lineage(id)}
    kept = (h for h in formulary.holdings if h.intervention not in classes)
    return msgspec.structs.replace(formulary, holdings=(*kept, Holding(id, True)))
