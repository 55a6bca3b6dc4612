"""Hostile facts: whatever is given, they are answered or refused, and nobody else's answer changes."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from decision_graph.cli.output import answer_json
from decision_graph.diagnostics import GraphError
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline
from decision_graph.traversal.answer import query


@cache
def guideline(name: str) -> Guideline:
    return load_guideline(name)


ASTHMA = "tests/fixtures/asthma"
USUAL = {
    "mbc": {"line": "first", "setting": "enhanced", "her2_status": "positive", "hr_status": "positive"},
    ASTHMA: {"step": "starting", "place": "clinic", "asthma": "confirmed", "night_waking": True},
}

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
anything = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner))


def facts_of(name: str) -> st.SearchStrategy[dict[str, object]]:
    """Facts of any kind under names that exist and names that do not, right values among them."""
    attributes = guideline(name).vocabulary.attributes
    known = st.sampled_from(sorted(attributes))
    values = st.sampled_from(["true", "false", "12", "1e3", "-1", "not_known"])
    listed = st.sampled_from([choice.value for found in attributes.values() for choice in found.choices])
    return st.dictionaries(
        known | st.text(max_size=10), anything | values | listed | st.booleans(), max_size=12
    )


def answer(name: str, facts: object) -> object:
    """What is said about some facts: the answer as it is printed, or the complaints."""
    try:
        return answer_json(query(guideline(name), facts))  # type: ignore[arg-type]
    except GraphError as error:
        assert error.diagnostics
        assert str(error)
        return str(error)


@settings(max_examples=80)
@given(st.sampled_from(list(USUAL)), st.data())
def test_any_facts_are_answered_or_refused(name: str, data: st.DataObject) -> None:
    before = answer(name, USUAL[name])
    facts = data.draw(facts_of(name))
    copy = pickle.dumps(facts)
    first = answer(name, facts)
    assert pickle.dumps(facts) == copy, "the facts given are left as they are"
    assert answer(name, facts) == first
    assert answer(name, USUAL[name]) == before


def test_a_guideline_may_be_shared_by_threads_and_sent_to_processes() -> None:
    mbc = guideline("mbc")
    patients = [
        {"line": line, "setting": tier, "her2_status": her2}
        for line in ("first", "second", "third")
        for tier in ("basic", "enhanced")
        for her2 in ("positive", "negative", "not_known")
    ]
    alone = [answer_json(query(mbc, facts)) for facts in patients]
    sent = pickle.loads(pickle.dumps(mbc))
    with ThreadPoolExecutor(6) as pool:
        shared = list(pool.map(lambda facts: answer_json(query(sent, facts)), patients * 3))
    assert shared == alone * 3
