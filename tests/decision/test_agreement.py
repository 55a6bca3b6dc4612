"""The compiled decision, the walk, the proof and the definition agree about drawn patients; a small run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("name", ["mbc", "tests/fixtures/asthma"])
def test_all_ways_to_an_answer_agree(name: str, root: Path) -> None:
    command = [sys.executable, "bench/agreement.py", name, "--patients", "150", "--seed", "7"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"{name}: 150 complete and 150 incomplete patients, no disagreement")
