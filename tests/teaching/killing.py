"""Kill the quiz at random moments, and see that no choice that a learner saw confirmed is lost.

PYTHONPATH=tests python -m teaching.killing 200
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from decision_graph.teaching.store import open_store

ROOT = Path(__file__).resolve().parents[2]
LEARNER = "kill-9"


class Killed(NamedTuple):
    """What became of the sessions that were killed."""

    sessions: int
    confirmed: int
    kept: int
    lost: list[str]


def kill_quizzes(times: int, path: str, seed: int) -> Killed:
    """Start the quiz so many times on one database, kill it, and compare with what was confirmed."""
    source = random.Random(seed)
    confirmed = 0
    lost: list[str] = []
    for run in range(times):
        confirmed += _one(path, source.uniform(0.0, 1.2) if run % 4 else source.uniform(0.0, 0.05))
        with open_store(path) as store:
            lost += [f"run {run}: {fault}" for fault in store.faults()]
            sessions = store.sessions(LEARNER)
            kept = 0
            for session in sessions:
                numbers = [choice.number for choice in store.choices(session.id)]
                kept += len(numbers)
                if numbers != list(range(1, len(numbers) + 1)):
                    lost.append(f"run {run}: session {session.id} has gaps: {numbers}")
        # A kill may come between the disk and the screen: one choice more than was seen, never one less.
        if not confirmed <= kept <= confirmed + run + 1:
            lost.append(f"run {run}: {confirmed} confirmed, {kept} kept")
    return Killed(times, confirmed, kept, lost)


def _one(path: str, after: float) -> int:
    """Start a quiz, answer as fast as it asks, kill it some seconds after its first question; count."""
    command = [sys.executable, "-u", "-m", "decision_graph", "teach", "quiz", "tests/fixtures/asthma"]
    command += ["--learner", LEARNER, "--count", "8", "--db", path]
    quiz = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    assert quiz.stdin and quiz.stderr
    quiz.stdin.write(b"1\n" * 400)
    quiz.stdin.flush()
    seen = bytearray()
    started = threading.Event()

    def read() -> None:
        assert quiz.stderr
        while part := os.read(quiz.stderr.fileno(), 65536):
            seen.extend(part)
            if b"> " in seen:
                started.set()
        started.set()

    reader = threading.Thread(target=read)
    reader.start()
    started.wait(60)
    time.sleep(after)
    os.kill(quiz.pid, signal.SIGKILL)
    quiz.wait()
    reader.join(30)
    quiz.stdin.close()
    quiz.stderr.close()
    # Whole lines only: the reason of an answer may end in the same word.
    return len(re.findall(rb"^(?:Right|Not right)\.$", seen, re.MULTILINE))


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        found = kill_quizzes(number, os.path.join(folder, "teaching.db"), seed=1)
    print(f"{found.sessions} kills: {found.confirmed} choices confirmed, {found.kept} kept")
    print(f"{len(found.lost)} faults")
    for line in found.lost:
        print(line)
    sys.exit(bool(found.lost))
