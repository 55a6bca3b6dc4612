"""`decision-graph coverage`: what of the source is carried over, and where it is asked and printed."""

from __future__ import annotations

import click

from decision_graph.cli.inventory import FORMATS, Inventory
from decision_graph.cli.target import find_target, target_argument
from decision_graph.cli.terminal import say
from decision_graph.coverage import Box, carried, figures, places, silences
from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.graph import Guideline

WELL, INCOMPLETE = 0, 1


@click.command("coverage")
@target_argument
@click.option("--graph", "graph", metavar="ID", help="Only the rows, leaves and figures of this graph.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="For whom."
)
def coverage_command(target: str, graph: str | None, form: str) -> int:
    """What of the source is carried over, and where it is asked and printed, both ways.

    Every row of the source with its recommendation, the leaves and questions that lead to it, and its number
    on paper; the rows and cells that are missing or cited twice; the leaves where the guideline is silent;
    and the figures by which encoded guidelines are compared.

    \b
    Examples:
      decision-graph coverage mbc
      decision-graph coverage mbc --graph second_line
      decision-graph coverage mbc --format csv > cells.csv

    Exit status: 0 all is carried over once, 1 something is missing, added or cited twice, 2 unusable input.
    """
    found = find_target(target)
    guideline, chosen = found.guideline, graph or found.graph
    if chosen is not None and chosen not in guideline.graphs:
        hint = did_you_mean(chosen, guideline.graphs)
        raise GraphError(Diagnostic("unknown-graph", f"{guideline.id!r} has no graph {chosen!r}", hint=hint))
    boxes = _printed(guideline)
    inventory = Inventory(
        guideline=guideline,
        carried=carried(guideline),
        places=tuple(p for p in places(guideline, boxes) if chosen in (None, p.graph)),
        silences=tuple(s for s in silences(guideline, boxes) if chosen in (None, s.graph)),
        figures=figures(guideline),
        boxes={key: box for key, box in boxes.items() if chosen in (None, key[0])},
        graph=chosen,
    )
    written = FORMATS[form](inventory)
    if form == "text":
        say(written)
    else:
        click.echo(written.encode(), nl=form != "csv")  # UTF-8 whatever the terminal's encoding is
    return WELL if inventory.complete else INCOMPLETE


def _printed(guideline: Guideline) -> dict[tuple[str, str], Box]:
    """What the chart of each graph prints."""
    from decision_graph.export.picture import picture

    return {
        (graph.id, row.id): Box(row.number, len(row.cells))
        for graph in guideline.graphs.values()
        for row in picture(guideline, graph).rows
    }
