"""Page: the cases of a class as one file, for phones and the projector, without a network."""

from __future__ import annotations

import html
import re
from importlib.resources import files
from typing import Final

import msgspec

from decision_graph.export.page.data import page_data
from decision_graph.export.page.dictionary import shortened
from decision_graph.export.page.html import drawn_charts
from decision_graph.export.page.scripts import ENGINE, script, squeezed, squeezed_style
from decision_graph.export.page.shell import about, filled, inside_script, policy
from decision_graph.export.page.tables import Json
from decision_graph.export.request import Request
from decision_graph.graph import Guideline
from decision_graph.teaching.classroom.deck import Deck

PICTURE: Final = "lean-qr.mjs"
"""The library that draws codes as pictures; as published, its licence beside it."""

PROGRAMS: Final = (
    "sha256.js",
    "short_code.js",
    "results.js",
    "session.js",
    "kept.js",
    "what_if.js",
    "scene.js",
    "start.js",
    "walk.js",
    "quiz.js",
    "show.js",
    "collect.js",
    "room.js",
)
"""The programs of the page, in the order in which they run, after those of `decision_graph.export.page`."""


def classroom_page(guideline: Guideline, deck: Deck) -> str:
    """The classroom page of a deck.

    Args:
        guideline: that the deck is about.
        deck: of `make_deck`.

    Raises:
        GraphError: too-large-for-a-page; a chart that breaks a rule or fits no paper.
    """
    parts = (_asked(page_data(guideline)), drawn_charts(Request(guideline)))
    data = "\n".join(msgspec.json.encode(part).decode() for part in parts)
    program = "\n".join(programs())
    style = squeezed_style(f"{script('page.css')}\n{own('class.css')}")
    return filled(
        own("class.html"),
        {
            **about(guideline),
            "licence": html.escape(own("lean-qr-LICENSE.txt")).replace("--", "- -"),
            "policy": policy(program, style),
            "style": style,
            "data": shortened(inside_script(data)),
            "deck": shortened(inside_script(msgspec.json.encode(deck).decode())),
            "script": program,
        },
    )


def _asked(data: Json) -> Json:
    """What the engine answers from, without the notes and helps that only the interactive page shows."""
    axes = [{key: value for key, value in axis.items() if key != "help"} for axis in data["axes"]]
    return {**data, "notes": {}, "decisions": [], "axes": axes}


def programs() -> list[str]:
    """All that runs in the page, in order."""
    shared = [squeezed(script(name)) for name in (*ENGINE, "dictionary.js", "dom.js", "flowchart.js")]
    return [*shared, picture_program(), *(squeezed(own(name)) for name in PROGRAMS)]


def picture_program() -> str:
    """The library that draws codes, as a program in place of a module."""
    found = re.fullmatch(r"(.*)export\{\w+ as correction,(\w+) as generate\};\s*", own(PICTURE), re.DOTALL)
    assert found is not None, "the library ends with what it exports"
    return f"DecisionGraph.picture = (function () {{{found[1]}return {found[2]};}})();"


def own(name: str) -> str:
    """The text of a file of this folder."""
    return (files(__package__) / name).read_text(encoding="utf-8")
