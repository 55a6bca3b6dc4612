"""What if: the same patient with other facts, and every single fact that would change the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from decision_graph.cells import cells_of, cells_term, representative
from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Term, Value
from decision_graph.traversal.answer import Answer, query
from decision_graph.traversal.atlas import Atlas, atlas_of
from decision_graph.traversal.difference import Difference, difference, option_places, row_places
from decision_graph.traversal.explain import fixed_facts
from decision_graph.traversal.near import ways_to


def what_if(
    guideline: Guideline,
    facts: Mapping[str, object],
    changes: Mapping[str, object],
    without: Iterable[str] = (),
    graph: str | None = None,
) -> Difference:
    """What would differ if some facts were different, or unanswered.

    Args:
        guideline: loaded with `load_guideline`.
        facts: by attribute name, as for `query`.
        changes: facts that replace or join the others.
        without: names of facts that are taken away.
        graph: ask this graph directly instead of the guideline's entry.

    Raises:
        GraphError: for wrong facts; `contradiction` names the other facts that would have to change too;
            `no-such-fact` if a fact is taken away that was not given.

    >>> from decision_graph import load_guideline
    >>> facts = {"line": "first", "setting": "basic", "her2_status": "positive", "hr_status": "negative"}
    >>> found = what_if(load_guideline("mbc"), facts, {"setting": "limited"})
    >>> [option.text for option in found.gained][-1]
    'Capecitabine'
    """
    before = query(guideline, facts, graph)
    gone = tuple(without)
    for name in gone:
        if name not in facts:
            message = f"fact {name!r} was not given, and cannot be taken away"
            raise GraphError(Diagnostic("no-such-fact", message, hint=did_you_mean(name, facts)))
    changed = {**{name: value for name, value in facts.items() if name not in gone}, **changes}
    try:
        after = query(guideline, changed, graph)
    except GraphError as error:
        raise GraphError(_helped(before, found, changes, graph) for found in error.diagnostics) from None
    return difference(before, after)


def _helped(
    before: Answer, found: Diagnostic, changes: Mapping[str, object], graph: str | None
) -> Diagnostic:
    """A contradiction with the facts that would have to change as well."""
    if found.slug != "contradiction":
        return found
    atlas = atlas_of(before.guideline, graph)
    wanted: dict[int, int] = {}
    for name, value in changes.items():
        axis = atlas.space.index[name]
        wanted[axis] = atlas.space.axes[axis].bit(_typed(value))
    also = [name for name in adaptation(atlas, before, wanted) or () if name not in changes]
    if not also:
        return found
    return msgspec.structs.replace(
        found, hint=f"to change it, change or take away as well: {', '.join(also)}"
    )


def _typed(value: object) -> Value:
    """A value that has been checked, as it stands in a space."""
    match value:
        case "true" | "false":
            return value == "true"
        case str():
            try:
                return float(value)
            except ValueError:
                return value
        case bool() | int() | float():
            return value
        case _:
            return str(value)


def adaptation(atlas: Atlas, answer: Answer, wanted: Mapping[int, int]) -> tuple[str, ...] | None:
    """The fewest other given facts that cannot stay if some attributes are in other cells.

    Args:
        atlas: of the guideline.
        answer: whose patient is changed; the selectors stay.
        wanted: by axis, the bits of the cells wanted.

    Returns:
        Their names, in the order of the vocabulary; None if no patient can be so.
    """
    diagrams = atlas.diagrams
    target = diagrams.all(
        diagrams.both(diagrams.cells(axis, bits), atlas.applies(axis)) for axis, bits in wanted.items()
    )
    names = {atlas.space.axes[axis].attribute.name for axis in wanted}
    ways = ways_to(atlas, answer.patient, target, fixed_facts(answer, atlas.start) - names)
    if not ways:
        return None
    return tuple(must.attribute for must in ways[0].changes if must.attribute not in names)


class Flip(msgspec.Struct, frozen=True):
    """One fact that would change the answer.

    Attributes:
        attribute: its name.
        be: what it would have to be, with every value that gives the same answer.
        value: one such value.
        dropped: given facts that cannot stay then, the fewest; they are left to follow, or unanswered.
        difference: between the answer and what it would become.
    """

    attribute: str
    be: Term
    value: Value
    dropped: tuple[str, ...]
    difference: Difference


def flips(guideline: Guideline, facts: Mapping[str, object], graph: str | None = None) -> tuple[Flip, ...]:
    """Every single fact that would change the answer: a given one if it were otherwise, an open one if known.

    A fact that only follows from others changes with them, and is not listed. The line and the tier stay.

    Args:
        guideline: loaded with `load_guideline`.
        facts: by attribute name, as for `query`.
        graph: ask this graph directly instead of the guideline's entry.

    Returns:
        The flips of given facts first, each part in the order of the vocabulary.

    Raises:
        GraphError: for facts that are unknown, malformed or contradictory, a wrong graph, or a guideline
            that is too large to be searched.

    >>> from decision_graph import load_guideline
    >>> facts = {"line": "first", "setting": "basic", "her2_status": "positive", "hr_status": "negative"}
    >>> list(dict.fromkeys(flip.attribute for flip in flips(load_guideline("mbc"), facts)))
    ['her2_status', 'hr_status', 'age_years', 'disease_extent']
    """
    before = query(guideline, facts, graph)
    atlas = atlas_of(guideline, graph)
    fixed = fixed_facts(before, atlas.start)
    known = [name for name in atlas.space.index if name in before.patient.facts and name not in fixed]
    open_ = [n for n in atlas.space.index if before.patient.value(n) is None and n not in fixed]
    return tuple(flip for name in (*known, *open_) for flip in _flips_of(atlas, before, name, graph))


def _flips_of(atlas: Atlas, before: Answer, name: str, graph: str | None) -> Iterator[Flip]:
    axis = atlas.space.index[name]
    known, now = atlas.space.axes[axis], before.patient.region[axis]
    given = name in before.patient.facts
    together: dict[tuple[object, ...], list[tuple[int, tuple[str, ...], Difference]]] = {}
    for cell in cells_of(known, known.full & ~now if given else now):
        dropped = adaptation(atlas, before, {axis: 1 << cell}) if given else ()
        if dropped is None:
            continue
        found = _changed(before, name, representative(known, cell), dropped, graph)
        if found is not None and found.changed:
            together.setdefault((dropped, _said(found.after)), []).append((cell, dropped, found))
    for alike in together.values():
        first, dropped, found = alike[0]
        bits = sum(1 << cell for cell, _, _ in alike)
        yield Flip(name, cells_term(known, bits), representative(known, first), dropped, found)


def _changed(
    before: Answer, name: str, value: Value, dropped: tuple[str, ...], graph: str | None
) -> Difference | None:
    """What differs with one more fact; None if an unanswered attribute cannot have the value after all."""
    facts = {**before.patient.facts, name: value}
    kept = {known: fact for known, fact in facts.items() if known not in dropped}
    try:
        return difference(before, query(before.guideline, kept, graph))
    except GraphError as error:
        if error.diagnostics[0].slug == "contradiction":
            return None
        raise


def _said(answer: Answer) -> tuple[object, ...]:
    """What an answer says, so far as a difference tells it."""
    rows = tuple(sorted(row_places(answer).items()))
    options = tuple(sorted(option_places(answer).items()))
    return answer.status, rows, options
