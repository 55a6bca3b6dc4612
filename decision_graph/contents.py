"""Contents: everything that the files of a guideline say, as plain data for JSON.

`decision-graph show --format json` prints it, and the exported JSON is made of the same parts. Keys keep
their order and meaning; new keys come after the old ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

import msgspec

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
    Source,
    option_words,
)
from decision_graph.predicate.terms import Term
from decision_graph.predicate.text import to_text
from decision_graph.vocabulary import Attribute, Code, Condition, Intervention, Vocabulary

Json = dict[str, Any]


def contents_json(guideline: Guideline) -> Json:
    """A whole guideline: recommendations, graphs and vocabulary, then what is said about them."""
    return {
        "recommendations": {id: row_json(guideline, row) for id, row in guideline.recommendations.items()},
        "graphs": {id: graph_json(graph) for id, graph in guideline.graphs.items()},
        "vocabulary": vocabulary_json(guideline.vocabulary),
        "notes": {id: {"text": note.text, "kind": note.kind} for id, note in guideline.notes.items()},
        "guideline": guideline.id,
        "title": guideline.title,
        "version": guideline.version,
        "digest": guideline.digest,
        "provenance": msgspec.to_builtins(guideline.provenance),
        "disclaimer": guideline.disclaimer,
        "entry": guideline.entry,
        "selectors": {"line": guideline.line or None, "tier": guideline.tier or None},
        "tiers": {
            tier.id: {"label": tier.label, "mark": tier.mark, "help": tier.help} for tier in guideline.tiers
        },
        "everywhere": list(guideline.everywhere),
        "abbreviations": guideline.abbreviations,
    }


def row_json(guideline: Guideline, row: Recommendation) -> Json:
    """One recommendation with its options in every tier."""
    return {
        "title": row.title,
        "population": predicate(row.population),
        "outranks": {o.row: {"why": o.why, "when": predicate(o.when)} for o in row.outranks},
        "source": source_json(row.source),
        "notes": list(row.notes),
        "tiers": {
            tier: {
                "options": [option_json(guideline, option) for option in cell.options],
                "notes": list(cell.notes),
            }
            for tier, cell in row.cells.items()
        },
        "section": row.section,
        "contested": conditions_json(row.contested),
        "remarks": conditions_json(row.remarks),
    }


def graph_json(graph: DecisionGraph) -> Json:
    """One graph: its questions, its leaves and the ids of its rows."""
    return {
        "title": graph.title,
        "start": graph.start,
        "tiers": list(graph.tiers),
        "given": graph.given,
        "scope": conditions_json(graph.scope),
        "notes": list(graph.notes),
        "nodes": {id: node_json(node) for id, node in graph.nodes.items()},
        "leaves": {id: leaf_json(leaf) for id, leaf in graph.leaves.items()},
        "recommendations": list(graph.recommendations),
    }


def node_json(node: DecisionNode) -> Json:
    """One question with its answers."""
    return {
        "ask": node.ask,
        "hit": node.hit_policy,
        "notes": list(node.notes),
        "edges": [
            {"when": predicate(edge.when) or "otherwise", "label": edge.label, "to": edge.to}
            for edge in node.edges
        ],
    }


def leaf_json(leaf: Leaf) -> Json:
    """One leaf, under the key that its kind has in the files."""
    match leaf:
        case Recommend():
            return {"recommend": list(leaf.rows)}
        case Silent():
            return {"silent": leaf.text, "nearest": list(leaf.nearest), "notes": list(leaf.notes)}
        case See():
            return {"see": leaf.graph}
        case OutOfScope():
            return {"out_of_scope": leaf.text}
        case _:
            assert_never(leaf)


def vocabulary_json(vocabulary: Vocabulary) -> Json:
    """Attributes, rules and interventions."""
    return {
        "attributes": {name: attribute_json(a) for name, a in vocabulary.attributes.items()},
        "rules": [
            {"when": predicate(rule.when), "then": predicate(rule.then), "why": rule.why}
            for rule in vocabulary.rules
        ],
        "interventions": {id: intervention_json(i) for id, i in vocabulary.interventions.items()},
        "obtained": list(vocabulary.obtained),
        "kinds": list(vocabulary.intervention_kinds),
    }


def attribute_json(attribute: Attribute) -> Json:
    """One attribute under the keys of the vocabulary file; what it has not is null."""
    return {
        "type": attribute.kind,
        "ask": attribute.ask,
        "label": attribute.label,
        "obtained": attribute.obtained,
        "values": {c.value: {"label": c.label, "codes": _codes(c.codes)} for c in attribute.choices} or None,
        "min": attribute.minimum,
        "max": attribute.maximum,
        "unit": attribute.unit or None,
        "true": attribute.when_true or None,
        "false": attribute.when_false or None,
        "applies_when": predicate(attribute.applies_when),
        "help": attribute.help or None,
        "codes": _codes(attribute.codes),
    }


def intervention_json(intervention: Intervention) -> Json:
    """One intervention under the keys of its file."""
    return {
        "kind": intervention.kind,
        "name": intervention.name,
        "short": intervention.short,
        "is_a": list(intervention.is_a),
        "only_when": [
            {**said, "unless_with": list(condition.unless_with)}
            for said, condition in zip(
                conditions_json(intervention.only_when), intervention.only_when, strict=True
            )
        ],
        "cautions": conditions_json(intervention.cautions),
        "listed": intervention.listed or None,
        "codes": _codes(intervention.codes),
    }


def _codes(codes: Iterable[Code]) -> list[Json]:
    return [{"system": code.system, "code": code.code, "display": code.display} for code in codes]


# Parts that an answer has too


def predicate(term: Term | None) -> str | None:
    """The canonical text of a predicate; None where there is none."""
    return None if term is None else to_text(term)


def source_json(source: Source) -> Json:
    """Where a row stands in the source."""
    return {"table": source.table, "row": source.row, "lines": list(source.lines)}


def conditions_json(conditions: Iterable[Condition]) -> list[Json]:
    """Conditions with their reasons and notes."""
    return [{"why": c.why, "when": to_text(c.when), "notes": list(c.notes)} for c in conditions]


def option_json(guideline: Guideline, option: Option) -> Json:
    """An option as it is authored."""
    return {
        "text": option_words(option, guideline.vocabulary),
        "interventions": list(option.interventions),
        "rank": option.rank,
        "when": predicate(option.when),
        "strength": option.strength,
        "notes": list(option.notes),
    }
