"""Formulary: what follows for classes and members, on which day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.diagnostics import GraphError
from decision_graph.formulary import Formulary, Holding, Stock, StockOut, stock_of
from decision_graph.vocabulary import Intervention, Vocabulary

KINDS = {
    "chemotherapy": (),
    "taxane": ("chemotherapy",),
    "paclitaxel": ("taxane",),
    "docetaxel": ("taxane",),
    "capecitabine": ("chemotherapy",),
    "surgery": (),
}
WORDS = Vocabulary(
    {}, (), {id: Intervention(id, "drug", id, id, is_a=is_a) for id, is_a in KINDS.items()}, ("place",)
)


def there(*holdings: Holding, date: str | None = None) -> dict[str, bool]:
    return {id: s.there for id, s in stock_of(Formulary("here", holdings), WORDS, date).items()}


def test_a_member_stands_for_its_classes_and_for_nothing_else() -> None:
    assert there(Holding("paclitaxel", True)) == {"chemotherapy": True, "taxane": True, "paclitaxel": True}


def test_a_class_that_is_missing_takes_its_members_along() -> None:
    assert there(Holding("taxane", False)) == {"taxane": False, "paclitaxel": False, "docetaxel": False}


def test_a_class_that_is_there_does_not_say_which_member_and_a_missing_member_not_the_class() -> None:
    assert there(Holding("taxane", True)) == {"chemotherapy": True, "taxane": True}
    assert there(Holding("docetaxel", False)) == {"docetaxel": False}


def test_a_member_in_a_missing_class_is_refused() -> None:
    with pytest.raises(GraphError) as caught:
        there(Holding("paclitaxel", True), Holding("chemotherapy", False))
    assert str(caught.value) == (
        "error[formulary-clash]: paclitaxel is there, but nothing of its class, chemotherapy\n"
        "  = correct one of the two: chemotherapy is said not to be there"
    )


def test_why_names_the_intervention_of_which_the_file_says_so() -> None:
    found = stock_of(Formulary("here", (Holding("taxane", False),)), WORDS)
    assert found["docetaxel"] == Stock(False, "taxane")


@pytest.mark.parametrize(
    ("date", "held"),
    [
        (None, None),
        ("2024-02-29", True),
        ("2024-03-01", False),
        ("2024-04-15", False),
        ("2024-04-16", True),
        ("2025-01-01", False),
        ("2030-01-01", False),
    ],
)
def test_out_of_stock_by_the_day(date: str | None, held: bool | None) -> None:
    out = (StockOut("2024-03-01", "2024-04-15"), StockOut("2025-01-01"))
    assert Holding("docetaxel", True, out).on(date) is held
    assert Holding("docetaxel", False, out).on(date) is False


said = st.dictionaries(st.sampled_from(list(KINDS)), st.booleans() | st.none())


@given(said)
def test_what_follows_is_consistent_and_never_more_than_the_file_says(held: dict[str, bool | None]) -> None:
    try:
        found = there(*(Holding(id, value) for id, value in held.items()))
    except GraphError:
        members = [(m, c) for m in KINDS for c in classes(m)]
        assert any(held.get(m) is True and held.get(c) is False for m, c in members)
        return
    for id, value in held.items():
        assert value is None or found[id] is value
    for id, value in found.items():
        if value:
            assert all(found[kind] for kind in classes(id))
            assert any(held.get(member) for member in KINDS if id == member or id in classes(member))
        else:
            assert not any(found.get(m) for m in KINDS if id in classes(m))
            assert any(held.get(kind) is False for kind in (id, *classes(id)))


def classes(id: str) -> list[str]:
    return [kind.id for kind in WORDS.lineage(id) if kind.id != id]
