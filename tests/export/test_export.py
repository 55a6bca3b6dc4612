"""Files: complete, equal in every process, whole or not there at all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pikepdf
import pypdfium2
import pytest

from decision_graph.diagnostics import GraphError
from decision_graph.export import export, format_names
from decision_graph.export.files import File, write
from decision_graph.export.formats import draws
from decision_graph.export.picture import picture, texts
from decision_graph.graph import Cell, Guideline, Option, OutOfScope
from tests.export.graphs import random_guideline
from tests.export.sample import guideline

FORMATS = ("dot", "pdf", "png", "svg")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("charts")
    export(guideline(), ("first_line",), FORMATS, out, resolution=72)
    return out


def pdfium_pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def pdfium(path: Path) -> str:
    return "\n".join(pdfium_pages(path))


def poppler(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


READERS = [pdfium, *([poppler] if shutil.which("pdftotext") else [])]
"""Programs that read a PDF as a person's would; poppler where it is installed, as it is in CI."""


def test_every_format_has_a_file(folder: Path) -> None:
    made = {f"{path.name.split('-')[1]}{path.suffix}" for path in folder.iterdir() if "-" in path.name}
    assert made == {
        f"{edition}.{kind}" for edition in ("poster", "booklet") for kind in ("pdf", "png", "svg")
    }
    assert (folder / "first_line.dot").exists()


@pytest.mark.parametrize("name", ["first_line-poster-A3.pdf", "first_line-booklet-A4.pdf"])
@pytest.mark.parametrize("read", READERS)
def test_every_recommendation_and_every_minus_survives(
    folder: Path, name: str, read: Callable[[Path], str]
) -> None:
    text = read(folder / name)
    rows = guideline().graphs["first_line"].recommendations
    assert [id for id in rows if not re.search(rf"(?<![\d.]){re.escape(id)}(?![\d.])", text)] == []
    made = guideline()
    shown = "".join(texts(picture(made, made.graphs["first_line"])))
    for word in set(re.findall(r"\S*−", shown)):
        assert text.count(word) >= shown.count(word) > 0


def test_the_pdf_is_tagged_titled_and_has_only_the_shipped_fonts(folder: Path) -> None:
    for name in ("first_line-poster-A3.pdf", "first_line-booklet-A4.pdf"):
        with pikepdf.open(folder / name) as pdf:
            assert pdf.Root.Lang == "en"
            assert pdf.Root.MarkInfo.Marked
            assert "First-line treatment of the orchard" in str(pdf.open_metadata()["dc:title"])
            with pdf.open_outline() as outline:
                assert outline.root
                titles = [item.title for item in walked(outline.root)]
                assert "Modelling decisions of this encoding, not of the source" in titles or "poster" in name
            fonts = {str(font.BaseFont) for page in pdf.pages for font in page_fonts(page)}
            assert fonts
            assert all("LiberationSans" in font for font in fonts)
        assert (folder / name).stat().st_size <= 250_000


def walked(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from walked(item.children)


def page_fonts(page: pikepdf.Page) -> list[pikepdf.Object]:
    found = []
    waiting = [page.obj.Resources]
    while waiting:
        resources = waiting.pop()
        found += list(resources.get("/Font", {}).values())
        waiting += [x.Resources for x in resources.get("/XObject", {}).values() if "/Resources" in x]
    return found


def test_the_svg_is_text_with_the_ids_of_the_api(folder: Path) -> None:
    root = ElementTree.parse(folder / "first_line-poster-A3.svg").getroot()
    graph = guideline().graphs["first_line"]
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title") is not None
    assert "Recommendation 1.1.4" in (root.findtext(f"{SVG}desc") or "")
    ids = {group.get("id") for group in root.iter(f"{SVG}g")}
    assert ids >= {*graph.nodes, *graph.recommendations}
    assert "".join(root.itertext()).count("−") > 0


def test_an_unchanged_file_is_left_alone(tmp_path: Path) -> None:
    file = File("chart.dot", b"digraph {}")
    assert write(file, tmp_path).changed
    before = (tmp_path / "chart.dot").stat().st_mtime_ns
    assert not write(file, tmp_path).changed
    assert (tmp_path / "chart.dot").stat().st_mtime_ns == before


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(File("chart.dot", b"old"), tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GraphError, match="No space left on device") as caught:
        write(File("chart.dot", b"new"), tmp_path)
    assert caught.value.diagnostics[0].slug == "write-failed"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("chart.dot", b"old")]


def test_a_folder_that_cannot_be_made_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GraphError, match="cannot be written"):
        write(File("chart.dot", b"x"), tmp_path / "file" / "folder")


