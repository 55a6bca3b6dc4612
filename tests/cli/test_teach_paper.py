"""`teach paper`: files for a class, and complaints that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import ASTHMA, ROOT, invoke
from decision_graph.teaching.paper import edition_names


def test_worksheet_and_key_are_of_the_same_cases(tmp_path: Path) -> None:
    done = invoke("teach", "paper", ASTHMA, "--seed", "3", "--count", "4", "--out", str(tmp_path))
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == [
        str(tmp_path / f"asthma-{name}-A4.pdf") for name in ("worksheet", "key")
    ]
    assert all(line.endswith("smallest text 8 pt") for line in lines)
    again = invoke("teach", "paper", ASTHMA, "--seed", "3", "--count", "4", "--out", str(tmp_path), "--check")
    assert (again.exit_code, again.stdout) == (0, done.stdout)
    other = invoke("teach", "paper", ASTHMA, "--seed", "4", "--count", "4", "--out", str(tmp_path), "--check")
    assert other.exit_code == 1
    assert other.stderr.count("error[stale-export]") == 2


def test_names_say_how_it_is_printed(tmp_path: Path) -> None:
    words = ("--paper", "letter", "--large", "--colour", "--edition", "key", "--case", "smoker")
    done = invoke("teach", "paper", f"{ASTHMA}/starting", *words[:-2], "--count", "1", "--out", str(tmp_path))
    assert done.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["starting-key-Letter-large-colour.pdf"]


def test_the_editions_are_listed() -> None:
    done = invoke("teach", "paper", ASTHMA, "--list-editions")
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(edition_names())


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        (("--edition", "worksheat"), "unknown-edition"),
        (("--tier", "castle"), "unknown-tier"),
        (("--case", "nobody"), "unknown-case"),
        (("--own", "--difficulty", "hard"), "no-case"),
    ],
)
def test_what_cannot_be_printed_is_refused(tmp_path: Path, words: tuple[str, ...], slug: str) -> None:
    from cli.running import run

    done = run("teach", "paper", ASTHMA, *words, "--out", str(tmp_path), cwd=ROOT)
    assert done.returncode == 2
    assert f"error[{slug}]".encode() in done.stderr
    assert list(tmp_path.iterdir()) == []
