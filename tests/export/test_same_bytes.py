"""Every edition and format gives the same bytes in other processes, at another time, without any font."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from decision_graph.export import edition_names, format_names
from tests.export.programs import program

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import hashlib, json, sys, tempfile, time
from pathlib import Path
from decision_graph.export import edition_names, export, format_names
from decision_graph.loading import load_guideline
from decision_graph.patient import make_patient

guideline = load_guideline(Path("tests/fixtures/asthma"))
out = Path(tempfile.mkdtemp())
patient = make_patient(guideline.space, {})
export(guideline, (), format_names(), out, editions=edition_names(), patient=patient,
       tier=guideline.tiers[0].id, resolution=40)
export(guideline, (), (), out, colour=True)
hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}
print(json.dumps([time.gmtime().tm_year, hashes]))
"""


def made(environment: Mapping[str, str], *before: str) -> tuple[int, dict[str, str]]:
    """The year that a new process sees, and the hash of every file that it makes.

    Args:
        before: a command that runs the process in another world.
    """
    done = subprocess.run(
        [*before, sys.executable, "-c", CODE],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=True,
    )
    year, hashes = json.loads(done.stdout)
    return year, hashes


@pytest.fixture(scope="module")
def here() -> tuple[int, dict[str, str]]:
    return made({})


def test_every_edition_and_format_is_among_the_files(here: tuple[int, dict[str, str]]) -> None:
    names = here[1]
    assert all(any(edition in name for name in names) for edition in edition_names() if edition != "tier")
    endings = {"graphml": "graphml", "markdown": "md", "mermaid": "mmd"}
    assert all(any(name.endswith(endings.get(f, f)) for name in names) for f in format_names())
    assert len(names) > 50


def test_another_process_at_another_time_without_fonts(
    here: tuple[int, dict[str, str]], tmp_path: Path
) -> None:
    moved = program("faketime", "faketime")
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")
    environment = {
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        "HOME": str(tmp_path),
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
    }
    year, hashes = made(environment, moved, "2001-02-03 04:05:06")
    assert (here[0] > 2020, year) == (True, 2001)  # the clock really stood elsewhere
    assert [name for name in hashes if hashes[name] != here[1][name]] == []
    assert hashes == here[1]
