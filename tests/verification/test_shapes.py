"""Every shape of a graph: unique and collect questions, joins, calls, and attributes asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
import worlds
from hypothesis import find, settings
from msgspec.structs import replace

from decision_graph.graph import DecisionGraph, DecisionNode, Edge, Guideline, Leaf, Recommend, See
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import Compare, Not, Term, Value, attributes
from decision_graph.traversal.answer import query
from decision_graph.traversal.walk import walk
from decision_graph.verification.verify import verify

B0, B1 = Compare("b0", "==", True), Compare("b1", "==", True)


def policies(graph: DecisionGraph) -> set[str]:
    return {graph.nodes[id].hit_policy for id in graph.order if id in graph.nodes}


def joins(graph: DecisionGraph) -> bool:
    """Whether two questions that can be met lead to the same place."""
    reached = [graph.nodes[id] for id in graph.order if id in graph.nodes]
    ways = Counter(to for node in reached for to in {edge.to for edge in node.edges})
    return any(count > 1 and id in graph.nodes for id, count in ways.items())


def asks_again(graph: DecisionGraph) -> bool:
    """Whether some path asks about an attribute twice."""
    asked: dict[str, set[str]] = {id: set() for id in graph.order}
    for id in graph.order:
        if id not in graph.nodes:
            continue
        node = graph.nodes[id]
        names = {name for edge in node.edges if edge.when is not None for name in attributes(edge.when)}
        if asked[id] & names:
            return True
        for edge in node.edges:
            asked[edge.to] |= asked[id] | names
    return False


@pytest.mark.parametrize(
    "shape",
    [
        lambda graph: policies(graph) == {"unique", "collect"},
        lambda graph: joins(graph) and "collect" in policies(graph),
        lambda graph: joins(graph) and asks_again(graph),
    ],
    ids=["unique-and-collect", "joins", "asked-again"],
)
def test_the_random_worlds_have_every_shape(shape: Callable[[DecisionGraph], bool]) -> None:
    """What the proof, the checks, z3 and the walk are compared on."""
    find(worlds.graphs(), shape, settings=settings(max_examples=2000))


def graph(nodes: list[DecisionNode], rows: dict[str, Term], id: str = "main") -> DecisionGraph:
    leaves: dict[str, Leaf] = {name: Recommend(name, (name,)) for name in rows}
    table = {name: worlds._row(name, population, ()) for name, population in rows.items()}
    return DecisionGraph(id, id, nodes[0].id, {n.id: n for n in nodes}, leaves, table, tiers=("low", "high"))


def asked(id: str, when: Term, yes: str, no: str) -> DecisionNode:
    return DecisionNode(id, f"{id}?", (Edge("yes", when, yes), Edge("no", None, no)))


def slugs(guideline: Guideline) -> set[str]:
    return {finding.slug for finding in verify(guideline).findings if finding.slug in CHECKED}


CHECKED = {"gap", "overlap", "unreachable-edge", "unreachable-node", "encodings-disagree"}


def reached(guideline: Guideline, facts: dict[str, Value]) -> set[str]:
    return {a.leaf.id for a in walk(guideline, make_patient(guideline.space, facts)).arrivals}


@pytest.mark.parametrize(
    ("first", "second", "facts"),
    [
        (B0, B0, {}),
        (Compare("n", "<", 4), Compare("n", "<=", 6.5), {}),
        (Compare("e", "==", "x"), Not(Compare("e", "==", "y")), {"b1": True}),
    ],
    ids=["boolean", "number", "enum"],
)
def test_a_path_that_contradicts_itself_is_pruned(first: Term, second: Term, facts: dict[str, Value]) -> None:
    """After the first answer the second question has one left: nobody comes to `never`."""
    nodes = [asked("q0", first, "q1", "other"), asked("q1", second, "same", "never")]
    pruned = graph(nodes, {"same": first, "other": Not(first), "never": B1})
    pruned = replace(
        pruned, recommendations={id: row for id, row in pruned.recommendations.items() if id != "never"}
    )
    leaves: dict[str, Leaf] = {**pruned.leaves, "never": Recommend("never", ())}
    guideline = worlds.guideline(replace(pruned, leaves=leaves), [])
    assert slugs(guideline) == {"unreachable-edge", "unreachable-node"}
    assert reached(guideline, facts) == {"same", "other"}
    assert set(query(guideline, {**facts, "tier": "low"}).possible) == {"same", "other"}


def test_a_join_is_met_once_and_keeps_who_came_which_way() -> None:
    """Both ways lead to `q3`, which asks about the first answer again and still knows it."""
    nodes = [
        asked("q0", B0, "q1", "q2"),
        asked("q1", B1, "q3", "one"),
        asked("q2", B1, "q3", "two"),
        asked("q3", B0, "three", "four"),
    ]
    both, neither = (Compare("b0", "==", True), Compare("b1", "==", True)), (Not(B0), Not(B1))
    rows = {
        "one": worlds.conjunction(both[0], neither[1]),
        "two": worlds.conjunction(*neither),
        "three": worlds.conjunction(*both),
        "four": worlds.conjunction(neither[0], both[1]),
    }
    guideline = worlds.guideline(graph(nodes, rows), [])
    assert slugs(guideline) == set()
    assert reached(guideline, {"b1": True}) == {"three", "four"}
    assert reached(guideline, {"b0": False}) == {"two", "four"}
    visits = walk(guideline, make_patient(guideline.space, {})).visits
    assert [visit.node.id for visit in visits].count("q3") == 1


def test_a_graph_that_is_called_twice_serves_both_callers() -> None:
    """A collect node whose answers call two graphs, one of which calls the other."""
    inner = graph([asked("i", B1, "yes", "no")], {"yes": B1, "no": Not(B1)}, "inner")
    middle = replace(
        graph([asked("m", B0, "call", "plain")], {"plain": Not(B0)}, "middle"),
        leaves={"call": See("call", "inner"), "plain": Recommend("plain", ("plain",))},
    )
    node = DecisionNode(
        "first",
        "First?",
        (Edge("b0", B0, "to_inner"), Edge("always", worlds.conjunction(), "to_middle")),
        "collect",
    )
    leaves: dict[str, Leaf] = {"to_inner": See("to_inner", "inner"), "to_middle": See("to_middle", "middle")}
    entry = DecisionGraph("entry", "entry", "first", {"first": node}, leaves)
    base = worlds.guideline(inner, [])
    guideline = replace(base, graphs={g.id: g for g in (entry, middle, inner)}, entry="entry")
    assert slugs(guideline) == set()
    for facts, rows in (
        ({"b0": True, "b1": True}, {"yes"}),
        ({"b0": True, "b1": False}, {"no"}),
        ({"b0": False, "b1": True}, {"plain"}),
    ):
        answer = query(guideline, {**facts, "tier": "low"})
        assert {row.row.id for row in answer.rows} == rows
