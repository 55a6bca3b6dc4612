"""Random pairs of guidelines that use everything an answer can depend on, and their answers by definition."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import worlds
from hypothesis import strategies as st
from msgspec.structs import replace

from decision_graph import GraphError, query
from decision_graph.graph import (
    Cell,
    DecisionGraph,
    DecisionNode,
    Edge,
    Guideline,
    Leaf,
    Option,
    OutOfScope,
    Outranks,
    Recommend,
    Recommendation,
    See,
    Silent,
    Source,
)
from decision_graph.predicate.terms import Compare, Term, Value
from decision_graph.vocabulary import Attribute, Choice, Condition, Intervention, Rule, Vocabulary

BOOLEANS = ("b0", "b1", "drug_available")
PROBES: dict[str, tuple[Value, ...]] = {
    **dict.fromkeys(BOOLEANS, (False, True)),
    "e": ("x", "y", "z"),
    "n": (0, 1, 2.5, 6, 9),
    "tier": ("low", "high"),
}
"""A value in each cell that the constants below make."""


def _attributes(choices: tuple[str, ...], low: float) -> dict[str, Attribute]:
    found = [Attribute(name, "boolean", f"{name}?", name, "history") for name in BOOLEANS]
    found.append(Attribute("e", "enum", "E?", "e", "history", choices=tuple(Choice(v, v) for v in choices)))
    found.append(Attribute("n", "decimal", "N?", "n", "history", minimum=low, maximum=9, unit="months"))
    tiers = (Choice("low", "low"), Choice("high", "high"))
    found.append(Attribute("tier", "enum", "Tier?", "tier", "history", choices=tiers))
    return {attribute.name: attribute for attribute in found}


@st.composite
def _atoms(draw: st.DrawFn) -> Term:
    match draw(st.sampled_from("bben")):
        case "b":
            return Compare(draw(st.sampled_from(BOOLEANS)), "==", draw(st.booleans()))
        case "e":
            return Compare("e", draw(st.sampled_from(["==", "!="])), draw(st.sampled_from("xy")))  # type: ignore[arg-type]
        case _:
            return Compare("n", draw(st.sampled_from(["<", ">=", "=="])), 2.5)  # type: ignore[arg-type]


_terms = st.recursive(
    _atoms(),
    lambda inner: st.one_of(
        st.builds(worlds.conjunction, inner, inner), st.builds(worlds.disjunction, inner, inner)
    ),
    max_leaves=3,
)
_conditions = st.lists(st.builds(Condition, _terms, st.just("a reason")), max_size=1).map(tuple)
_gives = st.sampled_from([(("drug",),), (("drug", "other"),), (("other",), ("care",)), (("care",),)])


@st.composite
def _options(draw: st.DrawFn) -> tuple[Option, ...]:
    ranked = draw(st.booleans())
    return tuple(
        Option(draw(_gives), when=draw(st.none() | _terms), rank=place if ranked else None)
        for place in range(1, draw(st.integers(0, 2)) + 1)
    )


@st.composite
def _rows(draw: st.DrawFn, prefix: str) -> dict[str, Recommendation]:
    rows = {}
    for k in range(2):
        below = [f"{prefix}{j}" for j in range(k + 1, 2)]
        rows[f"{prefix}{k}"] = Recommendation(
            f"{prefix}{k}",
            draw(st.sampled_from(["A title", "Another title"])),
            "Section",
            draw(_terms),
            {"low": Cell(draw(_options())), "high": Cell(draw(_options()))},
            Source(1, f"{prefix}{k}", (1, 2)),
            tuple(
                Outranks(id, "it is said", draw(st.none() | _terms)) for id in below if draw(st.booleans())
            ),
            draw(_conditions),
            draw(_conditions),
        )
    return rows


@st.composite
def _graphs(draw: st.DrawFn, id: str, further: tuple[Leaf, ...]) -> DecisionGraph:
    rows = draw(_rows(id[0]))
    leaves: dict[str, Leaf] = {leaf.id: leaf for leaf in further}
    leaves |= {row: Recommend(row, (row,)) for row in rows}
    leaves["silent"] = Silent(
        "silent", draw(st.sampled_from(["Nothing.", "Nothing at all."])), (id[0] + "0",)
    )
    leaves["beyond"] = OutOfScope("beyond", "Not here.")
    count = draw(st.integers(1, 2))
    nodes = {}
    for k in range(count):
        targets = [f"q{j}" for j in range(k + 1, count)] + list(leaves)
        edges = [Edge("yes", draw(_terms), draw(st.sampled_from(targets)))]
        edges.append(Edge("no", draw(st.none() | _terms), draw(st.sampled_from(targets))))
        nodes[f"q{k}"] = DecisionNode(
            f"q{k}", "Q?", tuple(edges), draw(st.sampled_from(["unique", "collect"]))
        )
    tiers = draw(st.sampled_from([("low", "high"), ("low", "high"), ("low",)]))
    return DecisionGraph(id, id, "q0", nodes, leaves, rows, tiers, {}, draw(_conditions))


@st.composite
def _graphs_of_rows(draw: st.DrawFn, id: str, further: tuple[Leaf, ...]) -> DecisionGraph:
    """A graph that agrees with its table, as most files do: each row is asked for by its population."""
    graph = draw(_graphs(id, further))
    rows = graph.recommendations.values()
    targets = [Edge(leaf.id, draw(_terms), leaf.id) for leaf in further]
    edges = [Edge(row.id, row.population, row.id) for row in rows]
    edges.append(Edge("none", None, "silent"))
    node = DecisionNode("q0", "Q?", (*targets, *edges), "collect")
    rows_ = {row.id: replace(row, outranks=()) for row in rows}
    return replace(graph, nodes={"q0": node}, recommendations=rows_)


@st.composite
def guidelines(draw: st.DrawFn) -> Guideline:
    """A guideline of two graphs, the second called from the first."""
    make = draw(st.sampled_from([_graphs, _graphs_of_rows]))
    other = draw(make("other", ()))
    main = draw(make("main", (See("go", "other"),)))
    choices = draw(st.sampled_from([("x", "y", "z"), ("x", "y", "z"), ("x", "y")]))
    rules = draw(st.lists(st.builds(Rule, _atoms(), _atoms(), st.just("a rule")), max_size=1))
    kinds = {
        "drug": Intervention("drug", "drug", "drug", "drug", ("class",)),
        "class": Intervention("class", "drug", "class", "class", (), draw(_conditions), draw(_conditions)),
        "other": Intervention("other", "drug", "other", "other", (), draw(_conditions)),
        "care": Intervention("care", "drug", "care", "care"),
    }
    low = draw(st.sampled_from([0, 0, 1]))
    vocabulary = Vocabulary(_attributes(choices, low), tuple(rules), kinds, ("history",), ("drug",))
    whole = worlds.guideline(main, [])
    return replace(whole, vocabulary=vocabulary, graphs={"main": main, "other": other})


@st.composite
def versions(draw: st.DrawFn) -> tuple[Guideline, Guideline]:
    """Two versions: the second takes some parts from another guideline."""
    old, other = draw(guidelines()), draw(guidelines())
    rows = {
        id: draw(st.sampled_from([row, other.graphs["main"].recommendations[id]]))
        for id, row in old.graphs["main"].recommendations.items()
    }
    main = replace(draw(st.sampled_from([old, other])).graphs["main"], recommendations=rows)
    vocabulary = draw(st.sampled_from([old, old, other])).vocabulary
    graphs = {"main": main, "other": draw(st.sampled_from([old, old, other])).graphs["other"]}
    return old, replace(old, vocabulary=vocabulary, graphs=graphs)


@cache
def everybody() -> tuple[dict[str, Value], ...]:
    """Every complete patient that some version may allow."""
    return tuple(dict(zip(PROBES, values, strict=True)) for values in product(*PROBES.values()))


def allowed(guideline: Guideline, facts: dict[str, Value]) -> bool:
    """Whether a version takes the facts of a complete patient."""
    choices = {choice.value for choice in guideline.vocabulary.attributes["e"].choices}
    low = guideline.vocabulary.attributes["n"].minimum
    assert low is not None
    in_range = facts["e"] in choices and float(facts["n"]) >= low
    return in_range and worlds.allowed(guideline.vocabulary, facts)


def said(guideline: Guideline, facts: dict[str, Value], silences: dict[tuple[str, str], str]) -> Any:
    """What `query` answers to a complete patient.

    Args:
        guideline: one version.
        facts: complete.
        silences: the words of silent leaves of the other version, by graph and leaf, which count as the
            words of this one.
    """
    try:
        answer = query(guideline, facts)
    except GraphError:
        return "no answer"
    if answer.status == "silent" and any("column" in words for words in answer.says):
        return "no such tier"
    kind = "rows" if answer.status in ("decided", "open") else answer.status
    says = set(answer.says)
    if kind == "silent":
        leaves = [(a.graph, a.leaf) for a in answer.trace.arrivals if isinstance(a.leaf, Silent)]
        says = {silences.get((graph, leaf.id), leaf.text) for graph, leaf in leaves}
    rows = {}
    for row in (*answer.rows, *answer.also_consider):
        standing = row.standing if row in answer.rows else "also_consider"
        options = [(o.option.give, o.option.rank, o.standing, sorted(set(o.cautions))) for o in row.options]
        beside = {c.why for c in (*row.contested, *row.remarks)}
        rows[row.row.id] = (standing, sorted(row.outranked_by), sorted(options, key=repr), beside)
    return kind, says, set(answer.nearest), rows


def silences(guideline: Guideline) -> dict[tuple[str, str], str]:
    """The words of every silent leaf."""
    leaves = [(g.id, leaf) for g in guideline.graphs.values() for leaf in g.leaves.values()]
    return {(graph, leaf.id): leaf.text for graph, leaf in leaves if isinstance(leaf, Silent)}
