"""No choice that was confirmed is lost when the quiz is killed; `make kills` does it 200 times."""

from __future__ import annotations

from pathlib import Path

from teaching.killing import kill_quizzes


def test_kills(tmp_path: Path) -> None:
    found = kill_quizzes(8, str(tmp_path / "teaching.db"), seed=7)
    assert found.lost == []
    assert found.confirmed > 0
