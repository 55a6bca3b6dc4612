"""Graph: recommendations, options, decision nodes, leaves, and the guideline that holds them.

Two encodings of the same table stand side by side: each `Recommendation` has a population, and the
`DecisionGraph` asks questions in an order. Verification proves that they agree. Everything here is
immutable plain data, filled by `decision_graph.loading`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

import msgspec

from decision_graph.diagnostics import Span
from decision_graph.predicate.terms import Term, Value
from decision_graph.shown import Shown
from decision_graph.space import Space
from decision_graph.vocabulary import Condition, Vocabulary

if TYPE_CHECKING:
    import networkx as nx

HitPolicy = Literal["unique", "collect"]


class Option(msgspec.Struct, frozen=True):
    """One thing that a cell offers.

    Attributes:
        give: given together, all of them; each entry is a group of alternatives, any one of which serves.
        detail: words of the source that qualify it, for example "if possible"; may be empty.
        when: guard on patient or availability facts; None where the source states none.
        rank: place in an availability cascade, 1 first; None outside a cascade.
        strength: as the source grades it; None where it gives no grade.
        notes: ids of `Guideline.notes`.
    """

    give: tuple[tuple[str, ...], ...]
    detail: str = ""
    when: Term | None = None
    rank: int | None = None
    strength: str | None = None
    notes: tuple[str, ...] = ()
    span: Span | None = None

    @property
    def interventions(self) -> tuple[str, ...]:
        """Every intervention named, once each, in order."""
        return tuple(dict.fromkeys(name for group in self.give for name in group))


class Cell(msgspec.Struct, frozen=True):
    """What one recommendation offers in one tier: options, and notes on the cell (ids or sentences)."""

    options: tuple[Option, ...]
    notes: tuple[str, ...] = ()


class Outranks(msgspec.Struct, frozen=True):
    """Declared precedence over another row, everywhere or only `when` a predicate holds."""

    row: str
    why: str
    when: Term | None = None
    span: Span | None = None


class Source(msgspec.Struct, frozen=True):
    """Where a recommendation stands in the source: table, row, first and last line of the text."""

    table: int
    row: str
    lines: tuple[int, int]


class Recommendation(msgspec.Struct, frozen=True):
    """One numbered row of the source.

    Attributes:
        id: as printed in the source, for example "1.4.1.a".
        title: the population in a few words.
        section: the heading of the source under which it stands.
        population: for whom.
        outranks: rows that give way to this one, each with a reason.
        contested: when a faithful reader may decide otherwise about `population`, and why. Such a row
            is flagged where it matches, and shown as "also consider" where it does not.
        remarks: what a reader should know of this row where a condition holds; they never gate.
        cells: by tier.
        notes: ids of `Guideline.notes`, or sentences.
    """

    id: str
    title: str
    section: str
    population: Term
    cells: dict[str, Cell]
    source: Source
    outranks: tuple[Outranks, ...] = ()
    contested: tuple[Condition, ...] = ()
    remarks: tuple[Condition, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span | None = None


class Edge(msgspec.Struct, frozen=True):
    """A predicate and its target. `when` is None for `otherwise`: true only if every sibling is false."""

    label: str
    when: Term | None
    to: str
    span: Span | None = None


class DecisionNode(msgspec.Struct, frozen=True):
    """A question. `unique`: exactly one edge is true. `collect`: every true edge is followed."""

    id: str
    ask: str
    edges: tuple[Edge, ...]
    hit_policy: HitPolicy = "unique"
    notes: tuple[str, ...] = ()
    span: Span | None = None


class Recommend(msgspec.Struct, frozen=True, tag=True):
    """A leaf that names recommendations. An edge may point at a recommendation id directly."""

    id: str
    rows: tuple[str, ...]
    span: Span | None = None


class Silent(msgspec.Struct, frozen=True, tag=True):
    """A leaf where the guideline says nothing; the nearest rows are cross-references only."""

    id: str
    text: str
    nearest: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span | None = None


class See(msgspec.Struct, frozen=True, tag=True):
    """A leaf that continues at the start of another graph."""

    id: str
    graph: str
    span: Span | None = None


class OutOfScope(msgspec.Struct, frozen=True, tag=True):
    """A leaf for patients that the guideline, or this encoding of it, does not address."""

    id: str
    text: str
    span: Span | None = None


Leaf = Recommend | Silent | See | OutOfScope


class DecisionGraph(Shown, msgspec.Struct, frozen=True, dict=True):
    """One treatment line as a directed acyclic graph of questions.

    Attributes:
        tiers: the tiers that its recommendations have cells for, in order.
        given: facts that hold for everybody who enters here, for example line first.
        scope: conditions that must not be false; unanswered ones are stated as assumed.
        nodes, leaves: by id; every edge target is one of them. Ids are unique over both.
        recommendations: the rows of this graph, by id, in the order of the source.
    """

    id: str
    title: str
    start: str
    nodes: dict[str, DecisionNode]
    leaves: dict[str, Leaf]
    recommendations: dict[str, Recommendation] = {}
    tiers: tuple[str, ...] = ()
    given: dict[str, Value] = {}
    scope: tuple[Condition, ...] = ()
    notes: tuple[str, ...] = ()
    file: str = ""

    @cached_property
    def order(self) -> dict[str, int]:
        """Every node and leaf that can be reached from the start, numbered so that edges go upwards."""
        finished: list[str] = []
        seen = {self.start}
        stack = [(self.start, iter(self._targets(self.start)))]
        while stack:
            current, targets = stack[-1]
            for target in targets:
                if target not in seen:
                    seen.add(target)
                    stack.append((target, iter(self._targets(target))))
                    break
            else:
                finished.append(current)
                stack.pop()
        return {id: place for place, id in enumerate(reversed(finished))}

    def _targets(self, id: str) -> tuple[str, ...]:
        node = self.nodes.get(id)
        # Last answer first, so that the finished list, reversed, reads top to bottom.
        return () if node is None else tuple(edge.to for edge in reversed(node.edges))

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The questions and leaves as a networkx graph; an edge's key is its place among the answers.

        Node data: `kind` ("decision" or "leaf") and `item`; edge data: `edge`.
        """
        import networkx as nx

        result: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=self.id)
        for leaf in self.leaves.values():
            result.add_node(leaf.id, kind="leaf", item=leaf)
        for node in self.nodes.values():
            result.add_node(node.id, kind="decision", item=node)
        for node in self.nodes.values():
            for place, edge in enumerate(node.edges):
                result.add_edge(node.id, edge.to, key=place, edge=edge)
        return result


