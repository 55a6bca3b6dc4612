"""Agreement: the compiled decision, the traced walk, the cells of the proof and the definition, side by side.

Patients are drawn from all whom the rules allow and the guideline is for, in every line, with numbers at
and beside every constant. Each is asked complete, and once more with some facts left out:

- complete: the compiled decision, the walk, the diagrams of the proof, and the predicates evaluated one by
  one on the plain facts give the same leaves, rows and standing;
- incomplete: the outcomes of the compiled form are those in the cells of the proof that remain, the walk
  reaches the same leaves, certain and possible ones, the answer lists the same rows, and the patient's own
  complete answer is among them.

Ends with status 1 at the first patient about whom they disagree. A long run is made of shards, each with a
seed of its own: `--seed 4 --shards 7` goes on where `--shards 10` was stopped after three.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from multiprocessing import Pool
from multiprocessing.pool import Pool as AnyPool

from patients import Facts, Population

from decision_graph.decision import Outcome, compiled, decide, possibilities
from decision_graph.decision.sets import collected, leading, pair, union
from decision_graph.diagrams import Diagram
from decision_graph.graph import Guideline, See
from decision_graph.loading import load_guideline
from decision_graph.patient import Patient, make_patient
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.space import Region
from decision_graph.traversal.answer import query
from decision_graph.traversal.walk import walk
from decision_graph.verification.subject import NOWHERE, Subject

Told = tuple[frozenset[tuple[str, str]], frozenset[str], frozenset[str]]
"""The leaves reached, the rows that match, the rows that lead."""

ASKED = 50
"""Of so many incomplete patients one is asked with all reasons, which costs as much as they together."""


class Proof:
    """What the proof holds of everybody: for each of its cells the leaves and rows."""

    def __init__(self, guideline: Guideline) -> None:
        subject = Subject(guideline)
        self.diagrams = diagrams = subject.diagrams
        diagrams.budget = 10**8
        outcome = diagrams.value(NOWHERE)
        tables: list[dict[str, Diagram]] = []
        for id, graph in subject.graphs.items():
            entering = subject.entrances[id]
            here = diagrams.choose(entering, graph.outcomes[graph.graph.start], diagrams.value(NOWHERE))
            outcome = diagrams.combine(union, outcome, here)
            tables.append({row: diagrams.both(entering, who) for row, who in graph.populations.items()})
        ahead = leading(diagrams, guideline, {row: who for table in tables for row, who in table.items()})
        rows = diagrams.combine(
            pair,
            collected(diagrams, tables),
            collected(diagrams, [{row: ahead[row] for row in table} for table in tables]),
        )
        whole = diagrams.combine(pair, outcome, rows)
        self.root = diagrams.choose(subject.allowed, whole, diagrams.value(None))
        self.values: dict[Diagram, Told | None] = {}
        self.nodes: dict[Diagram, tuple[int, dict[int, Diagram]]] = {}
        self.inside: dict[tuple[Diagram, int], frozenset[Diagram]] = {}
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if node in self.nodes or node in self.values:
                continue
            branches = diagrams.branches(node)
            if branches is None:
                value = diagrams.value_of(node)
                self.values[node] = value and (value[0] - _calls(guideline), *value[1])
            else:
                axis, kids = branches
                self.nodes[node] = axis, dict(zip(diagrams.cells_of(axis), kids, strict=True))
                waiting += kids

    def told(self, region: Region) -> set[Told]:
        """What is told in the cells of a region."""
        found: set[Told] = set()
        seen = {self.root}
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if node in self.values:
                value = self.values[node]
                if value is not None:
                    found.add(value)
                continue
            axis, kids = self.nodes[node]
            key = node, region[axis]
            inside = self.inside.get(key)
            if inside is None:
                bits = region[axis]
                inside = self.inside[key] = frozenset(kid for cell, kid in kids.items() if bits >> cell & 1)
            fresh = inside - seen
            seen |= fresh
            waiting += fresh
        return found


def _calls(guideline: Guideline) -> frozenset[tuple[str, str]]:
    return frozenset(
        (graph.id, leaf.id)
        for graph in guideline.graphs.values()
        for leaf in graph.leaves.values()
        if isinstance(leaf, See)
    )


def told(outcome: Outcome) -> Told:
    """An outcome as it is compared."""
    return frozenset(outcome.leaves), frozenset(outcome.matched), frozenset(outcome.preferred)


def plainly(guideline: Guideline, facts: Facts) -> Told:
    """The answer for complete facts by the definition: nothing but predicates, one by one."""
    leaves: set[tuple[str, str]] = set()
    graphs: dict[str, None] = {}
    waiting = [(guideline.entry, guideline.graphs[guideline.entry].start)]
    while waiting:
        id, here = waiting.pop()
        graph = guideline.graphs[id]
        graphs[id] = None
        if here in graph.leaves:
            leaf = graph.leaves[here]
            if isinstance(leaf, See):
                waiting.append((leaf.graph, guideline.graphs[leaf.graph].start))
            else:
                leaves.add((id, here))
            continue
        edges = graph.nodes[here].edges
        true = [e for e in edges if e.when is not None and evaluate(e.when, facts) is Truth.TRUE]
        waiting += [(id, edge.to) for edge in true or [e for e in edges if e.when is None]]
    rows = [row for id in graphs for row in guideline.graphs[id].recommendations.values()]
    matched = {row.id: row for row in rows if evaluate(row.population, facts) is Truth.TRUE}
    below = {
        o.row
        for row in matched.values()
        for o in row.outranks
        if o.when is None or evaluate(o.when, facts) is Truth.TRUE
    }
    return frozenset(leaves), frozenset(matched), frozenset(matched.keys() - below)


class Judge:
    """Compares the ways to an answer for one patient after the other."""

    def __init__(self, name: str) -> None:
        self.guideline = load_guideline(name)
        self.form = compiled(self.guideline)
        self.proof = Proof(self.guideline)
        scope = [c.when for graph in self.guideline.graphs.values() for c in graph.scope]
        self.population = Population(self.guideline, {}, 0, within=scope)

    def disagreements(self, count: int) -> Iterator[str]:
        """What is wrong with each of so many patients, asked complete and incomplete."""
        for number in range(count):
            facts = self.population.complete()
            whole = make_patient(self.guideline.space, facts)
            expected = plainly(self.guideline, facts)
            yield from self._complete(whole, expected)
            some = self.population.incomplete(facts)
            known = make_patient(self.guideline.space, some)
            yield from self._incomplete(known, expected)
            if number % ASKED == 0:
                yield from self._asked(some, known)

    def _complete(self, patient: Patient, expected: Told) -> Iterator[str]:
        found = decide(self.form, patient.region)
        trace = walk(self.guideline, patient)
        reached = frozenset((a.graph, a.leaf.id) for a in trace.arrivals)
        cells = self.proof.told(patient.region)
        sure = all(a.certain for a in trace.arrivals)
        if found is None or told(found) != expected or cells != {expected}:
            yield f"{patient.facts}: {found}, the proof {cells}, the definition {expected}"
        elif not sure or reached != expected[0]:
            yield f"{patient.facts}: the walk reaches {sorted(reached)}, not {sorted(expected[0])}"

    def _incomplete(self, patient: Patient, own: Told) -> Iterator[str]:
        found = possibilities(self.form, patient.region)
        outcomes = {told(outcome) for outcome in found.outcomes}
        cells = self.proof.told(patient.region)
        if outcomes != cells or own not in cells:
            yield f"{patient.facts}: {len(outcomes)} outcomes, {len(cells)} in the proof, its own: {own}"
        arrivals = walk(self.guideline, patient).arrivals
        sure = frozenset.intersection(*(leaves for leaves, _, _ in cells))
        some = frozenset.union(*(leaves for leaves, _, _ in cells))
        if sure != {(a.graph, a.leaf.id) for a in arrivals if a.certain}:
            yield f"{patient.facts}: the walk is not certain of {sorted(sure)}"
        if some != {(a.graph, a.leaf.id) for a in arrivals}:
            yield f"{patient.facts}: the walk does not reach {sorted(some)}"

    def _asked(self, facts: Facts, patient: Patient) -> Iterator[str]:
        cells = self.proof.told(patient.region)
        certain = frozenset.intersection(*(matched for _, matched, _ in cells))
        some = frozenset.union(*(matched for _, matched, _ in cells))
        answer = query(self.guideline, facts)
        rows = {row.row.id for row in answer.rows}
        if answer.status != "silent" and (rows != certain or set(answer.possible) != some - certain):
            yield f"{facts}: {sorted(rows)} are answered, and {sorted(certain)} are certain"


def _part(job: tuple[str, int, int]) -> tuple[int, list[str]]:
    name, seed, count = job
    judge = _judge(name)
    judge.population.chance.seed(seed)
    return count, [*judge.disagreements(count)][:3]


_judge = lru_cache(1)(Judge)
"""One for each process: what the first patients teach the machine serves those after them."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("guideline", nargs="?", default="mbc")
    parser.add_argument(
        "--patients", type=int, default=20_000, help="of each kind in a shard; default: 20,000"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="of the first shard; each has its own; default: 1"
    )
    parser.add_argument("--shards", type=int, default=1, help="seeds, one after the other; default: 1")
    parser.add_argument("--jobs", type=int, default=1, help="processes; default: 1")
    options = parser.parse_args()
    name, seeds = options.guideline, range(options.seed, options.seed + options.shards)
    started, done = time.monotonic(), 0
    with Pool(options.jobs) as pool:
        for seed in seeds:
            count = _shard(pool, name, seed, options.patients, options.jobs)
            done += count
            if options.shards > 1:
                taken = time.monotonic() - started
                print(
                    f"seed {seed}: {count:,} of each kind, no disagreement; {taken:.0f} s so far", flush=True
                )
    taken = time.monotonic() - started
    print(f"{name}: {done:,} complete and {done:,} incomplete patients, no disagreement")
    print(f"{taken:.0f} s, {taken / done * 1e6:.0f} µs for each pair")


def _shard(pool: AnyPool, name: str, seed: int, patients: int, jobs: int) -> int:
    """The patients of one seed, always the same ones; ends the program at the first disagreement."""
    size = min(5_000, -(-patients // jobs))
    parts, done = -(-patients // size), 0
    for count, wrong in pool.imap_unordered(_part, [(name, seed * 100_000 + p, size) for p in range(parts)]):
        done += count
        if wrong:
            print(*wrong, sep="\n")
            sys.exit(1)
        if sys.stderr.isatty():
            print(f"\rseed {seed}: {done:,}", end="", file=sys.stderr, flush=True)
    return done


if __name__ == "__main__":
    main()
