"""Decks and their pages, made once for each process of tests."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from decision_graph.teaching.classroom.deck import Deck, make_deck
from decision_graph.teaching.classroom.page import classroom_page
from teaching.guidelines import drawn, taught

COUNT = {"mbc": 14, "asthma": None}
"""Enough to see what holds of all: the whole set of the shipped guideline takes long to draw."""

_folder = tempfile.TemporaryDirectory(prefix="decision-graph-class-")


@cache
def deck_of(name: str) -> Deck:
    return make_deck(taught(name).guideline, drawn(name, 5, COUNT[name]))


@cache
def page_of(name: str) -> Path:
    """The file that a teacher would get."""
    path = Path(_folder.name) / f"{name}.html"
    path.write_text(classroom_page(taught(name).guideline, deck_of(name)), encoding="utf-8")
    return path
