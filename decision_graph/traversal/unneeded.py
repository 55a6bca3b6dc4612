"""Unneeded: facts that a clinician may expect to be asked for and that would change nothing here, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from decision_graph.decision import Compiled, compiled_for, possibilities, truth, verdicts
from decision_graph.graph import Guideline, Recommendation, carried_conditions
from decision_graph.patient import place
from decision_graph.predicate.terms import Value, attributes
from decision_graph.predicate.truth import Truth
from decision_graph.traversal.answer import Answer
from decision_graph.traversal.questions import answered


class Unneeded(msgspec.Struct, frozen=True):
    """A fact that the questions of a graph ask for, and whose answer changes no row and no option here.

    Attributes:
        attribute: its name.
        rows: the rows of the graphs that name it in their population, or in an option of this tier.
        because: the given facts, as few as suffice, that rule all these rows out; empty if some of them can
            still match, and match or not whatever the answer.
    """

    attribute: str
    rows: tuple[str, ...]
    because: tuple[str, ...]


def unneeded(answer: Answer) -> tuple[Unneeded, ...]:
    """The facts that the graphs of an answer ask for somewhere and that would change nothing, each with why.

    Nothing: no row and no standing of one, and no option, in the tier that is asked for, of any row that
    applies or still may; in any tier, if none is said.

    Args:
        answer: from `query`.

    Returns:
        In the order of the vocabulary; none of them is a question of the answer.

    >>> from decision_graph import load_guideline, query
    >>> facts = {"line": "first", "setting": "basic", "her2_status": "positive", "hr_status": "negative"}
    >>> found = {one.attribute: one for one in unneeded(query(load_guideline("mbc"), facts))}
    >>> found["pd_l1_status"].rows, found["pd_l1_status"].because
    (('1.3.1', '1.3.2', '1.3.3'), ('her2_status',))
    """
    form = compiled_for(answer.guideline, answer.patient.region)
    wanted = {q.attribute for q in (*answer.questions, *answer.option_questions)}
    selectors = {answer.guideline.line, answer.guideline.tier}
    mentioned = set(_mentioned(answer)) - wanted - selectors
    return tuple(
        _unneeded(answer, name)
        for name in answer.guideline.vocabulary.attributes
        if name in mentioned and answer.patient.value(name) is None and not _tells(answer, form, name)
    )


def _mentioned(answer: Answer) -> Iterator[str]:
    """What the questions of the graphs that were entered ask for."""
    for id in answer.trace.graphs:
        for node in answer.guideline.graphs[id].nodes.values():
            for edge in node.edges:
                yield from attributes(edge.when) if edge.when is not None else ()


def _tells(answer: Answer, form: Compiled, name: str) -> bool:
    """Whether different answers leave different rows or options possible, be it by what follows from them."""
    region, graph = answer.patient.region, answer.graph
    now = possibilities(form, region, graph)
    cells = [
        (row, tier)
        for row in (*now.certain, *now.possible)
        for tier in _tiers(answer, answer.guideline.recommendations[row])
    ]
    left = {
        (
            frozenset((end.rows, end.silent) for end in possibilities(form, inside, graph).outcomes),
            tuple(verdicts(form, inside, row, tier) for row, tier in cells),
        )
        for _, inside in answered(form, region, name)
    }
    return len(left) > 1


def _tiers(answer: Answer, row: Recommendation) -> tuple[str, ...]:
    """The tiers in question of which a row has a cell."""
    return tuple(tier for tier in row.cells if answer.tier in (None, tier))


def _unneeded(answer: Answer, name: str) -> Unneeded:
    rows = [
        row
        for id in answer.trace.graphs
        for row in answer.guideline.graphs[id].recommendations.values()
        if name in _named(answer, row)
    ]
    return Unneeded(name, tuple(row.id for row in rows), _excluding(answer, rows))


def _named(answer: Answer, row: Recommendation) -> Iterator[str]:
    """What the population of a row names, and what its options in question do."""
    yield from attributes(row.population)
    for tier in _tiers(answer, row):
        for option in row.cells[tier].options:
            carried = carried_conditions(option, answer.guideline.vocabulary)
            for when in (option.when, *(condition.when for condition in carried)):
                yield from attributes(when) if when is not None else ()


def _excluding(answer: Answer, rows: list[Recommendation]) -> tuple[str, ...]:
    """The fewest given facts found that rule every row out, leaving out one after another."""
    core = dict(answer.patient.facts)
    if not rows or not _ruled_out(answer.guideline, core, rows):
        return ()
    for name in list(core):
        rest = {other: value for other, value in core.items() if other != name}
        if _ruled_out(answer.guideline, rest, rows):
            core = rest
    return tuple(core)


def _ruled_out(guideline: Guideline, facts: Mapping[str, Value], rows: list[Recommendation]) -> bool:
    region = place(guideline.space, facts)
    if region is None:
        return False
    form = compiled_for(guideline, region)
    return all(truth(form, region, row.population) is Truth.FALSE for row in rows)
