"""SVG: a drawing as text, boxes and lines, with the ids of the API and words for those who do not see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from xml.sax.saxutils import escape, quoteattr

from decision_graph.export.drawing import STROKES, Box, Drawing, Group, Path, Point, Words, dot_of, with_head
from decision_graph.export.fonts import FAMILY

FONTS = f"'{FAMILY}', Arimo, Arial, Helvetica, sans-serif"


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


def _path(path: Path) -> str:
    colour, width, dashes = STROKES[path.state]
    points, corners = with_head(path)
    fill = f'fill="{colour}" stroke="none"'
    head = f'<path d="{_d(corners)}Z" {fill}/>' if corners else ""
    dots = ""
    if (dot := dot_of(path)) is not None:
        (x, y), radius = dot
        dots = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {fill}/>'
    name = f" id={_attribute(f'{path.answer}>{path.end}')}" if path.answer else ""
    style = ""
    if path.state != "plain":
        dash = f' stroke-dasharray="{" ".join(map(_n, dashes))}"' if dashes else ""
        style = f' class="{path.state}" stroke="{colour}" stroke-width="{_n(width)}"{dash}'
    return f'<g{name}><path d="{_d(points)}"{style}/>{head}{dots}</g>'


def _d(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
