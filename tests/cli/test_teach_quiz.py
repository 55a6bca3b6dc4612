"""The quiz: every answer is judged, kept and explained; a session goes on where it stopped."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

import decision_graph.cli.teach_quiz
from cli.running import ASTHMA, ROOT, invoke
from decision_graph.loading import load_guideline
from decision_graph.teaching.quiz import Turn, turns
from decision_graph.teaching.store import Session, Store, open_store

DAY = 86_400_000
GUIDELINE = load_guideline(ROOT / ASTHMA)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A clock that goes a second further at each look, and can be set."""
    time = [1_700_000_000_000]

    def now() -> int:
        time[0] += 1000
        return time[0]

    monkeypatch.setattr(decision_graph.cli.teach_quiz, "now", now)
    return lambda days: time.__setitem__(0, time[0] + days * DAY)


def quiz(db: Path, replies: str, *words: str, learner: str = "blue-7") -> str:
    done = invoke("teach", "quiz", ASTHMA, "--learner", learner, "--db", str(db), *words, stdin=replies)
    assert done.exit_code == 0, done.stderr
    return done.stderr


def last(store: Store, learner: str = "blue-7") -> tuple[Session, list[Turn]]:
    session = store.sessions(learner)[-1]
    return session, turns(GUIDELINE, session.plan)


def right_answers(db: Path, learner: str = "blue-7") -> str:
    """The replies that answer the rest of the last session rightly."""
    with open_store(str(db)) as store:
        session, every = last(store, learner)
        left = every[len(store.choices(session.id)) :]
    lines = []
    for turn in left:
        places = [place for place, choice in enumerate(turn.step.choices, 1) if choice.right]
        lines.append(" ".join(map(str, places)))
    return "\n".join(lines) + "\n"


def test_a_session_from_the_first_case_to_the_report(tmp_path: Path, clock: Callable[[int], None]) -> None:
    db = tmp_path / "t.db"
    assert "Every answer so far is kept" in quiz(db, "q\n", "--count", "3")
    text = quiz(db, right_answers(db))
    assert "here it goes on" in text
    assert len(re.findall(r"^Right\.$", text, re.MULTILINE)) == len(re.findall(r"^> ", text, re.MULTILINE))
    assert "Not right." not in text
    assert text.count("What each setting offers") == 3
    with open_store(str(db)) as store:
        session, every = last(store)
        choices = store.choices(session.id)
    assert len(choices) == len(every)
    assert all(choice.correct and choice.took == 1000 for choice in choices)
    assert f"{len(every)} of {len(every)} questions right" in text
    report = invoke("teach", "report", ASTHMA, "--db", str(db)).stdout
    assert f"1 learner, 1 session, 3 cases, {len(every)} answers." in report
    assert "100%" in report


def test_a_wrong_answer_is_explained_by_the_facts(tmp_path: Path, clock: Callable[[int], None]) -> None:
    db = tmp_path / "t.db"
    text = quiz(db, "1\n", "--case", "a01")
    assert "confirmed" in text
    with open_store(str(db)) as store:
        _, every = last(store)
    wrong = [[p for p, c in enumerate(turn.step.choices, 1) if not c.right][:1] or [1] for turn in every]
    text = quiz(db, "".join(f"{places[0]}\n" for places in wrong[1:]))
    assert "Not right." in text
    assert "no   yes. Not so: it needs waking at night. Here: no waking at night." in " ".join(
        text.split("\n")
    )
    assert "(missed)" in text


def test_what_cannot_be_understood_is_asked_again_and_not_kept(
    tmp_path: Path, clock: Callable[[int], None]
) -> None:
    db = tmp_path / "t.db"
    text = quiz(db, "9\nabc\n1 2\n\n?\ns\nq\n", "--case", "a01")
    assert text.count("error[no-such-answer]") == 3
    assert "only one answer can be right here" in text
    assert "the story again" in text
    with open_store(str(db)) as store:
        assert store.choices(last(store)[0].id) == ()


