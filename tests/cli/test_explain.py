"""`decision-graph explain`: what it shows of which rows and options, for people and for programs."""

from __future__ import annotations

import json

from cli.running import invoke

RELAPSE = (
    *("--line", "first", "--setting", "enhanced"),
    *("--fact", "sex=female", "--fact", "menopausal_status=post", "--fact", "hr_status=positive"),
    *("--fact", "her2_status=negative", "--fact", "last_adjuvant_et=ai"),
    *("--fact", "brca12_mutation=not_known", "--fact", "immediately_life_threatening=false"),
    *("--fact", "months_adjuvant_et_end_to_recurrence=7"),
)


def test_rows_stand_in_the_order_of_their_distance() -> None:
    printed = invoke("explain", "mbc", *RELAPSE).stdout
    places = [printed.index(f"\n  {id} ") for id in ("1.1.2", "1.4.2", "1.1.4", "1.1.9", "1.1.3")]
    assert places == sorted(places)
    assert "3 facts: immediately life-threatening disease (now no); last adjuvant" in printed
    assert max(map(len, printed.splitlines())) <= 80


def test_a_fact_that_would_have_no_value_is_told_by_what_must_not_hold() -> None:
    printed = invoke("explain", "mbc", "1.1.4", *RELAPSE).stdout
    words = " ".join(printed.split())
    assert "no completed adjuvant hormone therapy (now recurrence 7 months after the end of" in words


def test_only_the_rows_and_options_that_are_named() -> None:
    done = invoke("explain", "mbc", "1.1.5", "fulvestrant", *RELAPSE)
    assert "Fulvestrant + CDK4/6 inhibitor" in done.stdout
    assert "1.1.5" in done.stdout and "1.1.9" not in done.stdout and "\nWHY\n" not in done.stdout


def test_what_is_no_row_or_elsewhere_is_refused_with_a_remedy() -> None:
    done = invoke("explain", "mbc", "tamoxifn", *RELAPSE)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "error[unknown-part]: 'mbc' has no row or intervention 'tamoxifn'" in done.stderr
    assert "did you mean 'tamoxifen'" in done.stderr
    done = invoke("explain", "mbc", "2.1.1", *RELAPSE)
    assert "error[row-elsewhere]: row 2.1.1 is in no graph that this patient enters" in done.stderr


def test_json_says_how_far_each_row_is_and_how_to_get_there() -> None:
    found = json.loads(invoke("explain", "mbc", *RELAPSE, "--format", "json").stdout)
    rows = {row["id"]: row for row in found["rows"]}
    assert (found["status"], rows["1.1.7"]["standing"], rows["1.1.7"]["facts_away"]) == (
        "decided",
        "preferred",
        None,
    )
    assert rows["1.1.9"]["facts_away"] == 2
    assert rows["1.1.9"]["to_match"][0]["changes"][0] == {
        "attribute": "sex",
        "be": "sex == male",
        "words": "sex: male",
        "now": "female",
    }
    assert rows["1.1.1"]["outranked_because"] == {"1.1.7": "interval rows before menopause rows (P)"}
    assert [option["standing"] for option in rows["1.1.7"]["options"]] == ["offered"]


def test_an_open_answer_ends_with_its_status() -> None:
    done = invoke(
        "explain", "mbc", "--line", "first", "--setting", "limited", "--fact", "her2_status=positive"
    )
    assert done.exit_code == 3
    assert "STILL POSSIBLE" in done.stdout and "if HR-positive" in done.stdout


def test_what_need_not_be_asked_is_told_with_the_reason() -> None:
    printed = " ".join(invoke("explain", "mbc", *RELAPSE).stdout.split())
    assert "WOULD CHANGE NO RECOMMENDATION HERE" in printed
    assert "with HR-positive: PD-L1 status; checkpoint inhibitor contraindicated" in printed
    found = json.loads(invoke("explain", "mbc", *RELAPSE, "--format", "json").stdout)
    pd_l1 = next(one for one in found["unneeded"] if one["attribute"] == "pd_l1_status")
    assert pd_l1 == {
        "attribute": "pd_l1_status",
        "rows": ["1.3.1", "1.3.2", "1.3.3"],
        "because": ["hr_status"],
    }
