"""Random small worlds: vocabularies with rules, predicates over them, patients, and whole guidelines.

A world is small enough that every complete patient can be listed, which makes plain enumeration the
oracle for everything that the program decides by regions.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import msgspec
from hypothesis import strategies as st

from decision_graph.graph import (
    Cell,
    DecisionGraph,
    DecisionNode,
    Edge,
    Guideline,
    Leaf,
    Option,
    Outranks,
    Provenance,
    Recommend,
    Recommendation,
    Silent,
    Source,
    Tier,
)
from decision_graph.predicate.terms import Always, Compare, Member, Not, Term, Value, conjunction, disjunction
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.vocabulary import Attribute, Choice, Intervention, Rule, Vocabulary

ATTRIBUTES = {
    a.name: a
    for a in (
        Attribute("b0", "boolean", ask="B0?", label="b0", obtained="history"),
        Attribute("b1", "boolean", ask="B1?", label="b1", obtained="history"),
        Attribute("b2", "boolean", ask="B2?", label="b2", obtained="biopsy"),
        Attribute(
            "e", "enum", "E?", "e", "history", choices=tuple(Choice(v, v) for v in ("x", "y", "not_known"))
        ),
        Attribute(
            "n", "decimal", ask="N?", label="n", obtained="history", minimum=0, maximum=9, unit="months"
        ),
        Attribute("i", "integer", ask="I?", label="i", obtained="history", minimum=0, maximum=4),
        Attribute(
            "tier", "enum", "Tier?", "tier", "history", choices=(Choice("low", "low"), Choice("high", "high"))
        ),
    )
}
NUMBERS = {"n": (0, 2.5, 4, 9), "i": (0, 1, 3, 4)}
PROBES: dict[str, tuple[Value, ...]] = {
    "b0": (False, True),
    "b1": (False, True),
    "b2": (False, True),
    "e": ("x", "y", "not_known"),
    # Every constant that a term may mention, and a value in each gap.
    "n": (0, 1, 2.5, 3, 4, 6.5, 9),
    "i": (0, 1, 2, 3, 4),
}

booleans = st.sampled_from(["b0", "b1", "b2"])


@st.composite
def atoms(draw: st.DrawFn) -> Term:
    """One comparison of the world's attributes."""
    match draw(st.sampled_from("bbei n".replace(" ", ""))):
        case "b":
            return Compare(draw(booleans), "==", draw(st.booleans()))
        case "e":
            values = draw(
                st.lists(st.sampled_from(["x", "y", "not_known"]), min_size=1, max_size=2, unique=True)
            )
            return Member("e", tuple(values)) if len(values) > 1 else Compare("e", "==", values[0])
        case name:
            operator = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
            return Compare(name, operator, draw(st.sampled_from(NUMBERS[name])))  # type: ignore[arg-type]


terms = st.recursive(
    atoms(),
    lambda inner: st.one_of(
        st.builds(conjunction, inner, inner),
        st.builds(disjunction, inner, inner),
        st.builds(Not, inner),
    ),
    max_leaves=5,
)

rules = st.lists(st.builds(lambda a, b: Rule(a, b, f"rule about {a} and {b}"), atoms(), terms), max_size=3)


def vocabulary(rules_: list[Rule]) -> Vocabulary:
    """The world's attributes under some rules."""
    interventions = {id: Intervention(id, "drug", name=id, short=id) for id in ("drug", "other")}
    return Vocabulary(ATTRIBUTES, tuple(rules_), interventions, ("history", "biopsy"), ("drug",))


def complete_patients(
    vocabulary_: Vocabulary, facts_: Mapping[str, Value] | None = None
) -> list[dict[str, Value]]:
    """Every complete patient with some facts that no rule excludes, up to values that no term tells apart."""
    given = {name: (value,) for name, value in (facts_ or {}).items()}
    every = (dict(zip(PROBES, values, strict=True)) for values in product(*{**PROBES, **given}.values()))
    return [facts for facts in every if allowed(vocabulary_, facts)]


def allowed(vocabulary_: Vocabulary, facts: dict[str, Value]) -> bool:
    """Whether complete facts break no rule."""
    return all(
        evaluate(rule.when, facts) is Truth.FALSE or evaluate(rule.then, facts) is Truth.TRUE
        for rule in vocabulary_.rules
    )


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Value]:
    """Some facts, not necessarily consistent with any rule."""
    names = draw(st.lists(st.sampled_from(list(PROBES)), unique=True))
    return {name: draw(st.sampled_from(PROBES[name])) for name in names}


@st.composite
def graphs(draw: st.DrawFn, *, exhaustive: bool = True) -> DecisionGraph:
    """A random acyclic graph: unique and collect nodes, joins, re-tested attributes, silent leaves.

    Args:
        exhaustive: give every node an `otherwise`, and let `unique` nodes never overlap.
    """
    count = draw(st.integers(1, 5))
    leaves: dict[str, Leaf] = {f"r{k}": Recommend(f"r{k}", (f"r{k}",)) for k in range(3)}
    leaves["silent"] = Silent("silent", "Nothing is said.")
    leaves["both"] = Recommend("both", ("r0", "r1"))
    nodes: dict[str, DecisionNode] = {}
    for k in range(count):
        targets = [f"q{j}" for j in range(k + 1, count)] + list(leaves)
        collect = draw(st.booleans())
        guards = draw(st.lists(terms, min_size=1, max_size=2))
        if exhaustive and not collect:
            guards = guards[:1]
        edges = [Edge(str(n), term, draw(st.sampled_from(targets))) for n, term in enumerate(guards)]
        if exhaustive:
            edges.append(Edge("otherwise", None, draw(st.sampled_from(targets))))
        nodes[f"q{k}"] = DecisionNode(
            f"q{k}", f"Question {k}?", tuple(edges), "collect" if collect else "unique"
        )
    populations = draw(st.lists(terms, min_size=3, max_size=3))
    rows = {f"r{k}": _row(f"r{k}", populations[k], draw(_outranks(k))) for k in range(3)}
    return DecisionGraph("main", "Main", "q0", nodes, leaves, rows, tiers=("low", "high"))


