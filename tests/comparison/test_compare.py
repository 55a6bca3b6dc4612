"""The comparison of two versions is what asking every patient of both would find."""

from __future__ import annotations

from pathlib import Path

import pytest
import worlds
from hypothesis import given, settings
from msgspec.structs import replace

from comparison import rich
from decision_graph import GraphError, Guideline, load_guideline
from decision_graph.comparison import compare
from decision_graph.predicate.parser import parse
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.vocabulary import Attribute


@settings(max_examples=15)
@given(rich.versions())
def test_the_changed_are_those_who_get_another_answer(pair: tuple[Guideline, Guideline]) -> None:
    old, new = pair
    found = compare(old, new)
    told = [region.when for change in found.changes for region in change.regions]
    assert not any(change.untold for change in found.changes)
    words = rich.silences(old) | rich.silences(new)
    both = changed = 0
    for facts in rich.everybody():
        if not (rich.allowed(old, facts) and rich.allowed(new, facts)):
            continue
        both += 1
        before, after = rich.said(old, facts, words), rich.said(new, facts, words)
        differs = before != after
        changed += differs
        inside = any(evaluate(when, facts) is Truth.TRUE for when in told)
        assert inside == differs, (facts, before, after)
    assert bool(found.changed) == bool(changed)
    assert found.same == (not changed and not found.refused.patients)


@settings(max_examples=10)
@given(rich.guidelines())
def test_nothing_differs_from_itself(guideline: Guideline) -> None:
    found = compare(guideline, replace(guideline, digest="another"))
    assert (found.same, found.changed, found.changes, found.wording) == (True, 0, (), ())
    assert not found.refused.patients and not found.admitted.patients


@settings(max_examples=15)
@given(rich.versions())
def test_refused_and_admitted_are_those_of_one_version_only(pair: tuple[Guideline, Guideline]) -> None:
    old, new = pair
    found = compare(old, new)
    for crowd, mine, other in ((found.refused, old, new), (found.admitted, new, old)):
        only = [f for f in rich.everybody() if rich.allowed(mine, f) and not rich.allowed(other, f)]
        assert bool(crowd.patients) == bool(only)
        for facts in rich.everybody():
            if rich.allowed(mine, facts):
                inside = any(evaluate(region.when, facts) is Truth.TRUE for region in crowd.regions)
                assert inside == (facts in only)


@settings(max_examples=10)
@given(rich.versions())
def test_changes_of_rows_share_no_patient_and_add_up(pair: tuple[Guideline, Guideline]) -> None:
    old, new = pair
    found = compare(old, new)
    whole = [c for c in found.changes if all(d.about in ("answer", "row") for d in c.shifts)]
    both = [f for f in rich.everybody() if rich.allowed(old, f) and rich.allowed(new, f)]
    for facts in both:
        inside = [c for c in whole if any(evaluate(r.when, facts) is Truth.TRUE for r in c.regions)]
        assert len(inside) <= 1
    assert sum(c.patients for c in whole) <= found.changed
    if rich.silences(old) == rich.silences(new):  # a new wording makes leaves alike in one direction only
        back = compare(new, old)
        assert (back.patients, back.changed) == (found.patients, found.changed)
        assert len(back.changes) == len(found.changes)


@settings(max_examples=10)
@given(rich.versions())
def test_each_witness_is_in_its_region(pair: tuple[Guideline, Guideline]) -> None:
    for change in compare(*pair).changes:
        for region in change.regions:
            assert evaluate(region.when, region.facts) is Truth.TRUE


# One thing at a time


@pytest.fixture(scope="module")
def asthma(root: Path) -> Guideline:
    return load_guideline(root / "tests" / "fixtures" / "asthma")


def _with_row(guideline: Guideline, id: str, **changes: object) -> Guideline:
    graph = next(g for g in guideline.graphs.values() if id in g.recommendations)
    row = replace(graph.recommendations[id], **changes)
    changed = replace(graph, recommendations={**graph.recommendations, id: row})
    return replace(guideline, graphs={**guideline.graphs, graph.id: changed})


def test_a_new_title_changes_words_and_no_answer(asthma: Guideline) -> None:
    found = compare(asthma, _with_row(asthma, "1.4", title="Wakes at night"))
    assert found.same and not found.changes
    (wording,) = found.wording
    assert wording.where[1:] == ("1.4", "title")
    assert (wording.before, wording.after) == ("Waking at night", "Wakes at night")
    assert wording.span is not None


def test_a_reworded_silence_changes_no_answer(asthma: Guideline) -> None:
    graph = next(g for g in asthma.graphs.values() if any(hasattr(x, "nearest") for x in g.leaves.values()))
    leaf = next(leaf for leaf in graph.leaves.values() if hasattr(leaf, "nearest"))
    reworded = replace(graph, leaves={**graph.leaves, leaf.id: replace(leaf, text="Other words.")})  # type: ignore[call-arg]
    found = compare(asthma, replace(asthma, graphs={**asthma.graphs, graph.id: reworded}))
    assert found.same
    assert [(w.where[-1], w.after) for w in found.wording] == [("text", "Other words.")]


def test_an_option_that_goes_is_lost_to_those_who_had_it(asthma: Guideline) -> None:
    row = asthma.recommendations["1.4"]
    tier, cell = next((t, c) for t, c in row.cells.items() if c.options)
    cells = {**row.cells, tier: replace(cell, options=cell.options[1:])}
    found = compare(asthma, _with_row(asthma, "1.4", cells=cells))
    assert not found.same
    assert {d.row for c in found.changes for d in c.shifts} == {"1.4"}
    assert {d.after for c in found.changes for d in c.shifts} == {""}
    assert all(r.facts[asthma.tier] == tier for c in found.changes for r in c.regions)


def test_a_fact_that_only_one_version_asks_for_tells_who_changes(asthma: Guideline) -> None:
    fresh = Attribute("pregnant", "boolean", "Pregnant?", "pregnancy", "history", when_true="pregnant")
    vocabulary = replace(asthma.vocabulary, attributes={**asthma.vocabulary.attributes, "pregnant": fresh})
    row = asthma.recommendations["1.4"]
    changed = _with_row(asthma, "1.4", population=worlds.conjunction(row.population, parse("not pregnant")))
    new = replace(changed, vocabulary=vocabulary)
    for found in (compare(asthma, new), compare(new, asthma)):
        assert found.changed and not found.refused.patients and not found.admitted.patients
        assert all(r.facts["pregnant"] is True for c in found.changes for r in c.regions)
        assert all("pregnant" in r.words for c in found.changes for r in c.regions)


def test_an_attribute_of_another_kind_is_refused(asthma: Guideline) -> None:
    attributes = dict(asthma.vocabulary.attributes)
    name = next(name for name, a in attributes.items() if a.kind == "boolean")
    attributes[name] = replace(attributes[name], kind="integer")
    new = replace(asthma, vocabulary=replace(asthma.vocabulary, attributes=attributes))
    with pytest.raises(GraphError, match="attribute-kind"):
        compare(asthma, new)


def test_what_is_too_much_is_said(asthma: Guideline) -> None:
    with pytest.raises(GraphError, match="over-budget"):
        compare(asthma, asthma, budget=10)


def test_a_graph_by_itself_and_one_that_is_not_there(asthma: Guideline) -> None:
    assert compare(asthma, asthma, "starting").patients
    with pytest.raises(GraphError, match="unknown-graph"):
        compare(asthma, asthma, "startin")
