"""The document fits its schema, says what `show` says, and can be walked by a stranger."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import msgspec
import pytest

from decision_graph.contents import contents_json
from decision_graph.export.node_link import Document, schema
from decision_graph.predicate.parser import parse
from tests.export.formats.made import TARGETS, graph_ids, guideline, only


@pytest.mark.parametrize("target", TARGETS)
def test_the_document_fits_its_schema(target: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(json.loads(only(target, "json")))


def as_shown(document: dict[str, Any]) -> dict[str, Any]:
    """What `decision-graph show --format json` prints, made from the exported document alone."""
    graphs = {}
    for graph in document["graphs"]:
        edges: dict[str, list[dict[str, Any]]] = {}
        for edge in graph["edges"]:
            shown = {"when": edge["when"], "label": edge["label"], "to": edge["target"]}
            edges.setdefault(edge["source"], []).append(shown)
        nodes, leaves = {}, {}
        for node in graph["nodes"]:
            text, notes = node.get("text", ""), node.get("notes", [])
            match node["kind"]:
                case "question":
                    nodes[node["id"]] = {
                        "ask": text,
                        "hit": node["hit"],
                        "notes": notes,
                        "edges": edges[node["id"]],
                    }
                case "recommend":
                    leaves[node["id"]] = {"recommend": node["rows"]}
                case "silent":
                    leaves[node["id"]] = {"silent": text, "nearest": node.get("nearest", []), "notes": notes}
                case "see":
                    leaves[node["id"]] = {"see": node["graph"]}
                case "out_of_scope":
                    leaves[node["id"]] = {"out_of_scope": text}
        kept = {key: graph[key] for key in ("title", "start", "tiers", "given", "scope", "notes")}
        graphs[graph["id"]] = {
            **kept,
            "nodes": nodes,
            "leaves": leaves,
            "recommendations": graph["recommendations"],
        }
    others = {key: value for key, value in document.items() if key not in ("format", "graphs", "predicates")}
    return {**others, "graphs": graphs}


@pytest.mark.parametrize("name", ["mbc", "asthma"])
def test_what_show_prints_can_be_made_from_it(name: str) -> None:
    shown = json.loads(msgspec.json.encode(contents_json(guideline(name))))
    assert as_shown(json.loads(only(name, "json"))) == shown


@pytest.mark.parametrize("target", TARGETS)
def test_the_graph_can_be_read_back_whole(target: str) -> None:
    found = guideline(target.partition("/")[0])
    document = msgspec.json.decode(only(target, "json"), type=Document)
    assert [graph.id for graph in document.graphs] == graph_ids(target)
    for graph in document.graphs:
        read = [(edge.source, edge.predicate, edge.target, edge.label) for edge in graph.edges]
        nodes = found.graphs[graph.id].nodes.values()
        assert read == [(node.id, edge.when, edge.to, edge.label) for node in nodes for edge in node.edges]
        assert {edge.target for edge in graph.edges} | {graph.start} <= {node.id for node in graph.nodes}
    assert {text: parse(text) for text in document.predicates} == document.predicates
    populations = {row["population"] for row in document.recommendations.values()}
    assert populations <= set(document.predicates)
