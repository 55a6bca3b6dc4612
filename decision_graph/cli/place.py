"""Place: a command line's guideline, facts and formulary together; what a formulary says yields to facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from decision_graph.cli.given import Given, from_options, where
from decision_graph.cli.target import Target, find_target
from decision_graph.cli.terminal import tell
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import Guideline

if TYPE_CHECKING:
    from decision_graph.formulary import Formulary, Stock


class Place(NamedTuple):
    """A formulary that a command line names."""

    formulary: Formulary
    stock: dict[str, Stock]
    date: str | None


def here(
    name: str,
    pairs: Iterable[str],
    line: str | None,
    setting: str | None,
    formulary: str | None,
    date: str | None,
) -> tuple[Target, Given]:
    """What a command line asks: the guideline as it can be followed here, and the facts of its options.

    Raises:
        GraphError: if there is no such guideline or graph, or anything is wrong with facts or formulary.
    """
    target = find_target(name)
    given = from_options(target.guideline, pairs, line, setting)
    if formulary is None:
        if date is not None:
            hint = "give --formulary FILE, or leave --date out"
            raise GraphError(
                Diagnostic("date-alone", "--date is the day for a formulary, and none is given", hint=hint)
            )
        return target, given
    from decision_graph.traversal.stocked import stock_facts, stocked

    place = read_place(formulary, target.guideline, date)
    guideline = stocked(target.guideline)
    facts = stock_facts(guideline, place.stock)
    spans = {id: stock.span for id, stock in place.stock.items()}
    origins = {name: spans[name.removesuffix("_available")] or formulary for name in facts}
    said = Given(facts, origins, frozenset(facts))  # type: ignore[arg-type]
    return Target(guideline, target.graph, place), yielding(said, given)


def read_place(path: str, guideline: Guideline, date: str | None) -> Place:
    """Read a formulary for a day, and say what hangs on a day that is not given.

    Raises:
        GraphError: for a wrong file, or a date that is none.
    """
    from decision_graph.formulary import stock_of
    from decision_graph.loading.formulary import date_of, read_formulary

    day = None if date is None else date_of(date)
    if date is not None and day is None:
        hint = "write year, month and day, for example 2024-03-09"
        raise GraphError(Diagnostic("no-date", f"--date {date!r} is no day of the calendar", hint=hint))
    formulary = read_formulary(path, guideline.vocabulary)
    waiting = formulary.waits_for_a_date()
    if waiting and day is None:
        tell(f"note: the stock of {', '.join(waiting)} hangs on the day, and is not known without --date")
    return Place(formulary, stock_of(formulary, guideline.vocabulary, day), day)


def yielding(said: Given, given: Given) -> Given:
    """Facts with what a formulary says put beneath them; each that differs is told, and the fact is used."""
    for name, value in said.facts.items():
        if name in given.facts and str(given.facts[name]).lower() != str(value).lower():
            _tell_clash(name, value, said, f"{given.facts[name]} ({where(given.origins[name])})")
    under = {name: value for name, value in said.facts.items() if name not in given.facts}
    return Given({**under, **given.facts}, {**said.origins, **given.origins}, frozenset(under))


def without_clashes(guideline: Guideline, given: Given) -> Given:
    """Facts without what a formulary says against them under the rules; each that is dropped is told."""
    from decision_graph.patient import make_patient

    kept = {name: value for name, value in given.facts.items() if name not in given.below}
    below = []
    for name in given.below_in_order():
        try:
            make_patient(guideline.space, {**kept, name: given.facts[name]})
        except GraphError:
            _tell_clash(name, given.facts[name], given, "what the other facts imply")
        else:
            kept[name] = given.facts[name]
            below.append(name)
    return msgspec.structs.replace(given, facts=kept, below=frozenset(below))


def _tell_clash(name: str, value: object, said: Given, other: str) -> None:
    words = "there" if value is True else "not there"
    what = name.removesuffix("_available")
    tell(f"note: {where(said.origins[name])}: {what} is {words}, against {name}: {other}; the fact is used")
