"""Space: the attribute space of a guideline, cut into finitely many cells.

A guideline mentions finitely many constants, so a number matters only through its place among them:
`months < 12` cuts months into "below 12", "12" and "above 12". Every attribute therefore has a finite
domain of cells, kept as the bits of an integer, and what is known of a patient is a `Region`: for each
attribute the set of cells that are still possible. Facts, rules, edges and populations all narrow or
test regions; derived facts, contradictions and impossible paths fall out of the same mechanism.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

import msgspec

from decision_graph.predicate.terms import Always, And, Atom, Compare, Member, Not, Operator, Or, Term, Value
from decision_graph.predicate.terms import atoms as atoms_of
from decision_graph.predicate.truth import Truth
from decision_graph.vocabulary import Attribute, Vocabulary, domain

Region = tuple[int, ...]
"""For each axis of a space, the bits of the cells that are still possible; never 0."""


class Axis(msgspec.Struct, frozen=True):
    """One attribute with its cells.

    Attributes:
        values: of a boolean or an enum, one cell each.
        cuts: of a number, the constants mentioned, ascending. Cell 2i+1 is the i-th constant itself,
            cell 2i the open interval below it, the last cell the open interval above the last one.
        full: the bits of the cells that the attribute's bounds allow.
    """

    attribute: Attribute
    values: tuple[Value, ...]
    cuts: tuple[int | float, ...]
    full: int

    def bit(self, value: Value) -> int:
        """The bit of the cell that holds a value of the attribute's type; 0 if there is none."""
        if self.attribute.kind in ("boolean", "enum"):
            return 1 << self.values.index(value) if value in self.values else 0
        assert isinstance(value, int | float)
        place = bisect_left(self.cuts, value)
        exact = place < len(self.cuts) and self.cuts[place] == value
        return self.full & (1 << (2 * place + exact))

    def mask(self, operator: Operator, value: Value) -> int:
        """The bits of the cells where `attribute operator value` is true."""
        if self.attribute.kind in ("boolean", "enum"):
            same = self.bit(value)
            return same if operator == "==" else self.full & ~same
        assert isinstance(value, int | float)
        place = bisect_left(self.cuts, value)
        at, below = 1 << (2 * place + 1), (1 << (2 * place + 1)) - 1
        match operator:
            case "==":
                bits = at
            case "!=":
                bits = ~at
            case "<":
                bits = below
            case "<=":
                bits = below | at
            case ">":
                bits = ~(below | at)
            case ">=":
                bits = ~below
            case _:
                assert_never(operator)
        return self.full & bits

    def only(self, bits: int) -> Value | None:
        """The one value that the bits leave, or None if they leave more than one."""
        if bits & (bits - 1):
            return None
        place = bits.bit_length() - 1
        if self.attribute.kind in ("boolean", "enum"):
            return self.values[place]
        return self.cuts[place // 2] if place % 2 else None


class Test(msgspec.Struct, frozen=True):
    """True in the cells of `bits` on one axis."""

    axis: int
    bits: int


class All(msgspec.Struct, frozen=True):
    """Every clause; true when there is none."""

    clauses: tuple[Clause, ...]


class Any(msgspec.Struct, frozen=True):
    """At least one clause; false when there is none."""

    clauses: tuple[Clause, ...]


Clause = Test | All | Any
"""A predicate over cells, with negation pushed into the tests."""


class Space:
    """The attribute space of one vocabulary under the constants of some predicates.

    Args:
        vocabulary: its attributes are the axes; its rules say what cannot be together.
        predicates: every predicate that will be asked of the space.
    """

    def __init__(self, vocabulary: Vocabulary, predicates: Iterable[Term]) -> None:
        constants = _constants(predicates)
        self.vocabulary = vocabulary
        self.axes = tuple(_axis(a, constants.get(a.name, ())) for a in vocabulary.attributes.values())
        self.index = {axis.attribute.name: i for i, axis in enumerate(self.axes)}
        self.everything: Region = tuple(axis.full for axis in self.axes)
        self._clauses: dict[tuple[Term, bool], Clause] = {}
        self.rules = tuple(
            _join(False, (self.clause(rule.when, negated=True), self.clause(rule.then)))
            for rule in vocabulary.rules
        )
        self._rules_of: list[list[int]] = [[] for _ in self.axes]
        for place, rule in enumerate(self.rules):
            for axis in {test.axis for test in tests(rule)}:
                self._rules_of[axis].append(place)

    def clause(self, term: Term, *, negated: bool = False) -> Clause:
        """A checked predicate, or its negation, over the cells of this space."""
        key = (term, negated)
        found = self._clauses.get(key)
        if found is None:
            found = self._clauses[key] = self._compile(term, negated)
        return found

    def _compile(self, term: Term, negated: bool) -> Clause:
        match term:
            case Always():
                return Any(()) if negated else All(())
            case Compare() | Member():
                axis = self.index[term.attribute]
                bits = self._bits(term)
                return Test(axis, self.axes[axis].full & ~bits if negated else bits)
            case Not(inner):
                return self.clause(inner, negated=not negated)
            case And(parts):
                return _join(not negated, [self.clause(part, negated=negated) for part in parts])
            case Or(parts):
                return _join(negated, [self.clause(part, negated=negated) for part in parts])
            case _:
                assert_never(term)

    def _bits(self, atom: Atom) -> int:
        axis = self.axes[self.index[atom.attribute]]
        if isinstance(atom, Compare):
            return axis.mask(atom.operator, atom.value)
        bits = 0
        for value in atom.values:
            bits |= axis.mask("==", value)
        return bits

    def settle(self, region: Region, touched: Iterable[int] | None = None) -> Region | None:
        """A region narrowed by the rules until nothing changes; None if the rules exclude it.

        Args:
            region: what is known.
            touched: the axes that changed since the region was last settled; None for all.
        """
        waiting = dict.fromkeys(
            range(len(self.rules)) if touched is None else (r for i in touched for r in self._rules_of[i])
        )
        while waiting:
            rule = next(iter(waiting))
            del waiting[rule]
            narrowed = narrow(self.rules[rule], region)
            if narrowed is None:
                return None
            if narrowed != region:
                changed = (i for i, bits in enumerate(narrowed) if bits != region[i])
                waiting.update((r, None) for i in changed for r in self._rules_of[i])
                region = narrowed
        return region

    def assume(self, clause: Clause, region: Region) -> Region | None:
        """A settled region narrowed to where a clause holds; None if it holds nowhere there."""
        narrowed = narrow(clause, region)
        if narrowed is None or narrowed == region:
            return narrowed
        return self.settle(narrowed, [i for i, bits in enumerate(narrowed) if bits != region[i]])

    def decide(self, term: Term, region: Region) -> Truth:
        """The truth of a predicate in a settled region, sharper than Kleene's where rules help.

        TRUE and FALSE are always right; UNKNOWN may still be decidable by cases.
        """
        found = truth(self.clause(term), region)
        if found is Truth.UNKNOWN:
            if self.assume(self.clause(term), region) is None:
                return Truth.FALSE
            if self.assume(self.clause(term, negated=True), region) is None:
                return Truth.TRUE
        return found

    def missing(self, term: Term, region: Region) -> tuple[str, ...]:
        """The attributes, in the order of the vocabulary, on which an undecided predicate still hangs."""
        names = (self.axes[i].attribute.name for i in sorted(set(_pending(self.clause(term), region))))
        return tuple(names)


def truth(clause: Clause, region: Region) -> Truth:
    """Kleene truth of a clause in a region."""
    match clause:
        case Test(axis, bits):
            known = region[axis]
            if not known & ~bits:
                return Truth.TRUE
            return Truth.UNKNOWN if known & bits else Truth.FALSE
        case All(clauses):
            return _join_truths(clauses, region, decisive=Truth.FALSE, neutral=Truth.TRUE)
        case Any(clauses):
            return _join_truths(clauses, region, decisive=Truth.TRUE, neutral=Truth.FALSE)
        case _:
            assert_never(clause)


def _join_truths(clauses: tuple[Clause, ...], region: Region, *, decisive: Truth, neutral: Truth) -> Truth:
    result = neutral
    for clause in clauses:
        found = truth(clause, region)
        if found is decisive:
            return decisive
        if found is Truth.UNKNOWN:
            result = Truth.UNKNOWN
    return result


def narrow(clause: Clause, region: Region) -> Region | None:
    """The part of a region where a clause can hold, as a region that contains it; None if nowhere."""
    found = narrowing(clause, region)
    if not found:
        return None if found is None else region
    cells = list(region)
    for axis, bits in found.items():
        cells[axis] = bits
    return tuple(cells)


def narrowing(clause: Clause, cells: Sequence[int]) -> dict[int, int] | None:
    """What is left on each axis that a clause narrows; None if the clause cannot hold.

    Args:
        clause: of a space.
        cells: for each axis the bits of the cells that are still possible.
    """
    match clause:
        case Test(axis, bits):
            known = cells[axis]
            left = known & bits
            if not left:
                return None
            return {} if left == known else {axis: left}
        case All(clauses):
            return _narrowing_all(clauses, cells)
        case Any(clauses):
            return _narrowing_any(clauses, cells)
        case _:
            assert_never(clause)


def _narrowing_all(clauses: tuple[Clause, ...], cells: Sequence[int]) -> dict[int, int] | None:
    found: dict[int, int] = {}
    narrowed: list[int] | None = None
    again = True
    while again:
        again = False
        for part in clauses:
            fresh = narrowing(part, narrowed or cells)
            if fresh is None:
                return None
            if fresh:
                narrowed = narrowed or list(cells)
                for axis, bits in fresh.items():
                    narrowed[axis] = found[axis] = bits
                again = len(clauses) > 1
    return found


def _narrowing_any(clauses: tuple[Clause, ...], cells: Sequence[int]) -> dict[int, int] | None:
    """Only what every part that can hold narrows is narrowed, to what some part leaves."""
    found: dict[int, int] | None = None
    for part in clauses:
        fresh = narrowing(part, cells)
        if fresh is None:
            continue
        if found is None:
            found = fresh
        else:
            both = ((axis, bits | fresh[axis]) for axis, bits in found.items() if axis in fresh)
            found = {axis: bits for axis, bits in both if bits != cells[axis]}
        if not found:
            return found
    return found


def join(regions: list[Region]) -> Region:
    """The smallest region that contains every one of at least one region."""
    result = regions[0]
    for other in regions[1:]:
        if other != result:
            result = tuple(a | b for a, b in zip(result, other, strict=True))
    return result


def tests(clause: Clause) -> Iterator[Test]:
    """Every test of a clause, left to right."""
    match clause:
        case Test():
            yield clause
        case All(clauses) | Any(clauses):
            for part in clauses:
                yield from tests(part)
        case _:
            assert_never(clause)


def _pending(clause: Clause, region: Region) -> Iterator[int]:
    if truth(clause, region) is not Truth.UNKNOWN:
        return
    match clause:
        case Test(axis, _):
            yield axis
        case All(clauses) | Any(clauses):
            for part in clauses:
                yield from _pending(part, region)
        case _:
            assert_never(clause)


def _join(conjunctive: bool, clauses: Iterable[Clause]) -> Clause:
    kind = All if conjunctive else Any
    flat: list[Clause] = []
    for clause in clauses:
        flat.extend(clause.clauses if isinstance(clause, kind) else (clause,))
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _constants(predicates: Iterable[Term]) -> dict[str, set[int | float]]:
    found: dict[str, set[int | float]] = {}
    for term in predicates:
        for atom in atoms_of(term):
            values = atom.values if isinstance(atom, Member) else (atom.value,)
            numbers = (v for v in values if not isinstance(v, bool | str))
            found.setdefault(atom.attribute, set()).update(numbers)
    return found


def _axis(attribute: Attribute, constants: Iterable[int | float]) -> Axis:
    values = domain(attribute)
    if attribute.kind in ("boolean", "enum"):
        return Axis(attribute, values, (), (1 << len(values)) - 1)
    # The bounds are cuts too, so that "at the bound" and "beyond it" are different cells.
    bounds = {b for b in (attribute.minimum, attribute.maximum) if b is not None}
    cuts = tuple(sorted({*constants, *bounds}))
    full = 0
    for cell in range(2 * len(cuts) + 1):
        if _has_value(attribute, cuts, cell):
            full |= 1 << cell
    return Axis(attribute, (), cuts, full)


def _has_value(attribute: Attribute, cuts: tuple[int | float, ...], cell: int) -> bool:
    """Whether any value of a numeric attribute lies in a cell."""
    low = attribute.minimum if attribute.minimum is not None else float("-inf")
    high = attribute.maximum if attribute.maximum is not None else float("inf")
    whole = attribute.kind == "integer"
    if cell % 2:
        value = cuts[cell // 2]
        return low <= value <= high and (not whole or value == int(value))
    start = cuts[cell // 2 - 1] if cell else float("-inf")
    stop = cuts[cell // 2] if cell // 2 < len(cuts) else float("inf")
    if stop <= low or start >= high:
        return False
    if not whole or start == float("-inf") or stop == float("inf"):
        return True
    return int(start // 1) + 1 < stop
