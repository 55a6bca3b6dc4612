"""Editions: what is printed for whom, read back from the files."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from decision_graph.diagnostics import GraphError
from decision_graph.export import edition_names, export
from decision_graph.export.check import check
from decision_graph.export.editions import documents
from decision_graph.export.request import Request
from decision_graph.loading import load_guideline
from decision_graph.loading.cases import read_cases
from decision_graph.patient import make_patient

ROOT = Path(__file__).resolve().parents[2]
MBC = load_guideline(ROOT / "graphs" / "mbc")
ASTHMA = load_guideline(ROOT / "tests" / "fixtures" / "asthma")


def words(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_the_editions() -> None:
    assert set(edition_names()) == {"poster", "booklet", "tier", "patient", "large"}


def test_large_print_has_no_small_text(tmp_path: Path) -> None:
    (written,) = export(MBC, ("first_line",), (), tmp_path, editions=("large",))
    assert written.smallest >= 12
    assert written.findings == ()
    text = words(written.path)
    for id in MBC.graphs["first_line"].recommendations:
        assert re.search(rf"(?<![\d.]){re.escape(id)}(?![\d.])", text), id


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_a_tier_prints_its_own_options_and_says_what_is_left_out(tmp_path: Path, paper: str) -> None:
    (written,) = export(MBC, ("third_line",), (), tmp_path, editions=("tier",), papers=(paper,), tier="basic")
    text = words(written.path)
    assert written.findings == ()
    assert "Only for Basic resources" in text
    assert "LEAVES OUT" in text.upper()
    assert "Enhanced ●●●" not in text


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"line": "first", "setting": "limited", "her2_status": "positive"},
            ["Open: an answer is missing", "1.2.1", "Capecitabine", "STILL POSSIBLE", "1.2.2", "ASK NEXT"],
        ),
        (
            {
                "line": "third",
                "setting": "basic",
                "her2_status": "positive",
                "hr_status": "negative",
            },
            ["Palliative care"],
        ),
        ({}, ["Open", "ASK NEXT"]),
    ],
)
def test_the_sheet_of_a_patient(tmp_path: Path, facts: dict[str, object], expected: list[str]) -> None:
    patient = make_patient(MBC.space, facts)
    (written,) = export(MBC, (), (), tmp_path, editions=("patient",), patient=patient)
    text = words(written.path)
    assert (written.pages, written.findings) == (1, ())
    assert [
        word for word in [*expected, "Patient, date, signature", MBC.disclaimer] if word not in text
    ] == []


def test_every_tenth_patient_of_the_cases_has_a_sheet() -> None:
    cases = [case for file in read_cases(ROOT / "graphs" / "mbc", MBC) for case in file.cases]
    assert len(cases) > 100
    for case in cases[::10]:
        patient = make_patient(MBC.space, case.facts)
        (document,) = documents(Request(MBC, (), ("patient",), patient=patient))
        assert len(document.pages) == 1
        assert check(document.pages[0]) == []


def test_every_edition_of_another_guideline(tmp_path: Path) -> None:
    patient = make_patient(ASTHMA.space, {})
    tier = ASTHMA.tiers[0].id if ASTHMA.tiers else None
    editions = [name for name in edition_names() if name != "tier" or tier]
    for written in export(ASTHMA, (), (), tmp_path, editions=editions, patient=patient, tier=tier):
        assert [finding for finding in written.findings if finding.severity != "note"] == []


def test_references_lead_to_the_right_pages(tmp_path: Path) -> None:
    (written,) = export(MBC, (), (), tmp_path, editions=("booklet",))
    with pikepdf.open(written.path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        links = [
            (place, annotation)
            for place, page in enumerate(pdf.pages, 1)
            for annotation in page.get("/Annots", [])
        ]
        assert len(links) > 100
        assert all(str(annotation.Contents) for _, annotation in links)
        assert all(annotation.Dest[0].objgen in numbers for _, annotation in links)
    with pypdfium2.PdfDocument(written.path) as read:
        contents = " ".join(read[0].get_textpage().get_text_range().split())
        for name, title in (("Second-line systemic treatment", 8), ("Rows in full", 14)):
            page = int(re.search(rf"{name} · page (\d+)", contents)[1])  # type: ignore[index]
            assert abs(page - title) < 4
            assert name in read[page - 1].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("options", "slug"),
    [
        ({"editions": ("tier",)}, "no-tier"),
        ({"editions": ("patient",)}, "no-patient"),
        ({"editions": ("tier",), "tier": "lavish"}, "unknown-tier"),
        ({"editions": ("patient",), "papers": ("A3",)}, "paper-not-for-edition"),
        ({"editions": ("wallpaper",)}, "unknown-edition"),
    ],
)
def test_what_an_edition_needs_is_said(tmp_path: Path, options: dict[str, object], slug: str) -> None:
    with pytest.raises(GraphError) as caught:
        export(MBC, (), (), tmp_path, **options)  # type: ignore[arg-type]
    assert [diagnostic.slug for diagnostic in caught.value.diagnostics] == [slug]
    assert caught.value.diagnostics[0].hint
    assert list(tmp_path.iterdir()) == []
