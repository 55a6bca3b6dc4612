"""Folder: finding a guideline's files, reading their bytes, and the digest that stands for them all."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final, NoReturn

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean

LARGEST: Final = 4_000_000
"""Bytes that one file may have."""

HEAD: Final = "guideline.yaml"
VOCABULARY: Final = "vocabulary.yaml"
INTERVENTIONS: Final = "interventions.yaml"
MAIN_FILES: Final = (HEAD, VOCABULARY, INTERVENTIONS)
"""What every guideline has; every other `.yaml` file beside them is a graph."""

_GRAPH_NAME = re.compile("[A-Za-z0-9_.-]+")


class Folder(msgspec.Struct, frozen=True):
    """A guideline's files.

    Attributes:
        id: the folder's name.
        path: where it is.
        shown: the folder in messages, as the user named it.
        files: content by name, sorted by name.
        digest: SHA-256 over names and contents, in hexadecimal.
    """

    id: str
    path: Path
    shown: str
    files: dict[str, bytes]
    digest: str

    def name(self, file: str) -> str:
        """A file in messages."""
        return file if self.shown == "." else f"{self.shown}/{file}"


def shipped() -> tuple[str, ...]:
    """The names of the guidelines that come with this package.

    >>> "mbc" in shipped()  # doctest: +SKIP
    True
    """
    root = _shipped_root()
    if not root.is_dir():
        return ()
    return tuple(sorted(path.name for path in root.iterdir() if (path / HEAD).is_file()))


def open_folder(where: str | Path) -> Folder:
    """Read the files of a guideline.

    Args:
        where: the name of a shipped guideline, a guideline's folder, or a file in it. A bare name means
            the shipped guideline first; write `./name` for a folder beside you.

    Raises:
        GraphError: there is no such folder, it is no guideline, or a file cannot be read.
    """
    if isinstance(where, str) and where in shipped():
        return _read(_shipped_root() / where, f"graphs/{where}")
    path = Path(where)
    try:
        if str(where).strip() and path.is_file():
            path = path.parent
        if not str(where).strip() or not path.is_dir():
            raise FileNotFoundError(where)
    except (OSError, ValueError):
        hint = did_you_mean(str(where), shipped()) or "name a folder with a guideline.yaml"
        _fail("no-such-guideline", f"there is no guideline and no folder '{where}'", hint)
    return _read(path, path.as_posix())


def _shipped_root() -> Path:
    """Inside an installed package `_graphs`; in a checkout `graphs` beside the package."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_graphs"
    return installed if installed.is_dir() else package.parent / "graphs"


def _read(path: Path, shown: str) -> Folder:
    try:
        found = sorted(
            entry for entry in path.iterdir() if entry.is_file() and not entry.name.startswith(".")
        )
        names = [entry.name for entry in found]
        if missing := [name for name in MAIN_FILES if name not in names]:
            message = f"the folder '{shown}' is not a guideline: it has no {' and no '.join(missing)}"
            hint = f"a guideline has {', '.join(MAIN_FILES)} and one file for each graph; see docs/format.md"
            _fail("not-a-guideline", message, hint)
        _refuse_names(names, shown)
        files = {entry.name: _bytes(entry) for entry in found if entry.suffix == ".yaml"}
    except OSError as error:
        at = Path(error.filename or path).name
        message = f"'{at}' in the folder '{shown}' cannot be read: {error.strerror or error}"
        _fail("unreadable-file", message, "check that you may read it")
    return Folder(path.resolve().name, path.resolve(), shown, files, _digest(files))


def _bytes(path: Path) -> bytes:
    """The content; of a file that is too large no more than is needed to see that it is."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _refuse_names(names: list[str], shown: str) -> None:
    """Files that look like graphs and would be passed over in silence, or whose names cannot be used."""
    faults = []
    for name in names:
        stem, suffix = Path(name).stem, Path(name).suffix
        if suffix.lower() in (".yaml", ".yml") and suffix != ".yaml":
            message = f"the file '{name}' in the folder '{shown}' would not be read"
            faults.append(Diagnostic("file-name", message, None, f"rename it to '{stem}.yaml'"))
        elif suffix == ".yaml" and not _GRAPH_NAME.fullmatch(stem):
            message = f"the name of the file '{name}' in the folder '{shown}' cannot be the name of a graph"
            hint = "rename it: letters a to z, digits, dots, _ and -"
            faults.append(Diagnostic("file-name", message, None, hint))
    if faults:
        raise GraphError(faults)


def _digest(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
        for part in (name.encode(), content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _fail(slug: str, message: str, hint: str) -> NoReturn:
    raise GraphError(Diagnostic(slug, message, None, hint)) from None
