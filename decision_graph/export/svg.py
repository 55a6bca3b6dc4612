"""SVG: a drawing as text, boxes and lines, with the ids of the API and words for those who do not see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from xml.sax.saxutils import escape, quoteattr

from decision_graph.export.drawing import Box, Drawing, Group, Path, State, Words
from decision_graph.export.fonts import FAMILY

FONTS = f"'{FAMILY}', Arimo, Arial, Helvetica, sans-serif"
HEAD = 4.6
"""Length of an arrow head in points."""


def svg(drawing: Drawing, *, roles: Collection[str] = (), crop: Box | None = None) -> str:
    """A drawing as SVG.

    Args:
        roles: write only groups of these roles, with the lines; all by default.
        crop: show only this part.
    """
    view = crop or Box(0, 0, drawing.width, drawing.height)
    groups = [group for group in drawing.groups if not roles or group.role in roles]
    size = f'width="{_n(view.width)}pt" height="{_n(view.height)}pt"'
    box = f'viewBox="{_n(view.x)} {_n(view.y)} {_n(view.width)} {_n(view.height)}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img" aria-labelledby="title desc" '
        f'font-family="{FONTS}">',
        f'<title id="title">{_text(drawing.title)}</title>',
        f'<desc id="desc">{_text(drawing.alt)}</desc>',
        _box(Box(view.x, view.y, view.width, view.height, fill="#ffffff", stroke="none")),
        '<g id="lines" fill="none" stroke="#000000" stroke-width="1">',
        *(_path(path) for path in drawing.paths),
        "</g>",
        *(_group(group) for group in groups),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _n(value: float) -> str:
    """A number with at most two decimals, without a trailing zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _text(text: str) -> str:
    """Text without the characters that XML forbids."""
    kept = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t\xa0")
    return escape(kept)


def _attribute(text: str) -> str:
    return quoteattr("".join(letter if letter.isprintable() else " " for letter in text))


def _group(group: Group) -> str:
    inside = "".join(map(_box, group.boxes)) + "".join(map(_words, group.words))
    title = f"<title>{_text(group.title)}</title>" if group.title else ""
    return f'<g id={_attribute(group.id)} class="{group.role}">{title}{inside}</g>'


def _box(box: Box) -> str:
    stroke = "" if box.stroke == "none" else f' stroke="{box.stroke}" stroke-width="{_n(box.stroke_width)}"'
    dash = ' stroke-dasharray="3 2"' if box.dash and stroke else ""
    return (
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}" '
        f'fill="{box.fill}"{stroke}{dash}/>'
    )


def _words(words: Words) -> str:
    """A paragraph; each line is placed, so that no reader's font can make it wrap elsewhere."""
    spans = []
    for line in words.lines:
        runs = "".join(_run(run.text, run.bold, run.italic) for run in line.runs)
        spans.append(f'<tspan x="{_n(line.x)}" y="{_n(line.y)}">{runs}</tspan>')
    fill = "" if words.fill == "#000000" else f' fill="{words.fill}"'
    return f'<text font-size="{_n(words.size)}"{fill} xml:space="preserve">{"".join(spans)}</text>'


def _run(text: str, bold: bool, italic: bool) -> str:
    weight = ' font-weight="bold"' if bold else ""
    style = ' font-style="italic"' if italic else ""
    return f"<tspan{weight}{style}>{_text(text)}</tspan>" if weight or style else _text(text)


STROKES: Mapping[State, tuple[str, float, str]] = {
    "plain": ("#000000", 1.0, ""),
    "taken": ("#000000", 2.8, ""),
    "open": ("#000000", 1.6, "5 3"),
    "closed": ("#8a8a8a", 0.6, ""),
}
"""Of a line the colour, the width in points and the dashes."""


def _path(path: Path) -> str:
    colour, width, dash = STROKES[path.state]
    points = list(path.points)
    head = ""
    if path.arrow:
        long = HEAD * max(1.0, width * 0.75)
        (ax, ay), (bx, by) = points[-2], points[-1]
        dx, dy = _sign(bx - ax), _sign(by - ay)
        points[-1] = (bx - dx * long * 0.8, by - dy * long * 0.8)
        corners = (
            (bx, by),
            (bx - dx * long - dy * long * 0.48, by - dy * long - dx * long * 0.48),
            (bx - dx * long + dy * long * 0.48, by - dy * long + dx * long * 0.48),
        )
        head = f'<path d="{_d(corners)}Z" fill="{colour}" stroke="none"/>'
    dots = ""
    if path.joint and not (
        path.target and path.source
    ):  # a dot where lines join or part, as they never cross
        x, y = path.points[-1] if not path.target else path.points[0]
        dots = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(1.2 + width / 2)}" fill="{colour}" stroke="none"/>'
    name = f" id={_attribute(f'{path.answer}>{path.end}')}" if path.answer else ""
    style = ""
    if path.state != "plain":
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        style = f' class="{path.state}" stroke="{colour}" stroke-width="{_n(width)}"{dashes}'
    return f'<g{name}><path d="{_d(tuple(points))}"{style}/>{head}{dots}</g>'


def _d(points: tuple[tuple[float, float], ...]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _sign(value: float) -> int:
    return (value > 0.01) - (value < -0.01)
