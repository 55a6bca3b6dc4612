"""Page: how soon the page of the shipped guideline can be used on a slow telephone, and how it grows.

Chromium on a processor slowed four times: from the start of loading to the page that answers, and from a
press to the next answer. Medians of several loads of a new window.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from decision_graph.export import export
from decision_graph.loading import load_guideline

SLOWER = 4
TARGET = 1000
"""Milliseconds until it can be used."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="default: 7")
    rounds = parser.parse_args().rounds
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("page: Chromium is not installed, nothing was measured")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        (written,) = export(load_guideline("mbc"), (), ("html",), Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        figures = [_load(browser, written.path.as_uri()) for _ in range(rounds)]
        browser.close()
    ready, pressed = (statistics.median(column) for column in zip(*figures, strict=True))
    print(f"page, {SLOWER} times slower: usable after {ready:.0f} ms (target {TARGET}), "
          f"answered {pressed:.0f} ms after a press")  # fmt: skip


def _load(browser: Browser, address: str) -> tuple[float, float]:
    """Milliseconds until the page can be used, and until a press is answered."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(
        "new MutationObserver(() => { if (document.documentElement.dataset.ready && !window.ready)"
        " window.ready = performance.now() }).observe(document, {attributes: true, subtree: true})"
    )
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_function("window.ready")
    ready: float = page.evaluate("window.ready")
    pressed: float = page.evaluate(
        "() => { const start = performance.now(); document.querySelector('#always-line-0').click();"
        " document.body.getBoundingClientRect(); return performance.now() - start }"
    )
    context.close()
    return ready, pressed


if __name__ == "__main__":
    main()
