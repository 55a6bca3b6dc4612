"""Every screen of the classroom page, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page


def screens(page: Page) -> Iterator[str]:
    """Go to each screen, and say which one it is."""
    yield "start"
    page.fill("#learner", "Dr. A. Person")
    page.click("#begin")
    yield "start, refused"
    page.fill("#learner", "blue-7")
    page.click("#begin")
    yield "quiz"
    page.click("#answer")
    yield "quiz, refused"
    while page.inner_text("#go-next") != "Go on" if page.locator("#go-next").count() else True:
        if page.locator("#go-next").count():
            page.click("#go-next")
        page.click("#choice-0")
        page.click("#answer")
    yield "verdict, and the end of a case"
    page.click("#home")
    yield "start, with a quiz"
    page.click("#results")
    yield "results"
    code = page.input_value("#code")
    page.click("#to-start")
    page.click("#collect")
    page.fill("#paste", f"{code} DG2.ABC.")
    page.click("#take")
    yield "collection"
    page.click("#home")
    page.click("#cases")
    yield "cases"
    page.click("#case-3")
    page.click("#vote-1")
    yield "walk, a question"
    page.click("#open")
    yield "walk, its answer"
    while page.locator("#near-0").count() == 0:
        page.click("#open" if page.locator("#open").count() else "#go-next")
    page.click("#near-0")
    yield "walk, what if"
