"""The proof against z3, an independent solver: random graphs whose attributes it knows as numbers."""

from __future__ import annotations

import worlds
import z3
from hypothesis import given, settings

from decision_graph.graph import DecisionGraph, DecisionNode, Recommend, Silent
from decision_graph.predicate.terms import Always, And, Compare, Member, Not, Or, Term, Value
from decision_graph.verification.verify import verify
from decision_graph.vocabulary import Rule, domain

_SORTS = {"boolean": z3.Bool, "enum": z3.Int, "integer": z3.Int, "decimal": z3.Real}
PATIENT = {a.name: _SORTS[a.kind](a.name) for a in worlds.ATTRIBUTES.values()}


def formula(term: Term) -> z3.BoolRef:
    match term:
        case Always():
            return z3.BoolVal(True)
        case Compare(name, operator, value):
            one, other = PATIENT[name], literal(name, value)
            # z3 has no dictionary of operators, but overloads them all.
            return {
                "==": one == other,
                "!=": one != other,
                **({} if isinstance(value, bool | str) else ordered(one, other)),
            }[operator]
        case Member(name, values):
            return z3.Or(*(PATIENT[name] == literal(name, value) for value in values))
        case Not(inner):
            return z3.Not(formula(inner))
        case And(terms):
            return z3.And(*map(formula, terms))
        case Or(terms):
            return z3.Or(*map(formula, terms))
    raise AssertionError(term)


def ordered(one: z3.ArithRef, other: z3.ArithRef) -> dict[str, z3.BoolRef]:
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}


def literal(name: str, value: Value) -> z3.ExprRef:
    if isinstance(value, str):
        return z3.IntVal(domain(worlds.ATTRIBUTES[name]).index(value))
    return z3.BoolVal(value) if isinstance(value, bool) else z3.RealVal(str(value))


def allowed(rules: list[Rule]) -> z3.BoolRef:
    """The bounds of the attributes, and the rules."""
    bounds = []
    for attribute in worlds.ATTRIBUTES.values():
        known = PATIENT[attribute.name]
        if attribute.kind == "enum":
            bounds += [known >= 0, known < len(attribute.choices)]
        elif attribute.kind != "boolean":
            bounds += [known >= attribute.minimum, known <= attribute.maximum]
    return z3.And(*bounds, *(z3.Implies(formula(rule.when), formula(rule.then)) for rule in rules))


def answers(node: DecisionNode) -> list[z3.BoolRef]:
    stated = [formula(edge.when) for edge in node.edges if edge.when is not None]
    otherwise = z3.Not(z3.Or(*stated))
    return [otherwise if edge.when is None else formula(edge.when) for edge in node.edges]


def arrivals(graph: DecisionGraph) -> dict[str, z3.BoolRef]:
    found = {id: [z3.BoolVal(id == graph.start)] for id in graph.order}
    for id in graph.order:
        if id in graph.nodes:
            node = graph.nodes[id]
            for edge, true in zip(node.edges, answers(node), strict=True):
                found[edge.to].append(z3.And(*[z3.Or(*found[id])], true))
    return {id: z3.Or(*ways) for id, ways in found.items()}


def possible(*formulas: z3.BoolRef) -> bool:
    solver = z3.Solver()
    solver.add(*formulas)
    found = solver.check()
    assert found != z3.unknown
    return bool(found == z3.sat)


def refuted(graph: DecisionGraph, rules: z3.BoolRef) -> bool:
    """Whether z3 finds a patient at a faulty question, or one for whom the two encodings differ."""
    at = arrivals(graph)
    faults = []
    for node in graph.nodes.values():
        if node.id in at:
            true = answers(node)
            faults.append(z3.And(at[node.id], z3.Not(z3.Or(*true))))
            if node.hit_policy == "unique":
                faults.append(z3.And(at[node.id], z3.Not(z3.AtMost(*true, 1))))
    rows = graph.recommendations
    matched = {id: formula(row.population) for id, row in rows.items()}
    for id in rows:
        above = [
            z3.And(matched[other.id], z3.BoolVal(True) if o.when is None else formula(o.when))
            for other in rows.values()
            for o in other.outranks
            if o.row == id
        ]
        leading = z3.And(matched[id], z3.Not(z3.Or(*above)))
        named = [leaf.id for leaf in graph.leaves.values() if isinstance(leaf, Recommend) and id in leaf.rows]
        faults.append(z3.Or(*(at[leaf] for leaf in named if leaf in at)) != leading)
    silent = [at[leaf.id] for leaf in graph.leaves.values() if isinstance(leaf, Silent) and leaf.id in at]
    faults.append(z3.And(z3.Or(*silent), z3.Or(*matched.values())))
    return possible(rules, z3.Or(*faults))


@settings(max_examples=60)
@given(worlds.graphs(exhaustive=False), worlds.rules)
def test_the_proof_and_z3_give_one_verdict(graph: DecisionGraph, rules: list[Rule]) -> None:
    report = verify(worlds.guideline(graph, rules), checks=("gap", "overlap", "encodings-disagree"))
    assert bool(report.findings) == refuted(graph, allowed(rules))


@settings(max_examples=40)
@given(worlds.graphs(exhaustive=False), worlds.rules)
def test_the_checks_of_a_node_and_z3_agree(graph: DecisionGraph, rules: list[Rule]) -> None:
    limits, at = allowed(rules), arrivals(graph)
    expected = set()
    for id in graph.order:
        if not possible(limits, at[id]):
            expected.add(("unreachable-node", id))
        elif id in graph.nodes:
            node = graph.nodes[id]
            true = answers(node)
            if possible(limits, at[id], z3.Not(z3.Or(*true))):
                expected.add(("gap", id))
            pairs = [z3.And(a, b) for place, b in enumerate(true) for a in true[:place]]
            if node.hit_policy == "unique" and possible(limits, at[id], z3.Or(*pairs)):
                expected.add(("overlap", id))
            if any(not possible(limits, at[id], answer) for answer in true):
                expected.add(("unreachable-edge", id))
    slugs = ("unreachable-node", "gap", "overlap", "unreachable-edge")
    report = verify(worlds.guideline(graph, rules), checks=slugs)
    found = {(f.slug, min(id for id in graph.order if f"'{id}'" in f.message)) for f in report.findings}
    assert found == expected
