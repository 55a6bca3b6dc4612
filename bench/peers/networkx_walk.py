"""networkx: the graph as a user would build it, each edge with a compiled function of the facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from table import Facts

from decision_graph.graph import DecisionGraph, Recommend
from decision_graph.predicate.terms import Always, And, Compare, Member, Not, Or, Term


def decider(graph: DecisionGraph) -> Callable[[Facts], list[str]]:
    """From the facts of a patient to the rows at the leaves that are reached."""
    drawn = graph.to_networkx()
    for source, _, data in drawn.edges(data=True):
        stated = [edge.when for edge in graph.nodes[source].edges if edge.when is not None]
        when = data["edge"].when
        text = f"not ({' or '.join(map(_python, stated))})" if when is None else _python(when)
        data["holds"] = eval(f"lambda facts: {text}")
    rows = {id: leaf.rows for id, leaf in graph.leaves.items() if isinstance(leaf, Recommend)}

    def decide(facts: Facts) -> list[str]:
        found: list[str] = []
        waiting, seen = [graph.start], {graph.start}
        while waiting:
            here = waiting.pop()
            if drawn.nodes[here]["kind"] == "leaf":
                found += rows.get(here, ())
                continue
            for _, target, data in drawn.out_edges(here, data=True):
                if target not in seen and data["holds"](facts):
                    seen.add(target)
                    waiting.append(target)
        return found

    return decide


def _python(term: Term) -> str:
    match term:
        case Always():
            return "True"
        case Compare(name, operator, value):
            return f"facts[{name!r}] {operator} {value!r}"
        case Member(name, values):
            return f"facts[{name!r}] in {values!r}"
        case Not(inner):
            return f"not ({_python(inner)})"
        case And(terms):
            return " and ".join(f"({_python(part)})" for part in terms)
        case Or(terms):
            return " or ".join(f"({_python(part)})" for part in terms)
        case _:
            assert_never(term)
