"""Tiers: a guideline as one tier sees it; questions that change nothing there are left out, by proof.

Two leaves are equal at a tier if the same options stand in their cells. From the start downwards, each
question is asked about the patients of the tier who come to it: if all of them would be offered the same
without it, by another leaf or by the question after it, it is left out. The result is then proved to offer
every patient of the tier what the whole graph offers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

import msgspec

from decision_graph.decision.sets import allowed, answers, arrivals, union
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.diagrams import NOBODY, Diagram, Diagrams, OverBudget
from decision_graph.export.words import natural
from decision_graph.graph import (
    Cell,
    DecisionGraph,
    DecisionNode,
    Edge,
    Guideline,
    Leaf,
    Note,
    Option,
    OutOfScope,
    Recommend,
    Recommendation,
    See,
    Silent,
)
from decision_graph.predicate.terms import disjunction
from decision_graph.space import tests

ABSENT = frozenset(("absent",))
"""The value of a diagram for patients who are not in question."""


class Left(msgspec.Struct, frozen=True):
    """What is left out of one graph: questions with their reason, and rows."""

    graph: str
    title: str
    whole: bool
    questions: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()


class AtTier(msgspec.Struct, frozen=True):
    """A guideline for one tier alone, and what was left out of it.

    Attributes:
        proved: whether every question that changes nothing was looked for; if not, all questions are kept.
    """

    guideline: Guideline
    left: tuple[Left, ...]
    proved: bool = True


def at_tier(guideline: Guideline, tier: str) -> AtTier:
    """The guideline with one tier, and without the questions that cannot matter there.

    A guideline for which the proof takes too many steps keeps all its questions.

    Raises:
        GraphError: unproven-tier, if a smaller graph does not offer everybody the same.
    """
    try:
        return _at_tier(guideline, tier)
    except OverBudget:
        return _with_every_question(guideline, tier)


def _with_every_question(guideline: Guideline, tier: str) -> AtTier:
    graphs: dict[str, DecisionGraph] = {}
    left: list[Left] = []
    for graph in guideline.graphs.values():
        if graph.tiers and tier not in graph.tiers:
            left.append(Left(graph.id, graph.title, True))
            continue
        rows = {id: _merged(id, [row], tier, guideline.notes) for id, row in graph.recommendations.items()}
        tiers = tuple(known for known in graph.tiers if known == tier)
        graphs[graph.id] = msgspec.structs.replace(graph, recommendations=rows, tiers=tiers)
    return AtTier(_smaller(guideline, graphs, left, tier), tuple(left), proved=False)


def _at_tier(guideline: Guideline, tier: str) -> AtTier:
    diagrams = Diagrams(guideline.space)
    here = _members(diagrams, guideline, tier)
    graphs: dict[str, DecisionGraph] = {}
    left: list[Left] = []
    for graph in guideline.graphs.values():
        domain = _domain(diagrams, graph, here)
        if (graph.tiers and tier not in graph.tiers) or domain == NOBODY:
            left.append(Left(graph.id, graph.title, True))
            continue
        found = _Reduction(diagrams, guideline, graph, tier, domain)
        graphs[graph.id] = found.graph
        if found.left.questions or found.left.rows or found.left.merged:
            left.append(found.left)
    return AtTier(_smaller(guideline, graphs, left, tier), tuple(left))


def _smaller(
    guideline: Guideline, graphs: dict[str, DecisionGraph], left: Sequence[Left], tier: str
) -> Guideline:
    """The guideline with these graphs; what leads to a graph that is left out says that it offers nothing."""
    titles = {one.graph: one.title for one in left if one.whole}
    label = next(known.label for known in guideline.tiers if known.id == tier)
    shown = {}
    for id, graph in graphs.items():
        leaves = {
            name: Silent(name, f"“{titles[leaf.graph]}” says nothing for {label} resources.")
            if isinstance(leaf, See) and leaf.graph in titles
            else leaf
            for name, leaf in graph.leaves.items()
        }
        shown[id] = msgspec.structs.replace(graph, leaves=leaves)
    return msgspec.structs.replace(guideline, graphs=shown)


def _members(diagrams: Diagrams, guideline: Guideline, tier: str) -> Diagram:
    """Every patient of a tier that the rules allow."""
    everybody = allowed(diagrams)
    if not guideline.tier:
        return everybody
    axis = diagrams.space.index[guideline.tier]
    return diagrams.both(everybody, diagrams.cells(axis, diagrams.space.axes[axis].bit(tier)))


def _domain(diagrams: Diagrams, graph: DecisionGraph, here: Diagram) -> Diagram:
    space = diagrams.space
    places = ((space.index[name], value) for name, value in graph.given.items())
    given = (diagrams.cells(axis, space.axes[axis].bit(value)) for axis, value in places)
    return diagrams.all([here, *given])


class _Reduction:
    """One graph on its way to the smaller one."""

    def __init__(
        self, diagrams: Diagrams, guideline: Guideline, whole: DecisionGraph, tier: str, domain: Diagram
    ) -> None:
        self.diagrams, self.guideline, self.whole, self.tier = diagrams, guideline, whole, tier
        self.outcomes = _outcomes(diagrams, guideline, whole, tier)
        self.groups = {id: id for id in whole.recommendations}
        self.instead: dict[str, str] = {}
        self.arriving = dict.fromkeys(whole.order, NOBODY)
        self.arriving[whole.start] = domain
        nodes = {}
        for id in whole.order:
            if self.arriving[id] != NOBODY and id in whole.nodes:
                node = whole.nodes[id]
                instead = self._instead(node)
                if instead is not None:
                    self.instead[id] = instead
                    self.arriving[instead] = diagrams.either(self.arriving[instead], self.arriving[id])
                    continue
                nodes[id] = self._live(node)
        self.graph = self._built(nodes)
        self._prove(domain)
        self.left = self._left(nodes)

    def _live(self, node: DecisionNode) -> DecisionNode:
        """The node with the answers that somebody here can give; who gives them arrives at their targets."""
        edges = []
        for edge, true in zip(node.edges, answers(self.diagrams, node), strict=True):
            taking = self.diagrams.both(self.arriving[node.id], true)
            if taking != NOBODY:
                edges.append(edge)
                self.arriving[edge.to] = self.diagrams.either(self.arriving[edge.to], taking)
        return msgspec.structs.replace(node, edges=tuple(edges))

    def _instead(self, node: DecisionNode) -> str | None:
        """What offers the same to everybody who arrives at a question: a leaf, or what comes after it."""
        here = self.arriving[node.id]
        wanted = self._seen(node.id, here)
        below = self._below(node, here)
        for leaf in (id for id in below if id in self.whole.leaves):
            if self._seen(leaf, here) == wanted:
                self._join(leaf, [id for id in below if id in self.whole.leaves])
                return leaf
        for edge in node.edges:
            further = edge.to in below and edge.to in self.whole.nodes
            if further and self._seen(edge.to, here) == wanted and self._may_be_asked(edge.to, here):
                return edge.to
        return None

    def _seen(self, id: str, here: Diagram) -> Diagram:
        return self.diagrams.choose(here, self.outcomes[id], self.diagrams.value(ABSENT))

    def _below(self, node: DecisionNode, here: Diagram) -> list[str]:
        """The questions and leaves to which somebody comes from a question."""
        part = msgspec.structs.replace(self.whole, start=node.id)
        found = arrivals(self.diagrams, part, here)
        return [id for id, coming in found.items() if coming != NOBODY and id != node.id]

    def _may_be_asked(self, id: str, here: Diagram) -> bool:
        """Whether every question from here on applies to whoever would newly come to it."""
        part = msgspec.structs.replace(self.whole, start=id)
        for place, coming in arrivals(self.diagrams, part, here).items():
            node = self.whole.nodes.get(place)
            for axis in _axes(self.diagrams, node) if node is not None and coming != NOBODY else ():
                when = self.diagrams.space.axes[axis].attribute.applies_when
                if when is not None and self.diagrams.without(coming, self.diagrams.of(when)) != NOBODY:
                    return False
        return True

    def _join(self, leaf: str, others: list[str]) -> None:
        """Let rows with equal cells that no question tells apart any more be one row."""
        rows = [row for id in (leaf, *others) for row in _rows(self.whole.leaves[id]) if row in self.groups]
        first: dict[Hashable, str] = {}
        for row in rows:
            key = _cell_key(self.whole.recommendations[row], self.tier, self.guideline.notes)
            group = self.groups[first.setdefault(key, row)]
            old = self.groups[row]
            self.groups = {id: group if value == old else value for id, value in self.groups.items()}

    def _target(self, id: str) -> str:
        while id in self.instead:
            id = self.instead[id]
        return id

    def _built(self, nodes: dict[str, DecisionNode]) -> DecisionGraph:
        """The smaller graph: answers with one target joined, rows that are one row joined."""
        kept = {id: _joined(node, self._target) for id, node in nodes.items()}
        start = self._target(self.whole.start)
        used = dict.fromkeys([start, *(edge.to for node in kept.values() for edge in node.edges)])
        joined = self._groups(used)
        leaves: dict[str, Leaf] = {}
        for id in used:
            if id in self.whole.leaves:
                leaf = self.whole.leaves[id]
                if isinstance(leaf, Recommend):
                    rows = dict.fromkeys(joined.get(row, row) for row in leaf.rows)
                    leaf = msgspec.structs.replace(leaf, rows=tuple(rows))
                leaves[id] = leaf
        members: dict[str, list[Recommendation]] = {}
        for row, name in joined.items():
            members.setdefault(name, []).append(self.whole.recommendations[row])
        rows_here = {
            name: _merged(name, rows, self.tier, self.guideline.notes) for name, rows in members.items()
        }
        return msgspec.structs.replace(
            self.whole, start=start, nodes=kept, leaves=leaves, recommendations=rows_here,
            tiers=tuple(tier for tier in self.whole.tiers if tier == self.tier),
        )  # fmt: skip

    def _groups(self, used: dict[str, None]) -> dict[str, str]:
        """For each row that is still reached the name of the rows that it is one with."""
        reached = {row for id in used if id in self.whole.leaves for row in _rows(self.whole.leaves[id])}
        groups = {self.groups[row] for row in reached if row in self.groups}
        names = {
            group: ", ".join(sorted((row for row, own in self.groups.items() if own == group), key=natural))
            for group in groups
        }
        return {row: names[group] for row, group in self.groups.items() if group in names}

    def _prove(self, domain: Diagram) -> None:
        """Everybody in the domain is offered the same by both graphs."""
        small = _outcomes(self.diagrams, self.guideline, self.graph, self.tier)
        absent = self.diagrams.value(ABSENT)
        before = self.diagrams.choose(domain, self.outcomes[self.whole.start], absent)
        if self.diagrams.choose(domain, small[self.graph.start], absent) != before:
            message = f"{self.whole.id}: the graph for {self.tier} alone could not be proved equal"
            raise GraphError(Diagnostic("unproven-tier", message, hint="report this guideline"))

    def _left(self, nodes: dict[str, DecisionNode]) -> Left:
        gone = (node for id, node in self.whole.nodes.items() if id in self.whole.order and id not in nodes)
        shown = {row for name in self.graph.recommendations for row in name.split(", ")}
        return Left(
            self.whole.id,
            self.whole.title,
            False,
            tuple(dict.fromkeys(node.ask for node in gone)),
            tuple(row for row in self.whole.recommendations if row not in shown),
            tuple(name for name in self.graph.recommendations if ", " in name),
        )


def _rows(leaf: Leaf) -> tuple[str, ...]:
    return leaf.rows if isinstance(leaf, Recommend) else ()


def _axes(diagrams: Diagrams, node: DecisionNode) -> Iterator[int]:
    for edge in node.edges:
        if edge.when is not None:
            yield from (test.axis for test in tests(diagrams.space.clause(edge.when)))


def _outcomes(
    diagrams: Diagrams, guideline: Guideline, graph: DecisionGraph, tier: str
) -> dict[str, Diagram]:
    """For each question and leaf what everybody is offered from there, as a set of keys."""
    found: dict[str, Diagram] = {}
    nowhere: frozenset[object] = frozenset()
    for id in reversed(graph.order):
        node = graph.nodes.get(id)
        if node is None:
            found[id] = diagrams.value(_keys(graph.leaves[id], guideline, graph, tier))
            continue
        found[id] = diagrams.value(nowhere)
        for edge, true in zip(node.edges, answers(diagrams, node), strict=True):
            further = diagrams.choose(true, found[edge.to], diagrams.value(nowhere))
            found[id] = diagrams.combine(union, found[id], further)
    return found


def _keys(leaf: Leaf, guideline: Guideline, graph: DecisionGraph, tier: str) -> frozenset[object]:
    """What a leaf says at a tier; equal for leaves that say the same."""
    match leaf:
        case Recommend(rows=rows):
            known = {**guideline.recommendations, **graph.recommendations}
            return frozenset(_cell_key(known[row], tier, guideline.notes) for row in rows)
        case Silent(text=text, nearest=nearest, notes=notes):
            return frozenset((("silent", text, nearest, notes),))
        case See(graph=other):
            return frozenset((("see", other),))
        case OutOfScope(text=text):
            return frozenset((("out", text),))


def _cell_key(row: Recommendation, tier: str, notes: Mapping[str, Note]) -> Hashable:
    """What a cell offers. Our own remarks on it do not count, they are kept; the source's footnotes do."""
    cell = row.cells.get(tier, Cell(()))
    options = [_option_key(option, notes) for option in cell.options]
    ranked = any(option.rank is not None for option in cell.options)
    return ("cell", tuple(options) if ranked else frozenset(options), _footnotes(cell.notes, notes))


