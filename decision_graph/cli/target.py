"""Target: the guideline, and perhaps one graph of it, that a command line names."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline

if TYPE_CHECKING:
    from decision_graph.cli.place import Place

_NO_GRAPHS = ("vocabulary", "interventions")


class Target(NamedTuple):
    """What to ask: a guideline from its entry, or one of its graphs; and where, if a formulary says it."""

    guideline: Guideline
    graph: str | None
    place: Place | None = None


def find_target(name: str) -> Target:
    """The guideline and graph that a name means.

    Args:
        name: a shipped guideline (`mbc`), a folder, one of these with a graph (`mbc/first_line`),
            or the file of a graph.

    Raises:
        GraphError: if there is no such guideline or graph, or its files are wrong.
    """
    if os.path.isdir(name):
        return Target(load_guideline(name), None)
    if name.endswith((".yaml", ".yml")):
        return _file(name)
    head, slash, graph = name.rstrip("/").rpartition("/")
    if not slash or not head:
        return Target(load_guideline(name), None)
    guideline = load_guideline(head)
    return Target(guideline, _graph(guideline, graph))


def _file(name: str) -> Target:
    from pathlib import Path  # costs milliseconds that most queries need not spend

    path = Path(name)
    if not path.is_file():
        raise GraphError(Diagnostic("no-such-file", f"there is no file {name!r}"))
    if path.stem in _NO_GRAPHS:
        message = f"{name!r} is no graph, but a part of the guideline in {str(path.parent)!r}"
        raise GraphError(Diagnostic("not-a-graph", message, hint="name the folder, or the file of a graph"))
    # As a path, not as a name: beside a folder `mbc`, mbc/first_line.yaml is not the shipped one.
    guideline = load_guideline(path)
    return Target(guideline, None if path.stem == "guideline" else _graph(guideline, path.stem))


def _graph(guideline: Guideline, graph: str) -> str:
    if graph not in guideline.graphs:
        hint = did_you_mean(graph, guideline.graphs)
        raise GraphError(Diagnostic("unknown-graph", f"{guideline.id!r} has no graph {graph!r}", hint=hint))
    return graph


def _complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[Any]:
    from decision_graph.loading import shipped

    names = [name for name in shipped() if name.startswith(incomplete)]
    return names or click.Path().shell_complete(ctx, parameter, incomplete)


target_argument = click.argument("target", metavar="GUIDELINE|GRAPH", shell_complete=_complete)
