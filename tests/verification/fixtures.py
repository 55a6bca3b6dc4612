"""Fixtures: the small language of tests/fixtures/checks, a patch of a good guideline and what is found in it.

A file begins with a remark. `@@ FILE` names the file of tests/fixtures/asthma that is changed, or a new
one; lines that begin with `-` stand there and are replaced by the `+` lines that follow them. `@@ budget N`
limits the proof. What stands below, after an empty line, is what the check prints.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from decision_graph.diagrams import BUDGET
from decision_graph.graph import Guideline
from decision_graph.loading.build import build
from decision_graph.loading.folder import Folder, open_folder

FIXTURES = Path(__file__).parents[1] / "fixtures"
CHECKS = FIXTURES / "checks"


class Fixture(NamedTuple):
    guideline: Guideline
    budget: int
    printed: str


def fixture(path: Path) -> Fixture:
    """The patched guideline of a file, and what its check should print."""
    _, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    patch, _, printed = body.partition("\n\n")
    files = {name: content.decode() for name, content in _asthma().files.items()}
    budget = BUDGET
    file = ""
    lines = [*patch.strip("\n").split("\n"), "@@ end"]
    old: list[str] = []
    new: list[str] = []
    for line in lines:
        if (old or new) and (line.startswith("@@") or (line.startswith("-") and new)):
            files[file] = _replaced(files.get(file, ""), old, new)
            old, new = [], []
        if line.startswith("@@ budget "):
            budget = int(line.removeprefix("@@ budget "))
        elif line.startswith("@@ "):
            file = line.removeprefix("@@ ")
        else:
            (old if line[0] == "-" else new).append(line[1:] + "\n")
    content = {name: text.encode() for name, text in files.items()}
    return Fixture(build(Folder("asthma", str(path.parent), ".", content, "")), budget, printed)


def _asthma() -> Folder:
    return open_folder(str(FIXTURES / "asthma"))


def _replaced(text: str, old: list[str], new: list[str]) -> str:
    if not old:
        return text + "".join(new)
    before, after = f"\n{''.join(old)}", f"\n{''.join(new)}"
    assert f"\n{text}".count(before) == 1, f"not once in the file: {before}"
    return f"\n{text}".replace(before, after)[1:]
