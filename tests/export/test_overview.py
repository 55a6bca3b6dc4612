"""The page about a folder names every file of ours once, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import cmarkgfm
import pytest
from click.testing import CliRunner

from decision_graph.cli import main
from decision_graph.export.editions import known as editions
from decision_graph.export.editions import readers as edition_readers
from decision_graph.export.formats import about, known, readers
from decision_graph.export.overview import NAMES, overview
from decision_graph.loading import load_guideline
from tests.export.formats.test_hostile import HOSTILE, harmful

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "exports" / "mbc"
MBC = load_guideline(ROOT / "graphs" / "mbc")


def links(pages: dict[str, str]) -> list[list[str]]:
    """Where the page for code hosts and the page for browsers lead."""
    html = cmarkgfm.github_flavored_markdown_to_html(pages[NAMES[0]])
    return [re.findall(r'href="([^"]+)"', text) for text in (html, pages[NAMES[1]])]


def made(names: list[str]) -> dict[str, str]:
    return {file.name: file.content.decode() for file in overview(MBC, names)}


def test_every_committed_file_is_on_the_committed_pages() -> None:
    names = {path.name for path in FOLDER.iterdir()} - set(NAMES)
    for found in links({name: (FOLDER / name).read_text(encoding="utf-8") for name in NAMES}):
        assert sorted(found) == sorted(names)


def test_the_committed_pages_are_what_the_folder_makes() -> None:
    pages = made([path.name for path in FOLDER.iterdir()])
    assert pages == {name: (FOLDER / name).read_text(encoding="utf-8") for name in NAMES}


def test_files_of_others_are_left_out() -> None:
    names = ["mbc.html", "notes.txt", "holiday.png", "mbcs.pdf", ".mbc.html.tmp", *NAMES]
    assert links(made(names)) == [["mbc.html"], ["mbc.html"]]


def test_the_order_of_the_names_does_not_matter() -> None:
    names = sorted(path.name for path in FOLDER.iterdir())
    assert made(names) == made(names[::-1])


def test_tiers_stand_in_their_order() -> None:
    (found, _) = links(made([f"mbc-{tier}-A4.pdf" for tier in ("enhanced", "limited", "maximal", "basic")]))
    assert found == [f"mbc-{tier.id}-A4.pdf" for tier in MBC.tiers]


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_are_words(kind: str) -> None:
    pages = {file.name: file.content.decode() for file in overview(harmful(HOSTILE[kind]), ["asthma.html"])}
    root = ElementTree.fromstring(re.sub(r"<(meta[^>]*|!doctype html)>", "", pages[NAMES[1]]))
    assert {element.tag for element in root.iter()} == {
        "html", "head", "title", "style", "body", "main", "h1", "h2", "h3", "p", "ul", "li", "a",
    }  # fmt: skip
    html = cmarkgfm.github_flavored_markdown_to_html(pages[NAMES[0]])
    assert set(re.findall(r"<(\w+)", html)) <= {"h1", "h2", "blockquote", "p", "strong", "ul", "li", "a"}


def test_every_format_and_edition_says_what_and_for_whom() -> None:
    assert all(about(name).endswith(".") and readers(name) for name in known())
    assert all(edition_readers(name) for name in editions())


def test_the_page_on_formats_names_every_format() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (`[^|]+) \|", text, flags=re.MULTILINE)
    assert {name for cell in table for name in re.findall(r"`(\w+)`", cell)} >= set(known())


def test_the_command_writes_and_checks_it(tmp_path: Path) -> None:
    words = ["export", "tests/fixtures/asthma", "--out", str(tmp_path), "--format", "csv", "--index"]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"asthma-cells.csv", "asthma-answers.csv", *NAMES}
    assert CliRunner().invoke(main, [*words, "--check"]).exit_code == 0
    (tmp_path / "index.html").write_text("old")
    done = CliRunner().invoke(main, [*words, "--check"])
    assert done.exit_code == 1
    assert "stale" in done.stderr
    assert (tmp_path / "index.html").read_text() == "old"
