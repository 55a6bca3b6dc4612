"""Cache: what was worked out before, kept in the user's cache folder.

What is kept is found by what it was made from and by the state of the code that made it, so it is never
stale; its checksum is verified before use. Two processes may write at once, and one that is killed leaves
no half of a file behind. Whatever goes wrong with the folder, the work is done anew, in silence.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import lru_cache
from operator import attrgetter

import msgspec

from decision_graph import __version__


class Kind(msgspec.Struct, frozen=True):
    """A kind of thing that is kept.

    Attributes:
        name: also the ending of its files.
        number: changes with the types that are kept.
        code: the parts of the package that make it, "" for its own modules.
        most: how many are kept of the same place; the oldest go first.
    """

    name: str
    number: int
    code: tuple[str, ...]
    most: int = 1

    @property
    def head(self) -> bytes:
        """Begins every kept file."""
        return f"decision-graph {self.name} {self.number}\n".encode()


class Name(msgspec.Struct, frozen=True):
    """What one thing is found by: its kind, its place in the world, and what it was made from."""

    kind: Kind
    place: tuple[str, ...]
    content: str


def recall(name: Name) -> bytes | None:
    """What was kept under a name; None if nothing was, or if it is damaged."""
    path = _path(name)
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            kept = file.read()
    except OSError:
        return None
    size = len(name.kind.head) + 32
    head, payload = kept[:size], kept[size:]
    return payload if head == name.kind.head + hashlib.sha256(payload).digest() else None


def keep(name: Name, payload: bytes) -> None:
    """Keep something under a name, in place of what was kept there before."""
    path = _path(name)
    if path is None:
        return
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        _write(path, name.kind.head + hashlib.sha256(payload).digest() + payload)
        _forget_older(path, name.kind)


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


def _forget_older(path: str, kind: Kind) -> None:
    """Delete the oldest of what was kept of the same place, if it is too much."""
    root, name = os.path.split(path)
    place = name.split("-")[0]
    with os.scandir(root) as entries:
        others = [
            (entry.stat().st_mtime_ns, entry.path)
            for entry in entries
            if entry.name.startswith(f"{place}-") and entry.name.endswith(f".{kind.name}")
        ]
    for _, other in sorted(others, reverse=True)[kind.most :]:
        with suppress(OSError):  # another process was first, or is reading it
            os.unlink(other)


def _path(name: Name) -> str | None:
    """Where something is kept: by its place and, within it, by what makes the content."""
    root = _root()
    if root is None:
        return None
    kind = name.kind
    place = _short_hash(*name.place)
    code = (state for part in kind.code for state in _code(part))
    content = _short_hash(name.content, kind.head.decode(), __version__, *code)
    return os.path.join(root, f"{place}-{content}.{kind.name}")


@lru_cache
def _code(part: str) -> tuple[str, ...]:
    """What tells one state of a part of the code from another, for those who change it."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), part)
    found: list[str] = []
    with suppress(OSError), os.scandir(folder) as entries:
        for module in sorted(
            (entry for entry in entries if entry.name.endswith(".py")), key=attrgetter("name")
        ):
            state = module.stat()
            found.append(f"{part}/{module.name} {state.st_mtime_ns} {state.st_size}")
    return tuple(found)


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
