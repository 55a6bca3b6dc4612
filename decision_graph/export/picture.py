"""Picture: the whole content of a chart as plain data, before anything has a size or a place.

Every format is made from the same `Picture`, so that no format can say more or less than another.
Everything that the guideline says about a graph is here: questions, answers, treatment rows, which
rows outrank which, what is contested, the notes and modelling decisions that are used, and the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, assert_never

import msgspec

from decision_graph.export.words import condition_words, marked, minus, used_abbreviations
from decision_graph.graph import (
    Cell,
    DecisionGraph,
    DecisionNode,
    Guideline,
    HitPolicy,
    Note,
    Option,
    OutOfScope,
    Recommend,
    Recommendation,
    See,
    Silent,
    Tier,
    option_words,
)
from decision_graph.vocabulary import Condition, Vocabulary

CONTESTED = "†"
"""The mark of a row about which a faithful reader of the source may decide otherwise."""

NOTHING = "—"
"""Printed in a cell for which the source offers nothing."""

RowKind = Literal["recommendation", "silent", "see", "out_of_scope"]


class Offer(msgspec.Struct, frozen=True, cache_hash=True):
    """One line of a cell: an option in short words, its place in a cascade, and its condition in words."""

    text: str
    rank: int | None = None
    condition: str = ""


class TierCell(msgspec.Struct, frozen=True, cache_hash=True):
    """What a row offers in one tier, and the marks of footnotes on the whole cell."""

    offers: tuple[Offer, ...]
    remarks: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, cache_hash=True):
    """One row of the treatment table, or a line across it where the chart ends without a recommendation.

    Attributes:
        id: the recommendation's or the leaf's id, as in the API.
        number: printed in the first cell; equal to `id` for a recommendation, S1, S2, ... where the guideline
            is silent, C1, ... where another chart goes on, X1, ... out of scope.
        before: the rows that it outranks, each an id, or an id with "in part".
        contested: the marks of the notes that say why it is contested; () if it is not.
        marks: of every modelling decision that the row, its cells or its options rest on. The marks of
            the source's own footnotes stand in the texts.
        across: the words that span the tier cells of a row that recommends nothing.
        see: the graph that goes on, if one does.
    """

    id: str
    kind: RowKind
    number: str
    title: str
    section: str = ""
    before: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    cells: tuple[TierCell, ...] = ()
    across: str = ""
    see: str = ""


class Answer(msgspec.Struct, frozen=True, cache_hash=True):
    """One answer of a question card: `target` is a question's id or a leaf's id; "" leads nowhere."""

    id: str
    label: str
    target: str


class Question(msgspec.Struct, frozen=True, cache_hash=True):
    """One question card."""

    id: str
    ask: str
    hit_policy: HitPolicy
    answers: tuple[Answer, ...]
    marks: tuple[str, ...] = ()


class NoteText(msgspec.Struct, frozen=True):
    """A footnote, a modelling decision, or a sentence that was too long for its box, with its mark."""

    mark: str
    text: str


class Picture(msgspec.Struct, frozen=True):
    """Everything that a chart of one graph shows.

    Attributes:
        questions: in the order in which a reader meets them.
        leaves: leaf id to the ids of its rows.
        rows: by first appearance; rows that no answer reaches come last.
        notes: footnotes of the source that are used, and sentences, in the order of their marks.
        decisions: modelling decisions that are used.
        digest: first twelve hexadecimal digits of the guideline's content hash.
        places: of the tiers, among all tiers of the guideline; their headings are filled by it.
    """

    id: str
    title: str
    guideline: str
    organisation: str
    source_title: str
    citation: str
    dates: tuple[tuple[str, str], ...]
    conflicts: tuple[str, ...]
    version: str
    digest: str
    disclaimer: str
    start: str
    tiers: tuple[Tier, ...]
    questions: tuple[Question, ...]
    leaves: dict[str, tuple[str, ...]]
    rows: tuple[Row, ...]
    scope: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    notes: tuple[NoteText, ...] = ()
    decisions: tuple[NoteText, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()
    places: tuple[int, ...] = ()


class _Marks:
    """Gives every note its mark: an id is its own mark, a sentence gets the next "n1", "n2", ..."""

    def __init__(self, guideline: Guideline, numbers: dict[str, str]) -> None:
        self.known = guideline.notes
        self.numbers = numbers
        self.used: dict[str, None] = {}
        self.sentences: dict[str, str] = {}

    def of(self, notes: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._one(note) for note in notes))

    def _one(self, note: str) -> str:
        if note in self.known:
            self.used[note] = None
            return note
        mark = self.numbers.setdefault(note, f"n{len(self.numbers) + 1}")
        return self.sentences.setdefault(note, mark)

    def split(self, notes: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The marks of footnotes and sentences, and the marks of modelling decisions."""
        named = [(note, self._one(note)) for note in notes]
        chosen = {note for note, _ in named if note in self.known and self.known[note].kind == "decision"}
        foot = dict.fromkeys(mark for note, mark in named if note not in chosen)
        return tuple(foot), tuple(dict.fromkeys(mark for note, mark in named if note in chosen))

    def texts(self) -> tuple[NoteText, ...]:
        source = [NoteText(id, minus(note.text)) for id, note in self._used("source")]
        return (*source, *(NoteText(mark, minus(text)) for text, mark in self.sentences.items()))

    def decisions(self) -> tuple[NoteText, ...]:
        return tuple(NoteText(id, minus(note.text)) for id, note in self._used("decision"))

    def _used(self, kind: str) -> Iterator[tuple[str, Note]]:
        return ((id, note) for id, note in self.known.items() if id in self.used and note.kind == kind)


