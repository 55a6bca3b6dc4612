"""`decision-graph teach report` and `export`: what was missed, and how results travel to another computer."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from typing import Final

import click
import msgspec

from decision_graph.cli.output import indented
from decision_graph.cli.target import find_target, target_argument
from decision_graph.cli.teach_store import database, db_option, learner_code
from decision_graph.cli.terminal import bold, say, tell, width, wrapped
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import Guideline
from decision_graph.teaching.report import BY, Report, Tally, make_report
from decision_graph.teaching.report_page import report_page
from decision_graph.teaching.results import Results, write_code, write_results
from decision_graph.teaching.store import Store, open_store

_MOST: Final = 12
"""Lines of each part of the text; the other formats have all."""

_HEADINGS: Final = {
    "question": "Missed most, by question",
    "row": "By recommendation",
    "tier": "By setting",
    "learner": "By learner",
}


@click.command("report")
@target_argument
@click.option("--learner", metavar="CODE", callback=learner_code, help="Only this learner.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "html", "json"]),
    default="text",
    show_default=True,
    help="html is one page with plots, for a browser or a printer.",
)
@click.option("--out", metavar="FILE", help="Write into this file.")
@db_option
def teach_report_command(target: str, learner: str | None, form: str, out: str | None, db: str | None) -> int:
    """What was missed, by question, recommendation, setting and learner; what was confused with what.

    \b
    Examples:
      decision-graph teach report mbc
      decision-graph teach report mbc --format html --out report.html
    """
    found = find_target(target)
    with open_store(database(db)) as store:
        logged = (entry for entry in store.every_choice() if learner in (None, entry.learner))
        report = make_report(found.guideline, logged, found.graph)
    written = _FORMATS[form](report, found.guideline)
    if out is not None:
        write_file(out, written.encode())
        tell(f"wrote {out}")
    elif form == "text":
        say(written)
    else:
        click.echo(written.encode(), nl=False)
    return 0


@click.command("export")
@click.argument("folder", metavar="FOLDER")
@click.option("--learner", metavar="CODE", callback=learner_code, help="Only this learner.")
@click.option("--code", is_flag=True, help="As codes to be copied, in place of JSON.")
@db_option
def teach_export_command(folder: str, learner: str | None, code: bool, db: str | None) -> int:
    """Write the results of each session into a file of a folder, to be imported elsewhere.

    \b
    Example:
      decision-graph teach export results --learner blue-7
    """
    os.makedirs(folder, exist_ok=True)
    with open_store(database(db)) as store:
        for results in _sessions(store, learner):
            name = f"{results.learner}-{results.session[:12]}.{'txt' if code else 'json'}"
            content = f"{write_code(results)}\n".encode() if code else write_results(results)
            write_file(os.path.join(folder, name), content)
            number = len(results.choices)
            say(f"{os.path.join(folder, name)}  {number} answer{'' if number == 1 else 's'}")
    return 0


def _sessions(store: Store, learner: str | None) -> list[Results]:
    found = [store.results(session) for session in store.sessions(learner)]
    return [results for results in found if results.choices]


def write_file(path: str, content: bytes) -> None:
    """Write a file whole or not at all."""
    fresh = f"{path}.{os.getpid()}.tmp"
    try:
        with open(fresh, "wb") as file:
            file.write(content)
        os.replace(fresh, path)
    except OSError as error:
        message = f"'{path}' cannot be written: {error.strerror or error}"
        raise GraphError(Diagnostic("unwritable-file", message, hint="choose another place")) from None


# Formats


def _text(report: Report, guideline: Guideline) -> str:
    columns = width()
    counted = {"learner": report.learners, "session": report.sessions, "case": report.cases}
    counted["answer"] = report.choices
    figures = ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for word, number in counted.items())
    lines = [bold(f"Teaching report: {guideline.title}"), f"{figures}."]
    if report.strangers:
        lines += wrapped(f"{report.strangers} answers are about other versions of its files.", columns)
    for by in BY:
        lines += ["", bold(_HEADINGS[by].upper()), "  missed         points  time"]
        shown = report.tallies[by][:_MOST]
        lines += [line for tally in shown for line in _tally_lines(tally, columns)]
        left = len(report.tallies[by]) - len(shown)
        lines += [f"  and {left} more (--format csv has all)"] if left else []
    lines += ["", bold("WHAT WAS CONFUSED WITH WHAT")]
    for found in report.confusions[:_MOST]:
        words = f"{found.times} x  {found.words} Chosen: {found.chosen}. Right: {found.right}."
        lines += wrapped(words, columns, "  ", "       ")
    return "\n".join([*lines, "", *wrapped(guideline.disclaimer, columns)])


def _tally_lines(tally: Tally, columns: int) -> list[str]:
    head = (
        f"  {tally.share:4.0%} {f'({tally.missed} of {tally.asked})':11}"
        f"{tally.points / tally.of:5.0%} {tally.seconds:4.0f} s  "
    )
    words = tally.words if tally.by in ("learner", "tier") else f"{tally.words} [{tally.id}]"
    return wrapped(words, columns, head)


def _csv(report: Report, _: Guideline) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(
        ["by", "id", "words", "asked", "missed", "share_missed", "points", "of", "median_seconds",
         "learners", "chosen", "right"]
    )  # fmt: skip
    for by in BY:
        for tally in report.tallies[by]:
            row = [by, tally.id, tally.words, tally.asked, tally.missed, f"{tally.share:.4f}", tally.points]
            writer.writerow(list(map(_cell, [*row, tally.of, tally.seconds, tally.learners, "", ""])))
    for found in report.confusions:
        row = ["confusion", found.question, found.words, found.times, *[""] * 6, found.chosen, found.right]
        writer.writerow(list(map(_cell, row)))
    return sheet.getvalue()


def _cell(value: object) -> str:
    """A cell that a spreadsheet shows and does not compute: results come from outside."""
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text[1:] else text


def _html(report: Report, guideline: Guideline) -> str:
    return report_page(report, guideline.title, guideline.disclaimer)


def _json(report: Report, _: Guideline) -> str:
    return indented(msgspec.to_builtins(report)).decode() + "\n"


_FORMATS: Final[dict[str, Callable[[Report, Guideline], str]]] = {
    "text": _text,
    "csv": _csv,
    "html": _html,
    "json": _json,
}
