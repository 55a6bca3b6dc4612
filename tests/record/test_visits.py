"""A visit put together again, what may be chosen, what a reason may not say, and what is said today."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from decision_graph import GraphError, Guideline, load_guideline, query
from decision_graph.record.choices import decision, listed
from decision_graph.record.events import Answered, Asked, Chosen, Opened, Overridden, TakenBack
from decision_graph.record.journal import Found
from decision_graph.record.reasons import checked_reason
from decision_graph.record.visits import Visit, offered, only_visit, opened, today, visits
from decision_graph.traversal.stocked import stocked

FACTS = {
    "step": "starting",
    "place": "clinic",
    "asthma": "confirmed",
    "age_years": 14,
    "days_with_symptoms": 4,
    "night_waking": False,
    "smokes": False,
    "allergic_rhinitis": False,
}


@pytest.fixture(scope="module")
def asthma(root: Path) -> Guideline:
    return load_guideline(root / "tests" / "fixtures" / "asthma")


@pytest.fixture(scope="module")
def visit(asthma: Guideline) -> Visit:
    answer = query(asthma, FACTS)
    start = replace(opened(answer, None, None), visit=1)
    return visits(Found((start, offered(1, answer)), ()))[0]


def test_facts_are_what_was_left_in_the_end() -> None:
    start = Opened(3, "g", "1", "0", facts={"a": True})
    steps = [
        Asked(3, "b", "B?"),
        Answered(3, "b", 1),
        TakenBack(3, "b"),
        Answered(3, "b", 2),
        Answered(3, "c", None),
        Answered(3, "d", "x"),
    ]
    (found,) = visits(Found((start, *steps, Answered(9, "e", 1)), ()))
    assert found.facts == {"a": True, "b": 2, "d": "x"}
    assert found.number == 3 and only_visit([found], None) is found
    with pytest.raises(GraphError, match="no-such-visit"):
        only_visit([found], 9)
    with pytest.raises(GraphError, match="no-such-visit"):
        only_visit([], None)


def test_a_record_names_no_one_and_knows_no_clock(visit: Visit) -> None:
    assert visit.opened.time is None
    assert set(visit.opened.__struct_fields__) == {
        "visit", "guideline", "version", "digest", "graph", "facts", "time", "format",
    }  # fmt: skip


def test_today_is_the_same_another_or_refused(visit: Visit, asthma: Guideline) -> None:
    assert today(visit, asthma).verdict == "same guideline"
    assert today(visit, replace(asthma, digest="new")).verdict == "same answer"
    assert visit.offered is not None
    preferred = next(row.row for row in visit.offered.rows if row.standing == "preferred")
    graph = asthma.graphs["starting"]
    row = graph.recommendations[preferred]
    rows = {
        **graph.recommendations,
        preferred: replace(row, cells={t: replace(c, options=()) for t, c in row.cells.items()}),
    }
    changed = replace(
        asthma, digest="new", graphs={**asthma.graphs, "starting": replace(graph, recommendations=rows)}
    )
    assert today(visit, changed).verdict == "another answer"
    attributes = {n: a for n, a in asthma.vocabulary.attributes.items() if n != "smokes"}
    gone = replace(visit, opened=replace(visit.opened, facts={**FACTS, "gone": True}))
    assert today(gone, asthma).verdict == "refused" and "gone" in today(gone, asthma).why
    assert attributes  # the vocabulary has other facts


def test_what_is_offered_is_chosen_and_the_rest_is_an_override(visit: Visit) -> None:
    answer = visit.offered
    assert answer is not None
    known = listed(answer)
    assert [one.number for one in known] == list(range(1, len(known) + 1))
    for one in known:
        if one.offered:
            assert decision(answer, str(one.number), None, "") == Chosen(1, one.row, one.option)
            assert decision(answer, one.option, one.row, "she asked for it") == Chosen(
                1, one.row, one.option, "she asked for it"
            )
        else:
            with pytest.raises(GraphError, match="no-reason"):
                decision(answer, str(one.number), None, " ")
            made = decision(answer, str(one.number), None, "nothing else helped")
            assert made == Overridden(1, "nothing else helped", one.row, one.option)
    assert decision(answer, "none", None, "watchful waiting") == Overridden(1, "watchful waiting")
    for wrong in ("0", "999", "holy water"):
        with pytest.raises(GraphError, match="no-such-option"):
            decision(answer, wrong, None, "")
    with pytest.raises(GraphError, match="no-such-option"):
        decision(answer, "1", "no such row", "")


@pytest.mark.parametrize(
    "text",
    [
        "call me at someone@example.org",
        "seen on 12.03.2024",
        "seen on 2024-03-12",
        "file 12345678",
        "phone 0170 123 45 67",
        "as Mrs Miller wished",
        "Dr. House said so",
    ],
)
def test_a_reason_that_says_who_somebody_is_is_refused(text: str) -> None:
    with pytest.raises(GraphError, match="telling-reason"):
        checked_reason(text)


@pytest.mark.parametrize(
    "text",
    ["declined injections", "CDK4/6 inhibitor not tolerated at 125 mg", "2 of 3 doses left", "Hb 9.5 g/dl"],
)
def test_an_ordinary_reason_is_kept(text: str) -> None:
    assert checked_reason(f"  {text}\n") == text


def test_a_reason_may_be_too_long() -> None:
    with pytest.raises(GraphError, match="long-reason"):
        checked_reason("so " * 300)


def test_a_visit_with_a_formulary_is_put_to_the_stocked_guideline(asthma: Guideline) -> None:
    with_stock = stocked(asthma)
    added = [name for name in with_stock.vocabulary.attributes if name not in asthma.vocabulary.attributes]
    assert added, "the fixture offers something of which its source says no availability"
    answer = query(with_stock, {**FACTS, added[0]: False})
    start = replace(opened(answer, None, None), visit=1)
    (found,) = visits(Found((start, offered(1, answer)), ()))
    assert today(found, asthma).verdict == "same guideline"
    assert today(found, replace(asthma, digest="new")).verdict == "same answer"
