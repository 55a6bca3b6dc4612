"""Every rule of geometry holds for good drawings and can fail for bad ones."""

from __future__ import annotations

import msgspec
import pytest

from decision_graph.export.book import book
from decision_graph.export.check import MINIMUM, RULES, check
from decision_graph.export.drawing import Box, Drawing, Group, Line, Path, Words
from decision_graph.export.fonts import Run
from decision_graph.export.frame import NORMAL, PAPERS
from decision_graph.export.pages import poster
from decision_graph.export.picture import picture
from decision_graph.export.plan import Plan
from tests.export.sample import guideline


def words(text: str, x: float, y: float, inside: Box, size: float = 9) -> Words:
    return Words((Line(x, y, (Run(text),)),), size, inside=inside)


def group(id: str, x: float, y: float, *texts: Words) -> Group:
    box = Box(x, y, 100, 40)
    return Group(id, "card", box, (box,), texts or (words("text", x + 5, y + 20, box),))


GOOD = Drawing(
    500, 300,
    (group("a", 20, 20), group("b", 200, 20), group("c", 200, 100)),
    (Path("b", ((120, 40), (200, 40)), "a:0", "b", "a", "b", True),
     Path("c", ((120, 50), (160, 50), (160, 120), (200, 120)), "a:1", "c", "a", "c", True)),
    title="chart",
)  # fmt: skip
BOX = Box(20, 20, 100, 40)
LONG = words("a text that is far too long for its box", 25, 40, BOX)
FAINT = msgspec.structs.replace(words("text", 25, 40, BOX), fill="#999999")
BAD = {
    "text-too-small": {"groups": (group("a", 20, 20, words("text", 25, 40, BOX, MINIMUM - 1)),)},
    "lines-cross": {"paths": (*GOOD.paths, Path("x", ((140, 30), (140, 60)), "a:2", "x"))},
    "line-through-box": {"paths": (Path("b", ((10, 40), (200, 40)), "a:0", "b"),)},
    "boxes-overlap": {"groups": (group("a", 20, 20), group("b", 60, 40))},
    "texts-overlap": {"groups": (group("a", 20, 20, *[words("text", 25 + k, 40, BOX) for k in (0, 3)]),)},
    "text-outside-box": {"groups": (group("a", 20, 20, LONG),)},
    "outside-page": {"groups": (group("a", 450, 20),)},
    "contrast-low": {"groups": (group("a", 20, 20, FAINT),)},
    "page-half-empty": {"body": Box(0, 10, 500, 280)},
    "glyph-missing": {"groups": (group("a", 20, 20, words("▸ 漢", 25, 40, BOX)),)},
}  # fmt: skip


def test_a_good_drawing_has_no_finding() -> None:
    assert check(GOOD) == []


@pytest.mark.parametrize("slug", BAD)
def test_each_rule_can_fail_alone(slug: str) -> None:
    found = check(msgspec.structs.replace(GOOD, **{"paths": (), **BAD[slug]}))
    assert {finding.slug for finding in found} == {slug}


def test_every_rule_has_a_bad_drawing() -> None:
    assert {rule.__name__.replace("_", "-") for rule in RULES} == set(BAD)


def test_the_sample_is_drawn_without_findings() -> None:
    made = guideline()
    drawn = picture(made, made.graphs["first_line"])
    pages = book(Plan("booklet", "Booklet", made, (drawn,), PAPERS["A4"], NORMAL)).pages
    assert [finding for page in (poster(drawn), *pages) for finding in check(page)] == []
    assert all(page.smallest() >= MINIMUM for page in pages)
    assert len(pages) <= 10
