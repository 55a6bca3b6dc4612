"""Flash cards: the back of each lies behind its front, and Anki takes the package in."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from decision_graph.export.drawing import Box, Group
from decision_graph.export.words import minus
from decision_graph.graph import option_words
from decision_graph.teaching.paper.editions import files
from decision_graph.teaching.paper.handout import Handout
from teaching.paper.printing import handout, own, panels, printed

GIVEN = {"mbc": handout("mbc", 8), "asthma": handout("asthma", 6), "own": own("mbc", 1)}
each = pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)


def sides(given: Handout) -> dict[str, tuple[Group, Group]]:
    """The front and the back of each card, by its name; those that are for a learner's own case too."""
    pages = printed("cards", given).drawings
    assert len(pages) % 2 == 0
    found = {}
    for front, back in zip(pages[::2], pages[1::2], strict=True):
        fronts = {group.id.removeprefix("front-"): group for group in panels([front], "front-")}
        backs = {group.id.removeprefix("back-"): group for group in panels([back], "back-")}
        assert fronts.keys() == backs.keys()
        found |= {id: (group, backs[id]) for id, group in fronts.items()}
    return found


def words(group: Group) -> str:
    return " ".join(text.text for text in group.words)


def cases_in(given: Handout) -> dict[int, tuple[Group, Group]]:
    found = {}
    for front, back in sides(given).values():
        number = re.match(r"Case (\d+),", front.title)
        if number:
            found[int(number[1])] = (front, back)
    return found


@each
def test_turned_over_the_long_edge_the_back_lies_behind_its_front(given: Handout) -> None:
    width = given.upright.width
    for front, back in sides(given).values():
        one, other = front.outline, back.outline
        turned = Box(width - other.right, other.y, other.width, other.height)
        for name in ("x", "y", "width", "height"):
            assert getattr(turned, name) == pytest.approx(getattr(one, name))


@each
def test_every_card_has_the_story_in_front_and_what_query_says_behind(given: Handout) -> None:
    found = cases_in(given)
    assert sorted(found) == list(range(1, len(given.cases) + 1))
    for place, (case, answer) in enumerate(zip(given.cases, given.answers, strict=True), 1):
        front, back = map(words, found[place])
        assert minus(case.narrative) in front
        for row in answer.rows:
            if row.standing == "preferred":
                assert f"{row.row.id}\xa0\xa0{minus(row.row.title)}" in back
                assert row.row.id not in front.replace(case.id, "")
                for option in row.options:
                    assert minus(option_words(option.option, given.guideline.vocabulary)) in back
        for text in answer.says:
            assert minus(text) in back
        assert given.guideline.disclaimer.partition(". ")[0].rstrip(".") in back


@each
def test_cut_marks_lie_outside_of_every_card(given: Handout) -> None:
    for page in printed("cards", given).drawings:
        cards = [group for group in page.groups if group.role == "panel"]
        marks = [box for group in cards for box in group.boxes if {box.width, box.height} == {0.5, 7.0}]
        assert len(marks) >= 8
        for mark in marks:
            for card in (group.outline for group in cards):
                inside = mark.x < card.right - 0.5 and mark.right > card.x + 0.5
                assert not (inside and mark.y < card.bottom - 0.5 and mark.bottom > card.y + 0.5)


# Anki


def package(given: Handout) -> bytes:
    (file,) = files("anki", given)
    return file.content


def collection(content: bytes) -> sqlite3.Connection:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
    return connection


@each
def test_the_package_has_a_note_and_a_chart_for_each_case(given: Handout) -> None:
    content = package(given)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        media = json.loads(archive.read("media"))
        charts = {name: archive.read(place) for place, name in media.items()}
    rows = collection(content).execute("select guid, flds, tags from notes order by id").fetchall()
    assert len({guid for guid, _, _ in rows}) == len(given.cases) == len(rows)
    for (_, fields, tags), case, answer in zip(rows, given.cases, given.answers, strict=True):
        story, _, told, chart, reasons, source = fields.split("\x1f")
        assert plain(story) == minus(case.narrative)
        leads = [row.row for row in answer.rows if row.standing == "preferred"]
        for row in leads:
            assert f"<b>{row.id}</b> <b>" in told
            assert minus(row.title) in plain(told)
            assert row.id not in tags
        assert given.guideline.disclaimer in plain(source)
        assert "The way, question by question" in reasons
        (name,) = re.findall(r'src="([^"]+)"', chart)
        drawn = ElementTree.fromstring(charts[name])
        asked = {f"{visit.graph}/{visit.node.id}" for visit in answer.trace.visits}
        ids = {g.get("id") for g in drawn.iter("{http://www.w3.org/2000/svg}g") if g.get("class") == "card"}
        assert ids == asked


def plain(html: str) -> str:
    return " ".join("".join(ElementTree.fromstring(f"<div>{html}</div>").itertext()).split())


def guids(given: Handout) -> set[str]:
    return {guid for (guid,) in collection(package(given)).execute("select guid from notes")}


def test_a_case_is_the_same_note_however_it_was_chosen() -> None:
    """Of another selection or a later version; but never the same as the case of another tier's seed."""
    given = handout("mbc", 4)
    easy = msgspec.structs.replace(given, cases=given.cases[:2], drawn="seed 5, easy")
    assert guids(easy) < guids(given)
    assert not guids(msgspec.structs.replace(given, tier="basic")) & guids(given)
    assert not guids(handout("mbc", 4, seed=6)) & guids(given)


def test_texts_of_authors_are_escaped() -> None:
    given = handout("asthma", 6)
    case = msgspec.structs.replace(given.cases[0], narrative="<script>alert(1)</script> & so on")
    made = msgspec.structs.replace(given, cases=(case,))
    ((fields,),) = collection(package(made)).execute("select flds from notes").fetchall()
    assert "<script" not in fields
    assert plain(fields.split("\x1f")[0]) == case.narrative


@pytest.mark.skipif(sys.platform != "linux", reason="Anki's library is installed for tests on Linux only")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of its generated modules
def test_anki_takes_the_package_in_and_a_second_time_doubles_nothing(tmp_path: Path) -> None:
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    given = handout("mbc", 8)
    (tmp_path / "cases.apkg").write_bytes(package(given))
    later = msgspec.structs.replace(
        given, guideline=msgspec.structs.replace(given.guideline, version="2031-01-01", disclaimer="Newer.")
    )
    (tmp_path / "later.apkg").write_bytes(package(later))
    (tmp_path / "other.apkg").write_bytes(package(handout("mbc", 4, seed=6)))
    fresh = Collection(str(tmp_path / "collection.anki2"))
    try:
        counts = []
        for name in ("cases", "cases", "later", "other"):
            request = ImportAnkiPackageRequest(
                package_path=str(tmp_path / f"{name}.apkg"), options=ImportAnkiPackageOptions()
            )
            log = fresh.import_anki_package(request).log
            counts.append((len(log.new), fresh.note_count(), fresh.card_count()))
        assert counts == [(8, 8, 8), (0, 8, 8), (0, 8, 8), (4, 12, 12)]
        assert len(fresh.find_notes("Source:*Newer*")) == 8
        assert len(list((tmp_path / "collection.media").glob("decision-graph-*.svg"))) == 12
        assert [deck.name for deck in fresh.decks.all_names_and_ids() if deck.name != "Default"] == [
            given.guideline.title
        ]
        card = fresh.get_card(fresh.find_cards("")[0])
        assert card.question().count("Which recommendations lead?") == 1
        assert "<details>" in card.answer()
    finally:
        fresh.close()
