"""Every check of questions and rows against brute force: all complete patients of random worlds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import worlds
from hypothesis import given, settings

from decision_graph.graph import DecisionGraph, DecisionNode, Edge, Recommend
from decision_graph.patient import make_patient, place
from decision_graph.predicate.terms import Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.verification.finding import Finding
from decision_graph.verification.verify import verify
from decision_graph.vocabulary import Rule

Facts = dict[str, Value]
Key = tuple[str, ...]


def true_edges(node: DecisionNode, facts: Facts) -> list[Edge]:
    stated = [e for e in node.edges if e.when is not None and evaluate(e.when, facts) is Truth.TRUE]
    return stated or [e for e in node.edges if e.when is None]


def visited(graph: DecisionGraph, facts: Facts, start: str) -> set[str]:
    """Every node and leaf on the ways of a patient; at a faulty question every true edge is followed."""
    seen: set[str] = set()
    pending = [start]
    while pending:
        id = pending.pop()
        if id not in seen:
            seen.add(id)
            if id in graph.nodes:
                pending += [edge.to for edge in true_edges(graph.nodes[id], facts)]
    return seen


def says(graph: DecisionGraph, facts: Facts, start: str) -> frozenset[str]:
    leaves = [graph.leaves[id] for id in visited(graph, facts, start) if id in graph.leaves]
    return frozenset(w for f in leaves for w in (f.rows if isinstance(f, Recommend) else (f.id,)))


def at_nodes(graph: DecisionGraph, everybody: list[Facts]) -> Iterator[Key]:
    arriving: dict[str, list[Facts]] = {id: [] for id in graph.order}
    for facts in everybody:
        for id in visited(graph, facts, graph.start):
            arriving[id].append(facts)
    for id, here in arriving.items():
        if not here:
            yield "unreachable-node", id
        if id in graph.nodes:
            yield from answered(graph.nodes[id], here)
            yield from idle(graph, graph.nodes[id], here)


def answered(node: DecisionNode, here: list[Facts]) -> Iterator[Key]:
    true = [true_edges(node, facts) for facts in here]
    if [] in true:
        yield "gap", node.id
    if node.hit_policy == "unique":
        for one, other in combinations(node.edges, 2):
            if any(one in edges and other in edges for edges in true):
                yield "overlap", node.id, one.label, other.label
    for edge in node.edges:
        if here and not any(edge in edges for edges in true):
            yield "unreachable-edge", node.id, edge.label


def idle(graph: DecisionGraph, node: DecisionNode, here: list[Facts]) -> Iterator[Key]:
    possible = [edge for edge in node.edges if any(edge in true_edges(node, facts) for facts in here)]
    targets = {edge.to for edge in node.edges}
    if len(targets) == 1:
        yield "contractible-node", node.id, *targets
    elif node.hit_policy == "unique" and len(possible) > 1:
        ends = [[says(graph, facts, edge.to) for facts in here] for edge in possible]
        if all(end == ends[0] for end in ends):
            yield "idle-question", node.id


def at_rows(graph: DecisionGraph, everybody: list[Facts]) -> Iterator[Key]:
    rows = graph.recommendations
    answers = [worlds.plain_rows(graph, facts) for facts in everybody]
    members = {id: [id in matched for matched, _ in answers] for id in rows}
    for id, row in rows.items():
        if not any(members[id]):
            yield "empty-population", id
        elif not any(id in leading for _, leading in answers):
            yield "masked-row", id
        for precedence in row.outranks:
            both = [
                f
                for f, (matched, _) in zip(everybody, answers, strict=True)
                if {id, precedence.row} <= matched
            ]
            when = precedence.when
            if not any(when is None or evaluate(when, facts) is Truth.TRUE for facts in both):
                yield "idle-precedence", id, precedence.row
    for one, other in combinations(rows, 2):
        ordered = {o.row for o in rows[one].outranks} | {o.row for o in rows[other].outranks}
        if members[one] == members[other] and any(members[one]) and not {one, other} & ordered:
            yield "equal-populations", one, other


def key(finding: Finding) -> Key:
    message = finding.message.partition(" for a patient with")[0].partition(" for every patient")[0]
    quoted = re.findall(r"'([^']*)'", message)
    return finding.slug, *(sorted(quoted) if finding.slug == "equal-populations" else quoted)


SLUGS = (
    *("gap", "overlap", "unreachable-node", "unreachable-edge", "contractible-node", "idle-question"),
    *("empty-population", "masked-row", "idle-precedence", "equal-populations"),
)


def side_by_side(graph: DecisionGraph, found: Key) -> bool:
    """Whether the graph puts two equal rows next to each other on purpose."""
    rows = set(found[1:])
    named = {leaf.id: set(leaf.rows) for leaf in graph.leaves.values() if isinstance(leaf, Recommend)}
    groups = list(named.values())
    for node in graph.nodes.values():
        if node.hit_policy == "collect":
            groups.append(set().union(*(named.get(edge.to, set()) for edge in node.edges)))
    return found[0] == "equal-populations" and any(rows <= group for group in groups)


@settings(max_examples=80)
@given(worlds.graphs(exhaustive=False), worlds.rules)
def test_checks_and_brute_force_find_the_same(graph: DecisionGraph, rules: list[Rule]) -> None:
    guideline = worlds.guideline(graph, rules)
    everybody = worlds.complete_patients(guideline.vocabulary)
    if not everybody:
        return
    expected = {*at_nodes(graph, everybody), *at_rows(graph, everybody)}
    expected = {found for found in expected if not side_by_side(graph, found)}
    report = verify(guideline, checks=SLUGS)
    assert {key(finding) for finding in report.findings} == expected


@settings(max_examples=50)
@given(worlds.graphs(exhaustive=False), worlds.rules)
def test_a_witness_shows_the_fault_with_no_fact_too_many(graph: DecisionGraph, rules: list[Rule]) -> None:
    guideline = worlds.guideline(graph, rules)
    space = guideline.space
    everybody = worlds.complete_patients(guideline.vocabulary)
    for finding in verify(guideline, checks=("gap",)).findings:
        assert finding.witness is not None
        facts = finding.witness.facts
        make_patient(space, facts)
        node = graph.nodes[key(finding)[1]]
        faulty = [node.id in visited(graph, f, "q0") and not true_edges(node, f) for f in everybody]
        assert all(bad for bad, f in zip(faulty, everybody, strict=True) if fits(guideline, facts, f))
        assert any(bad for bad, f in zip(faulty, everybody, strict=True) if fits(guideline, facts, f))
        for name in facts:
            fewer = {other: value for other, value in facts.items() if other != name}
            assert not all(bad for bad, f in zip(faulty, everybody, strict=True) if fits(guideline, fewer, f))


def fits(guideline: worlds.Guideline, facts: Facts, patient: Facts) -> bool:
    """Whether a patient is in the cells of some facts."""
    here, there = place(guideline.space, facts), place(guideline.space, patient)
    assert here is not None
    assert there is not None
    return all(a & b for a, b in zip(here, there, strict=True))
