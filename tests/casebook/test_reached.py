"""What cases cover: each kind of item, both ways at a question where several answers may hold."""

from __future__ import annotations

from msgspec.structs import replace

from decision_graph.casebook import reached, run_case, run_cases
from decision_graph.casebook.reached import KINDS
from decision_graph.casebook.suggest import suggest
from decision_graph.loading import load_guideline
from decision_graph.loading.cases import Case, Expected, read_cases
from decision_graph.traversal.answer import query

FOLDER = "tests/fixtures/asthma"
GUIDELINE = load_guideline(FOLDER)
CASES = {case.id: case for file in read_cases(FOLDER, GUIDELINE) for case in file.cases}


def covered(*ids: str) -> set[str]:
    found = reached(GUIDELINE, run_cases(GUIDELINE, [CASES[id] for id in ids]))
    return {f"{item.kind} {item.graph} {item.id}" for item, cases in found.items.items() if cases}


def test_one_case() -> None:
    assert covered("a01") == {
        "node entry diagnosis",
        "edge entry diagnosis.1",
        "node entry which_step",
        "edge entry which_step.1",
        "leaf entry go_starting",
        "node starting concerns",
        "edge starting concerns.1",
        "edge starting concerns.2 not taken",
        "edge starting concerns.3 not taken",
        "node starting waking",
        "edge starting waking.2",
        "node starting days",
        "edge starting days.2",
        "node starting age",
        "edge starting age.2",
        "leaf starting 1.2",
        "row starting 1.2",
        "cell starting 1.2 clinic",
    }


def test_what_is_only_possible_is_not_covered() -> None:
    assert "row starting 1.5" not in covered("a03")
    assert "edge starting concerns.2" not in covered("a03")
    assert "edge starting concerns.2 not taken" not in covered("a03")
    assert "edge starting concerns.3" in covered("a03")


def test_two_leaves_at_once() -> None:
    assert {"leaf starting both_rows", "row starting 1.3", "row starting 1.4"} <= covered("a02")


def test_a_graph_that_is_asked_directly() -> None:
    found = covered("a04")
    assert "leaf stepping_up step_down" in found
    assert not any("entry" in item for item in found)


def test_a_case_that_fails_covers_nothing() -> None:
    wrong = Expected("silent", {}, None, (), (), {}, {"status": CASES["a01"].span})
    outcome = run_case(GUIDELINE, replace(CASES["a01"], expected=wrong))
    assert not outcome.passed
    assert all(not cases for cases in reached(GUIDELINE, [outcome]).items.values())


def test_counts_and_one_graph() -> None:
    found = reached(GUIDELINE, run_cases(GUIDELINE, CASES.values()), ["stepping_up"])
    assert {item.graph for item in found.items} == {"stepping_up"}
    assert {kind: found.count(kind) for kind in KINDS} == {
        "node": (1, 3),
        "edge": (1, 7),
        "row": (0, 3),
        "cell": (0, 6),
        "leaf": (1, 5),
    }
    assert len(found.missing) == 24 - 3


def test_a_suggested_patient_reaches_the_item() -> None:
    """Every item of the fixture can be reached, and the patient that is suggested does reach it."""
    nothing = reached(GUIDELINE, [])
    nobody = Expected(None, {}, None, (), (), {}, {})
    found = suggest(GUIDELINE, nothing.missing)
    assert len(found) == len(nothing.items)
    for item, witness in found.items():
        assert witness is not None, item
        case = Case(item.id, "", witness.facts, nobody, None, "", CASES["a01"].span)
        cover = reached(GUIDELINE, [run_case(GUIDELINE, case)])
        assert [cases for other, cases in cover.items.items() if other.key == item.key] == [(item.id,)], item
        assert query(GUIDELINE, witness.facts).status


def test_no_patient_for_what_cannot_be_reached() -> None:
    graph = GUIDELINE.graphs["entry"]
    node = graph.nodes["which_step"]
    never = replace(node.edges[0], when=graph.nodes["diagnosis"].edges[1].when)
    nodes = {**graph.nodes, "which_step": replace(node, edges=(never, node.edges[1]))}
    broken = replace(GUIDELINE, graphs={**GUIDELINE.graphs, "entry": replace(graph, nodes=nodes)})
    missing = [item for item in reached(broken, []).missing if item.id == "which_step.1"]
    assert list(suggest(broken, missing).values()) == [None]
