"""The proof against brute force: every complete patient of random worlds."""

from __future__ import annotations

import worlds
from hypothesis import given

from decision_graph.graph import DecisionGraph, Recommend, Silent
from decision_graph.predicate.terms import Value
from decision_graph.verification.verify import verify
from decision_graph.vocabulary import Rule


def fault(graph: DecisionGraph, facts: dict[str, Value]) -> bool:
    """Whether one complete patient refutes the agreement, by the definition."""
    leaves = worlds.plain_walk(graph, facts)
    if isinstance(leaves, str):
        return True
    matched, leading = worlds.plain_rows(graph, facts)
    reached = {row for id in leaves if isinstance(leaf := graph.leaves[id], Recommend) for row in leaf.rows}
    silent = any(isinstance(graph.leaves[id], Silent) for id in leaves)
    return reached != leading or silent != (not matched)


@given(worlds.graphs(exhaustive=False), worlds.rules)
def test_the_proof_and_brute_force_give_one_verdict(graph: DecisionGraph, rules: list[Rule]) -> None:
    guideline = worlds.guideline(graph, rules)
    refuted = any(fault(graph, facts) for facts in worlds.complete_patients(guideline.vocabulary))
    report = verify(guideline, checks=("gap", "overlap", "encodings-disagree"))
    assert bool(report.findings) == refuted
    assert all((proof.proved < proof.patients) == refuted for proof in report.proofs)
