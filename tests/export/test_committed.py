"""The committed flowcharts, read back: every row is there, nothing is too small, nothing is stale."""

from __future__ import annotations

import ctypes
import math
import re
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from decision_graph.loading import load_guideline

ROOT = Path(__file__).resolve().parents[2]
CHARTS = sorted((ROOT / "exports" / "mbc").glob("*.pdf"))
GUIDELINE = load_guideline(ROOT / "graphs" / "mbc")
NO_BREAK = str.maketrans({"\xa0": " ", "\r": " ", "\n": " "})


def sizes(page: pypdfium2.PdfPage) -> dict[float, str]:
    """The text of a page by its size in points as printed: the font's size times the page's scale."""
    text = page.get_textpage()
    found: dict[float, str] = {}
    for place in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, place):
            continue  # a space or line break that the reader put in
        matrix = pdfium.FS_MATRIX()
        assert pdfium.FPDFText_GetMatrix(text, place, ctypes.byref(matrix))
        size = pdfium.FPDFText_GetFontSize(text, place) * math.hypot(matrix.c, matrix.d)
        found[round(size, 2)] = found.get(round(size, 2), "") + chr(pdfium.FPDFText_GetUnicode(text, place))
    return found


def test_every_line_has_a_poster_and_a_booklet_has_all_of_them() -> None:
    lines = {id for id, graph in GUIDELINE.graphs.items() if graph.recommendations}
    assert {path.name.split("-")[0] for path in CHARTS if "poster" in path.name} == lines
    assert {path.name for path in CHARTS if "booklet" in path.name} >= {
        "mbc-booklet-A4.pdf",
        "first_line-booklet-A4.pdf",
    }


PAGES = {"mbc-booklet-A4.pdf": 36, "first_line-booklet-A4.pdf": 10}
"""The most pages that a booklet may have."""


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_no_file_is_too_large(path: Path) -> None:
    assert path.stat().st_size <= 400_000
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) <= PAGES.get(path.name, 1 if "poster" in path.name else 36)


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_no_text_is_smaller_than_eight_points(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            small = {size: text for size, text in sizes(page).items() if size < 8}
            assert small == {}


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_every_row_stands_on_paper_with_its_number_and_title(path: Path) -> None:
    name, edition = path.name.split("-")[:2]
    rows = GUIDELINE.graphs[name].recommendations if name in GUIDELINE.graphs else GUIDELINE.recommendations
    if edition in {tier.id for tier in GUIDELINE.tiers}:
        rows = {id: row for id, row in rows.items() if edition in row.cells}
    with pypdfium2.PdfDocument(path) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf).translate(NO_BREAK)
    squeezed = re.sub(r"\s+", "", text)
    for id, row in rows.items():
        assert re.search(rf"(?<![\d.]){re.escape(id)}(?![\d.])", text), id
        assert re.sub(r"\s+", "", row.title) in squeezed, row.title
    assert GUIDELINE.digest[:12] in text
    assert GUIDELINE.version in text
