"""Given: the facts of a command line, put together from files and options, each with its origin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click
import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span
from decision_graph.graph import Guideline

if TYPE_CHECKING:
    from decision_graph.loading.facts import Record

Origin = Span | str
"""A place in a file, or the option in which a fact was given."""

F = TypeVar("F", bound=Callable[..., Any])


class Given(msgspec.Struct, frozen=True):
    """Facts by name, and where each was given; those of `below` are a formulary's, and yield to others."""

    facts: dict[str, object]
    origins: dict[str, Origin]
    below: frozenset[str] = frozenset()

    def below_in_order(self) -> list[str]:
        """The facts of a formulary, in the order of the facts."""
        return [name for name in self.facts if name in self.below]


def fact_options(command: F) -> F:
    """The options that every command with a patient has."""
    options = (
        click.option(
            "--facts",
            "source",
            metavar="FILE",
            help="JSON object, YAML mapping, or JSON Lines for many; - reads standard input.",
        ),
        click.option(
            "--fact", "pairs", metavar="NAME=VALUE", multiple=True, help="One fact; may be repeated."
        ),
        click.option("--line", metavar="LINE", help="The treatment line: first, second, ..."),
        click.option("--setting", metavar="SETTING", help="The resource setting: a tier of the guideline."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def place_options(command: F) -> F:
    """The options that say what the hospital of a patient has."""
    formulary = click.option(
        "--formulary", metavar="FILE", help="What this hospital has: a YAML file or a table (CSV)."
    )
    date = click.option("--date", metavar="YYYY-MM-DD", help="The day for what is out of stock at times.")
    return formulary(date(command))


def from_options(guideline: Guideline, pairs: Iterable[str], line: str | None, setting: str | None) -> Given:
    """The facts of `--fact`, `--line` and `--setting`.

    Raises:
        GraphError: for a pair that is none, a selector that the guideline has not, or a fact given twice.
    """
    given, faults = _pairs(pairs, "--fact")
    for option, chosen, selector in (
        ("--line", line, guideline.line),
        ("--setting", setting, guideline.tier),
    ):
        if chosen is None:
            continue
        if selector:
            faults += _add(given, selector, chosen.strip(), option)
        else:
            message = f"{option} cannot be used: the guideline {guideline.id!r} has no such selector"
            faults.append(Diagnostic("no-selector", message, hint=f"leave {option} out"))
    if faults:
        raise GraphError(faults)
    return given


def named_pairs(pairs: Iterable[str], option: str) -> Given:
    """The facts of an option that is repeated.

    Raises:
        GraphError: for a pair that is none, or a fact given twice.
    """
    given, faults = _pairs(pairs, option)
    if faults:
        raise GraphError(faults)
    return given


def _pairs(pairs: Iterable[str], option: str) -> tuple[Given, list[Diagnostic]]:
    given = Given({}, {})
    faults: list[Diagnostic] = []
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            hint = f"write {pair.strip()}=true or {pair.strip()}=false" if pair.isidentifier() else ""
            message = f"{option} {pair!r} is not NAME=VALUE"
            faults.append(
                Diagnostic("fact-shape", message, hint=hint or f"for example {option} age_years=63")
            )
        else:
            faults += _add(given, name.strip(), value.strip(), option)
    return given, faults


class Asked(NamedTuple):
    """One patient of a command line: where the record stands, and its facts or what is wrong with them.

    `id` is what the record calls itself: no fact, and given back with the answer.
    """

    file: str
    line: int
    given: Given | GraphError
    id: object = None


def each_asked(source: str | None, options: Given, key: str | None = None) -> tuple[bool, Iterator[Asked]]:
    """Whether a source holds many patients, and each of them; without a source, the options alone.

    Args:
        source: a file, or "-" for standard input.
        options: the facts of the command line.
        key: under which a record calls itself something; None if records have only facts.
    """
    if source is None:
        return False, iter((Asked("", 0, options),))
    from decision_graph.loading.facts import read_facts  # not needed where every fact is an option

    found = read_facts(source)
    return found.many, (_asked(record, options, key) for record in found.records)


def _asked(record: Record, options: Given, key: str | None) -> Asked:
    if key is None:
        return Asked(record.file, record.line, _merged(record, options))
    facts = {name: value for name, value in record.facts.items() if name != key}
    rest = msgspec.structs.replace(record, facts=facts)
    return Asked(record.file, record.line, _merged(rest, options), record.facts.get(key))


def only_asked(source: str | None, options: Given) -> Asked:
    """The one patient of a source.

    Raises:
        GraphError: if it holds many.
    """
    if source is None:
        return Asked("", 0, options)
    from decision_graph.loading.facts import read_facts

    found = read_facts(source)
    if found.many:
        found.close()
        message = f"{source!r} holds facts of many patients, and this is about one"
        hint = "give a file with one JSON object or one YAML mapping"
        raise GraphError(Diagnostic("one-patient", message, hint=hint))
    record = next(found.records)
    return Asked(record.file, record.line, _merged(record, options))


def _merged(record: Record, options: Given) -> Given | GraphError:
    """The facts of a record and of the options together, or what is wrong with them."""
    if record.faults:
        return GraphError(record.faults)
    given = Given(dict(record.facts), dict(record.places))
    faults: list[Diagnostic] = []
    for name, value in options.facts.items():
        if name not in options.below:
            faults += _add(given, name, value, options.origins[name])
    if faults or not options.below:
        return GraphError(faults) if faults else given
    from decision_graph.cli.place import yielding

    under = {name: options.facts[name] for name in options.below_in_order()}
    return yielding(Given(under, options.origins, options.below), given)


def _add(given: Given, name: str, value: object, origin: Origin) -> list[Diagnostic]:
    if name in given.facts and not _same(given.facts[name], value):
        first, second = given.origins[name], origin
        message = (
            f"fact {name!r} is given twice: {_text(given.facts[name])} ({where(first)}) and "
            f"{_text(value)} ({where(second)})"
        )
        span = first if isinstance(first, Span) else None
        return [Diagnostic("fact-twice", message, span, "keep one of the two")]
    if name not in given.facts:
        given.facts[name] = value
        given.origins[name] = origin
    return []


def _same(one: object, other: object) -> bool:
    """Whether two ways to write a value, such as `3` and "3.0", mean the same."""
    if _text(one) == _text(other):
        return True
    if isinstance(one, bool) or isinstance(other, bool):
        return False
    try:
        return float(str(one)) == float(str(other))
    except ValueError:
        return False


def _text(value: object) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def where(origin: Origin) -> str:
    """An origin in a few words: `patient.json:3`, or the option."""
    return origin if isinstance(origin, str) else f"{origin.file}:{origin.line}"


# Complaints about facts know the names of the facts, but not where they came from.


def located(error: GraphError, origins: Mapping[str, Origin]) -> GraphError:
    """The same complaints with the origins of the facts that they name."""
    return GraphError(_located(diagnostic, origins) for diagnostic in error.diagnostics)


def _located(diagnostic: Diagnostic, origins: Mapping[str, Origin]) -> Diagnostic:
    import re

    names = dict.fromkeys(a or b for a, b in re.findall(r"'(\w+)'|\b(\w+)=", diagnostic.message))
    known = [name for name in names if name in origins]
    if not known or diagnostic.span is not None:
        return diagnostic
    if diagnostic.slug != "contradiction":
        known = known[:1]
    places = [origins[name] for name in known]
    if len(known) == 1 and isinstance(places[0], Span):
        return msgspec.structs.replace(diagnostic, span=places[0])
    if len(known) == 1:
        return msgspec.structs.replace(diagnostic, message=f"{places[0]}: {diagnostic.message}")
    said = ", ".join(f"{name} ({where(place)})" for name, place in zip(known, places, strict=True))
    return msgspec.structs.replace(diagnostic, hint=f"{diagnostic.hint}: {said}" if diagnostic.hint else said)
