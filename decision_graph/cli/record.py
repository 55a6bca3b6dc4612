"""`decision-graph record`: what was decided at visits, and what the guideline of today says to it."""

from __future__ import annotations

from typing import Final

import click

from decision_graph.cli.given import fact_options, from_options, only_asked
from decision_graph.cli.query import answered
from decision_graph.cli.recording import time_now, time_option
from decision_graph.cli.target import find_target, target_argument
from decision_graph.cli.terminal import complain, say, tell
from decision_graph.graph import Guideline
from decision_graph.record.choices import decision
from decision_graph.record.events import Event
from decision_graph.record.journal import append, open_visit, read_journal
from decision_graph.record.visits import Today, Visit, offered, only_visit, opened, today, visits

WELL, FOUND = 0, 1

_BECAUSE: Final = click.option(
    "--because",
    metavar="TEXT",
    default="",
    help="Why; needed for what was not offered. No names, no numbers.",
)


@click.group("record")
def record_command() -> None:
    """What was decided at visits: show a record, add to it, and ask today's guideline.

    A record is a file of JSON Lines to which each thing that happens at a visit is added at once. It keeps
    the facts, the answer and the decision; no name and no identifier is asked for or kept.

    \b
    Examples:
      decision-graph ask mbc --line first --setting limited --record visits.jsonl
      decision-graph record show visits.jsonl
      decision-graph record choose visits.jsonl tamoxifen
    """


@record_command.command("show")
@click.argument("file", metavar="FILE")
@click.option("--visit", "number", metavar="N", type=click.IntRange(min=1), help="Only this visit.")
@click.option(
    "--guideline", metavar="GUIDELINE", help="Today's guideline; by default the shipped one of the same name."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For whom.",
)
def show(file: str, number: int | None, guideline: str | None, form: str) -> int:
    """What happened at each visit, and whether today's guideline would answer otherwise.

    Exit status: 0 well, 1 a line is damaged or an answer would be another one today, 2 unusable input.
    """
    from decision_graph.cli.visits import FORMATS

    found = read_journal(file)
    every = visits(found)
    chosen = every if number is None else (only_visit(every, number),)
    known = _guidelines(chosen, guideline)
    judged = [
        (visit, today(visit, g) if (g := known.get(visit.opened.guideline)) else None) for visit in chosen
    ]
    written = FORMATS[form](judged, found.faults)
    say(written) if form == "text" else click.echo(written.encode())
    complain(found.faults)
    return FOUND if found.faults or any(map(_differs, judged)) else WELL


def _differs(judged: tuple[Visit, Today | None]) -> bool:
    now = judged[1]
    return now is not None and now.verdict in ("another answer", "refused")


def _guidelines(chosen: tuple[Visit, ...], named: str | None) -> dict[str, Guideline]:
    """Today's guideline of each visit, as far as there is one."""
    from decision_graph.loading import load_guideline, shipped

    names = {visit.opened.guideline for visit in chosen}
    if named is not None:
        return dict.fromkeys(names, find_target(named).guideline)
    return {name: load_guideline(name) for name in names if name in shipped()}


@record_command.command("add")
@click.argument("file", metavar="FILE")
@target_argument
@fact_options
@click.option("--choose", "wanted", metavar="OPTION", help="What was chosen: see `record choose`.")
@click.option("--row", metavar="ROW", help="The row, where several list the option.")
@_BECAUSE
@time_option
def add(
    file: str,
    target: str,
    source: str | None,
    pairs: tuple[str, ...],
    line: str | None,
    setting: str | None,
    wanted: str | None,
    row: str | None,
    because: str,
    record_time: bool,
) -> int:
    """Add a visit without an interview: the facts, the answer, and perhaps what was chosen.

    Exit status: 0 well, 2 unusable input; nothing is added then.
    """
    found = find_target(target)
    answer = answered(found, only_asked(source, from_options(found.guideline, pairs, line, setting)))
    said = offered(0, answer)
    decided = None if wanted is None else decision(said, wanted, row, because)
    visit = open_visit(file, opened(answer, found.graph, time_now(record_time)))
    events: list[Event] = [offered(visit, answer)]
    if wanted is not None and decided is not None:
        events.append(decision(offered(visit, answer), wanted, row, because))
    append(file, events)
    tell(f"Written down as visit {visit} in {file}.")
    return WELL


@record_command.command("choose")
@click.argument("file", metavar="FILE")
@click.argument("wanted", metavar="OPTION")
@click.option("--visit", "number", metavar="N", type=click.IntRange(min=1), help="By default the last one.")
@click.option("--row", metavar="ROW", help="The row, where several list the option.")
@_BECAUSE
def choose(file: str, wanted: str, number: int | None, row: str | None, because: str) -> int:
    """Add to a visit what was chosen.

    OPTION is an option of the answer, by its number in `record show` or by its words, or `none` for something
    that no row lists. What was not offered is an override, and needs a reason.

    Exit status: 0 well, 2 unusable input; nothing is added then.
    """
    found = read_journal(file)
    complain(found.faults)
    visit = only_visit(visits(found), number)
    answer = visit.offered
    if answer is None:
        from decision_graph.diagnostics import Diagnostic, GraphError

        message = f"visit {visit.number} was broken off before there was an answer"
        raise GraphError(Diagnostic("no-answer", message, hint="interview again, with --record"))
    append(file, [decision(answer, wanted, row, because)])
    tell(f"Written down at visit {visit.number} in {file}.")
    return WELL
