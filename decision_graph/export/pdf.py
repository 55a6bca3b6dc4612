"""PDF and PNG: drawings set by Typst, tagged for screen readers, with the shipped typeface and no other.

Header, footer and notes are real text with headings and paragraphs; the flowchart is a figure whose
alternative text says all of it. Nothing depends on the machine's fonts or clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any, Literal

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.drawing import STROKES, Box, Drawing, Group, Line, Path, Words, dot_of, with_head
from decision_graph.export.fonts import FAMILY, FOLDER, Run, plain

CHART_ROLES = ("heading", "card", "row")


def pdf(drawings: Sequence[Drawing], title: str, date: str = "") -> bytes:
    """Pages as one PDF that conforms to PDF/UA-1.

    Args:
        date: year-month-day of the document, for example the version of the guideline; never the clock.
    """
    found = _compile(_document(drawings, title, date), "pdf")
    return _packed(found[0])


def _packed(content: bytes) -> bytes:
    """The same document with its tags and links compressed as well, which halves it."""
    import pikepdf

    pikepdf.settings.set_flate_compression_level(9)
    output = BytesIO()
    with pikepdf.open(BytesIO(content)) as document:
        _require_fonts(document)
        document.save(
            output,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
    return output.getvalue()


def png(drawings: Sequence[Drawing], resolution: float = 200.0) -> list[bytes]:
    """Pages as pictures.

    Args:
        resolution: dots per inch.
    """
    return _compile(_document(drawings, "chart", ""), "png", resolution)


def _require_fonts(document: Any) -> None:
    """Raise a GraphError if a font is not the shipped one, or is not in the file."""
    for page in document.pages:
        for font in page.resources.get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            embedded = {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
            if not embedded or FAMILY.replace(" ", "") not in str(font.BaseFont):
                message = f"the PDF uses the font {font.BaseFont}, which is not the shipped one, or lacks it"
                raise GraphError(Diagnostic("wrong-font", message, hint="report this chart"))


def _compile(document: str, output: Literal["pdf", "png"], resolution: float | None = None) -> list[bytes]:
    try:
        import typst
    except ImportError as error:
        message = f"PDF and PNG need the package typst, which is not installed ({error})"
        remedy = "install it with: pip install 'decision-graph[export]' (in a checkout: '.[export]')"
        raise GraphError(Diagnostic("extra-missing", message, hint=remedy)) from None
    try:
        compiler = typst.Compiler(input=document.encode(), font_paths=_fonts(), ignore_system_fonts=True)
        if output == "pdf":
            result = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
        else:
            result = compiler.compile(format="png", ppi=resolution, timestamp=0)
    except RuntimeError as error:
        raise GraphError(
            Diagnostic("typesetting-failed", f"Typst could not set the pages: {error}")
        ) from error
    pages = result if isinstance(result, list) else [result]
    return [page for page in pages if page is not None]


@cache
def _fonts() -> Any:
    """The shipped fonts and no other, read once."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


def _document(drawings: Sequence[Drawing], title: str, date: str) -> str:
    parts = [
        f"#set document(title: {_string(title)}, date: {_date(date)})",
        f'#set text(font: {_string(FAMILY)}, lang: "en", fallback: false, hyphenate: false, kerning: false, '
        'ligatures: false, top-edge: "baseline", bottom-edge: "baseline")',
        "#set par(spacing: 0pt, justify: false)",
        "#show heading: it => it.body",
    ]
    places = {
        anchor.name: f"(page: {number}, x: 0pt, y: {max(0.0, anchor.y - 4):.2f}pt)"
        for number, drawing in enumerate(drawings, 1)
        for anchor in drawing.anchors
    }
    for place, drawing in enumerate(drawings):
        if place:
            parts.append("#pagebreak()")
        else:
            parts.append(f"#set page(width: {drawing.width}pt, height: {drawing.height}pt, margin: 0pt)")
        parts += _page(drawing, places)
    return "\n".join(parts)


def _page(drawing: Drawing, places: Mapping[str, str]) -> Iterator[str]:
    after = [group for group in drawing.groups if group.role in ("panel", "footer")]
    for group in drawing.groups:
        if group.role == "header":
            yield from _text_group(group, places)
    if drawing.chart is not None:
        yield _figure(drawing)
    for reference in drawing.references:
        if reference.to in places:
            box = f"box(width: {reference.box.width:.2f}pt, height: {reference.box.height:.2f}pt)"
            yield _placed(reference.box.x, reference.box.y, f"link({places[reference.to]}, {box})")
    for group in after:
        yield from _text_group(group, places)


def _figure(drawing: Drawing) -> str:
    """The chart as one figure that says in words what it shows.

    Drawn by Typst itself: of an SVG it would place each letter alone, which makes files ten times as large.
    """
    parts = [_lines(drawing.paths)]
    for group in drawing.groups:
        if group.role in CHART_ROLES:
            parts += [_rectangle(box) for box in group.boxes]
            parts += [
                _at(line.x, line.y, _words(line, words)) for words in group.words for line in words.lines
            ]
    size = f"width: {drawing.width:.2f}pt, height: {drawing.height:.2f}pt"
    inner = "; ".join(part for part in parts if part)
    return _placed(0, 0, f"figure(alt: {_string(drawing.alt)}, gap: 0pt, block({size}, {{ {inner} }}))")


