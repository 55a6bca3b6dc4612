"""Mutation: break the shipped guideline in every small way, and count what `verify` alone notices.

One change at a time: an operator, a value, a connective, a target or a precedence, in the populations and
edges of every graph. A change is equivalent if no complete patient's answer changes: that is proved, not
tried out, by comparing the diagrams of both. The answer of a patient is which rows match, which of them
lead, what the leaves reached say, and whether a question has no answer or two. What the loader refuses
(a circle, a leaf that nothing leads to any more) is counted apart.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from decision_graph.diagrams import Diagram, Diagrams
from decision_graph.graph import DecisionGraph, Guideline, Outranks, Recommend, See, predicates
from decision_graph.loading import load_guideline
from decision_graph.predicate.terms import (
    And,
    Compare,
    Member,
    Not,
    Operator,
    Or,
    Term,
    Value,
    conjunction,
    disjunction,
)
from decision_graph.predicate.text import to_text
from decision_graph.space import Space
from decision_graph.verification.subject import Place, Subject, leading
from decision_graph.verification.verify import verify
from decision_graph.vocabulary import Vocabulary, domain

TARGET = 0.97
"""The share of the changes that matter which `verify` must notice by itself."""

FRESH = 60
"""After so many mutants the diagrams are made anew, so that they do not fill the memory."""

OPERATORS: tuple[Operator, ...] = ("==", "!=", "<", "<=", ">", ">=")


class Mutant(NamedTuple):
    """A graph with one change: what kind of change, and in words."""

    kind: str
    words: str
    graph: DecisionGraph


# Changing predicates


def variants(term: Term, vocabulary: Vocabulary) -> Iterator[tuple[str, Term]]:
    """Every predicate that differs in one place, with the kind of the difference."""
    match term:
        case Compare():
            yield from _comparisons(term, vocabulary)
        case Member(name, values):
            for value in domain(vocabulary.attributes[name]):
                left = tuple(v for v in values if v != value) if value in values else (*values, value)
                if left:
                    yield "value", Member(name, left)
            yield "operator", Not(term)
        case Not(inner):
            yield "connective", inner
            yield from ((kind, Not(other)) for kind, other in variants(inner, vocabulary))
        case And(terms) | Or(terms):
            join, opposite = (
                (conjunction, disjunction) if isinstance(term, And) else (disjunction, conjunction)
            )
            yield "connective", opposite(*terms)
            for place, part in enumerate(terms):
                for kind, other in variants(part, vocabulary):
                    yield kind, join(*terms[:place], other, *terms[place + 1 :])
        case _:
            pass  # `always` has nothing to change


def _comparisons(term: Compare, vocabulary: Vocabulary) -> Iterator[tuple[str, Term]]:
    attribute = vocabulary.attributes[term.attribute]
    if attribute.kind == "boolean":
        yield "value", Compare(term.attribute, term.operator, not term.value)
        return
    for operator in OPERATORS[:2] if attribute.kind == "enum" else OPERATORS:
        if operator != term.operator:
            yield "operator", Compare(term.attribute, operator, term.value)
    others: list[Value] = list(domain(attribute))
    if isinstance(term.value, int | float) and not isinstance(term.value, bool):
        others = [term.value - 1, term.value + 1, term.value * 2]
    for value in others:
        if value != term.value:
            yield "value", Compare(term.attribute, term.operator, value)


# Changing graphs


def mutants(guideline: Guideline) -> Iterator[Mutant]:
    """Every guideline's graph with one change."""
    for graph in guideline.graphs.values():
        yield from _of_edges(graph, guideline.vocabulary)
        yield from _of_rows(graph, guideline.vocabulary)


def _of_edges(graph: DecisionGraph, vocabulary: Vocabulary) -> Iterator[Mutant]:
    places = (*graph.nodes, *graph.leaves, *(id for id in graph.recommendations if id not in graph.leaves))
    for node in graph.nodes.values():
        for place, edge in enumerate(node.edges):
            where = f"{graph.id}: edge '{edge.label}' of {node.id}"
            changed: list[tuple[str, str, Any]] = []
            for kind, term in variants(edge.when, vocabulary) if edge.when is not None else ():
                changed.append((kind, to_text(term), replace(edge, when=term)))
            for target in places:
                if target != edge.to:
                    changed.append(("target", f"to {target}", replace(edge, to=target)))
            for kind, words, other in changed:
                edges = (*node.edges[:place], other, *node.edges[place + 1 :])
                nodes = {**graph.nodes, node.id: replace(node, edges=edges)}
                yield Mutant(kind, f"{where}: {words}", _with_leaves(replace(graph, nodes=nodes)))


