"""Loading: the only place that knows files. A guideline's folder becomes a checked `Guideline`."""

from __future__ import annotations

import os

from decision_graph.graph import Guideline
from decision_graph.loading.cache import keep, recall
from decision_graph.loading.folder import open_folder, shipped

__all__ = ["load_guideline", "shipped"]


def load_guideline(where: str | os.PathLike[str]) -> Guideline:
    """Load and check a guideline.

    Args:
        where: the name of a shipped guideline, a guideline's folder, or a file in it.

    Raises:
        GraphError: with everything that is wrong with the files, sorted by file and line.

    >>> load_guideline("tests/fixtures/asthma").recommendations["1.4"].title
    'Waking at night'
    """
    folder = open_folder(where)
    found = recall(folder)
    if found is None:
        from decision_graph.loading.build import build  # with YAML and networkx: not needed if it was kept

        found = build(folder)
        keep(folder, found)
    return found
