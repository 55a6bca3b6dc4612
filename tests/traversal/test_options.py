"""Options: offered, unavailable, not indicated or open, with the reason and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from decision_graph.graph import Guideline, option_words
from decision_graph.loading import load_guideline
from decision_graph.traversal.answer import query
from decision_graph.traversal.options import OptionAnswer


@pytest.fixture(scope="module")
def mbc(root: Path) -> Guideline:
    return load_guideline(root / "graphs" / "mbc")


HER2 = {
    "line": "first",
    "setting": "enhanced",
    "sex": "female",
    "her2_status": "positive",
    "hr_status": "negative",
}
HR = {
    "line": "first",
    "sex": "female",
    "her2_status": "negative",
    "hr_status": "positive",
    "immediately_life_threatening": False,
    "rapid_visceral_recurrence_on_adjuvant_et": False,
    "adjuvant_et_completed": False,
    "brca12_mutation": "none",
}


def options(guideline: Guideline, row: str, facts: dict[str, object]) -> list[OptionAnswer]:
    answer = query(guideline, facts)
    return list(next(found for found in answer.rows if found.row.id == row).options)


def standings(guideline: Guideline, row: str, facts: dict[str, object]) -> list[str]:
    return [option.standing for option in options(guideline, row, facts)]


@pytest.mark.parametrize(
    ("stock", "expected"),
    [
        ({}, ["offered", "open", "open", "open"]),
        ({"pertuzumab_available": True}, ["offered", "open", "not_indicated", "not_indicated"]),
        (
            {"pertuzumab_available": True, "taxane_available": True, "trastuzumab_available": True},
            ["offered", "not_indicated", "not_indicated", "not_indicated"],
        ),
        ({"pertuzumab_available": False}, ["unavailable", "unavailable", "open", "open"]),
        (
            {"pertuzumab_available": False, "taxane_available": False},
            ["unavailable", "unavailable", "not_indicated", "offered"],
        ),
        (
            {"pertuzumab_available": True, "taxane_available": False},
            ["unavailable", "offered", "not_indicated", "not_indicated"],
        ),
        ({"trastuzumab_available": False}, ["unavailable"] * 4),
    ],
)
def test_a_cascade_prefers_the_first_step_that_can_be_had(
    mbc: Guideline, stock: dict[str, object], expected: list[str]
) -> None:
    assert standings(mbc, "1.2.1", {**HER2, **stock}) == expected


def test_an_unknown_stock_is_named_as_missing(mbc: Guideline) -> None:
    first, second, *_ = options(mbc, "1.2.1", HER2)
    assert first.why == "the preferred step, if it is available"
    assert first.missing == ("trastuzumab_available", "pertuzumab_available", "taxane_available")
    assert "taxane_available" in second.missing
    assert second.why.startswith("only if step 1 cannot be given")


@pytest.mark.parametrize(
    ("prior", "standing", "why"),
    [
        ({}, "open", "only if prior chemotherapy: not answered"),
        ({"prior_chemotherapy": True}, "offered", ""),
        ({"prior_chemotherapy": False}, "not_indicated", "only if prior chemotherapy"),
        (
            {"prior_chemotherapy": True, "parpi_available": False},
            "unavailable",
            "not available here: PARP inhibitor",
        ),
    ],
)
def test_footnote_d_gates_a_parp_inhibitor_in_1_4_1_b(
    mbc: Guideline, prior: dict[str, object], standing: str, why: str
) -> None:
    facts = {**HR, "hr_status": "negative", "setting": "enhanced", "brca12_mutation": "germline", **prior}
    parpi = options(mbc, "1.4.1.b", facts)[0]
    assert (parpi.standing, parpi.why) == (standing, why)
    assert {"D", "A21"} <= set(parpi.notes)


def test_a_pre_menopausal_woman_gets_an_ai_only_with_ovarian_suppression(mbc: Guideline) -> None:
    naive = {**HR, "setting": "limited", "menopausal_status": "pre", "treatment_naive": True}
    either, nsai, with_tamoxifen, with_ai, man = options(mbc, "1.1.6", naive)
    # Tamoxifen or an AI: tamoxifen serves, so the option stands, but the AI is not passed over in silence.
    assert either.standing == "offered"
    alone = "aromatase inhibitor before menopause only with ovarian ablation or suppression"
    assert either.cautions == (f"{alone}: not answered",)
    assert nsai.standing == "not_indicated"
    assert (with_tamoxifen.standing, with_tamoxifen.missing) == ("open", ("oa_os_available",))
    # Here the suppression is part of the option itself.
    assert with_ai.standing == "offered"
    assert man.standing == "not_indicated"
    without = options(mbc, "1.1.6", {**naive, "oa_os_available": False})
    assert without[0].cautions == (f"{alone}, which does not hold",)
    assert {"**", "A14"} <= set(without[0].notes)
    unstocked = options(mbc, "1.1.6", {**naive, "oa_os_available": True, "ai_available": False})
    assert unstocked[0].cautions == ("aromatase inhibitor is not available here",)
    assert [o.standing for o in without] == [
        "offered",
        "not_indicated",
        "unavailable",
        "unavailable",
        "not_indicated",
    ]


def test_after_menopause_the_rule_does_not_bind(mbc: Guideline) -> None:
    post = {**HR, "setting": "limited", "menopausal_status": "post", "prior_adjuvant_et": True}
    sequential, ai = options(mbc, "1.1.1", post)
    assert (sequential.standing, ai.standing) == ("offered", "offered")
    assert {"**", "A14"} <= set(ai.notes)


def test_options_on_the_ovaries_are_not_for_men(mbc: Guideline) -> None:
    man = {
        **HR,
        "sex": "male",
        "setting": "limited",
        "brca12_mutation": "germline",
        "et_no_longer_benefiting": False,
    }
    with_tamoxifen, with_ai, chemotherapy = options(mbc, "1.4.1.a", man)
    assert (with_tamoxifen.standing, with_ai.standing) == ("not_indicated", "not_indicated")
    assert with_tamoxifen.why == "options on the ovaries are for women"
    assert chemotherapy.standing == "offered"


def test_a_caution_warns_and_withholds_nothing(mbc: Guideline) -> None:
    heart_failure = {**HER2, "her2_therapy_contraindicated": True}
    first = options(mbc, "1.2.1", heart_failure)[0]
    assert first.standing == "offered"
    assert first.cautions == ("HER2-targeted therapy is contraindicated for this patient",)
    assert options(mbc, "1.2.1", HER2)[0].cautions == ()


def test_options_read_in_full_words(mbc: Guideline) -> None:
    texts = [option_words(o.option, mbc.vocabulary) for o in options(mbc, "1.2.1", HER2)]
    assert texts[1] == "Trastuzumab + pertuzumab + (vinorelbine or platinum)"
