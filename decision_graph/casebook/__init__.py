"""Casebook: patients with expected answers put to a guideline, and what of it they cover."""

from __future__ import annotations

from decision_graph.casebook.reached import Item, Reached, reached
from decision_graph.casebook.run import Mismatch, Outcome, run_case, run_cases

__all__ = ["Item", "Mismatch", "Outcome", "Reached", "reached", "run_case", "run_cases"]
