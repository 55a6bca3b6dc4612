"""`decision-graph export`: draw the flowcharts into files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from decision_graph.cli.target import find_target, target_argument
from decision_graph.cli.terminal import complain, say, tell


def _formats(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from decision_graph.export import format_names

    return [name for name in format_names() if name.startswith(incomplete)]


def _papers(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from decision_graph.export import paper_names

    return [name for name in paper_names() if name.startswith(incomplete)]


@click.command("export")
@target_argument
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write into; it is made if there is none.",
)
@click.option(
    "--format",
    "formats",
    metavar="NAME",
    multiple=True,
    shell_complete=_formats,
    help="dot, pdf, png, svg ...; may be repeated. Default: all.",
)
@click.option(
    "--paper",
    "papers",
    metavar="NAME",
    multiple=True,
    shell_complete=_papers,
    help="A3, A4, Letter, Tabloid ...; may be repeated. Default: A3 and A4.",
)
@click.option("--engine", metavar="ENGINE", help="Graphviz program for the layout. Default: graphviz-pure.")
def export_command(target: str, out: Path, **options: Any) -> None:
    """Draw the flowcharts of a guideline, or of one graph, into files.

    Each file that was written is one line: its path, its pages, and its smallest text in points. A file
    whose content would be the same is left alone. Warnings go to standard error.

    \b
    Example:
      decision-graph export mbc/first_line --out charts --format pdf --paper A3
    """
    from decision_graph.export import export  # fonts, layout and PDF are slow to import

    found = find_target(target)
    graphs = (found.graph,) if found.graph is not None else tuple(found.guideline.graphs)
    for place, graph in enumerate(graphs, start=1):
        if sys.stderr.isatty():
            tell(f"drawing {graph} ({place} of {len(graphs)}) ...")
        formats, papers, engine = options["formats"], options["papers"], options["engine"]
        for written in export(found.guideline, (graph,), formats, out, papers=papers, engine=engine):
            pages = f"{written.pages} page{'' if written.pages == 1 else 's'}"
            text = f"smallest text {written.smallest:g} pt" if written.smallest else "no text sizes"
            say(f"{written.path}  {pages}  {text}")
            complain(written.findings)
