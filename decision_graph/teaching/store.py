"""Store: every choice of every learner, in one SQLite database that survives a kill at any moment.

The log is all that is kept: where a session stands, what is due again and every report are computed from
it. Each choice is one transaction, on the disk before the learner sees whether it was right.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.teaching.cases import TeachingCase
from decision_graph.teaching.results import Chosen, Results, seal

_APPLICATION: Final = 0x44475443
"""Marks a database as ours: "DGTC"."""

_VERSION: Final = 1

_WAIT_SECONDS: Final = 20.0
"""How long a learner waits while another one's choice is written."""

_TABLES: Final = """
CREATE TABLE session (
    id TEXT PRIMARY KEY, learner TEXT NOT NULL, guideline TEXT NOT NULL, digest TEXT NOT NULL,
    started INTEGER NOT NULL, seed INTEGER NOT NULL, plan BLOB NOT NULL
) STRICT;
CREATE INDEX session_of_learner ON session (learner, started);
CREATE TABLE choice (
    session TEXT NOT NULL REFERENCES session, number INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;
"""


class Session(msgspec.Struct, frozen=True):
    """What one learner does at one session.

    Attributes:
        id: random, in hexadecimal.
        learner: the learner's code.
        guideline, digest: what the cases are about.
        started: milliseconds since 1970, UTC.
        seed: of its cases.
        plan: its cases, as they were drawn; none if it was imported.
    """

    id: str
    learner: str
    guideline: str
    digest: str
    started: int
    seed: int = 0
    plan: tuple[TeachingCase, ...] = ()


class Logged(msgspec.Struct, frozen=True):
    """A choice with whose it was."""

    session: str
    learner: str
    guideline: str
    digest: str
    choice: Chosen


@contextmanager
def open_store(path: str) -> Iterator[Store]:
    """The database of a path; it is made if there is none.

    Raises:
        GraphError: `not-our-database`, `database-damaged` or `database-unusable`, with the reason.
    """
    try:
        folder = os.path.dirname(path)
        if folder:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _unusable(path, error) from None
    try:
        _prepare(connection, path)
        yield Store(connection, path)
    except sqlite3.Error as error:
        raise _unusable(path, error) from None
    finally:
        connection.close()


def _unusable(path: str, error: Exception) -> GraphError:
    damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
    slug = "database-damaged" if damaged else "database-unusable"
    hint = "give another file with --db, or check that you may write there"
    return GraphError(Diagnostic(slug, f"the database '{path}' cannot be used: {error}", hint=hint))


def _prepare(connection: sqlite3.Connection, path: str) -> None:
    """Set what makes every transaction durable, and make the tables of a new database."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # Two programs may meet a new file at once: who comes second finds the tables made.
    connection.execute("BEGIN IMMEDIATE")
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables and not application:
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        elif application != _APPLICATION or version != _VERSION:
            message = f"'{path}' is a database of something else"
            if application == _APPLICATION:
                message = f"'{path}' is of version {version}, and this program reads {_VERSION}"
            raise GraphError(Diagnostic("not-our-database", message, hint="give another file with --db"))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


class Store:
    """An open database."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self.path = path

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, which waits for that of another program."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def begin(self, session: Session) -> None:
        """Keep a new session with its cases."""
        with self._writing():
            self._insert(session)

    def _insert(self, session: Session) -> None:
        self._connection.execute(
            "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                session.id,
                session.learner,
                session.guideline,
                session.digest,
                session.started,
                session.seed,
                msgspec.json.encode(session.plan),
            ),
        )

    def log(self, session: str, choice: Chosen) -> None:
        """Keep a choice; it is on the disk when this returns.

        Raises:
            GraphError: `session-elsewhere` if the choice of this number was made already.
        """
        try:
            with self._writing():
                self._append(session, choice)
        except sqlite3.IntegrityError:
            message = f"choice {choice.number} of this session was made already, in another window"
            raise GraphError(Diagnostic("session-elsewhere", message, hint="start the quiz again")) from None

    def _append(self, session: str, choice: Chosen) -> None:
        row = (session, choice.number, msgspec.json.encode(choice))
        self._connection.execute("INSERT INTO choice VALUES (?, ?, ?)", row)

    def sessions(self, learner: str | None = None) -> tuple[Session, ...]:
        """The sessions of a learner, or of all, oldest first."""
        rows = self._connection.execute(
            "SELECT id, learner, guideline, digest, started, seed, plan FROM session"
            " WHERE ?1 IS NULL OR learner = ?1 ORDER BY started, id",
            (learner,),
        )
        decode = msgspec.json.Decoder(tuple[TeachingCase, ...]).decode
        return tuple(
            Session(id, owner, guideline, digest, started, seed, decode(plan))
            for id, owner, guideline, digest, started, seed, plan in rows
        )

    def choices(self, session: str) -> tuple[Chosen, ...]:
        """The choices of a session, in order."""
        rows = self._connection.execute(
            "SELECT body FROM choice WHERE session = ? ORDER BY number", (session,)
        )
        return tuple(msgspec.json.decode(body, type=Chosen) for (body,) in rows)

    def every_choice(self) -> Iterator[Logged]:
        """Every choice of everybody, session by session."""
        decode = msgspec.json.Decoder(Chosen).decode
        rows = self._connection.execute(
            "SELECT session.id, learner, guideline, digest, body FROM session JOIN choice"
            " ON choice.session = session.id ORDER BY started, session.id, number"
        )
        for id, learner, guideline, digest, body in rows:
            yield Logged(id, learner, guideline, digest, decode(body))

    def add(self, results: Results) -> int:
        """Import results; returns how many choices were new. Importing them again adds nothing.

        Raises:
            GraphError: `session-differs` if the session is known with another learner, or other choices.
        """
        with self._writing():
            known = self._connection.execute(
                "SELECT learner, digest FROM session WHERE id = ?", (results.session,)
            ).fetchone()
            if known is None:
                first = min((choice.at for choice in results.choices), default=0)
                self._insert(
                    Session(results.session, results.learner, results.guideline, results.digest, first)
                )
            elif known != (results.learner, results.digest):
                raise _differs(f"session {results.session} is known, of learner '{known[0]}'")
            before = {choice.number: choice for choice in self.choices(results.session)}
            fresh = [choice for choice in results.choices if choice.number not in before]
            for choice in results.choices:
                if before.get(choice.number, choice) != choice:
                    raise _differs(f"choice {choice.number} of session {results.session} is known otherwise")
            for choice in fresh:
                self._append(results.session, choice)
        return len(fresh)

    def results(self, session: Session) -> Results:
        """A session as results, to be imported elsewhere."""
        choices = self.choices(session.id)
        return seal(session.guideline, session.digest, session.learner, session.id, choices)

    def faults(self) -> Sequence[str]:
        """What SQLite finds wrong with the file; nothing if it is whole."""
        found = [row for (row,) in self._connection.execute("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found


def _differs(message: str) -> GraphError:
    hint = "nothing of it was imported; ask the learner for the file again"
    return GraphError(Diagnostic("session-differs", message, hint=hint))
