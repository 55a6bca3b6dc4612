"""Hand-written: the first line of the shipped guideline as plain if and else, for complete patients.

It is what a careful programmer would write today for this one table, and the yardstick for `decision.py`.
It knows no missing fact, no rows that give way, no reasons, and has to be written anew for every guideline.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Rows = tuple[str, ...]
"""The rows that lead; empty where the guideline is silent."""

MUTATED = ("germline", "somatic")


def first_line(facts: Mapping[str, Any]) -> Rows:
    """The rows that lead for a complete patient in the first line."""
    her2 = facts["her2_status"]
    if her2 == "negative":
        hr = facts["hr_status"]
        if hr == "positive":
            return _hormone_receptor_positive(facts)
        if hr == "negative":
            return _triple_negative(facts)
        return ()
    if her2 == "positive":
        if facts["hr_status"] != "positive":
            return ("1.2.1",)
        mutated = facts["brca12_mutation"] in MUTATED
        if facts["special_circumstance"]:
            return ("1.2.2", "1.4.1.a") if mutated else ("1.2.2",)
        return ("1.2.1", "1.2.2", "1.4.1.a") if mutated else ("1.2.1", "1.2.2")
    if facts["hr_status"] == "positive" and facts["brca12_mutation"] in MUTATED:
        return ("1.4.1.a",)
    return ()


def _hormone_receptor_positive(facts: Mapping[str, Any]) -> Rows:
    if facts["immediately_life_threatening"] or facts["rapid_visceral_recurrence_on_adjuvant_et"]:
        return ("1.1.2",) if facts["prior_adjuvant_et"] else ("1.1.3",)
    if facts["brca12_mutation"] in MUTATED:
        if facts["et_no_longer_benefiting"]:
            return ("1.4.2",)
        return (*_hormone_rows(facts), "1.4.1.a")
    return _hormone_rows(facts)


def _hormone_rows(facts: Mapping[str, Any]) -> Rows:
    if facts["adjuvant_et_completed"]:
        if facts["months_adjuvant_et_end_to_recurrence"] >= 12:
            return ("1.1.8",)
        if facts["last_adjuvant_et"] == "ai":
            return ("1.1.7",)
    menopause = facts["menopausal_status"]
    if menopause == "not_applicable":
        return ("1.1.9",)
    if menopause == "post":
        return ("1.1.1", "1.1.6") if facts["prior_adjuvant_et"] else ("1.1.4",)
    return ("1.1.6",) if facts["treatment_naive"] else ("1.1.5",)


def _triple_negative(facts: Mapping[str, Any]) -> Rows:
    mutated = facts["brca12_mutation"] in MUTATED
    if facts["pd_l1_status"] == "positive":
        if not facts["ici_contraindicated"]:
            return ("1.3.3", "1.4.1.b") if mutated else ("1.3.3",)
        return ("1.4.1.b",) if mutated else ()
    if facts["symptomatic_disease"] or facts["immediately_life_threatening"]:
        return ("1.3.2", "1.4.1.b") if mutated else ("1.3.2",)
    return ("1.3.1", "1.4.1.b") if mutated else ("1.3.1",)
