"""Graphs that call graphs: the whole guideline against brute force from its entry."""

from __future__ import annotations

import worlds
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from decision_graph.graph import DecisionGraph, DecisionNode, Edge, Guideline, Recommend, See, Silent
from decision_graph.predicate.terms import Compare, Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.verification.agreement import agreement, agreement_of_all
from decision_graph.verification.subject import Subject
from decision_graph.verification.verify import verify
from decision_graph.vocabulary import Rule

Facts = dict[str, Value]


def renamed(graph: DecisionGraph, id: str) -> DecisionGraph:
    """A graph under another id, with rows of its own."""

    def name(row: str) -> str:
        return f"{id}-{row}"

    rows = {
        name(row.id): replace(
            row, id=name(row.id), outranks=tuple(replace(o, row=name(o.row)) for o in row.outranks)
        )
        for row in graph.recommendations.values()
    }
    leaves = {
        leaf.id: replace(leaf, rows=tuple(map(name, leaf.rows))) if isinstance(leaf, Recommend) else leaf
        for leaf in graph.leaves.values()
    }
    return replace(graph, id=id, recommendations=rows, leaves=leaves)


@st.composite
def guidelines(draw: st.DrawFn) -> Guideline:
    """An entry graph that collects or chooses among two other graphs, and may end in silence itself."""
    main = draw(worlds.graphs(exhaustive=True))
    parts = [renamed(main, "main"), renamed(draw(worlds.graphs(exhaustive=True)), "other")]
    leaves = {"a": See("a", "main"), "b": See("b", "other"), "nothing": Silent("nothing", "Nothing is said.")}
    guards = draw(st.lists(worlds.terms, min_size=1, max_size=2))
    collect = draw(st.booleans())
    targets = st.sampled_from(list(leaves))
    edges = [Edge(str(n), term, draw(targets)) for n, term in enumerate(guards if collect else guards[:1])]
    edges.append(Edge("otherwise", None, draw(targets)))
    node = DecisionNode("first", "First?", tuple(edges), "collect" if collect else "unique")
    entry = DecisionGraph("entry", "Entry", "first", {"first": node}, leaves)
    given_facts: dict[str, Value] = draw(st.sampled_from([{}, {"b0": True}]))
    parts[1] = replace(parts[1], given=given_facts)
    base = worlds.guideline(main, draw(worlds.rules))
    return replace(base, graphs={g.id: g for g in (entry, *parts)}, entry="entry")


def walked(guideline: Guideline, facts: Facts) -> dict[str, set[str]]:
    """The graphs that a patient enters, each with the leaves reached there."""
    found: dict[str, set[str]] = {}
    waiting = [guideline.entry]
    while waiting:
        graph = guideline.graphs[waiting.pop()]
        leaves = worlds.plain_walk(graph, facts)
        assert isinstance(leaves, set)
        found[graph.id] = leaves
        waiting += [leaf.graph for id in leaves if isinstance(leaf := graph.leaves[id], See)]
    return found


def refuted(guideline: Guideline, facts: Facts) -> bool:
    """Whether one patient gets another answer from the questions than from all tables entered."""
    entered = walked(guideline, facts)
    rows = {id: row for graph in entered for id, row in guideline.graphs[graph].recommendations.items()}
    matched = {id for id, row in rows.items() if evaluate(row.population, facts) is Truth.TRUE}
    outranked = {
        o.row
        for id in matched
        for o in rows[id].outranks
        if o.when is None or evaluate(o.when, facts) is Truth.TRUE
    }
    leaves = [guideline.graphs[graph].leaves[id] for graph, ids in entered.items() for id in ids]
    reached = {row for leaf in leaves if isinstance(leaf, Recommend) for row in leaf.rows}
    silent = any(isinstance(leaf, Silent) for leaf in leaves)
    return reached != matched - outranked or (silent and bool(matched))


@settings(max_examples=60)
@given(guidelines())
def test_the_whole_is_proved_from_its_entry(guideline: Guideline) -> None:
    everybody = worlds.complete_patients(guideline.vocabulary)
    subject = Subject(guideline)
    for id, graph in guideline.graphs.items():
        able = [f for f in everybody if all(f[name] == value for name, value in graph.given.items())]
        assert agreement(subject.graphs[id]).patients >= bool(able)
    found = agreement_of_all(subject)
    assert (found.bad != 0) == any(refuted(guideline, facts) for facts in everybody)


@settings(max_examples=60)
@given(guidelines())
def test_strangers_are_found_at_the_door(guideline: Guideline) -> None:
    everybody = worlds.complete_patients(guideline.vocabulary)
    entered = [(facts, walked(guideline, facts)) for facts in everybody]
    wrong = any(
        "other" in graphs and guideline.graphs["other"].given.items() - facts.items()
        for facts, graphs in entered
    )
    never = {id for id in guideline.graphs if not any(id in graphs for _, graphs in entered)}
    report = verify(guideline, checks=("wrong-entrance", "unreachable-graph"))
    assert any(finding.slug == "wrong-entrance" for finding in report.findings) == wrong
    assert {finding.graph for finding in report.findings if finding.slug == "unreachable-graph"} == never


@given(worlds.graphs(exhaustive=False), worlds.rules)
def test_the_patients_that_are_counted_are_those_that_can_be_told_apart(
    graph: DecisionGraph, rules: list[Rule]
) -> None:
    guideline = worlds.guideline(graph, rules)
    subject = Subject(guideline).graphs["main"]
    axes = [subject.diagrams.space.axes[axis] for axis in sorted(subject.mentioned)]
    everybody = worlds.complete_patients(guideline.vocabulary)
    names = [axis.attribute.name for axis in axes]
    distinct = {tuple(a.bit(f[n]) for a, n in zip(axes, names, strict=True)) for f in everybody}
    assert agreement(subject).patients == len(distinct)


def test_precedence_works_across_graphs_that_are_entered_together() -> None:
    """A row of one graph outranks a row of another only for those who enter both."""
    yes = Compare("b0", "==", True)
    row = worlds._row
    first = DecisionGraph(
        "first",
        "First",
        "x",
        {},
        {"x": Recommend("x", ("x",))},
        {"x": row("x", Compare("b1", "==", True), ())},
    )
    second = DecisionGraph(
        "second",
        "Second",
        "q",
        {
            "q": DecisionNode(
                "q", "Q?", (Edge("yes", Compare("b1", "==", True), "quiet"), Edge("no", None, "y"))
            )
        },
        {"y": Recommend("y", ("y",)), "quiet": Silent("quiet", "Nothing.")},
        {"y": row("y", Compare("b1", "==", False), ())},
    )
    node = DecisionNode(
        "both", "Both?", (Edge("b1", Compare("b1", "==", True), "a"), Edge("b0", yes, "b")), "collect"
    )
    entry = DecisionGraph(
        "entry", "Entry", "both", {"both": node}, {"a": See("a", "first"), "b": See("b", "second")}
    )
    base = worlds.guideline(first, [])
    guideline = replace(base, graphs={"entry": entry, "first": first, "second": second}, entry="entry")
    # With b1 the first graph recommends x and the second is silent at the same time.
    report = verify(guideline, checks=("encodings-disagree",))
    (whole,) = [f for f in report.findings if f.message.startswith("from the entry")]
    assert "end in silence, but the populations lead to a row elsewhere" in whole.message
    assert whole.witness is not None
    assert whole.witness.facts == {"b0": True, "b1": True}
