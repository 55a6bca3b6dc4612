"""Stocked: a guideline as it can be followed in one place, with what its formulary says as facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from decision_graph.formulary import Stock
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Value
from decision_graph.vocabulary import AVAILABLE, Attribute, Vocabulary


def stocked(guideline: Guideline) -> Guideline:
    """The guideline with an availability fact for every intervention that it offers.

    The source makes few of its options depend on stock; a formulary may speak of all of them. So that there
    is one mechanism for both, what lacks an availability attribute gets `<intervention>_available`: it is
    the same for every formulary, and unanswered until one says something: to have something of a class is
    not to have each member.

    Args:
        guideline: loaded.

    Returns:
        A guideline with the same digest, rows and graphs; the same one if nothing is missing.
    """
    known = guideline.vocabulary.attributes
    wanted = {id for id in named(guideline) if id + AVAILABLE not in known}
    if not wanted:
        return guideline
    return msgspec.structs.replace(guideline, vocabulary=_with_stock(guideline.vocabulary, wanted))


def stock_facts(guideline: Guideline, stock: Mapping[str, Stock]) -> dict[str, Value]:
    """The availability facts of a stocked guideline, as its formulary has them."""
    names = {id: id + AVAILABLE for id in stock}
    return {name: stock[id].there for id, name in names.items() if name in guideline.vocabulary.attributes}


def named(guideline: Guideline) -> dict[str, tuple[str, ...]]:
    """Every intervention that some option names, with the rows that do, in the order of the vocabulary."""
    rows: dict[str, dict[str, None]] = {}
    for row in guideline.recommendations.values():
        for cell in row.cells.values():
            for option in cell.options:
                for id in option.interventions:
                    rows.setdefault(id, {})[row.id] = None
    return {id: tuple(rows[id]) for id in guideline.vocabulary.interventions if id in rows}


def _with_stock(vocabulary: Vocabulary, wanted: Collection[str]) -> Vocabulary:
    told = (a.obtained for name, a in vocabulary.attributes.items() if name.endswith(AVAILABLE))
    obtained = next(told, vocabulary.obtained[0])
    added = {
        found.id + AVAILABLE: _attribute(found.id, found.name, obtained)
        for found in vocabulary.interventions.values()
        if found.id in wanted
    }
    return msgspec.structs.replace(vocabulary, attributes={**vocabulary.attributes, **added})


def _attribute(id: str, name: str, obtained: str) -> Attribute:
    return Attribute(
        id + AVAILABLE,
        "boolean",
        ask=f"Can {name} be had here?",
        label=f"{name} here",
        obtained=obtained,
        when_true=f"{name} can be had here",
        when_false=f"{name} cannot be had here",
    )
