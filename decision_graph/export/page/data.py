"""Data: a guideline as the plain values that the page's engine answers from.

Nothing is left to be parsed: predicates are clauses over cells (`decision_graph.space`) and sets of
patients are decision diagrams (`decision_graph.diagrams`), all in one table of nodes. What is said more
than once stands in a table and is named by its place there. `engine.js` describes the same from its side.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from decision_graph.decision import compiled
from decision_graph.decision.offers import VERDICTS
from decision_graph.decision.sets import call_order
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.page.ends import Ends, leaves_in_order, nodes_in_order
from decision_graph.export.page.tables import Json, Tables
from decision_graph.graph import (
    DecisionGraph,
    DecisionNode,
    Guideline,
    Leaf,
    Option,
    OutOfScope,
    Recommend,
    Recommendation,
    See,
    Silent,
    carried_conditions,
    option_words,
)
from decision_graph.predicate.truth import Truth
from decision_graph.prose import clause
from decision_graph.space import Axis
from decision_graph.vocabulary import Condition, Vocabulary


def page_data(guideline: Guideline) -> Json:
    """Everything that the page answers from.

    Raises:
        GraphError: too-large-for-a-page, if the compiled form of the guideline does not fit.
    """
    try:
        form = compiled(guideline)
    except GraphError:
        message = f"{guideline.id!r} has too many different patients for a page that answers exactly"
        hint = "split it into smaller guidelines"
        raise GraphError(Diagnostic("too-large-for-a-page", message, hint=hint)) from None
    return _data(guideline, Tables(form), Ends(guideline, form.form))


def _data(guideline: Guideline, tables: Tables, ends: Ends) -> Json:
    rows = tuple(guideline.recommendations.values())
    found: Json = {
        "id": guideline.id,
        "title": guideline.title,
        "version": guideline.version,
        "digest": guideline.digest,
        "disclaimer": guideline.disclaimer,
        "source": _source(guideline),
        "line": guideline.line,
        "tier": guideline.tier,
        "tiers": [
            {"id": t.id, "label": t.label, "mark": t.mark, "help": t.help, "lacks": t.lacks}
            for t in guideline.tiers
        ],
        "strengths": guideline.strengths,
        "everywhere": guideline.everywhere,
        "notes": {id: note.text for id, note in guideline.notes.items()},
        "decisions": [id for id, note in guideline.notes.items() if note.kind == "decision"],
        "obtained": guideline.vocabulary.obtained,
        "axes": [_axis(axis, tables, guideline.vocabulary) for axis in guideline.space.axes],
        "rules": [
            [tables.clause_json(found), rule.why, tables.term(rule.when)]
            for found, rule in zip(guideline.space.rules, guideline.vocabulary.rules, strict=True)
        ],
        "entry": guideline.entry,
        "graphs": [_graph(graph, tables, ends) for graph in guideline.graphs.values()],
        "rows": [_row(row, guideline, tables) for row in rows],
    }
    found["allowed"] = tables.truth(tables.form.allowed)
    # The tables come last: everything above adds to them.
    found["interventions"] = tables.interventions
    found["options"] = tables.options
    found["texts"] = tables.texts
    found["conditions"] = tables.conditions
    found["terms"] = tables.terms
    found["ends"] = tables.ends_text()
    found["nodes"] = tables.nodes_text()
    return found


def _source(guideline: Guideline) -> Json:
    of = guideline.provenance
    return {
        "organisation": of.organisation,
        "title": of.title,
        "citation": of.citation,
        "url": of.url,
        "dates": of.dates,
        "conflicts": of.conflicts,
    }


def _axis(axis: Axis, tables: Tables, vocabulary: Vocabulary) -> Json:
    known = axis.attribute
    found: Json = {
        "name": known.name,
        "ask": known.ask,
        "obtained": vocabulary.obtained.index(known.obtained),
    }
    if known.kind != "boolean":
        found["kind"] = known.kind
    if known.help:
        found["help"] = known.help
    match known.kind:
        case "boolean":
            pass
        case "enum":
            found["values"] = axis.values
            found["words"] = [choice.label for choice in known.choices]
        case "integer" | "decimal":
            found |= {
                "cuts": axis.cuts,
                "cells": tables.cells(axis),
                "min": known.minimum,
                "max": known.maximum,
                "unit": known.unit,
            }
    if known.applies_when is not None:
        words = clause(known.applies_when, vocabulary)
        found["applies"] = [tables.term(known.applies_when), f"{known.name} has a value only with: {words}"]
    return found


def _graph(graph: DecisionGraph, tables: Tables, ends: Ends) -> Json:
    start = tables.form.starts[graph.id]
    return {
        "id": graph.id,
        "title": graph.title,
        "start": graph.start,
        "tiers": graph.tiers,
        "given": graph.given,
        "scope": [tables.condition(condition) for condition in graph.scope],
        "notes": graph.notes,
        "nodes": [_node(graph.nodes[id], tables) for id in nodes_in_order(graph)],
        "leaves": [_leaf(graph.leaves[id]) for id in leaves_in_order(graph)],
        "rows": list(graph.recommendations),
        "calls": [ends.graphs[id] for id in call_order(tables.guideline, graph.id)],
        "ways": tables.root(start.way, ends.way),
        "outcome": tables.root(start.outcome, ends.outcome),
        "entered": tables.root(start.outcome, ends.entered),
    }


def _node(node: DecisionNode, tables: Tables) -> Json:
    edges = [
        [edge.label, edge.to, None if edge.when is None else tables.term(edge.when)] for edge in node.edges
    ]
    collect = node.hit_policy == "collect"
    return _said({"id": node.id, "ask": node.ask, "collect": collect, "edges": edges, "notes": node.notes})


def _leaf(leaf: Leaf) -> Json:
    match leaf:
        case Recommend(id, rows):
            return {"id": id, "rows": rows}
        case Silent(id, text, nearest, notes):
            return _said({"id": id, "silent": text, "nearest": nearest, "notes": notes})
        case See(id, graph):
            return {"id": id, "see": graph}
        case OutOfScope(id, text):
            return {"id": id, "out_of_scope": text}


def _row(row: Recommendation, guideline: Guideline, tables: Tables) -> Json:
    vocabulary = guideline.vocabulary
    outranks = [[o.row, o.why, None if o.when is None else tables.term(o.when)] for o in row.outranks]
    return _said(
        {
            "id": row.id,
            "title": row.title,
            "section": tables.text(row.section),
            "source": [row.source.table, *row.source.lines, *_unless(row.source.row, row.id)],
            "population": tables.term(row.population),
            "within": _within(row, guideline),
            "who": clause(row.population, vocabulary),
            "outranks": outranks,
            "contested": [tables.condition(condition) for condition in row.contested],
            "remarks": [tables.condition(condition) for condition in row.remarks],
            "notes": row.notes,
            "cells": [_cell(row, tier.id, vocabulary, tables) for tier in guideline.tiers],
        }
    )


def _unless(name: str, id: str) -> list[str]:
    return [] if name == id else [name]


def _cell(row: Recommendation, tier: str, vocabulary: Vocabulary, tables: Tables) -> list[object]:
    """A cell: its options, the diagrams of their verdicts, its notes; empty where the row has none."""
    cell = row.cells.get(tier)
    if cell is None:
        return []
    roots = tables.form.options[row.id][tier]
    found: list[object] = [
        [tables.option(option, _option(option, vocabulary, tables)) for option in cell.options],
        [tables.root(root, lambda end: VERDICTS[~end]) for root in roots],
    ]
    return [*found, cell.notes] if cell.notes else found


def _within(row: Recommendation, guideline: Guideline) -> list[int]:
    """The places of the rows that hold for everybody for whom this one does."""
    space = guideline.space
    inside = space.assume(space.clause(row.population), space.everything)
    rows = enumerate(guideline.recommendations.values())
    if inside is None:
        return []
    return [place for place, other in rows if space.decide(other.population, inside) is Truth.TRUE]


def _said(found: Json) -> Json:
    """Without what is empty, but for the place of a predicate, which may be 0."""
    return {key: value for key, value in found.items() if value or (value == 0 and value is not False)}


def _option(option: Option, vocabulary: Vocabulary, tables: Tables) -> list[object]:
    """An option: words, what is given, conditions, notes, cautions, alternatives, rank, strength."""
    carried = carried_conditions(option, vocabulary)
    guard: tuple[Condition, ...] = ()
    if option.when is not None:
        guard = (Condition(option.when, f"only if {clause(option.when, vocabulary)}"),)
    cautions = [
        tables.condition(caution)
        for id in option.interventions
        for kind in vocabulary.lineage(id)
        for caution in kind.cautions
    ]
    found: list[object] = [
        option_words(option, vocabulary),
        [[tables.intervention(id) for id in group] for group in option.give],
        [tables.condition(condition) for condition in (*guard, *carried)],
        option.notes,
        cautions,
        _barring(option, vocabulary, tables, carried),
        option.rank,
        option.strength,
    ]
    while not found[-1]:
        found.pop()
    return found


def _barring(
    option: Option, vocabulary: Vocabulary, tables: Tables, binding: Iterable[Condition]
) -> list[list[object]]:
    """For each intervention that stands beside an alternative, what may speak against it alone."""
    given = {kind.id for id in option.interventions for kind in vocabulary.lineage(id)}
    found: list[list[object]] = []
    for id in (id for group in option.give if len(group) > 1 for id in group):
        alone = msgspec.structs.replace(option, give=((id,),))
        against = [
            tables.condition(condition)
            for condition in carried_conditions(alone, vocabulary)
            if condition not in tuple(binding) and not given & set(condition.unless_with)
        ]
        found.append([tables.intervention(id), against])
    return found
