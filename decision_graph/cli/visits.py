"""Visits: a record as text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from decision_graph.cli.output import Json, indented
from decision_graph.cli.terminal import bold, width, wrapped
from decision_graph.diagnostics import Diagnostic
from decision_graph.predicate.text import value_text
from decision_graph.record.choices import listed
from decision_graph.record.events import Answered, Asked, Chosen, Offered, Overridden, TakenBack
from decision_graph.record.visits import Today, Visit

Judged = tuple[Visit, Today | None]


def _text(judged: Sequence[Judged], faults: Iterable[Diagnostic]) -> str:
    if not judged:
        return "The record holds no visit."
    return "\n\n".join("\n".join(_visit(visit, now)) for visit, now in judged)


def _visit(visit: Visit, now: Today | None) -> Iterator[str]:
    opened = visit.opened
    graph = f"/{opened.graph}" if opened.graph else ""
    when = f", {opened.time}" if opened.time else ""
    head = f"Visit {visit.number}{when}: {opened.guideline}{graph} version {opened.version}"
    yield from (bold(line) for line in _wrapped(f"{head}, digest {opened.digest[:12]}"))
    yield from _wrapped(f"known: {_facts(opened.facts)}", "  ")
    for step in visit.steps:
        match step:
            case Asked(words=words):
                yield from _wrapped(words, "  ")
            case Answered(attribute=name, value=None):
                yield from _wrapped(f"{name}: left unanswered", "    ")
            case Answered(attribute=name, value=value) if value is not None:
                yield from _wrapped(f"{name} = {value_text(value)}", "    ")
            case TakenBack(attribute=name):
                yield from _wrapped(f"{name}: taken back", "    ")
            case _:
                pass
    yield from _offered(visit.offered)
    for decided in visit.decisions:
        yield from _wrapped(_decision(decided), "  ")
    if visit.offered is not None and not visit.decisions:
        yield "  not decided yet"
    yield from _wrapped(_verdict(now), "  ")
    if now is not None and now.verdict == "another answer":
        yield from _offered(now.offered)


def _facts(facts: dict[str, bool | int | float | str]) -> str:
    return ", ".join(f"{name}={value_text(value)}" for name, value in facts.items()) or "nothing"


def _offered(found: Offered | None) -> Iterator[str]:
    if found is None:
        yield "  broken off before there was an answer"
        return
    numbers = iter(listed(found))
    yield from _wrapped(f"answer: {found.status.replace('_', ' ')}", "  ")
    for words in found.says:
        yield from _wrapped(words, "    ")
    for row in found.rows:
        yield from _wrapped(f"{row.row} {row.title} ({row.standing.replace('_', ' ')})", "    ")
        for option in row.options:
            words = f"{option.option}: {option.standing.replace('_', ' ')}"
            yield from _wrapped(words, f"      {next(numbers).number}  ")
    if found.possible:
        yield from _wrapped(f"still possible: {', '.join(found.possible)}", "    ")


def _decision(decided: Chosen | Overridden) -> str:
    match decided:
        case Chosen(row=row, option=option, because=because):
            return f"chosen: {option}, row {row}" + (f", because: {because}" if because else "")
        case Overridden(row="", because=because):
            return f"overridden: something that no row lists, because: {because}"
        case Overridden(row=row, option=option, because=because):
            return f"overridden: {option}, row {row}, because: {because}"


def _verdict(now: Today | None) -> str:
    if now is None:
        return "today: this guideline is not here; name it with --guideline"
    match now.verdict:
        case "same guideline":
            return "today: the guideline is the same"
        case "same answer":
            return "today: the guideline has changed; the answer has not"
        case "another answer":
            return "today: the guideline has changed, and so has the answer:"
        case "refused":
            return f"today: the guideline has changed, and refuses these facts: {now.why}"


def _wrapped(text: str, first: str = "") -> list[str]:
    return wrapped(text, width(), first, " " * len(first) + "  ")


def _json(judged: Sequence[Judged], faults: Iterable[Diagnostic]) -> str:
    found: Json = {
        "visits": [
            {
                "visit": visit.number,
                "opened": msgspec.to_builtins(visit.opened),
                "facts": visit.facts,
                "steps": msgspec.to_builtins(visit.steps),
                "offered": msgspec.to_builtins(visit.offered),
                "decisions": msgspec.to_builtins(visit.decisions),
                "today": None
                if now is None
                else {"verdict": now.verdict, "offered": msgspec.to_builtins(now.offered), "why": now.why},
            }
            for visit, now in judged
        ],
        "faults": [
            {"slug": fault.slug, "message": fault.message, "line": fault.span.line if fault.span else None}
            for fault in faults
        ],
    }
    return indented(found).decode()


FORMATS: Final[dict[str, Callable[[Sequence[Judged], Iterable[Diagnostic]], str]]] = {
    "text": _text,
    "json": _json,
}
"""How a record is written."""
