"""Random worlds as the files that an author would write."""

from __future__ import annotations

from pathlib import Path

import yaml

from decision_graph.graph import DecisionGraph, DecisionNode, Recommend, Recommendation, Silent
from decision_graph.predicate.text import to_text
from decision_graph.vocabulary import Attribute, Rule


def write_guideline(
    folder: Path, graph: DecisionGraph, attributes: dict[str, Attribute], rules: list[Rule]
) -> None:
    """Write the files of a guideline with one graph."""
    folder.mkdir(parents=True, exist_ok=True)
    tiers = {id: {"label": id, "mark": mark} for id, mark in (("low", "●○"), ("high", "●●"))}
    _write(
        folder / "guideline.yaml",
        {
            "title": "A random world",
            "version": "one",
            "entry": graph.id,
            "selectors": {"tier": "tier"},
            "tiers": tiers,
            "source": {"organisation": "Nobody", "title": "Nothing", "citation": "None"},
            "disclaimer": "Not for patients.",
        },
    )
    _write(
        folder / "vocabulary.yaml",
        {
            "obtained": ["history", "biopsy"],
            "attributes": {name: _attribute(attribute) for name, attribute in attributes.items()},
            "rules": [{"when": to_text(r.when), "then": to_text(r.then), "why": r.why} for r in rules],
        },
    )
    names = {id: {"kind": "drug", "name": id} for id in ("drug", "other")}
    _write(folder / "interventions.yaml", {"kinds": ["drug"], "interventions": names})
    _write(folder / f"{graph.id}.yaml", _graph(graph))


class _Quoted(yaml.SafeDumper):
    """Quotes every text, so that `n` and `y` stay names whatever reads them."""


_Quoted.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.dump(content, Dumper=_Quoted, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _attribute(attribute: Attribute) -> dict[str, object]:
    said: dict[str, object] = {
        "type": attribute.kind,
        "ask": attribute.ask,
        "label": attribute.label,
        "obtained": attribute.obtained,
    }
    if attribute.choices:
        said["values"] = {choice.value: choice.label for choice in attribute.choices}
    if attribute.unit:
        said["unit"] = attribute.unit
    if attribute.minimum is not None and attribute.maximum is not None:
        said |= {"min": attribute.minimum, "max": attribute.maximum}
    return said


def _graph(graph: DecisionGraph) -> dict[str, object]:
    leaves: dict[str, object] = {}
    for id, leaf in graph.leaves.items():
        if isinstance(leaf, Silent):
            leaves[id] = {"silent": leaf.text}
        elif isinstance(leaf, Recommend) and leaf.rows != (id,):
            leaves[id] = {"recommend": list(leaf.rows)}
    return {
        "graph": graph.title,
        "start": graph.start,
        "tiers": list(graph.tiers),
        "recommendations": {id: _row(row) for id, row in graph.recommendations.items()},
        "nodes": {id: _node(node) for id, node in graph.nodes.items()},
        "leaves": leaves,
    }


def _row(row: Recommendation) -> dict[str, object]:
    said: dict[str, object] = {
        "title": row.title,
        "section": row.section,
        "source": {"table": row.source.table, "lines": list(row.source.lines)},
        "population": to_text(row.population),
        "outranks": {
            o.row: o.why if o.when is None else {"why": o.why, "when": to_text(o.when)} for o in row.outranks
        },
    }
    for tier, cell in row.cells.items():
        said[tier] = [{"give": [group[0] for group in option.give]} for option in cell.options]
    return said


def _node(node: DecisionNode) -> dict[str, object]:
    edges = [
        {"when": "otherwise" if e.when is None else to_text(e.when), "label": e.label, "to": e.to}
        for e in node.edges
    ]
    return {"ask": node.ask, "hit": node.hit_policy, "edges": edges}
