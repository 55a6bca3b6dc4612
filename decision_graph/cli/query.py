"""`decision-graph query`: what a guideline says about one patient, or about many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import click

from decision_graph.cli.given import Asked, each_asked, fact_options, located, place_options
from decision_graph.cli.place import here, without_clashes
from decision_graph.cli.target import Target, target_argument
from decision_graph.cli.terminal import complain, say, tell, width
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.traversal.answer import Answer, query

if TYPE_CHECKING:
    from decision_graph.cli.output import Json

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
@click.option(
    "--id", "key", metavar="NAME", help="What a record calls itself: no fact, given back with its answer."
)
@format_option
def query_command(
    target: str,
    source: str | None,
    pairs: tuple[str, ...],
    line: str | None,
    setting: str | None,
    formulary: str | None,
    date: str | None,
    key: str | None,
    form: Format,
) -> int:
    """What a guideline says about one patient, or about many.

    GUIDELINE is the name of a shipped guideline or a folder; GRAPH is a graph of it, such as mbc/first_line.
    A fact that is not given is unanswered, never "no".

    \b
    Examples:
      decision-graph query mbc --line first --setting enhanced --fact hr_status=positive
      decision-graph query mbc --facts patients.jsonl --id patient --format json

    Exit status: 0 decided, 1 a bad record among many, 2 unusable input, 3 still open.
    """
    found, options = here(target, pairs, line, setting, formulary, date)
    _refuse_a_fact(found, key)
    many, patients = each_asked(source, options, key)
    if many:
        return _many(found, patients, key, form)
    asked = next(patients)
    answer = answered(found, asked)
    if key is not None and form == "json":
        from decision_graph.cli.output import answer_json, indented, with_formulary

        said = with_formulary(answer_json(answer), found)
        click.echo(indented(_with_id(said, asked, key)))
    else:
        show_answer(found, answer, form)
    return OPEN if answer.status == "open" else WELL


def _refuse_a_fact(target: Target, key: str | None) -> None:
    """A fact that is also a name would be left out of account."""
    if key in target.guideline.vocabulary.attributes:
        message = f"--id {key}: this is a fact of the guideline, and would not be looked at"
        raise GraphError(
            Diagnostic("id-is-a-fact", message, hint="name the key that tells the records apart")
        )


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


def show_answer(target: Target, answer: Answer, form: Format) -> None:
    """Print one answer."""
    if form == "json":
        from decision_graph.cli.output import answer_json, indented, with_formulary

        said = with_formulary(answer_json(answer), target)
        click.echo(indented(said))  # as UTF-8, whatever the terminal writes
    else:
        from decision_graph.cli.text import answer_text

        say(answer_text(answer, width()))


def _many(target: Target, patients: Iterable[Asked], key: str | None, form: Format) -> int:
    """Answer record after record, keeping none; a bad one is reported in its place."""
    show = _json_line if form == "json" else _text_block
    total = bad = still_open = 0
    for asked in patients:
        total += 1
        found: Answer | GraphError
        try:
            found = answered(target, asked)
            still_open += found.status == "open"
        except GraphError as error:
            found = error
            bad += 1
        show(target, asked, key, found)
        if isinstance(found, GraphError):
            complain(found.diagnostics)
    if bad:
        tell(f"{bad} of {total} records could not be answered")
    return BAD_RECORD if bad else OPEN if still_open else WELL


def _json_line(target: Target, asked: Asked, key: str | None, found: Answer | GraphError) -> None:
    from decision_graph.cli.output import answer_json, compact, error_json, with_formulary

    if isinstance(found, GraphError):
        said = error_json(found, asked.line)
    else:
        said = with_formulary(answer_json(found), target)
    click.echo(compact(_with_id(said, asked, key)))


def _with_id(said: Json, asked: Asked, key: str | None) -> Json:
    return said if key is None else {**said, "id": asked.id}


def _text_block(_: Target, asked: Asked, key: str | None, found: Answer | GraphError) -> None:
    from decision_graph.cli.text import answer_lines

    # A complaint is seen where the answer would be, and where complaints are looked for.
    if isinstance(found, GraphError):
        lines = [f"Not answered: {found.diagnostics[0].message}"]
    else:
        lines = answer_lines(found, width())
    called = "" if key is None else f"  {key} {asked.id}"
    say("\n".join([f"{asked.file}:{asked.line}{called}", *lines, ""]))
