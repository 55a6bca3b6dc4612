"""Drawn: a chart of one graph as a drawing, plain or with the way of a patient on it."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.graph import Guideline
from decision_graph.traversal.answer import Answer


class Drawn(msgspec.Struct, frozen=True):
    """A chart as SVG; a notebook shows it.

    Attributes:
        svg: the drawing.
    """

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg


def draw(thing: Guideline | Answer, graph: str | None = None) -> Drawn:
    """The chart of a graph; of an answer, with the way that was taken, what is open and what is closed.

    Args:
        thing: a guideline, or an answer from `query`.
        graph: which graph; by default the last one that the answer leads into, or the entry.

    Raises:
        GraphError: `unknown-graph`; `extra-missing`, if the package was installed without what draws.

    >>> from decision_graph.loading import load_guideline
    >>> draw(load_guideline("tests/fixtures/asthma"), "starting").svg.count("<svg")
    1
    """
    from decision_graph.export.files import require_extras
    from decision_graph.export.request import Request

    guideline = thing.guideline if isinstance(thing, Answer) else thing
    chosen = graph or (_last(thing) if isinstance(thing, Answer) else guideline.entry)
    if chosen not in guideline.graphs:
        hint = did_you_mean(chosen, guideline.graphs)
        raise GraphError(Diagnostic("unknown-graph", f"{guideline.id!r} has no graph {chosen!r}", hint=hint))
    require_extras()
    request = Request(guideline, (chosen,))
    return Drawn(_svg(request, thing if isinstance(thing, Answer) else None, chosen))


def _last(answer: Answer) -> str:
    """The last graph that was entered for certain, of several the first that has rows."""
    graphs = answer.guideline.graphs
    entered = [id for id, certain in answer.trace.graphs.items() if certain]
    with_rows = [id for id in entered if graphs[id].recommendations]
    return with_rows[0] if with_rows else entered[-1]


def _svg(request: object, answer: Answer | None, graph: str) -> str:
    from decision_graph.export.drawing import Box, Group, Line, Words
    from decision_graph.export.fonts import Run
    from decision_graph.export.request import Request
    from decision_graph.export.svg import svg
    from decision_graph.export.traced import LEGEND, traced, way_of

    assert isinstance(request, Request)
    drawing = request.poster(request.pictures[0])
    area = drawing.chart
    assert area is not None, "a poster shows a chart"
    crop = Box(area.x - 6, area.y - 6, area.width + 12, area.height + 12)
    if answer is not None:
        drawing = traced(drawing, way_of(answer.guideline.graphs[graph], answer.trace))
        line = Line(area.x, area.bottom + 16, (Run(LEGEND),))
        legend = Group(
            "legend", "heading", Box(area.x, area.bottom, area.width, 20), words=(Words((line,), 10.0),)
        )
        drawing = replace(drawing, groups=(*drawing.groups, legend))
        crop = replace(crop, height=crop.height + 20)
    text = svg(drawing, roles=("heading", "card", "row"), crop=crop)
    text = text.removeprefix('<?xml version="1.0" encoding="UTF-8"?>\n')
    return text.replace("<svg ", '<svg style="max-width: 100%; height: auto" ', 1)
