"""`decision-graph teach walk`: lead a class through a case, in a terminal or on a projector."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import click

from decision_graph.cli.target import target_argument
from decision_graph.cli.teach import Chosen, case_options, choose, own_cases
from decision_graph.cli.teach_screens import ladder_lines, read_reply, show, step_lines
from decision_graph.cli.terminal import bold, complain, tell, width, wrapped
from decision_graph.cli.words import listed
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import Guideline
from decision_graph.teaching.cases import TeachingCase, make_cases
from decision_graph.teaching.lesson import Step, make_lesson
from decision_graph.teaching.near import Difficulty
from decision_graph.teaching.what_if import meant
from decision_graph.traversal.difference import Difference
from decision_graph.traversal.what_if import what_if

_WIDEST_BAR: Final = 30


class _Enough(Exception):
    """The class stops here."""


@click.command("walk")
@target_argument
@case_options
@click.option("--case", "ids", metavar="ID", multiple=True, help="A case beside the graphs; may be repeated.")
def teach_walk_command(
    target: str,
    seed: int,
    count: int | None,
    tier: str | None,
    difficulty: Difficulty | None,
    ids: tuple[str, ...],
) -> int:
    """Lead a class through cases: it votes at each question, then the answer opens with its reason.

    Type the number of hands for each answer, or only Enter. At the end of a case you see what each setting
    offers, and may ask what if a fact were another. q stops.

    \b
    Examples:
      decision-graph teach walk mbc --count 3 --seed 7
      decision-graph teach walk mbc --case v06
    """
    chosen = choose(target, tier)
    if ids:
        cases = own_cases(target, chosen.target, ids)
    else:
        cases = make_cases(chosen.pool, chosen.cover, chosen.phrases, seed, count or 1, difficulty)
    if not cases:
        message = "there is no such case"
        raise GraphError(Diagnostic("no-case", message, hint="choose another difficulty, tier or graph"))
    try:
        for place, case in enumerate(cases, start=1):
            _walk(chosen, case, f"Case {place} of {len(cases)}")
    except _Enough:
        tell("")
    show(wrapped(chosen.target.guideline.disclaimer, width()))
    return 0


def _walk(chosen: Chosen, case: TeachingCase, head: str) -> None:
    guideline = chosen.target.guideline
    lesson = make_lesson(guideline, case)
    story = ["", bold(head), "", *wrapped(case.narrative, width(), "    "), ""]
    _clear()
    show(story)
    _reply("Enter to begin > ")
    for step in lesson.steps:
        _clear()
        show([*story, *_spaced(step_lines(step, width()))])
        votes = _votes(step)
        show(_opened(step, votes))
        _reply("Enter to go on > ")
    _clear()
    show([*story, *ladder_lines(lesson, width()), ""])
    _what_if(guideline, case)


def _clear() -> None:
    """A fresh screen, where there is one."""
    if sys.stderr.isatty():
        click.clear()


def _spaced(lines: Sequence[str]) -> list[str]:
    """Lines with air between the choices: read from the last row of a room."""
    return [text for line in lines for text in (("", line) if line.startswith("  ") else (line,))]


def _reply(prompt: str) -> str:
    reply = read_reply(f"\n{prompt}")
    if reply is None or reply.casefold() in ("q", "quit"):
        raise _Enough
    return reply


def _votes(step: Step) -> list[int]:
    """The hands for each choice; none if nobody counted."""
    example = " ".join(str(3 + place * 5 % 11) for place in range(len(step.choices)))
    while True:
        reply = _reply(f"Hands for each answer (for example {example}), or Enter > ")
        numbers = reply.replace(",", " ").split()
        if not numbers:
            return []
        if len(numbers) == len(step.choices) and all(n.isdecimal() and len(n) < 6 for n in numbers):
            return [int(number) for number in numbers]
        message = f"{reply!r} is not {len(step.choices)} numbers"
        hint = "one number for each answer, in their order; or only Enter"
        complain([Diagnostic("votes", message, hint=hint)])


def _opened(step: Step, votes: Sequence[int]) -> list[str]:
    """The votes as bars, and which answer holds, each with its reason."""
    most = max(votes, default=0)
    lines = [""]
    for number, choice in enumerate(step.choices, start=1):
        mark = "=>" if choice.right else "  "
        lines += wrapped(choice.words, width(), f"{mark} {number}  ")
        if votes:
            hands = votes[number - 1]
            bar = "#" * round(hands / most * _WIDEST_BAR) if most else ""
            lines.append(f"      {bar} {hands}".rstrip())
        lines += wrapped(choice.why, width(), "      ")
        lines.append("")
    return lines[:-1]


def _what_if(guideline: Guideline, case: TeachingCase) -> None:
    """Other facts, as long as the class has questions."""
    while reply := _reply("What if ...? (a fact in words, or NAME=VALUE; Enter for none) > "):
        try:
            change = meant(guideline, reply, case.facts)
            show(_parted(guideline, what_if(guideline, case.facts, change, graph=case.graph)))
        except GraphError as error:
            complain(error.diagnostics)


def _parted(guideline: Guideline, found: Difference) -> list[str]:
    """Where the paths part, and what is gained and lost."""
    columns = width()
    lines = [""]
    if found.parting is not None:
        lines += wrapped(f"The paths part at: {found.parting.ask}", columns)
        for when, words in (("before", found.parting.before), ("now", found.parting.after)):
            lines += wrapped(listed(words) if words else "not decided", columns, f"    {when:7} ")
    else:
        lines.append("The path stays the same.")
    leading = [f"{row.row.id} {row.row.title}" for row in found.after.rows if row.standing == "preferred"]
    says = listed(leading) if leading else " ".join(found.after.says) or "nothing yet"
    lines += wrapped(f"Now leads: {says}" if leading else says, columns, rest="    ")
    for heading, keys in (("gained", found.gained), ("lost", found.lost)):
        for key in keys:
            lines += wrapped(f"{key.row}: {key.text}", columns, f"    {heading:7} ")
    if found.after.status == "open":
        asked = [question.ask for question in found.after.questions[:2]]
        lines += wrapped(f"Still to be asked: {' '.join(asked)}", columns)
    return lines
