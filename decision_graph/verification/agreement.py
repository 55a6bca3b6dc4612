"""Agreement: the graph and the table give the same rows for every patient that the vocabulary allows.

The proof splits the attribute space only where an answer hangs on it, so that each case covers all the
patients whom neither the graph nor its table can tell apart. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from decision_graph.diagnostics import Diagnostic
from decision_graph.graph import DecisionGraph, DecisionNode, Edge, Guideline, Recommend, Silent
from decision_graph.predicate.terms import Always, Or, Term, Value, disjunction
from decision_graph.predicate.truth import Truth
from decision_graph.space import Region, Space


class Case(msgspec.Struct, frozen=True):
    """Patients who get one answer: their region, the leaves reached, the rows matched and leading."""

    region: Region
    leaves: frozenset[str]
    matched: frozenset[str]
    leading: frozenset[str]


class Agreement(msgspec.Struct, frozen=True):
    """The outcome for one graph: how many cases were decided, and what was found."""

    graph: str
    cases: int
    findings: tuple[Diagnostic, ...]


def agreement(guideline: Guideline, graph: DecisionGraph) -> Agreement:
    """Prove, or refute with a witness, that a graph and its table agree.

    For every complete patient the rows reached are the matched rows that no matched row outranks, and a
    silent leaf is reached if and only if no row matches. At a `unique` node exactly one answer holds.

    Returns:
        One finding for each different disagreement: `gap`, `overlap` or `encodings-disagree`.
    """
    prover = _Prover(guideline.space, graph)
    count = 0
    for case in prover.cases():
        count += 1
        reached = {row for id in case.leaves if isinstance(leaf := graph.leaves[id], Recommend) for row in leaf.rows}
        silent = any(isinstance(graph.leaves[id], Silent) for id in case.leaves)
        if graph.recommendations and (reached != case.leading or silent != (not case.matched)):
            prover.report(case, reached, silent)
    return Agreement(graph.id, count, tuple(prover.findings.values()))


class _State(msgspec.Struct):
    """A walk that is under way: where it is known to be, what is left to visit, what it found."""

    region: Region
    pending: list[str]
    seen: set[str]
    leaves: set[str]


class _Prover:
    """Splits the space of one graph until every question and every row is decided."""

    def __init__(self, space: Space, graph: DecisionGraph) -> None:
        self.space = space
        self.graph = graph
        self.findings: dict[str, Diagnostic] = {}

    def cases(self) -> Iterator[Case]:
        """Every case, each patient in exactly one of them; those at a faulty node are left out."""
        start = self.space.settle(self.space.everything)
        for name, value in self.graph.given.items():
            axis = self.space.index[name]
            bits = self.space.axes[axis].bit(value)
            start = None if start is None else self._within(start, axis, bits)
        waiting = [] if start is None else [_State(start, [self.graph.start], {self.graph.start}, set())]
        while waiting:
            state = waiting.pop()
            undecided = self._advance(state)
            if undecided is not None:
                waiting.extend(self._split(state, undecided))
            elif not state.pending:
                yield from self._judge(state)

    def _advance(self, state: _State) -> Term | None:
        """Follow answers as far as they are decided; the predicate that must be decided to go on."""
        while state.pending:
            id = state.pending[-1]
            node = self.graph.nodes.get(id)
            if node is None:
                state.leaves.add(state.pending.pop())
                continue
            true: list[Edge] = []
            for edge in node.edges:
                found = self._truth(node, edge, state.region)
                if found is Truth.UNKNOWN:
                    return _asked(node, edge)
                if found is Truth.TRUE:
                    true.append(edge)
            if not true or (len(true) > 1 and node.hit_policy == "unique"):
                self._fault(node, true, state.region)
                return None
            state.pending.pop()
            for edge in true:
                if edge.to not in state.seen:
                    state.seen.add(edge.to)
                    state.pending.append(edge.to)
        return None

    def _truth(self, node: DecisionNode, edge: Edge, region: Region) -> Truth:
        found = self.space.decide(_asked(node, edge), region)
        if edge.when is None and found is not Truth.UNKNOWN:
            return Truth.FALSE if found is Truth.TRUE else Truth.TRUE
        return found

    def _judge(self, state: _State) -> Iterator[Case]:
        """The rows that match in a finished walk, splitting further where they are not decided yet."""
        regions = [state.region]
        while regions:
            region = regions.pop()
            found = self._rows(region)
            if isinstance(found, tuple):
                yield Case(region, frozenset(state.leaves), *found)
            else:
                regions.extend(self._parts(region, found))

    def _rows(self, region: Region) -> tuple[frozenset[str], frozenset[str]] | Term:
        """The matched and the leading rows of a region, or a predicate on which they hang."""
        rows = self.graph.recommendations
        truths = {id: self.space.decide(row.population, region) for id, row in rows.items()}
        for id, found in truths.items():
            if found is Truth.UNKNOWN:
                return rows[id].population
        matched = frozenset(id for id, found in truths.items() if found is Truth.TRUE)
        outranked: set[str] = set()
        for id in matched:
            for precedence in rows[id].outranks:
                when = precedence.when or Always()
                holds = self.space.decide(when, region)
                if precedence.row in matched and holds is Truth.UNKNOWN:
                    return when
                if holds is Truth.TRUE:
                    outranked.add(precedence.row)
        return matched, matched - outranked

    def _split(self, state: _State, term: Term) -> Iterator[_State]:
        for part in self._parts(state.region, term):
            yield _State(part, list(state.pending), set(state.seen), set(state.leaves))

    def _parts(self, region: Region, term: Term) -> Iterator[Region]:
        """A region cut into the cells of the first attribute on which a predicate hangs."""
        axis = self.space.index[self.space.missing(term, region)[0]]
        bits = region[axis]
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            part = self._within(region, axis, lowest)
            if part is not None:
                yield part

    def _within(self, region: Region, axis: int, bits: int) -> Region | None:
        left = region[axis] & bits
        return self.space.settle((*region[:axis], left, *region[axis + 1 :]), [axis]) if left else None

    def _fault(self, node: DecisionNode, true: list[Edge], region: Region) -> None:
        slug = "overlap" if true else "gap"
        answers = " and ".join(repr(edge.label) for edge in true)
        what = f"the answers {answers} hold together" if true else "no answer holds"
        message = f"at {node.id!r} of graph {self.graph.id!r} {what} for a patient with {self.witness(region)}"
        self.findings.setdefault(f"{slug} {node.id}", Diagnostic(slug, message, span=node.span))

    def report(self, case: Case, reached: set[str], silent: bool) -> None:
        """Record a disagreement, once for each pair of answers."""
        graph = ", ".join(sorted(reached)) or ("silence" if silent else "nothing")
        table = ", ".join(sorted(case.leading)) or "silence"
        message = (
            f"in graph {self.graph.id!r} the questions lead to {graph}, "
            f"the populations to {table}, for a patient with {self.witness(case.region)}"
        )
        self.findings.setdefault(f"{graph} {table}", Diagnostic("encodings-disagree", message))

    def witness(self, region: Region) -> str:
        """What is special about a region, as facts: every attribute that it narrows."""
        facts = []
        for axis, bits in zip(self.space.axes, region, strict=True):
            if bits != axis.full:
                facts.append(f"{axis.attribute.name}={_shown(axis.only(bits), axis.values, bits)}")
        return ", ".join(facts)


def _asked(node: DecisionNode, edge: Edge) -> Term:
    """The predicate of an edge; for `otherwise` the disjunction of its siblings."""
    if edge.when is not None:
        return edge.when
    siblings = [other.when for other in node.edges if other.when is not None]
    return disjunction(*siblings) if siblings else Or(())


def _shown(value: Value | None, values: tuple[Value, ...], bits: int) -> str:
    if value is not None:
        return str(value).lower() if isinstance(value, bool) else str(value)
    if values:
        return "|".join(str(v) for i, v in enumerate(values) if bits & (1 << i))
    return "(between the constants mentioned)"
