"""`decision-graph teach`: the group of commands for teaching sessions, each imported when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, NamedTuple

import click

from decision_graph.cli.target import Target, find_target
from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.loading.phrases import Phrases, read_phrases
from decision_graph.teaching.cases import TeachingCase, own_case
from decision_graph.teaching.cover import Cover, cover
from decision_graph.teaching.near import DIFFICULTIES
from decision_graph.teaching.pool import Pool, make_pool

_COMMANDS: Final = {
    # name: (module, what it does in a line)
    "cases": ("teach_cases", "Draw cases that together reach everything, with their key."),
    "walk": ("teach_walk", "Lead a class through a case: votes, then the edge; what if a fact were another."),
    "quiz": ("teach_quiz", "Answer cases question by question; what was missed comes again."),
    "paper": ("teach_paper", "Print a worksheet and its key, slides, flash cards on paper and for Anki."),
    "classroom": ("teach_classroom", "Write one page for phones and projector, without a network."),
    "report": ("teach_report", "What was missed, by question, recommendation, setting and learner."),
    "import": ("teach_import", "Take in the results of learners, from files or codes."),
    "export": ("teach_report", "Write the results of learners into files."),
}


class _Teaching(click.Group):
    """The commands for teaching."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"decision_graph.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"teach_{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            near = did_you_mean(args[0], _COMMANDS)
            raise click.UsageError(f"There is no command 'teach {args[0]}': {near}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])


@click.group("teach", cls=_Teaching)
def teach_command() -> None:
    """Teaching sessions: cases drawn from a guideline, a walk, a quiz, and a report.

    \b
    Example:
      decision-graph teach cases mbc --count 6 --seed 7

    A guide for teachers is in docs/teaching.md.
    """


class Chosen(NamedTuple):
    """A guideline, how its stories are told, and the patients whom they are about."""

    target: Target
    phrases: Phrases
    pool: Pool
    cover: Cover


def case_options(command: Any) -> Any:
    """The options that choose cases."""
    options = (
        click.option(
            "--seed",
            type=click.IntRange(0, 10**9),
            default=0,
            show_default=True,
            metavar="N",
            help="The same seed gives the same cases.",
        ),
        click.option(
            "--count",
            type=click.IntRange(1, 10_000),
            metavar="N",
            help="So many cases; a full set if absent.",
        ),
        click.option("--tier", metavar="TIER", help="Only patients in this tier."),
        click.option(
            "--difficulty",
            type=click.Choice(DIFFICULTIES),
            help="Only easy, medium or hard cases, by the number of near misses.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def choose(name: str, tier: str | None, *, cells: bool = False) -> Chosen:
    """The guideline or graph that a command line names, and its patients.

    Raises:
        GraphError: for a guideline, graph or tier that there is not.
    """
    target = find_target(name)
    guideline = target.guideline
    tiers = [known.id for known in guideline.tiers]
    if tier is not None and tier not in tiers:
        raise GraphError(
            Diagnostic("unknown-tier", f"there is no tier {tier!r}", hint=did_you_mean(tier, tiers))
        )
    pool = make_pool(guideline, target.graph, tier, cells=cells)
    return Chosen(target, read_phrases(folder_of(name, target), guideline), pool, cover(pool))


def folder_of(name: str, target: Target) -> str:
    """The guideline that a name means, without the graph."""
    import os.path

    if target.graph is None or os.path.exists(name):
        return name
    return name.rstrip("/").rpartition("/")[0]


def own_cases(name: str, target: Target, ids: tuple[str, ...]) -> tuple[TeachingCase, ...]:
    """The cases that stand beside the graphs, all or those of some ids.

    Raises:
        GraphError: with what is wrong with the files, or `unknown-case`.
    """
    from decision_graph.loading.cases import read_cases

    files = read_cases(folder_of(name, target), target.guideline)
    known = {case.id: case for file in files for case in file.cases}
    faults = [
        Diagnostic("unknown-case", f"there is no case {id!r}", hint=did_you_mean(id, known))
        for id in ids
        if id not in known
    ]
    if faults:
        raise GraphError(faults)
    wanted = [known[id] for id in ids] if ids else list(known.values())
    made = tuple(own_case(target.guideline, case) for case in wanted)
    if target.graph is None:
        return made
    return tuple(case for case in made if any(graph == target.graph for _, graph, _ in case.reaches))
