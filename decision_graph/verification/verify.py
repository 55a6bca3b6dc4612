"""Verify: run the checks over a guideline and gather what was proved and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span, did_you_mean
from decision_graph.diagrams import BUDGET, Diagrams, OverBudget
from decision_graph.graph import Guideline
from decision_graph.verification.agreement import Agreement, agreement, agreement_of_all
from decision_graph.verification.finding import Finding
from decision_graph.verification.registry import UNPROVEN, Check, chosen_checks
from decision_graph.verification.subject import GraphSubject, Subject


class Proof(msgspec.Struct, frozen=True):
    """What was proved of one graph, or of all together as entered from the entry graph (`graph` is empty).

    Attributes:
        patients: complete patients in question, told apart by the cells of the attributes that matter.
        proved: those for whom questions and table agree and no question has a gap or an overlap.
        cases: how many different answers they get.
        findings: about this graph.
    """

    graph: str
    patients: int
    proved: int
    cases: int
    findings: int


class Report(msgspec.Struct, frozen=True):
    """A proof for each graph that could be decided, and every finding in the order of the files."""

    guideline: str
    checks: tuple[str, ...]
    proofs: tuple[Proof, ...]
    findings: tuple[Finding, ...]


def verify(
    guideline: Guideline,
    graphs: Iterable[str] = (),
    checks: Iterable[str] = (),
    budget: int = BUDGET,
    diagrams: Diagrams | None = None,
) -> Report:
    """Prove what can be proved of a guideline, and find what is wrong with it.

    Args:
        guideline: loaded.
        graphs: ids; if any are named, only they are looked at, each by itself.
        checks: slugs; all if none is named.
        budget: steps for each graph, and for the guideline as a whole; what would take more is `unproven`.
        diagrams: to go on with, over a space that is cut at every constant of the guideline.

    Raises:
        GraphError: for a graph or a check that is not known.

    >>> from decision_graph.loading import load_guideline
    >>> report = verify(load_guideline("tests/fixtures/asthma"))
    >>> [proof.graph for proof in report.proofs], len(report.findings)
    (['entry', 'starting', 'stepping_up', ''], 0)
    """
    chosen = chosen_checks(checks)
    named = tuple(dict.fromkeys(graphs))
    _refuse_unknown(guideline, named)
    run = _Run(Subject(guideline, named, diagrams or Diagrams(guideline.space)), chosen, budget)
    for subject in run.subject.graphs.values():
        run.graph(subject)
    if not named:
        run.whole()
    findings = sorted(run.findings, key=_place)
    return Report(guideline.id, tuple(check.slug for check in chosen), tuple(run.proofs), tuple(findings))


def _refuse_unknown(guideline: Guideline, graphs: Iterable[str]) -> None:
    faults = [
        Diagnostic(
            "unknown-graph", f"{guideline.id!r} has no graph {id!r}", hint=did_you_mean(id, guideline.graphs)
        )
        for id in graphs
        if id not in guideline.graphs
    ]
    if faults:
        raise GraphError(faults)


def _place(finding: Finding) -> tuple[str, int, int, str]:
    span = finding.span or Span("", 0, 0)
    return span.file, span.line, span.column, finding.slug


class _Run:
    """One run: what was found so far, and the budget that each part of it gets."""

    def __init__(self, subject: Subject, checks: tuple[Check, ...], budget: int) -> None:
        self.subject = subject
        self.checks = checks
        self.budget = budget
        self.findings: list[Finding] = []
        self.proofs: list[Proof] = []

    def graph(self, subject: GraphSubject) -> None:
        """Everything about one graph."""
        self._allow()
        before = len(self.findings)
        runs = ((check, check.on_graph(subject)) for check in self.checks if check.on_graph)
        undecided = self._collect(runs)
        proof = self._prove(lambda: agreement(subject))
        if undecided or proof is None:
            self.findings.append(_unproven_graph(subject, undecided, self.budget))
        if proof is not None:
            self._proved(subject.graph.id, proof, before)

    def whole(self) -> None:
        """Everything about the guideline as one thing."""
        self._allow()
        before = len(self.findings)
        runs = ((check, check.on_guideline(self.subject)) for check in self.checks if check.on_guideline)
        undecided = self._collect(runs)
        proof = self._prove(lambda: agreement_of_all(self.subject))
        if undecided or proof is None:
            self.findings.append(_unproven_whole(self.subject, undecided, self.budget))
        if proof is not None:
            self._proved("", proof, before)

    def _allow(self) -> None:
        diagrams = self.subject.diagrams
        diagrams.budget = diagrams.steps + self.budget

    def _collect(self, runs: Iterator[tuple[Check, Iterator[Finding]]]) -> list[str]:
        """Run checks; the slugs of those that could not finish. What they found until then counts."""
        undecided = []
        for check, found in runs:
            try:
                for finding in found:
                    self.findings.append(check.stamp(finding))
            except (OverBudget, RecursionError):
                undecided.append(check.slug)
        return undecided

    def _prove(self, prove: Callable[[], Agreement]) -> Agreement | None:
        try:
            return prove()
        except (OverBudget, RecursionError):
            return None

    def _proved(self, graph: str, found: Agreement, before: int) -> None:
        findings = len(self.findings) - before
        self.proofs.append(Proof(graph, found.patients, found.proved, found.cases, findings))


def _unproven_graph(subject: GraphSubject, undecided: list[str], budget: int) -> Finding:
    sound = sum(subject.is_sound(node) for node in subject.nodes)
    message = (
        f"'{subject.graph.id}' needs more than the {budget:,} steps allowed; "
        f"proved without gap and overlap: {sound:,} of {len(subject.nodes):,} questions, each for everybody; "
        f"not proved: {', '.join(undecided) or 'the number of patients'}"
    )
    span = (
        subject.graph.nodes[subject.graph.start].span if subject.graph.start in subject.graph.nodes else None
    )
    return _unproven(message, span, subject.graph.id)


def _unproven_whole(subject: Subject, undecided: list[str], budget: int) -> Finding:
    message = (
        f"the guideline as a whole needs more than the {budget:,} steps allowed; "
        f"not proved: {', '.join(undecided) or 'the number of patients'}"
    )
    entry = subject.guideline.graphs[subject.guideline.entry]
    return _unproven(message, entry.nodes[entry.start].span if entry.start in entry.nodes else None, "")


def _unproven(message: str, span: Span | None, graph: str) -> Finding:
    hint = "allow more with --budget, or divide the graph with a leaf `see`"
    return Finding(message, span, hint, None, graph, UNPROVEN, "warning")
