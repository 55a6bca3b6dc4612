"""Check: rules of geometry, measured on the finished drawing and not looked at.

A drawing that breaks a rule misleads: a line through a box, text outside its cell, a letter that the
typeface does not have. Text below the minimum is a warning, as a reader may come closer to a poster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from weakref import WeakKeyDictionary

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.drawing import Box, Drawing, Group, Words
from decision_graph.export.fonts import missing_glyphs, plain
from decision_graph.export.routes import crossings, segments

MINIMUM = 8.0
"""The smallest text, in points, that can be read on paper at arm's length."""

HALF = 0.5
"""The share of a page's height that has to be used."""

CONTRAST = 4.5
"""What letters need at least, from 1 (none) to 21 (black on white)."""

SLACK = 0.35
"""Borders may touch: this much overlap, in points, is not one."""


def check(drawing: Drawing) -> list[Diagnostic]:
    """Every rule that a drawing breaks, each complaint once; measured once, as a drawing never changes."""
    if drawing not in _FOUND:
        _FOUND[drawing] = tuple(dict.fromkeys(finding for rule in RULES for finding in rule(drawing)))
    return list(_FOUND[drawing])


_FOUND: WeakKeyDictionary[Drawing, tuple[Diagnostic, ...]] = WeakKeyDictionary()


def require_good(drawings: Sequence[Drawing]) -> None:
    """Raise what breaks a rule before any format is made of it."""
    faults = [fault for drawing in drawings for fault in check(drawing) if fault.severity == "error"]
    if faults:
        raise GraphError(dict.fromkeys(faults))


def text_too_small(drawing: Drawing) -> Iterator[Diagnostic]:
    """No text is smaller than the minimum."""
    smallest = drawing.smallest()
    if smallest < MINIMUM - 0.01:
        message = f"{drawing.title}: the smallest text is {smallest:.2f} pt, below {MINIMUM:g} pt"
        remedy = "use the pages instead of the poster, a larger paper, or shorter texts"
        yield Diagnostic("text-too-small", message, hint=remedy, severity="warning")


def lines_cross(drawing: Drawing) -> Iterator[Diagnostic]:
    """No line crosses or covers a line with another target."""
    for one, two in crossings(drawing.paths):
        message = f"{drawing.title}: the lines of {one.answer} and {two.answer} cross"
        yield Diagnostic("lines-cross", message, hint="report this chart: lines should never cross")


def line_through_box(drawing: Drawing) -> Iterator[Diagnostic]:
    """No line runs through a card, a row or a panel."""
    outlines = [(group, _shrunk(group.outline)) for group in drawing.groups]
    for path in drawing.paths:
        for x0, y0, x1, y1 in segments(path.points):
            for group, box in outlines:
                if x0 < box.right and x1 > box.x and y0 < box.bottom and y1 > box.y:
                    message = f"{drawing.title}: the line of {path.answer} runs through {group.id}"
                    yield Diagnostic("line-through-box", message, hint="report this chart")


def boxes_overlap(drawing: Drawing) -> Iterator[Diagnostic]:
    """No card, row or panel covers another."""
    for one, two in combinations(drawing.groups, 2):
        if _overlap(_shrunk(one.outline), _shrunk(two.outline)):
            message = f"{drawing.title}: {one.id} and {two.id} overlap"
            yield Diagnostic("boxes-overlap", message, hint="report this chart")


def texts_overlap(drawing: Drawing) -> Iterator[Diagnostic]:
    """No line of text covers another of the same card, row or panel."""
    for group in drawing.groups:
        extents = [_shrunk(line.extent(words.size)) for words in group.words for line in words.lines]
        for one, two in combinations(extents, 2):
            if _overlap(one, two):
                message = f"{drawing.title}: texts of {group.id} overlap"
                yield Diagnostic("texts-overlap", message, hint="report this chart")


