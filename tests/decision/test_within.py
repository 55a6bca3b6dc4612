"""A form for one patient says of that patient what the form of the whole guideline says."""

from __future__ import annotations

import worlds
from hypothesis import assume, given, settings

from decision_graph.decision import Compiled, compiled, compiled_for, consistent, possibilities, ways
from decision_graph.decision.compile import make_form
from decision_graph.diagnostics import GraphError
from decision_graph.graph import DecisionGraph
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import Value
from decision_graph.vocabulary import Rule


@settings(max_examples=60)
@given(worlds.graphs(exhaustive=False), worlds.rules, worlds.facts())
def test_a_form_within_a_region_agrees_there(
    graph: DecisionGraph, rules: list[Rule], facts: dict[str, Value]
) -> None:
    guideline = worlds.guideline(graph, rules)
    try:
        region = make_patient(guideline.space, facts).region
    except GraphError:
        assume(False)
    whole, own = compiled(guideline), Compiled(guideline, make_form(guideline, region))
    assume(consistent(whole, region))
    mine, all_of_them = possibilities(own, region), possibilities(whole, region)
    assert set(mine.outcomes) == set(all_of_them.outcomes)
    assert worlds.replaced(mine, outcomes=()) == worlds.replaced(all_of_them, outcomes=())
    assert set(ways(own, region).ways) == set(ways(whole, region).ways)
    assert compiled_for(guideline, region) is whole
