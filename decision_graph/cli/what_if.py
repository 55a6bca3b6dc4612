"""`decision-graph what-if` and `flips`: what would change if facts were different."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from decision_graph.cli.changes import value_words
from decision_graph.cli.given import fact_options, named_pairs, only_asked, place_options
from decision_graph.cli.output import Json, indented, with_formulary
from decision_graph.cli.place import here
from decision_graph.cli.query import OPEN, WELL, Format, answered, format_option
from decision_graph.cli.target import target_argument
from decision_graph.cli.terminal import bold, colour, say, width, wrapped
from decision_graph.cli.text import asked_words, foot_lines, head_lines, status_words
from decision_graph.cli.words import label, listed
from decision_graph.graph import Guideline
from decision_graph.predicate.text import to_text
from decision_graph.prose import clause, fact_words
from decision_graph.traversal.answer import Answer
from decision_graph.traversal.difference import Difference, OptionKey
from decision_graph.traversal.what_if import Flip, flips, what_if


@click.command("what-if")
@target_argument
@fact_options
@place_options
@click.option("--change", "changes", metavar="NAME=VALUE", multiple=True, help="What a fact would be.")
@click.option("--without", metavar="NAME", multiple=True, help="A fact taken away; may be repeated.")
@format_option
def what_if_command(
    target: str,
    source: str | None,
    pairs: tuple[str, ...],
    line: str | None,
    setting: str | None,
    formulary: str | None,
    date: str | None,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    form: Format,
) -> int:
    """What would be gained and lost if some facts were different, or not known.

    The line and the setting are facts too: --change setting=basic.

    \b
    Example:
      decision-graph what-if mbc --line first --setting enhanced --facts patient.json
                             --change menopausal_status=pre

    Exit status: 0 well, 2 unusable input, 3 the answer would still be open.
    """
    if not changes and not without:
        raise click.UsageError("Say what would be different: --change NAME=VALUE, or --without NAME.")
    found, options = here(target, pairs, line, setting, formulary, date)
    asked = only_asked(source, options)
    before = answered(found, asked)
    wanted = named_pairs(changes, "--change")
    difference = what_if(found.guideline, before.patient.facts, wanted.facts, without, found.graph)
    if form == "json":
        click.echo(indented(with_formulary(_whole_json(difference), found)))
    else:
        say("\n".join(_text(difference, width())))
    return OPEN if difference.after.status == "open" else WELL


@click.command("flips")
@target_argument
@fact_options
@place_options
@format_option
def flips_command(
    target: str,
    source: str | None,
    pairs: tuple[str, ...],
    line: str | None,
    setting: str | None,
    formulary: str | None,
    date: str | None,
    form: Format,
) -> int:
    """Each single fact that would change the answer, and what it would become.

    Given facts are turned to every other value, open ones to every value that is still possible. Where a
    given fact cannot change alone, the fewest others that cannot stay are named.

    \b
    Example:
      decision-graph flips mbc --line first --setting enhanced --facts patient.json

    Exit status: 0 well, 2 unusable input.
    """
    found, options = here(target, pairs, line, setting, formulary, date)
    asked = only_asked(source, options)
    before = answered(found, asked)
    every = flips(found.guideline, before.patient.facts, found.graph)
    if form == "json":
        click.echo(indented(with_formulary(_flips_json(before, every), found)))
    else:
        say("\n".join(_flips_text(before, every, width())))
    return WELL


# Text

_LEGEND = "+ offered then, - no longer offered"

_PLACE = {
    "preferred": "leads",
    "also_matches": "matches but gives way",
    "possible": "becomes possible",
    "no_match": "no longer matches",
}
_BEFORE = {
    "preferred": "it leads now",
    "also_matches": "it gives way now",
    "possible": "it is possible now",
    "no_match": "it does not match now",
}


def _text(difference: Difference, width: int) -> list[str]:
    before, after = difference.before, difference.after
    guideline = before.guideline
    lines = [
        *(bold(line) for line in wrapped(f"Now:   {status_words(before)}", width, rest=" " * 7)),
        *(bold(line) for line in wrapped(f"Then:  {status_words(after)}", width, rest=" " * 7)),
        *wrapped(asked_words(after), width, rest="  "),
    ]
    sections = (
        ("Where the paths part", _parting(difference, width)),
        ("Rows", _rows(difference, width)),
        ("Options gained and lost", _options(difference, guideline, width)),
    )
    for heading, part in sections:
        if part:
            lines += ["", bold(heading.upper()), *part]
    if not difference.changed:
        lines += ["", *wrapped("Nothing changes: the same rows, standings and options.", width)]
    return [*lines, "", *foot_lines(after, width)]


def _parting(difference: Difference, width: int) -> list[str]:
    found = difference.parting
    if found is None:
        return []
    return [
        *wrapped(found.ask, width, "  "),
        *wrapped(f"now:  {'; '.join(found.before) or 'not decided'}", width, "    ", "          "),
        *wrapped(f"then: {'; '.join(found.after) or 'not decided'}", width, "    ", "          "),
    ]


def _rows(difference: Difference, width: int) -> list[str]:
    rows = difference.before.guideline.recommendations
    column = max((len(id) for id in difference.rows), default=0)
    lines: list[str] = []
    for id, (before, after) in difference.rows.items():
        lines += wrapped(rows[id].title, width, f"  {id:{column}}  ")
        place = "is no longer possible" if (before, after) == ("possible", "no_match") else _PLACE[after]
        lines += wrapped(f"{place} ({_BEFORE[before]})", width, " " * (column + 4))
    return lines


def _options(difference: Difference, guideline: Guideline, width: int) -> list[str]:
    lines = [line for key in difference.gained for line in _marked("+", key, "", width)]
    lines += [line for key in difference.lost for line in _marked("-", key, "", width)]
    if lines:
        lines = [*wrapped(_LEGEND, width, "  "), *lines]
    for key, (before, after) in difference.options.items():
        if "offered" not in (before, after) and "open" in (before, after):
            words = f": {_said(after)} (now {_said(before)})"
            lines += _marked("~", key, words, width)
    return lines


def _said(place: str) -> str:
    return {"not_shown": "not shown", "not_indicated": "not indicated"}.get(place, place)


def _marked(mark: str, key: OptionKey, words: str, width: int) -> list[str]:
    lines = wrapped(f"{key.text}{words} [{key.row}]", width, f"  {mark} ")
    tint = {"+": "green", "-": "red", "~": "yellow"}[mark]
    return [lines[0].replace(mark, colour(mark, tint), 1), *lines[1:]]


def _flips_text(before: Answer, every: Sequence[Flip], width: int) -> list[str]:
    guideline, given = before.guideline, before.patient.facts
    lines = [*head_lines(before, width), *wrapped(_LEGEND, width)]
    known = [flip for flip in every if flip.attribute in given]
    unknown = [flip for flip in every if flip.attribute not in given]
    for heading, part in (("If a given fact were different", known), ("If an open fact were known", unknown)):
        if part:
            lines += ["", bold(heading.upper())]
            lines += [line for flip in part for line in _flip(flip, before, width)]
    told = {flip.attribute for flip in every}
    still = [name for name in given if name not in told and name not in (guideline.line, guideline.tier)]
    lines.append("")
    if still:
        words = "; ".join(label(name, guideline.vocabulary) for name in still)
        lines += wrapped(f"These given facts alone would change nothing here: {words}.", width)
    lines += wrapped("No other single fact would change the answer in this line and setting.", width)
    return [*lines, "", *foot_lines(before, width)]


def _flip(flip: Flip, before: Answer, width: int) -> list[str]:
    guideline, facts = before.guideline, before.patient.facts
    words = clause(flip.be, guideline.vocabulary)
    if flip.attribute in facts:
        words += f" (now {value_words(flip.attribute, facts[flip.attribute], guideline)})"
    if flip.dropped:
        gone = (fact_words(name, facts[name], guideline.vocabulary) for name in flip.dropped)
        words += f"; then this cannot stay: {'; '.join(gone)}"
    lines = [bold(line) for line in wrapped(words, width, "  ", "    ")]
    lines += wrapped(f"-> {_becomes(flip.difference)}", width, "      ", "         ")
    for mark, keys in (("+", flip.difference.gained), ("-", flip.difference.lost)):
        for key in keys:
            lines += ["    " + line for line in _marked(mark, key, "", width - 4)]
    return lines


def _becomes(difference: Difference) -> str:
    after = difference.after
    groups: dict[str, list[str]] = {}
    for id, (then, now) in difference.rows.items():
        gone = "excluded" if (then, now) == ("possible", "no_match") else now
        groups.setdefault(gone, []).append(id)
    verbs = {
        "preferred": ("leads", "lead"),
        "also_matches": ("matches but gives way", "match but give way"),
        "possible": ("becomes possible", "become possible"),
        "no_match": ("no longer matches", "no longer match"),
        "excluded": ("is no longer possible", "are no longer possible"),
    }
    parts = [
        f"{listed(groups[place])} {verbs[place][len(groups[place]) > 1]}"
        for place in verbs
        if place in groups
    ]
    if after.status != difference.before.status:
        words = {"out_of_scope": "out of scope"}.get(after.status, after.status)
        parts.insert(0, words)
    return "; ".join(parts) or "the rows stay, their options change"


# JSON


def _whole_json(difference: Difference) -> Json:
    before, after = difference.before, difference.after
    return {
        "guideline": before.guideline.id,
        "version": before.guideline.version,
        "before": _side(before),
        "after": _side(after),
        **_difference_json(difference),
        "digest": before.guideline.digest,
        "disclaimer": before.guideline.disclaimer,
    }


def _side(answer: Answer) -> Json:
    return {
        "line": answer.line,
        "setting": answer.tier,
        "status": answer.status,
        "facts": answer.patient.facts,
        "says": list(answer.says),
    }


def _difference_json(difference: Difference) -> Json:
    parting = difference.parting
    return {
        "changed": difference.changed,
        "parting": None
        if parting is None
        else {
            "graph": parting.graph,
            "node": parting.node,
            "ask": parting.ask,
            "before": list(parting.before),
            "after": list(parting.after),
        },
        "rows": {id: {"before": one, "after": two} for id, (one, two) in difference.rows.items()},
        "gained": _keys(difference.gained),
        "lost": _keys(difference.lost),
        "options": [
            {"row": key.row, "text": key.text, "before": one, "after": two}
            for key, (one, two) in difference.options.items()
        ],
    }


def _keys(keys: Iterable[OptionKey]) -> list[Json]:
    return [{"row": key.row, "text": key.text} for key in keys]


def _flips_json(before: Answer, every: Iterable[Flip]) -> Json:
    guideline = before.guideline
    return {
        "guideline": guideline.id,
        "version": guideline.version,
        **_side(before),
        "flips": [
            {
                "attribute": flip.attribute,
                "be": to_text(flip.be),
                "words": clause(flip.be, guideline.vocabulary),
                "now": before.patient.facts.get(flip.attribute),
                "value": flip.value,
                "dropped": list(flip.dropped),
                "status": flip.difference.after.status,
                **_difference_json(flip.difference),
            }
            for flip in every
        ],
        "digest": guideline.digest,
        "disclaimer": guideline.disclaimer,
    }
