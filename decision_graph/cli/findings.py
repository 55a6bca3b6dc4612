"""Findings: the report of the verifier as text, JSON, GitHub annotations, SARIF and JUnit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, Literal

from decision_graph import __version__
from decision_graph.cli.output import Json, indented
from decision_graph.diagnostics import Severity, Span
from decision_graph.verification.finding import Finding
from decision_graph.verification.registry import UNPROVEN, all_checks
from decision_graph.verification.verify import Proof, Report

Format = Literal["text", "json", "github", "sarif", "junit"]

_RANKS: Final[dict[Severity, int]] = {"note": 0, "warning": 1, "error": 2}


def at_least(findings: Iterable[Finding], level: Severity) -> list[Finding]:
    """The findings of a severity and above."""
    return [finding for finding in findings if _RANKS[finding.severity] >= _RANKS[level]]


def counted(number: int, thing: str) -> str:
    """So many of a thing.

    >>> counted(1, "case"), counted(1200, "case")
    ('1 case', '1,200 cases')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _text(report: Report, level: Severity) -> str:
    lines = [line for finding in report.findings for line in (str(finding.diagnostic), "")]
    lines += [proof_line(report, proof) for proof in report.proofs]
    return "\n".join(lines)


def proof_line(report: Report, proof: Proof) -> str:
    """What was proved of one graph, or of the whole, in a line."""
    name = proof.graph or f"{report.guideline}, from its entry"
    of_all = "" if proof.proved == proof.patients else f"{proof.proved:,} of "
    patients = f"{of_all}{counted(proof.patients, 'complete patient')}"
    return f"{name}: {patients} in {counted(proof.cases, 'case')}, {counted(proof.findings, 'finding')}"


# JSON


def _json(report: Report, level: Severity) -> str:
    found: Json = {
        "guideline": report.guideline,
        "fails": bool(at_least(report.findings, level)),
        "fail_level": level,
        "checks": list(report.checks),
        "proofs": [
            {
                "graph": proof.graph or None,
                "patients": proof.patients,
                "proved": proof.proved,
                "cases": proof.cases,
                "findings": proof.findings,
            }
            for proof in report.proofs
        ],
        "findings": [_finding(finding) for finding in report.findings],
    }
    return indented(found).decode()


def _finding(finding: Finding) -> Json:
    span, witness = finding.span, finding.witness
    return {
        "slug": finding.slug,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "docs": finding.docs,
        "graph": finding.graph or None,
        "place": None
        if span is None
        else {"file": span.file, "line": span.line, "column": span.column, "length": span.length},
        "witness": None if witness is None else {"facts": witness.facts, "words": witness.words},
    }


# GitHub

_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "note": "notice"}


def _github(report: Report, level: Severity) -> str:
    return "\n".join(map(_annotation, report.findings))


def _annotation(finding: Finding) -> str:
    message = f"{finding.message} ({finding.hint}; see {finding.docs})"
    return annotation(_COMMANDS[finding.severity], finding.slug, message, finding.span)


def annotation(command: str, title: str, message: str, span: Span | None) -> str:
    """A workflow command; `%`, line ends and, in properties, `:` and `,` have a meaning there."""
    properties = {"title": title}
    if span is not None:
        end = span.column + max(1, span.length) - 1
        places = {
            "file": span.file,
            "line": span.line,
            "endLine": span.line,
            "col": span.column,
            "endColumn": end,
        }
        properties = {**{name: str(value) for name, value in places.items()}, **properties}
    told = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    return f"::{command} {told}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + more else c for c in text)


# SARIF

_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "note": "note"}


def _sarif(report: Report, level: Severity) -> str:
    checks = all_checks()
    slugs = list(dict.fromkeys((*report.checks, *(finding.slug for finding in report.findings))))
    rules = []
    for slug in slugs:
        summary, severity = (
            ("A proof needed more than its budget.", "warning")
            if slug == UNPROVEN
            else (checks[slug].summary, _LEVELS[checks[slug].severity])
        )
        rules.append(
            {
                "id": slug,
                "shortDescription": {"text": summary},
                "help": {"text": f"See docs/checks/{slug}.md"},
                "defaultConfiguration": {"level": severity},
            }
        )
    driver = {"name": "decision-graph", "version": __version__, "rules": rules}
    results = [_result(finding, slugs.index(finding.slug)) for finding in report.findings]
    found: Json = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return indented(found).decode()


def _result(finding: Finding, rule: int) -> Json:
    result: Json = {
        "ruleId": finding.slug,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}\n{finding.hint}".strip()},
    }
    if finding.span is not None:
        result["locations"] = [{"physicalLocation": _location(finding.span)}]
    if finding.witness is not None:
        result["properties"] = {"facts": finding.witness.facts}
    return result


def _location(span: Span) -> Json:
    from urllib.parse import quote

    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.line,
        "endColumn": span.column + max(1, span.length),
    }
    uri = quote(span.file, safe="/-._~")
    return {"artifactLocation": {"uri": f"file://{uri}" if uri.startswith("/") else uri}, "region": region}


# JUnit


def _junit(report: Report, level: Severity) -> str:
    """One test case for each check; findings below the level that fails are printed, and do not fail."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    slugs = list(dict.fromkeys((*report.checks, *(finding.slug for finding in report.findings))))
    failing = {id(finding) for finding in at_least(report.findings, level)}
    failed = {finding.slug for finding in report.findings if id(finding) in failing}
    counts = {"tests": str(len(slugs)), "failures": str(len(failed)), "errors": "0"}
    root = Element("testsuites", {"name": "decision-graph verify", **counts})
    suite = SubElement(root, "testsuite", {"name": xml_text(report.guideline), "skipped": "0", **counts})
    for slug in slugs:
        case = SubElement(
            suite, "testcase", {"classname": xml_text(report.guideline), "name": slug, "time": "0"}
        )
        found = [finding for finding in report.findings if finding.slug == slug]
        serious = [finding for finding in found if id(finding) in failing]
        if serious:
            words = xml_text(
                f"{serious[0].message}" + (f" (and {len(serious) - 1} more)" if serious[1:] else "")
            )
            failure = SubElement(case, "failure", {"message": words, "type": serious[0].severity})
            failure.text = xml_text("\n\n".join(str(finding.diagnostic) for finding in serious))
        lesser = [finding for finding in found if id(finding) not in failing]
        if lesser:
            out = SubElement(case, "system-out")
            out.text = xml_text("\n\n".join(str(finding.diagnostic) for finding in lesser))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Text without the characters that XML has no way to say."""
    return _NOT_IN_XML.sub("\ufffd", text)


FORMATS: Final[dict[str, Callable[[Report, Severity], str]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
    "junit": _junit,
}
"""How a report is written: from the report and the severity that fails."""
