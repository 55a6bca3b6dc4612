"""`decision-graph teach import`: the results of learners, from files and codes, into the database."""

from __future__ import annotations

import sys

import click
import msgspec

from decision_graph.cli.teach_store import database, db_option
from decision_graph.cli.terminal import complain, say, tell
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.teaching.classroom.arrivals import read_arrival, split
from decision_graph.teaching.classroom.deck import Deck, read_deck
from decision_graph.teaching.results import LARGEST
from decision_graph.teaching.store import Store, open_store

_LARGEST_PAGE = 50_000_000
"""Bytes of a classroom page: far more than any has."""


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--page", metavar="FILE", help="The classroom page that codes beginning with DG2 come from.")
@db_option
def teach_import_command(files: tuple[str, ...], page: str | None, db: str | None) -> int:
    """Import results of learners, from files or codes; what is damaged is refused, the others are not.

    A file may hold many: one to a line, or codes among other words. `-` reads standard input: paste codes,
    press Enter, then Ctrl and D (on Windows Ctrl and Z, Enter).

    \b
    Examples:
      decision-graph teach import results/*.json
      decision-graph teach import codes.txt --page class.html

    Exit status: 0 well, 1 something was refused, 2 unusable.
    """
    deck = None if page is None else _deck(page)
    refused = arrived = 0
    with open_store(database(db)) as store:
        for name in files:
            try:
                found = split(_content(name, LARGEST))
            except GraphError as error:
                found = ()
                arrived, refused = arrived + 1, refused + 1
                complain(_named(name, error))
            for number, content in enumerate(found, start=1):
                label = name if len(found) == 1 else f"{name}, number {number}"
                arrived += 1
                refused += not _taken(store, label, content, deck)
    if refused:
        tell(f"{refused} of {arrived} were refused")
    return 1 if refused else 0


def _deck(page: str) -> Deck:
    try:
        return read_deck(_content(page, _LARGEST_PAGE))
    except GraphError as error:
        raise GraphError(_named(page, error)) from None


def _taken(store: Store, label: str, content: bytes, deck: Deck | None) -> bool:
    """Import one of the results, and say so, or why not."""
    try:
        results = read_arrival(content, deck)
        new = store.add(results)
    except GraphError as error:
        complain(_named(label, error))
        return False
    known = len(results.choices) - new
    again = f", {known} known already" if known else ""
    say(f"{label}: {results.learner}, {new} answer{'' if new == 1 else 's'}{again}")
    return True


def _content(name: str, most: int) -> bytes:
    """The bytes of a file, or of standard input; no more than one beyond what it may have."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(most + 1)
        with open(name, "rb") as file:
            return file.read(most + 1)
    except OSError as error:
        message = f"it cannot be read: {error.strerror or error}"
        raise GraphError(Diagnostic("unreadable-file", message, hint="check the name")) from None


def _named(name: str, error: GraphError) -> list[Diagnostic]:
    """What is wrong with a file, with its name."""
    return [msgspec.structs.replace(d, message=f"{name}: {d.message}") for d in error.diagnostics]