@pytest.mark.parametrize(
    ("graphs", "formats", "papers", "slug"),
    [
        (("frist_line",), (), (), "unknown-graph"),
        ((), ("pfd",), (), "unknown-format"),
        ((), (), ("A0",), "unknown-paper"),
    ],
)
def test_unknown_names_are_refused_with_the_known_ones(
    tmp_path: Path, graphs: tuple[str, ...], formats: tuple[str, ...], papers: tuple[str, ...], slug: str
) -> None:
    with pytest.raises(GraphError) as caught:
        export(guideline(), graphs, formats, tmp_path, papers=papers)
    assert [diagnostic.slug for diagnostic in caught.value.diagnostics] == [slug]
    assert caught.value.diagnostics[0].hint
    assert list(tmp_path.iterdir()) == []


def test_a_letter_that_the_typeface_lacks_is_refused(tmp_path: Path) -> None:
    made = guideline(leaves=(OutOfScope("silent_menopause", "See ▸ 漢字."),))
    with pytest.raises(GraphError) as caught:
        export(made, (), ("svg",), tmp_path)
    assert {diagnostic.slug for diagnostic in caught.value.diagnostics} == {"glyph-missing"}
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("decision_graph.export.files.find_spec", lambda _: None)
    with pytest.raises(GraphError, match=r"pip install 'decision-graph\[export\]'"):
        export(guideline(), (), ("dot",), tmp_path)


def test_text_needs_no_package_for_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("decision_graph.export.files.find_spec", lambda _: None)
    formats = [name for name in format_names() if not draws(name)]
    assert set(formats) >= {"csv", "json", "markdown"}
    assert export(guideline(), (), formats, tmp_path)


def test_a_format_is_a_module(folder: Path) -> None:
    assert set(format_names()) >= set(FORMATS)


@pytest.mark.parametrize("text", ["</svg><script>alert(1)</script>", 'a "quote" \\ #x $y$ *z* <b>&amp;'])
def test_hostile_texts_are_only_text(tmp_path: Path, text: str) -> None:
    made: Guideline = guideline(leaves=(OutOfScope("silent_menopause", text),))
    (svg, pdf) = export(made, (), ("pdf", "svg"), tmp_path, editions=("poster",))[::-1]
    root = ElementTree.parse(svg.path).getroot()
    assert root.find(f".//{SVG}script") is None
    flat = re.sub(r"\s", "", "".join(root.itertext()))
    assert re.sub(r"\s", "", text) in flat
    assert pdf.pages == 1


def test_a_very_long_text_is_cut_in_the_chart_and_stands_whole_among_the_notes(tmp_path: Path) -> None:
    text = " ".join(f"word{k}" for k in range(1300))
    made: Guideline = guideline(leaves=(OutOfScope("silent_menopause", text),))
    (written,) = export(made, (), (), tmp_path, editions=("booklet",))
    assert written.findings == ()
    assert (
        text.split()
        == [word for word in pdfium(written.path).split() if re.fullmatch(r"word\d+", word)][-1300:]
    )


def too_long() -> Guideline:
    """A guideline with a row whose options are higher than a page."""
    made: Guideline = guideline()
    graph = made.graphs["first_line"]
    row = graph.recommendations["1.2.1"]
    options = tuple(Option((("prune",),), f"choice {k} of a great many") for k in range(99))
    changed = msgspec.structs.replace(row, cells={**row.cells, "basic": Cell(options)})
    graph = msgspec.structs.replace(graph, recommendations={**graph.recommendations, "1.2.1": changed})
    return msgspec.structs.replace(made, graphs={graph.id: graph})


def test_a_row_that_is_longer_than_a_page_is_named_in_the_chart_and_stands_in_full(tmp_path: Path) -> None:
    (written,) = export(too_long(), (), (), tmp_path, editions=("booklet",))
    text = " ".join(pdfium(written.path).split())
    assert written.findings == ()
    assert text.count("This row is too long for a chart") == 1
    assert text.count("choice 98 of a great many") == 1


def test_a_row_that_is_longer_than_a_poster_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"row 1\.2\.1 .* cannot fit a page in text of 8 points") as caught:
        export(too_long(), (), (), tmp_path, editions=("poster",))
    assert {diagnostic.slug for diagnostic in caught.value.diagnostics} == {"text-cannot-fit"}


def test_a_chart_that_is_too_large_for_a_sheet_takes_several_that_lead_to_each_other(tmp_path: Path) -> None:
    made = random_guideline(3, 50)
    (written,) = export(made, ("g",), (), tmp_path, editions=("poster",))
    text = [" ".join(page.split()) for page in pdfium_pages(written.path)]
    assert (written.pages, written.findings) == (2, ())
    assert "► page 2 (" in text[0]
    assert all("HOW TO READ" in page and f"sheet {n} of 2" in page for n, page in enumerate(text, 1))
    with pikepdf.open(written.path) as pdf:
        assert all(len(page.Annots) > 3 for page in pdf.pages)
