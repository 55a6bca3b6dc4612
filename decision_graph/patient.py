"""Patient: an immutable, checked set of facts, with what follows from them.

An absent fact is unanswered, never "no". What the rules of the vocabulary derive is kept apart from
what was given; facts that the rules exclude are refused, with the facts that clash named.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.predicate.terms import Value
from decision_graph.prose import clause
from decision_graph.space import Clause, Region, Space, narrow, tests
from decision_graph.vocabulary import Attribute, domain


class Derived(msgspec.Struct, frozen=True):
    """A fact that follows: its value, the rule's reason, and the given facts that it rests on."""

    value: Value
    why: str
    because: tuple[str, ...]


class Patient(msgspec.Struct, frozen=True):
    """What is known about one patient.

    Attributes:
        facts: as given, checked.
        derived: what follows under the rules of the vocabulary.
        region: the cells that are still possible, in the space that checked the facts.
    """

    facts: dict[str, Value]
    derived: dict[str, Derived]
    region: Region

    def value(self, attribute: str) -> Value | None:
        """The given or derived value of an attribute; None if it is unanswered."""
        if attribute in self.facts:
            return self.facts[attribute]
        found = self.derived.get(attribute)
        return None if found is None else found.value


def make_patient(space: Space, facts: Mapping[str, object]) -> Patient:
    """Check facts against a vocabulary and derive what follows.

    Args:
        space: of the guideline that will be asked.
        facts: by attribute name; values as JSON or YAML gives them, or as text from a command line.

    Raises:
        GraphError: with every fault (unknown-fact, wrong-type, value-not-in-domain,
            number-out-of-range), or with one `contradiction` that names the clashing facts.
    """
    checked: dict[str, Value] = {}
    faults: list[Diagnostic] = []
    for name, raw in facts.items():
        try:
            checked[name] = _check(space, name, raw)
        except GraphError as error:
            faults += error.diagnostics
    if faults:
        raise GraphError(faults)
    region = place(space, checked)
    if region is None:
        raise GraphError(_contradiction(space, checked))
    return Patient(checked, _derive(space, checked), region)


def place(space: Space, facts: Mapping[str, Value]) -> Region | None:
    """The settled region of checked facts; None if the rules exclude them."""
    region: Region | None = _cells(space, facts)
    for asserted in _presupposed(space, facts):
        region = None if region is None else narrow(asserted.clause, region)
    return None if region is None else space.settle(region)


def _cells(space: Space, facts: Mapping[str, Value]) -> Region:
    cells = list(space.everything)
    for name, value in facts.items():
        axis = space.index[name]
        cells[axis] = space.axes[axis].bit(value)
    return tuple(cells)


class _Constraint(msgspec.Struct, frozen=True):
    """What must hold, why, and the fact whose mere giving asserts it ("" for a rule)."""

    clause: Clause
    why: str
    fact: str = ""


def _presupposed(space: Space, facts: Mapping[str, Value]) -> list[_Constraint]:
    attributes = space.vocabulary.attributes
    return [
        _Constraint(
            space.clause(term), f"{name} has a value only with: {clause(term, space.vocabulary)}", fact=name
        )
        for name in facts
        if (term := attributes[name].applies_when) is not None
    ]


def _check(space: Space, name: str, raw: object) -> Value:
    attribute = space.vocabulary.attributes.get(name)
    if attribute is None:
        hint = did_you_mean(name, space.vocabulary.attributes)
        raise GraphError(Diagnostic("unknown-fact", f"no attribute is called {name!r}", hint=hint))
    if raw is None:
        hint = "leave the fact out if it is unanswered"
        if "not_known" in domain(attribute):
            hint += "; write not_known if it cannot be had"
        raise _fault(attribute, "wrong-type", "has no value (null)", hint)
    match attribute.kind:
        case "boolean":
            return _boolean(attribute, raw)
        case "enum":
            return _choice(attribute, raw)
        case "integer" | "decimal":
            return _number(attribute, raw)


def _fault(attribute: Attribute, slug: str, message: str, hint: str) -> GraphError:
    return GraphError(Diagnostic(slug, f"fact {attribute.name!r} {message}", hint=hint))


