"""`decision-graph formulary`: what a hospital can do with what it has, and a file to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import click

from decision_graph.cli.output import Json, indented
from decision_graph.cli.place import Place, read_place
from decision_graph.cli.query import Format, format_option
from decision_graph.cli.target import find_target, target_argument
from decision_graph.cli.terminal import bold, say, width, wrapped
from decision_graph.cli.words import listed
from decision_graph.graph import Guideline
from decision_graph.traversal.means import CellMeans, Means, Verdict, means
from decision_graph.traversal.stocked import named

WELL, FINDINGS = 0, 1


@click.group("formulary")
def formulary_command() -> None:
    """What this hospital can do with what it has, and a file to fill in.

    \b
    Examples:
      decision-graph formulary new mbc > hospital.yaml
      decision-graph formulary check hospital.yaml mbc
    """


@formulary_command.command("check")
@click.argument("file", metavar="FILE")
@target_argument
@click.option("--date", metavar="YYYY-MM-DD", help="The day for what is out of stock at times.")
@format_option
def check_command(file: str, target: str, date: str | None, form: Format) -> int:
    """Which recommendations can be met here, which not and why, and what to add first.

    Exit status: 0 every cell can be met, 1 some cannot or are not said, 2 unusable input.
    """
    found = find_target(target)
    place = read_place(file, found.guideline, date)
    checked = means(found.guideline, place.formulary, place.date)
    if found.graph is not None:
        checked = _of_graph(checked, set(found.guideline.graphs[found.graph].recommendations))
    if form == "json":
        click.echo(indented(_json(found.guideline, place, checked)))
    else:
        say("\n".join(_text(found.guideline, place, checked, width())))
    return FINDINGS if any(cell.verdict in ("not_met", "not_said") for cell in checked.cells) else WELL


@formulary_command.command("new")
@target_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "csv"]),
    default="yaml",
    show_default=True,
    help="Which file.",
)
def new_command(target: str, form: str) -> None:
    """A formulary to fill in: everything that the guideline offers, each still unanswered.

    Save it, and write true or false (in a table yes or no) for what is there and what is not.
    """
    guideline = find_target(target).guideline
    click.echo(_template_csv(guideline) if form == "csv" else _template_yaml(guideline))


def _of_graph(checked: Means, rows: set[str]) -> Means:
    """The part that is about the rows of one graph."""
    from msgspec.structs import replace

    here = (
        replace(addition, cells=tuple(cell for cell in addition.cells if cell[0] in rows))
        for addition in checked.additions
    )
    additions = sorted((a for a in here if a.cells), key=lambda addition: -len(addition.cells))
    cells = tuple(cell for cell in checked.cells if cell.row in rows)
    waiting = [
        id
        for cell in cells
        if cell.verdict == "not_said"
        for id in dict.fromkeys(id for option in cell.options for id in option.unsaid)
    ]
    unsaid = {id: waiting.count(id) for id in checked.unsaid if id in waiting}
    return replace(checked, cells=cells, additions=tuple(additions), unsaid=unsaid)


# Templates


def _template_yaml(guideline: Guideline) -> str:
    lines = [
        f"# What this hospital has, for: {guideline.title}.",
        "# Write true or false; leave `unanswered` what nobody has said. A class stands for its members:",
        "# false means none of them, true means at least one. What is out of stock for a time:",
        '#   some_drug: {held: true, out: [{from: "2024-03-01", until: "2024-04-15"}]}',
        "formulary: name of the hospital",
        "has:",
    ]
    for kind, ids in _by_kind(guideline).items():
        lines.append(f"  # {kind}")
        for id in ids:
            lines.append(f"  {id}: unanswered  # {guideline.vocabulary.interventions[id].name}")
    return "\n".join(lines)


def _template_csv(guideline: Guideline) -> str:
    rows = [f"{id},,," for ids in _by_kind(guideline).values() for id in ids]
    return "\n".join(["intervention,held,from,until", *rows])


def _by_kind(guideline: Guideline) -> dict[str, list[str]]:
    """What the guideline offers, by kind of intervention."""
    vocabulary = guideline.vocabulary
    offered = named(guideline)
    return {
        kind: ids
        for kind in vocabulary.intervention_kinds
        if (ids := [id for id in offered if vocabulary.interventions[id].kind == kind])
    }


# Text

_SIGN: dict[Verdict, str] = {"met": "yes", "not_met": "NO", "not_said": "?", "nothing": "-"}
_LEGEND = "yes: an option can be given  NO: none can  ?: not said  -: the source offers nothing"
_MOST = 8


def _text(guideline: Guideline, place: Place, checked: Means, width: int) -> list[str]:
    there = sum(stock.there for stock in checked.stock.values())
    day = f", on {place.date}" if place.date else ""
    lines = [
        bold(f"{place.formulary.name}{day}"),
        *wrapped(f"{guideline.title}; {there} there, {len(checked.stock) - there} not there", width),
        *wrapped(
            "yes: an option can be given  NO: none can  ?: not said  -: the source offers nothing", width
        ),
        "",
    ]
    for tiers, cells in groupby(_rows(checked), key=lambda pair: tuple(pair[1])):
        lines += _table(guideline, tiers, dict(cells), width)
    for heading, part in (
        ("Cannot be met", _unmet(guideline, checked, width)),
        ("What one addition would unlock", _additions(guideline, checked, width)),
        ("Not said yet", _unsaid(guideline, checked, width)),
    ):
        if part:
            lines += [bold(heading.upper()), *part, ""]
    return [*lines, *wrapped(guideline.disclaimer, width)]


def _rows(checked: Means) -> list[tuple[str, dict[str, CellMeans]]]:
    """The cells of each row, by tier."""
    rows: dict[str, dict[str, CellMeans]] = {}
    for cell in checked.cells:
        rows.setdefault(cell.row, {})[cell.tier] = cell
    return list(rows.items())


def _table(
    guideline: Guideline, tiers: tuple[str, ...], rows: dict[str, dict[str, CellMeans]], width: int
) -> list[str]:
    labels = {tier.id: tier.label for tier in guideline.tiers}
    columns = [max(len(labels[tier]), 3) + 2 for tier in tiers]
    first = max(map(len, rows)) + 2
    room = width - sum(columns) - 1
    lines = [" " * room + "".join(f"{labels[t]:>{c}}" for t, c in zip(tiers, columns, strict=True))]
    for id, cells in rows.items():
        title = wrapped(guideline.recommendations[id].title, room, f"{id:{first}}")
        signs = "".join(f"{_SIGN[cells[t].verdict]:>{c}}" for t, c in zip(tiers, columns, strict=True))
        lines += [f"{title[0]:{room}}{signs}", *title[1:]]
    return [*lines, ""]


def _unmet(guideline: Guideline, checked: Means, width: int) -> list[str]:
    """The cells that cannot be met, by what is missing."""
    reasons: dict[str, list[tuple[str, str]]] = {}
    for cell in checked.cells:
        if cell.verdict == "not_met":
            words = "; or ".join(
                dict.fromkeys(_lacks(guideline, option.lacking, option.why) for option in cell.options)
            )
            reasons.setdefault(words, []).append((cell.row, cell.tier))
    lines: list[str] = []
    for words, cells in reasons.items():
        lines += wrapped(_cells(guideline, cells), width, "  ", "    ")
        lines += wrapped(words, width, "      ")
    return lines


def _cells(guideline: Guideline, cells: Sequence[tuple[str, str]]) -> str:
    """Cells by tier: "Limited: 1.1.1; Enhanced: 1.1.4 and 1.1.6"."""
    tiers = [tier for tier in guideline.tiers if tier.id in {cell[1] for cell in cells}]
    each = (f"{tier.label}: {listed(row for row, id in cells if id == tier.id)}" for tier in tiers)
    return "; ".join(each)


def _lacks(guideline: Guideline, lacking: tuple[str, ...], why: str) -> str:
    names = [guideline.vocabulary.interventions[id].name for id in lacking]
    if not names:
        return why
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} not there"


def _additions(guideline: Guideline, checked: Means, width: int) -> list[str]:
    lines: list[str] = []
    for addition in checked.additions[:_MOST]:
        name = guideline.vocabulary.interventions[addition.intervention].name
        many = "s" if len(addition.cells) > 1 else ""
        lines += wrapped(f"{name}: {len(addition.cells)} cell{many}", width, "  ", "    ")
        lines += wrapped(_cells(guideline, addition.cells), width, "      ")
    left = len(checked.additions) - _MOST
    return [*lines, f"  and {left} more"] if left > 0 else lines


def _unsaid(guideline: Guideline, checked: Means, width: int) -> list[str]:
    names = [
        f"{guideline.vocabulary.interventions[id].name} ({count} cell{'s' if count > 1 else ''})"
        for id, count in checked.unsaid.items()
    ]
    return wrapped("; ".join(names), width, "  ") if names else []


# JSON


def _json(guideline: Guideline, place: Place, checked: Means) -> Json:
    return {
        "guideline": guideline.id,
        "version": guideline.version,
        "formulary": place.formulary.name,
        "date": place.date,
        "stock": {id: {"there": s.there, "because": s.because} for id, s in checked.stock.items()},
        "cells": [
            {
                "row": cell.row,
                "tier": cell.tier,
                "verdict": cell.verdict,
                "options": [
                    {
                        "text": option.text,
                        "verdict": option.verdict,
                        "lacking": list(option.lacking),
                        "unsaid": list(option.unsaid),
                        "why": option.why,
                    }
                    for option in cell.options
                ],
            }
            for cell in checked.cells
        ],
        "additions": [
            {
                "intervention": addition.intervention,
                "cells": [{"row": row, "tier": tier} for row, tier in addition.cells],
            }
            for addition in checked.additions
        ],
        "unsaid": checked.unsaid,
        "digest": guideline.digest,
        "disclaimer": guideline.disclaimer,
        "formulary_digest": place.formulary.digest,
    }
