"""Sketch: a chart drawn by hand in DOT, as the beginning of a guideline.

DOT -> boxes and arrows -> what they mean -> facts -> files with marks
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError


class Imported(msgspec.Struct, frozen=True):
    """What was made of a sketch.

    Attributes:
        files: the files written.
        to_do: a warning for every place where somebody must write or check something, in order.
    """

    files: tuple[Path, ...]
    to_do: tuple[Diagnostic, ...]


def import_dot(data: bytes, file: str, out: Path) -> Imported:
    """Begin a guideline from a sketch in DOT.

    All files are written or none. Nothing is ever overwritten.

    Args:
        data: the sketch, in UTF-8.
        file: its name, for messages and for the id of the graph.
        out: the folder of the guideline; it must not exist, or be empty.

    Raises:
        GraphError: the sketch is no usable DOT, or the folder cannot be written.
    """
    from decision_graph.sketch.drawn import read_dot
    from decision_graph.sketch.meaning import meaning, slug
    from decision_graph.sketch.skeleton import skeleton, to_do

    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        message, hint = (
            f"'{out}' is there already, and nothing is overwritten",
            "name a folder that does not exist",
        )
        raise GraphError(Diagnostic("folder-exists", message, hint=hint))
    drawn = read_dot(data, file)
    stem = drawn.name or Path(file).stem
    graph = stem if re.fullmatch(r"[A-Za-z0-9_-]+", stem) else slug(stem)
    made = skeleton(
        meaning(drawn), f"{graph}_graph" if graph in ("guideline", "vocabulary", "interventions") else graph
    )
    _write({name: "".join(f"{line}\n" for line in lines) for name, lines in made.items()}, out)
    return Imported(
        tuple(out / name for name in made),
        tuple(found for name, lines in made.items() for found in to_do(f"{out}/{name}", lines)),
    )


def _write(files: dict[str, str], out: Path) -> None:
    """Write a folder beside its place, then move it there in one step."""
    beside = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        for name, text in files.items():
            (beside / name).write_text(text, encoding="utf-8")
        os.chmod(beside, 0o755)  # a temporary folder is for its owner only
        if out.exists():
            out.rmdir()  # it is empty; this fails if somebody was quicker
        os.replace(beside, out)
    except OSError as error:
        message = f"{out} cannot be written: {error.strerror or error}"
        hint = "check that the folder beside it may be written to and that the disk has room"
        raise GraphError(Diagnostic("write-failed", message, hint=hint)) from error
    finally:
        if beside is not None and beside.exists():
            shutil.rmtree(beside, ignore_errors=True)
