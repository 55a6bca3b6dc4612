"""`decision-graph ladder`: the same patient at every tier, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import click

from decision_graph.cli.given import fact_options, only_asked, place_options
from decision_graph.cli.output import Json, answer_json, indented, with_formulary
from decision_graph.cli.place import here
from decision_graph.cli.query import WELL, Format, answered, format_option
from decision_graph.cli.target import target_argument
from decision_graph.cli.terminal import bold, say, width, wrapped
from decision_graph.cli.text import foot_lines
from decision_graph.cli.words import label, listed
from decision_graph.graph import Guideline, option_words
from decision_graph.predicate.text import to_text
from decision_graph.prose import clause
from decision_graph.traversal.answer import Answer, RowAnswer
from decision_graph.traversal.difference import OptionKey
from decision_graph.traversal.ladder import Rung, Unlock, ladder
from decision_graph.traversal.options import Standing

_SIGN: dict[Standing, str] = {"offered": "", "open": "? ", "unavailable": "x "}
_LEGEND = "? depends on a fact that is not given; x is not available here; - nothing"


@click.command("ladder")
@target_argument
@fact_options
@place_options
@format_option
def ladder_command(
    target: str,
    source: str | None,
    pairs: tuple[str, ...],
    line: str | None,
    setting: str | None,
    formulary: str | None,
    date: str | None,
    form: Format,
) -> int:
    """The same patient at every tier, what is lost at each step, and what one thing would unlock.

    A setting among the facts is left out of account.

    \b
    Example:
      decision-graph ladder mbc --line first --facts patient.json

    Exit status: 0 well, 2 unusable input.
    """
    found, options = here(target, pairs, line, setting, formulary, date)
    facts = answered(found, only_asked(source, options)).patient.facts
    rungs = ladder(found.guideline, facts, found.graph)
    if form == "json":
        click.echo(indented(with_formulary(_json(rungs), found)))
    else:
        say("\n".join(_text(rungs, width())))
    return WELL


# Text


def _text(rungs: Sequence[Rung], width: int) -> list[str]:
    answer = rungs[0].answer
    guideline = answer.guideline
    asked = [guideline.title]
    if guideline.line:
        said = "not given" if answer.line is None else str(answer.line)
        asked.append(f"{label(guideline.line, guideline.vocabulary)}: {said}")
    lines = [
        *wrapped(f"{', '.join(asked)}: the same patient at every tier", width),
        *wrapped(_LEGEND, width),
        "",
    ]
    lines += _table(rungs, width)
    for heading, part in (
        ("What is lost", _lost(rungs, width)),
        ("What one more thing would unlock", _unlocks(rungs, width)),
    ):
        if part:
            lines += ["", bold(heading.upper()), *part]
    return [*lines, "", *foot_lines(answer, width)]


def _table(rungs: Sequence[Rung], width: int) -> list[str]:
    guideline = rungs[0].answer.guideline
    rows = dict.fromkeys(row.row.id for rung in rungs for row in rung.answer.rows)
    first = max([len(id) for id in rows], default=0) + 2
    column = (width - first) // len(rungs)
    labels = {tier.id: f"{tier.label} {tier.mark}".strip() for tier in guideline.tiers}
    lines = [bold(line) for line in _beside("", [[labels[rung.tier]] for rung in rungs], first, column)]
    lines += _beside("", [[_status(rung.answer)] for rung in rungs], first, column)
    if not rows:
        hint = "no row applies for certain yet: `query` says what to find out first"
        open_ = any(rung.answer.status == "open" for rung in rungs)
        lines += ["", *wrapped(hint if open_ else "no row applies in any of them", width)]
    for id in rows:
        found = [next((r for r in rung.answer.rows if r.row.id == id), None) for rung in rungs]
        ways = {tuple(row.outranked_by) for row in found if row is not None}
        together = next(iter(ways)) if len(ways) == 1 else ()
        way = f" (gives way to {listed(together)})" if together else ""
        lines += ["", *wrapped(guideline.recommendations[id].title + way, width, f"{id:{first}}")]
        lines += _beside("", [_cell(row, guideline, not together) for row in found], first, column)
    return lines


def _status(answer: Answer) -> str:
    if answer.status == "silent" and answer.nearest and not answer.rows:
        return "the source is silent"
    return {"out_of_scope": "out of scope", "silent": "the source is silent"}.get(
        answer.status, answer.status
    )


def _cell(row: RowAnswer | None, guideline: Guideline, ways: bool) -> list[str]:
    """What a row offers in a tier, in short words."""
    if row is None or row.cell is None:
        return ["-"]
    shown = [
        _SIGN[option.standing] + option_words(option.option, guideline.vocabulary, short=True)
        for option in row.options
        if option.standing in _SIGN
    ]
    gives_way = [f"(gives way to {listed(row.outranked_by)})"] if ways and row.outranked_by else []
    return [*(shown or ["-"]), *gives_way]


def _beside(first: str, cells: Sequence[Sequence[str]], indent: int, column: int) -> list[str]:
    """Cells side by side; an entry that goes on is indented."""
    from itertools import zip_longest

    broken = [[line for entry in cell for line in wrapped(entry, column - 2, rest=" ")] for cell in cells]
    lines = []
    for parts in zip_longest(*broken, fillvalue=""):
        lines.append((" " * indent + "".join(f"{part:{column}}" for part in parts)).rstrip())
    return lines


def _lost(rungs: Sequence[Rung], width: int) -> list[str]:
    guideline = rungs[0].answer.guideline
    labels = {tier.id: tier.label for tier in guideline.tiers}
    lines: list[str] = []
    for rung in reversed(rungs):
        if not rung.lost:
            continue
        lines += wrapped(f"From {labels[rung.above]} to {labels[rung.tier]}", width, "  ")
        for lost in rung.lost:
            lines += wrapped(f"{lost.option.text} [{lost.option.row}]", width, "  - ")
            if lost.needs:
                names = [guideline.vocabulary.interventions[id].name for id in lost.needs]
                only = "only " if len(names) == 1 else ""
                lines += wrapped(f"wanting: {only}{listed(names)}", width, "      ")
    return lines


def _unlocks(rungs: Sequence[Rung], width: int) -> list[str]:
    guideline = rungs[0].answer.guideline
    labels = {tier.id: tier.label for tier in guideline.tiers}
    lines: list[str] = []
    for rung in rungs:
        for unlock in rung.unlocks:
            words = f"{labels[rung.tier]}: {_unlock_words(unlock, rung)}"
            lines += wrapped(words, width, "  ", "    ")
            for key in unlock.gained:
                lines += wrapped(f"{key.text} [{key.row}]", width, "    + ")
    return lines


def _unlock_words(unlock: Unlock, rung: Rung) -> str:
    guideline = rung.answer.guideline
    if unlock.intervention:
        found = guideline.vocabulary.interventions[unlock.intervention]
        return f"{found.name} ({found.kind})"
    lacks = next(tier.lacks for tier in guideline.tiers if tier.id == rung.tier)
    note = lacks.get(guideline.vocabulary.attributes[unlock.attribute].obtained)
    presumed = f" (presumed not to be had here, note {note})" if note else ""
    return f"a test, if it shows: {clause(unlock.be, guideline.vocabulary)}{presumed}"


# JSON


def _json(rungs: Sequence[Rung]) -> Json:
    answer = rungs[0].answer
    guideline = answer.guideline
    whole = {rung.tier: answer_json(rung.answer) for rung in rungs}
    return {
        "guideline": guideline.id,
        "version": guideline.version,
        "line": answer.line,
        "facts": {name: v for name, v in answer.patient.facts.items() if name != guideline.tier},
        "tiers": [
            {
                "tier": rung.tier,
                "status": rung.answer.status,
                "says": list(rung.answer.says),
                "recommendations": whole[rung.tier]["recommendations"],
                "possible": whole[rung.tier]["possible"],
                "above": rung.above or None,
                "lost": [{**_key(lost.option), "needs": list(lost.needs)} for lost in rung.lost],
                "unlocks": [
                    {
                        "attribute": unlock.attribute,
                        "be": to_text(unlock.be),
                        "intervention": unlock.intervention or None,
                        "gained": [_key(key) for key in unlock.gained],
                    }
                    for unlock in rung.unlocks
                ],
            }
            for rung in rungs
        ],
        "digest": guideline.digest,
        "disclaimer": guideline.disclaimer,
    }


def _key(key: OptionKey) -> Json:
    return {"row": key.row, "text": key.text}
