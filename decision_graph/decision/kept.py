"""Kept: the form of a guideline in the user's cache folder, found by what the guideline holds."""

from __future__ import annotations

import msgspec

from decision_graph import cache
from decision_graph.decision.form import Form
from decision_graph.graph import Guideline
from decision_graph.space import Region

_KIND = cache.Kind("form", 2, ("", "predicate", "decision"), most=6)

_TOO_LARGE = b"too large"
"""Kept in the place of a form: finding out takes seconds, and would take them again in every process."""


def form_of(guideline: Guideline) -> Form | None:
    """The form of a guideline, read or made, or None if it is too large; one that came from files is kept."""
    if not guideline.digest:
        return form_within(guideline)
    name = cache.Name(_KIND, (guideline.id,), guideline.fingerprint)
    kept = cache.recall(name)
    if kept == _TOO_LARGE:
        return None
    if kept is not None:
        try:
            found = msgspec.msgpack.decode(kept, type=Form)
            if found.fingerprint == guideline.fingerprint:
                return found
        except msgspec.MsgspecError:
            pass
    made = form_within(guideline)
    cache.keep(name, _TOO_LARGE if made is None else msgspec.msgpack.encode(made))
    return made


def form_within(guideline: Guideline, region: Region | None = None) -> Form | None:
    """The form of a guideline, for those in a region only if one is given; None if it is too large."""
    # With the diagrams: not needed if the form was kept.
    from decision_graph.decision.compile import make_form
    from decision_graph.diagrams import OverBudget

    try:
        return make_form(guideline, region)
    except (OverBudget, RecursionError):
        return None
