"""`decision-graph explain`: why an answer is what it is, and what stands between it and every other row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from decision_graph.cli.changes import way_words, ways_json
from decision_graph.cli.given import fact_options, only_asked, place_options
from decision_graph.cli.needless import needless_json, needless_lines
from decision_graph.cli.output import Json, answer_json, indented, with_formulary
from decision_graph.cli.place import here
from decision_graph.cli.query import OPEN, WELL, Format, answered, format_option
from decision_graph.cli.target import target_argument
from decision_graph.cli.terminal import bold, say, width, wrapped
from decision_graph.cli.text import foot_lines, head_lines, option_lines, reason_lines
from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.graph import Guideline
from decision_graph.prose import clause
from decision_graph.traversal.answer import RowAnswer
from decision_graph.traversal.explain import Explanation, RowReason, explain
from decision_graph.traversal.options import OptionAnswer


@click.command("explain")
@target_argument
@click.argument("parts", metavar="[ROW|OPTION]...", nargs=-1)
@fact_options
@place_options
@format_option
def explain_command(
    target: str,
    parts: tuple[str, ...],
    source: str | None,
    pairs: tuple[str, ...],
    line: str | None,
    setting: str | None,
    formulary: str | None,
    date: str | None,
    form: Format,
) -> int:
    """Why an answer is what it is, and what stands between it and every other row.

    For each other row of the line: the fewest given facts that would have to be different, over all
    patients that the rules allow. A ROW is the id of a row; an OPTION is the id of an intervention.

    \b
    Examples:
      decision-graph explain mbc --line first --setting enhanced --facts patient.json
      decision-graph explain mbc 1.1.5 tamoxifen --line first --setting basic --facts patient.json

    Exit status: 0 decided, 2 unusable input, 3 still open.
    """
    found, options = here(target, pairs, line, setting, formulary, date)
    asked = only_asked(source, options)
    answer = answered(found, asked)
    explanation = explain(found.guideline, answer.patient.facts, found.graph)
    chosen = _Chosen(explanation, parts)
    if form == "json":
        click.echo(indented(with_formulary(_json(explanation, chosen), found)))
    else:
        say("\n".join(_text(explanation, chosen, width())))
    return OPEN if answer.status == "open" else WELL


class _Chosen:
    """The rows and options that a command line asks about; all of them if it names none."""

    def __init__(self, explanation: Explanation, parts: Sequence[str]) -> None:
        guideline = explanation.answer.guideline
        self.rows = {part for part in parts if part in guideline.recommendations}
        self.options = {part for part in parts if part in guideline.vocabulary.interventions}
        self.everything = not parts
        here = [reason.row for reason in explanation.rows]
        for part in parts:
            if part not in self.rows | self.options:
                _refuse(guideline, here, part)
            if part in self.rows and part not in here:
                message = f"row {part} is in no graph that this patient enters"
                raise GraphError(
                    Diagnostic("row-elsewhere", message, hint="give the line that it belongs to")
                )

    def row(self, id: str) -> bool:
        """Whether a row is to be shown."""
        return self.everything or id in self.rows

    def option(self, row: str, answer: OptionAnswer) -> bool:
        """Whether an option is to be shown."""
        return self.row(row) or bool(self.options & set(answer.option.interventions))


def _refuse(guideline: Guideline, here: Iterable[str], part: str) -> None:
    known = [*here, *guideline.vocabulary.interventions]
    message = f"{guideline.id!r} has no row or intervention {part!r}"
    hint = did_you_mean(part, known) or f"see: decision-graph list {guideline.id}"
    raise GraphError(Diagnostic("unknown-part", message, hint=hint))


# Text


def _text(explanation: Explanation, chosen: _Chosen, width: int) -> list[str]:
    answer = explanation.answer
    lines = head_lines(answer, width)
    if chosen.everything:
        lines += reason_lines(answer, width)
    shown = {row.row.id: row for row in answer.rows}
    reasons = {reason.row: reason for reason in explanation.rows}
    applying = [
        line for id in shown for line in _applying(explanation, shown[id], reasons.get(id), chosen, width)
    ]
    others = [r for r in explanation.rows if r.row not in shown and chosen.row(r.row)]
    near = sorted((r for r in others if r.to_match), key=lambda reason: reason.distance)
    far = [reason for reason in others if not reason.to_match]
    for heading, part in (
        ("Rows that apply", applying),
        ("Still possible", _others(explanation, [r for r in near if not r.distance], width)),
        ("Other rows, the nearest first", _others(explanation, [r for r in near if r.distance], width)),
        ("Rows that nobody here matches", _far(explanation, far, width)),
        ("Would change no recommendation here", needless_lines(answer, width) if chosen.everything else []),
    ):
        if part:
            lines += ["", bold(heading.upper()), *part]
    return [*lines, "", *foot_lines(answer, width)]


def _applying(
    explanation: Explanation, row: RowAnswer, reason: RowReason | None, chosen: _Chosen, width: int
) -> list[str]:
    answer, guideline = explanation.answer, explanation.answer.guideline
    options = [option for option in row.options if chosen.option(row.row.id, option)]
    if not chosen.row(row.row.id) and not options:
        return []
    lines = [bold(line) for line in wrapped(f"{row.row.id}  {row.row.title}", width, rest="       ")]
    lines += wrapped(f"is for: {clause(row.row.population, guideline.vocabulary)}", width, "  ", "    ")
    for other, why in row.outranked_by.items():
        lines += wrapped(f"gives way to {other}: {why}", width, "  ", "    ")
    for other, why in row.may_be_outranked_by.items():
        lines += wrapped(f"may give way to {other}: {why}", width, "  ", "    ")
    if reason is not None:
        for place, way in enumerate(reason.to_lead):
            words = way_words(way, guideline, answer.patient)
            lines += wrapped(f"{'or with' if place else 'would lead with'} {words}", width, "  ", "    ")
    for option in options:
        lines += option_lines(answer, option, width)
        if option.standing == "offered" and not option.why and option.option.when is None:
            lines += wrapped("nothing that is known speaks against it", width, " " * 16 + "- ")
    return lines


def _others(explanation: Explanation, reasons: Sequence[RowReason], width: int) -> list[str]:
    guideline, patient = explanation.answer.guideline, explanation.answer.patient
    lines: list[str] = []
    column = _column(explanation)
    indent = " " * (column + 4)
    for reason in reasons:
        title = guideline.recommendations[reason.row].title
        lines += wrapped(title, width, f"  {reason.row:{column}}  ", indent)
        for place, way in enumerate(reason.to_match):
            lines += wrapped(
                ("or " if place else "") + way_words(way, guideline, patient), width, indent, indent + "  "
            )
    return lines


def _far(explanation: Explanation, reasons: Sequence[RowReason], width: int) -> list[str]:
    guideline = explanation.answer.guideline
    lines: list[str] = []
    column = _column(explanation)
    for reason in reasons:
        title = guideline.recommendations[reason.row].title
        lines += wrapped(title, width, f"  {reason.row:{column}}  ")
        words = (
            "it would match, but the source has no cell for this setting"
            if reason.standing == "not_offered"
            else "no patient that the rules allow matches it with this line and setting"
        )
        lines += wrapped(words, width, " " * (column + 4))
    return lines


def _column(explanation: Explanation) -> int:
    """The longest id of a row."""
    return max((len(reason.row) for reason in explanation.rows), default=0)


# JSON


def _json(explanation: Explanation, chosen: _Chosen) -> Json:
    answer = explanation.answer
    guideline = answer.guideline
    whole = answer_json(answer)
    rows = {row["id"]: row for row in whole["recommendations"]}
    answers = {row.row.id: row for row in answer.rows}
    keys = ("guideline", "version", "line", "setting", "status")
    return {
        **{key: whole[key] for key in keys},
        "facts": answer.patient.facts,
        "derived": whole["derived"],
        "path": whole["path"],
        "rows": [
            {
                "id": reason.row,
                "title": guideline.recommendations[reason.row].title,
                "standing": reason.standing,
                "is_for": clause(guideline.recommendations[reason.row].population, guideline.vocabulary),
                "outranked_because": rows[reason.row]["outranked_because"] if reason.row in rows else {},
                "facts_away": reason.distance if reason.to_match else None,
                "to_match": ways_json(reason.to_match, guideline, answer.patient),
                "to_lead": ways_json(reason.to_lead, guideline, answer.patient),
                "options": [
                    option
                    for option, judged in zip(
                        rows[reason.row]["options"], answers[reason.row].options, strict=True
                    )
                    if chosen.option(reason.row, judged)
                ]
                if reason.row in rows
                else [],
            }
            for reason in explanation.rows
            if chosen.row(reason.row)
            or any(chosen.option(reason.row, option) for option in _options(answers, reason.row))
        ],
        "unneeded": needless_json(answer),
        "notes": whole["notes"],
        "digest": guideline.digest,
        "disclaimer": guideline.disclaimer,
    }


def _options(answers: dict[str, RowAnswer], id: str) -> tuple[OptionAnswer, ...]:
    return answers[id].options if id in answers else ()
