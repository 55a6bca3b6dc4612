"""`decision-graph export`: editions on paper, pictures and data, written into files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from decision_graph.cli.given import from_options, located, only_asked
from decision_graph.cli.target import Target, find_target, target_argument
from decision_graph.cli.terminal import complain, say, tell
from decision_graph.diagnostics import GraphError
from decision_graph.patient import Patient

WELL, FOUND = 0, 1


def _names(which: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Completion of the names that a function of `decision_graph.export` gives."""

    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        from decision_graph import export

        return [name for name in getattr(export, which)() if name.startswith(incomplete)]

    return complete


def _several(option: str, into: str, which: str, help: str) -> Callable[[Callable[..., Any]], Any]:
    return click.option(
        option,
        into,
        metavar="NAME",
        multiple=True,
        shell_complete=_names(which),
        help=f"{help}; may be repeated.",
    )


def _list_formats(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    """Print the formats and end."""
    if wanted and not ctx.resilient_parsing:
        from decision_graph.export import format_lines

        for name, words in format_lines().items():
            say(f"{name:<10}{words}")
        ctx.exit()


@click.command("export")
@target_argument
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write into; it is made if there is none.",
)
@_several("--edition", "editions", "edition_names", "poster, booklet, tier ... [default: poster and booklet]")
@_several("--format", "formats", "format_names", "pdf, svg, png, dot ... [default: pdf]")
@_several("--paper", "papers", "paper_names", "A3, A4, Letter ... [default: the usual one of the edition]")
@click.option("--tier", metavar="TIER", help="The only tier to print, for --edition tier.")
@click.option(
    "--patient", metavar="FACTS", help="File with a patient's facts, for --edition patient; - reads stdin."
)
@click.option(
    "--colour/--monochrome", default=False, help="In colour, or in black, white and grey. [default: grey]"
)
@click.option(
    "--dpi", type=click.FloatRange(20, 1200), default=200.0, show_default=True, help="Resolution of PNG."
)
@click.option("--check", is_flag=True, help="Write nothing; fail if a file in DIR is stale or breaks a rule.")
@click.option("--index", is_flag=True, help="Also write README.md and index.html about all files in DIR.")
@click.option(
    "--list-formats", is_flag=True, expose_value=False, is_eager=True, callback=_list_formats,
    help="List the formats with a line for each, and stop.",
)  # fmt: skip
@click.option("--engine", metavar="ENGINE", help="Graphviz program that may order rows whose lines cross.")
def export_command(target: str, out: Path, patient: str | None, check: bool, **options: Any) -> int:
    """Print a guideline, or one graph of it: posters, booklets and more; and data for other programs.

    Each file that was written is one line: its path, its pages, and its smallest text in points. A file
    whose content would be the same is left alone. Warnings go to standard error.

    \b
    Examples:
      decision-graph export mbc/first_line --out charts --edition poster --paper A3
      decision-graph export mbc --out charts --edition tier --tier basic
      decision-graph export mbc --out charts --edition patient --patient patient.json

    Exit status: 0 well, 1 --check found something, 2 unusable input.
    """
    from decision_graph.export import export, export_overview  # fonts, layout and PDF are slow to import

    found = find_target(target)
    graphs = (found.graph,) if found.graph is not None else ()
    named = {name: options[name] for name in ("papers", "tier", "colour", "engine")}
    named |= {"editions": options["editions"] or ("poster", "booklet"), "resolution": options["dpi"]}
    if patient is not None:
        named["patient"] = _patient(found, patient)
    progress = tell if sys.stderr.isatty() else None
    try:
        written = export(
            found.guideline, graphs, options["formats"], out, dry=check, progress=progress, **named
        )
        if options["index"]:
            written += export_overview(found.guideline, out, dry=check)
    except GraphError as error:
        if not check or any(found.slug.startswith("unknown-") for found in error.diagnostics):
            raise
        complain(error.diagnostics)
        return FOUND
    for file in written:
        pages = f"{file.pages} page{'' if file.pages == 1 else 's'}"
        text = f"smallest text {file.smallest:g} pt" if file.smallest else "no text sizes"
        say(f"{file.path}  {pages}  {text}")
        complain(file.findings)
    return FOUND if check and any(file.findings for file in written) else WELL


def _patient(target: Target, source: str) -> Patient:
    """The one patient of a file of facts.

    Raises:
        GraphError: with the origins of the facts that are wrong.
    """
    from decision_graph.patient import make_patient
    from decision_graph.traversal.walk import with_given

    asked = only_asked(source, from_options(target.guideline, (), None, None))
    if isinstance(asked.given, GraphError):
        raise asked.given
    try:
        found = make_patient(target.guideline.space, asked.given.facts)
        return found if target.graph is None else with_given(target.guideline, found, target.graph)
    except GraphError as error:
        raise located(error, asked.given.origins) from None
