"""A tier alone: every patient is offered the same as by the whole, and nothing is asked in vain."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_graph.export.tiers import at_tier
from decision_graph.graph import Cell, DecisionGraph, Guideline, Option, Recommend
from decision_graph.loading import load_guideline
from tests import worlds

ROOT = Path(__file__).resolve().parents[2]
MBC = load_guideline(ROOT / "graphs" / "mbc")
EVERYBODY = worlds.complete_patients(worlds.vocabulary([]))


def offered(graph: DecisionGraph, leaves: Iterable[str], tier: str) -> set[object]:
    """What a set of leaves offers: options of rows, and which other leaves."""
    found: set[object] = set()
    for id in leaves:
        leaf = graph.leaves[id]
        if isinstance(leaf, Recommend):
            for row in leaf.rows:
                cell = graph.recommendations[row].cells.get(tier, Cell(()))
                found.add(frozenset((option.give, option.when, option.rank) for option in cell.options))
        else:
            found.add(id)
    return found


cells = st.lists(
    st.sampled_from([Option((("drug",),)), Option((("other",),))]), min_size=1, max_size=2, unique=True
).map(lambda options: Cell(tuple(options)))


@st.composite
def whole(draw: st.DrawFn) -> Guideline:
    """A random guideline whose rows often offer the same."""
    graph = draw(worlds.graphs())
    rows = {
        id: msgspec.structs.replace(row, cells={"low": draw(cells), "high": draw(cells)})
        for id, row in graph.recommendations.items()
    }
    return worlds.guideline(msgspec.structs.replace(graph, recommendations=rows), [])


@settings(max_examples=30, deadline=None)
@given(whole(), st.sampled_from(["low", "high"]))
def test_every_patient_is_offered_the_same(guideline: Guideline, tier: str) -> None:
    found = at_tier(guideline, tier)
    before, after = guideline.graphs["main"], found.guideline.graphs["main"]
    assert len(after.nodes) <= len(before.nodes)
    for facts in EVERYBODY:
        one, other = worlds.plain_walk(before, facts), worlds.plain_walk(after, facts)
        assert not isinstance(one, str)
        assert not isinstance(other, str)
        assert offered(before, one, tier) == offered(after, other, tier)


@settings(max_examples=20, deadline=None)
@given(whole())
def test_a_question_between_equal_cells_is_left_out(guideline: Guideline) -> None:
    """Where all rows offer the same and nothing is silent, nothing is asked."""
    graph = guideline.graphs["main"]
    one = {"low": Cell((Option((("drug",),)),))}
    rows = {id: msgspec.structs.replace(row, cells=one) for id, row in graph.recommendations.items()}
    leaves = {id: Recommend(id, ("r0",)) if id == "silent" else leaf for id, leaf in graph.leaves.items()}
    graph = msgspec.structs.replace(graph, recommendations=rows, leaves=leaves)
    found = at_tier(msgspec.structs.replace(guideline, graphs={"main": graph}), "low")
    assert found.guideline.graphs["main"].nodes == {}


@pytest.mark.parametrize("tier", [tier.id for tier in MBC.tiers])
def test_no_row_of_the_guideline_is_lost_without_a_word(tier: str) -> None:
    found = at_tier(MBC, tier)
    said = {id for left in found.left for id in left.rows}
    gone = {left.graph for left in found.left if left.whole}
    for id, graph in MBC.graphs.items():
        if id in gone:
            assert tier not in graph.tiers
            continue
        shown = {row for name in found.guideline.graphs[id].recommendations for row in name.split(", ")}
        assert shown | said >= set(graph.recommendations)


def test_a_basic_clinic_is_asked_less() -> None:
    basic = at_tier(MBC, "basic").guideline.graphs
    assert len(basic["third_line"].nodes) < len(MBC.graphs["third_line"].nodes)
    assert "3.1.1, 3.1.2" in basic["third_line"].recommendations
