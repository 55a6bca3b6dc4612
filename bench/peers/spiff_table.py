"""SpiffWorkflow: the rules as a DMN decision table in XML, hit policy COLLECT, in its own expressions."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from xml.sax.saxutils import escape, quoteattr

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.BpmnDmnParser import BpmnDmnParser
from table import Facts, Run, Table, runs, values

from decision_graph.space import Axis


def decider(found: Table) -> Callable[[Facts], list[str]]:
    """From the facts of a patient to the rows that lead."""
    parser = BpmnDmnParser()
    parser.add_dmn_str(_document(found).encode())
    (parsed,) = parser.dmn_parsers.values()
    parsed.parse()
    engine = DMNEngine(parsed.decision.decisionTables[0])
    workflow = SimpleNamespace(script_engine=PythonScriptEngine())

    def decide(facts: Facts) -> list[str]:
        rows: list[str] = engine.result(SimpleNamespace(workflow=workflow, data=facts)).get("row", [])
        return rows

    return decide


def _document(found: Table) -> str:
    names = [found.axes[axis].attribute.name for axis in found.asked]
    inputs = "".join(
        f'<input id="i{axis}" label={quoteattr(name)}><inputExpression id="x{axis}" typeRef="string">'
        f"<text>{escape(name)}</text></inputExpression></input>"
        for axis, name in zip(found.asked, names, strict=True)
    )
    rules = "".join(
        f'<rule id="r{number}">'
        + "".join(
            f'<inputEntry id="e{number}_{axis}"><text>{_entry(found, axis, rule.box)}</text></inputEntry>'
            for axis in found.asked
        )
        + f'<outputEntry id="o{number}"><text>{escape(repr(rule.row))}</text></outputEntry></rule>'
        for number, rule in enumerate(found.rules)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
        f'<decision id="table" name="table"><decisionTable id="t" hitPolicy="COLLECT">{inputs}'
        f'<output id="o" label="row" name="row" typeRef="string"/>{rules}</decisionTable></decision>'
        "</definitions>"
    )


def _entry(found: Table, axis: int, box: dict[int, int]) -> str:
    return escape(_cell(found.axes[axis], box[axis])) if axis in box else "-"


def _cell(axis: Axis, bits: int) -> str:
    """A test of the value, which the engine puts in the place of the question mark."""
    if axis.values:
        inside = values(axis, bits)
        return f"? == {inside[0]!r}" if len(inside) == 1 else f"? in {inside!r}"
    return " or ".join(_numbers(run) for run in runs(axis, bits))


def _numbers(run: Run) -> str:
    low = "" if run.low is None else f"{run.low} <{'=' * run.with_low} "
    high = "" if run.high is None else f" <{'=' * run.with_high} {run.high}"
    return f"{low}?{high}"
