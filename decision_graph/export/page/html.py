"""Html: the one file, with everything inside: its words, its look, its program and its data."""

from __future__ import annotations

from typing import Final

import msgspec

from decision_graph.export.page.chart import advances, chart_data
from decision_graph.export.page.data import page_data
from decision_graph.export.page.dictionary import shortened
from decision_graph.export.page.scripts import ENGINE, script, squeezed, squeezed_style
from decision_graph.export.page.shell import about, filled, inside_script, policy
from decision_graph.export.request import Request

PROGRAMS: Final = (
    *ENGINE,
    "dictionary.js",
    "dom.js",
    "flowchart.js",
    "model.js",
    "ask.js",
    "tell.js",
    "main.js",
)


def page(request: Request) -> str:
    """The page of a guideline.

    Raises:
        GraphError: too-large-for-a-page; a chart that breaks a rule or fits no paper.
    """
    guideline = request.guideline
    charts = [chart_data(picture, request.poster(picture)) for picture in request.pictures]
    drawn = {"charts": charts, "advances": advances(charts)}
    data = (msgspec.json.encode(part).decode() for part in (page_data(guideline), drawn))
    program = "\n".join(squeezed(script(name)) for name in PROGRAMS)
    style = squeezed_style(script("page.css"))
    return filled(
        script("page.html"),
        {
            **about(guideline),
            "policy": policy(program, style),
            "style": style,
            "data": shortened(inside_script("\n".join(data))),
            "script": program,
        },
    )
