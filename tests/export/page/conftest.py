"""A real browser for the tests of the page: one for each process that runs tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from decision_graph.export import export
from decision_graph.loading import load_guideline

ROOT = Path(__file__).parents[3]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none the tests are skipped, but never in CI."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed (Debian, Ubuntu: apt-get install chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def mbc_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page of the shipped guideline, made anew."""
    out = tmp_path_factory.mktemp("page")
    (written,) = export(load_guideline(ROOT / "graphs" / "mbc"), (), ("html",), out)
    return written.path.as_uri()
