"""The committed PDF files as other programs read them: tags, language, outline, fonts, words in order."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
import pikepdf
import pytest

from decision_graph.export.editions import documents
from decision_graph.export.picture import pictures
from decision_graph.export.request import Request
from decision_graph.export.tiers import at_tier
from decision_graph.export.words import minus
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline
from tests.export.programs import program

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "exports" / "mbc").glob("*.pdf"))
GUIDELINE = load_guideline(ROOT / "graphs" / "mbc")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every element of a tree of tags, in the order of reading."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


def tags(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(elements(pdf.Root.StructTreeRoot.K))


def alternatives(path: Path) -> list[str]:
    """The alternative text of every figure."""
    with pikepdf.open(path) as pdf:
        return [str(tag.Alt) for tag in tags(pdf) if tag.S == "/Figure"]


def poppler(path: Path, *options: str) -> str:
    read = program("pdftotext", "poppler-utils")
    return subprocess.run([read, *options, str(path), "-"], capture_output=True, check=True).stdout.decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def request(path: Path) -> Request:
    """What the file was made of."""
    name, edition = path.stem.split("-")[:2]
    graphs = (name,) if name in GUIDELINE.graphs else ()
    if edition in {tier.id for tier in GUIDELINE.tiers}:
        return Request(GUIDELINE, graphs, ("tier",), tier=edition)
    return Request(GUIDELINE, graphs, (edition,))


@cache
def made(path: Path) -> list[str]:
    """What the charts of a file say, page by page."""
    (document,) = documents(request(path))
    return [page.alt for page in document.pages if page.chart is not None]


def test_every_chart_is_told_in_words(path: Path) -> None:
    assert alternatives(path) == made(path)
    assert all(len(text) > 40 for text in made(path))


def test_a_poster_is_told_whole() -> None:
    told = " ".join(text for path in FILES if "poster" in path.name for text in alternatives(path))
    for id, picture in pictures(GUIDELINE).items():
        if not GUIDELINE.graphs[id].recommendations:
            continue
        assert [question.ask for question in picture.questions if question.ask not in told] == []
        answers = [answer.label for question in picture.questions for answer in question.answers]
        assert [label for label in answers if label not in told] == []
        rows = [row for row in picture.rows if row.kind == "recommendation"]
        assert [row.number for row in rows if f"Recommendation {row.number}, {row.title}." not in told] == []
        offers = [offer.text for row in rows for cell in row.cells for offer in cell.offers]
        assert [text for text in offers if text not in told] == []


def test_tags_title_and_language(path: Path) -> None:
    name = path.stem.split("-")[0]
    title = GUIDELINE.graphs[name].title if name in GUIDELINE.graphs else GUIDELINE.title
    with pikepdf.open(path) as pdf:
        assert pdf.Root.Lang == "en"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert minus(title) in str(metadata["dc:title"])
        kinds = [str(tag.S) for tag in tags(pdf)]
        levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
        assert levels
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        links = [tag for tag in tags(pdf) if tag.S == "/Link"]
        annotated = sum(len(page.get("/Annots", [])) for page in pdf.pages)
        assert len(links) <= annotated or not annotated


def test_the_outline_leads_to_every_chart(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        pages = {page.objgen for page in pdf.pages}
        with pdf.open_outline() as outline:
            items = list(walked(outline.root))
            assert items
            assert all(item.destination[0].objgen in pages for item in items)  # type: ignore[index]
        shown = pictures(guideline(path))
        assert {drawn.title for drawn in shown.values()} <= {item.title for item in items}


def walked(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from walked(item.children)


def test_the_shipped_fonts_and_no_other_are_inside(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        fonts = [font for font in pdf.objects if is_font(font)]
        assert len(fonts) >= 2
        for font in fonts:
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            assert "LiberationSans" in str(font.BaseFont)
            assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())


def is_font(found: pikepdf.Object) -> bool:
    return (
        isinstance(found, pikepdf.Dictionary)
        and found.get("/Type") == "/Font"
        and found.get("/Subtype") in ("/Type0", "/TrueType", "/Type1", "/Type3")
    )


def test_a_page_reads_from_its_title_to_its_number(path: Path) -> None:
    for page in poppler(path, "-raw").removesuffix("\f").split("\f"):
        text = squeezed(page)
        number = re.search(r"page(\d+)/(\d+)$", text)
        assert number, text[-80:]
        assert squeezed(GUIDELINE.disclaimer) in text
        assert squeezed(GUIDELINE.disclaimer) not in text[: len(text) // 3] or int(number[1]) == 1


def test_columns_of_text_are_read_one_after_the_other(path: Path) -> None:
    text = squeezed(poppler(path, "-raw"))
    graphs = [graph for graph in guideline(path).graphs.values() if graph.recommendations]
    rows = [row for graph in graphs for row in graph.recommendations.values()]
    heading = squeezed(f"Rows in full{minus(graphs[0].title)}{rows[0].id}")
    assert (heading in text) == ("poster" not in path.name)
    if "poster" in path.name:
        return
    begin = text.index(heading)
    places = [text.index(squeezed(f"{row.id}{minus(row.title)}For"), begin) for row in rows]
    assert places == sorted(places)
    notes = [note for note in GUIDELINE.notes.values() if squeezed(f"{note.id}{minus(note.text)}") in text]
    assert len(notes) > 5


@cache
def guideline(path: Path) -> Guideline:
    """The guideline with what the file shows of it."""
    asked = request(path)
    found = at_tier(GUIDELINE, asked.tier).guideline if asked.tier else GUIDELINE
    graphs = {id: graph for id, graph in found.graphs.items() if id in asked.graphs or not asked.graphs}
    return msgspec.structs.replace(found, graphs=graphs)
