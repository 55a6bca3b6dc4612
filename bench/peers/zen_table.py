"""GoRules zen-engine: the rules as a decision table in its JSON form, hit policy collect."""

from __future__ import annotations

import json
from collections.abc import Callable

import zen
from table import Facts, Run, Table, runs, values

from decision_graph.space import Axis


def decider(found: Table) -> Callable[[Facts], list[str]]:
    """From the facts of a patient to the rows that lead."""
    decision = zen.ZenEngine().create_decision(json.dumps(_document(found)))

    def decide(facts: Facts) -> list[str]:
        return [hit["row"] for hit in decision.evaluate(facts)["result"] or ()]

    return decide


def _document(found: Table) -> dict[str, object]:
    inputs = [
        {"id": f"i{axis}", "name": found.axes[axis].attribute.name, "field": found.axes[axis].attribute.name}
        for axis in found.asked
    ]
    rules = [
        {
            "_id": str(number),
            "o": json.dumps(rule.row),
            **{f"i{a}": _cell(found.axes[a], rule.box[a]) if a in rule.box else "" for a in found.asked},
        }
        for number, rule in enumerate(found.rules)
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": inputs,
        "outputs": [{"id": "o", "name": "row", "field": "row"}],
        "rules": rules,
    }
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": place},
        {"id": "table", "name": "table", "type": "decisionTableNode", "position": place, "content": content},
        {"id": "out", "name": "out", "type": "outputNode", "position": place},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}


def _cell(axis: Axis, bits: int) -> str:
    if axis.values:
        return ", ".join(json.dumps(value) for value in values(axis, bits))
    return ", ".join(_numbers(run) for run in runs(axis, bits))


def _numbers(run: Run) -> str:
    if run.low is not None and run.low == run.high:
        return f"{run.low}"
    if run.low is None:
        return f"<{'=' * run.with_high} {run.high}"
    if run.high is None:
        return f">{'=' * run.with_low} {run.low}"
    return f"{'[' if run.with_low else '('}{run.low}..{run.high}{']' if run.with_high else ')'}"
