"""Patient: one sheet about one patient: the way taken, the options, what is still open, room for notes."""

from __future__ import annotations

from collections.abc import Iterator

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.document import Document
from decision_graph.export.frame import Paper
from decision_graph.export.request import Request
from decision_graph.export.visit import visit_sheet
from decision_graph.traversal.answer import query

FOR = "one visit"
PAPERS = ("A4", "Letter")


def documents(request: Request, paper: Paper) -> Iterator[Document]:
    """A document of one page.

    Raises:
        GraphError: no-patient, if no facts are given; what `query` raises.
    """
    if request.patient is None:
        hint = "add --patient FILE, with the facts as JSON or YAML"
        raise GraphError(Diagnostic("no-patient", "the sheet of a patient needs facts", hint=hint))
    graph = request.graphs[0] if len(request.graphs) == 1 else None
    answer = query(request.guideline, request.patient.facts, graph)
    sheet = visit_sheet(answer, request.every_picture, paper)
    name = f"{request.name}-patient-{paper.name}"
    yield Document(name, sheet.title, request.guideline.version, (sheet,))
