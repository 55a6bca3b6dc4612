"""Recording: an interview written down as it goes, and the decision asked for at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from decision_graph.cli.interview import Step
from decision_graph.cli.terminal import complain, tell, width, wrapped
from decision_graph.diagnostics import GraphError
from decision_graph.predicate.terms import Value
from decision_graph.record.choices import NONE, Listed, decision, listed
from decision_graph.record.events import Answered, Asked, Event, Offered, TakenBack
from decision_graph.record.journal import append, open_visit
from decision_graph.record.visits import offered, opened
from decision_graph.traversal.answer import Answer
from decision_graph.traversal.questions import Question

F = TypeVar("F", bound=Callable[..., Any])


def time_now(wanted: bool) -> str | None:
    """The time in minutes, in UTC, where it is wanted; a record keeps none otherwise."""
    if not wanted:
        return None
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")


def time_option(command: F) -> F:
    """Whether a record keeps the time."""
    return click.option("--record-time", is_flag=True, help="Keep the time of the visit too, in UTC.")(
        command
    )


def record_options(command: F) -> F:
    """The options of a command that can write down what happens."""
    record = click.option(
        "--record", metavar="FILE", help="Write the visit down in this file, and ask what was chosen."
    )
    return record(time_option(command))


class Recording:
    """What is written down of one interview; nothing without a file.

    Args:
        path: of the record; None to write nothing.
        graph: the graph that is asked directly.
        answer: before the first question.
        with_time: whether to keep the time.
    """

    def __init__(self, path: str | None, graph: str | None, answer: Answer, *, with_time: bool) -> None:
        self.path = path
        self.visit = 0
        if path is not None:
            self.visit = open_visit(path, opened(answer, graph, time_now(with_time)))

    def _note(self, *events: Event) -> None:
        if self.path is not None:
            append(self.path, events)

    def asked(self, question: Question) -> None:
        """A question is on the screen."""
        self._note(Asked(self.visit, question.attribute, question.ask))

    def stepped(self, before: Sequence[Step], after: Sequence[Step], checked: dict[str, Value]) -> None:
        """A question was answered, left unanswered, or taken back.

        Args:
            before, after: the steps of the interview.
            checked: the facts as the answer holds them.
        """
        if len(after) > len(before):
            name = after[-1].attribute
            value = None if after[-1].value is None else checked[name]
            self._note(Answered(self.visit, name, value))
        elif len(after) < len(before):
            self._note(TakenBack(self.visit, before[-1].attribute))

    def finish(self, answer: Answer, read: Callable[[], str | None]) -> None:
        """Keep the answer, and ask what was chosen until the person has said it, or does not want to."""
        if self.path is None:
            return
        found = offered(self.visit, answer)
        self._note(found)
        tell(f"\nWritten down as visit {self.visit} in {self.path}.")
        known = listed(found)
        tell("What was chosen? A number, or enter if it is not decided yet:")
        for option in known:
            tell("\n".join(wrapped(_words(option), width(), f"  {option.number}  ")))
        tell("  n  something else, with the reason")
        while (reply := read()) and reply.casefold() not in ("q", "quit"):
            if self._chosen(found, known, NONE if reply.casefold() == "n" else reply, read):
                return

    def _chosen(
        self, found: Offered, known: Sequence[Listed], reply: str, read: Callable[[], str | None]
    ) -> bool:
        """Whether a reply was understood and kept."""
        because = ""
        if reply == NONE or any(reply == str(one.number) and not one.offered for one in known):
            tell("Why? In a few words, and nothing that says who the patient is:")
            because = read() or ""
        try:
            self._note(decision(found, reply, None, because))
        except GraphError as error:
            complain(error.diagnostics)
            return False
        return True


def _words(option: Listed) -> str:
    standing = "" if option.offered else f" ({option.standing.replace('_', ' ')})"
    return f"{option.option}, row {option.row}{standing}"
