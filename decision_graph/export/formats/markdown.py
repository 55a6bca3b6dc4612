"""Markdown: questions and treatment tables as a page that links its parts, for wikis and code hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decision_graph.export.files import File
from decision_graph.export.markup import markdown
from decision_graph.export.picture import CONTESTED, NOTHING, Offer, Picture, Question, Row, TierCell
from decision_graph.export.request import Request
from decision_graph.export.words import condition_words, minus
from decision_graph.graph import Guideline, Recommendation

NEEDS = "guideline"
FOR = "wikis and code hosts"
DRAWS = False


def render(request: Request) -> list[File]:
    """One file: the graph that is asked for, or all of them."""
    drawn = request.pictures
    head = drawn[0]
    parts = [
        f"# {markdown(head.guideline if len(drawn) > 1 else head.title)}",
        f"> {markdown(head.disclaimer)}",
        markdown(f"{head.organisation}: {head.source_title}. Version {head.version}, content {head.digest}."),
    ]
    if len(drawn) > 1:
        parts.append("\n".join(f"- [{markdown(one.title)}](#{_anchor(one.id)})" for one in drawn))
    for one in drawn:
        parts += _graph(one, request.guideline, drawn)
    parts += _end(drawn)
    return [File(f"{request.name}.md", ("\n\n".join(parts) + "\n").encode())]


def _graph(one: Picture, guideline: Guideline, drawn: Sequence[Picture]) -> Iterator[str]:
    """The questions, the table, and what is to be known of each row."""
    level = 2 if len(drawn) > 1 else 1
    mark = "#" * (level + 1)
    if level > 1:
        yield f"{'#' * level} {_target(one.id)}{markdown(one.title)}"
    if one.scope:
        yield markdown(f"It is assumed that {' and '.join(one.scope)}.")
    if one.marks:
        yield markdown(f"For everybody here: notes {', '.join(one.marks)}.")
    if one.questions:
        yield f"{mark} Questions"
        yield from (_question(question, one) for question in one.questions)
    rows = _rows(one, guideline)
    if rows:
        yield f"{mark} Recommendations"
        yield _table(rows, one)
        yield f"{mark} The rows in words"
        known = guideline.graphs[one.id].recommendations
        yield "\n".join(_detail(row, known[row.id], one, guideline) for row in rows if row.id in known)
    ends = [row for row in one.rows if row.kind != "recommendation"]
    if ends:
        yield f"{mark} Where no row is recommended"
        yield "\n".join(_leaf(row, one, guideline, drawn) for row in ends)


def _rows(one: Picture, guideline: Guideline) -> list[Row]:
    """The recommendations in the order of the source."""
    order = {id: place for place, id in enumerate(guideline.graphs[one.id].recommendations)}
    rows = [row for row in one.rows if row.kind == "recommendation"]
    return sorted(rows, key=lambda row: order.get(row.id, len(order)))


def _question(question: Question, one: Picture) -> str:
    asks = {other.id: other.ask for other in one.questions}
    rows = {row.id: row for row in one.rows}
    every = " *Follow every answer that applies.*" if question.hit_policy == "collect" else ""
    marks = _marks(question.marks)
    lines = [f"{_target(one.id, question.id)}**{markdown(question.ask)}**{marks}{every}"]
    for answer in question.answers:
        ends = [
            f"[{markdown(rows[end].number)}](#{_anchor(one.id, end)}) {markdown(rows[end].title)}"
            for end in one.leaves.get(answer.target, ())
        ] or [f"[{markdown(asks[answer.target])}](#{_anchor(one.id, answer.target)})"]
        lines.append(f"- {markdown(answer.label)} → {'; '.join(ends)}")
    return lines[0] + "\n\n" + "\n".join(lines[1:])


def _table(rows: list[Row], one: Picture) -> str:
    head = ["No.", "Patient group", *(markdown(f"{tier.label} {tier.mark}") for tier in one.tiers)]
    lines = [head, ["---"] * len(head)]
    for row in rows:
        number = f"{_target(one.id, row.id)}{markdown(row.number)}"
        title = markdown(row.title) + (
            f" {CONTESTED} {markdown(', '.join(row.contested))}" if row.contested else ""
        )
        lines.append([number, title, *map(_cell, row.cells)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(cell: TierCell) -> str:
    remarks = _marks(cell.remarks)
    return ("<br>".join(map(_offer, cell.offers)) or NOTHING) + remarks


def _offer(offer: Offer) -> str:
    rank = f"{offer.rank}. " if offer.rank is not None else ""
    return markdown(f"{rank}{offer.text} {offer.condition}")


def _detail(row: Row, found: Recommendation, one: Picture, guideline: Guideline) -> str:
    """For whom a row is, what it goes before, and where it stands in the source."""
    people = minus(condition_words(found.population, guideline.vocabulary))
    parts = [f"- **[{markdown(row.number)}](#{_anchor(one.id, row.id)})** {markdown(people)}."]
    parts += _before(found, one, guideline)
    parts += [f"Contested: {markdown(minus(condition.why))}." for condition in found.contested]
    if row.marks:
        parts.append(markdown(f"Decisions {', '.join(row.marks)}."))
    first, last = found.source.lines
    parts.append(
        markdown(f"Source: table {found.source.table}, row {found.source.row}, lines {first} to {last}.")
    )
    return " ".join(parts)


def _before(found: Recommendation, one: Picture, guideline: Guideline) -> Iterator[str]:
    """The rows that a row goes before, each reason once."""
    reasons: dict[str, list[str]] = {}
    for other in found.outranks:
        when = "" if other.when is None else f"if {condition_words(other.when, guideline.vocabulary)}, "
        here = other.row in guideline.graphs[one.id].recommendations
        link = f"[{markdown(other.row)}](#{_anchor(one.id, other.row)})" if here else markdown(other.row)
        reasons.setdefault(f"{when}because: {other.why}", []).append(link)
    for why, rows in reasons.items():
        yield f"Goes before {', '.join(rows)}, {markdown(minus(why))}."


def _leaf(row: Row, one: Picture, guideline: Guideline, drawn: Sequence[Picture]) -> str:
    """An end that recommends nothing; with a link where another chart of the page goes on."""
    target = getattr(guideline.graphs[one.id].leaves.get(row.id), "graph", "")
    marks = _marks(row.marks)
    words = f"{markdown(row.title)}: {markdown(row.across)}"
    here = len(drawn) > 1 and target in {other.id for other in drawn}
    link = f" [Go there](#{_anchor(target)})." if here else ""
    return f"- {_target(one.id, row.id)}**{markdown(row.number)}** {words}{marks}{link}"


def _end(drawn: tuple[Picture, ...]) -> Iterator[str]:
    """Notes, decisions, abbreviations and the source, once each."""
    head = drawn[0]
    notes = dict.fromkeys((note.mark, note.text) for one in drawn for note in one.notes)
    decisions = dict.fromkeys((note.mark, note.text) for one in drawn for note in one.decisions)
    short = dict.fromkeys(pair for one in drawn for pair in one.abbreviations)
    for title, entries in (
        ("Notes", notes),
        ("Decisions of the encoders", decisions),
        ("Abbreviations", short),
    ):
        if entries:
            yield f"## {title}"
            yield "\n".join(f"- **{markdown(mark)}** {markdown(text)}" for mark, text in entries)
    yield "## Source"
    yield markdown(head.citation)
    if head.conflicts:
        yield "\n".join(f"- {markdown(conflict)}" for conflict in head.conflicts)


def _marks(marks: Sequence[str]) -> str:
    """The marks of notes in brackets, after a space."""
    return f" \\[{markdown(', '.join(marks))}\\]" if marks else ""


def _anchor(*names: str) -> str:
    return "/".join(re.sub(r"[^A-Za-z0-9_.-]", "_", name) for name in names)


def _target(*names: str) -> str:
    return f'<a id="{_anchor(*names)}"></a>'