def pictures(guideline: Guideline) -> dict[str, Picture]:
    """The content of the charts of all graphs of a guideline; a sentence has the same mark in all of them."""
    numbers: dict[str, str] = {}
    return {id: _picture(guideline, graph, numbers) for id, graph in guideline.graphs.items()}


def picture(guideline: Guideline, graph: DecisionGraph) -> Picture:
    """The content of the chart of one graph of a guideline, by itself."""
    return _picture(guideline, graph, {})


def _picture(guideline: Guideline, graph: DecisionGraph, numbers: dict[str, str]) -> Picture:
    marks = _Marks(guideline, numbers)
    everywhere = marks.of((*guideline.everywhere, *graph.notes))
    questions = tuple(_question(node, marks) for node in _met(graph))
    leaves: dict[str, tuple[str, ...]] = {}
    rows: dict[str, Row] = {}
    for question in questions:
        for answer in question.answers:
            _leaf(answer.target, guideline, graph, marks, leaves, rows)
    _leaf(graph.start, guideline, graph, marks, leaves, rows)
    for id, recommendation in graph.recommendations.items():
        if id not in rows:
            rows[id] = _row(recommendation, guideline, graph, marks)
    scope = tuple(minus(marked(condition.why, marks.of(condition.notes))) for condition in graph.scope)
    drawn = Picture(
        id=graph.id,
        title=minus(graph.title),
        guideline=minus(guideline.title),
        organisation=guideline.provenance.organisation,
        source_title=guideline.provenance.title,
        citation=guideline.provenance.citation,
        dates=tuple(guideline.provenance.dates.items()),
        conflicts=guideline.provenance.conflicts,
        version=guideline.version,
        digest=guideline.digest[:12],
        disclaimer=guideline.disclaimer,
        start=graph.start,
        tiers=tuple(tier for tier in guideline.tiers if tier.id in graph.tiers),
        places=tuple(place for place, tier in enumerate(guideline.tiers) if tier.id in graph.tiers),
        questions=questions,
        leaves=leaves,
        rows=tuple(rows.values()),
        scope=scope,
        marks=everywhere,
        notes=marks.texts(),
        decisions=marks.decisions(),
    )
    short = used_abbreviations(texts(drawn), guideline.abbreviations)
    return msgspec.structs.replace(drawn, abbreviations=short)


def texts(drawn: Picture) -> Iterator[str]:
    """Every text of a chart's questions, rows and notes."""
    yield drawn.title
    for question in drawn.questions:
        yield question.ask
        yield from (answer.label for answer in question.answers)
    for row in drawn.rows:
        yield from (row.number, row.title, row.across, *row.before, *row.contested)
        for cell in row.cells:
            for offer in cell.offers:
                yield from (offer.text, offer.condition)
    for note in (*drawn.notes, *drawn.decisions):
        yield note.text
    yield from drawn.scope


def _met(graph: DecisionGraph) -> Iterator[DecisionNode]:
    """The questions in the order of a reader who follows every answer from top to bottom."""
    seen: set[str] = set()
    waiting = [graph.start]
    while waiting:
        id = waiting.pop()
        if id in seen or id not in graph.nodes:
            continue
        seen.add(id)
        yield graph.nodes[id]
        waiting.extend(edge.to for edge in reversed(graph.nodes[id].edges))
    yield from (node for id, node in graph.nodes.items() if id not in seen)


