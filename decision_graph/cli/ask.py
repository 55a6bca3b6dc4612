"""`decision-graph ask`: an interview in the terminal.

The conversation goes to standard error, so that the answer alone is on standard output.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping

import click

from decision_graph.cli.given import fact_options, only_asked, place_options
from decision_graph.cli.interview import Interview, understood
from decision_graph.cli.needless import needless_lines
from decision_graph.cli.place import here
from decision_graph.cli.query import OPEN, WELL, Format, answered, format_option, show_answer
from decision_graph.cli.recording import Recording, record_options
from decision_graph.cli.target import target_argument
from decision_graph.cli.terminal import complain, tell, width, wrapped
from decision_graph.cli.words import bounds_words
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.predicate.text import value_text
from decision_graph.traversal.questions import Question

_HELP = """\
  number or word   answer
  u                leave it unanswered (unknown), and go on
  b                back: take the last answer back
  w                why this is asked
  ?                this help
  q                quit, with what is known so far"""


@click.command("ask")
@target_argument
@fact_options
@place_options
@record_options
@format_option
def ask_command(
    target: str,
    source: str | None,
    pairs: tuple[str, ...],
    line: str | None,
    setting: str | None,
    formulary: str | None,
    date: str | None,
    record: str | None,
    record_time: bool,
    form: Format,
) -> int:
    """An interview that asks only what is still needed.

    It begins with the facts that are given, asks the best question first, and ends with the answer and
    with the command that repeats it. At any question: ? shows help, u leaves it unanswered, b goes back,
    w says why it is asked, q quits.

    \b
    Example:
      decision-graph ask mbc --line first --setting limited

    Exit status: 0 decided, 2 unusable input, 3 still open.
    """
    if source == "-":
        message = "an interview reads the answers from standard input, and cannot read facts from it too"
        raise GraphError(Diagnostic("stdin-twice", message, hint="give --facts a file"))
    found, options = here(target, pairs, line, setting, formulary, date)
    asked = only_asked(source, options)
    # Wrong facts are refused here, with the place of each.
    interview = Interview(found, answered(found, asked).patient.facts)
    recording = Recording(record, found.graph, interview.answer, with_time=record_time)
    _converse(interview, recording)
    show_answer(found, interview.answer, form)
    recording.finish(interview.answer, _read)
    tell("\nTo repeat it:")
    told = {name: value for name, value in interview.facts.items() if name not in options.below}
    tell(f"  {_command(target, told, formulary, date)}")
    return OPEN if interview.answer.status == "open" else WELL


def _converse(interview: Interview, recording: Recording) -> None:
    """Ask until nothing is left to ask, or the person has enough."""
    tell("Answer with a number or a word; ? for help, q to quit.")
    while (question := interview.next_question()) is not None:
        _show(interview, question)
        recording.asked(question)
        while True:
            before = tuple(interview.steps)
            reply = _read()
            if reply is None or reply.casefold() in ("q", "quit"):
                tell("\nThat is what is known so far.\n")
                return
            if _handled(interview, question, reply):
                recording.stepped(before, interview.steps, interview.answer.patient.facts)
                break
    tell("\nNothing is left to ask.")
    needless = needless_lines(interview.answer, width())
    if needless:
        tell("\n".join(["These facts would change no recommendation here:", *needless]))
    tell("")


def _read() -> str | None:
    """What the person types; None at the end of the input."""
    tell("> ", newline=False)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        tell(line.rstrip())  # what is piped in is not seen otherwise
    return line.strip() if line else None


def _handled(interview: Interview, question: Question, reply: str) -> bool:
    """Whether a reply settles a question, one way or another."""
    match reply.casefold():
        case "":
            return False
        case "?" | "h" | "help":
            tell(_HELP)
            return False
        case "w" | "why":
            _why(interview, question)
            return False
        case "u" | "unknown" | "skip":
            interview.skip(question)
            return True
        case "b" | "back":
            if interview.back():
                return True
            tell("There is nothing to take back.")
            return False
    try:
        offered = interview.offered(question)
        interview.reply(question, understood(interview.attribute(question), offered, reply))
    except GraphError as error:
        complain(error.diagnostics)
        return False
    return True


def _show(interview: Interview, question: Question) -> None:
    attribute = interview.attribute(question)
    lines = ["", *wrapped(question.ask, width())]
    offered = interview.offered(question)
    for number, choice in enumerate(offered, start=1):
        lines += wrapped(choice.label, width(), f"  {number}  ")
    if not offered:
        lines.append(f"  {bounds_words(attribute)}")
    tell("\n".join(lines))


def _why(interview: Interview, question: Question) -> None:
    attribute = interview.attribute(question)
    lines = ["It decides between:"] if len(question.separates) > 1 else ["It decides about:"]
    for words in interview.separated(question):
        lines += wrapped(words, width(), "  ", "    ")
    if attribute.help:
        lines += wrapped(attribute.help, width())
    tell("\n".join(lines))


def _command(target: str, facts: Mapping[str, object], formulary: str | None, date: str | None) -> str:
    """The query that gives the same answer."""
    words = ["decision-graph", "query", target]
    words += ["--formulary", formulary] if formulary else []
    words += ["--date", date] if date else []
    for name, value in facts.items():
        text = value_text(value) if isinstance(value, bool | int | float) else str(value)
        words += ["--fact", f"{name}={text}"]
    return shlex.join(words)
