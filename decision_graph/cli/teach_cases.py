"""`decision-graph teach cases`: cases for a class, with their stories, near misses and key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import click
import msgspec

from decision_graph.cli.output import Json, indented
from decision_graph.cli.target import target_argument
from decision_graph.cli.teach import Chosen, case_options, choose, own_cases
from decision_graph.cli.terminal import bold, say, width, wrapped
from decision_graph.cli.words import listed
from decision_graph.graph import Guideline, option_words
from decision_graph.teaching.cases import TeachingCase, key_of, make_cases
from decision_graph.teaching.near import Difficulty, NearMiss
from decision_graph.teaching.pool import Goal
from decision_graph.traversal.answer import Answer

_MOST_UNREACHABLE: Final = 3


class Drawn(msgspec.Struct, frozen=True):
    """What is printed: cases, and what they reach of what can be reached.

    Attributes:
        missed: goals that some case of a full set reaches, but none of these.
    """

    chosen: Chosen
    seed: int
    cases: tuple[TeachingCase, ...]
    missed: tuple[Goal, ...]
    own: bool

    @property
    def guideline(self) -> Guideline:
        """What the cases are about."""
        return self.chosen.target.guideline


@click.command("cases")
@target_argument
@case_options
@click.option("--every-cell", "cells", is_flag=True, help="Reach also every row in every tier of its table.")
@click.option("--own", is_flag=True, help="The cases beside the graphs, in place of drawn ones.")
@click.option("--case", "ids", metavar="ID", multiple=True, help="Only this own case; may be repeated.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "yaml"]),
    default="text",
    show_default=True,
    help="yaml is a file of cases, as `decision-graph test` reads it.",
)
def teach_cases_command(
    target: str,
    seed: int,
    count: int | None,
    tier: str | None,
    difficulty: Difficulty | None,
    cells: bool,
    own: bool,
    ids: tuple[str, ...],
    form: str,
) -> int:
    """Draw cases that together reach every answer, leaf and tier, with their near misses and their key.

    \b
    Examples:
      decision-graph teach cases mbc --seed 7
      decision-graph teach cases mbc/first_line --count 6 --difficulty easy
      decision-graph teach cases mbc --own --case v06 --format json

    Exit status: 0 well, 1 fewer cases than asked for, 2 unusable input.
    """
    chosen = choose(target, tier, cells=cells)
    if own or ids:
        cases = own_cases(target, chosen.target, ids)
        cases = tuple(case for case in cases if difficulty in (None, case.difficulty))[:count]
    else:
        cases = make_cases(chosen.pool, chosen.cover, chosen.phrases, seed, count, difficulty)
    drawn = Drawn(chosen, seed, cases, tuple(_missed(chosen, cases)), own or bool(ids))
    written = _FORMATS[form](drawn)
    if form == "text":
        say(written)
    else:
        click.echo(written.encode(), nl=not written.endswith("\n"))
    return 1 if count is not None and len(cases) < count else 0


def _missed(chosen: Chosen, cases: Sequence[TeachingCase]) -> Iterator[Goal]:
    tier = chosen.target.guideline.tier
    reached = {key for case in cases for key in case.reaches}
    reached |= {("tier", graph, str(case.facts.get(tier))) for case in cases for _, graph, _ in case.reaches}
    nobody = set(chosen.cover.unreachable)
    return (goal for goal in chosen.pool.goals if goal not in nobody and goal.key not in reached)


# Text


def _text(drawn: Drawn) -> str:
    columns = width()
    lines = [line for words in _statement(drawn) for line in wrapped(words, columns)]
    for case in drawn.cases:
        count = len(case.near)
        head = f"{case.id}  {case.difficulty}, {count} near miss{'' if count == 1 else 'es'}"
        lines += ["", bold(head), *wrapped(case.narrative, columns, "  ")]
    lines += ["", bold("KEY")]
    for case in drawn.cases:
        for words in _key_lines(drawn.guideline, case):
            indent = " " * (len(words) - len(words.lstrip()))
            lines += wrapped(words.lstrip(), columns, indent, indent + "    ")
    return "\n".join([*lines, "", *wrapped(drawn.guideline.disclaimer, columns)])


def _statement(drawn: Drawn) -> Iterator[str]:
    """How many cases there are, what they reach, and how few could."""
    cover, goals = drawn.chosen.cover, drawn.chosen.pool.goals
    reachable = len(goals) - len(cover.unreachable)
    cells = ", rows, cells" if any(goal.key[0] == "cell" for goal in goals) else ""
    least = "no fewer can" if cover.fewest else f"at least {cover.at_least} are needed"
    number = len(drawn.cases)
    yield f"{number} case{'' if number == 1 else 's'}{', your own' if drawn.own else f', seed {drawn.seed}'}."
    yield (
        f"They reach {reachable - len(drawn.missed)} of the {reachable} answers, leaves{cells} and tiers "
        f"that patients can reach. {len(cover.groups)} drawn cases reach all; {least}."
    )
    if cover.unreachable:
        shown = [goal.words.rstrip(".") for goal in cover.unreachable[:_MOST_UNREACHABLE]]
        left = len(cover.unreachable) - len(shown)
        more = f"; nor {left} more (--format json lists them)" if left else ""
        yield f"No patient here reaches {'; '.join(shown)}{more}."


def _key_lines(guideline: Guideline, case: TeachingCase) -> Iterator[str]:
    answer = key_of(guideline, case)
    preferred = [row for row in answer.rows if row.standing == "preferred"]
    words = (
        listed(f"{row.row.id} {row.row.title}" for row in preferred) if preferred else " ".join(answer.says)
    )
    yield f"{case.id}  {answer.status}: {words or 'no row'}"
    for row in preferred:
        offered = _offered(guideline, answer)[row.row.id]
        yield f"    {row.row.id} offers: {'; '.join(offered) or 'nothing here'}"
    for miss in case.near:
        yield f"    with {miss.words}: {_leads(miss)}"


def _leads(miss: NearMiss) -> str:
    return listed(miss.rows) if miss.rows else "silent"


def _offered(guideline: Guideline, answer: Answer) -> dict[str, list[str]]:
    """For each leading row the options that are offered, in words."""
    return {
        row.row.id: [
            option_words(option.option, guideline.vocabulary)
            for option in row.options
            if option.standing in ("offered", "open")
        ]
        for row in answer.rows
        if row.standing == "preferred"
    }


# JSON and YAML


def _json(drawn: Drawn) -> str:
    cover = drawn.chosen.cover
    guideline = drawn.guideline
    found: Json = {
        "guideline": guideline.id,
        "version": guideline.version,
        "digest": guideline.digest,
        "seed": drawn.seed,
        "full_set": len(cover.groups),
        "at_least": cover.at_least,
        "unreachable": [_goal_json(goal) for goal in cover.unreachable],
        "missed": [_goal_json(goal) for goal in drawn.missed],
        "cases": [_case_json(guideline, case) for case in drawn.cases],
        "disclaimer": guideline.disclaimer,
    }
    return indented(found).decode()


def _goal_json(goal: Goal) -> Json:
    kind, graph, id = goal.key
    return {"kind": kind, "graph": graph, "id": id, "words": goal.words}


def _case_json(guideline: Guideline, case: TeachingCase) -> Json:
    answer = key_of(guideline, case)
    return {
        "id": case.id,
        "difficulty": case.difficulty,
        "narrative": case.narrative,
        "facts": case.facts,
        "graph": case.graph,
        "near": msgspec.to_builtins(case.near),
        "key": {
            "status": answer.status,
            "preferred": [row.row.id for row in answer.rows if row.standing == "preferred"],
            "offered": _offered(guideline, answer),
        },
    }


def _yaml(drawn: Drawn) -> str:
    """A file of cases: JSON is YAML too, so that every text stands in quotes and means itself."""
    lines = [
        f"# Drawn by: decision-graph teach cases {drawn.guideline.id} --seed {drawn.seed} --format yaml",
        f"title: {_quoted(f'Cases for teaching, seed {drawn.seed}')}",
        "cases:",
    ]
    for case in drawn.cases:
        answer = key_of(drawn.guideline, case)
        lines += [
            f"  {_quoted(case.id)}:",
            f"    narrative: {_quoted(case.narrative)}",
            f"    facts: {_quoted(case.facts)}",
            *([f"    graph: {_quoted(case.graph)}"] if case.graph else []),
            f"    expect: {_quoted(_expected(drawn.guideline, answer))}",
        ]
    return "\n".join(lines) + "\n"


def _expected(guideline: Guideline, answer: Answer) -> Json:
    preferred = [row.row.id for row in answer.rows if row.standing == "preferred"]
    options = {row: offered for row, offered in _offered(guideline, answer).items() if offered}
    return {"status": answer.status, "preferred": preferred} | ({"options": options} if options else {})


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_FORMATS: Final[dict[str, Callable[[Drawn], str]]] = {"text": _text, "json": _json, "yaml": _yaml}
