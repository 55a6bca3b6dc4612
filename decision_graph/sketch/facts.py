"""Facts: the attributes that the predicates of a sketch name, with types guessed from how they are used."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from decision_graph.diagnostics import GraphError
from decision_graph.predicate.parser import parse
from decision_graph.predicate.terms import Atom, Compare, Value, atoms
from decision_graph.predicate.text import value_text
from decision_graph.sketch.meaning import Meaning
from decision_graph.vocabulary import Kind


class Fact(msgspec.Struct, frozen=True):
    """An attribute to be declared.

    Attributes:
        ask: the question of the box whose answers name it alone; "" if there is none.
        values: of an enum, the values that are named, each with the words of the sketch.
        check: why it was taken for this kind.
    """

    name: str
    kind: Kind
    ask: str
    values: dict[str, str]
    check: str


def facts(read: Meaning) -> tuple[Fact, ...]:
    """The attributes of a sketch, in the order in which they are met."""
    used: dict[str, list[Atom]] = {}
    asks: dict[str, str] = {}
    for asked in read.asked:
        names: dict[str, None] = {}
        for answer in asked.answers:
            for atom in _atoms(answer.when):
                used.setdefault(atom.attribute, []).append(atom)
                names[atom.attribute] = None
        if len(names) == 1:
            asks.setdefault(next(iter(names)), asked.ask)
    return tuple(
        _fact(name, found, asks.get(name, ""), read.words.get(name, {})) for name, found in used.items()
    )


def _atoms(when: str) -> Iterable[Atom]:
    """The comparisons of a predicate; none of text that is no predicate, as the loader will say why."""
    try:
        return () if when in ("", "otherwise") else tuple(atoms(parse(when)))
    except GraphError:
        return ()


def _fact(name: str, used: Iterable[Atom], ask: str, words: dict[str, str]) -> Fact:
    literals: dict[str, Value] = {}
    ordered = False
    for atom in used:
        ordered |= isinstance(atom, Compare) and atom.operator in ("<", "<=", ">", ">=")
        literals |= {
            value_text(value): value
            for value in ((atom.value,) if isinstance(atom, Compare) else atom.values)
        }
    texts = [value for value in literals.values() if isinstance(value, str)]
    if texts:
        values = {value: words.get(value, value.replace("_", " ")) for value in texts}
        return Fact(
            name, "enum", ask, values, "only the values that the sketch names: add the others, and not_known"
        )
    if ordered or not all(isinstance(value, bool) for value in literals.values()):
        return Fact(
            name,
            "decimal",
            ask,
            {},
            "compared with numbers: say its unit and range, or integer if it is counted",
        )
    return Fact(
        name, "boolean", ask, {}, "true or false as it is used; an enum with not_known if it may be unknown"
    )
