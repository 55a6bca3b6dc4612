"""Teach screens: the story, the questions, the reasons and the ladder of tiers, as lines of text."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from typing import Final

from decision_graph.cli.terminal import bold, colour, tell, wrapped
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.teaching.lesson import Lesson, Rung, Step

_STANDING: Final = {
    "offered": "offered",
    "open": "open",
    "unavailable": "unavailable",
    "not_indicated": "not indicated",
}


def story_lines(narrative: str, columns: int) -> list[str]:
    """A story, set off from what is asked about it."""
    return ["", *wrapped(narrative, columns, "  "), ""]


def step_lines(step: Step, columns: int) -> list[str]:
    """A question with its numbered choices."""
    lines = [bold(line) for line in wrapped(step.ask, columns)]
    for number, choice in enumerate(step.choices, start=1):
        lines += wrapped(choice.words, columns, f"  {number:2}  ")
    if step.several:
        lines += wrapped("Several may be right: give every number, for example 1 3.", columns, "      ")
    return lines


def reason_lines(step: Step, ids: Collection[str], columns: int) -> list[str]:
    """Whether a choice was right, and why: of what was chosen, and of what should have been."""
    right = set(ids) == set(step.right)
    lines = [colour("Right.", "green") if right else colour("Not right.", "red")]
    for choice in step.choices:
        if choice.id in ids or choice.right:
            mark = "yes" if choice.right else "no "
            missed = "" if choice.id in ids else " (missed)"
            text = (
                f"{choice.words.rstrip('.')}{missed}. {choice.why}"
                if choice.words != choice.why
                else choice.why
            )
            lines += wrapped(text, columns, f"  {mark}  ")
    return lines


def ladder_lines(lesson: Lesson, columns: int) -> list[str]:
    """What each tier would offer, from the least resources to the most."""
    lines = [bold("What each setting offers")]
    for rung in lesson.ladder:
        here = "  <- here" if rung.here else ""
        lines.append(f"  {rung.mark} {rung.label}{here}".rstrip())
        lines += _rung_lines(rung, columns)
    return lines


def _rung_lines(rung: Rung, columns: int) -> list[str]:
    if not rung.options:
        return ["      the guideline says nothing" if rung.silent else "      nothing in this column"]
    lines: list[str] = []
    for row, words, standing in rung.options:
        lines += wrapped(f"{row}: {words} ({_STANDING[standing]})", columns, "      ", "        ")
    return lines


def understood(step: Step, reply: str) -> tuple[str, ...]:
    """The ids of the choices that a reply means: their numbers, with spaces or commas between.

    Raises:
        GraphError: `no-such-answer` if it means none, or more than one where only one may be right.
    """
    words = reply.replace(",", " ").split()
    numbers = [int(word) for word in words if word.isdecimal() and 1 <= int(word) <= len(step.choices)]
    if len(numbers) != len(words) or not numbers:
        hint = f"give a number from 1 to {len(step.choices)}"
        raise GraphError(Diagnostic("no-such-answer", f"{reply!r} is none of the answers", hint=hint))
    if len(set(numbers)) > 1 and not step.several:
        message = "only one answer can be right here"
        raise GraphError(Diagnostic("no-such-answer", message, hint="give one number"))
    return tuple(step.choices[number - 1].id for number in sorted(set(numbers)))


def show(lines: Sequence[str]) -> None:
    """Print lines of a conversation."""
    tell("\n".join(lines))


def read_reply(prompt: str = "> ") -> str | None:
    """What somebody types; None at the end of the input."""
    tell(prompt, newline=False)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        tell(line.rstrip())  # what is piped in is not seen otherwise
    return line.strip() if line else None
