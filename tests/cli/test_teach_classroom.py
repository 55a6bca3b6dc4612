"""`teach classroom` and `teach import --page`: the file, the cases in it, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import ASTHMA, invoke
from decision_graph.teaching.classroom.deck import Deck, read_deck


def deck(path: Path) -> Deck:
    return read_deck(path.read_bytes())


def test_the_same_command_writes_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    first, again, other = (tmp_path / name for name in ("first.html", "again.html", "other.html"))
    for path, seed in ((first, "7"), (again, "7"), (other, "8")):
        done = invoke("teach", "classroom", ASTHMA, "--seed", seed, "--out", str(path))
        assert done.exit_code == 0
        assert done.stderr.startswith(f"wrote {path}: 11 cases, ")
    assert first.read_bytes() == again.read_bytes()
    assert deck(first).id != deck(other).id
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_the_cases_are_those_of_teach_cases(tmp_path: Path) -> None:
    out = tmp_path / "class.html"
    for options in (
        ["--count", "4"],
        ["--own"],
        ["--case", "a02"],
        ["--difficulty", "easy"],
        ["--tier", "clinic"],
    ):
        printed = json.loads(invoke("teach", "cases", ASTHMA, *options, "--format", "json").stdout)
        assert invoke("teach", "classroom", ASTHMA, *options, "--out", str(out)).exit_code == 0
        assert [(card.id, card.narrative) for card in deck(out).cards] == [
            (case["id"], case["narrative"]) for case in printed["cases"]
        ]


def test_fewer_cases_than_asked_for_are_told(tmp_path: Path) -> None:
    done = invoke(
        "teach", "classroom", ASTHMA, "--own", "--count", "100", "--out", str(tmp_path / "class.html")
    )
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        (("--case", "a99"), "unknown-case"),
        (("--case", "a02", "--difficulty", "hard"), "no-case"),
        (("--tier", "nowhere"), "unknown-tier"),
        (("--count", "1", "--out", "no/such/folder/class.html"), "unwritable-file"),
    ],
)
def test_what_cannot_be_is_refused_in_words(tmp_path: Path, words: tuple[str, ...], slug: str) -> None:
    done = invoke("teach", "classroom", ASTHMA, "--out", str(tmp_path / "class.html"), *words)
    assert (done.exit_code, f"error[{slug}]" in done.stderr) == (2, True), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_import_names_the_page_that_it_cannot_read(tmp_path: Path) -> None:
    codes, notes = tmp_path / "codes.txt", tmp_path / "notes.html"
    codes.write_text("Blue: DG2.0000.", encoding="utf-8")
    notes.write_text("<p>notes</p>", encoding="utf-8")
    for page, slug in ((notes, "not-a-class"), (tmp_path / "none.html", "unreadable-file")):
        done = invoke("teach", "import", str(codes), "--page", str(page), "--db", str(tmp_path / "class.db"))
        assert (done.exit_code, f"error[{slug}]: {page}: " in done.stderr) == (2, True), done.stderr
    done = invoke("teach", "import", str(codes), "--db", str(tmp_path / "class.db"))
    assert (done.exit_code, "error[page-needed]" in done.stderr) == (1, True)
    assert "--page FILE.html" in done.stderr
