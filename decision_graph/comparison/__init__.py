"""Comparison: two versions of a guideline, patient by patient and word by word; nothing is sampled."""

from __future__ import annotations

from decision_graph.comparison.compare import Comparison, compare

__all__ = ["Comparison", "compare"]
