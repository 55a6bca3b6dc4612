"""`decision-graph import-dot`: begin a guideline from a sketch."""

from __future__ import annotations

from pathlib import Path

import click

from decision_graph.cli.terminal import complain, say, tell
from decision_graph.diagnostics import Diagnostic, GraphError

WELL, FOUND = 0, 1


@click.command("import-dot")
@click.argument("sketch", metavar="SKETCH", type=click.Path(path_type=Path))
@click.option(
    "--out",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of the new guideline; it must not exist.",
)
def import_dot_command(sketch: Path, out: Path) -> int:
    """Begin a guideline from a sketch drawn in DOT.

    Boxes are questions, the words on arrows are predicates, or words such as yes and no, and boxes that
    no arrow leaves are rows or other ends. Each written file is one line. What must be written or checked
    goes to standard error, each with its place; then what the loader cannot read yet.

    \b
    Example:
      decision-graph import-dot sketch.dot --out my-guideline

    Exit status: 0 well, 1 the loader cannot read the files until something is written, 2 unusable input.
    """
    from decision_graph.loading import load_guideline
    from decision_graph.sketch import import_dot

    made = import_dot(_read(sketch), str(sketch), out)
    say("\n".join(str(path) for path in made.files))
    complain(made.to_do)
    tell(f"{len(made.to_do)} places to write or check; then: decision-graph verify {out}")
    try:
        load_guideline(out)
    except GraphError as error:
        complain(error.diagnostics)
        return FOUND
    return WELL


def _read(sketch: Path) -> bytes:
    try:
        return sketch.read_bytes()
    except OSError as error:
        message = f"'{sketch}' cannot be read: {error.strerror or error}"
        raise GraphError(Diagnostic("unreadable-file", message, hint="name a file in DOT")) from error
