"""`decision-graph list`, `show` and `schema`: what there is, and everything that the files say."""

from __future__ import annotations

import click

from decision_graph.cli.output import Json, indented
from decision_graph.cli.query import Format, format_option
from decision_graph.cli.target import find_target, target_argument
from decision_graph.cli.terminal import bold, say, width, wrapped
from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline, shipped

_FILES = ("guideline", "vocabulary", "interventions", "graph", "cases", "phrases", "formulary")
_EXPORTED, _RESULTS = "exported", "results"


@click.command("list")
@click.argument("target", metavar="[GUIDELINE|GRAPH]", required=False)
@click.option(
    "--facts", is_flag=True, help="Every fact that can be told, with its values, instead of the rows."
)
def list_command(target: str | None, facts: bool) -> None:
    """The shipped guidelines; the graphs and rows of one, or its facts.

    \b
    Examples:
      decision-graph list
      decision-graph list mbc
      decision-graph list mbc/second_line --facts
    """
    from decision_graph.cli.pages import Pages

    if target is not None:
        found = find_target(target)
        pages = Pages(found.guideline, width())
        say("\n".join(pages.facts(found.graph) if facts else pages.rows(found.graph)))
        return
    if facts:
        raise click.UsageError("--facts needs a guideline, for example: decision-graph list mbc --facts")
    for name in shipped():
        guideline = load_guideline(name)
        say(bold(f"{name}  {guideline.title}"))
        version = f"version {guideline.version}; graphs: {', '.join(guideline.graphs)}"
        say("\n".join(wrapped(version, width(), "  ")))


@click.command("show")
@target_argument
@click.argument("part", metavar="[ROW|GRAPH|ATTRIBUTE]", required=False)
@format_option
def show_command(target: str, part: str | None, form: Format) -> None:
    """Everything that the files of a guideline say, or one part of it.

    A part is the id of a row, a graph, an attribute, an intervention or a note.

    \b
    Examples:
      decision-graph show mbc 1.1.4
      decision-graph show mbc hr_status
      decision-graph show mbc --format json
    """
    found = find_target(target)
    if part is None and found.graph is not None:
        part = found.graph
    if form == "json":
        click.echo(indented(_json(found.guideline, part)))
    else:
        say("\n".join(_text(found.guideline, part)))


def _text(guideline: Guideline, part: str | None) -> list[str]:
    from decision_graph.cli.pages import Pages

    pages, vocabulary = Pages(guideline, width()), guideline.vocabulary
    if part is None:
        return pages.overview()
    if part in guideline.recommendations:
        return pages.row(guideline.recommendations[part])
    if part in guideline.graphs:
        return pages.graph(guideline.graphs[part])
    if part in vocabulary.attributes:
        return pages.attribute(vocabulary.attributes[part])
    if part in vocabulary.interventions:
        return pages.intervention(vocabulary.interventions[part])
    if part in guideline.notes:
        return pages.note(part)
    raise _unknown(guideline, part)


def _json(guideline: Guideline, part: str | None) -> Json:
    from decision_graph.contents import contents_json

    found = contents_json(guideline)
    if part is None:
        return found
    vocabulary = found["vocabulary"]
    for parts in (
        found["recommendations"],
        found["graphs"],
        vocabulary["attributes"],
        vocabulary["interventions"],
        found["notes"],
    ):
        if part in parts:
            return {"id": part, **parts[part]}
    raise _unknown(guideline, part)


def _unknown(guideline: Guideline, part: str) -> GraphError:
    vocabulary = guideline.vocabulary
    known = [*guideline.recommendations, *guideline.graphs, *vocabulary.attributes, *vocabulary.interventions]
    message = f"{guideline.id!r} has no row, graph, attribute, intervention or note {part!r}"
    hint = did_you_mean(part, [*known, *guideline.notes])
    return GraphError(
        Diagnostic("unknown-part", message, hint=hint or f"see: decision-graph list {guideline.id}")
    )


@click.command("schema")
@click.argument("file", metavar="[FILE]", type=click.Choice((*_FILES, _EXPORTED, _RESULTS)), required=False)
def schema_command(file: str | None) -> None:
    """The JSON Schema of the guideline files, for editors.

    FILE is guideline, vocabulary, interventions, graph, cases, phrases or formulary; without it all seven
    come as one document. `exported` is the schema of what `decision-graph export --format json` writes,
    `results` that of what learners chose.

    \b
    Example:
      decision-graph schema graph > graph.schema.json
    """
    from decision_graph.loading.schema import json_schema

    if file == _EXPORTED:
        from decision_graph.export.node_link import schema

        click.echo(indented(schema()))
        return
    if file == _RESULTS:
        from decision_graph.teaching.results import results_schema

        click.echo(indented(results_schema()))
        return
    click.echo(indented(json_schema(file) if file else _bundle({kind: json_schema(kind) for kind in _FILES})))


def _bundle(schemas: dict[str, Json]) -> Json:
    """Several schemas as one document: each keeps the name under which its own references resolve."""
    names = {kind: f"{kind}.schema.json" for kind in schemas}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "decision-graph: any file of a guideline",
        "anyOf": [{"$ref": name} for name in names.values()],
        "$defs": {kind: {"$id": names[kind], **schema} for kind, schema in schemas.items()},
    }
