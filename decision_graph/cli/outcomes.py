"""Outcomes: what became of the cases and what they cover, as text, JSON and JUnit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from decision_graph.casebook import Item, Outcome, Reached
from decision_graph.casebook.reached import KINDS, Kind
from decision_graph.cli.findings import counted, xml_text
from decision_graph.cli.output import Json, indented
from decision_graph.cli.terminal import wrapped
from decision_graph.diagnostics import Diagnostic, Span
from decision_graph.graph import Guideline
from decision_graph.predicate.text import value_text
from decision_graph.verification.finding import Witness

_KINDS: Final[dict[Kind, str]] = {
    "node": "questions",
    "edge": "answers",
    "row": "rows",
    "cell": "cells (row and tier)",
    "leaf": "leaves",
}
_WIDTH: Final = 100


class Tested(msgspec.Struct, frozen=True):
    """What `decision-graph test` reports.

    Attributes:
        outcomes: by file.
        covered: by the cases that pass.
        suggested: patients for what is not covered.
        partial: not all cases were asked for, so that nothing is said of what they leave uncovered.
    """

    guideline: Guideline
    outcomes: dict[str, tuple[Outcome, ...]]
    covered: Reached
    suggested: dict[Item, Witness | None]
    partial: bool

    @property
    def all(self) -> tuple[Outcome, ...]:
        """Every outcome, file after file."""
        return tuple(outcome for each in self.outcomes.values() for outcome in each)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The cases that did not pass."""
        return tuple(outcome for outcome in self.all if not outcome.passed)


def _diagnostics(outcome: Outcome) -> Iterator[Diagnostic]:
    """A complaint for each expectation that was not met; the last one carries the path."""
    for mismatch in outcome.mismatches:
        message = f"{outcome.case.id}: {mismatch.key}: expected {mismatch.expected}; came {mismatch.came}"
        yield Diagnostic("wrong-answer", message, mismatch.span)


# Text


def _text(tested: Tested) -> str:
    lines: list[str] = []
    for outcome in tested.failed:
        lines += [str(diagnostic) for diagnostic in _diagnostics(outcome)]
        lines += wrapped(f"patient: {outcome.case.narrative}", _WIDTH, "  ", "    ")
        if outcome.case.why:
            lines += wrapped(f"why: {outcome.case.why}", _WIDTH, "  ", "    ")
        lines += [line for step in outcome.path for line in wrapped(step, _WIDTH, "  - ", "    ")]
        lines.append("")
    total, failed = len(tested.all), len(tested.failed)
    files = counted(len(tested.outcomes), "file")
    told = f"{counted(total, 'case')} in {files}, {total - failed:,} pass, {failed:,} fail"
    lines.append(f"{tested.guideline.id}: {told}")
    if not tested.partial:
        lines += _coverage(tested)
    return "\n".join(lines)


def _coverage(tested: Tested) -> Iterator[str]:
    yield "covered by the cases that pass:"
    for kind in KINDS:
        covered, total = tested.covered.count(kind)
        yield f"  {_KINDS[kind]:21} {covered:4,} of {total:,}"
    missing = tested.covered.missing
    if not missing:
        return
    yield ""
    yield "not covered:"
    for item in missing:
        yield from wrapped(f"{_where(item.span)}{item.graph}: {item.words}", _WIDTH, "  ", "    ")
        if item in tested.suggested:
            yield from wrapped(_suggestion(tested.suggested[item]), _WIDTH, "    ")


def _where(span: Span | None) -> str:
    return "" if span is None else f"{span}: "


def _suggestion(witness: Witness | None) -> str:
    if witness is None:
        return "no patient who enters at the entry graph comes here"
    facts = ", ".join(f"{name}: {value_text(value)}" for name, value in witness.facts.items())
    return f"for example {{{facts}}}"


# JSON


def _json(tested: Tested) -> str:
    found: Json = {
        "guideline": tested.guideline.id,
        "version": tested.guideline.version,
        "passed": len(tested.all) - len(tested.failed),
        "failed": len(tested.failed),
        "cases": [_outcome_json(file, outcome) for file, each in tested.outcomes.items() for outcome in each],
        "coverage": None if tested.partial else _coverage_json(tested),
    }
    return indented(found).decode()


def _outcome_json(file: str, outcome: Outcome) -> Json:
    case, answer = outcome.case, outcome.answer
    return {
        "id": case.id,
        "file": file,
        "line": case.span.line,
        "passed": outcome.passed,
        "narrative": case.narrative,
        "status": None if answer is None else answer.status,
        "rows": [] if answer is None else [row.row.id for row in answer.rows],
        "mismatches": [
            {
                "key": mismatch.key,
                "expected": mismatch.expected,
                "came": mismatch.came,
                "line": mismatch.span.line,
                "column": mismatch.span.column,
            }
            for mismatch in outcome.mismatches
        ],
        "path": list(outcome.path),
    }


def _coverage_json(tested: Tested) -> Json:
    covered = tested.covered
    counts = {kind: covered.count(kind) for kind in KINDS}
    return {
        "full": not covered.missing,
        "counts": {kind: {"covered": some, "total": total} for kind, (some, total) in counts.items()},
        "missing": [_item_json(tested, item) for item in covered.missing],
        "cases": [
            {"kind": item.kind, "graph": item.graph, "id": item.id, "cases": list(cases)}
            for item, cases in covered.items.items()
        ],
    }


def _item_json(tested: Tested, item: Item) -> Json:
    witness = tested.suggested.get(item)
    return {
        "kind": item.kind,
        "graph": item.graph,
        "id": item.id,
        "words": item.words,
        "file": item.span.file if item.span else None,
        "line": item.span.line if item.span else None,
        "suggested_facts": None if witness is None else witness.facts,
    }


# JUnit


def _junit(tested: Tested) -> str:
    """A test suite for each file, a test case for each case, and one for the coverage, which never fails."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("testsuites", {"name": "decision-graph test", **_counts(tested.all)})
    for file, outcomes in tested.outcomes.items():
        suite = SubElement(root, "testsuite", {"name": file, "skipped": "0", **_counts(outcomes)})
        for outcome in outcomes:
            about = {"classname": file, "name": outcome.case.id, "time": "0"}
            case = SubElement(suite, "testcase", {**about, "file": file, "line": str(outcome.case.span.line)})
            if outcome.mismatches:
                complaints = list(_diagnostics(outcome))
                first = xml_text(complaints[0].message)
                failure = SubElement(case, "failure", {"message": first, "type": "wrong-answer"})
                told = [*map(str, complaints), f"  {outcome.case.narrative}", *outcome.path]
                failure.text = xml_text("\n".join(told))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _counts(outcomes: Iterable[Outcome]) -> dict[str, str]:
    each = list(outcomes)
    failures = sum(not outcome.passed for outcome in each)
    return {"tests": str(len(each)), "failures": str(failures), "errors": "0"}


FORMATS: Final[dict[str, Callable[[Tested], str]]] = {"text": _text, "json": _json, "junit": _junit}
"""How the result is written."""
