"""`decision-graph verify`: prove what can be proved of a guideline, and find what is wrong with it."""

from __future__ import annotations

from typing import Final, cast

import click

from decision_graph.cli.findings import FORMATS, at_least
from decision_graph.cli.target import find_target, target_argument
from decision_graph.cli.terminal import say
from decision_graph.diagnostics import Severity
from decision_graph.diagrams import BUDGET
from decision_graph.verification.registry import UNPROVEN, all_checks
from decision_graph.verification.verify import verify

WELL, FOUND = 0, 1

LEVELS: Final[tuple[Severity, ...]] = ("note", "warning", "error")


def _list_checks(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        width = max(map(len, all_checks()))
        for check in all_checks().values():
            say(f"{check.slug:{width}}  {check.severity:7}  {check.summary}")
        say(f"{UNPROVEN:{width}}  warning  A proof needs more steps than `--budget` allows.")
        ctx.exit(0)


@click.command("verify")
@target_argument
@click.option(
    "--graph", "graphs", metavar="ID", multiple=True, help="Only this graph, by itself; may be repeated."
)
@click.option("--check", "checks", metavar="SLUG", multiple=True, help="Only this check; may be repeated.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="For whom."
)
@click.option(
    "--fail-level",
    "level",
    type=click.Choice(LEVELS),
    default="warning",
    show_default=True,
    help="The least severity that makes the command fail.",
)
@click.option(
    "--budget",
    metavar="STEPS",
    type=click.IntRange(min=1),
    default=BUDGET,
    show_default=True,
    help="Steps for the proof of each graph; what needs more is unproven.",
)
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list_checks, help="List the checks."
)
def verify_command(
    target: str, graphs: tuple[str, ...], checks: tuple[str, ...], form: str, level: str, budget: int
) -> int:
    """Prove that the questions and the table agree, for every patient, and find what is wrong.

    Nothing is sampled. Each finding names its place, a patient who shows it, and a page in docs/checks/.

    \b
    Examples:
      decision-graph verify mbc
      decision-graph verify ./mine --graph first_line --format github
      decision-graph verify ./mine --check gap --check overlap --fail-level error

    Exit status: 0 clean, 1 findings at or above the fail level, 2 unusable input.
    """
    found = find_target(target)
    named = (*graphs, *((found.graph,) if found.graph else ()))
    report = verify(found.guideline, named, checks, budget)
    severity = cast(Severity, level)
    written = FORMATS[form](report, severity)
    if form == "text":
        say(written)
    elif written:
        click.echo(written.encode())  # UTF-8 whatever the terminal's encoding is
    return FOUND if at_least(report.findings, severity) else WELL
