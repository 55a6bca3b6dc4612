"""Frame: papers, sizes of print, and what stands on every page: header and footer."""

from __future__ import annotations

import msgspec

from decision_graph.export.drawing import Box, Group, Line, Words
from decision_graph.export.fonts import Rich, Run, rich_width, wrap
from decision_graph.export.paint import BLACK
from decision_graph.export.picture import Picture


class Paper(msgspec.Struct, frozen=True):
    """A sheet in landscape, in points; a poster shows the whole chart on one sheet."""

    name: str
    width: float
    height: float
    poster: bool = False
    margin: float = 20.0


PAPERS = {
    "A1": Paper("A1", 2383.94, 1683.78, poster=True, margin=34.0),
    "A2": Paper("A2", 1683.78, 1190.55, poster=True, margin=26.0),
    "A3": Paper("A3", 1190.55, 841.89, poster=True),
    "A4": Paper("A4", 841.89, 595.28),
    "Letter": Paper("Letter", 792.0, 612.0),
    "Tabloid": Paper("Tabloid", 1224.0, 792.0, poster=True),
}


class Scale(msgspec.Struct, frozen=True):
    """The sizes of text in an edition, in points.

    Attributes:
        small: of header, footer and notes; nothing is smaller.
        text: of paragraphs, and by which charts are divided into pages.
        largest: to which a chart may grow where its page has room.
    """

    small: float = 8.0
    text: float = 9.0
    largest: float = 12.0

    @property
    def share(self) -> float:
        """How long a text in a box may be, beside one in the usual print."""
        return (9.0 / self.text) ** 2

    @property
    def header(self) -> float:
        """The height that the header takes from a page."""
        return max(31.0, 4.3 * self.small)


NORMAL = Scale()
LARGE = Scale(12.0, 12.0, 14.0)


def on_wall(paper: Paper) -> Scale:
    """The sizes of text on a poster: a larger paper is read from further away."""
    larger = min(max(1.0, paper.width / PAPERS["A3"].width), PAPERS["A1"].width / PAPERS["A3"].width)
    return Scale(*(max(size, int(size * larger * 4) / 4) for size in (NORMAL.small, NORMAL.text, ON_WALL)))


ON_WALL = 15.0
"""The largest text of an A3 poster."""


def footer_height(drawn: Picture, paper: Paper, scale: Scale) -> float:
    """The height that the footer takes from a page: the disclaimer is never cut."""
    return 6 + max(1, len(_disclaimer(drawn, paper, scale))) * scale.small * 1.2 + scale.small * 0.2


def body(drawn: Picture, paper: Paper, scale: Scale = NORMAL) -> Box:
    """The part of a page between header and footer."""
    top = paper.margin + scale.header
    height = paper.height - paper.margin - footer_height(drawn, paper, scale) - top
    return Box(paper.margin, top, paper.width - 2 * paper.margin, height)


def header(
    drawn: Picture,
    paper: Paper,
    title: str,
    subtitle: str,
    scale: Scale = NORMAL,
    headings: tuple[int, int] = (1, 0),
) -> Group:
    """The title at the left, the source and its version at the right, and a rule below.

    Args:
        headings: the levels of title and subtitle in the document's outline; 0 is no heading.
    """
    small = scale.small
    box = Box(paper.margin, paper.margin - 4, paper.width - 2 * paper.margin, scale.header - 4)
    large = max(16.0, small * (2.0 if paper.poster else 1.4))
    under = max(9.0, small * (1.125 if paper.poster else 1.0))
    above = _one_line(title, large, box.width * 0.55, bold=True)
    below = _one_line(subtitle, under, box.width * 0.55)
    used = max(rich_width(above, large), rich_width(below, under))
    words = [
        Words((Line(box.x, box.y + large * 0.82, above),), large, inside=box, heading=headings[0]),
        Words(
            (Line(box.x, box.y + large * 0.82 + under * 1.22, below),), under, inside=box, heading=headings[1]
        ),
    ]
    texts = (drawn.source_title, f"{drawn.organisation} · version {drawn.version}")
    lines = [line for text in texts for line in wrap((Run(text),), small, box.width - used - 24)][:3]
    first = box.bottom - max(3.0, small * 0.28) - (len(lines) - 1) * small * 1.15
    for place, runs in enumerate(lines):
        x = box.right - rich_width(runs, small)
        words.append(Words((Line(x, first + small * 1.15 * place, runs),), small, inside=box))
    rule = Box(box.x, box.bottom - 0.8, box.width, 0.8, fill=BLACK, stroke="none")
    return Group("header", "header", box, (rule,), tuple(w for w in words if w.text), drawn.title)


def _one_line(text: str, size: float, width: float, *, bold: bool = False) -> Rich:
    """A text on one line, with an ellipsis where it is too long; the whole stands in the document's title."""
    lines = wrap((Run(text, bold),), size, width)
    if len(lines) == 1:
        return lines[0]
    cut = "".join(run.text for run in lines[0])
    while cut and rich_width((Run(cut + "…", bold),), size) > width:
        cut = cut[:-1]
    return (Run(cut.rstrip() + "…", bold),)


def _stamp(drawn: Picture, page: str) -> str:
    return f"version {drawn.version} · content {drawn.digest or 'unknown'} · page {page}"


def _disclaimer(drawn: Picture, paper: Paper, scale: Scale) -> tuple[Rich, ...]:
    stamp = rich_width((Run(_stamp(drawn, "888 / 888")),), scale.small)
    room = paper.width - 2 * paper.margin - stamp - 20
    return wrap((Run(drawn.disclaimer),), scale.small, room)


def footer(drawn: Picture, paper: Paper, page: int, pages: int, scale: Scale = NORMAL) -> Group:
    """The whole disclaimer at the left; version, content hash and page number at the right."""
    small, height = scale.small, footer_height(drawn, paper, scale)
    box = Box(
        paper.margin, paper.height - paper.margin - height + 6, paper.width - 2 * paper.margin, height - 6
    )
    runs: Rich = (Run(_stamp(drawn, f"{page} / {pages}")),)
    words = [
        Words((Line(box.x, box.y + small * 1.2 * (place + 1) - 0.1, line),), small, inside=box)
        for place, line in enumerate(_disclaimer(drawn, paper, scale))
    ]
    right = box.right - rich_width(runs, small)
    words.append(Words((Line(right, box.y + small * 1.2 - 0.1, runs),), small, inside=box))
    rule = Box(box.x, box.y, box.width, 0.8, fill=BLACK, stroke="none")
    return Group("footer", "footer", box, (rule,), tuple(words), _stamp(drawn, f"{page} / {pages}"))
