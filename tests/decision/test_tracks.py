"""Beaten tracks and forgotten states: nobody may get another answer because of who came by before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import worlds
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decision_graph.decision import (
    Compiled,
    compiled,
    consistent,
    decide,
    machine,
    possibilities,
    tracks,
    truth,
    ways,
)
from decision_graph.decision.machine import end
from decision_graph.diagnostics import GraphError
from decision_graph.graph import DecisionGraph, Guideline, predicates
from decision_graph.loading import load_guideline
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import Value, attributes
from decision_graph.predicate.truth import Truth
from decision_graph.space import Region
from decision_graph.vocabulary import Rule


def regions(guideline: Guideline, patients: list[dict[str, Value]]) -> list[Region]:
    """Of the patients whom the rules allow."""
    found = []
    for facts in patients:
        try:
            region = make_patient(guideline.space, facts).region
        except GraphError:
            continue
        if consistent(compiled(guideline), region):
            found.append(region)
    return found


@settings(max_examples=40)
@given(
    worlds.graphs(),
    worlds.rules,
    st.lists(worlds.facts(), min_size=1, max_size=12),
    st.lists(worlds.facts(), max_size=12),
    st.integers(1, 4),
)
def test_a_track_leads_where_a_walk_leads(
    graph: DecisionGraph,
    rules: list[Rule],
    first: list[dict[str, Value]],
    others: list[dict[str, Value]],
    few: int,
) -> None:
    guideline = worlds.guideline(graph, rules)
    some, more = regions(guideline, first), regions(guideline, others)
    assume(some)
    form, plain = compiled(guideline), Compiled(guideline, compiled(guideline).form)
    expected = {
        known: (end(plain.outcomes.entrances[None], known), end(plain.ways.entrances[None], known))
        for known in some + more
    }
    with patch.multiple(tracks, ENOUGH=len(some), FEW=few, AGAIN=2):
        for known in (some + more) * 3:
            outcomes, course = expected[known]
            assert (possibilities(form, known), decide(form, known)) == (outcomes[1], outcomes[2])
            assert ways(form, known).ways == course[1].ways
    assert not isinstance(form.outcomes[None], tracks._Scout)


def test_a_track_is_laid_when_enough_came_by_and_leads_to_the_very_same_state() -> None:
    guideline = load_guideline("mbc")
    form = compiled(guideline)
    facts = [{"line": "first", "her2_status": her2} for her2 in ("positive", "negative", "not_known")]
    asked = [make_patient(guideline.space, {**one, "age_years": 50}).region for one in facts]
    with patch.multiple(tracks, ENOUGH=9, FEW=3):
        before = [form.outcomes[None](known) for known in asked]
        scout = form.outcomes[None]
        for known in asked * 3:
            possibilities(form, known)
    assert form.outcomes[None] is not scout
    assert all(form.outcomes[None](known) is state for known, state in zip(asked, before, strict=True))


@settings(max_examples=30)
@given(worlds.graphs(), worlds.rules, st.lists(worlds.facts(), min_size=1, max_size=12))
def test_what_is_forgotten_is_made_anew_and_the_same(
    graph: DecisionGraph, rules: list[Rule], patients: list[dict[str, Value]]
) -> None:
    guideline = worlds.guideline(graph, rules)
    asked = regions(guideline, patients)
    plain = Compiled(guideline, compiled(guideline).form)
    expected = [possibilities(plain, known) for known in asked]
    form = Compiled(guideline, plain.form)
    kept = form.outcomes.entrances.machine
    with patch.multiple(machine, LARGEST=5), patch.multiple(tracks, ENOUGH=4, FEW=1, AGAIN=1):
        for _ in range(4):
            assert [possibilities(form, known) for known in asked] == expected
            assert kept.size <= 5
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda known: possibilities(form, known), asked * 4)) == expected * 4


def test_many_cells_of_one_number_are_told_apart() -> None:
    # More than a list of states has places for.
    guideline = load_guideline("mbc")
    space = guideline.space
    axis = space.axes[space.index["months_on_chemo_with_her2"]]
    assert 1 << axis.full.bit_length() > machine.LONGEST
    form, place = compiled(guideline), space.index["months_on_chemo_with_her2"]
    cells = [1 << cell for cell in range(axis.full.bit_length()) if axis.full >> cell & 1]
    terms = [term for term in predicates(guideline) if attributes(term) == ("months_on_chemo_with_her2",)]
    assert terms
    for term in terms:
        found = []
        for bits in [*cells, cells[0] | cells[-1], axis.full]:
            region = (*space.everything[:place], bits, *space.everything[place + 1 :])
            found.append(truth(form, region, term))
            assert found[-1] is space.decide(term, region)
        assert set(found) == {Truth.TRUE, Truth.FALSE, Truth.UNKNOWN}
