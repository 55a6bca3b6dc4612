"""The page in a real browser: seen, heard, pressed, printed, and without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from urllib.request import url2pathname

import esprima
import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from decision_graph.export import export
from decision_graph.export.page.html import PROGRAMS
from decision_graph.export.page.scripts import script, squeezed
from decision_graph.loading import load_guideline
from export.page.hostile import hostile_guideline

ROOT = Path(__file__).parents[3]

STATES = {
    "nothing": "",
    "open": "#line=first&setting=limited&her2_status=negative&hr_status=positive&sex=female",
    "decided": "#line=first&setting=enhanced&her2_status=negative&hr_status=positive&sex=female"
    "&menopausal_status=post&immediately_life_threatening=false&brca12_mutation=not_known"
    "&last_adjuvant_et=ai&adjuvant_et_completed=true&months_adjuvant_et_end_to_recurrence=7",
    "silent": "#line=first&setting=basic&hr_status=not_known&her2_status=not_known",
    "outside": "#line=second&setting=basic&disease_extent=early",
    "clash": "#line=first&setting=basic&sex=male&menopausal_status=pre",
}

Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, mbc_page: str) -> Iterator[Open]:
    """Opens the page at a width, in a colour scheme, with answers in its address."""
    contexts = []

    def opened(width: int = 1440, state: str = "", address: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page's program failed: {error}"))
        page.goto((address or mbc_page) + STATES.get(state, state))
        drawn(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def drawn(page: Page) -> None:
    """Go down until the chart is drawn, and up again."""
    page.evaluate("document.getElementById('chart').scrollIntoView()")
    page.wait_for_selector("html[data-ready=all]", state="attached")
    page.evaluate("window.scrollTo(0, 0)")


def change(page: Page, state: str) -> None:
    """Open a link in a page that is open."""
    page.evaluate(
        "hash => new Promise(done => { if (location.hash === hash) done();"
        " window.addEventListener('hashchange', done, {once: true}); location.hash = hash })", state,
    )  # fmt: skip
    drawn(page)


def answer(page: Page) -> str:
    return page.inner_text("#answer")


# Seen and heard


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_axe_finds_nothing(visit: Open, width: int, scheme: str) -> None:
    page = visit(width, "decided", color_scheme=scheme)
    for part in ("#others", "#answered", ".notes"):
        if page.get_attribute(part, "open") is None:
            page.click(f"{part} > summary")
    found = Axe().run(page).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    # What axe cannot measure is a sign of one letter, or stands in the chart, which is measured below.
    unsure = (node for one in found["incomplete"] if one["id"] == "color-contrast" for node in one["nodes"])
    measured = (node["html"] for node in unsure if not re.match(r"<t(ext|span)\b", node["html"]))
    assert [html for html in measured if 'aria-hidden="true"' not in html] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_other_states(visit: Open, scheme: str) -> None:
    page = visit(390, color_scheme=scheme)
    for state, address in STATES.items():
        change(page, address)
        page.fill("#search", "tamoxifen")
        found = Axe().run(page, {"exclude": [["#view"]]}).response["violations"]
        assert [(state, one["id"], one["nodes"][0]["html"]) for one in found] == []


CONTRAST = """
() => {
  const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = colour => {
    paint.clearRect(0, 0, 1, 1); paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1);
    return Array.from(paint.getImageData(0, 0, 1, 1).data);
  };
  const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, share, i) => {
    const v = c[i] / 255;
    return sum + share * (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  }, 0);
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const view = document.getElementById("view");
  const ground = getComputedStyle(view).backgroundColor;
  const rects = Array.from(view.querySelectorAll("rect")).map(rect => (
    {rect, box: rect.getBoundingClientRect(), fill: getComputedStyle(rect).fill}));
  return Array.from(view.querySelectorAll("text")).map(text => {
    const box = text.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    const under = rects.filter(one => one.fill !== "none" && one.box.left <= x && one.box.right >= x
      && one.box.top <= y && one.box.bottom >= y
      && (one.rect.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)).pop();
    const fill = getComputedStyle(text).fill, back = under ? under.fill : ground;
    return {text: text.textContent, fill, back, ratio: ratio(light(rgb(fill)), light(rgb(back)))};
  }).sort((a, b) => a.ratio - b.ratio);
}
"""


@pytest.mark.parametrize(
    "options",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}],
    ids=["light", "dark", "forced"],
)
def test_every_text_of_a_chart_can_be_read(visit: Open, options: dict[str, Any]) -> None:
    page = visit(**options)
    for state, address in STATES.items():
        change(page, address)
        found = page.evaluate(CONTRAST)
        assert len(found) > 50
        assert [(state, one) for one in found if one["ratio"] < 4.5][:3] == []


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_reaches_beyond_the_side(visit: Open, width: int) -> None:
    page = visit(width)
    for state, address in STATES.items():
        change(page, address)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        page.fill("#search", "tamoxifen")
        assert (state, page.evaluate("document.documentElement.scrollWidth")) == (state, width)


def test_a_state_is_told_without_colour(visit: Open) -> None:
    page = visit(state="open")
    looks = page.evaluate(
        """() => ["taken", "open", "closed"].map(state => {
          const line = document.querySelector("#view .line." + state);
          const style = getComputedStyle(line);
          return [style.strokeWidth, style.strokeDasharray].join(" ");
        })"""
    )
    assert len(set(looks)) == 3
    labels = page.evaluate(
        "Array.from(document.querySelectorAll('#view .answer')).map(g => g.getAttribute('aria-label'))"
    )
    assert any(label.endswith(": on the way of this patient") for label in labels)
    assert any(label.endswith(": not for this patient") for label in labels)


# Pressed


def test_every_answer_is_reached_by_tab_and_given_by_enter(visit: Open) -> None:
    page = visit(state="#line=first")
    buttons = """Array.from(document.querySelectorAll(
      "#view [role=button], #questions button, #questions select")).filter(e => e.getClientRects().length)"""
    wanted = page.evaluate(f"{buttons}.length")
    reached = set()
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(f"{buttons}.indexOf(document.activeElement)"))
    assert reached - {-1} == set(range(wanted))
    page.focus("#view .answer")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    assert "her2_status=" in page.url
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(label.split(":")[0])


def test_the_keyboard_goes_on_at_the_next_question(visit: Open) -> None:
    page = visit(state="#line=first&setting=basic")
    asked = []
    for _ in range(3):
        asked.append(page.inner_text(".next h3"))
        page.focus(".next .answer")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == page.inner_text(".next h3")
    assert len(set(asked)) == 3


def test_pressing_the_chart_gives_facts_or_asks_for_the_number(visit: Open) -> None:
    page = visit(state=STATES["decided"].replace("&months_adjuvant_et_end_to_recurrence=7", ""))
    page.locator("#view .answer", has_text="less than 12").first.click()
    assert page.evaluate("document.activeElement.id") == "other-months_adjuvant_et_end_to_recurrence"
    page.fill("#other-months_adjuvant_et_end_to_recurrence-number", "7")
    page.keyboard.press("Enter")
    assert "Row 1.1.7 applies" in answer(page)
    page.locator("#view .answer", has_text="12 or more").first.click()
    assert "7 months" not in page.inner_text("#answered")


def test_pulling_the_chart_gives_no_answer(visit: Open) -> None:
    page = visit()
    page.locator("#view").scroll_into_view_if_needed()
    box = page.locator("#view .answer").nth(1).bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 30, steps=4)
    page.mouse.up()
    assert "=" not in page.url
    page.mouse.click(box["x"] + 10, box["y"] + 5)
    assert "her2_status=" in page.url


def test_a_number_that_cannot_be_is_refused_in_words(visit: Open) -> None:
    page = visit(state="#line=first&adjuvant_et_completed=true")
    page.click("#others summary")
    for wrong in ("-1", "soon", "5000"):
        page.fill("#other-months_adjuvant_et_end_to_recurrence-number", wrong)
        page.keyboard.press("Enter")
        assert (
            f"“{wrong}” cannot be: write a number, at least 0 and at most 1200, in months."
            in page.inner_text("#message")
        )
    assert "months_adjuvant" not in page.url


def test_facts_that_clash_are_both_named_and_can_be_taken_back(visit: Open) -> None:
    page = visit(state="clash")
    words = page.inner_text(".refused")
    assert "Sex of the patient? male" in words and "Menopausal status? pre-menopausal" in words
    assert "a man has no menopausal status" in words
    assert "No answer is given" in answer(page)
    page.click(".refused button >> nth=1")
    assert page.query_selector(".refused") is None
    assert "menopausal_status" not in page.url


def test_search_finds_a_drug_and_leads_to_its_row(visit: Open) -> None:
    page = visit(390)
    page.fill("#search", "fulvestrant")
    assert "1.1.7" in page.inner_text("#hits") and "(Enhanced)" in page.inner_text("#hits")
    page.locator("#hits button", has_text="2.1.4").first.click()
    assert page.inner_text("#about-title").startswith("2.1.4")
    assert page.input_value("#which") == "second_line"
    frame, row = page.locator("#view").bounding_box(), page.locator("#view .found").bounding_box()
    assert frame and row and frame["y"] - 1 <= row["y"] <= frame["y"] + frame["height"]


# The answer, and the link that carries it


def test_the_decided_patient_is_answered_with_reasons(visit: Open) -> None:
    words = answer(visit(state="decided"))
    assert "Decided. Row 1.1.7 applies." in words
    assert "Offered: Fulvestrant + CDK4/6 inhibitor" in words
    assert "Gives way to 1.1.7" in words
    assert "check the row in the source before you act" in words
    assert words.index("Basic") < words.index("Limited") < words.index("Maximal")


def test_silence_names_the_nearest_rows_as_cross_references_only(visit: Open) -> None:
    words = answer(visit(state="silent"))
    assert "The guideline is silent" in words and "Cross-references only" in words
    assert "Offered" not in words


def test_silence_still_asks_for_what_was_taken_for_granted(visit: Open) -> None:
    page = visit(state="silent")
    assert "PLEASE CONFIRM" in page.inner_text(".next").upper()
    assert "How old is the patient?" in page.inner_text(".next")


def test_what_would_change_nothing_says_so(visit: Open) -> None:
    known = "&disease_extent=metastatic&age_years=50"
    page = visit(state=f"#line=first&setting=basic&her2_status=positive&hr_status=negative{known}")
    assert "Nothing more to ask" in page.inner_text("#questions")
    page.click("#others summary")
    question = page.locator(".question", has_text="PD-L1 status of the tumour?")
    assert "would change nothing here" in question.inner_text()


def test_a_link_carries_the_answers(visit: Open) -> None:
    page = visit()
    page.click("#always-line-0")
    page.click("#always-setting-2")
    page.locator(".next .answer", has_text="HER2-negative").click()
    page.click("#copy")
    link = page.input_value("#link")
    assert re.search(r"#line=first&setting=enhanced&her2_status=negative$", link)
    again = visit(address=link)
    assert answer(again) == answer(page)
    again.click("#reset")
    assert again.url.endswith("#")


def test_a_link_that_is_not_understood_says_what_was_left_out(visit: Open) -> None:
    page = visit(
        state="#line=first&planet=mars&her2_status=blue&%zz&months_adjuvant_et_end_to_recurrence=1e99"
    )
    words = page.inner_text("#message")
    assert all(part in words for part in ("planet=mars", "her2_status=blue", "%zz", "=1e99"))
    assert page.get_attribute("#always-line-0", "aria-pressed") == "true"


def test_one_graph_can_be_asked_by_itself(visit: Open) -> None:
    page = visit(state="#setting=limited&her2_status=positive&receiving_her2_targeted_plus_chemo=true")
    page.select_option("#start", "treatment_duration")
    assert "%40ask=treatment_duration" in page.url
    assert "3.3.3" in answer(page)


# Without a network, on paper


def test_no_request_leaves_the_page(browser: Browser, mbc_page: str) -> None:
    context = browser.new_context()
    asked: list[str] = []
    refused: list[str | None] = []
    context.on("requestfinished", lambda request: asked.append(request.url))
    context.on("requestfailed", lambda request: refused.append(request.failure))
    page = context.new_page()
    page.goto(mbc_page + STATES["decided"])
    drawn(page)
    page.click("#others summary")
    page.evaluate("fetch('https://example.org/').catch(() => null)")
    page.evaluate(
        "new Promise(done => { const i = new Image(); i.onerror = done; i.src = 'https://example.org/x' })"
    )
    assert [address.partition("#")[0] for address in asked] == [mbc_page]
    assert set(refused) <= {"csp"}
    page.evaluate(
        "const s = document.createElement('script'); s.text = 'window.ran = 1'; document.body.append(s)"
    )
    assert page.evaluate("window.ran === undefined")
    context.close()


def test_the_print_has_the_answer_and_where_it_comes_from(visit: Open) -> None:
    page = visit(390, state="decided", color_scheme="dark")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    words = " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in document).split())
    for part in (
        "Decision support, not medical advice", "Row 1.1.7 applies", "Fulvestrant + CDK4/6 inhibitor",
        "Version 2024-02-06", "Content hash", "Recurrence less than 12 months", "Start here", "HER2-negative",
    ):  # fmt: skip
        assert part in words
    assert "Start again" not in words and "Ask next" not in words
    assert len(document) <= 6


# What stands in the file


def test_the_page_is_small_and_the_same_twice(mbc_page: str, tmp_path: Path) -> None:
    content = Path(url2pathname(urlparse(mbc_page).path)).read_bytes()
    assert len(content) <= 235_000
    guideline = load_guideline(ROOT / "graphs" / "mbc")
    (again,) = export(guideline, ("third_line", "entry"), ("html",), tmp_path)
    first = again.path.read_bytes()
    export(guideline, ("third_line", "entry"), ("html",), tmp_path)
    assert again.path.read_bytes() == first


@pytest.mark.parametrize("name", PROGRAMS)
def test_old_browsers_can_read_the_program(name: str) -> None:
    esprima.parseScript(script(name))  # knows ECMAScript 2017, and nothing newer
    esprima.parseScript(squeezed(script(name)))
    for newer in (
        ".flatMap(",
        ".flat(",
        "Object.fromEntries",
        ".at(",
        ".replaceAll(",
        ".matchAll(",
        "globalThis",
    ):
        assert newer not in script(name)


def test_nothing_of_a_guideline_is_read_as_markup() -> None:
    for name in PROGRAMS:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", script(name))


HOSTILE = (
    "<img src=x onerror=window.hacked=1>", "</script><script>window.hacked=1</script>",
    "</style></title></svg>&amp;", "{{data}} ${1} \\u003c", "<!-- ]]>", "word " * 2000,
)  # fmt: skip


def test_hostile_texts_come_out_as_text(visit: Open, tmp_path: Path) -> None:
    guideline = hostile_guideline(HOSTILE)
    (written,) = export(guideline, (), ("html",), tmp_path)
    page = visit(390, address=written.path.as_uri(), state="#b0=true&tier=low")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    page.fill("#search", "r0")
    page.locator("#hits button").first.click()
    assert page.evaluate("window.hacked === undefined")
    assert page.evaluate("document.querySelectorAll('img').length + document.scripts.length") == 2
    shown = page.evaluate("document.body.innerText")
    for text in HOSTILE[:-1]:
        assert text in shown
    assert page.title() == HOSTILE[1]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