def _rectangle(box: Box) -> str:
    stroke = "none"
    if box.stroke != "none":
        dash = ", dash: (3pt, 2pt)" if box.dash else ""
        stroke = f"(paint: rgb({_string(box.stroke)}), thickness: {box.stroke_width:g}pt{dash})"
    fill = "none" if box.fill == "none" else f"rgb({_string(box.fill)})"
    size = f"width: {box.width:.2f}pt, height: {box.height:.2f}pt"
    return _at(box.x, box.y, f"rect({size}, fill: {fill}, stroke: {stroke})")


def _lines(paths: Sequence[Path]) -> str:
    parts = []
    for path in paths:
        colour, width, dashes = STROKES[path.state]
        points, head = with_head(path)
        dash = f", dash: ({', '.join(f'{length:g}pt' for length in dashes)})" if dashes else ""
        stroke = f"(paint: rgb({_string(colour)}), thickness: {width:g}pt{dash})"
        steps = ", ".join(f"curve.line({_point(point)})" for point in points[1:])
        parts.append(_at(0, 0, f"curve(stroke: {stroke}, curve.move({_point(points[0])}), {steps})"))
        fill = f"fill: rgb({_string(colour)})"
        if head:
            parts.append(_at(0, 0, f"polygon({fill}, {', '.join(map(_point, head))})"))
        if (dot := dot_of(path)) is not None:
            (x, y), radius = dot
            parts.append(_at(x - radius, y - radius, f"circle(radius: {radius:g}pt, {fill})"))
    return "; ".join(parts)


def _point(point: tuple[float, float]) -> str:
    return f"({point[0]:.2f}pt, {point[1]:.2f}pt)"


def _words(line: Line, words: Words) -> str:
    runs = " + ".join(_run(run, {}) for run in line.runs) or '""'
    return f"text(size: {words.size:.2f}pt, fill: rgb({_string(words.fill)}), {runs})"


def _text_group(group: Group, places: Mapping[str, str]) -> Iterator[str]:
    for box in group.boxes:
        stroke = "none" if box.stroke == "none" else f"{box.stroke_width}pt + rgb({_string(box.stroke)})"
        fill = "none" if box.fill == "none" else f"rgb({_string(box.fill)})"
        rule = f"rect(width: {box.width:.2f}pt, height: {box.height:.2f}pt, fill: {fill}, stroke: {stroke})"
        yield _placed(box.x, box.y, f"pdf.artifact({rule})")
    for words in group.words:
        body = _paragraph(words, places)
        if words.heading:
            body = f"heading(level: {words.heading}, outlined: true, bookmarked: true, {body})"
        if group.role == "footer":
            body = f'pdf.artifact(kind: "footer", {body})'
        yield _placed(words.lines[0].x, words.lines[0].y, body)


def _paragraph(words: Words, places: Mapping[str, str]) -> str:
    """A paragraph with its lines broken where the drawing breaks them."""
    leading = words.lines[1].y - words.lines[0].y if len(words.lines) > 1 else words.size
    lines = [" + ".join(_run(run, places) for run in line.runs) or '""' for line in words.lines]
    # a line ends in the space at which it was broken, so that bookmarks and readers do not join two words
    gaps = [_GLUED if _ends_inside_word(line) else _BROKEN for line in words.lines]
    body = "".join(f"{line}{gap}" for line, gap in zip(lines, gaps, strict=True)).removesuffix(gaps[-1])
    content = f"{{ set par(leading: {leading:.3f}pt); par({body}) }}"
    return f"text(size: {words.size:.2f}pt, fill: rgb({_string(words.fill)}), {content})"


_BROKEN, _GLUED = ' + " " + linebreak() + ', " + linebreak() + "


def _ends_inside_word(line: Line) -> bool:
    return plain(line.runs).endswith(("-", "/"))


def _run(run: Run, places: Mapping[str, str]) -> str:
    weight = "bold" if run.bold else "regular"
    style = "italic" if run.italic else "normal"
    text = f'text(weight: "{weight}", style: "{style}", {_string(run.text)})'
    return f"link({places[run.to]}, {text})" if run.to in places else text


def _placed(x: float, y: float, body: str) -> str:
    return f"#{_at(x, y, body)}"


def _at(x: float, y: float, body: str) -> str:
    return f"place(top + left, dx: {x:.2f}pt, dy: {y:.2f}pt, {body})"


def _date(date: str) -> str:
    """A Typst date; none for anything that is not year-month-day, as the clock must not show."""
    parts = date.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        year, month, day = map(int, parts)
        if 1 <= month <= 12 and 1 <= day <= 28 + 3 * (month != 2):
            return f"datetime(year: {year}, month: {month}, day: {day})"
    return "none"


def _string(text: str) -> str:
    """A Typst string; control characters become spaces."""
    kept = text
    if not text.isprintable():
        kept = "".join(letter if letter.isprintable() or letter in "\n\xa0" else " " for letter in text)
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
