"""Cases: the small language of tests/fixtures/loading, a patch of a good guideline and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from decision_graph.loading.folder import Folder, open_folder

FIXTURES = Path(__file__).parent.parent / "fixtures"


class Patch(NamedTuple):
    file: str
    old: str
    new: str


class Case(NamedTuple):
    theme: str
    slug: str
    title: str
    patches: tuple[Patch, ...]
    said: str

    @property
    def name(self) -> str:
        return f"{self.theme}: {self.slug}: {self.title}"


def cases() -> list[Case]:
    found = []
    for path in sorted((FIXTURES / "loading").glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            heading, _, body = block.partition("\n")
            slug, _, title = heading.partition(": ")
            found.append(Case(path.stem, slug, title, *_body(body)))
    return found


def _body(body: str) -> tuple[tuple[Patch, ...], str]:
    lines = body.rstrip("\n").split("\n")
    patches: list[Patch] = []
    file, old, new = "", "", ""
    place = 0
    while place < len(lines):
        line = lines[place]
        if (old or new) and (line[:1] not in "+-" or not line or (line[0] == "-" and new)):
            patches.append(Patch(file, old, new))
            old, new = "", ""
        if line.startswith("@@ "):
            file = line[3:]
        elif line.startswith("-"):
            old += line[1:] + "\n"
        elif line.startswith("+"):
            new += line[1:] + "\n"
        else:
            break
        place += 1
    if old or new:
        patches.append(Patch(file, old, new))
    return tuple(patches), "\n".join(lines[place + 1 :])


def good() -> Folder:
    return open_folder(FIXTURES / "asthma")


def patched(case: Case) -> Folder:
    """The good guideline with the case's changes; its files are named without a folder."""
    folder = good()
    files = {name: content.decode() for name, content in folder.files.items()}
    for patch in case.patches:
        text = files[patch.file]
        if patch.old:
            assert f"\n{text}".count(f"\n{patch.old}") == 1, (case.name, patch)
            text = f"\n{text}".replace(f"\n{patch.old}", f"\n{patch.new}")[1:]
        else:
            text += patch.new
        files[patch.file] = text
    content = {name: text.encode() for name, text in files.items()}
    return Folder(folder.id, folder.path, ".", content, "")
