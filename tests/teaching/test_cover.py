"""A full set reaches everything that any patient reaches, and no smaller set can."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pytest
import worlds
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decision_graph.casebook.reached import covered_by
from decision_graph.diagnostics import GraphError
from decision_graph.diagrams import NOBODY
from decision_graph.graph import Guideline
from decision_graph.loading.phrases import Phrases
from decision_graph.predicate.terms import Value
from decision_graph.teaching.cases import TeachingCase, make_cases
from decision_graph.teaching.cover import cover
from decision_graph.teaching.hearing import Reader
from decision_graph.teaching.pool import Pool, make_pool
from decision_graph.traversal.answer import query
from teaching.guidelines import drawn, taught


def wanted(pool: Pool) -> set[tuple[str, str, str]]:
    """What the cases of a full set must reach, without the tiers."""
    return {goal.key for goal in pool.goals if goal.who != NOBODY and goal.key[0] != "tier"}


@pytest.mark.parametrize(("name", "number"), [("mbc", 53), ("asthma", 11)])
def test_a_full_set_reaches_everything_and_is_the_smallest(name: str, number: int) -> None:
    found = taught(name)
    assert (len(found.cover.groups), found.cover.at_least) == (number, number)
    cases = drawn(name, 0)
    assert wanted(found.pool) <= {key for case in cases for key in case.reaches}
    assert tiers_reached(found.guideline, cases) == {
        (graph.id, tier)
        for graph in found.guideline.graphs.values()
        if graph.recommendations
        for tier in graph.tiers
    }
    # Every story of it says what its key rests on, and its key is what query answers.
    reader = Reader(found.guideline, found.phrases)
    for case in cases:
        assert reader.facts(case.narrative) == case.facts, case.narrative
        answer = query(found.guideline, case.facts, case.graph)
        assert set(covered_by(answer)) == set(case.reaches)
        assert answer.status in ("decided", "silent", "out_of_scope"), case
        assert not any(option.standing == "open" for row in answer.rows for option in row.options)
    assert {case.difficulty for case in cases} >= {"easy", "medium"}


def tiers_reached(guideline: Guideline, cases: Iterable[TeachingCase]) -> set[tuple[str, Value]]:
    return {
        (graph, case.facts[guideline.tier])
        for case in cases
        for _, graph, _ in case.reaches
        if guideline.graphs[graph].recommendations
    }


def test_every_cell_of_the_table() -> None:
    found = taught("asthma", cells=True)
    assert found.cover.fewest
    cases = make_cases(found.pool, found.cover, found.phrases, 0)
    reached = {key for case in cases for key in case.reaches}
    rows = found.guideline.recommendations.values()
    cells = {f"{row.id} {tier}" for row in rows for tier in row.cells}
    assert {id for kind, _, id in reached if kind == "cell"} == cells
    assert len(taught("mbc", cells=True).cover.groups) == 72


def test_what_nobody_reaches_is_said() -> None:
    unreachable = {goal.key for goal in taught("mbc").cover.unreachable}
    assert ("leaf", "treatment_duration", "not_receiving") in unreachable
    assert len(unreachable) == 3


def test_a_graph_that_is_asked_directly_reaches_more_of_itself() -> None:
    found = taught("mbc", "treatment_duration")
    assert found.cover.unreachable == ()
    cases = make_cases(found.pool, found.cover, found.phrases, 1)
    assert {case.graph for case in cases} == {"treatment_duration"}
    assert wanted(found.pool) <= {key for case in cases for key in case.reaches}


def test_one_tier_only() -> None:
    found = taught("mbc", tier="basic")
    cases = make_cases(found.pool, found.cover, found.phrases, 1, 2)
    assert {case.facts["setting"] for case in cases} == {"basic"}


def test_a_tier_without_patients_is_refused() -> None:
    with pytest.raises(GraphError, match="no-such-patient"):
        make_pool(taught("mbc").guideline, "first_line", "maximal")


def faithful_worlds() -> st.SearchStrategy[Guideline]:
    return st.builds(worlds.guideline, worlds.graphs().map(worlds.faithful), worlds.rules)


@given(faithful_worlds(), st.integers(0, 1000))
@settings(max_examples=6)
def test_random_guidelines(guideline: Guideline, seed: int) -> None:
    every = [
        {**facts, "tier": tier}
        for facts in worlds.complete_patients(guideline.vocabulary)[::3]
        for tier in ("low", "high")
    ]
    assume(every)
    pool = make_pool(guideline)
    found = cover(pool)
    assert found.at_least <= len(found.groups)
    cases = make_cases(pool, found, Phrases(), seed)
    reached = {key for case in cases for key in case.reaches}
    assert wanted(pool) <= reached
    # Enumeration as the oracle: whatever some patient reaches is a goal that is not given up.
    given_up = {goal.key for goal in found.unreachable}
    for facts in every[:: max(1, len(every) // 40)]:
        assert not given_up & set(covered_by(query(guideline, facts)))


def test_the_lower_bound_is_a_proof() -> None:
    """The goals on which it rests are reached by different patients, two by two."""
    found = taught("asthma")
    diagrams = found.pool.subject.diagrams
    goals = list(dict.fromkeys(goal.who for goal in found.pool.goals if goal.who != NOBODY))
    apart = [(a, b) for a, b in combinations(goals, 2) if diagrams.both(a, b) == NOBODY]
    neighbours = {goal: {b for pair in apart if goal in pair for b in pair} - {goal} for goal in goals}

    def largest(chosen: int, candidates: set[int]) -> int:
        best = chosen
        for goal in sorted(candidates):
            best = max(best, largest(chosen + 1, {c for c in candidates & neighbours[goal] if c > goal}))
        return best

    assert largest(0, set(goals)) >= found.cover.at_least
