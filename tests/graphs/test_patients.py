"""The patients of the shipped guidelines: all answers as expected, and nothing left uncovered."""

from __future__ import annotations

import re
from functools import cache

import pytest

from decision_graph.casebook import Outcome, reached, run_cases
from decision_graph.loading import load_guideline, shipped
from decision_graph.loading.cases import read_cases


@cache
def outcomes(name: str) -> tuple[Outcome, ...]:
    guideline = load_guideline(name)
    return run_cases(guideline, (case for file in read_cases(name, guideline) for case in file.cases))


@pytest.mark.parametrize("name", shipped())
def test_every_patient_gets_the_expected_answer(name: str) -> None:
    wrong = [(found.case.id, found.mismatches) for found in outcomes(name) if not found.passed]
    assert wrong == []


@pytest.mark.parametrize("name", shipped())
def test_the_patients_cover_everything(name: str) -> None:
    missing = reached(load_guideline(name), outcomes(name)).missing
    assert [item.words for item in missing] == []


def test_the_patients_that_were_given() -> None:
    given = "s03 s05 s12 v06 v08 v14 v15 v20 v21 v26 v30 v42 v44 v52 v54 v62 v64 v69 v77 v84 v96 v97"
    assert set(re.findall(r"\w+", given)) <= {found.case.id for found in outcomes("mbc") if found.passed}


def test_every_patient_has_a_reason_that_cites_the_source_or_a_decision() -> None:
    guideline = load_guideline("mbc")
    for found in outcomes("mbc"):
        assert found.case.why, found.case.id
        assert len(found.case.narrative.split()) >= 8, found.case.id
    assert len({found.case.narrative for found in outcomes("mbc")}) > 150
    assert guideline.id == "mbc"