def _with_leaves(graph: DecisionGraph) -> DecisionGraph:
    """The graph as the loader makes it: a leaf for each row that an edge points at, and for no other."""
    pointed = {edge.to for node in graph.nodes.values() for edge in node.edges}
    rows = graph.recommendations
    leaves = {id: leaf for id, leaf in graph.leaves.items() if id not in rows or id in pointed}
    leaves |= {id: Recommend(id, (id,)) for id in rows if id in pointed and id not in leaves}
    return replace(graph, leaves=leaves)


def _of_rows(graph: DecisionGraph, vocabulary: Vocabulary) -> Iterator[Mutant]:
    for row in graph.recommendations.values():
        changed: list[tuple[str, str, Any]] = []
        for kind, term in variants(row.population, vocabulary):
            changed.append((kind, f"population {to_text(term)}", replace(row, population=term)))
        for place, precedence in enumerate(row.outranks):
            rest = (row.outranks[:place], row.outranks[place + 1 :])
            for words, others in _precedences(graph, row.id, precedence, vocabulary):
                outranks = (*rest[0], *others, *rest[1])
                changed.append(("precedence", words, replace(row, outranks=outranks)))
        for kind, words, other in changed:
            rows = {**graph.recommendations, row.id: other}
            yield Mutant(kind, f"{graph.id}: {row.id}: {words}", replace(graph, recommendations=rows))
        yield from _reversed(graph, row.id)


def _precedences(
    graph: DecisionGraph, row: str, precedence: Outranks, vocabulary: Vocabulary
) -> Iterator[tuple[str, tuple[Outranks, ...]]]:
    yield f"no longer outranks {precedence.row}", ()
    taken = {o.row for o in graph.recommendations[row].outranks}
    for other in graph.recommendations:
        if other != row and other not in taken:
            yield f"outranks {other} instead of {precedence.row}", (replace(precedence, row=other),)
    if precedence.when is not None:
        yield f"outranks {precedence.row} always", (replace(precedence, when=None),)
        for _, term in variants(precedence.when, vocabulary):
            yield f"outranks {precedence.row} when {to_text(term)}", (replace(precedence, when=term),)


def _reversed(graph: DecisionGraph, id: str) -> Iterator[Mutant]:
    rows = graph.recommendations
    for precedence in rows[id].outranks:
        if precedence.row in rows and not any(o.row == id for o in rows[precedence.row].outranks):
            above = replace(rows[id], outranks=tuple(o for o in rows[id].outranks if o != precedence))
            below = rows[precedence.row]
            below = replace(below, outranks=(*below.outranks, replace(precedence, row=id)))
            changed = replace(graph, recommendations={**rows, id: above, below.id: below})
            yield Mutant("precedence", f"{graph.id}: {below.id} outranks {id}, not the other way", changed)


def refused(graph: DecisionGraph) -> bool:
    """Whether the loader refuses a graph: a circle, or what nothing leads to."""
    if {*graph.nodes, *graph.leaves} - set(graph.order):
        return True
    if {*graph.recommendations} - {
        r for f in graph.leaves.values() if isinstance(f, Recommend) for r in f.rows
    }:
        return True
    order = graph.order
    if any(order[edge.to] <= order[node.id] for node in graph.nodes.values() for edge in node.edges):
        return True
    return _in_a_circle(
        {id: [o.row for o in row.outranks if o.when is None] for id, row in graph.recommendations.items()}
    )


def _in_a_circle(below: dict[str, list[str]]) -> bool:
    done: set[str] = set()
    under_way: set[str] = set()

    def circles(id: str) -> bool:
        if id in under_way:
            return True
        if id in done or id not in below:
            return False
        under_way.add(id)
        found = any(map(circles, below[id]))
        under_way.discard(id)
        done.add(id)
        return found

    return any(map(circles, below))


# Judging


