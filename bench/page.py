"""Page: how soon the page of the shipped guideline can be used on a slow telephone.

Chromium at the width of a telephone, in a new window each time: how long its main thread works until the
page can be used, and from a press to the next answer, times four for a processor that is four times slower.
The thread's own time does not grow when the machine has other work; the time by the clock, with the processor
slowed four times, is printed beside it. Medians.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

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
        address, size = written.path.as_uri(), written.path.stat().st_size
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        worked = [_worked(browser, address) for _ in range(rounds)]
        clock = [_by_the_clock(browser, address) for _ in range(rounds)]
        browser.close()
    ready, pressed = (SLOWER * statistics.median(column) for column in zip(*worked, strict=True))
    usable = f"usable after {ready:.0f} ms (target {TARGET}; by the clock {statistics.median(clock):.0f} ms)"
    print(f"page, {size:,} bytes, {SLOWER} times slower: {usable}, answered {pressed:.0f} ms after a press")


def _opened(browser: Browser) -> tuple[Page, CDPSession]:
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    return page, page.context.new_cdp_session(page)


def _worked(browser: Browser, address: str) -> tuple[float, float]:
    """Milliseconds that the main thread works until the page can be used, and until a press is answered."""
    page, session = _opened(browser)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def so_far() -> float:
        measured = session.send("Performance.getMetrics")["metrics"]
        return next(1000 * float(one["value"]) for one in measured if one["name"] == "TaskDuration")

    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    ready = so_far()
    page.evaluate("() => { document.querySelector('#always-line-0').click(); document.body.clientWidth }")
    pressed = so_far() - ready
    page.context.close()
    return ready, pressed


def _by_the_clock(browser: Browser, address: str) -> float:
    """Milliseconds until the page can be used, with the processor slowed."""
    page, session = _opened(browser)
    page.add_init_script(
        "new MutationObserver(() => { if (document.documentElement.dataset.ready && !window.ready)"
        " window.ready = performance.now() }).observe(document, {attributes: true, subtree: true})"
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_function("window.ready")
    ready: float = page.evaluate("window.ready")
    page.context.close()
    return ready


if __name__ == "__main__":
    main()
