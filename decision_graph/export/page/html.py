"""Html: the one file, with everything inside: its words, its look, its program and its data."""

from __future__ import annotations

from typing import Final

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export import overlong
from decision_graph.export.drawing import Drawing
from decision_graph.export.frame import PAPERS, Paper
from decision_graph.export.page.chart import advances, chart_data
from decision_graph.export.page.data import page_data
from decision_graph.export.page.dictionary import shortened
from decision_graph.export.page.scripts import ENGINE, script, squeezed, squeezed_style
from decision_graph.export.page.shell import about, filled, inside_script, policy
from decision_graph.export.page.tables import Json
from decision_graph.export.picture import Picture
from decision_graph.export.request import Request

PROGRAMS: Final = (
    *ENGINE, "dictionary.js", "dom.js", "flowchart.js", "charts.js", "search.js", "model.js", "ask.js",
    "tell.js", "main.js",
)  # fmt: skip


SHEETS: Final = (
    PAPERS["A3"], PAPERS["A2"], PAPERS["A1"], Paper("sixteen A1", 9536.0, 6736.0, poster=True)
)  # fmt: skip
"""On what a chart may be laid out, which is moved behind a window: the first on which it fits."""


def page(request: Request) -> str:
    """The page of a guideline.

    Raises:
        GraphError: too-large-for-a-page; a chart that breaks a rule or fits no paper.
    """
    guideline = request.guideline
    data = (msgspec.json.encode(part).decode() for part in (page_data(guideline), drawn_charts(request)))
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


def drawn_charts(request: Request) -> Json:
    """Every chart of a request as data, and the widths of its letters.

    Raises:
        GraphError: a chart that breaks a rule or fits no paper.
    """
    charts = [chart_data(picture, _sheet(request, picture)) for picture in request.pictures]
    return {"charts": charts, "advances": advances(charts)}


def _sheet(request: Request, picture: Picture) -> Drawing:
    """The whole chart on one sheet, however large."""
    for sheet in SHEETS[:-1]:
        try:
            return request.poster(picture, sheet, uncut=True)
        except GraphError as error:
            if {fault.slug for fault in error.diagnostics} - overlong.LAYOUT:
                raise
    try:
        return request.poster(picture, SHEETS[-1], uncut=True)
    except GraphError as error:
        faults = error.diagnostics
        if any(fault.slug == "page-too-small" for fault in faults):
            message = f"the chart {picture.id!r} is too large for a page in a browser"
            hint = "divide the graph: let a leaf `see` another graph for a part of it"
            faults = (Diagnostic("page-too-small", message, hint=hint),)
        raise GraphError(faults) from None
