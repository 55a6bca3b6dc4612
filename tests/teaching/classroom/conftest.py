"""The classroom page in a browser, and how a person without a mouse goes through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from teaching.classroom.pages import page_of

Open = Callable[..., Page]

SEEDED = """
  let drawn = %d;
  window.crypto.getRandomValues = array => array.map((_, k) => {
    drawn = (Math.imul(drawn, 1664525) + 1013904223) >>> 0;
    return drawn >>> 8;
  }).forEach((number, k) => { array[k] = number; }) || array;
"""
"""In place of the browser's randomness: a red run can be repeated."""

WITHOUT_STORAGE = """
  Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("denied", "SecurityError"); },
  });
"""

FULL = """
  const keep = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, text) {
    if (text.length > 280) throw new DOMException("full", "QuotaExceededError");
    keep.call(this, key, text);
  };
"""
"""There is room for the first answers only."""


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Opens the page of a guideline, each time on a device of its own; no request may leave it."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(name: str = "asthma", width: int = 390, script: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        contexts.append(context)
        context.add_init_script(SEEDED % len(contexts) + script)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"the page's program failed: {error}"))
        page.on("request", lambda request: asked(request.url))
        page.goto(page_of(name).as_uri())
        page.wait_for_selector("html[data-ready=all]", state="attached")
        return page

    def asked(url: str) -> None:
        if not url.startswith(("file:", "blob:")):
            faults.append(f"the page asked for {url}")

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
