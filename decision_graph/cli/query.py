"""`decision-graph query`: what a guideline says about one patient, or about many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import click

from decision_graph.cli.given import Asked, each_asked, fact_options, located, place_options
from decision_graph.cli.place import here, without_clashes
from decision_graph.cli.target import Target, target_argument
from decision_graph.cli.terminal import complain, say, tell, width
from decision_graph.diagnostics import GraphError
from decision_graph.traversal.answer import Answer, query

Format = Literal["text", "json"]

WELL, BAD_RECORD, OPEN = 0, 1, 3

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or programs.",
)


@click.command("query")
@target_argument
@fact_options
@place_options
@format_option
def query_command(
    target: str,
    source: str | None,
    pairs: tuple[str, ...],
    line: str | None,
    setting: str | None,
    formulary: str | None,
    date: str | None,
    form: Format,
) -> int:
    """What a guideline says about one patient, or about many.

    GUIDELINE is the name of a shipped guideline or a folder; GRAPH is a graph of it, such as mbc/first_line.
    A fact that is not given is unanswered, never "no".

    \b
    Examples:
      decision-graph query mbc --line first --setting enhanced --fact hr_status=positive
      decision-graph query mbc --facts patients.jsonl --format json

    Exit status: 0 decided, 1 a bad record among many, 2 unusable input, 3 still open.
    """
    found, options = here(target, pairs, line, setting, formulary, date)
    many, patients = each_asked(source, options)
    if many:
        return _many(found, patients, form)
    answer = answered(found, next(patients))
    show_answer(answer, form)
    return OPEN if answer.status == "open" else WELL


def answered(target: Target, asked: Asked) -> Answer:
    """The answer to the facts of one patient.

    Raises:
        GraphError: with the origins of the facts that are wrong.
    """
    given = asked.given
    if isinstance(given, GraphError):
        raise given
    try:
        try:
            return query(target.guideline, given.facts, target.graph)
        except GraphError as error:
            if not given.below or error.diagnostics[0].slug != "contradiction":
                raise
            given = without_clashes(target.guideline, given)
            return query(target.guideline, given.facts, target.graph)
    except GraphError as error:
        raise located(error, given.origins) from None


def show_answer(answer: Answer, form: Format) -> None:
    """Print one answer."""
    if form == "json":
        from decision_graph.cli.output import answer_json, indented

        click.echo(indented(answer_json(answer)))  # as UTF-8, whatever the terminal writes
    else:
        from decision_graph.cli.text import answer_text

        say(answer_text(answer, width()))


def _many(target: Target, patients: Iterable[Asked], form: Format) -> int:
    """Answer record after record, keeping none; a bad one is reported in its place."""
    total = bad = still_open = 0
    for asked in patients:
        total += 1
        try:
            answer = answered(target, asked)
            still_open += answer.status == "open"
            _show_one(asked, answer, form)
        except GraphError as error:
            bad += 1
            _show_bad(asked, error, form)
    if bad:
        tell(f"{bad} of {total} records could not be answered")
    return BAD_RECORD if bad else OPEN if still_open else WELL


def _show_one(asked: Asked, answer: Answer, form: Format) -> None:
    if form == "json":
        from decision_graph.cli.output import answer_json, compact

        click.echo(compact(answer_json(answer)))
    else:
        from decision_graph.cli.text import answer_lines

        say("\n".join([f"{asked.file}:{asked.line}", *answer_lines(answer, width()), ""]))


def _show_bad(asked: Asked, error: GraphError, form: Format) -> None:
    if form == "json":
        from decision_graph.cli.output import compact, error_json

        click.echo(compact(error_json(error, asked.line)))
    else:
        # Seen where the answer would be, and where complaints are looked for.
        say(f"{asked.file}:{asked.line}\nNot answered: {error.diagnostics[0].message}\n")
    complain(error.diagnostics)
