"""`decision-graph export`: draw the flowcharts into files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from decision_graph.cli.target import find_target, target_argument
from decision_graph.cli.terminal import say, tell


@click.command("export")
@target_argument
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write into.",
)
@click.option(
    "--format", "formats", metavar="NAME", multiple=True, help="One format; may be repeated. Default: all."
)
@click.option("--paper", "papers", metavar="NAME", multiple=True, help="One paper size; may be repeated.")
@click.option("--engine", metavar="ENGINE", help="What computes the layout, if not the best that is there.")
def export_command(
    target: str, out: Path, formats: tuple[str, ...], papers: tuple[str, ...], engine: str | None
) -> None:
    """Draw the flowcharts of a guideline, or of one graph, into files.

    Every file that was written is one line: its path, its pages, and its smallest text in points.

    \b
    Example:
      decision-graph export mbc/first_line --out charts --format pdf --paper A3
    """
    from decision_graph.export import export  # fonts, layout and PDF are slow to import

    found = find_target(target)
    graphs = (found.graph,) if found.graph is not None else tuple(found.guideline.graphs)
    if sys.stderr.isatty():
        tell(f"drawing {', '.join(graphs)} ...")
    for written in export(found.guideline, graphs, formats, out, papers=papers, engine=engine):
        pages = f"{written.pages} page{'' if written.pages == 1 else 's'}"
        say(f"{written.path}\t{pages}\tsmallest text {written.smallest:g} pt")
