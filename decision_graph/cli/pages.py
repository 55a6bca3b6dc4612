"""Pages: one row, graph, attribute, intervention or note of a guideline, as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from decision_graph.cli.terminal import bold, wrapped
from decision_graph.cli.words import bounds_words, tier_words, values_hint
from decision_graph.graph import (
    Cell,
    DecisionGraph,
    Guideline,
    Leaf,
    Option,
    OutOfScope,
    Recommend,
    Recommendation,
    See,
    Silent,
    option_words,
)
from decision_graph.mentioned import mentioned
from decision_graph.predicate.terms import Term, attributes
from decision_graph.predicate.text import to_text
from decision_graph.prose import clause, fact_words
from decision_graph.vocabulary import Attribute, Condition, Intervention


class Pages:
    """Writes about the parts of one guideline.

    Args:
        guideline: whose parts.
        width: columns to fill.
    """

    def __init__(self, guideline: Guideline, width: int) -> None:
        self.guideline = guideline
        self.vocabulary = guideline.vocabulary
        self.width = width

    # The whole

    def overview(self) -> list[str]:
        """Title, source, tiers, and the graphs with their rows."""
        guideline, source = self.guideline, self.guideline.provenance
        tiers = ", ".join(f"{tier.id} ({tier_words(guideline, tier.id)})" for tier in guideline.tiers)
        selectors = [name for name in (guideline.line, guideline.tier) if name]
        dates = [f"{name}: {date}" for name, date in source.dates.items()]
        return [
            bold(f"{guideline.id}  {guideline.title}, version {guideline.version}"),
            *self._lines([source.citation, *([source.url] if source.url else []), *dates]),
            *self._lines([f"tiers: {tiers}"] if tiers else []),
            *self._lines([f"selected by: {', '.join(selectors)}"] if selectors else []),
            "",
            *self.rows(),
            *self._section("Where the source contradicts itself", source.conflicts),
            "",
            *wrapped(f"{self._counts()}; digest {guideline.digest[:12]}. {guideline.disclaimer}", self.width),
        ]

    def _counts(self) -> str:
        known = self.vocabulary
        counts = {
            "attributes": len(known.attributes),
            "interventions": len(known.interventions),
            "notes": len(self.guideline.notes),
        }
        return ", ".join(f"{count} {what}" for what, count in counts.items())

    def rows(self, graph: str | None = None) -> list[str]:
        """The graphs, or one of them, with the ids and titles of their rows."""
        graphs = self.guideline.graphs
        wanted = graphs.values() if graph is None else (graphs[graph],)
        return [line for one in wanted for line in self._rows_of(one)]

    def _rows_of(self, graph: DecisionGraph) -> list[str]:
        entry = " (entry)" if graph.id == self.guideline.entry else ""
        lines = [bold(f"{self.guideline.id}/{graph.id}{entry}  {graph.title}")]
        for row in graph.recommendations.values():
            lines += wrapped(row.title, self.width, f"  {row.id:9}")
        return lines

    # A row

    def row(self, row: Recommendation) -> list[str]:
        """Population, options by tier, precedence both ways, notes, place in the source."""
        first, last = row.source.lines
        before = [self._outranks(o.row, o.why, o.when) for o in row.outranks]
        after = [
            self._outranks(other.id, o.why, o.when)
            for other in self.guideline.recommendations.values()
            for o in other.outranks
            if o.row == row.id
        ]
        cells = [line for tier, cell in row.cells.items() for line in self._cell(tier, cell)]
        sentences = [note for note in row.notes if note not in self.guideline.notes]
        return [
            *(bold(line) for line in wrapped(f"{row.id}  {row.title}", self.width, rest="       ")),
            *self._lines([row.section]),
            *self._lines([f"source: table {row.source.table}, row {row.source.row}, lines {first}-{last}"]),
            *self._section("Population", [clause(row.population, self.vocabulary), to_text(row.population)]),
            *(["", bold("OPTIONS"), *cells] if cells else []),
            *self._section("Goes before", before),
            *self._section("Gives way to", after),
            *self._section("Contested", map(self._condition, row.contested)),
            *self._section("Remarks", [*sentences, *map(self._condition, row.remarks)]),
            *self._notes(_notes_of(row)),
        ]

    def _outranks(self, row: str, why: str, when: Term | None) -> str:
        only = "" if when is None else f" (only if {clause(when, self.vocabulary)})"
        return f"{row}: {why}{only}"

    def _cell(self, tier: str, cell: Cell) -> Iterator[str]:
        words = tier_words(self.guideline, tier)
        notes = [note for note in cell.notes if note in self.guideline.notes]
        yield f"  {words} [{', '.join(notes)}]" if notes else f"  {words}"
        for option in cell.options:
            yield from wrapped(self._option(option), self.width, "    - ")
        if not cell.options:
            yield "    - nothing"
        for note in cell.notes:
            if note not in self.guideline.notes:
                yield from wrapped(note, self.width, "    ")

    def _option(self, option: Option) -> str:
        words = option_words(option, self.vocabulary)
        if option.rank is not None:
            words = f"step {option.rank}: {words}"
        if option.when is not None:
            words += f"; only if {clause(option.when, self.vocabulary)}"
        if option.strength:
            words += f"; strength: {option.strength}"
        return f"{words} [{', '.join(option.notes)}]" if option.notes else words

    # A graph

    def graph(self, graph: DecisionGraph) -> list[str]:
        """Every question with its answers, from the start downwards, and every leaf."""
        given = [fact_words(name, value, self.vocabulary) for name, value in graph.given.items()]
        reached = sorted(graph.nodes, key=lambda id: graph.order.get(id, len(graph.order)))
        questions: list[str] = []
        for id in reached:
            node = graph.nodes[id]
            collects = ", every true answer is followed" if node.hit_policy == "collect" else ""
            questions += wrapped(f"{id}: {node.ask}{collects}", self.width, "  ", "    ")
            for edge in node.edges:
                when = "otherwise" if edge.when is None else to_text(edge.when)
                questions += wrapped(f"{edge.label} -> {edge.to}  ({when})", self.width, "    - ")
        return [
            bold(f"{self.guideline.id}/{graph.id}  {graph.title}"),
            *self._lines(
                [f"starts at: {graph.start}", *([f"tiers: {', '.join(graph.tiers)}"] if graph.tiers else [])]
            ),
            *self._lines([f"given: {'; '.join(given)}"] if given else []),
            *self._section("Scope", map(self._condition, graph.scope)),
            *(["", bold("QUESTIONS"), *questions] if questions else []),
            *self._section("Leaves", (f"{id}: {self._leaf(leaf)}" for id, leaf in graph.leaves.items())),
            *self._section("Rows", (f"{row.id}: {row.title}" for row in graph.recommendations.values())),
            *self._notes([*graph.notes, *(note for node in graph.nodes.values() for note in node.notes)]),
        ]

    def _leaf(self, leaf: Leaf) -> str:
        match leaf:
            case Recommend():
                return f"recommends {', '.join(leaf.rows)}"
            case Silent():
                near = f" Nearest: {', '.join(leaf.nearest)}." if leaf.nearest else ""
                return f"silent. {leaf.text}{near}"
            case See():
                return f"continues in {leaf.graph}"
            case OutOfScope():
                return f"out of scope. {leaf.text}"
            case _:
                assert_never(leaf)

    # The words of the vocabulary

    def facts(self, graph: str | None) -> list[str]:
        """The facts that can be told, or those that one graph speaks of, by the way they are obtained."""
        known = self.vocabulary.attributes
        wanted = known if graph is None else mentioned(self.guideline, [graph])
        lines = []
        for obtained in self.vocabulary.obtained:
            group = [one for one in known.values() if one.obtained == obtained and one.name in wanted]
            lines += [bold(obtained), *(line for one in group for line in self._fact(one))] if group else []
        return lines

    def _fact(self, attribute: Attribute) -> list[str]:
        bounds = bounds_words(attribute)
        asked = f"{attribute.ask} ({bounds})" if bounds else attribute.ask
        return [
            *wrapped(
                f"{attribute.name}={values_hint(attribute)}".replace("|", " | "), self.width, "  ", "      "
            ),
            *wrapped(asked, self.width, "      "),
        ]

    def attribute(self, attribute: Attribute) -> list[str]:
        """How it is asked, what it may be, and where it is used."""
        values = [f"{choice.value}: {choice.label}" for choice in attribute.choices]
        if attribute.kind == "boolean":
            values = [f"true: {attribute.when_true or 'yes'}", f"false: {attribute.when_false or 'no'}"]
        applies = attribute.applies_when
        rules = [
            f"if {clause(rule.when, self.vocabulary)}, then {clause(rule.then, self.vocabulary)}: {rule.why}"
            for rule in self.vocabulary.rules
            if attribute.name in (*attributes(rule.when), *attributes(rule.then))
        ]
        return [
            bold(f"{attribute.name}  {attribute.label.replace('…', 'number')}"),
            *self._lines([attribute.ask, *([attribute.help] if attribute.help else [])]),
            *self._lines([f"obtained by: {attribute.obtained}"]),
            *self._lines(
                [] if applies is None else [f"has a value only with: {clause(applies, self.vocabulary)}"]
            ),
            *self._section("Values", values or [bounds_words(attribute)]),
            *self._section("Rules", rules),
            *self._section("Populations", self._populations(attribute.name)),
            *self._section("Questions", self._questions(attribute.name)),
            *self._section(
                "Codes", (f"{code.system} {code.code} {code.display}".strip() for code in attribute.codes)
            ),
        ]

    def _populations(self, name: str) -> list[str]:
        rows = self.guideline.recommendations.values()
        return [f"{row.id}: {row.title}" for row in rows if name in attributes(row.population)]

    def _questions(self, name: str) -> list[str]:
        return [
            f"{graph.id}/{node.id}: {node.ask}"
            for graph in self.guideline.graphs.values()
            for node in graph.nodes.values()
            if any(edge.when is not None and name in attributes(edge.when) for edge in node.edges)
        ]

    def intervention(self, intervention: Intervention) -> list[str]:
        """What it is, what it depends on, and which rows offer it."""
        kinds = ", ".join(self.vocabulary.interventions[id].name for id in intervention.is_a)
        offered = [
            f"{row.id}, {', '.join(tiers)}: {row.title}"
            for row in self.guideline.recommendations.values()
            if (
                tiers := [
                    t
                    for t, c in row.cells.items()
                    if any(intervention.id in o.interventions for o in c.options)
                ]
            )
        ]
        short = f" ({intervention.short})" if intervention.short != intervention.name else ""
        return [
            bold(f"{intervention.id}  {intervention.name}{short}"),
            *self._lines([f"{intervention.kind}, a kind of {kinds}" if kinds else intervention.kind]),
            *self._lines([intervention.listed] if intervention.listed else []),
            *self._section("Only when", map(self._condition, intervention.only_when)),
            *self._section("Cautions", map(self._condition, intervention.cautions)),
            *self._section("Offered in", offered),
            *self._notes(note for c in (*intervention.only_when, *intervention.cautions) for note in c.notes),
        ]

    def note(self, id: str) -> list[str]:
        """A footnote or a decision."""
        note = self.guideline.notes[id]
        kind = "a footnote of the source" if note.kind == "source" else "a decision of this encoding"
        return [bold(f"{id}  {kind}"), *self._lines([note.text])]

    # Parts

    def _condition(self, condition: Condition) -> str:
        notes = f" [{', '.join(condition.notes)}]" if condition.notes else ""
        return f"{clause(condition.when, self.vocabulary)}: {condition.why}{notes}"

    def _notes(self, ids: Iterable[str]) -> list[str]:
        known = [id for id in dict.fromkeys(ids) if id in self.guideline.notes]
        lines = [
            line for id in known for line in wrapped(self.guideline.notes[id].text, self.width, f"  {id:4} ")
        ]
        return ["", bold("NOTES"), *lines] if lines else []

    def _section(self, heading: str, items: Iterable[str]) -> list[str]:
        lines = [line for item in items for line in wrapped(item, self.width, "  ", "    ")]
        return ["", bold(heading.upper()), *lines] if lines else []

    def _lines(self, items: Sequence[str]) -> list[str]:
        return [line for item in items for line in wrapped(item, self.width, "  ", "    ")]


def _notes_of(row: Recommendation) -> Iterator[str]:
    yield from row.notes
    for cell in row.cells.values():
        yield from cell.notes
        for option in cell.options:
            yield from option.notes
    for condition in (*row.contested, *row.remarks):
        yield from condition.notes
