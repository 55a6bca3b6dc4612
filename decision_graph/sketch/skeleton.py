"""Skeleton: the files of a guideline that say what a sketch says, with a mark wherever somebody must look.

`TO WRITE` marks what the sketch cannot know and `TO CHECK` what was guessed. The loader reads the files,
or says where it cannot; `decision-graph verify` stays unhappy until the populations are written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from decision_graph.diagnostics import Diagnostic, Span
from decision_graph.loading.ambiguous import read_elsewhere
from decision_graph.loading.source import seen
from decision_graph.sketch.facts import Fact, facts
from decision_graph.sketch.meaning import Answer, Asked, End, Meaning

WRITE: Final = "TO WRITE"
CHECK: Final = "TO CHECK"

TIER: Final = "all_settings"
"""The only tier of a sketch, which knows of none."""

_PLAIN: Final = re.compile(r"[A-Za-z(][\w ()<>=!/?,.'-]*")
"""Text that YAML takes letter by letter without quotes, wherever it stands."""


class Line(msgspec.Struct, frozen=True):
    """A line of a file, and what is to be done about it."""

    text: str
    mark: str = ""
    why: str = ""

    def __str__(self) -> str:
        return f"{self.text}  # {self.mark}: {self.why}" if self.mark else self.text


def skeleton(read: Meaning, graph: str) -> dict[str, tuple[Line, ...]]:
    """The files of a guideline by name.

    Args:
        graph: the id of its only graph.
    """
    title = read.title or graph.replace("_", " ")
    found = facts(read)
    names = {fact.name for fact in found}
    selector = "setting"
    while selector in names:
        selector += "_"
    return {
        "guideline.yaml": tuple(_guideline(title, graph, selector)),
        "vocabulary.yaml": tuple(_vocabulary(found, selector)),
        "interventions.yaml": tuple(_interventions()),
        f"{graph}.yaml": tuple(_graph(read, title)),
    }


def to_do(name: str, lines: Iterable[Line]) -> Iterator[Diagnostic]:
    """A warning for every mark of a file, with its place.

    Args:
        name: the file in messages.
    """
    for number, line in enumerate(lines, 1):
        if line.mark:
            text = line.text.rstrip()
            column = len(text) - len(text.lstrip()) + 1
            slug = "sketch-to-write" if line.mark == WRITE else "sketch-to-check"
            span = Span(name, number, column, len(text) - column + 1, text)
            yield Diagnostic(slug, line.why, span, severity="warning")


def _guideline(title: str, graph: str, selector: str) -> Iterator[Line]:
    yield Line("# Made from a sketch. Look for TO WRITE and TO CHECK in all files of this folder.")
    yield Line(f"title: {_scalar(title)}")
    yield Line('version: "0"', WRITE, "the version or date of the source")
    yield Line(f"entry: {_scalar(graph)}")
    yield Line("source:")
    for key, what in (
        ("organisation", "who published it"),
        ("title", "its title"),
        ("citation", "how to cite it"),
    ):
        yield Line(f"  {key}: to be written", WRITE, what)
    disclaimer = "A sketch that nobody has checked against a source. Never use it for a patient."
    yield Line(f"disclaimer: {disclaimer}", WRITE, "what the finished guideline is not")
    yield Line(f"selectors: {{tier: {selector}}}")
    yield Line("tiers:")
    yield Line(
        f'  {TIER}: {{label: All settings, mark: "●"}}', CHECK, "the tiers that the source distinguishes"
    )


def _vocabulary(found: Iterable[Fact], selector: str) -> Iterator[Line]:
    yield Line(
        "obtained: [to be written]",
        WRITE,
        "the ways to obtain a fact, cheapest first; then one for each fact",
    )
    yield Line("attributes:")
    yield Line(f"  {selector}:")
    yield from (Line(f"    {text}") for text in ("type: enum", "ask: Which setting?", "label: setting"))
    yield Line("    obtained: to be written")
    yield Line(f"    values: {{{TIER}: all settings}}")
    for fact in found:
        yield Line(f"  {_scalar(fact.name)}:", CHECK, fact.check)
        yield Line(f"    type: {fact.kind}")
        words = fact.name.replace("_", " ")
        if fact.ask:
            yield Line(f"    ask: {_scalar(fact.ask)}")
        else:
            yield Line(f"    ask: {_scalar(f'{words.capitalize()}?')}", WRITE, "the question in plain words")
        yield Line(f"    label: {_scalar(words)}")
        yield Line("    obtained: to be written")
        if fact.values:
            yield Line("    values:")
            yield from (
                Line(f"      {_scalar(value)}: {_scalar(label)}") for value, label in fact.values.items()
            )


def _interventions() -> Iterator[Line]:
    yield Line("kinds: [care]", WRITE, "the kinds of what is offered, for example drug or procedure")
    yield Line("interventions: {}", WRITE, "what may be offered; then give it in the rows, for each tier")


def _graph(read: Meaning, title: str) -> Iterator[Line]:
    yield Line(f"graph: {_scalar(title)}")
    start = read.starts[0] if read.starts else read.asked[0].id
    if len(read.starts) == 1:
        yield Line(f"start: {_scalar(start)}")
    else:
        others = (
            f"arrows lead to none of {', '.join(read.starts)}"
            if read.starts
            else "arrows lead to every question"
        )
        yield Line(f"start: {_scalar(start)}", CHECK, f"{others}: one must be the first")
    yield Line(f"tiers: [{TIER}]")
    rows = [end for end in read.ends if end.kind == "recommendation"]
    yield Line("recommendations:" if rows else "recommendations: {}")
    for row in rows:
        yield from _row(row)
    yield Line("nodes:")
    for asked in read.asked:
        yield from _node(asked)
    leaves = [line for end in read.ends if end.kind != "recommendation" for line in _leaf(end)]
    leaves += [
        Line(f"  {_scalar(id)}: {{recommend: [{', '.join(map(json.dumps, both))}]}}")
        for id, both in read.both.items()
    ]
    if leaves:
        yield Line("leaves:")
        yield from leaves


def _row(row: End) -> Iterator[Line]:
    yield Line(f"  {json.dumps(row.id)}:")
    yield Line(f"    title: {_scalar(row.text)}")
    yield Line("    section: to be written")
    place = "{table: 1, lines: [1, 1]}"
    yield Line(
        f"    source: {place}", WRITE, f"row {row.id}: where it stands in the source, and its section there"
    )
    why = f"row {row.id}: for whom, from the words of the source alone and not from the sketch"
    yield Line("    population: always", WRITE, why)
    yield Line(f"    {TIER}: []", WRITE, f"row {row.id}: what is offered")


def _node(asked: Asked) -> Iterator[Line]:
    yield Line(f"  {_scalar(asked.id)}:")
    yield Line(f"    ask: {_scalar(asked.ask)}")
    if asked.collect:
        yield Line("    hit: collect")
    yield Line("    edges:")
    for answer in asked.answers:
        yield from _edge(answer)


def _edge(answer: Answer) -> Iterator[Line]:
    mark = CHECK if answer.when else WRITE
    yield Line(
        f"      - when: {_scalar(answer.when) if answer.when else ''}".rstrip(),
        mark if answer.check else "",
        answer.check,
    )
    if answer.label:
        yield Line(f"        label: {_scalar(answer.label)}")
    yield Line(f"        to: {_scalar(answer.to)}")


def _leaf(end: End) -> Iterator[Line]:
    key = {"silent": "silent", "out_of_scope": "out_of_scope", "see": "see"}[end.kind]
    text = end.see if end.kind == "see" else end.text
    yield Line(
        f"  {_scalar(end.id)}: {{{key}: {json.dumps(seen(text), ensure_ascii=False)}}}",
        CHECK if end.check else "",
        end.check,
    )


def _scalar(text: str) -> str:
    """Text as YAML: as it stands where nothing can go wrong, else in quotes."""
    shown = seen(text)
    if _PLAIN.fullmatch(shown) and shown == shown.strip() and not read_elsewhere(shown):
        return shown
    return json.dumps(shown, ensure_ascii=False)
