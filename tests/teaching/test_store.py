"""The database: durable, shared, and never taken for another."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from decision_graph.diagnostics import GraphError
from decision_graph.teaching.results import read_results, seal, write_results
from decision_graph.teaching.store import Session, open_store
from teaching.test_results import chosen

SESSION = Session("ab" * 8, "blue-7", "mbc", "a" * 64, 1_700_000_000_000, 3)


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    path = str(tmp_path / "deep" / "teaching.db")
    with open_store(path) as store:
        store.begin(SESSION)
        store.log(SESSION.id, chosen(1))
        store.log(SESSION.id, chosen(2, took=9))
    with open_store(path) as store:
        assert store.sessions("blue-7") == (SESSION,)
        assert store.sessions("red-1") == ()
        assert store.choices(SESSION.id) == (chosen(1), chosen(2, took=9))
        assert [(entry.learner, entry.choice.number) for entry in store.every_choice()] == [
            ("blue-7", 1),
            ("blue-7", 2),
        ]
        assert not store.faults()


def test_every_choice_is_durable_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "t.db")
    with open_store(path) as store:
        settings = [
            store._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
        assert settings == ["wal", 2, 1]
        store.begin(SESSION)
        store.log(SESSION.id, chosen(1))
        # Another program sees it although this one has neither closed nor finished.
        with open_store(path) as other:
            assert other.choices(SESSION.id) == (chosen(1),)


def test_one_number_is_one_choice(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "t.db")) as store:
        store.begin(SESSION)
        store.log(SESSION.id, chosen(1))
        with pytest.raises(GraphError, match="session-elsewhere"):
            store.log(SESSION.id, chosen(1, chosen=("3",)))
        assert store.choices(SESSION.id) == (chosen(1),)


def test_what_is_no_database_of_ours_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("My notes. " * 500)
    with pytest.raises(GraphError, match="database-damaged"), open_store(str(text)):
        pass
    assert text.read_text() == "My notes. " * 500
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE treasure (x)")
    with pytest.raises(GraphError, match="not-our-database") as caught, open_store(str(other)):
        pass
    assert "something else" in str(caught.value)
    with sqlite3.connect(other) as connection:
        assert [name for (name,) in connection.execute("SELECT name FROM sqlite_master")] == ["treasure"]


def test_a_later_version_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "t.db")
    with open_store(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(GraphError, match="of version 2"), open_store(path):
        pass


def test_a_place_where_nobody_may_write_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match="database-unusable"), open_store(str(tmp_path / "file" / "t.db")):
        pass


def test_importing_again_adds_nothing_and_a_longer_file_adds_the_rest(tmp_path: Path) -> None:
    first = seal("mbc", "a" * 64, "blue-7", "cd" * 8, (chosen(1),))
    longer = seal("mbc", "a" * 64, "blue-7", "cd" * 8, (chosen(1), chosen(2)))
    with open_store(str(tmp_path / "t.db")) as store:
        assert [store.add(results) for results in (first, first, longer, first, longer)] == [1, 0, 1, 0, 0]
        assert len(store.choices("cd" * 8)) == 2
        (session,) = store.sessions()
        assert read_results(write_results(store.results(session))) == longer


def test_a_session_that_differs_is_refused_whole(tmp_path: Path) -> None:
    known = seal("mbc", "a" * 64, "blue-7", "cd" * 8, (chosen(1),))
    others = [
        seal("mbc", "a" * 64, "red-1", "cd" * 8, (chosen(1), chosen(2))),
        seal("mbc", "b" * 64, "blue-7", "cd" * 8, (chosen(1), chosen(2))),
        seal("mbc", "a" * 64, "blue-7", "cd" * 8, (chosen(1, took=1), chosen(2))),
    ]
    with open_store(str(tmp_path / "t.db")) as store:
        store.add(known)
        for other in others:
            with pytest.raises(GraphError, match="session-differs"):
                store.add(other)
        assert store.choices("cd" * 8) == (chosen(1),)


WRITER = """
import sys
sys.path.insert(0, "tests")
from decision_graph.teaching.store import Session, open_store
from teaching.test_results import chosen
path, learner, id = sys.argv[1:]
with open_store(path) as store:
    store.begin(Session(id, learner, "mbc", "a" * 64, 1))
    for number in range(1, 61):
        store.log(id, chosen(number))
"""


def test_learners_at_once_lose_nothing(tmp_path: Path) -> None:
    """Four programs make the database and write into it at the same time."""
    path = str(tmp_path / "t.db")
    root = Path(__file__).resolve().parents[2]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, f"learner-{k}", f"{k}" * 16], cwd=root)
        for k in range(4)
    ]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0, 0]
    with open_store(path) as store:
        assert not store.faults()
        for k in range(4):
            numbers = [choice.number for choice in store.choices(f"{k}" * 16)]
            assert numbers == list(range(1, 61))
