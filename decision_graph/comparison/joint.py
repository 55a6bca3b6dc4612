"""Joint: the patients of two versions of a guideline over one space, so that their answers can be compared.

The space has the attributes of both versions, with the values of both, and is cut at every constant of
either. An attribute that only one version knows is an axis like any other: the other version's answers
do not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram, Diagrams
from decision_graph.graph import Guideline, predicates
from decision_graph.predicate.terms import Compare, Term
from decision_graph.space import Axis, Space
from decision_graph.vocabulary import Attribute, Kind, Vocabulary


def joint_space(old: Guideline, new: Guideline) -> Space:
    """The space of both versions; it has no rules, because those of the versions may differ.

    Raises:
        GraphError: `attribute-kind`, if an attribute is of another kind in each.
    """
    ours, theirs = new.vocabulary.attributes, old.vocabulary.attributes
    faults = [
        Diagnostic(
            "attribute-kind",
            f"{name!r} is {_named(theirs[name].kind)} in the old version and {_named(ours[name].kind)} in "
            "the new one: it is not the same fact, and patients cannot be compared by it",
            ours[name].span,
            "give the new one a name of its own",
        )
        for name in ours
        if name in theirs and not _comparable(ours[name], theirs[name])
    ]
    if faults:
        raise GraphError(faults)
    names = dict.fromkeys((*ours, *theirs))
    attributes = {name: _joined(ours.get(name), theirs.get(name)) for name in names}
    ways = tuple(dict.fromkeys((*new.vocabulary.obtained, *old.vocabulary.obtained)))
    return Space(Vocabulary(attributes, (), {}, ways), (*_every_predicate(old), *_every_predicate(new)))


def _every_predicate(guideline: Guideline) -> Iterator[Term]:
    """The predicates of a version; its bounds are cuts too, so that its range ends between two cells."""
    yield from predicates(guideline)
    for attribute in guideline.vocabulary.attributes.values():
        for bound in (attribute.minimum, attribute.maximum):
            if bound is not None:
                yield Compare(attribute.name, "==", bound)


_NUMBERS: frozenset[Kind] = frozenset(("integer", "decimal"))


def _comparable(one: Attribute, other: Attribute) -> bool:
    return one.kind == other.kind or {one.kind, other.kind} == _NUMBERS


def _named(kind: Kind) -> str:
    return f"{'an' if kind[0] in 'ei' else 'a'} {kind}"


def _joined(ours: Attribute | None, theirs: Attribute | None) -> Attribute:
    """One attribute with the values that either version allows, in the words of the new one."""
    if ours is None or theirs is None:
        found = ours or theirs
        assert found is not None, "some version has it"
        return found
    known = {choice.value for choice in ours.choices}
    lows = [bound for bound in (ours.minimum, theirs.minimum) if bound is not None]
    highs = [bound for bound in (ours.maximum, theirs.maximum) if bound is not None]
    return replace(
        ours,
        kind=ours.kind if ours.kind == theirs.kind else "decimal",
        choices=(*ours.choices, *(choice for choice in theirs.choices if choice.value not in known)),
        minimum=min(lows) if len(lows) == 2 else None,
        maximum=max(highs) if len(highs) == 2 else None,
    )


class Population:
    """The complete patients whom one version allows, as sets over the joint space.

    Args:
        guideline: the version.
        diagrams: over the joint space.
    """

    def __init__(self, guideline: Guideline, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self.vocabulary = guideline.vocabulary
        # The same constants as in the joint space, and so the same cells; but this version's bounds.
        cuts = [Compare(axis.attribute.name, "==", cut) for axis in diagrams.space.axes for cut in axis.cuts]
        self._own = Space(guideline.vocabulary, cuts)

    def allowed(self) -> Diagram:
        """Those who break no rule and have only values that this version knows."""
        diagrams = self.diagrams
        broken = (diagrams.without(diagrams.of(r.when), diagrams.of(r.then)) for r in self.vocabulary.rules)
        sets = [diagrams.without(EVERYBODY, one) for one in broken]
        for place, axis in enumerate(diagrams.space.axes):
            known = self.cells(axis)
            if known != axis.full and axis.attribute.name in self.vocabulary.attributes:
                outside = diagrams.without(self.applies(axis), diagrams.cells(place, known))
                sets.append(diagrams.without(EVERYBODY, outside))
        return diagrams.all(sets)

    def applies(self, axis: Axis) -> Diagram:
        """Those to whom an attribute applies; nobody if this version does not know it."""
        attribute = self.vocabulary.attributes.get(axis.attribute.name)
        if attribute is None:
            return NOBODY
        return EVERYBODY if attribute.applies_when is None else self.diagrams.of(attribute.applies_when)

    def cells(self, axis: Axis) -> int:
        """The cells of a joint axis whose values this version knows; 0 if it has no such attribute."""
        name = axis.attribute.name
        if name not in self.vocabulary.attributes:
            return 0
        own = self._own.axes[self._own.index[name]]
        if not own.values:
            return own.full
        bits = 0
        for value in own.values:
            bits |= axis.bit(value)
        return bits


def everyone(versions: Sequence[Population]) -> Diagram:
    """The complete patients whom every version allows, each once.

    An attribute that applies to a patient in no version has no value; so that such patients are not
    counted once for each value, they are all put into one cell.
    """
    diagrams = versions[0].diagrams
    sets = [version.allowed() for version in versions]
    for place, axis in enumerate(diagrams.space.axes):
        applies = diagrams.any(version.applies(axis) for version in versions)
        if applies != EVERYBODY:
            shared = axis.full
            for version in versions:
                shared &= version.cells(axis) or axis.full
            first = shared & -shared or axis.full & -axis.full
            sets.append(diagrams.either(applies, diagrams.cells(place, first)))
    return diagrams.all(sets)
