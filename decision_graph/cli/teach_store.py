"""Teach store: where the choices of learners are kept, and what time it is."""

from __future__ import annotations

import os
import re
import sys
import time
from typing import Any, Final

import click

from decision_graph.diagnostics import Diagnostic, GraphError

_CODE: Final = re.compile("[A-Za-z0-9][A-Za-z0-9-]{1,23}")

db_option = click.option(
    "--db", metavar="FILE", help="The database of choices; in your data folder if absent."
)


def now() -> int:
    """Milliseconds since 1970, UTC: the one place where teaching looks at the clock."""
    return time.time_ns() // 1_000_000


def database(path: str | None) -> str:
    """Where the database is: as given, or in the user's data folder.

    Raises:
        GraphError: `no-data-folder` if the user has none.
    """
    if path is not None:
        return path
    system = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", "")
    home = os.path.expanduser("~")
    folder = system if os.path.isabs(system) else os.path.join(home, ".local", "share")
    if not os.path.isabs(folder):
        message = "you have no data folder"
        raise GraphError(Diagnostic("no-data-folder", message, hint="say with --db where to keep choices"))
    return os.path.join(folder, "decision-graph", "teaching.db")


def learner_code(_: click.Context, __: click.Parameter, value: Any) -> Any:
    """A learner's code, checked; the callback of an option."""
    if value is not None and not _CODE.fullmatch(value):
        raise click.BadParameter(
            "a code has 2 to 24 letters, digits and hyphens, for example blue-7: no name"
        )
    return value
