"""The text of an answer: its order, its width, and that it always says what the JSON says."""

from __future__ import annotations

import json
from typing import Any

import click
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.running import ASTHMA, ROOT, STARTING, invoke
from decision_graph.cli.output import answer_json, compact
from decision_graph.cli.text import answer_lines, answer_text
from decision_graph.diagnostics import GraphError
from decision_graph.loading import load_guideline
from decision_graph.traversal.answer import query
from decision_graph.vocabulary import Attribute, domain

GUIDELINE = load_guideline(ROOT / ASTHMA)


def values(attribute: Attribute) -> st.SearchStrategy[Any]:
    known = domain(attribute)
    if known:
        return st.sampled_from(known)
    return st.integers(int(attribute.minimum or 0), int(attribute.maximum or 99))


FACTS = st.fixed_dictionaries(
    {"asthma": st.just("confirmed")},
    optional={name: values(a) for name, a in GUIDELINE.vocabulary.attributes.items() if name != "asthma"},
)


@settings(max_examples=40)
@given(FACTS, st.sampled_from([40, 80, 100]))
def test_text_and_json_name_the_same_rows_and_questions(facts: dict[str, Any], width: int) -> None:
    try:
        answer = query(GUIDELINE, facts)
    except GraphError:
        return  # the rules exclude these facts
    found = json.loads(compact(answer_json(answer)))
    text = click.unstyle(answer_text(answer, width))
    lines = [line for line in text.splitlines() if not line.startswith("    --fact ")]
    assert max(map(len, lines)) <= width
    assert max(len(click.unstyle(line)) for line in answer_lines(answer, width)) <= width
    starts = [line.split("  ")[0] for line in text.splitlines()]
    for conditions in found["possible_contested"].values():
        assert all(condition["why"] in " ".join(text.split()) for condition in conditions)
    for row in (*found["recommendations"], *found["also_consider"]):
        assert row["id"] in starts
    for question in (*found["questions"][:3], *found["option_questions"][:3]):
        assert f"--fact {question['attribute']}=" in text
    for id in answer.notes:
        assert id in found["notes"] or id in found["further_notes"]
    for row in found["recommendations"]:
        for note in row["notes"]:
            assert note in found["notes"] or " " in note


def test_sections_stand_in_the_order_of_need() -> None:
    facts = ("age_years=14", "days_with_symptoms=4", "night_waking=true", "smokes=true")
    text = invoke("query", ASTHMA, *STARTING, *(f"--fact={fact}" for fact in facts)).stdout
    headings = [line for line in text.splitlines() if line.isupper()]
    assert headings == [
        "RECOMMENDED",
        "ALSO MATCHES, BUT GIVES WAY",
        "STILL POSSIBLE",
        "ASK NEXT",
        "ASK FOR THE OPTIONS",
        "WHY",
        "NOTES",
    ]
    assert text.startswith("Open: 1.4 and 1.6 apply; 1.5 is still possible\n")
    assert text.endswith("A fictional example for software tests. Never use it for a patient.\n")


def test_every_standing_is_a_word_with_its_reason() -> None:
    facts = ("asthma=confirmed", "control=poorly", "technique_checked=true", "biologic_available=false")
    words = ("--line=stepping_up", "--setting=hospital", *(f"--fact={fact}" for fact in facts))
    text = invoke("query", ASTHMA, *words).stdout
    assert "  unavailable   step 1: Anti-interleukin-5 antibody" in text
    assert "                - not available here: " in text
    assert "  offered       step 2: High-dose" in text


def test_a_cell_that_offers_nothing_says_why() -> None:
    facts = ("asthma=confirmed", "control=poorly", "technique_checked=true")
    words = ("--line=stepping_up", "--setting=clinic", *(f"--fact={fact}" for fact in facts))
    text = invoke("query", ASTHMA, *words).stdout
    assert "  nothing is offered in this setting\n  The clinic refers to a hospital.\n" in text


def test_without_a_setting_the_options_wait_for_it() -> None:
    text = invoke("query", ASTHMA, "--line=starting", "--fact=asthma=confirmed", "--fact=smokes=true").stdout
    asked = "  its options depend on the place:\n    --fact place=clinic|hospital\n"
    assert f"1.6  Smoking\n{asked}" in text


def test_derived_facts_are_marked() -> None:
    facts = ("age_years=4", "days_with_symptoms=1", "night_waking=false", "allergic_rhinitis=false")
    text = invoke("query", ASTHMA, *STARTING, *(f"--fact={fact}" for fact in facts)).stdout
    assert "FOLLOWS FROM THE FACTS\n  non-smoker\n      from age: 4 years: the example treats" in text
    assert "  1 more, used in no question (--format json lists them)\n" in text