class Judge:
    """Compares mutants with the guideline, over a space that knows the constants of all of them."""

    def __init__(self, guideline: Guideline, every: list[Mutant]) -> None:
        self.guideline = guideline
        constants = [t for m in every for t in predicates(replace(guideline, graphs={m.graph.id: m.graph}))]
        self.space = Space(guideline.vocabulary, dict.fromkeys([*predicates(guideline), *constants]))
        self.renew()

    def renew(self) -> None:
        """Forget all diagrams."""
        self.diagrams = Diagrams(self.space, budget=sys.maxsize)
        self.originals: dict[str, tuple[Diagram, Diagram]] = {}

    def answers(self, guideline: Guideline, id: str) -> tuple[Diagram, Diagram]:
        """What every patient gets from a graph, without and with the rows by which a row is outranked."""
        subject = Subject(guideline, [id], self.diagrams).graphs[id]
        graph, diagrams = subject.graph, self.diagrams
        rows = subject.populations
        ahead = leading(diagrams, guideline, rows)
        parts = [diagrams.map(lambda leaves: _said(graph, leaves), subject.outcomes[graph.start])]
        parts += [*rows.values(), *ahead.values(), subject.faulty]
        above = [
            diagrams.both(diagrams.both(rows[row.id], rows[o.row]), diagrams.of(o.when) if o.when else 1)
            for row in graph.recommendations.values()
            for o in sorted(row.outranks, key=lambda o: list(rows).index(o.row))
        ]
        names = [f"{row.id} {o.row}" for row in graph.recommendations.values() for o in row.outranks]
        known = dict(zip(names, above, strict=True))
        reasons = [known.get(f"{a} {b}", 0) for a in rows for b in rows]
        return self._joined(parts, subject.domain), self._joined(reasons, subject.domain)

    def _joined(self, parts: list[Diagram], within: Diagram) -> Diagram:
        diagrams = self.diagrams
        limited = tuple(diagrams.choose(within, part, diagrams.value(None)) for part in parts)
        return diagrams.value(limited)

    def judge(self, mutant: Mutant) -> tuple[bool, bool, bool]:
        """Whether an answer changes, whether at least its reasons do, and whether `verify` notices."""
        id = mutant.graph.id
        if id not in self.originals:
            self.originals[id] = self.answers(self.guideline, id)
        changed = replace(self.guideline, graphs={**self.guideline.graphs, id: mutant.graph})
        answers, reasons = self.answers(changed, id)
        before = self.originals[id]
        return answers != before[0], reasons != before[1], self.notices(changed, id)

    def notices(self, changed: Guideline, id: str) -> bool:
        """Whether `verify` finds anything: in the graph alone first, which is quicker."""
        budget = sys.maxsize // 2
        if any(
            f.severity != "note"
            for f in verify(changed, [id], budget=budget, diagrams=self.diagrams).findings
        ):
            return True
        return any(
            f.severity != "note" for f in verify(changed, budget=budget, diagrams=self.diagrams).findings
        )


def _said(graph: DecisionGraph, leaves: frozenset[Place]) -> frozenset[str]:
    said: set[str] = set()
    for _, id in leaves:
        match graph.leaves[id]:
            case Recommend(rows=rows):
                said.update(rows)
            case See(graph=other):
                said.add(f"see {other}")
            case _:
                said.add(f"leaf {id}")
    return frozenset(said)


class Tally:
    """What became of the mutants, by the kind of change."""

    def __init__(self) -> None:
        self.made, self.mattered, self.seen, self.refused = (Counter[str]() for _ in range(4))
        self.listed: dict[str, list[Mutant]] = {"slipped": [], "equivalent": [], "reasons only": []}

    def add(self, mutant: Mutant, judge: Judge) -> None:
        """Count one mutant; one that the loader refuses never gets as far as `verify`."""
        self.made[mutant.kind] += 1
        if refused(mutant.graph):
            self.refused[mutant.kind] += 1
            return
        changes, reasons, noticed = judge.judge(mutant)
        self.mattered[mutant.kind] += changes
        self.seen[mutant.kind] += changes and noticed
        if not changes:
            self.listed["reasons only" if reasons else "equivalent"].append(mutant)
        elif not noticed:
            self.listed["slipped"].append(mutant)

    def show(self, listing: bool) -> None:
        """Print the table, and the mutants that are not plainly noticed."""
        print(f"{'change':12}{'made':>8}{'refused':>9}{'matter':>8}{'noticed':>9}{'share':>9}")
        for kind in (*self.made, ""):
            counters = (self.made, self.refused, self.mattered, self.seen)
            made, refusals, mattered, seen = (c[kind] if kind else c.total() for c in counters)
            share = seen / mattered if mattered else 1
            print(f"{kind or 'all':12}{made:8,}{refusals:9,}{mattered:8,}{seen:9,}{share:9.2%}")
        same, reasons = len(self.listed["equivalent"]), len(self.listed["reasons only"])
        print(f"proved equivalent: {same:,}; changing only which rows are named as reasons: {reasons:,}")
        for title, found in self.listed.items() if listing else ():
            print(*(f"{title}: {mutant.kind}: {mutant.words}" for mutant in found), sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("guideline", nargs="?", default="mbc")
    parser.add_argument("--every", type=int, default=1, help="only each n-th mutant, for a quick look")
    parser.add_argument("--list", action="store_true", help="print the mutants that slip or are equivalent")
    options = parser.parse_args()
    guideline = load_guideline(options.guideline)
    assert not verify(guideline).findings, "the guideline must be clean before it is broken"
    every = list(mutants(guideline))[:: options.every]
    started = time.perf_counter()
    judge, tally = Judge(guideline, every), Tally()
    for number, mutant in enumerate(every):
        if number % FRESH == 0:
            judge.renew()
        tally.add(mutant, judge)
    tally.show(options.list)
    print(f"{time.perf_counter() - started:.0f} s; target: verify alone notices at least {TARGET:.0%}")
    sys.exit(tally.seen.total() < TARGET * tally.mattered.total())


if __name__ == "__main__":
    main()
