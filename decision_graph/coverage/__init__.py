"""Coverage: what of the source is carried over, where it is asked and printed, and what is silent."""

from __future__ import annotations

from decision_graph.coverage.carried import Carried, Table, carried
from decision_graph.coverage.figures import Figures, figures
from decision_graph.coverage.places import Box, Place, Silence, places, silences

__all__ = [
    "Box",
    "Carried",
    "Figures",
    "Place",
    "Silence",
    "Table",
    "carried",
    "figures",
    "places",
    "silences",
]
