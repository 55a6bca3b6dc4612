"""`decision-graph teach paper`: worksheet, key, slides and flash cards, to print and to show."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from decision_graph.cli.target import target_argument
from decision_graph.cli.teach import case_options, choose, own_cases
from decision_graph.cli.terminal import complain, say, tell
from decision_graph.diagnostics import GraphError
from decision_graph.teaching.cases import make_cases
from decision_graph.teaching.near import Difficulty
from decision_graph.teaching.paper.handout import PAPER_NAMES, Handout

WELL, FOUND = 0, 1

_COUNT: Final = 6
"""Cases that are printed where no number is asked for: an hour for a class."""


def _editions(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Completion of the names of editions."""
    from decision_graph.teaching.paper import edition_names

    return [name for name in edition_names() if name.startswith(incomplete)]


def _list_editions(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    """Print the editions and end."""
    if wanted and not ctx.resilient_parsing:
        from decision_graph.teaching.paper import edition_lines

        for name, words in edition_lines().items():
            say(f"{name:<11}{words}")
        ctx.exit()


@click.command("paper")
@target_argument
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write into; it is made if there is none.",
)
@click.option(
    "--edition",
    "editions",
    metavar="NAME",
    multiple=True,
    shell_complete=_editions,
    help="worksheet, key, slides ...; may be repeated. [default: worksheet and key]",
)
@case_options
@click.option("--own", is_flag=True, help="The cases beside the graphs, in place of drawn ones.")
@click.option("--case", "ids", metavar="ID", multiple=True, help="Only this own case; may be repeated.")
@click.option(
    "--paper",
    type=click.Choice(PAPER_NAMES, case_sensitive=False),
    default="A4",
    show_default=True,
    help="The paper to print on.",
)
@click.option("--large", is_flag=True, help="In large print: no text is smaller than 12 points.")
@click.option(
    "--colour/--monochrome", default=False, help="In colour, or in black, white and grey. [default: grey]"
)
@click.option("--check", is_flag=True, help="Write nothing; fail if a file in DIR is stale or breaks a rule.")
@click.option(
    "--list-editions", is_flag=True, expose_value=False, is_eager=True, callback=_list_editions,
    help="List the editions with a line for each, and stop.",
)  # fmt: skip
def teach_paper_command(
    target: str,
    out: Path,
    editions: tuple[str, ...],
    seed: int,
    count: int | None,
    tier: str | None,
    difficulty: Difficulty | None,
    own: bool,
    ids: tuple[str, ...],
    paper: str,
    large: bool,
    colour: bool,
    check: bool,
) -> int:
    """Print cases for a class: a worksheet and its key, slides, flash cards on paper and for Anki.

    Without --count there are six cases. The same seed gives the same cases in every edition, so that a key is
    the key of its worksheet. Each file that was written is one line, as for `export`.

    \b
    Examples:
      decision-graph teach paper mbc --seed 7 --out class
      decision-graph teach paper mbc/first_line --tier limited --edition slides --out class
      decision-graph teach paper mbc --case v06 --edition key --out class

    Exit status: 0 well, 1 --check found something, 2 unusable input.
    """
    from decision_graph.teaching.paper import print_paper  # fonts, layout and PDF are slow to import

    chosen = choose(target, tier)
    if own or ids:
        cases = own_cases(target, chosen.target, ids)
        cases = tuple(case for case in cases if difficulty in (None, case.difficulty))[:count]
    else:
        cases = make_cases(chosen.pool, chosen.cover, chosen.phrases, seed, count or _COUNT, difficulty)
    handout = Handout(
        guideline=chosen.target.guideline,
        graph=chosen.target.graph,
        cases=cases,
        tier="" if own or ids else tier or "",
        drawn="" if own or ids else ", ".join(filter(None, (f"seed {seed}", tier, difficulty))),
        paper=paper,
        large=large,
        colour=colour,
    )
    progress = tell if sys.stderr.isatty() else None
    try:
        written = print_paper(handout, editions or ("worksheet", "key"), out, dry=check, progress=progress)
    except GraphError as error:
        if not check or any(found.slug.startswith("unknown-") for found in error.diagnostics):
            raise
        complain(error.diagnostics)
        return FOUND
    for file in written:
        many = "" if file.pages == 1 else "s"
        told = f"page{many}  smallest text {file.smallest:g} pt" if file.smallest else f"card{many}"
        say(f"{file.path}  {file.pages} {told}")
        complain(file.findings)
    return FOUND if check and any(file.findings for file in written) else WELL
