"""The classroom page looked at: by axe, at every width, in light and dark, and by whoever prints it."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import esprima
import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe

from decision_graph.export.page.scripts import squeezed
from decision_graph.teaching.classroom.page import PROGRAMS, own, programs
from teaching.classroom.conftest import Open
from teaching.classroom.screens import screens

CHART = {"exclude": [["#view"]]}
"""The chart is that of the interactive page, and is measured there."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_axe_finds_nothing_on_any_screen(visit: Open, width: int, scheme: str) -> None:
    page = visit("asthma", width, color_scheme=scheme)
    for screen in screens(page):
        options: dict[str, Any] = {} if width == 1440 and "what if" in screen else CHART
        found = Axe().run(page, options).response
        assert [(screen, one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        unsure = (
            node for one in found["incomplete"] if one["id"] == "color-contrast" for node in one["nodes"]
        )
        # What axe cannot measure is a sign of one letter, or stands in the chart.
        said = [node["html"] for node in unsure if not re.match(r"<t(ext|span)\b", node["html"])]
        signs = ('aria-hidden="true"', ">−</button>", ">+</button>")
        assert [(screen, html) for html in said if not any(sign in html for sign in signs)] == []


@pytest.mark.parametrize(("name", "width"), [("asthma", 320), ("mbc", 390), ("asthma", 1920)])
def test_nothing_reaches_beyond_the_side(visit: Open, name: str, width: int) -> None:
    page = visit(name, width)
    for screen in screens(page):
        assert (screen, page.evaluate("document.documentElement.scrollWidth")) == (screen, width)
        small = page.evaluate(
            """() => Array.from(document.querySelectorAll("#room button, #room select, label.choice"))
              .filter(one => !one.closest("svg") && one.getBoundingClientRect().height < 36)
              .map(one => one.outerHTML)"""
        )
        assert (screen, small) == (screen, []), "a finger meets it"


def test_the_screens_are_told_apart_and_say_what_they_are_for(visit: Open) -> None:
    page = visit()
    titles = set()
    for _ in screens(page):
        titles.add(page.title().split(" · ")[0])
        assert (
            page.locator(".warning >> visible=true")
            .first.inner_text()
            .startswith("Decision support, not medical advice.")
        )
    assert titles == {"Start", "Quiz", "Results", "Collect", "Cases", "Walk"}


def test_the_button_back_leads_to_the_screen_before(visit: Open) -> None:
    page = visit()
    page.click("#collect")
    page.go_back()
    assert page.locator("#begin").count() == 1
    page.go_forward()
    assert page.locator("#paste").count() == 1


def test_large_type_and_colours_are_kept(visit: Open) -> None:
    page = visit(width=1440, color_scheme="light")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    assert page.evaluate(size) == 17
    page.click("#large")
    page.click("#theme")
    page.reload()
    assert page.evaluate(size) > 21
    assert page.evaluate("document.documentElement.classList.contains('dark')")
    assert page.get_attribute("#large", "aria-pressed") == "true"


def test_results_and_a_walk_are_printed_whole(visit: Open) -> None:
    page = visit("asthma", 1440)
    for screen in screens(page):
        if screen in ("results", "walk, what if", "walk, its answer"):
            document = pypdfium2.PdfDocument(page.pdf(format="A4"))
            text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
            assert len(document) <= 5
            assert {"results": "blue-7", "walk, what if": "The paths part", "walk, its answer": "Not so"}[
                screen
            ] in text
            assert "not medical advice" in text


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_programs_run_on_old_telephones(name: str) -> None:
    esprima.parseScript(own(name))  # knows ECMAScript 2017, and nothing newer
    esprima.parseScript(squeezed(own(name)))


def test_every_program_runs_after_what_it_needs() -> None:
    esprima.parseScript("\n".join(programs()))
    here = {
        file.name
        for file in files("decision_graph.teaching.classroom").iterdir()
        if file.name.endswith(".js")
    }
    assert here == set(PROGRAMS)


def test_the_licence_of_what_is_not_ours_stands_in_the_page(visit: Open) -> None:
    page = visit()
    text = page.content()
    assert "Copyright (c) 2021-2025 David Evans" in text and "substantial portions of the Software" in text


def test_the_page_may_ask_for_nothing(visit: Open) -> None:
    page = visit()
    refused = page.evaluate(
        """() => new Promise(done => {
          document.addEventListener("securitypolicyviolation", event => done(event.blockedURI));
          fetch("http://127.0.0.1:9/names").catch(() => null);
        })"""
    )
    assert refused == "http://127.0.0.1:9/names"
