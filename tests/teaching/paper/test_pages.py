"""Every page of every edition keeps the rules, says whence it comes, and is the same at every printing."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import worlds
from hypothesis import given, settings

from decision_graph.diagnostics import GraphError
from decision_graph.export.check import check
from decision_graph.export.words import minus
from decision_graph.graph import DecisionGraph
from decision_graph.predicate.terms import Value
from decision_graph.teaching.cases import TeachingCase
from decision_graph.teaching.paper import edition_lines, edition_names, print_paper
from decision_graph.teaching.paper.editions import files, readers
from decision_graph.teaching.paper.handout import Handout
from decision_graph.traversal.answer import query
from teaching.guidelines import ROOT
from teaching.paper.printing import handout, own, printed, said

PAGED = [name for name in edition_names() if name != "anki"]
HOW: dict[str, tuple[int, dict[str, object]]] = {
    "A4": (8, {}),
    "Letter, large, in colour": (4, {"paper": "Letter", "large": True, "colour": True}),
}
"""How many cases, and how they are printed."""


@pytest.mark.parametrize("edition", PAGED)
@pytest.mark.parametrize("name", ["mbc", "asthma"])
@pytest.mark.parametrize("how", HOW)
def test_every_page_keeps_the_rules(edition: str, name: str, how: str) -> None:
    count, ways = HOW[how]
    made = printed(edition, handout(name, count if name == "mbc" or ways else 6, **ways))
    assert [finding for page in made.drawings for finding in check(page)] == []
    least = 12 if "large" in how else 8
    assert min(page.smallest() for page in made.drawings) >= least


@pytest.mark.parametrize("edition", PAGED)
def test_the_own_cases_of_a_teacher_keep_them_too(edition: str) -> None:
    made = printed(edition, own("mbc", 1))
    assert [finding for page in made.drawings for finding in check(page)] == []


@pytest.mark.parametrize("edition", PAGED)
def test_any_guideline_can_be_printed(edition: str) -> None:
    @settings(max_examples=6, deadline=None)
    @given(worlds.agreeing_graphs(), worlds.facts())
    def printing(graph: DecisionGraph, facts: dict[str, Value]) -> None:
        guideline = worlds.guideline(graph, [])
        try:
            query(guideline, facts)
        except GraphError:
            return
        case = TeachingCase("w", "Somebody comes.", facts, None, (), ())
        for file in files(edition, Handout(guideline, None, (case,))):
            assert [finding for page in file.drawings for finding in check(page)] == []

    printing()


@pytest.mark.parametrize("edition", PAGED)
def test_pages_say_whence_they_come(edition: str) -> None:
    given = handout("mbc", 8)
    guideline, pages = given.guideline, printed(edition, given).drawings
    whole = " ".join(map(said, pages))
    assert guideline.provenance.title in whole
    for page in (pages[0], pages[-1]):
        assert guideline.disclaimer in said(page)
    for number, page in enumerate(pages, 1):
        assert guideline.version in said(page)
        assert guideline.digest[:12] in said(page)
        assert f"{number} / {len(pages)}" in said(page)


@pytest.mark.parametrize("edition", PAGED)
def test_the_pdf_is_tagged_and_has_a_bookmark_for_each_case(edition: str) -> None:
    given = handout("mbc", 8)
    content = printed(edition, given).content
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "en"
        assert "pdfuaid" in str(document.Root.Metadata.read_bytes())
        assert document.docinfo.Title
    with pypdfium2.PdfDocument(content) as pdf:
        marks = [mark.get_title() for mark in pdf.get_toc()]
    if edition != "cards":  # those have another order: two sides of a sheet
        assert [m for m in marks if m.startswith("Case ")] == [f"Case {k}" for k in range(1, 9)]


def pdfium(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return " ".join(page.get_textpage().get_text_range() for page in pdf)


def poppler(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("read", [pdfium, *([poppler] if shutil.which("pdftotext") else [])])
@pytest.mark.parametrize("edition", PAGED)
def test_two_readers_find_every_story_and_number_in_the_file(
    edition: str, read: Callable[[bytes], str]
) -> None:
    given = handout("mbc", 8)
    text = "".join(read(printed(edition, given).content).split())
    for case, answer in zip(given.cases, given.answers, strict=True):
        assert "".join(minus(case.narrative).split()) in text
        for row in answer.rows:
            if row.standing == "preferred":
                assert row.row.id + "".join(minus(row.row.title).split()) in text


def test_the_same_cases_are_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "decision_graph", "teach", "paper", "tests/fixtures/asthma"]
    command += ["--count", "3"]
    command += [word for name in edition_names() for word in ("--edition", name)]
    made = []
    for seed in ("1", "12345"):
        out = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed[0]}"}
        subprocess.run([*command, "--out", out], cwd=ROOT, env=environment, capture_output=True, check=True)
        made.append({path.name: path.read_bytes() for path in sorted(out.iterdir())})
    assert made[0] == made[1]
    assert len(made[0]) == len(edition_names())


def test_editions_are_found_by_their_modules(tmp_path: Path) -> None:
    assert all(words.endswith(".") for words in edition_lines().values())
    assert all(map(readers, edition_names()))
    with pytest.raises(GraphError, match=r"unknown-edition.*'kex'"):
        print_paper(handout("asthma", 6), ["kex", "key"], tmp_path)
    with pytest.raises(GraphError, match="no-case"):
        print_paper(Handout(handout("asthma", 6).guideline, None, ()), ["key"], tmp_path)
    assert list(tmp_path.iterdir()) == []
