"""Display: guidelines, answers, traces and comparisons in a notebook, and charts as drawings.

What a notebook shows of a thing comes from here, although the thing stands on a lower floor
(`decision_graph.shown`).
"""

from __future__ import annotations

from decision_graph.display.drawn import Drawn, draw
from decision_graph.display.pages import html

__all__ = ["Drawn", "draw", "html"]