class Tier(msgspec.Struct, frozen=True):
    """A resource setting: its value in facts, its word on paper, and its mark (survives grey print).

    `lacks` maps a way to obtain facts that the tier presumes to be missing to the note that says so.
    """

    id: str
    label: str
    mark: str
    help: str = ""
    lacks: dict[str, str] = {}


class Note(msgspec.Struct, frozen=True):
    """A footnote of the source (`kind` "source") or a modelling choice of the encoders ("decision")."""

    id: str
    text: str
    kind: Literal["source", "decision"]
    span: Span | None = None


class SourceTable(msgspec.Struct, frozen=True):
    """A table of the source: the rows and tiers that it has, so that none of them gets lost."""

    rows: tuple[str, ...]
    tiers: tuple[str, ...] = ()
    span: Span | None = None


class Provenance(msgspec.Struct, frozen=True):
    """Where a guideline comes from: who, when, under which title, with every conflict kept.

    `tables` lists what the source has, by the number of the table; empty if nobody wrote it down.
    """

    organisation: str
    title: str
    citation: str
    url: str = ""
    dates: dict[str, str] = {}
    conflicts: tuple[str, ...] = ()
    tables: dict[int, SourceTable] = {}


class Guideline(Shown, msgspec.Struct, frozen=True, dict=True):
    """A vocabulary, recommendations, one graph per treatment line, and an entry graph.

    Attributes:
        id: the folder's name, for example "mbc".
        version: the version key of the source as encoded.
        line, tier: names of the attributes that select a line and a tier; "" if there is none.
        tiers: least resources first.
        strengths: grades that options may carry, strongest first.
        entry: id of the graph at which a query starts.
        everywhere: ids of notes that belong to every answer (here: palliative needs).
        abbreviations: short form to words, for readers of charts.
        digest: SHA-256 of the guideline's files, in hexadecimal.
    """

    id: str
    title: str
    version: str
    provenance: Provenance
    disclaimer: str
    vocabulary: Vocabulary
    tiers: tuple[Tier, ...]
    notes: dict[str, Note]
    graphs: dict[str, DecisionGraph]
    entry: str
    line: str = ""
    tier: str = ""
    everywhere: tuple[str, ...] = ()
    abbreviations: dict[str, str] = {}
    strengths: tuple[str, ...] = ()
    digest: str = ""

    @cached_property
    def recommendations(self) -> dict[str, Recommendation]:
        """Every row of every graph, by id."""
        return {id: row for graph in self.graphs.values() for id, row in graph.recommendations.items()}

    @cached_property
    def space(self) -> Space:
        """The attribute space, cut at every constant that the guideline mentions."""
        return Space(self.vocabulary, predicates(self))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of all that it holds, in hexadecimal: also of one that came from no file."""
        return sha256(msgspec.msgpack.encode(self)).hexdigest()


def predicates(guideline: Guideline) -> Iterator[Term]:
    """Every predicate of a guideline: what cuts the attribute space into cells."""
    vocabulary = guideline.vocabulary
    for rule in vocabulary.rules:
        yield rule.when
        yield rule.then
    for attribute in vocabulary.attributes.values():
        if attribute.applies_when is not None:
            yield attribute.applies_when
    for intervention in vocabulary.interventions.values():
        for condition in (*intervention.only_when, *intervention.cautions):
            yield condition.when
    for graph in guideline.graphs.values():
        for condition in graph.scope:
            yield condition.when
        for node in graph.nodes.values():
            for edge in node.edges:
                if edge.when is not None:
                    yield edge.when
        for row in graph.recommendations.values():
            yield from _row_predicates(row)


def _row_predicates(row: Recommendation) -> Iterator[Term]:
    yield row.population
    for outranked in row.outranks:
        if outranked.when is not None:
            yield outranked.when
    for condition in (*row.contested, *row.remarks):
        yield condition.when
    for cell in row.cells.values():
        for option in cell.options:
            if option.when is not None:
                yield option.when


def carried_conditions(option: Option, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    """The conditions that the interventions of an option carry and that it does not meet by itself."""
    given = {found.id for id in option.interventions for found in vocabulary.lineage(id)}
    binding: list[Condition] = []
    for group in option.give:
        carried = [[c for found in vocabulary.lineage(id) for c in found.only_when] for id in group]
        for condition in carried[0]:
            # Of several alternatives one suffices, so a condition binds only where all carry it.
            everywhere = all(condition in other for other in carried)
            if everywhere and condition not in binding and not given & set(condition.unless_with):
                binding.append(condition)
    return tuple(binding)


def option_words(option: Option, vocabulary: Vocabulary, *, short: bool = False) -> str:
    """An option in words: what is given together, the alternatives, and the qualifying detail.

    >>> from decision_graph.vocabulary import Intervention
    >>> names = {"a": "alpha", "b": "beta", "c": "gamma"}
    >>> known = {id: Intervention(id, "drug", name, name) for id, name in names.items()}
    >>> words = Vocabulary({}, (), known, ("history",), ("drug",))
    >>> option_words(Option(give=(("a",), ("b", "c")), detail="if possible"), words)
    'Alpha + (beta or gamma) (if possible)'
    """

    def word(id: str) -> str:
        found = vocabulary.interventions[id]
        return found.short if short else found.name

    groups = [" or ".join(map(word, group)) for group in option.give]
    if len(groups) > 1:
        groups = [
            f"({text})" if len(group) > 1 else text for text, group in zip(groups, option.give, strict=True)
        ]
    text = " + ".join(groups)
    first = 1 if text.startswith("(") else 0
    text = text[:first] + text[first : first + 1].upper() + text[first + 1 :]
    return f"{text} ({option.detail})" if option.detail else text