def _boolean(attribute: Attribute, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw in ("true", "false"):
        return raw == "true"
    if raw in ("not_known", "unknown", ""):
        raise _fault(attribute, "wrong-type", f"cannot be {_shown(raw)}", "leave it out if it is unanswered")
    raise _fault(
        attribute,
        "wrong-type",
        f"is {_shown(raw)}",
        "write true or false, or leave it out if it is unanswered",
    )


def _choice(attribute: Attribute, raw: object) -> str:
    known = [choice.value for choice in attribute.choices]
    if isinstance(raw, str) and raw in known:
        return raw
    listed = f"values: {', '.join(known)}"
    if not isinstance(raw, str):
        raise _fault(attribute, "wrong-type", f"is {_shown(raw)}", listed)
    near = did_you_mean(raw, known)
    hint = f"{near} ({listed})" if near.startswith("did") else listed
    raise _fault(attribute, "value-not-in-domain", f"is {_shown(raw)}", hint)


def _number(attribute: Attribute, raw: object) -> int | float:
    unit = f" in {attribute.unit}" if attribute.unit else ""
    example = max(attribute.minimum or 0, min(12, attribute.maximum or 12))
    plain = f"write a plain number{unit}, for example {attribute.name}={example:g}"
    found = _plain_number(raw) if isinstance(raw, str) else raw
    # The comparison is false for infinity, for what is no number, and for what no measurement yields.
    if isinstance(found, bool) or not isinstance(found, int | float) or not -_LARGEST < found < _LARGEST:
        raise _fault(attribute, "wrong-type", f"is {_shown(raw)}", plain)
    number = int(found) if float(found).is_integer() else found
    if attribute.kind == "integer" and not isinstance(number, int):
        raise _fault(attribute, "wrong-type", f"is {_shown(raw)}", f"write a whole number{unit}")
    low, high = attribute.minimum, attribute.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        bounds = " and ".join(
            words
            for words, bound in ((f"at least {low:g}", low), (f"at most {high:g}", high))
            if bound is not None
        )
        raise _fault(attribute, "number-out-of-range", f"is {number}", f"it must be {bounds}{unit}")
    return number


_LARGEST = 1e15


def _plain_number(text: str) -> int | float | None:
    """The number that a text writes; None for what only Python would take, such as 1_000."""
    if not text.isascii() or "_" in text or len(text) > 40:
        return None
    try:
        return float(text) if any(c in text for c in ".eE") else int(text)
    except ValueError:
        return None


def _shown(raw: object) -> str:
    """A value in a message, cut where it is too long to read."""
    text = repr(raw)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _contradiction(space: Space, facts: dict[str, Value]) -> Diagnostic:
    """The fewest facts that clash, found by leaving out one after another, and what they break."""
    core = dict(facts)
    for name in facts:
        rest = {key: value for key, value in core.items() if key != name}
        if place(space, rest) is None:
            core = rest
    clash = " and ".join(f"{name}={_plain(value)}" for name, value in core.items())
    return Diagnostic(
        "contradiction", f"{clash} cannot be together: {_broken(space, core)}", hint="correct one of them"
    )


def _broken(space: Space, facts: Mapping[str, Value]) -> str:
    """The reason of the first rule at which clashing facts fail."""
    region = _cells(space, facts)
    constraints = _constraints(space, facts)
    while True:
        before = region
        for constraint in constraints:
            narrowed = narrow(constraint.clause, region)
            if narrowed is None:
                return constraint.why
            region = narrowed
        assert region != before, "clashing facts break some rule"


def _constraints(space: Space, facts: Mapping[str, Value]) -> list[_Constraint]:
    rules = zip(space.rules, space.vocabulary.rules, strict=True)
    return [*_presupposed(space, facts), *(_Constraint(found, rule.why) for found, rule in rules)]


def _plain(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _derive(space: Space, facts: Mapping[str, Value]) -> dict[str, Derived]:
    """What the rules add to the facts, each with the facts it rests on, by replaying the rules."""
    region = _cells(space, facts)
    rests_on: dict[int, dict[str, None]] = {space.index[name]: {name: None} for name in facts}
    why: dict[int, str] = {}
    constraints = _constraints(space, facts)
    before: Region = ()
    while region != before:
        before = region
        for constraint in constraints:
            narrowed = narrow(constraint.clause, region)
            assert narrowed is not None, "the facts were placed before"
            if narrowed == region:
                continue
            mentioned = dict.fromkeys(test.axis for test in tests(constraint.clause))
            because = {name: None for axis in mentioned for name in rests_on.get(axis, {})}
            if constraint.fact:
                because[constraint.fact] = None
            for axis in mentioned:
                if narrowed[axis] != region[axis]:
                    why[axis] = constraint.why
                    rests_on[axis] = {**rests_on.get(axis, {}), **because}
            region = narrowed
    found = ((space.axes[axis], axis) for axis in sorted(why))
    return {
        known.attribute.name: Derived(value, why[axis], tuple(rests_on[axis]))
        for known, axis in found
        if (value := known.only(region[axis])) is not None and known.attribute.name not in facts
    }
