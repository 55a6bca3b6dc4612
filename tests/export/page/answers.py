"""Answers as plain data, the same from Python and from the page, and patients to ask both about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from decision_graph.diagnostics import GraphError
from decision_graph.diagrams import NOBODY, Diagram, Diagrams
from decision_graph.graph import Guideline, option_words
from decision_graph.predicate.terms import Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.space import Axis
from decision_graph.traversal.answer import Answer, RowAnswer, query

Facts = Mapping[str, object]

SUMMARY = """
(function () {
  function words(conditions) { return conditions.map(function (c) { return c[1]; }); }
  function row(found) {
    return {
      id: found.id, standing: found.standing, outranked_by: found.outranked_by,
      may_be_outranked_by: found.may_be_outranked_by, contested: words(found.contested),
      remarks: words(found.remarks),
      options: found.options.map(function (o) {
        return [o.option.text, o.standing, o.why, o.missing, o.cautions, o.notes];
      }),
    };
  }
  return function (engine, facts, graph, ranked) {
    try {
      var found = engine.query(facts, graph || undefined);
      return {
        status: found.status, line: found.line, tier: found.tier, rows: found.rows.map(row),
        also_consider: found.also_consider.map(row), possible: found.possible, nearest: found.nearest,
        says: found.says, assumed: found.assumed, notes: found.notes, derived: found.derived,
        questions: ranked === false ? null : engine.questions(found, graph || undefined),
      };
    } catch (error) {
      if (!(error instanceof DecisionGraph.Refusal)) throw error;
      var stuck = ["gap", "overlap"].indexOf(error.slug) >= 0;
      var told = error.slug === "contradiction" ? error.message : "";
      return { refused: stuck ? "stuck" : error.slug, message: told };
    }
  };
})()
"""
"""A function of JavaScript: what `said` gives, from the page's engine."""


def said(guideline: Guideline, facts: Facts, graph: str | None = None, ranked: bool = True) -> dict[str, Any]:
    """What Python answers, as plain data; with `ranked` also what it asks, which takes far longer."""
    try:
        found = query(guideline, facts, graph)
    except GraphError as error:
        first = error.diagnostics[0]
        slug = "stuck" if first.slug in ("gap", "overlap") else first.slug
        return {"refused": slug, "message": first.message if slug == "contradiction" else ""}
    return {**_said(found), "questions": _questions(found) if ranked else None}


def _said(found: Answer) -> dict[str, Any]:
    return {
        "status": found.status,
        "line": found.line,
        "tier": found.tier,
        "rows": [_row(row, found) for row in found.rows],
        "also_consider": [_row(row, found) for row in found.also_consider],
        "possible": list(found.possible),
        "nearest": list(found.nearest),
        "says": list(found.says),
        "assumed": list(found.assumed),
        "notes": list(found.notes),
        "derived": {
            name: {"value": d.value, "why": d.why, "because": list(d.because)}
            for name, d in found.patient.derived.items()
        },
    }


def _questions(found: Answer) -> dict[str, list[str]]:
    return {
        "rows": [question.attribute for question in found.questions],
        "options": [question.attribute for question in found.option_questions],
    }


def _row(row: RowAnswer, answer: Answer) -> dict[str, Any]:
    return {
        "id": row.row.id,
        "standing": row.standing,
        "outranked_by": row.outranked_by,
        "may_be_outranked_by": row.may_be_outranked_by,
        "contested": [condition.why for condition in row.contested],
        "remarks": [condition.why for condition in row.remarks],
        "options": [
            [
                option_words(o.option, answer.guideline.vocabulary),
                o.standing,
                o.why,
                list(o.missing),
                list(o.cautions),
                list(o.notes),
            ]
            for o in row.options
        ],
    }


def patients(guideline: Guideline, seed: int) -> Iterator[tuple[dict[str, Value], str | None]]:
    """Patients without end, with the graph to ask: complete ones, sparse ones, and some that cannot be."""
    random = Random(seed)
    diagrams = Diagrams(guideline.space, 10**7)
    allowed = diagrams.all(diagrams.of_clause(rule) for rule in guideline.space.rules)
    scope = diagrams.all(diagrams.of(c.when) for graph in guideline.graphs.values() for c in graph.scope)
    inside = diagrams.both(allowed, scope)
    graphs = [None, None, None, *guideline.graphs]
    while True:
        facts = _complete(guideline, diagrams, inside if random.random() < 0.9 else allowed, random)
        keep = random.choice((1.0, 0.9, 0.7, 0.4, 0.15, 0.05))
        order = list(facts)
        random.shuffle(order)
        shown = {name: facts[name] for name in order if random.random() < keep}
        graph = random.choice(graphs)
        for name in guideline.graphs[graph].given if graph else ():
            shown.pop(name, None)
        if random.random() < 0.05:
            axis = random.choice(guideline.space.axes)
            shown[axis.attribute.name] = _value(axis, random.choice(_cells(axis)), random)
        yield shown, graph


def _complete(
    guideline: Guideline, diagrams: Diagrams, patients: Diagram, random: Random
) -> dict[str, Value]:
    """A random patient of a set, with a value for every attribute that applies."""
    found: dict[str, Value] = {}
    for place, axis in enumerate(guideline.space.axes):
        cells = _cells(axis)
        cell = random.choice(cells)
        found_here = diagrams.branches(patients)
        if found_here is not None and found_here[0] == place:
            kids = zip(cells, found_here[1], strict=True)
            cell, patients = random.choice([(cell, kid) for cell, kid in kids if kid != NOBODY])
        found[axis.attribute.name] = _value(axis, cell, random)
    attributes = guideline.vocabulary.attributes
    return {
        name: value
        for name, value in found.items()
        if (when := attributes[name].applies_when) is None or evaluate(when, found) is Truth.TRUE
    }


def _cells(axis: Axis) -> list[int]:
    return [cell for cell in range(axis.full.bit_length()) if axis.full >> cell & 1]


def _value(axis: Axis, cell: int, random: Random) -> Value:
    """Some value in a cell of an axis."""
    if axis.attribute.kind in ("boolean", "enum"):
        return axis.values[cell]
    if cell % 2:
        return axis.cuts[cell // 2]
    low = axis.cuts[cell // 2 - 1] if cell else None
    high = axis.cuts[cell // 2] if cell // 2 < len(axis.cuts) else None
    if low is None:
        return 0 if high is None else high - random.randint(1, 9)
    if axis.attribute.kind == "integer":
        return int(low) + 1
    return low + 1.5 if high is None else low + (high - low) * random.choice((0.25, 0.5, 0.75))