def text_outside_box(drawing: Drawing) -> Iterator[Diagnostic]:
    """Every text stays inside its cell."""
    for group in drawing.groups:
        for words in group.words:
            box = words.inside or group.outline
            for line in words.lines:
                if not _inside(line.extent(words.size), box):
                    message = f"{drawing.title}: “{plain(line.runs)}” reaches out of its box in {group.id}"
                    yield Diagnostic(
                        "text-outside-box", message, hint="shorten the text, or report this chart"
                    )


def outside_page(drawing: Drawing) -> Iterator[Diagnostic]:
    """Everything lies on the page."""
    page = Box(0, 0, drawing.width, drawing.height)
    for group in drawing.groups:
        if not all(_inside(box, page) for box in (group.outline, *group.boxes)):
            message = f"{drawing.title}: {group.id} reaches beyond the page"
            yield Diagnostic("outside-page", message, hint="use a larger paper, or split the graph")
    for path in drawing.paths:
        if not all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in path.points):
            message = f"{drawing.title}: the line of {path.answer} reaches beyond the page"
            yield Diagnostic("outside-page", message, hint="use a larger paper, or split the graph")


def glyph_missing(drawing: Drawing) -> Iterator[Diagnostic]:
    """The typeface has every letter: one that it lacks would print as an empty box."""
    for group in drawing.groups:
        for words in group.words:
            missing = missing_glyphs(words.text)
            if missing:
                names = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing)
                where = f"{drawing.title}: {group.id}: “{words.text[:40]}”"
                message = f"{where} has letters that the typeface lacks: {names}"
                yield Diagnostic("glyph-missing", message, hint="write the text with other letters")


def contrast_low(drawing: Drawing) -> Iterator[Diagnostic]:
    """Letters stand out from what is behind them, also in a copy."""
    for group in drawing.groups:
        for words in group.words:
            behind = _behind(group, words)
            ratio = contrast(words.fill, behind)
            if ratio < CONTRAST:
                message = (
                    f"{drawing.title}: {group.id}: {words.fill} on {behind} has a contrast of {ratio:.1f}"
                )
                yield Diagnostic("contrast-low", message, hint=f"it has to be {CONTRAST} at least")


def _behind(group: Group, words: Words) -> str:
    """The colour of the uppermost filled box behind a text; white where there is none."""
    extent = words.lines[0].extent(words.size)
    filled = [box.fill for box in group.boxes if box.fill != "none" and _inside(extent, box)]
    return filled[-1] if filled else "#ffffff"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (Web Content Accessibility Guidelines 2).

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def page_half_empty(drawing: Drawing) -> Iterator[Diagnostic]:
    """At least half of the height between header and footer is used; a cover may be emptier."""
    area = drawing.body
    if area is None:
        return
    spans = sorted(
        (max(group.outline.y, area.y), min(group.outline.bottom, area.bottom))
        for group in drawing.groups
        if group.role not in ("header", "footer")
    )
    used, end = 0.0, area.y
    for top, bottom in spans:
        used += max(0.0, bottom - max(top, end))
        end = max(end, bottom)
    if used < HALF * area.height:
        message = f"{drawing.title}: {used / area.height:.0%} of the page is used"
        hint = "let the chart share a page with another one"
        yield Diagnostic("page-half-empty", message, hint=hint, severity="warning")


RULES: tuple[Callable[[Drawing], Iterator[Diagnostic]], ...] = (
    text_too_small,
    lines_cross,
    line_through_box,
    boxes_overlap,
    texts_overlap,
    text_outside_box,
    outside_page,
    glyph_missing,
    contrast_low,
    page_half_empty,
)


def _shrunk(box: Box) -> Box:
    return Box(box.x + SLACK, box.y + SLACK, box.width - 2 * SLACK, box.height - 2 * SLACK)


def _overlap(one: Box, two: Box) -> bool:
    return one.x < two.right and two.x < one.right and one.y < two.bottom and two.y < one.bottom


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - SLACK
        and inner.y >= outer.y - SLACK
        and inner.right <= outer.right + SLACK
        and inner.bottom <= outer.bottom + SLACK
    )


def groups_of(drawing: Drawing, role: str) -> list[Group]:
    """The groups of one role."""
    return [group for group in drawing.groups if group.role == role]
