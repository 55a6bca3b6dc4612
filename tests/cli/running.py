"""Running the command: within this process where that is enough, as a real process where it is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from decision_graph.cli import main

ROOT = Path(__file__).resolve().parents[2]
ASTHMA = "tests/fixtures/asthma"
"""A small guideline; as the tests name it, from the folder of the project."""

STARTING = ("--line", "starting", "--setting", "clinic", "--fact", "asthma=confirmed")
DECIDED = (
    *STARTING,
    *(f"--fact={fact}" for fact in ("age_years=14", "days_with_symptoms=4", "night_waking=false")),
    *(f"--fact={fact}" for fact in ("smokes=false", "allergic_rhinitis=false")),
)


def invoke(*words: str, stdin: str | bytes | None = None) -> Result:
    """Run the command in this process; an exception that is no exit fails the test."""
    return CliRunner().invoke(main, words, input=stdin, catch_exceptions=False)


def answer(*words: str, stdin: str | bytes | None = None) -> dict[str, Any]:
    """The JSON that the command prints."""
    done = invoke(*words, "--format", "json", stdin=stdin)
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def run(
    *words: str, stdin: str | bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "decision_graph", *words],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        cwd=cwd or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )
