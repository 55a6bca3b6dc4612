"""Patients: from a group of patients to one of them, with the facts that a story has to tell."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from random import Random

from decision_graph.casebook.reached import covered_by
from decision_graph.diagnostics import GraphError
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram, Diagrams
from decision_graph.graph import Guideline
from decision_graph.loading.phrases import Phrases
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import Not, Value, attributes
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.space import Axis
from decision_graph.teaching.chance import below, pick
from decision_graph.teaching.pool import Pool
from decision_graph.traversal.answer import Answer, query

Facts = dict[str, Value]

_RARE = 0.12
"""How often the rare is met in a story that does not need it."""

_REACH = 24
"""How far beyond the last constant a number without a bound may lie."""


def draw(pool: Pool, group: Diagram, phrases: Phrases, source: Random) -> Facts:
    """Everything about one patient of a group.

    Args:
        pool: that the group belongs to.
        group: not empty.
        phrases: with what is plausible, rare and usual; the group goes before all of it.
        source: of the choices.
    """
    diagrams, axes = pool.subject.diagrams, pool.subject.diagrams.space.axes
    group = _likely(diagrams, group, phrases, source)
    cells: dict[int, int] = {}
    while group != EVERYBODY:
        axis, kids = diagrams.branch(group)
        onward = {cell: kid for cell, kid in kids if kid != NOBODY}
        cells[axis] = pick(source, _plain(axes[axis], list(onward), phrases))
        group = onward[cells[axis]]
    for place, known in enumerate(axes):
        if place not in cells:
            every = [cell for cell in range(known.full.bit_length()) if known.full >> cell & 1]
            cells[place] = pick(source, _plain(known, every, phrases))
    applying = [place for place in range(len(axes)) if diagrams.meets(pool.subject.applies(place), cells)]
    # Numbers last: where they usually lie may hang on the rest.
    whole: Facts = {}
    for place in sorted(applying, key=lambda place: (not axes[place].values, place)):
        known = axes[place]
        whole[known.attribute.name] = _value(known, cells[place], _usual(phrases, known, whole), source)
    return {axes[place].attribute.name: whole[axes[place].attribute.name] for place in applying}


def _usual(phrases: Phrases, axis: Axis, facts: Facts) -> tuple[float, float]:
    """Where a number usually lies for a patient."""
    ranges = phrases.usual.get(axis.attribute.name, ())
    fitting = (found for found in ranges if evaluate(found.when, facts) is Truth.TRUE)
    return next(((found.least, found.most) for found in fitting), (-math.inf, math.inf))


def _likely(diagrams: Diagrams, group: Diagram, phrases: Phrases, source: Random) -> Diagram:
    """The part of a group that is plausible, and that is not rare more often than the rare is met."""
    wanted = [diagrams.of(term) for term in phrases.plausible]
    wanted += [diagrams.of(Not(term)) for term in phrases.rare if source.random() >= _RARE]
    for one in wanted:
        part = diagrams.both(group, one)
        group = group if part == NOBODY else part
    return group


def _plain(axis: Axis, cells: list[int], phrases: Phrases) -> list[int]:
    """The cells of a number that its usual range meets, or at least those that are no bound of it."""
    attribute = axis.attribute
    if axis.values or len(cells) == 1:
        return cells
    ranges = phrases.usual.get(attribute.name, ())
    least = min((found.least for found in ranges), default=-math.inf)
    most = max((found.most for found in ranges), default=math.inf)
    bounds = (attribute.minimum, attribute.maximum)
    within = [
        cell
        for cell in cells
        if _limits(axis, cell)[0] <= most
        and _limits(axis, cell)[1] >= least
        and not (cell % 2 and axis.cuts[cell // 2] in bounds)
    ]
    return within or cells


def _limits(axis: Axis, cell: int) -> tuple[float, float]:
    """The least and the greatest number of a cell, or what an open interval lies between."""
    place = cell // 2
    if cell % 2:
        return axis.cuts[place], axis.cuts[place]
    low = axis.cuts[place - 1] if place else -math.inf
    return low, axis.cuts[place] if place < len(axis.cuts) else math.inf


def _value(axis: Axis, cell: int, usual: tuple[float, float], source: Random) -> Value:
    """A value of a cell: of an interval a whole number where there is one, a usual one if it can be."""
    exact = axis.only(1 << cell)
    if exact is not None:
        return int(exact) if isinstance(exact, float) and exact.is_integer() else exact
    low, high = _limits(axis, cell)
    low = max(low, min(high, _REACH) - _REACH)
    high = min(high, low + _REACH) if high == math.inf else high
    for start, stop in ((max(low, usual[0]), min(high, usual[1])), (low, high)):
        first = math.floor(start) + 1 if start == low else math.ceil(start)
        last = math.ceil(stop) - 1 if stop == high else math.floor(stop)
        if first <= last:
            return first + below(source, last - first + 1)
    return (low + high) / 2


def needed(
    guideline: Guideline, whole: Facts, graph: str | None, plain: Collection[str], source: Random
) -> Facts:
    """The facts of a patient that an interview would ask for, told by what they follow from where it can be.

    Args:
        guideline: that decides.
        whole: everything about the patient.
        graph: the graph that is asked; None for the entry.
        plain: attributes told rather than others that say the same.
        source: of the choices.
    """
    selectors = [name for name in (guideline.line, guideline.tier) if name in whole]
    told = {name: whole[name] for name in selectors}
    while (name := _next(query(guideline, told, graph), told, whole)) is not None:
        ground = _ground(guideline, name, told, whole, plain, source)
        told[ground] = whole[ground]
    said = gist(query(guideline, told, graph))
    for name in [name for name in told if name not in selectors]:
        rest = {key: value for key, value in told.items() if key != name}
        if gist_of(guideline, rest, graph) == said:
            told = rest
    return told


def _next(answer: Answer, told: Facts, whole: Facts) -> str | None:
    """The best fact to ask for that is not told yet; None when nothing is left to ask."""
    return next((name for name in asked(answer) if name not in told and name in whole), None)


def asked(answer: Answer) -> Iterator[str]:
    """The attributes on which anything of an answer still hangs, best first."""
    for question in (*answer.questions, *answer.option_questions):
        yield question.attribute
    yield from _met(answer)


def hanging(answer: Answer) -> Iterator[str]:
    """The same in the order of the path: quicker, where the order does not matter."""
    yield from _met(answer)
    yield from asked(answer)


def _met(answer: Answer) -> Iterator[str]:
    """The unanswered attributes of the questions that were met."""
    for visit in answer.trace.visits:
        for edge in visit.edges:
            yield from edge.missing if edge.truth is Truth.UNKNOWN else ()


def _ground(
    guideline: Guideline, name: str, told: Facts, whole: Facts, plain: Collection[str], source: Random
) -> str:
    """A fact from which another follows, told in its place: what was done, not what it amounts to."""
    grounds: list[str] = []
    for other in _beside(guideline, name):
        if other in told or other not in whole:
            continue
        if not _follows(guideline, name, {**told, other: whole[other]}, whole):
            continue
        if not _follows(guideline, other, {**told, name: whole[name]}, whole):
            grounds.append(other)
        elif other in plain:
            return other
    return pick(source, grounds) if grounds else name


def _beside(guideline: Guideline, name: str) -> list[str]:
    """The attributes that some rule mentions together with one, in the order of the vocabulary."""
    rules = guideline.vocabulary.rules
    said = [{*attributes(rule.when), *attributes(rule.then)} for rule in rules]
    together = {other for mentioned in said if name in mentioned for other in mentioned} - {name}
    return [other for other in guideline.vocabulary.attributes if other in together]


def _follows(guideline: Guideline, name: str, facts: Facts, whole: Facts) -> bool:
    derived = make_patient(guideline.space, facts).derived.get(name)
    return derived is not None and derived.value == whole[name]


def gist_of(guideline: Guideline, facts: Facts, graph: str | None) -> tuple[object, ...] | None:
    """What the answer for some facts amounts to; None if they contradict each other."""
    try:
        return gist(query(guideline, facts, graph))
    except GraphError:
        return None


def gist(answer: Answer) -> tuple[object, ...]:
    """What an answer amounts to, option by option and with its path, without the facts that lead to it."""
    rows = tuple(
        (row.row.id, row.standing, tuple((option.standing, option.cautions) for option in row.options))
        for row in answer.rows
    )
    return answer.status, rows, answer.possible, answer.nearest, tuple(sorted(set(covered_by(answer))))
