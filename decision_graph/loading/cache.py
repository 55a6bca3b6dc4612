"""Cache: guidelines that were read and checked before, so that a query does not wait for a YAML parser."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from decision_graph import cache
from decision_graph.graph import Guideline
from decision_graph.loading.folder import Folder

_KIND = cache.Kind("guideline", 1, ("", "predicate", "loading"))


def recall(folder: Folder) -> Guideline | None:
    """The guideline of these very files, if it was kept."""
    kept = cache.recall(_name(folder))
    if kept is None:
        return None
    try:
        found = msgspec.msgpack.decode(kept, type=Guideline)
    except msgspec.MsgspecError:
        return None
    # What is kept is the guideline as `fingerprint` would write it down again.
    found.__dict__["fingerprint"] = sha256(kept).hexdigest()
    return found


def keep(folder: Folder, guideline: Guideline) -> None:
    """Keep a guideline in place of what was kept of the same folder before."""
    cache.keep(_name(folder), msgspec.msgpack.encode(guideline))


def _name(folder: Folder) -> cache.Name:
    return cache.Name(_KIND, (folder.path, folder.shown), folder.digest)
