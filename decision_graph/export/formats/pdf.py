"""PDF: a poster for the wall and pages for an office printer, for each paper that is asked for."""

from __future__ import annotations

from decision_graph.export import pdf
from decision_graph.export.files import File
from decision_graph.export.formats import Request


def render(request: Request) -> list[File]:
    """One file for each paper: a poster on a large one, pages on a small one."""
    drawn = request.drawn
    files: list[File] = []
    for paper in request.papers:
        drawings = (request.poster(paper),) if paper.poster else request.booklet(paper)
        kind = "poster" if paper.poster else "pages"
        content = pdf.pdf(drawings, drawn.title, drawn.version)
        files.append(File(f"{drawn.id}-{kind}-{paper.name}.pdf", content, drawings, len(drawings)))
    return files
