"""`decision-graph diff`: which patients get another answer from a new version of a guideline."""

from __future__ import annotations

import os.path
from typing import NamedTuple

import click

from decision_graph.cli.target import Target, find_target
from decision_graph.cli.terminal import say
from decision_graph.cli.versions import FORMATS
from decision_graph.comparison.compare import BUDGET, compare
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.loading import shipped
from decision_graph.loading.revision import load_revision

SAME, DIFFERS = 0, 1


class _Place(NamedTuple):
    """Where a version is: a target now, or its folder in a revision."""

    target: str
    revision: str = ""


@click.command("diff")
@click.argument("versions", metavar="[OLD] NEW", nargs=-1, required=True)
@click.option(
    "--rev",
    "revisions",
    metavar="REV[..REV]",
    help="Compare revisions of one guideline: two, or one with the files as they are now.",
)
@click.option("--graph", metavar="ID", help="Compare this graph by itself; the whole guideline by default.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="For whom."
)
@click.option(
    "--budget",
    metavar="STEPS",
    type=click.IntRange(min=1),
    default=BUDGET,
    show_default=True,
    help="Steps for the comparison.",
)
def diff_command(
    versions: tuple[str, ...], revisions: str | None, graph: str | None, form: str, budget: int
) -> int:
    """Which patients get another answer from a new version of a guideline, and which one.

    Nothing is sampled: every complete patient is compared, and each change names who they are. OLD and NEW
    are a shipped guideline, a folder, one of these with a graph, or that in a revision of its git
    repository, as REV:FOLDER. With one of them alone, what is committed (HEAD) is compared with the files as
    they are now.

    \b
    Examples:
      decision-graph diff HEAD~3:graphs/mbc graphs/mbc
      decision-graph diff --rev main.. graphs/mbc
      decision-graph diff ./before ./after --format json

    Exit status: 0 no patient's answer changes, 1 some change, 2 unusable input.
    """
    old, new = (_load(place) for place in _places(versions, revisions))
    found = compare(old.guideline, new.guideline, _graph(old, new, graph), budget)
    written = FORMATS[form](found)
    if form == "text":
        say(written)
    elif written:
        click.echo(written.encode())  # UTF-8 whatever the terminal's encoding is
    return SAME if found.same else DIFFERS


def _places(versions: tuple[str, ...], revisions: str | None) -> tuple[_Place, _Place]:
    """Where the old and the new version are."""
    if len(versions) > 2:
        _unusable(
            f"there are {len(versions)} versions, and two can be compared", "name the old and the new one"
        )
    if revisions is None:
        if len(versions) == 1:
            return _in_revision(versions[0], "HEAD"), _Place(versions[0])
        old, new = map(_place, versions)
        return old, new
    if len(versions) > 1:
        _unusable("--rev says which versions of one guideline are meant", "name the guideline once, after it")
    first, _, second = revisions.partition("..")
    if second.startswith("."):
        _unusable(f"--rev {revisions} has three dots", "write two: OLD..NEW")
    old = _in_revision(versions[0], first or "HEAD")
    new = _in_revision(versions[0], second) if second else _Place(versions[0])
    return old, new


def _graph(old: Target, new: Target, named: str | None) -> str | None:
    """The graph to compare by itself; None for the whole guideline."""
    graphs = dict.fromkeys(graph for graph in (named, old.graph, new.graph) if graph is not None)
    if len(graphs) > 1:
        message = f"two graphs are named, {' and '.join(map(repr, graphs))}, and one can be compared"
        raise GraphError(Diagnostic("which-graph", message, hint="name the same graph of both versions"))
    return next(iter(graphs), None)


def _place(version: str) -> _Place:
    """A target, or REV:FOLDER where there is no such file."""
    revision, colon, folder = version.partition(":")
    if not colon or os.path.exists(version):
        return _Place(version)
    if not revision:
        _unusable(f"{version!r} names no revision", "write for example HEAD:graphs/mine")
    return _in_revision(folder or ".", revision)


def _in_revision(folder: str, revision: str) -> _Place:
    return _Place(folder, revision)


def _load(place: _Place) -> Target:
    if not place.revision:
        return find_target(place.target)
    folder, graph = _parts(place.target)
    return Target(load_revision(place.revision, folder), graph)


def _parts(target: str) -> tuple[str, str | None]:
    """The folder of a guideline, which may be gone today, and the graph that is named with it."""
    head, _, graph = target.rstrip("/").rpartition("/")
    if graph.endswith((".yaml", ".yml")):
        stem = graph.rpartition(".")[0]
        return head or ".", None if stem == "guideline" else stem
    is_guideline = os.path.exists(os.path.join(head, "guideline.yaml")) or head in shipped()
    return (head, graph) if head and is_guideline and not os.path.isdir(target) else (target, None)


def _unusable(message: str, hint: str) -> None:
    raise GraphError(Diagnostic("which-versions", message, hint=hint))
