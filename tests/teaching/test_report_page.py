"""The report's page in a real browser: heard, seen in the dark, on a phone, and without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from decision_graph.teaching.report import make_report
from decision_graph.teaching.report_page import report_page
from decision_graph.teaching.store import Logged
from teaching.guidelines import taught
from teaching.test_results import chosen


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    guideline = taught("mbc").guideline
    logged = [
        Logged("a" * 16, f"learner-{k % 9}", "mbc", guideline.digest, chosen(k, chosen=(str(k % 3 + 1),)))
        for k in range(1, 90)
    ]
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_page(make_report(guideline, logged), guideline.title, guideline.disclaimer))
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, page_file: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    found = Axe().run(page).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [page_file.as_uri()]
    bars = page.eval_on_selector_all(
        ".fill", "bars => bars.map(bar => bar.offsetWidth / bar.parentElement.clientWidth)"
    )
    shares = page.eval_on_selector_all(
        "section:nth-of-type(-n+4) td.bar", "cells => cells.map(cell => parseFloat(cell.innerText) / 100)"
    )
    assert shares
    assert all(abs(bar - share) < 0.02 for bar, share in zip(bars, shares, strict=False))
    context.close()
