"""Pages: header and footer around what an edition shows, page numbers set last; the document as a file."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decision_graph.export.colour import coloured
from decision_graph.export.drawing import Box, Drawing, Group
from decision_graph.export.files import File
from decision_graph.export.frame import Paper, body, footer, header
from decision_graph.teaching.paper.handout import Handout


def room(handout: Handout, paper: Paper) -> Box:
    """The part of a page between header and footer."""
    return body(handout.first, paper, handout.scale)


def framed(
    handout: Handout, paper: Paper, title: str, pages: Sequence[Drawing], *, headed: bool = True
) -> tuple[Drawing, ...]:
    """Pages with the header and footer that every page has; the title is a heading on the first one.

    Args:
        pages: with their panels and charts.
        headed: whether they have a header.
    """
    made = []
    for number, page in enumerate(pages, 1):
        levels = (1, 0) if number == 1 else (0, 0)
        groups: list[Group] = []
        if headed:
            under = f"{handout.title} · {handout.counted}"
            groups.append(header(handout.first, paper, title, under, handout.scale, levels))
        groups += [*page.groups, footer(handout.first, paper, number, len(pages), handout.scale)]
        made.append(msgspec.structs.replace(page, groups=tuple(groups)))
    return tuple(made)


def blank(paper: Paper, groups: Sequence[Group], title: str, area: Box | None) -> Drawing:
    """A page before it has a frame."""
    return Drawing(paper.width, paper.height, tuple(groups), title=title, body=area)


def pdf_file(handout: Handout, edition: str, size: str, title: str, pages: Sequence[Drawing]) -> File:
    """Pages as one PDF, in colour where the handout is.

    Args:
        edition, size: of the file's name; the size may be empty.
        title: of the document.
    """
    from decision_graph.export.pdf import pdf

    shown = tuple(map(coloured, pages)) if handout.colour else tuple(pages)
    parts = [
        handout.name,
        edition,
        size,
        "large" if handout.large else "",
        "colour" if handout.colour else "",
    ]
    name = "-".join(part for part in parts if part)
    content = pdf(shown, title, handout.guideline.version)
    return File(f"{name}.pdf", content, shown, len(shown))
