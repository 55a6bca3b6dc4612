"""Files: written whole or not at all, and only when they change."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.drawing import Drawing

EXTRAS = {"fontTools": "fonttools", "graphviz": "graphviz", "pikepdf": "pikepdf"}
"""Packages that every format needs: module and name for pip."""


class File(msgspec.Struct, frozen=True):
    """What a format made: a file's name, its bytes, and the drawings that it shows."""

    name: str
    content: bytes
    drawings: tuple[Drawing, ...] = ()
    pages: int = 1


class Written(msgspec.Struct, frozen=True):
    """A file on disk.

    Attributes:
        pages: how many pages it has.
        smallest: the size of its smallest text in points; 0 for a format that has no sizes.
        findings: what `decision_graph.export.check` declares about it; no errors.
        changed: whether its bytes are new.
    """

    path: Path
    pages: int
    smallest: float
    findings: tuple[Diagnostic, ...] = ()
    changed: bool = True


def page_name(name: str, place: int, count: int) -> str:
    """The name of the file of one page: with its number where there are several.

    >>> page_name("poster", 1, 1), page_name("booklet", 2, 12)
    ('poster', 'booklet-02')
    """
    return name if count == 1 else f"{name}-{place:0{len(str(count))}}"


def require_extras() -> None:
    """Raise a GraphError that says what to install if a package for drawing is missing."""
    missing = [name for module, name in EXTRAS.items() if find_spec(module) is None]
    if missing:
        message = f"drawing needs packages that are not installed: {', '.join(missing)}"
        remedy = "install them with: pip install 'decision-graph[export]' (in a checkout: '.[export]')"
        raise GraphError(Diagnostic("extra-missing", message, hint=remedy))


def compare(file: File, out: Path, findings: Sequence[Diagnostic] = ()) -> Written:
    """What `write` would do, without doing it: a file that is missing or different is a finding.

    Raises:
        GraphError: read-failed, with the reason.
    """
    path = out / file.name
    found = list(findings)
    try:
        changed = not _same(path, file.content)
        if changed:
            state = "is not what the sources make" if path.is_file() else "is missing"
            hint = "export again without --check, look at what changed, and keep both together"
            found.append(Diagnostic("stale-export", f"{path} {state}", hint=hint))
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise GraphError(Diagnostic("read-failed", message, hint="check who may read it")) from error
    return Written(path, file.pages, _smallest(file), tuple(dict.fromkeys(found)), changed)


def _smallest(file: File) -> float:
    return round(min((drawing.smallest() for drawing in file.drawings), default=0.0), 2)


def write(file: File, out: Path, findings: Sequence[Diagnostic] = ()) -> Written:
    """Write a file into a folder, through a temporary file beside it.

    Raises:
        GraphError: write-failed, with the reason; there is then no new file, and an old one is whole.
    """
    path = out / file.name
    try:
        out.mkdir(parents=True, exist_ok=True)
        changed = not _same(path, file.content)
        if changed:
            _replace(path, file.content)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}"
        remedy = "check that the folder may be written to and that the disk has room"
        raise GraphError(Diagnostic("write-failed", message, hint=remedy)) from error
    return Written(path, file.pages, _smallest(file), tuple(dict.fromkeys(findings)), changed)


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file, then take its place in one step."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)  # a temporary file is for its owner only; a chart is for everybody
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
