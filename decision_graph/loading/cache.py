"""Cache: guidelines that were read and checked before, kept in the user's cache folder.

A query must not wait for a YAML parser. What is kept is found by the digest of the guideline's files
and by the state of this code, so it is never stale; it is checked before use, and rebuilt in silence
when it is damaged. Whatever goes wrong with the folder, a guideline is loaded all the same.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from operator import attrgetter

import msgspec

from decision_graph import __version__
from decision_graph.graph import Guideline
from decision_graph.loading.folder import Folder

_FORMAT = b"decision-graph guideline 1\n"
"""Begins every kept file; the number changes with the types of `decision_graph.graph`."""

_ENDING = ".guideline"


def recall(folder: Folder) -> Guideline | None:
    """The guideline of these very files, if it was kept."""
    path = _path(folder)
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            kept = file.read()
        head, payload = kept[: len(_FORMAT) + 32], kept[len(_FORMAT) + 32 :]
        if head != _FORMAT + hashlib.sha256(payload).digest():
            return None
        return msgspec.msgpack.decode(payload, type=Guideline)
    except (OSError, msgspec.MsgspecError):
        return None


def keep(folder: Folder, guideline: Guideline) -> None:
    """Keep a guideline in place of what was kept of the same folder before."""
    path = _path(folder)
    if path is None:
        return
    payload = msgspec.msgpack.encode(guideline)
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        _write(path, _FORMAT + hashlib.sha256(payload).digest() + payload)
        _forget_older(path)


def _write(path: str, content: bytes) -> None:
    """Write a file at once, so that another process sees the old content or the new."""
    fresh = f"{path}.{os.urandom(8).hex()}.tmp"
    try:
        with open(fresh, "wb") as file:
            file.write(content)
        os.replace(fresh, path)
    except OSError:
        with suppress(OSError):
            os.unlink(fresh)
        raise


def _forget_older(path: str) -> None:
    """Delete what was kept of the same folder with other content."""
    root, name = os.path.split(path)
    place = name.split("-")[0]
    for other in os.listdir(root):
        if other.startswith(f"{place}-") and other.endswith(_ENDING) and other != name:
            with suppress(OSError):  # another process was first, or is reading it
                os.unlink(os.path.join(root, other))


def _path(folder: Folder) -> str | None:
    """Where a guideline is kept: by the folder's place and, within it, by what makes the content."""
    root = _root()
    if root is None:
        return None
    place = _short_hash(folder.path, folder.shown)
    content = _short_hash(folder.digest, _FORMAT.decode(), __version__, *_code())
    return os.path.join(root, f"{place}-{content}{_ENDING}")


def _code() -> Iterator[str]:
    """What tells one state of the code that reads guidelines from another, for those who change it."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for part in ("", "predicate", "loading"):
        with suppress(OSError), os.scandir(os.path.join(package, part)) as entries:
            modules = sorted(
                (entry for entry in entries if entry.name.endswith(".py")), key=attrgetter("name")
            )
            for module in modules:
                state = module.stat()
                yield f"{part}/{module.name} {state.st_mtime_ns} {state.st_size}"


def _short_hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:20]


def _root() -> str | None:
    """The cache folder; None if the user wants none or has no home."""
    chosen = os.environ.get("DECISION_GRAPH_CACHE")
    if chosen is not None:
        return None if chosen.strip().lower() in ("", "off") else chosen
    system = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if os.path.isabs(system):
        return os.path.join(system, "decision-graph")
    home = os.path.expanduser("~")
    return os.path.join(home, ".cache", "decision-graph") if os.path.isabs(home) else None
