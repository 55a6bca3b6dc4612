"""Drawing: a chart or a page with every box, line and word at its place, in points from the top left.

This is the last plain data before a format: SVG, PDF and PNG write it down, `check` measures it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from decision_graph.export.fonts import ASCENT, DESCENT, Rich, Run, plain, rich_width

Point = tuple[float, float]
State = Literal["plain", "taken", "open", "closed"]
"""What became of a line, a card or a row on the way of a patient; plain where no way is shown."""

Role = Literal["card", "row", "heading", "panel", "header", "footer"]


class Box(msgspec.Struct, frozen=True):
    """A rectangle; `fill` and `stroke` are colours, or "none"."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "none"
    stroke: str = "#000000"
    stroke_width: float = 0.8
    dash: bool = False

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height


class Line(msgspec.Struct, frozen=True):
    """One line of text; `y` is the baseline."""

    x: float
    y: float
    runs: Rich

    def extent(self, size: float) -> Box:
        """The rectangle that the letters need; spaces at the beginning only make room."""
        width = rich_width(self.runs, size)
        first = self.runs[:1]
        indent = width - rich_width(
            [*(Run(r.text.lstrip(), r.bold, r.italic) for r in first), *self.runs[1:]], size
        )
        return Box(self.x + indent, self.y - ASCENT * size, width - indent, (ASCENT + DESCENT) * size)


class Words(msgspec.Struct, frozen=True):
    """A paragraph: lines in one size and colour, and the box that they must stay in.

    `heading` is the level of a heading, 1 for a chapter; 0 for any other paragraph.
    """

    lines: tuple[Line, ...]
    size: float
    fill: str = "#000000"
    inside: Box | None = None
    heading: int = 0

    @property
    def text(self) -> str:
        """The words without their lines."""
        return " ".join(plain(line.runs) for line in self.lines)


class Group(msgspec.Struct, frozen=True):
    """What belongs together and may not be crossed or overlapped: a card, a treatment row, a panel.

    Attributes:
        id: as in the API, for cards, answers and rows.
        outline: the rectangle that the whole group occupies.
        title: what it is, for readers who do not see it.
    """

    id: str
    role: Role
    outline: Box
    boxes: tuple[Box, ...] = ()
    words: tuple[Words, ...] = ()
    title: str = ""


class Path(msgspec.Struct, frozen=True):
    """A line from an answer to its target: horizontal and vertical pieces, an arrow head at the end.

    Attributes:
        net: paths of one net may touch each other: answers that join, an answer that forks.
        source, target: the group at which it starts and ends; "" for a piece in between.
        state: how heavy it is, and whether dashed.
        joint: whether a piece in between has a dot, where lines join or part.
    """

    net: str
    points: tuple[Point, ...]
    answer: str = ""
    end: str = ""
    source: str = ""
    target: str = ""
    arrow: bool = False
    state: State = "plain"
    joint: bool = True


STROKES: Mapping[State, tuple[str, float, tuple[float, ...]]] = {
    "plain": ("#000000", 1.0, ()),
    "taken": ("#000000", 2.8, ()),
    "open": ("#000000", 1.6, (5, 3)),
    "closed": ("#8a8a8a", 0.6, ()),
}
"""Of a line the colour, the width in points and the dashes."""

HEAD = 4.6
"""Length of an arrow head in points; that of a heavy line is longer."""


def with_head(path: Path) -> tuple[list[Point], tuple[Point, ...]]:
    """The corners of a line, shortened for its arrow head, and the corners of that."""
    points = list(path.points)
    if not path.arrow:
        return points, ()
    (ax, ay), (bx, by) = points[-2], points[-1]
    dx, dy = _sign(bx - ax), _sign(by - ay)
    head = HEAD * max(1.0, STROKES[path.state][1] * 0.75)
    points[-1] = (bx - dx * head * 0.8, by - dy * head * 0.8)
    return points, (
        (bx, by),
        (bx - dx * head - dy * head * 0.48, by - dy * head - dx * head * 0.48),
        (bx - dx * head + dy * head * 0.48, by - dy * head + dx * head * 0.48),
    )


def dot_of(path: Path) -> tuple[Point, float] | None:
    """The dot where a line joins another one of its net, or parts from it: its middle and its radius.

    Lines never cross, so a dot is no ornament: without one they only meet.
    """
    if not path.joint or (path.target and path.source):
        return None
    middle = path.points[-1] if not path.target else path.points[0]
    return middle, 1.2 + STROKES[path.state][1] / 2


def _sign(value: float) -> int:
    return (value > 0.01) - (value < -0.01)


class Reference(msgspec.Struct, frozen=True):
    """A place on a page that leads to another one: its box, and the name of an `Anchor` of the document."""

    box: Box
    to: str


class Anchor(msgspec.Struct, frozen=True):
    """A place on a page to which others lead."""

    name: str
    y: float = 0.0


class Drawing(msgspec.Struct, frozen=True, eq=False, weakref=True):
    """A finished page; two are never the same, so that what was measured on one can be kept with it.

    Attributes:
        chart: the box inside which the flowchart stands; the rest is header, footer and notes.
        alt: the content in words.
        body: the part of the page that should be filled; None on a cover.
    """

    width: float
    height: float
    groups: tuple[Group, ...]
    paths: tuple[Path, ...] = ()
    chart: Box | None = None
    title: str = ""
    alt: str = ""
    references: tuple[Reference, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    body: Box | None = None

    def words(self) -> Iterator[Words]:
        """Every paragraph."""
        for group in self.groups:
            yield from group.words

    def smallest(self) -> float:
        """The smallest text size in points; infinity on an empty page."""
        return min((words.size for words in self.words()), default=float("inf"))
