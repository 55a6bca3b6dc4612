"""Vocabulary: the attributes that a guideline may ask about, and the interventions it may name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from decision_graph.diagnostics import Span
from decision_graph.predicate.terms import Term, Value

Kind = Literal["boolean", "enum", "integer", "decimal"]

AVAILABLE = "_available"
"""The fact `<intervention>_available` says whether an intervention can be had here and now."""


class Code(msgspec.Struct, frozen=True):
    """A code of a public terminology, such as LOINC 85337-4."""

    system: str
    code: str
    display: str = ""


class Choice(msgspec.Struct, frozen=True):
    """One value of an enumerated attribute: its name in predicates and its words on paper."""

    value: str
    label: str
    codes: tuple[Code, ...] = ()


class Attribute(msgspec.Struct, frozen=True):
    """One typed fact about a patient or a place.

    Attributes:
        name: the name in predicates and facts.
        kind: `boolean`, `enum`, `integer` or `decimal`.
        ask: the question in plain words, ending in a question mark.
        label: a few words for a sentence or a box, for example "HER2 status".
        choices: the values of an enum, in the order in which they are offered.
        minimum, maximum: bounds of a number, both included; None where there is none.
        unit: unit of a number in words, for example "months".
        obtained: how the fact is obtained; one of `Vocabulary.obtained`.
        when_true, when_false: a boolean as a clause ("no prior chemotherapy").
        applies_when: what must hold for the attribute to have a value at all; to give a value is to
            assert it, so the months since a treatment ended imply that it ended.
        help: what a clinician should know to answer; may be empty.
        codes: codes of the item itself.
    """

    name: str
    kind: Kind
    ask: str
    label: str
    obtained: str
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    when_true: str = ""
    when_false: str = ""
    applies_when: Term | None = None
    help: str = ""
    codes: tuple[Code, ...] = ()
    span: Span | None = None


class Rule(msgspec.Struct, frozen=True):
    """What cannot be together or what follows: whenever `when` holds, `then` holds too."""

    when: Term
    then: Term
    why: str
    span: Span | None = None


class Condition(msgspec.Struct, frozen=True):
    """A predicate with the words that justify it and the notes it comes from.

    `unless_with` names interventions: where one of them, or a kind of it, is given in the same option,
    the condition is met by the option itself.
    """

    when: Term
    why: str
    notes: tuple[str, ...] = ()
    unless_with: tuple[str, ...] = ()


class Intervention(msgspec.Struct, frozen=True):
    """A drug, a class of drugs, a procedure or a kind of care.

    Attributes:
        id: the name in recommendations; `<id>_available` is its availability fact.
        kind: one of `Vocabulary.intervention_kinds`, for example "drug".
        name: in full words.
        short: as printed in a chart, for example "NSAI"; equal to `name` where there is none.
        is_a: more general interventions that this one belongs to.
        only_when: conditions that hold wherever it, or what is a kind of it, is offered.
        cautions: warnings, shown where their condition holds; they never gate.
        listed: what the source says of its place on a list of essential medicines; empty if unknown.
    """

    id: str
    kind: str
    name: str
    short: str
    is_a: tuple[str, ...] = ()
    only_when: tuple[Condition, ...] = ()
    cautions: tuple[Condition, ...] = ()
    listed: str = ""
    codes: tuple[Code, ...] = ()
    span: Span | None = None


class Vocabulary(msgspec.Struct, frozen=True):
    """Everything that predicates and options may name.

    Attributes:
        attributes: by name, in the order in which a tie between questions is broken.
        rules: what excludes and what follows.
        interventions: by id.
        obtained: the ways to obtain a fact, cheapest first.
        intervention_kinds: the kinds of intervention, for example drug, class, procedure, care.
    """

    attributes: dict[str, Attribute]
    rules: tuple[Rule, ...]
    interventions: dict[str, Intervention]
    obtained: tuple[str, ...]
    intervention_kinds: tuple[str, ...] = ()

    def lineage(self, intervention: str) -> Iterator[Intervention]:
        """An intervention, then everything it is a kind of, nearest first, once each."""
        seen: set[str] = set()
        queue = [intervention]
        while queue:
            current = queue.pop(0)
            if current not in seen:
                seen.add(current)
                found = self.interventions[current]
                yield found
                queue.extend(found.is_a)

    def stock(self, intervention: str) -> tuple[str, ...]:
        """The availability facts of an intervention and of everything it is a kind of, nearest first."""
        names = (found.id + AVAILABLE for found in self.lineage(intervention))
        return tuple(name for name in names if name in self.attributes)


def domain(attribute: Attribute) -> tuple[Value, ...]:
    """The values of a boolean or an enum; empty for numbers.

    >>> domain(Attribute("x", "boolean", ask="X?", label="x", obtained="history"))
    (False, True)
    """
    match attribute.kind:
        case "boolean":
            return (False, True)
        case "enum":
            return tuple(choice.value for choice in attribute.choices)
        case "integer" | "decimal":
            return ()
