"""Attributes: vocabulary.yaml as checked attributes and rules."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from decision_graph.loading.cycles import refuse_cycles
from decision_graph.loading.format import (
    BooleanRecord,
    ChoiceRecord,
    EnumRecord,
    NumberRecord,
    RuleRecord,
    VocabularyFile,
)
from decision_graph.loading.names import Names, codes
from decision_graph.loading.tree import Scalar
from decision_graph.predicate.terms import Always, And, Compare, Member, Not, Or, Term
from decision_graph.predicate.terms import attributes as mentioned
from decision_graph.predicate.tokens import KEYWORDS
from decision_graph.vocabulary import AVAILABLE, Attribute, Choice, Kind, Rule


def make_attributes(file: VocabularyFile, names: Names) -> dict[str, Attribute]:
    """The attributes by name.

    Args:
        file: vocabulary.yaml as read.
        names: must know the interventions and the ways to obtain a fact.
    """
    return {name.text: _attribute(name, record, names) for name, record in file.attributes}


def with_presuppositions(
    file: VocabularyFile, attributes: dict[str, Attribute], names: Names
) -> dict[str, Attribute]:
    """The attributes with what each presupposes, which may be said of attributes further down."""
    said = {name.text: record.applies_when for name, record in file.attributes if record.applies_when}
    made = {
        name: replace(attribute, applies_when=names.term(said[name])) if name in said else attribute
        for name, attribute in attributes.items()
    }
    arrows = [
        (name, other, said[name].span)
        for name, attribute in made.items()
        if attribute.applies_when is not None
        for other in mentioned(attribute.applies_when)
    ]
    for name, attribute in made.items():
        if attribute.applies_when is not None and not _asserts_exactly(attribute.applies_when):
            message = f"'{name}' applies for one reason or another; giving it would not say which"
            hint = "join conditions on several attributes by `and`, or make one attribute of them"
            names.add("presupposition-choice", message, said[name].span, hint)
    message = "facts presuppose each other in a circle"
    refuse_cycles(arrows, "presupposition-cycle", message, "delete one applies_when", names)
    return made


def _asserts_exactly(term: Term, negated: bool = False) -> bool:
    """Whether those for whom a predicate holds have certain cells of some attributes, and nobody else has."""
    match term:
        case Always() | Compare() | Member():
            return True
        case Not(inner):
            return _asserts_exactly(inner, not negated)
        case And(parts) | Or(parts):
            if len(mentioned(term)) <= 1:
                return True
            return isinstance(term, And) != negated and all(_asserts_exactly(one, negated) for one in parts)
        case _:
            assert_never(term)


def make_rules(file: VocabularyFile, names: Names) -> tuple[Rule, ...]:
    """What cannot be together or follows."""
    return tuple(_rule(record, names) for record in file.rules)


def _rule(record: RuleRecord, names: Names) -> Rule:
    return Rule(names.term(record.when), names.term(record.then), record.why, record.when.span)


def _attribute(name: Scalar, record: BooleanRecord | EnumRecord | NumberRecord, names: Names) -> Attribute:
    if name.text.lower() in KEYWORDS:
        message = f"'{name.text}' is a word of the predicate language and cannot name an attribute"
        names.add("reserved-name", message, name.span, "choose another name")
    _check_availability(name, record, names)
    kind: Kind = record.type  # type: ignore[assignment]  # a Word of exactly these
    plain = Attribute(
        name=name.text,
        kind=kind,
        ask=record.ask,
        label=record.label,
        obtained=names.resolve("obtained", record.obtained),
        help=record.help,
        codes=codes(record.codes),
        span=name.span,
    )
    match record:
        case BooleanRecord():
            return replace(plain, when_true=record.when_true, when_false=record.when_false)
        case EnumRecord():
            return replace(plain, choices=tuple(_choice(value, said) for value, said in record.values))
        case NumberRecord():
            in_order = _check_bounds(name, record, names)
            bounds = (record.min, record.max) if in_order else (None, None)
            return replace(plain, minimum=bounds[0], maximum=bounds[1], unit=record.unit)
        case _:
            assert_never(record)


def _choice(value: Scalar, said: str | ChoiceRecord) -> Choice:
    if isinstance(said, ChoiceRecord):
        return Choice(value.text, said.label, codes(said.codes))
    return Choice(value.text, said)


def _check_availability(
    name: Scalar, record: BooleanRecord | EnumRecord | NumberRecord, names: Names
) -> None:
    """`<intervention>_available` is a boolean; other facts may end alike (a laboratory may be available)."""
    if not name.text.endswith(AVAILABLE):
        return
    intervention = name.text.removesuffix(AVAILABLE)
    if intervention in names.known.get("intervention", ()) and record.type not in ("boolean", ""):
        message = f"'{name.text}' says whether something can be had: its type must be boolean"
        names.add("wrong-type", message, name.span)


def _check_bounds(name: Scalar, record: NumberRecord, names: Names) -> bool:
    """Whether the smallest value is not above the largest; whole numbers have whole bounds."""
    for bound in (record.min, record.max):
        if record.type == "integer" and bound is not None and not bound.is_integer():
            message = f"'{name.text}' is a whole number and cannot have the bound {bound:g}"
            names.add("wrong-type", message, name.span, "round the bound, or use the type decimal")
    if record.min is None or record.max is None or record.min <= record.max:
        return True
    message = f"'{name.text}' has a smallest value, {record.min:g}, above its largest, {record.max:g}"
    names.add("bounds-order", message, name.span, "exchange min and max")
    return False
