"""Whole sessions in a real browser, from the first case to the report."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from decision_graph.teaching.classroom.code import read_short, write_short
from decision_graph.teaching.results import read_results
from teaching.classroom.conftest import FULL, WITHOUT_STORAGE, Open
from teaching.classroom.keys import WHERE, choose, enter, tab_to, whole_quiz
from teaching.classroom.pages import deck_of, page_of
from teaching.guidelines import WHERE as FOLDERS

AGAIN = """() => {
  const text = DecisionGraph.spelled(document.getElementById("deck").textContent);
  const deck = DecisionGraph.unpackDeck(JSON.parse(text));
  const session = JSON.parse(localStorage.getItem(Object.keys(localStorage)[0])).sessions[0];
  const turns = DecisionGraph.session.turns(deck, session).done;
  const wrong = turn => turn.entry.bits !== DecisionGraph.session.right(turn.step);
  const cases = some => Array.from(new Set(some.map(turn => deck.cards.indexOf(turn.step.card))));
  return [cases(turns.filter(turn => !turn.again && wrong(turn))), cases(turns.filter(turn => turn.again))];
}"""
"""The cases with a mistake, and those that came again."""


def teach(*words: object) -> subprocess.CompletedProcess[str]:
    """The command, as a teacher runs it."""
    line = [sys.executable, "-m", "decision_graph", "teach", *map(str, words)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def begin(page: Page, learner: str, cases: int = 3) -> None:
    tab_to(page, "#learner")
    page.keyboard.press("Control+A")
    page.keyboard.type(learner)
    tab_to(page, "#count")
    page.keyboard.type(str(cases))
    enter(page, "#begin")


def saved(page: Page, button: str) -> Path:
    with page.expect_download() as download:
        enter(page, button)
    return Path(download.value.path()).rename(
        Path(download.value.path()).parent / download.value.suggested_filename
    )


@pytest.mark.parametrize("name", ["asthma", "mbc"])
def test_from_the_first_case_to_the_report_without_a_mouse(visit: Open, tmp_path: Path, name: str) -> None:
    page = visit(name, color_scheme="dark")
    begin(page, "blue-7")
    end = whole_quiz(page)
    score = re.search(r"(\d+) of (\d+) questions right", page.inner_text("#room"))
    assert score and int(score[2]) == len(end["log"])
    enter(page, "#results")
    file, code = saved(page, "#save"), page.input_value("#code")
    results = read_results(file.read_bytes())
    assert read_short(deck_of(name), code) == results
    assert write_short(deck_of(name), results) == code
    assert sum(choice.correct for choice in results.choices) == int(score[1])
    page.locator("#picture").screenshot(path=tmp_path / "picture.png")
    (found,) = zxingcpp.read_barcodes(Image.open(tmp_path / "picture.png").convert("L"))
    assert found.text == code

    db = tmp_path / "class.db"
    done = teach("import", file, "--db", db)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"blue-7, {len(results.choices)} answers" in done.stdout
    (tmp_path / "codes.txt").write_text(f"blue-7 wrote: {code}\n", encoding="utf-8")
    done = teach("import", tmp_path / "codes.txt", "--page", page_of(name), "--db", db)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"0 answers, {len(results.choices)} known already" in done.stdout
    report = json.loads(teach("report", FOLDERS[name], "--format", "json", "--db", db).stdout)
    assert (report["learners"], report["choices"], report["strangers"]) == (1, len(results.choices), 0)
    by_learner = report["tallies"]["learner"][0]
    assert by_learner["asked"] - by_learner["missed"] == int(score[1])


@pytest.mark.parametrize("script", ["", WITHOUT_STORAGE, FULL], ids=["kept", "refused", "full"])
def test_a_reload_loses_nothing(visit: Open, script: str) -> None:
    page = visit(script=script)
    page.fill("#learner", "blue-7")
    page.click("#begin")
    for turn in range(4):
        page.reload()
        asked = page.inner_text("#question")
        page.click("#choice-0")
        page.click("#answer")
        reasons = page.inner_text(".opened")
        page.reload()
        assert turn == 3 or page.inner_text("#question") != asked
    assert reasons
    page.click("#home")
    assert "blue-7 is not finished" in page.inner_text("#room")
    page.click("#results")
    assert len(read_short(deck_of("asthma"), page.input_value("#code")).choices) == 4
    page.click("#home")
    assert ("only while this tab is open" in page.inner_text("#room")) == bool(script)


def test_two_tabs_lose_nothing(visit: Open) -> None:
    one = visit()
    one.click("#begin")
    two = one.context.new_page()
    two.goto(one.url)
    for page in (one, two):
        page.click("#choice-0")
        page.click("#answer")
    assert "went on in another tab" in two.inner_text("#live")
    assert len(two.evaluate(WHERE)["log"]) == 1
    two.click("#choice-0")
    two.click("#answer")
    assert len(two.evaluate(WHERE)["log"]) == 2


def test_nothing_chosen_is_no_answer(visit: Open) -> None:
    page = visit()
    page.click("#begin")
    enter(page, "#answer")
    assert page.inner_text("[role=alert]") == "Choose an answer."
    assert page.evaluate(WHERE)["log"] == []


def test_no_name_is_taken(visit: Open) -> None:
    page = visit()
    begin(page, "Dr. A. Person")
    assert "It is no name" in page.inner_text("[role=alert]")
    assert "2 to 24 letters" in page.inner_text("[role=alert]")
    page.fill("#learner", "")
    page.click("#begin")
    page.click("#choice-0")
    page.click("#answer")
    page.click("#home")
    assert re.fullmatch(r"[a-z]+-\d{3}", page.input_value("#learner"))


def test_a_case_with_a_mistake_comes_again_once_and_first_in_the_next_quiz(visit: Open) -> None:
    page = visit()
    begin(page, "blue-7")
    whole_quiz(page)
    plan = (
        "JSON.parse(localStorage.getItem(Object.keys(localStorage)[0])).sessions.map(session => session.plan)"
    )
    (first,) = page.evaluate(plan)
    again = page.evaluate(AGAIN)
    assert sorted(again[0]) == sorted(again[1]) != []
    assert set(again[0]) <= set(first)
    enter(page, "#to-start")
    begin(page, "blue-7", 5)
    choose(page, [0], page.evaluate(WHERE)["next"]["several"])
    second = page.evaluate(plan)[1]
    assert len(second) == 5 and not set(second) & set(first), "all were right in the end: new cases come"


def test_the_collection_takes_what_is_whole_and_says_why_not_the_rest(visit: Open, tmp_path: Path) -> None:
    codes, files = [], []
    for learner in ("blue-7", "red-8"):
        page = visit()
        begin(page, learner)
        for _ in range(3):
            choose(page, [0], page.evaluate(WHERE)["next"]["several"])
            enter(page, "#go-next")
        enter(page, "#home")
        enter(page, "#results")
        codes.append(page.input_value("#code"))
        files.append(saved(page, "#save"))
    other = visit("mbc")
    other.click("#begin")
    other.click("#choice-0")
    other.click("#answer")
    other.click("#home")
    other.click("#results")
    foreign, foreign_file = other.input_value("#code"), saved(other, "#save")

    page = visit(width=1440)
    enter(page, "#collect")
    damaged = codes[1][:30] + ("0" if codes[1][30] != "0" else "1") + codes[1][31:]
    tab_to(page, "#paste")
    page.fill("#paste", f"Blue says {codes[0]} Red: {damaged}\n{codes[1][:-9]}\n{foreign} and {codes[0]}")
    enter(page, "#take")
    assert page.evaluate("document.activeElement.id") == "news"
    news = page.inner_text("#news")
    assert "1 result taken: blue-7; 1 known already." in news
    assert "pasted text, number 2: the checksum does not fit" in news
    assert "pasted text, number 3: the code is not whole" in news
    assert "pasted text, number 4: this code comes from another classroom page" in news
    cut = tmp_path / "cut.json"
    cut.write_bytes(files[1].read_bytes()[:-200])
    page.set_input_files("#files", [cut, files[1], foreign_file, files[0]])
    page.wait_for_selector("#news:has-text('red-8')")
    news = page.inner_text("#news")
    assert "cut.json: this is no code and not the whole" in news
    assert "these results are about another guideline, “mbc”" in news
    page.reload()
    assert "2 results of this class" in page.inner_text("#room")
    assert {"blue-7", "red-8"} <= set(page.locator("tbody th").all_inner_texts())

    merged = saved(page, "#save")
    done = teach("import", merged, "--db", tmp_path / "class.db")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(merged.read_bytes()[:-300])
    done = teach("import", broken, "--db", tmp_path / "again.db")
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 1)
    assert "number 2" in done.stderr and "1 of 2 were refused" in done.stderr


# With a class


def test_a_class_walks_through_a_case_without_a_mouse(visit: Open) -> None:
    page = visit("mbc", 1440)
    enter(page, "#cases")
    enter(page, "#case-5")
    assert page.evaluate("document.documentElement.classList.contains('large')")
    card = deck_of("mbc").cards[5]
    for place in card.steps:
        step = deck_of("mbc").steps[place]
        tab_to(page, "#vote-0")
        page.keyboard.press("Enter")
        page.keyboard.press("2")
        page.keyboard.press("2")
        assert page.input_value("#count-0") == "1" and page.input_value("#count-1") == "2"
        tab_to(page, "#count-1")
        page.keyboard.press("Control+A")
        page.keyboard.type("13")
        enter(page, "#open")
        right = page.locator(".opened .right .words").all_inner_texts()
        assert [text.removeprefix("Right:").strip() for text in right] == [
            deck_of("mbc").text(choice.words) for choice in step.choices if choice.right
        ]
        assert "13 hands" in page.inner_text(".opened") and "1 hand\n" in page.inner_text(".opened")
        if place == card.steps[1]:
            page.reload()
        enter(page, "#go-next")
    assert "What each setting offers" in page.inner_text("#room")
    page.wait_for_selector("#view .row.taken")
    assert page.locator("#view .row.taken").count() == len(card.rows)
    enter(page, "#near-0")
    assert "The paths part at" in page.inner_text("#parted")
    assert page.inner_text("#live").startswith("What if: ")
    told = page.locator("#fact optgroup").first.locator("option").count()
    assert told == len(card.facts)
    assert page.evaluate("document.activeElement.id") == "near-0"
    tab_to(page, "#fact")
    page.select_option("#fact", "age_years")
    page.fill("#value", "-3")
    enter(page, "#see")
    assert "Write a number, at least 0 and at most 130." in page.inner_text("#fact-fault")
    page.select_option("#fact", "her2_status")
    page.select_option("#value", "not_known")
    enter(page, "#see")
    assert "HER2 status" in page.inner_text("#parted")
    enter(page, "#unchange")
    assert page.locator("#parted").count() == 0


def test_the_chart_tells_no_answer_before_it_is_opened(visit: Open) -> None:
    for name, most in (("asthma", 9), ("mbc", 5)):
        page = visit(name)
        page.click("#begin")
        turn = 0
        while (where := page.evaluate(WHERE))["next"] and turn < most:
            ask, turn = where["next"]["ask"], turn + 1
            page.wait_for_selector("#view svg")
            lit = page.locator("#view .answer.taken").evaluate_all(
                "all => all.map(one => one.getAttribute('aria-label'))"
            )
            assert not any(label.startswith(ask) for label in lit)
            right = [place for place, truth in enumerate(where["next"]["right"]) if truth]
            for place in right:
                page.click(f"#choice-{place}")
            page.click("#answer")
            page.click("#go-next")


def test_an_answer_can_be_given_in_the_chart(visit: Open) -> None:
    page = visit("mbc")
    page.click("#begin")
    page.locator("#view .card.open .answer").nth(1).press("Enter")
    assert page.is_checked("#choice-1")
    page.click("#home")
    page.click("#cases")
    page.click("#case-2")
    page.locator("#view .card.open .answer").nth(1).press("Enter")
    assert page.input_value("#count-1") == "1"


def test_what_if_by_pressing_the_chart(visit: Open) -> None:
    page = visit("mbc", 1440)
    page.click("#cases")
    page.click("#case-0")
    while page.locator("#near-0").count() == 0:
        page.click("#open" if page.locator("#open").count() else "#go-next")
    node = page.locator("#view .card.taken").first
    node.locator(".answer.closed").first.press("Enter")
    assert "What if:" in page.inner_text("#parted")
    page.locator("#view .row").first.press("Enter")
    assert "For:" in page.inner_text("#about")


def test_the_story_stays_open_once_it_was_opened_again(visit: Open) -> None:
    page = visit("mbc")
    page.click("#begin")
    page.click("#choice-0")
    page.click("#answer")
    assert not page.is_visible(".narrative")
    page.click(".story summary")
    page.click("#go-next")
    assert page.is_visible(".narrative")


def test_every_chart_on_the_way_can_be_chosen_at_the_end(visit: Open) -> None:
    deck = deck_of("mbc")
    entered = [{deck.steps[place].graph for place in card.steps} for card in deck.cards]
    most = max(range(len(entered)), key=lambda place: len(entered[place]))
    page = visit("mbc", 1440)
    page.click("#cases")
    page.click(f"#case-{most}")
    while page.locator("#fact").count() == 0:
        page.click("#open" if page.locator("#open").count() else "#go-next")
    buttons = page.locator("#room .chart").locator("xpath=..").locator(".segments button")
    assert buttons.count() == len(entered[most]) >= 2
    for place in range(buttons.count()):
        buttons.nth(place).press("Enter")
        page.wait_for_selector("#view .card.taken")
        assert page.inner_text("#chart-title") == f"Flowchart: {buttons.nth(place).inner_text()}"
        assert buttons.nth(place).get_attribute("aria-pressed") == "true"
        assert page.evaluate("document.activeElement.id") == f"chart-{place}"
