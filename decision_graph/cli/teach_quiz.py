"""`decision-graph teach quiz`: a learner answers cases question by question, and every choice is kept."""

from __future__ import annotations

import secrets

import click

from decision_graph.cli.target import target_argument
from decision_graph.cli.teach import Chosen, choose, own_cases
from decision_graph.cli.teach_screens import (
    ladder_lines,
    read_reply,
    reason_lines,
    show,
    step_lines,
    story_lines,
    understood,
)
from decision_graph.cli.teach_store import database, db_option, learner_code, now
from decision_graph.cli.terminal import bold, complain, tell, width, wrapped
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.teaching.cases import TeachingCase
from decision_graph.teaching.near import DIFFICULTIES, Difficulty
from decision_graph.teaching.quiz import Turn, chosen, draw_plan, reviews, turns, unfinished
from decision_graph.teaching.store import Session, Store, open_store

_HELP = """\
  number   your answer; several numbers where several may be right
  s        the story again
  q        stop; the same command goes on here another time
  ?        this help"""


@click.command("quiz")
@target_argument
@click.option(
    "--learner",
    metavar="CODE",
    required=True,
    callback=learner_code,
    help="Your own code, for example blue-7: no name.",
)
@click.option(
    "--count", type=click.IntRange(1, 200), default=5, show_default=True, metavar="N", help="So many cases."
)
@click.option(
    "--seed",
    type=click.IntRange(0, 10**9),
    metavar="N",
    help="Which patients; other ones at every session if absent.",
)
@click.option("--tier", metavar="TIER", help="Only patients in this tier.")
@click.option("--difficulty", type=click.Choice(DIFFICULTIES), help="Only easy, medium or hard cases.")
@click.option(
    "--case",
    "ids",
    metavar="ID",
    multiple=True,
    help="A case beside the graphs in place of drawn ones; may be repeated.",
)
@click.option("--new", "anew", is_flag=True, help="Begin anew, even if the last session was not finished.")
@db_option
def teach_quiz_command(
    target: str,
    learner: str,
    count: int,
    seed: int | None,
    tier: str | None,
    difficulty: Difficulty | None,
    ids: tuple[str, ...],
    anew: bool,
    db: str | None,
) -> int:
    """Answer cases question by question; every choice is kept, and what you missed comes again.

    \b
    Example:
      decision-graph teach quiz mbc --learner blue-7

    A session that was stopped, or killed, goes on where it was with the same command.
    """
    chosen_ = choose(target, tier)
    guideline = chosen_.target.guideline
    with open_store(database(db)) as store:
        session = None if anew else unfinished(store, guideline, learner)
        if session is None:
            plan = own_cases(target, chosen_.target, ids) if ids else None
            session = _begin(store, chosen_, learner, count, seed, difficulty, plan)
        else:
            tell("You stopped in the middle: here it goes on. (--new begins anew.)")
        _sit(store, chosen_, session)
    return 0


def _begin(
    store: Store,
    found: Chosen,
    learner: str,
    count: int,
    seed: int | None,
    level: Difficulty | None,
    plan: tuple[TeachingCase, ...] | None,
) -> Session:
    """A new session, kept with its cases before the first question."""
    guideline = found.target.guideline
    before = len(store.sessions(learner))
    drawn = before if seed is None else seed
    if plan is None:
        history = reviews(store, learner)
        plan = draw_plan(found.pool, found.cover, found.phrases, history, now(), drawn, count, level)
    if not plan:
        message = "there is no such case"
        raise GraphError(Diagnostic("no-case", message, hint="choose another difficulty, tier or graph"))
    session = Session(secrets.token_hex(16), learner, guideline.id, guideline.digest, now(), drawn, plan)
    store.begin(session)
    return session


def _sit(store: Store, found: Chosen, session: Session) -> None:
    """Ask what is left of a session."""
    every = turns(found.target.guideline, session.plan)
    done = len(store.choices(session.id))
    for turn in every[done:]:
        if turn.first or turn.number == done + 1:
            _head(turn, len(session.plan))
        if not _ask(store, session, turn):
            tell("\nEvery answer so far is kept. The same command goes on here.")
            return
        if turn.last:
            show(["", *ladder_lines(turn.lesson, width())])
    _finish(store, session, found.target.guideline.disclaimer)


def _head(turn: Turn, cases: int) -> None:
    case = turn.lesson.case
    show(
        [
            "",
            bold(f"Case {turn.place + 1} of {cases}  ({case.difficulty})"),
            *story_lines(case.narrative, width()),
        ]
    )


def _ask(store: Store, session: Session, turn: Turn) -> bool:
    """Ask one question until it is answered, and keep the answer; False if the learner stops."""
    show(["", *step_lines(turn.step, width())])
    shown = now()
    while True:
        reply = read_reply()
        match None if reply is None else reply.casefold():
            case None | "q" | "quit":
                return False
            case "":
                continue
            case "?" | "h" | "help":
                tell(_HELP)
                continue
            case "s" | "story":
                show(story_lines(turn.lesson.case.narrative, width()))
                continue
        assert reply is not None
        try:
            ids = understood(turn.step, reply)
        except GraphError as error:
            complain(error.diagnostics)
            continue
        # First on the disk, then on the screen: what a learner has seen is never lost.
        at = now()
        store.log(session.id, chosen(turn, ids, at, at - shown))
        show(reason_lines(turn.step, ids, width()))
        return True


def _finish(store: Store, session: Session, disclaimer: str) -> None:
    choices = store.choices(session.id)
    points = [choice.points for choice in choices]
    perfect = sum(choice.correct for choice in choices)
    agree, of = sum(agree for agree, _ in points), sum(of for _, of in points)
    show(
        [
            "",
            bold("That was the last case."),
            f"  {perfect} of {len(choices)} questions right, {agree} of {of} points",
            "  What you missed comes again: use the same command another day.",
            "",
            *wrapped(disclaimer, width()),
        ]
    )
