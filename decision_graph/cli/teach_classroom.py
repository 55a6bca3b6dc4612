"""`decision-graph teach classroom`: the cases of a class as one page for phones and the projector."""

from __future__ import annotations

import click

from decision_graph.cli.target import target_argument
from decision_graph.cli.teach import case_options, choose, own_cases
from decision_graph.cli.teach_report import write_file
from decision_graph.cli.terminal import tell
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.teaching.cases import make_cases
from decision_graph.teaching.near import Difficulty


@click.command("classroom")
@target_argument
@case_options
@click.option("--own", is_flag=True, help="The cases beside the graphs, in place of drawn ones.")
@click.option("--case", "ids", metavar="ID", multiple=True, help="Only this own case; may be repeated.")
@click.option("--out", metavar="FILE", default="class.html", show_default=True, help="Write into this file.")
def teach_classroom_command(
    target: str,
    seed: int,
    count: int | None,
    tier: str | None,
    difficulty: Difficulty | None,
    own: bool,
    ids: tuple[str, ...],
    out: str,
) -> int:
    """Write one page that phones and the projector open without a network: a walk, a quiz, and its results.

    Learners show their results as a code, a picture of it or a file; no name leaves a phone. The teacher's
    copy of the same page puts them together, and `teach import` takes them in.

    \b
    Examples:
      decision-graph teach classroom mbc --seed 7 --out class.html
      decision-graph teach classroom mbc/first_line --count 10 --difficulty easy

    The same command writes the same file, and the codes of one file are read by every copy of it.

    Exit status: 0 well, 1 fewer cases than asked for, 2 unusable input.
    """
    from decision_graph.teaching.classroom.deck import make_deck
    from decision_graph.teaching.classroom.page import classroom_page

    chosen = choose(target, tier)
    guideline = chosen.target.guideline
    if own or ids:
        cases = own_cases(target, chosen.target, ids)
        cases = tuple(case for case in cases if difficulty in (None, case.difficulty))[:count]
    else:
        cases = make_cases(chosen.pool, chosen.cover, chosen.phrases, seed, count, difficulty)
    if not cases:
        message = "there is no such case"
        raise GraphError(Diagnostic("no-case", message, hint="choose another difficulty, tier or graph"))
    deck = make_deck(guideline, cases)
    content = classroom_page(guideline, deck).encode()
    write_file(out, content)
    number = f"{len(cases)} case{'' if len(cases) == 1 else 's'}"
    tell(f"wrote {out}: {number}, {-(-len(content) // 1000)} kB, deck {deck.id}")
    return 1 if count is not None and len(cases) < count else 0
