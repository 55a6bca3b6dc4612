"""Folder: finding a guideline's files, reading their bytes, and the digest that stands for them all."""

from __future__ import annotations

import hashlib
import os
import re
from typing import Final, NoReturn

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean

LARGEST: Final = 4_000_000
"""Bytes that one file may have."""

HEAD: Final = "guideline.yaml"
VOCABULARY: Final = "vocabulary.yaml"
INTERVENTIONS: Final = "interventions.yaml"
ENDING: Final = ".yaml"
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
    path: str
    shown: str
    files: dict[str, bytes]
    digest: str

    def name(self, file: str) -> str:
        """A file in messages."""
        return file if self.shown == "." else f"{self.shown}/{file}"


def shipped() -> tuple[str, ...]:
    """The names of the guidelines that come with this package.

    >>> "mbc" in shipped()
    True
    """
    root = _shipped_root()
    if not os.path.isdir(root):
        return ()
    return tuple(sorted(name for name in os.listdir(root) if os.path.isfile(os.path.join(root, name, HEAD))))


def shipped_path(name: str) -> str:
    """The folder of a guideline that comes with this package."""
    return os.path.join(_shipped_root(), name)


def open_folder(where: str | os.PathLike[str]) -> Folder:
    """Read the files of a guideline.

    Args:
        where: the name of a shipped guideline, a guideline's folder, or a file in it. A bare name means
            the shipped guideline first; write `./name` for a folder beside you.

    Raises:
        GraphError: there is no such folder, it is no guideline, or a file cannot be read.
    """
    if isinstance(where, str) and where in shipped():
        return _read(shipped_path(where), f"graphs/{where}")
    path = os.fspath(where)
    try:
        if os.path.isfile(path):
            path = os.path.dirname(path) or "."
        if not os.path.isdir(path):
            raise FileNotFoundError(path)
    except (OSError, ValueError):
        hint = did_you_mean(path, shipped()) or "name a folder with a guideline.yaml"
        _fail("no-such-guideline", f"there is no guideline and no folder '{path}'", hint)
    return _read(path, os.path.normpath(path).replace(os.sep, "/"))


def _shipped_root() -> str:
    """Inside an installed package `_graphs`; in a checkout `graphs` beside the package."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "_graphs")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(package), "graphs")


def _read(path: str, shown: str) -> Folder:
    try:
        with os.scandir(path) as entries:
            names = sorted(
                entry.name for entry in entries if entry.is_file() and not entry.name.startswith(".")
            )
        if missing := [name for name in MAIN_FILES if name not in names]:
            message = f"the folder '{shown}' is not a guideline: it has no {' and no '.join(missing)}"
            hint = f"a guideline has {', '.join(MAIN_FILES)} and one file for each graph; see docs/format.md"
            _fail("not-a-guideline", message, hint)
        refuse_names(names, shown)
        files = {name: _bytes(os.path.join(path, name)) for name in names if name.endswith(ENDING)}
    except OSError as error:
        at = os.path.basename(os.path.normpath(error.filename or path))
        message = f"'{at}' in the folder '{shown}' cannot be read: {error.strerror or error}"
        _fail("unreadable-file", message, "check that you may read it")
    place = os.path.realpath(path)
    return Folder(os.path.basename(place), place, shown, files, digest_of(files))


def _bytes(path: str) -> bytes:
    """The content; of a file that is too large no more than is needed to see that it is."""
    with open(path, "rb") as file:
        return file.read(LARGEST + 1)


def refuse_names(names: list[str], shown: str) -> None:
    """Files that look like graphs and would be passed over in silence, or whose names cannot be used."""
    faults = []
    for name in names:
        stem, suffix = os.path.splitext(name)
        if suffix.lower() in (ENDING, ".yml") and suffix != ENDING:
            message = f"the file '{name}' in the folder '{shown}' would not be read"
            faults.append(Diagnostic("file-name", message, None, f"rename it to '{stem}{ENDING}'"))
        elif suffix == ENDING and not _GRAPH_NAME.fullmatch(stem):
            message = f"the name of the file '{name}' in the folder '{shown}' cannot be the name of a graph"
            hint = "rename it: letters a to z, digits, dots, _ and -"
            faults.append(Diagnostic("file-name", message, None, hint))
    if faults:
        raise GraphError(faults)


def digest_of(files: dict[str, bytes]) -> str:
    """SHA-256 over names and contents, in hexadecimal."""
    digest = hashlib.sha256()
    for name, content in files.items():
        for part in (name.encode(), content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _fail(slug: str, message: str, hint: str) -> NoReturn:
    raise GraphError(Diagnostic(slug, message, None, hint)) from None
