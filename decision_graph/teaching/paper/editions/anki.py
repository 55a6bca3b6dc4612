"""Anki: the flash cards as a package for Anki, which asks each again before it is forgotten."""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from typing import Any, Final

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.drawing import Box, Drawing, Group, Path
from decision_graph.export.files import File
from decision_graph.export.flow import Entry
from decision_graph.export.fonts import Run
from decision_graph.export.place import Room
from decision_graph.export.svg import svg
from decision_graph.export.traced import LEGEND, traced
from decision_graph.export.words import minus
from decision_graph.teaching.paper.handout import Handout
from decision_graph.teaching.paper.path import painted, passed, placed_parts
from decision_graph.teaching.paper.reading import (
    answer_entries,
    asked,
    ladder_entries,
    miss_entries,
    other_entries,
    way_entries,
)

FOR = "each learner's phone or computer"

MODEL: Final = "decision-graph case"
FIELDS: Final = ("Story", "Question", "Answer", "Chart", "Reasons", "Source")
FRONT: Final = '<div class="story">{{Story}}</div><p class="ask">{{Question}}</p>'
BACK: Final = (
    '{{FrontSide}}<hr id="answer">{{Answer}}<div class="chart">{{Chart}}</div>'
    '<details><summary>Why</summary>{{Reasons}}</details><p class="source">{{Source}}</p>'
)
STYLE: Final = """\
.card { font-family: sans-serif; font-size: 18px; line-height: 1.4; text-align: left; }
.ask, summary { font-weight: bold; }
.source { font-size: 13px; opacity: .8; }
.chart img { background: #fff; max-width: 100%; height: auto; }
p { margin: .4em 0; }
"""
WIDTH: Final = 420.0
"""Of a chart, in points: as wide as a phone shows it legibly."""
STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""The time of everything in the package: the clock must not show."""
SQLITE: Final = (3_000_000).to_bytes(4, "big")
"""Stands where SQLite notes its own version, so that every version writes the same bytes."""


def files(handout: Handout) -> Iterable[File]:
    """One package.

    Raises:
        GraphError: extra-missing, without the package genanki.
    """
    try:
        import genanki
    except ImportError as error:
        message = f"a package for Anki needs genanki, which is not installed ({error})"
        remedy = "install it with: pip install 'decision-graph[teach]' (in a checkout: '.[teach]')"
        raise GraphError(Diagnostic("extra-missing", message, hint=remedy)) from None
    templates = [{"name": "Case", "qfmt": FRONT, "afmt": BACK}]
    fields = [{"name": name} for name in FIELDS]
    model = genanki.Model(_number(MODEL), MODEL, fields, templates, STYLE)
    deck = genanki.Deck(_number(handout.guideline.id, handout.graph or ""), _deck_name(handout))
    media: dict[str, bytes] = {}
    for place, case in enumerate(handout.cases):
        chart = _chart(handout, place)
        name = f"decision-graph-{sha256(chart).hexdigest()[:16]}.svg"
        media[name] = chart
        note = genanki.Note(model, _fields(handout, place, name), guid=_guid(handout, case.id))
        note.tags = _tags(handout, place)
        deck.add_note(note)
    content = _zipped(_database(genanki.Package(deck), handout), media)
    yield File(f"{handout.name}-anki.apkg", content, (), len(handout.cases))


def _number(*words: str) -> int:
    """A number that is always the same for some words, in the range that Anki takes for ids."""
    return 10**12 + int.from_bytes(sha256("\0".join(words).encode()).digest()[:5], "big")


def _guid(handout: Handout, case: str) -> str:
    """The name of a note: a case that comes again, in a later version too, takes the place of the old one."""
    words = (handout.guideline.id, handout.graph or "", handout.tier, case)
    return sha256("\0".join(words).encode()).hexdigest()[:20]


def _deck_name(handout: Handout) -> str:
    name = handout.first.guideline.replace("::", ": ")
    return name if handout.graph is None else f"{name}::{handout.title.replace('::', ': ')}"


def _tags(handout: Handout, place: int) -> list[str]:
    """By what a learner may choose; nothing that gives the answer away."""
    words = (handout.guideline.id, handout.cases[place].difficulty, handout.lessons[place].tier)
    return ["_".join(word.split()) for word in words if word]


def _fields(handout: Handout, place: int, chart: str) -> list[str]:
    case, answer, lesson = handout.cases[place], handout.answers[place], handout.lessons[place]
    first, tier = handout.first, handout.tier_label(place)
    reasons = [Entry("The way, question by question"), *way_entries(answer)]
    reasons += [Entry("Why the others do not lead"), *other_entries(lesson)]
    if case.near:
        reasons += [Entry("If one fact were told otherwise"), *miss_entries(answer, case.near)]
    if len(lesson.ladder) > 1:
        reasons += [Entry("With other resources"), *ladder_entries(lesson)]
    source = (
        f"{first.source_title}. {first.organisation}, version {first.version}, content {first.digest}. "
        f"{case.id}. {first.disclaimer}"
    )
    return [
        escape(minus(case.narrative)),
        escape(asked(tier)),
        _html(answer_entries(answer, tier)),
        f'<img src="{chart}" alt="{escape(LEGEND)}">',
        _html(reasons),
        escape(source),
    ]


def _html(entries: Iterable[Entry]) -> str:
    """Entries as paragraphs."""
    parts = []
    for entry in entries:
        runs = entry.rich or ((Run(entry.text),) if entry.text else ())
        lead = f"<b>{escape(entry.lead)}</b> " if entry.lead else ""
        told = "".join(f"<b>{escape(run.text)}</b>" if run.bold else escape(run.text) for run in runs)
        indent = f' style="margin-left: {entry.indent:g}em"' if entry.indent else ""
        parts.append(f"<p{indent}>{lead}{told}</p>")
    return "".join(parts)


def _chart(handout: Handout, place: int) -> bytes:
    """The way on the chart as a picture; where it is long, in parts under each other."""
    found = passed(handout.answers[place], handout.pictures)
    top = 2.0
    groups: list[Group] = []
    paths: list[Path] = []
    told: list[str] = []
    for placed in placed_parts(found, Room(WIDTH, 900.0, 0, 1.0), 14.0, 9.0):
        more, lines, alt = painted(found, placed, 2, top)
        groups, paths, told = [*groups, *more], [*paths, *lines], [*told, alt]
        top += placed.height + 20
    box = Box(0, 0, WIDTH + 6, top)
    title = "The way on the chart"
    page = Drawing(box.width, box.height, tuple(groups), tuple(paths), box, title, " ".join(told))
    return svg(traced(page, found.way)).encode()


def _database(package: Any, handout: Handout) -> bytes:
    """The collection as Anki reads it."""
    stamp = _stamp(handout)
    connection = sqlite3.connect(":memory:")
    try:
        # ids are the milliseconds at which a note was made; those of other cases must not be the same
        first = int(stamp * 1000) + _number(*(case.id for case in handout.cases), handout.drawn) % 10**9
        package.write_to_db(connection.cursor(), stamp, itertools.count(first))
        connection.commit()
        content = bytearray(connection.serialize())
    finally:
        connection.close()
    content[96:100] = SQLITE
    return bytes(content)


def _stamp(handout: Handout) -> float:
    """When the notes were changed: the day of the guideline's version, so that a newer one replaces them."""
    try:
        return datetime.strptime(handout.guideline.version, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC).timestamp()


def _zipped(database: bytes, media: dict[str, bytes]) -> bytes:
    names = json.dumps({str(place): name for place, name in enumerate(media)})
    parts = [("collection.anki2", database), ("media", names.encode())]
    parts += [(str(place), content) for place, content in enumerate(media.values())]
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(entry, content)
    return output.getvalue()
