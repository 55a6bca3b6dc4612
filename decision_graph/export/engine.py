"""Engine: the one place that runs Graphviz, as a separate process, when somebody asks for it.

Charts need none: see decision 0015. `pip install graphviz-pure` brings one that needs nothing from the
system; a system's `dot` does as well.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError

DEFAULT = "graphviz-pure"
TIMEOUT = 60.0
"""Seconds that a layout may take; a chart of sixty questions takes less than one."""


class Layout(msgspec.Struct, frozen=True):
    """Where Graphviz puts the nodes: the centre of each, in points from the top left."""

    width: float
    height: float
    centres: dict[str, tuple[float, float]]


def find_engine(engine: str | None = None) -> str:
    """The program to run.

    Args:
        engine: a program's name or path, for example "dot"; graphviz-pure if None.

    Raises:
        GraphError: engine-missing, with what to install.
    """
    wanted = engine or DEFAULT
    beside = Path(sysconfig.get_path("scripts"))
    beside_interpreter = Path(sys.executable).parent
    places = os.pathsep.join(map(str, (beside, beside_interpreter)))
    found = shutil.which(wanted) or shutil.which(wanted, path=places)
    if found is None:
        remedy = "install it with: pip install 'decision-graph[export]' (in a checkout: '.[export]')"
        if engine not in (None, DEFAULT):
            remedy = (
                "install Graphviz from your system's packages, or leave the engine out to use graphviz-pure"
            )
        raise GraphError(
            Diagnostic("engine-missing", f"the layout engine {wanted!r} was not found", hint=remedy)
        )
    return found


def run(dot: str, output: str, engine: str | None = None, *, timeout: float = TIMEOUT) -> bytes:
    """What Graphviz makes of a DOT text.

    Args:
        output: a format of Graphviz, for example "json" or "svg".
        timeout: seconds.

    Raises:
        GraphError: engine-missing, engine-failed (with its exit code and its words) or engine-timeout.
    """
    program = find_engine(engine)
    try:
        done = subprocess.run(
            [program, "-Kdot", f"-T{output}"],
            input=dot.encode(),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"the layout engine {program} did not finish in {timeout:g} seconds"
        raise GraphError(
            Diagnostic("engine-timeout", message, hint="split the graph, or try another engine")
        ) from None
    except OSError as error:
        message = f"the layout engine {program} cannot be run: {error.strerror or error}"
        raise GraphError(Diagnostic("engine-failed", message, hint="check the engine setting")) from None
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip() or "it said nothing"
        message = f"the layout engine {program} ended with exit code {done.returncode}: {words}"
        raise GraphError(
            Diagnostic("engine-failed", message, hint="try another engine, for example engine='dot'")
        )
    return done.stdout


def layout(dot: str, engine: str | None = None, *, timeout: float = TIMEOUT) -> Layout:
    """The places that Graphviz gives to the nodes of a DOT text."""
    output = run(dot, "json", engine, timeout=timeout)
    try:
        found: dict[str, Any] = json.loads(output)
        _, _, width, height = (float(value) for value in found["bb"].split(","))
        nodes = [node for node in found.get("objects", ()) if "pos" in node]
        centres = {}
        for node in nodes:
            x, y = (float(value) for value in node["pos"].split(","))
            centres[node["name"]] = (x, height - y)
    except (ValueError, KeyError, TypeError) as error:
        message = f"the layout engine's answer cannot be read: {error}"
        raise GraphError(Diagnostic("engine-failed", message, hint="check the engine setting")) from error
    return Layout(width, height, centres)
