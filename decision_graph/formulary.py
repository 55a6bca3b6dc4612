"""Formulary: what one hospital has, as its file says it, and what follows for classes and their members."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span
from decision_graph.vocabulary import Vocabulary


class StockOut(msgspec.Struct, frozen=True):
    """A time without stock: the first day and the last one, both included; None while no end is known."""

    start: str
    until: str | None = None

    def covers(self, date: str) -> bool:
        """Whether a day, written as 2024-03-09, lies in it."""
        return self.start <= date and (self.until is None or date <= self.until)


class Holding(msgspec.Struct, frozen=True):
    """What a formulary says of one intervention.

    Attributes:
        intervention: its id.
        held: whether it is kept here at all; None if nobody has said.
        out: when it is out of stock all the same.
    """

    intervention: str
    held: bool | None
    out: tuple[StockOut, ...] = ()
    span: Span | None = None

    def on(self, date: str | None) -> bool | None:
        """Whether it can be had on a day; None if that is not said, or hangs on a day that is not given."""
        if self.held is False or not self.out:
            return self.held
        if date is None:
            return None
        return False if any(out.covers(date) for out in self.out) else self.held


class Formulary(msgspec.Struct, frozen=True):
    """What one hospital has; `digest` is the SHA-256 of its file."""

    name: str
    holdings: tuple[Holding, ...]
    file: str = ""
    digest: str = ""

    def waits_for_a_date(self) -> tuple[str, ...]:
        """The interventions whose stock hangs on the day."""
        return tuple(h.intervention for h in self.holdings if h.held is not False and h.out)


class Stock(msgspec.Struct, frozen=True):
    """Whether an intervention can be had, and the intervention of which the file says so."""

    there: bool
    because: str
    span: Span | None = None


def stock_of(formulary: Formulary, vocabulary: Vocabulary, date: str | None = None) -> dict[str, Stock]:
    """What can be had, and what cannot, on a day.

    Who has a member has something of every class that it belongs to; who has nothing of a class has
    none of its members. Nothing else follows: not what is left out, and not which member of a class it is.

    Args:
        formulary: whose interventions are all in the vocabulary.
        vocabulary: for what is a kind of what.
        date: a day, written as 2024-03-09; without one, what is ever out of stock is not said.

    Returns:
        By id, in the order of the vocabulary, those of which something is said.

    Raises:
        GraphError: `formulary-clash`, if a member is there and its class is not.

    >>> from decision_graph.vocabulary import Intervention
    >>> names = {"ai": (), "letrozole": ("ai",), "exemestane": ("ai",)}
    >>> known = {id: Intervention(id, "drug", id, id, is_a=kinds) for id, kinds in names.items()}
    >>> words = Vocabulary({}, (), known, ("place",))
    >>> found = stock_of(Formulary("here", (Holding("letrozole", True),)), words)
    >>> {id: (stock.there, stock.because) for id, stock in found.items()}
    {'ai': (True, 'letrozole'), 'letrozole': (True, 'letrozole')}
    """
    said = {h.intervention: h for h in formulary.holdings}
    known = {id: there for id, h in said.items() if (there := h.on(date)) is not None}
    found: dict[str, Stock] = {}
    clashes: list[Diagnostic] = []
    for id in vocabulary.interventions:
        if id in known:
            found[id] = Stock(known[id], id, said[id].span)
    for id in vocabulary.interventions:
        for kind in _classes(vocabulary, id):
            if known.get(id) is True and known.get(kind) is False:
                clashes.append(_clash(vocabulary, said[id], said[kind]))
            elif known.get(id) is True:
                found.setdefault(kind, Stock(True, id, said[id].span))
            elif known.get(kind) is False:
                found.setdefault(id, Stock(False, kind, said[kind].span))
    if clashes:
        raise GraphError(clashes)
    return {id: found[id] for id in vocabulary.interventions if id in found}


def _classes(vocabulary: Vocabulary, id: str) -> Iterator[str]:
    """Everything that an intervention is a kind of, nearest first."""
    return (kind.id for kind in vocabulary.lineage(id) if kind.id != id)


def _clash(vocabulary: Vocabulary, member: Holding, kind: Holding) -> Diagnostic:
    names = vocabulary.interventions
    one, other = names[member.intervention].name, names[kind.intervention].name
    message = f"{one} is there, but nothing of its class, {other}"
    return Diagnostic(
        "formulary-clash", message, member.span, f"correct one of the two: {other} is said not to be there"
    )
