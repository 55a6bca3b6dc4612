"""Kept: the form of a guideline in the user's cache folder, found by what the guideline holds."""

from __future__ import annotations

import msgspec

from decision_graph import cache
from decision_graph.decision.form import Form
from decision_graph.graph import Guideline

_KIND = cache.Kind("form", 1, ("", "predicate", "decision"), most=6)


def form_of(guideline: Guideline) -> Form:
    """The form of a guideline: read, or else made; one that came from files is kept."""
    if not guideline.digest:
        return _made(guideline)
    name = cache.Name(_KIND, (guideline.id,), guideline.fingerprint)
    kept = cache.recall(name)
    if kept is not None:
        try:
            found = msgspec.msgpack.decode(kept, type=Form)
            if found.fingerprint == guideline.fingerprint:
                return found
        except msgspec.MsgspecError:
            pass
    made = _made(guideline)
    cache.keep(name, msgspec.msgpack.encode(made))
    return made


def _made(guideline: Guideline) -> Form:
    from decision_graph.decision.compile import make_form  # with the diagrams: not needed if it was kept

    return make_form(guideline)
