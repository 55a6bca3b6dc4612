"""`decision-graph test`: put the cases beside the graphs to the guideline, and see what they cover."""

from __future__ import annotations

import os.path
from collections.abc import Sequence
from typing import Final

import click

from decision_graph.casebook import Outcome, reached, run_cases
from decision_graph.casebook.suggest import suggest
from decision_graph.cli.outcomes import FORMATS, Tested
from decision_graph.cli.target import Target, find_target, target_argument
from decision_graph.cli.terminal import say
from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.loading.cases import FOLDER, CaseFile, read_cases

WELL, FAILED = 0, 1

_MOST_SUGGESTIONS: Final = 50


@click.command("test")
@target_argument
@click.option("--case", "ids", metavar="ID", multiple=True, help="Only this case; may be repeated.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="For whom.",
)
@click.option(
    "--require-full-coverage",
    "full",
    is_flag=True,
    help="Fail also if the cases leave something uncovered.",
)
def test_command(target: str, ids: tuple[str, ...], form: str, full: bool) -> int:
    """Put the cases beside the graphs to the guideline, and see what they cover.

    Cases are patients with the answer that is expected, in the folder cases/ of the guideline; one of these
    files may be named instead of the guideline.

    \b
    Examples:
      decision-graph test mbc
      decision-graph test mbc --case v06 --case v08
      decision-graph test graphs/mbc/cases/first_line_urgent.yaml --format junit

    Exit status: 0 all pass, 1 a case fails or coverage is required and not full, 2 unusable input.
    """
    if full and ids:
        raise click.UsageError("--require-full-coverage needs every case: leave out --case")
    found, files = _asked(target)
    files = _chosen(files, ids)
    outcomes = {file.file: run_cases(found.guideline, file.cases) for file in files}
    if found.graph is not None:
        entering = {file: _entering(each, found.graph) for file, each in outcomes.items()}
        outcomes = {file: each for file, each in entering.items() if each}
    covered = reached(
        found.guideline,
        (outcome for each in outcomes.values() for outcome in each),
        (found.graph,) if found.graph else (),
    )
    partial = bool(ids) or _is_case_file(target)
    missing = () if partial else covered.missing[:_MOST_SUGGESTIONS]
    tested = Tested(found.guideline, outcomes, covered, suggest(found.guideline, missing), partial)
    written = FORMATS[form](tested)
    if form == "text":
        say(written)
    else:
        click.echo(written.encode())  # UTF-8 whatever the terminal's encoding is
    return FAILED if tested.failed or (full and covered.missing) else WELL


def _is_case_file(target: str) -> bool:
    """Whether a path names one file of cases."""
    parent = os.path.basename(os.path.dirname(os.path.abspath(target)))
    return parent == FOLDER and os.path.isfile(target)


def _asked(target: str) -> tuple[Target, tuple[CaseFile, ...]]:
    """What is put to the test, and the files of cases."""
    if not _is_case_file(target):
        found = find_target(target)
        # The folder of a graph is that of its guideline; a name stays a name.
        where = target.rpartition("/")[0] if found.graph and not os.path.exists(target) else target
        return found, read_cases(where, found.guideline)
    folder = os.path.dirname(os.path.dirname(os.path.abspath(target)))
    where = os.path.relpath(folder)
    found = find_target(where)
    name = os.path.basename(target)
    files = read_cases(os.path.join(where, ""), found.guideline)
    return found, tuple(file for file in files if os.path.basename(file.file) == name)


def _chosen(files: tuple[CaseFile, ...], ids: Sequence[str]) -> tuple[CaseFile, ...]:
    """The cases of some ids; all of them without ids."""
    known = [case.id for file in files for case in file.cases]
    faults = [
        Diagnostic("unknown-case", f"there is no case {id!r}", hint=did_you_mean(id, known))
        for id in ids
        if id not in known
    ]
    if faults:
        raise GraphError(faults)
    if not ids:
        return files
    chosen = [
        CaseFile(file.file, file.title, tuple(case for case in file.cases if case.id in ids))
        for file in files
    ]
    return tuple(file for file in chosen if file.cases)


def _entering(outcomes: Sequence[Outcome], graph: str) -> tuple[Outcome, ...]:
    """The cases that come to a graph, certainly or possibly, and those that got no answer."""
    return tuple(
        outcome for outcome in outcomes if outcome.answer is None or graph in outcome.answer.trace.graphs
    )
