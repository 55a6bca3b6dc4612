"""Cases against answers: what counts as met, and what is told where it is not."""

from __future__ import annotations

import re

from msgspec.structs import replace

from decision_graph.casebook import Outcome, run_case, run_cases
from decision_graph.diagnostics import Span
from decision_graph.loading import load_guideline
from decision_graph.loading.cases import Case, Expected, read_cases

FOLDER = "tests/fixtures/asthma"
GUIDELINE = load_guideline(FOLDER)
CASES = {case.id: case for file in read_cases(FOLDER, GUIDELINE) for case in file.cases}
SOMEWHERE = Span("cases/one.yaml", 3, 5)


def tried(case: str = "a01", **expected: object) -> list[tuple[str, str, str]]:
    """The mismatches of a case with other expectations: key, expected, came."""
    blank = Expected(None, {}, None, (), (), {}, {})
    keys = ("preferred", "also_matches", "contested", "also_consider", "possible", "nearest")
    rows = {key: expected.pop(key) for key in keys if key in expected}
    told = [f"{key} {row}" for key in ("options", "outranked_by") for row in expected.get(key, ())]  # type: ignore[attr-defined]
    places = dict.fromkeys((*keys, *told, "status", "questions", "offered", "never_offered"), SOMEWHERE)
    asked = replace(CASES[case], expected=replace(blank, rows=rows, places=places, **expected))  # type: ignore[arg-type]
    return [(found.key, found.expected, found.came) for found in outcome(asked).mismatches]


def outcome(case: Case) -> Outcome:
    return run_case(GUIDELINE, case)


def test_the_cases_of_the_fixture_pass() -> None:
    outcomes = run_cases(GUIDELINE, CASES.values())
    assert [found.mismatches for found in outcomes] == [()] * len(CASES)


def test_only_what_is_written_is_checked() -> None:
    assert tried() == []


def test_status() -> None:
    assert tried(status="open") == [("status", "open", "decided")]
    assert tried("a03", status="open") == []


def test_rows_are_whole_lists_in_any_order() -> None:
    assert tried("a02", preferred=("1.5", "1.4", "1.3")) == []
    assert tried("a02", preferred=("1.3", "1.4")) == [("preferred", "1.3, 1.4", "1.3, 1.4, 1.5")]
    assert tried("a02", preferred=("1.3", "1.4", "1.5", "1.6")) != []
    assert tried("a01", also_matches=()) == []
    assert tried("a01", possible=("1.6",)) == [("possible", "1.6", "none")]
    assert tried("a04", nearest=()) == [("nearest", "none", "1.1")]


def test_questions_are_the_first_in_order() -> None:
    assert tried("a03", questions=("allergic_rhinitis",)) == []
    assert tried("a03", questions=("smokes",)) == [("questions", "smokes", "allergic_rhinitis")]
    assert tried("a03", questions=()) == [("questions", "none", "allergic_rhinitis")]
    assert tried("a01", questions=()) == []


def test_options_by_intervention_by_kind_and_by_words() -> None:
    assert tried(offered=("ics_formoterol",)) == []
    assert tried(offered=("ics",)) == [], "an inhaled corticosteroid with formoterol is a kind of it"
    assert tried(offered=("formoterol",)) == []
    (found,) = tried(offered=("montelukast",))
    assert found[:2] == ("offered", "montelukast")
    assert found[2].startswith("1.2: ")
    (found,) = tried(never_offered=("ics",))
    assert found[:2] == ("never_offered", "not ics")


def test_all_that_a_row_offers() -> None:
    assert tried(options={"1.2": ("ics_formoterol",)}) == []
    assert tried(options={"1.2": ()})[0][:2] == ("options 1.2", "nothing")
    (found,) = tried(options={"1.2": ("ics_formoterol", "saba")})
    assert found[1] == "ics_formoterol; saba"
    (found,) = tried(options={"1.2": ("ics_formoterol", "formoterol")})
    assert found[0] == "options 1.2", "one option does not stand for two"
    assert tried(options={"1.3": ("saba",)}) == [("options 1.3", "a matching row", "it does not match")]


def test_what_outranks_a_row() -> None:
    """A boy who wakes at night: 1.4 stands before 1.3 from six years on (D1)."""
    assert tried("a02", outranked_by={"1.3": (), "1.4": ()}) == []
    assert tried("a02", outranked_by={"1.3": ("1.4",)}) == [("outranked_by 1.3", "1.4", "none")]
    assert tried("a02", outranked_by={"1.2": ()}) == [
        ("outranked_by 1.2", "a matching row", "it does not match")
    ]
    older = replace(CASES["a02"], facts={**CASES["a02"].facts, "age_years": 10})
    assert [(wrong.key, wrong.came) for wrong in outcome(older).mismatches] == [
        ("preferred", "1.4, 1.5"),
        ("also_matches", "1.3"),
    ]
    said = replace(
        older.expected, rows={}, outranked_by={"1.3": ("1.4",)}, places={"outranked_by 1.3": SOMEWHERE}
    )
    assert outcome(replace(older, expected=said)).passed


def test_an_option_that_hangs_on_an_unanswered_fact_counts_as_offered() -> None:
    unanswered = {
        name: value for name, value in CASES["a01"].facts.items() if name != "ics_formoterol_available"
    }
    blank = Expected(None, {}, None, (), ("low_dose_ics",), {}, {"never_offered": SOMEWHERE})
    case = replace(CASES["a01"], facts=unanswered, expected=blank)
    assert [found.key for found in outcome(case).mismatches] == ["never_offered"]


def test_contested_for_certain() -> None:
    facts = {
        "asthma": "confirmed",
        "step": "stepping_up",
        "place": "clinic",
        "control": "poorly",
        "pregnant": True,
    }
    expected = Expected(None, {"contested": ("2.1",)}, None, (), (), {}, {"contested": SOMEWHERE})
    case = replace(CASES["a01"], facts=facts, expected=expected)
    assert outcome(case).passed, "2.1 is only possible, but contested if it matches"
    del facts["pregnant"]
    assert [found.came for found in outcome(replace(case, facts=facts)).mismatches] == ["none"]


def test_a_guideline_that_cannot_answer_fails_the_case() -> None:
    node = GUIDELINE.graphs["starting"].nodes["days"]
    broken = replace(node, edges=node.edges[:1])
    graph = GUIDELINE.graphs["starting"]
    graphs = {**GUIDELINE.graphs, "starting": replace(graph, nodes={**graph.nodes, "days": broken})}
    found = run_case(replace(GUIDELINE, graphs=graphs), CASES["a01"])
    assert found.answer is None
    assert [(wrong.key, wrong.span) for wrong in found.mismatches] == [("answer", CASES["a01"].span)]
    assert "no answer holds" in found.mismatches[0].came
    assert found.path == ()


def test_the_path_in_words() -> None:
    path = outcome(CASES["a03"]).path
    assert path[0].endswith("? confirmed")
    assert any(re.fullmatch(r"What has to be treated\? the airways; .*smok.*", step) for step in path), path
    open_case = replace(CASES["a01"], facts={"asthma": "confirmed"})
    assert outcome(open_case).path[-1].endswith("not answered: step")