def _option_key(option: Option, notes: Mapping[str, Note]) -> Hashable:
    return (
        option.give, option.detail, option.when, option.rank, option.strength, _footnotes(option.notes, notes)
    )  # fmt: skip


def _footnotes(marks: Iterable[str], notes: Mapping[str, Note]) -> frozenset[str]:
    return frozenset(mark for mark in marks if mark in notes and notes[mark].kind == "source")


def _joined_cell(rows: Sequence[Recommendation], tier: str, notes: Mapping[str, Note]) -> Cell:
    """Equal cells as one, with the remarks on each of them."""
    cells = [row.cells[tier] for row in rows if tier in row.cells]
    options: dict[Hashable, Option] = {}
    for option in (option for cell in cells for option in cell.options):
        key = _option_key(option, notes)
        known = options.setdefault(key, option)
        marks = tuple(dict.fromkeys((*known.notes, *option.notes)))
        options[key] = msgspec.structs.replace(known, notes=marks)
    return Cell(tuple(options.values()), tuple(dict.fromkeys(note for cell in cells for note in cell.notes)))


def _joined(node: DecisionNode, target: Callable[[str], str]) -> DecisionNode:
    """The node with one answer for each target; labels are joined."""
    found: dict[str, list[Edge]] = {}
    for edge in node.edges:
        apart = node.hit_policy == "collect" and edge.when is None  # true only where no other answer is
        found.setdefault(f"{edge.to}!" if apart else target(edge.to), []).append(edge)
    edges = []
    for edges_here in found.values():
        label = " / ".join(dict.fromkeys(edge.label for edge in edges_here))
        terms = [edge.when for edge in edges_here]
        known = [term for term in terms if term is not None]
        when = disjunction(*known) if len(known) == len(terms) else None
        edges.append(
            msgspec.structs.replace(edges_here[0], label=label, when=when, to=target(edges_here[0].to))
        )
    return msgspec.structs.replace(node, edges=tuple(edges))


def _merged(name: str, rows: list[Recommendation], tier: str, notes: Mapping[str, Note]) -> Recommendation:
    """Rows with equal cells as one, which keeps every id, title, note and precedence."""
    first = rows[0]
    cells = {tier: _joined_cell(rows, tier, notes)} if tier in first.cells else {}
    if len(rows) == 1:
        return msgspec.structs.replace(first, cells=cells)
    ids = {row.id for row in rows}
    return msgspec.structs.replace(
        first,
        id=name,
        title="; or: ".join(dict.fromkeys(row.title for row in rows)),
        population=disjunction(*(row.population for row in rows)),
        outranks=tuple({o.row: o for row in rows for o in row.outranks if o.row not in ids}.values()),
        contested=tuple(dict.fromkeys(c for row in rows for c in row.contested)),
        remarks=tuple(dict.fromkeys(c for row in rows for c in row.remarks)),
        notes=tuple(dict.fromkeys(note for row in rows for note in row.notes)),
        cells=cells,
        source=msgspec.structs.replace(
            first.source,
            row=name,
            lines=(min(row.source.lines[0] for row in rows), max(row.source.lines[1] for row in rows)),
        ),
    )