def _question(node: DecisionNode, marks: _Marks) -> Question:
    answers = tuple(Answer(f"{node.id}:{k}", minus(edge.label), edge.to) for k, edge in enumerate(node.edges))
    foot, decisions = marks.split(node.notes)
    return Question(node.id, minus(marked(node.ask, foot)), node.hit_policy, answers, decisions)


def _leaf(
    id: str,
    guideline: Guideline,
    graph: DecisionGraph,
    marks: _Marks,
    leaves: dict[str, tuple[str, ...]],
    rows: dict[str, Row],
) -> None:
    """Add a leaf and its rows, unless `id` is a question or is there already."""
    if id in leaves or id not in graph.leaves:
        return
    leaf = graph.leaves[id]
    match leaf:
        case Recommend(rows=named):
            known = {**guideline.recommendations, **graph.recommendations}
            for name in named:
                if name not in rows:
                    rows[name] = _row(known[name], guideline, graph, marks)
            leaves[id] = named
        case Silent(text=text, nearest=nearest, notes=notes):
            near = f" Nearest, as a cross-reference only: {', '.join(nearest)}." if nearest else ""
            foot, decisions = marks.split(notes)
            words = minus(marked(text, foot)) + near
            rows[id] = Row(
                id,
                "silent",
                _code("S", "silent", rows),
                "The guideline is silent",
                marks=decisions,
                across=words,
            )
            leaves[id] = (id,)
        case See(graph=other):
            title = guideline.graphs[other].title if other in guideline.graphs else other
            rows[id] = Row(
                id,
                "see",
                _code("C", "see", rows),
                "Continue with",
                across=minus(f"Chart “{title}” ({other})"),
                see=other,
            )
            leaves[id] = (id,)
        case OutOfScope(text=text):
            rows[id] = Row(
                id, "out_of_scope", _code("X", "out_of_scope", rows), "Out of scope", across=minus(text)
            )
            leaves[id] = (id,)
        case _:
            assert_never(leaf)


def _code(letter: str, kind: RowKind, rows: dict[str, Row]) -> str:
    """The name on paper of a row that is not a recommendation: S1, S2, ..."""
    return f"{letter}{1 + sum(row.kind == kind for row in rows.values())}"


def _row(row: Recommendation, guideline: Guideline, graph: DecisionGraph, marks: _Marks) -> Row:
    foot, _ = marks.split(row.notes)
    before = tuple(f"{other.row} in part" if other.when is not None else other.row for other in row.outranks)
    cells = [row.cells.get(tier.id, Cell(())) for tier in guideline.tiers if tier.id in graph.tiers]
    noted = [*row.notes, *(note for cell in cells for note in _cell_notes(cell))]
    return Row(
        id=row.id,
        kind="recommendation",
        number=row.id,
        title=minus(marked(row.title, foot)),
        section=minus(row.section),
        before=before,
        contested=_contested(row.contested, marks),
        marks=marks.split(noted)[1],
        cells=tuple(_cell(cell, guideline.vocabulary, marks) for cell in cells),
    )


def _cell_notes(cell: Cell) -> Iterator[str]:
    for option in cell.options:
        yield from option.notes
    yield from cell.notes


def _contested(conditions: tuple[Condition, ...], marks: _Marks) -> tuple[str, ...]:
    """The notes that say why a row is contested; the reason itself where no note is named."""
    found = [marks.of(condition.notes) or marks.of((condition.why,)) for condition in conditions]
    return tuple(dict.fromkeys(mark for group in found for mark in group))


def _cell(cell: Cell, vocabulary: Vocabulary, marks: _Marks) -> TierCell:
    offers = tuple(_offer(option, vocabulary, marks) for option in cell.options)
    return TierCell(offers, marks.split(cell.notes)[0])


def _offer(option: Option, vocabulary: Vocabulary, marks: _Marks) -> Offer:
    words = option_words(option, vocabulary, short=True)
    if option.strength:
        words = f"{words} ({option.strength})"
    condition = "" if option.when is None else f"if {condition_words(option.when, vocabulary)}"
    return Offer(minus(marked(words, marks.split(option.notes)[0])), option.rank, minus(condition))
