"""The page of the shipped guideline, and an empty one, in the browser that all exporters are tested with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from decision_graph.export import export
from decision_graph.loading import load_guideline

ROOT = Path(__file__).parents[3]


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