def test_each_session_goes_on_where_it_stopped(tmp_path: Path, clock: Callable[[int], None]) -> None:
    db = tmp_path / "t.db"
    quiz(db, "1\n1\nq\n", "--count", "2")
    quiz(db, "1\n")
    with open_store(str(db)) as store:
        session, _ = last(store)
        assert [choice.number for choice in store.choices(session.id)] == [1, 2, 3]
        assert len(store.sessions("blue-7")) == 1
    quiz(db, "q\n", "--new")
    quiz(db, "q\n", learner="red-1")
    with open_store(str(db)) as store:
        assert [s.learner for s in store.sessions()] == ["blue-7", "blue-7", "red-1"]


def test_what_was_missed_comes_again_before_what_is_new(tmp_path: Path, clock: Callable[[int], None]) -> None:
    db = tmp_path / "t.db"
    quiz(db, "q\n", "--count", "2", "--seed", "1")
    with open_store(str(db)) as store:
        _, every = last(store)
    wrong = [[p for p, c in enumerate(turn.step.choices, 1) if not c.right] for turn in every]
    quiz(db, "".join(f"{(places or [1])[0]}\n" for places in wrong))
    with open_store(str(db)) as store:
        missed = {key for case in last(store)[0].plan for key in case.reaches if key[0] == "leaf"}
    clock(30)
    quiz(db, "q\n", "--count", "2", "--seed", "2")
    with open_store(str(db)) as store:
        asked = {key for case in last(store)[0].plan for key in case.reaches if key[0] == "leaf"}
        first, second = (session.plan for session in store.sessions("blue-7"))
    ends = {key for key in missed if not key[2].startswith("go_")}
    assert len(ends & asked) >= 2
    assert {case.narrative for case in first} != {case.narrative for case in second}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--learner", "Anna Smith"), "no name"),
        (("--learner", "a"), "2 to 24"),
        ((), "Missing option '--learner'"),
        (("--learner", "ab", "--tier", "moon"), "unknown-tier"),
        (("--learner", "ab", "--case", "a99"), "unknown-case"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = invoke("teach", "quiz", ASTHMA, "--db", str(tmp_path / "t.db"), *words)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


def test_two_windows_of_one_learner_do_not_answer_the_same_question_twice(tmp_path: Path) -> None:
    db = tmp_path / "t.db"
    quiz(db, "q\n", "--count", "1")
    window = spawn(db)
    window.expect("> ")
    quiz(db, "1\n")
    window.sendline("1")
    window.expect("session-elsewhere")
    window.expect(pexpect.EOF)
    with open_store(str(db)) as store:
        assert len(store.choices(last(store)[0].id)) == 1


def spawn(db: Path, *words: str, learner: str = "blue-7") -> pexpect.spawn:
    command = ["-m", "decision_graph", "teach", "quiz", ASTHMA, "--learner", learner, "--db", str(db), *words]
    return pexpect.spawn(
        sys.executable,
        command,
        cwd=str(ROOT),
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "xterm"},
        encoding="utf-8",
        dimensions=(40, 100),
        timeout=60,
    )


def test_two_learners_in_real_terminals_at_once(tmp_path: Path) -> None:
    """Both from the first case to the last, taking turns, and then the report as every format."""
    db = tmp_path / "t.db"
    codes = ("blue-7", "red-1")
    windows = {code: spawn(db, "--count", "2", learner=code) for code in codes}
    for window in windows.values():
        window.expect("> ")
    answers = {code: right_answers(db, code).split("\n")[:-1] for code in codes}
    for place in range(max(map(len, answers.values()))):
        for code, window in windows.items():
            if place < len(answers[code]):
                window.sendline(answers[code][place])
                window.expect(r"Right\.\r\n")
                window.expect("> " if place + 1 < len(answers[code]) else "That was the last case")
    for window in windows.values():
        window.expect(pexpect.EOF)
        window.close()
        assert window.exitstatus == 0
    found = json.loads(invoke("teach", "report", ASTHMA, "--db", str(db), "--format", "json").stdout)
    assert found["learners"] == 2
    assert found["choices"] == sum(map(len, answers.values()))
    assert found["confusions"] == []