def faithful(graph: DecisionGraph) -> DecisionGraph:
    """The same table, asked by one question that agrees with it for everybody."""
    rows = graph.recommendations
    edges = []
    for id, row in rows.items():
        above = [
            conjunction(other.population, *([o.when] if o.when is not None else []))
            for other in rows.values()
            for o in other.outranks
            if o.row == id
        ]
        leads = conjunction(row.population, Not(disjunction(*above))) if above else row.population
        edges.append(Edge(id, leads, id))
    edges.append(Edge("none", None, "silent"))
    node = DecisionNode("q0", "Which rows?", tuple(edges), "collect")
    leaves: dict[str, Leaf] = {**graph.leaves, **{id: Recommend(id, (id,)) for id in rows}}
    return msgspec.structs.replace(graph, nodes={"q0": node}, leaves=leaves, start="q0")


@st.composite
def agreeing_graphs(draw: st.DrawFn) -> DecisionGraph:
    """A random graph whose table is written off it, with one more row that others always outrank."""
    graph = draw(graphs())
    leaves = {id: leaf for id, leaf in graph.leaves.items() if id != "silent"}
    leaves["silent"] = Recommend("silent", ("r2",))
    who = _conditions(graph)
    rows: dict[str, Recommendation] = {}
    for id in ("r0", "r1", "r2"):
        reaching = [
            who[leaf.id] for leaf in leaves.values() if isinstance(leaf, Recommend) and id in leaf.rows
        ]
        rows[id] = _row(id, disjunction(*reaching), ())
    above = draw(st.lists(st.sampled_from(list(rows)), min_size=1, unique=True))
    below = disjunction(*(rows[id].population for id in above))
    for id in above:
        rows[id] = replaced(rows[id], outranks=(Outranks("r3", "it is said so"),))
    rows["r3"] = _row("r3", below, ())
    return replaced(graph, leaves=leaves, recommendations=rows)


def _conditions(graph: DecisionGraph) -> dict[str, Term]:
    """For each node and leaf who comes there, as a predicate."""
    never: Term = Not(Always())
    found: dict[str, Term] = dict.fromkeys((*graph.nodes, *graph.leaves), never)
    found[graph.start] = Always()
    for id in graph.order:
        node = graph.nodes.get(id)
        for edge in node.edges if node else ():
            stated = [other.when for other in node.edges if other.when is not None] if node else []
            holds = Not(disjunction(*stated)) if edge.when is None else edge.when
            found[edge.to] = disjunction(found[edge.to], conjunction(found[id], holds))
    return found


@st.composite
def _outranks(draw: st.DrawFn, k: int) -> tuple[Outranks, ...]:
    """Precedence over later rows only, so that it has no cycle."""
    below = [f"r{j}" for j in range(k + 1, 3)]
    chosen = draw(st.lists(st.sampled_from(below), unique=True)) if below else []
    return tuple(Outranks(id, "it is said so", draw(st.none() | terms)) for id in chosen)


def _row(id: str, population: Term, outranks: tuple[Outranks, ...]) -> Recommendation:
    cells = {"low": Cell((Option((("drug",),)),)), "high": Cell((Option((("other",),)),))}
    return Recommendation(id, f"Row {id}", "Section", population, cells, Source(1, id, (1, 2)), outranks)


def guideline(graph: DecisionGraph, rules_: list[Rule]) -> Guideline:
    """A guideline of one graph."""
    return Guideline(
        id="world",
        title="A random world",
        version="1",
        provenance=Provenance("Nobody", "Nothing", "None"),
        disclaimer="Not for patients.",
        vocabulary=vocabulary(rules_),
        tiers=(Tier("low", "Low", "1"), Tier("high", "High", "2")),
        notes={},
        graphs={graph.id: graph},
        entry=graph.id,
        tier="tier",
    )


def plain_walk(graph: DecisionGraph, facts_: dict[str, Value]) -> set[str] | str:
    """The leaves that a complete patient reaches, by the definition; or "gap" or "overlap"."""
    leaves: set[str] = set()
    pending = [graph.start]
    while pending:
        id = pending.pop()
        node = graph.nodes.get(id)
        if node is None:
            leaves.add(id)
            continue
        true = [e for e in node.edges if e.when is not None and evaluate(e.when, facts_) is Truth.TRUE]
        if not true:
            true = [e for e in node.edges if e.when is None]
        if not true:
            return "gap"
        if len(true) > 1 and node.hit_policy == "unique":
            return "overlap"
        pending += [e.to for e in true]
    return leaves


def plain_rows(graph: DecisionGraph, facts_: dict[str, Value]) -> tuple[set[str], set[str]]:
    """The matched and the leading rows of a complete patient, by the definition."""
    rows = graph.recommendations
    matched = {id for id, row in rows.items() if evaluate(row.population, facts_) is Truth.TRUE}
    outranked = {
        o.row
        for id in matched
        for o in rows[id].outranks
        if o.when is None or evaluate(o.when, facts_) is Truth.TRUE
    }
    return matched, matched - outranked


replaced = msgspec.structs.replace
