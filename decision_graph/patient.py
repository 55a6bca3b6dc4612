"""Patient: an immutable, checked set of facts, with what follows from them.

An absent fact is unanswered, never "no". What the rules of the vocabulary derive is kept apart from
what was given; facts that the rules exclude are refused, with the facts that clash named.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from operator import itemgetter

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.predicate.terms import Value
from decision_graph.prose import clause
from decision_graph.space import Clause, Region, Space, narrow, narrowing, tests
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
    words = _book(space).words
    cells = list(space.everything)
    checked: dict[str, Value] = {}
    faults: list[Diagnostic] = []
    for name, raw in facts.items():
        known = words.get((name, raw)) if type(raw) in _WORDS else None
        if known is not None:
            checked[name], axis, bit = known
            cells[axis] = bit
            continue
        try:
            value = checked[name] = _check(space, name, raw)
            at = space.index[name]
            cells[at] = space.axes[at].bit(value)
        except GraphError as error:
            faults += error.diagnostics
    if faults:
        raise GraphError(faults)
    settled = _settle(space, checked, cells)
    if settled is None:
        raise GraphError(_contradiction(space, checked))
    return Patient(checked, _derived(space, checked, settled), tuple(settled.cells))


def place(space: Space, facts: Mapping[str, Value]) -> Region | None:
    """The settled region of checked facts; None if the rules exclude them."""
    settled = _settle(space, facts, _cells(space, facts))
    return None if settled is None else tuple(settled.cells)


def _cells(space: Space, facts: Mapping[str, Value]) -> list[int]:
    cells = list(space.everything)
    for name, value in facts.items():
        axis = space.index[name]
        cells[axis] = space.axes[axis].bit(value)
    return cells


class _Constraint(msgspec.Struct, frozen=True):
    """What must hold, and what it leaves of the cells of a patient.

    Attributes:
        clause: over the cells of the space.
        why: in words.
        axes: that it mentions.
        pick: their cells among those of all axes.
        fact: whose mere giving asserts it; "" for a rule.
        known: what it was found to leave, by the cells picked; patients differ little in a few axes.
    """

    clause: Clause
    why: str
    axes: tuple[int, ...]
    pick: itemgetter[object]
    fact: str = ""
    known: dict[object, dict[int, int] | None] = {}

    def leaves(self, cells: list[int]) -> dict[int, int] | None:
        """What is left on each axis that is narrowed; None if it cannot hold."""
        picked = self.pick(cells)
        try:
            return self.known[picked]
        except KeyError:
            if len(self.known) > _MOST:
                self.known.clear()
            found = self.known[picked] = narrowing(self.clause, cells)
            return found


_MOST = 10_000
"""Combinations of cells that one constraint remembers."""


_WORDS = (bool, str)

_EVERY_FACT = "decision-graph list GUIDELINE --facts prints every fact that can be told"


class _Book(msgspec.Struct, frozen=True):
    """What is the same for every patient of a space.

    Attributes:
        words: by attribute and value as given, of what can be listed: the checked value, the axis and
            the bit of its cell.
        presupposed: by attribute, what its mere value asserts.
        rules: of the vocabulary.
    """

    words: dict[tuple[str, object], tuple[Value, int, int]]
    presupposed: dict[str, _Constraint]
    rules: tuple[_Constraint, ...]


@lru_cache(16)
def _book(space: Space) -> _Book:
    words: dict[tuple[str, object], tuple[Value, int, int]] = {}
    presupposed: dict[str, _Constraint] = {}
    for name, attribute in space.vocabulary.attributes.items():
        for value in domain(attribute):
            axis = space.index[name]
            words[name, value] = value, axis, space.axes[axis].bit(value)
            if isinstance(value, bool):
                words[name, str(value).lower()] = words[name, value]
        if attribute.applies_when is not None:
            why = f"{name} has a value only with: {clause(attribute.applies_when, space.vocabulary)}"
            presupposed[name] = _constraint(space.clause(attribute.applies_when), why, name)
    rules = zip(space.rules, space.vocabulary.rules, strict=True)
    return _Book(words, presupposed, tuple(_constraint(found, rule.why) for found, rule in rules))


def _constraint(found: Clause, why: str, fact: str = "") -> _Constraint:
    axes = tuple(dict.fromkeys(test.axis for test in tests(found)))
    # A clause that mentions nothing is looked up by the cell of any axis.
    return _Constraint(found, why, axes, itemgetter(*(axes or (0,))), fact)


def _constraints(space: Space, facts: Mapping[str, Value]) -> list[_Constraint]:
    """What must hold of a patient: what the facts presuppose, then the rules."""
    book = _book(space)
    return [*(book.presupposed[name] for name in facts if name in book.presupposed), *book.rules]


class _Settled(msgspec.Struct):
    """Cells narrowed until nothing changes; for each axis that was narrowed, by what and resting on what."""

    cells: list[int]
    by: dict[int, _Constraint] = {}
    rests_on: dict[int, dict[str, None]] = {}


def _settle(space: Space, facts: Mapping[str, Value], cells: list[int]) -> _Settled | None:
    """What the rules leave of checked facts and their cells; None if they exclude them."""
    settled = _Settled(cells)
    constraints = _constraints(space, facts)
    changed = True
    while changed:
        changed = False
        for constraint in constraints:
            found = constraint.leaves(cells)
            if found is None:
                return None
            if found:
                changed = True
                if not settled.rests_on:  # of most complete patients nothing follows
                    settled.rests_on = {space.index[name]: {name: None} for name in facts}
                _note(settled, constraint, found)
    return settled


def _note(settled: _Settled, constraint: _Constraint, found: dict[int, int]) -> None:
    """Write down what a constraint narrowed, and the given facts that this rests on."""
    rests_on = settled.rests_on
    because = {name: None for axis in constraint.axes for name in rests_on.get(axis, {})}
    if constraint.fact:
        because[constraint.fact] = None
    for axis in constraint.axes:
        if axis in found:
            settled.cells[axis] = found[axis]
            settled.by[axis] = constraint
            rests_on[axis] = {**rests_on.get(axis, {}), **because}


def _derived(space: Space, facts: Mapping[str, Value], settled: _Settled) -> dict[str, Derived]:
    """What the rules add to the facts, each with the facts it rests on."""
    found: dict[str, Derived] = {}
    for axis in sorted(settled.by):
        known = space.axes[axis]
        value, name = known.only(settled.cells[axis]), known.attribute.name
        if value is not None and name not in facts:
            found[name] = Derived(value, settled.by[axis].why, tuple(settled.rests_on[axis]))
    return found


def _check(space: Space, name: str, raw: object) -> Value:
    attribute = space.vocabulary.attributes.get(name)
    if attribute is None:
        hint = did_you_mean(name, space.vocabulary.attributes) or _EVERY_FACT
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
    region: Region = tuple(_cells(space, facts))
    constraints = _constraints(space, facts)
    while True:
        before = region
        for constraint in constraints:
            narrowed = narrow(constraint.clause, region)
            if narrowed is None:
                return constraint.why
            region = narrowed
        assert region != before, "clashing facts break some rule"


def _plain(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
