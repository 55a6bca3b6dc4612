"""Cache: guidelines that were read and checked before, kept in the user's cache folder.

A query must not wait for a YAML parser. What is kept is found by the digest of the guideline's files,
so it is never stale; it is checked before use, and rebuilt in silence when it is damaged. Whatever
goes wrong with the folder, a guideline is loaded all the same.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from decision_graph import __version__
from decision_graph.graph import Guideline
from decision_graph.loading.folder import Folder

_FORMAT = b"decision-graph guideline 1\n"
"""Begins every kept file; the number changes with the types of `decision_graph.graph`."""


def recall(folder: Folder) -> Guideline | None:
    """The guideline of these very files, if it was kept."""
    path = _path(folder)
    if path is None:
        return None
    try:
        kept = path.read_bytes()
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
    fresh = path.with_suffix(f".{os.urandom(8).hex()}.tmp")
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            fresh.write_bytes(_FORMAT + hashlib.sha256(payload).digest() + payload)
            fresh.replace(path)  # at once, so that another process sees the old file or the new one
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        for old in path.parent.glob(f"{path.name.split('-')[0]}-*.guideline"):
            if old != path:
                old.unlink(missing_ok=True)


def _path(folder: Folder) -> Path | None:
    """Where a guideline is kept: by the folder's place and, within it, by what makes the content."""
    root = _root()
    if root is None:
        return None
    place = _short_hash(str(folder.path), folder.shown)
    content = _short_hash(folder.digest, _FORMAT.decode(), __version__)
    return root / f"{place}-{content}.guideline"


def _short_hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:20]


def _root() -> Path | None:
    """The cache folder; None if the user wants none or has no home."""
    chosen = os.environ.get("DECISION_GRAPH_CACHE")
    if chosen is not None:
        return None if chosen.strip().lower() in ("", "off") else Path(chosen)
    system = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if os.path.isabs(system):
        return Path(system) / "decision-graph"
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "decision-graph"
    return None
