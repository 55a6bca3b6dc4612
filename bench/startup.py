"""Start-up: what `decision-graph` costs on the command line, beside the bare interpreter.

Every figure is a median over rounds in which all commands take turns, so that a busy moment of the
machine meets all of them. Compare the ratios; the milliseconds belong to this machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FACTS = (
    "disease_extent=metastatic",
    "sex=female",
    "menopausal_status=post",
    "hr_status=positive",
    "her2_status=negative",
    "immediately_life_threatening=false",
    "prior_adjuvant_et=false",
    "brca12_mutation=none",
    "et_no_longer_benefiting=false",
)
"""Enough for a decided answer."""

QUERY = ("query", "mbc", "--line", "first", "--setting", "enhanced", *(f"--fact={fact}" for fact in FACTS))

TARGETS = {"decision-graph --help": 6.0, "decision-graph query": 8.0}
"""At most so many times the bare interpreter."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=21, help="default: 21")
    rounds: int = parser.parse_args().rounds
    command = _command()
    rows = {
        "python -c pass": (sys.executable, "-c", "pass"),
        "decision-graph --help": (*command, "--help"),
        "decision-graph query": (*command, *QUERY),
    }
    with tempfile.TemporaryDirectory() as elsewhere:
        rows = {name: words for name, words in rows.items() if _warm(name, words, elsewhere)}
        times: dict[str, list[float]] = {name: [] for name in rows}
        for _ in range(rounds):
            for name, words in rows.items():
                started = time.perf_counter()
                _run(words, elsewhere)
                times[name].append(time.perf_counter() - started)
    _report(times, rounds)


def _command() -> tuple[str, ...]:
    """The installed command beside this interpreter, or else the module."""
    found = shutil.which("decision-graph", path=str(Path(sys.executable).parent))
    return (found,) if found else (sys.executable, "-m", "decision_graph")


def _environment() -> dict[str, str]:
    """The caller's, but with byte code: without it every start compiles the sources once more."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def _run(words: tuple[str, ...], folder: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, env=_environment(), capture_output=True, text=True, check=False)


def _warm(name: str, words: tuple[str, ...], folder: str) -> bool:
    """Run twice, to fill the byte code and the cache of the guideline; say so when it does not run at all."""
    _run(words, folder)
    done = _run(words, folder)
    if done.returncode in (0, 3):  # 3: an answer that is still open
        return True
    last = (done.stderr.strip().splitlines() or ["no message"])[-1]
    print(f"{name}: left out, as it ends with status {done.returncode}: {last}", file=sys.stderr)
    return False


def _report(times: dict[str, list[float]], rounds: int) -> None:
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    bare = medians["python -c pass"]
    print(f"start-up, medians of {rounds} interleaved rounds")
    print(f"{'':24}{'ms':>8}{'ratio':>8}{'target':>10}")
    for name, median in medians.items():
        target = f"<= {TARGETS[name]:g}" if name in TARGETS else ""
        print(f"{name:24}{median * 1000:8.1f}{median / bare:8.1f}{target:>10}")


if __name__ == "__main__":
    main()
