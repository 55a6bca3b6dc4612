"""The file of a record: what was written is read again, whatever cut it off, and nothing else is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_graph import GraphError
from decision_graph.record.events import (
    Answered,
    AnyEvent,
    Asked,
    Chosen,
    Offered,
    Opened,
    OptionOffered,
    Overridden,
    RowOffered,
    TakenBack,
    decoded,
    encoded,
)
from decision_graph.record.journal import append, open_visit, read_journal

OPENED = Opened(0, "asthma", "1", "0" * 64)
words = st.text(max_size=20)
values = (
    st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | words
)
rows = st.builds(RowOffered, words, words, words, st.lists(st.builds(OptionOffered, words, words)).map(tuple))
events = st.one_of(
    st.builds(Opened, st.integers(1), words, words, words, st.none() | words, st.dictionaries(words, values)),
    st.builds(Asked, st.integers(1), words, words),
    st.builds(Answered, st.integers(1), words, st.none() | values),
    st.builds(TakenBack, st.integers(1), words),
    st.builds(Offered, st.integers(1), words, st.lists(rows).map(tuple), st.lists(words).map(tuple)),
    st.builds(Chosen, st.integers(1), words, words, words),
    st.builds(Overridden, st.integers(1), words, words, words),
)


@given(events)
def test_every_event_is_one_line_and_read_again(event: AnyEvent) -> None:
    line = encoded(event)
    assert line.count(b"\n") == 1 and line.startswith(b'{"event":"')
    assert decoded(line) == event


def a_record(path: Path) -> list[AnyEvent]:
    """A record of two visits, and what was written."""
    for _ in range(2):
        visit = open_visit(str(path), OPENED)
        append(str(path), [Asked(visit, "smokes", "Do you smoke? “¿Fuma?”"), Answered(visit, "smokes", True)])
        append(str(path), [Offered(visit, "decided"), Chosen(visit, "1", "a drug")])
    return list(read_journal(str(path)).events)


def test_visits_are_numbered_and_nothing_is_wrong(tmp_path: Path) -> None:
    written = a_record(tmp_path / "visits.jsonl")
    assert [event.visit for event in written] == [1] * 5 + [2] * 5
    assert read_journal(str(tmp_path / "visits.jsonl")).faults == ()
    assert (tmp_path / "visits.jsonl").stat().st_mode & 0o077 == 0, "others may not read it"


def test_cut_off_anywhere_only_the_line_that_was_being_written_is_lost(tmp_path: Path) -> None:
    written = a_record(tmp_path / "whole")
    content = (tmp_path / "whole").read_bytes()
    cut = tmp_path / "cut"
    for length in range(len(content) + 1):
        cut.write_bytes(content[:length])
        found = read_journal(str(cut))
        complete = content[:length].count(b"\n")
        partial = not content[:length].endswith(b"\n") and length > 0
        assert list(found.events[:complete]) == written[:complete]
        assert [fault.slug for fault in found.faults] == ["half-written"] * partial
        # And it can be gone on with: the new line is whole, the old ones are as they were.
        visit = open_visit(str(cut), OPENED)
        after = read_journal(str(cut))
        assert after.events[-1] == Opened(visit, "asthma", "1", "0" * 64)
        assert list(after.events[:complete]) == written[:complete]
        assert visit > max((event.visit for event in written[:complete]), default=0)


def test_a_damaged_line_in_the_middle_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "visits"
    written = a_record(path)
    lines = path.read_bytes().splitlines(keepends=True)
    for damage in (
        b'{"event":"asked","visit":1}\n',
        b'{"event":"danced","visit":1}\n',
        b"\xff\xfe\x00\n",
        b"[1]\n",
    ):
        path.write_bytes(b"".join([*lines[:3], damage, *lines[4:]]))
        found = read_journal(str(path))
        assert list(found.events) == [*written[:3], *written[4:]]
        (fault,) = found.faults
        assert fault.slug == "damaged-line" and fault.span is not None and fault.span.line == 4


def test_events_of_a_visit_whose_beginning_is_gone_are_complained_of(tmp_path: Path) -> None:
    path = tmp_path / "visits"
    a_record(path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:5] + lines[6:]))
    assert {fault.slug for fault in read_journal(str(path)).faults} == {"visit-not-opened"}


@pytest.mark.parametrize("content", [b"hello\n", b'{"sex": "female"}\n', b"\x00" * 10, b'{"events": []}'])
def test_another_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "patients.jsonl"
    path.write_bytes(content)
    for act in (
        lambda: read_journal(str(path)),
        lambda: open_visit(str(path), OPENED),
        lambda: append(str(path), [Asked(1, "a", "A?")]),
    ):
        with pytest.raises(GraphError, match="not-a-record"):
            act()
    assert path.read_bytes() == content


def test_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no-such-file"):
        read_journal(str(tmp_path / "none"))
    with pytest.raises(GraphError, match="no-such-file"):
        open_visit(str(tmp_path / "no" / "folder"), OPENED)
    with pytest.raises(GraphError, match="unreadable"):
        open_visit(str(tmp_path), OPENED)


WRITER = """
import sys
from decision_graph.record.events import Answered, Opened
from decision_graph.record.journal import append, open_visit
for _ in range(int(sys.argv[2])):
    visit = open_visit(sys.argv[1], Opened(0, "asthma", "1", "0" * 64))
    for number in range(5):
        append(sys.argv[1], [Answered(visit, "n", number)])
        print(visit, number, flush=True)
"""


def writer(path: Path, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(count)], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.skipif(os.name != "posix", reason="processes are killed with a signal here")
def test_a_killed_writer_loses_nothing_that_it_had_written(tmp_path: Path) -> None:
    for attempt in range(6):
        path = tmp_path / f"visits-{attempt}"
        with writer(path, 10_000) as process:
            assert process.stdout is not None
            told = [process.stdout.readline()]
            time.sleep(0.01 * attempt)
            os.kill(process.pid, signal.SIGKILL)
            told += process.stdout.readlines()
        promised = {tuple(map(int, line.split())) for line in told if line.endswith("\n")}
        kept = {(e.visit, e.value) for e in read_journal(str(path)).events if isinstance(e, Answered)}
        assert promised <= kept
        assert {fault.slug for fault in read_journal(str(path)).faults} <= {"half-written"}


@pytest.mark.skipif(os.name != "posix", reason="there are no such locks elsewhere")
def test_two_writers_at_once_lose_nothing_and_share_no_visit(tmp_path: Path) -> None:
    path = tmp_path / "visits"
    processes = [writer(path, 15) for _ in range(3)]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    found = read_journal(str(path))
    assert not found.faults
    assert [e.visit for e in found.events if isinstance(e, Opened)] == list(range(1, 46))
    assert sum(isinstance(event, Answered) for event in found.events) == 45 * 5
