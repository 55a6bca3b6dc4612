"""Verification: what the proof costs, on the shipped guideline and on large random graphs beside z3.

Compare the ratios; the seconds belong to this machine. Both sides start from the same predicates and must
come to the same verdict on every question: is there always an answer, and never two? A hundredth of the
questions is made faulty.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import z3

from decision_graph.diagnostics import GraphError
from decision_graph.diagrams import BUDGET
from decision_graph.graph import DecisionNode, Guideline
from decision_graph.loading import load_guideline
from decision_graph.loading.build import build
from decision_graph.loading.folder import open_folder
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import And, Compare, Member, Not, Or, Term, Value
from decision_graph.space import Space
from decision_graph.traversal.walk import walk
from decision_graph.verification.tables import Soundness, soundness
from decision_graph.verification.verify import verify
from decision_graph.vocabulary import Vocabulary

SECONDS, RATIO = 1.0, 50.0
"""A graph of 3,000 questions is verified within so many seconds, or so many times faster than z3."""

BOOLEANS, ENUMS, NUMBERS = 20, 12, 8
CUTS = (0, 3, 6, 12, 24, 60)


# Making graphs


def answers(chance: random.Random) -> list[str]:
    """The predicates of one question: everybody fits one of them."""
    kind = chance.randrange(4)
    if kind == 0:
        low, high = sorted(chance.sample(CUTS[1:], 2))
        name = f"n{chance.randrange(NUMBERS)}"
        return [f"{name} < {low}", f"{name} >= {low} and {name} < {high}", f"{name} >= {high}"]
    if kind == 1:
        name = f"e{chance.randrange(ENUMS)}"
        return [f"{name} == a", f"{name} in [b, c]", f"{name} == not_known"]
    one, other, number = (f"b{n}" for n in chance.sample(range(BOOLEANS), 3))
    if kind == 2:
        return [f"{one} and {other}", f"{one} and not {other}", f"not {one}"]
    enum, number = f"e{chance.randrange(ENUMS)}", f"n{chance.randrange(NUMBERS)}"
    cut = chance.choice(CUTS[1:])
    return [
        f"{one} and ({enum} in [a, b] or {number} < {cut})",
        f"{one} and not ({enum} in [a, b] or {number} < {cut})",
        f"not {one}",
    ]


def write(folder: Path, size: int, faulty: float) -> None:
    """A guideline with one graph of so many questions, of which some have a gap or an overlap.

    Two answers of a question lead on as in a heap, so that the way to every question is short; the third
    joins a later one.
    """
    chance = random.Random(size)
    lines = ["graph: Random", "start: q0", "nodes:"]
    for k in range(size):
        predicates = answers(chance)
        if chance.random() < faulty:
            del predicates[-1]
            if chance.random() < 0.5:
                predicates.append("always")
        later = [2 * k + 1, 2 * k + 2, chance.randrange(k + 1, 3 * k + 9)]
        lines += [f"  q{k}:", "    ask: What then?", "    edges:"]
        for predicate, target in zip(predicates, later, strict=False):
            to = f"q{target}" if target < size else f"leaf{target % 50}"
            lines.append(f'      - {{when: "{predicate}", to: {to}}}')
    lines.append("leaves:")
    ends = sorted({line.split("to: ")[1].rstrip("}") for line in lines if "to: leaf" in line})
    lines += [f"  {end}: {{silent: Nothing is said.}}" for end in ends]
    (folder / "graph.yaml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "guideline.yaml").write_text(
        "title: Random\nversion: random\nentry: graph\ndisclaimer: Not for patients.\n"
        "source: {organisation: Nobody, title: None such, citation: None such.}\n",
        encoding="utf-8",
    )
    (folder / "interventions.yaml").write_text("kinds: [drug]\ninterventions: {}\n", encoding="utf-8")
    common = "ask: What?, label: it, obtained: history"
    attributes = [f"  b{k}: {{type: boolean, {common}}}" for k in range(BOOLEANS)]
    attributes += [
        f"  e{k}: {{type: enum, {common}, values: {{a: A, b: B, c: C, not_known: not known}}}}"
        for k in range(ENUMS)
    ]
    attributes += [f"  n{k}: {{type: decimal, {common}, min: 0, max: 100}}" for k in range(NUMBERS)]
    (folder / "vocabulary.yaml").write_text(
        "\n".join(["obtained: [history]", "attributes:", *attributes]), encoding="utf-8"
    )


# z3


class Oracle:
    """The same questions, put to z3."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        sorts = {"boolean": z3.Bool, "enum": z3.Int, "integer": z3.Int, "decimal": z3.Real}
        self.vocabulary = vocabulary
        self.patient = {a.name: sorts[a.kind](a.name) for a in vocabulary.attributes.values()}
        self.solver = z3.Solver()
        for attribute in vocabulary.attributes.values():
            known = self.patient[attribute.name]
            if attribute.kind == "enum":
                self.solver.add(known >= 0, known < len(attribute.choices))
            elif attribute.kind == "decimal":
                self.solver.add(known >= attribute.minimum, known <= attribute.maximum)

    def soundness(self, node: DecisionNode) -> Soundness:
        """Whether everybody has an answer, and nobody two."""
        true = [self.formula(edge.when) for edge in node.edges if edge.when is not None]
        return Soundness(
            not self._possible(z3.Not(z3.Or(*true))), not self._possible(z3.Not(z3.AtMost(*true, 1)))
        )

    def _possible(self, formula: z3.BoolRef) -> bool:
        self.solver.push()
        self.solver.add(formula)
        found = self.solver.check()
        self.solver.pop()
        return bool(found == z3.sat)

    def formula(self, term: Term) -> z3.BoolRef:
        """A predicate as z3 knows it."""
        match term:
            case Compare(name, operator, value):
                return self._compare(self.patient[name], operator, self._literal(name, value))
            case Member(name, values):
                return z3.Or(*(self.patient[name] == self._literal(name, value) for value in values))
            case Not(inner):
                return z3.Not(self.formula(inner))
            case And(terms):
                return z3.And(*map(self.formula, terms))
            case Or(terms):
                return z3.Or(*map(self.formula, terms))
            case _:
                return z3.BoolVal(True)

    def _literal(self, name: str, value: Value) -> z3.ExprRef:
        if isinstance(value, str):
            choices = self.vocabulary.attributes[name].choices
            return z3.IntVal(next(n for n, choice in enumerate(choices) if choice.value == value))
        return z3.BoolVal(value) if isinstance(value, bool) else z3.RealVal(value)

    def _compare(self, one: z3.ExprRef, operator: str, other: z3.ExprRef) -> z3.BoolRef:
        match operator:
            case "==":
                return one == other
            case "!=":
                return one != other
            case "<":
                return one < other
            case "<=":
                return one <= other
            case ">":
                return one > other
            case _:
                return one >= other


# Measuring


def timed(rounds: int, measured: Iterator[None]) -> float:
    """The shortest of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        next(measured)
        times.append(time.perf_counter() - started)
    return min(times)


def ours(guideline: Guideline, found: dict[str, Soundness]) -> Iterator[None]:
    """Every question by truth tables, from the predicates on."""
    predicates = [
        e.when for g in guideline.graphs.values() for n in g.nodes.values() for e in n.edges if e.when
    ]
    while True:
        space = Space(guideline.vocabulary, predicates)
        found.update({n.id: soundness(space, n) for g in guideline.graphs.values() for n in g.nodes.values()})
        yield


def theirs(guideline: Guideline, found: dict[str, Soundness]) -> Iterator[None]:
    """Every question by z3, from the predicates on."""
    while True:
        oracle = Oracle(guideline.vocabulary)
        found.update({n.id: oracle.soundness(n) for g in guideline.graphs.values() for n in g.nodes.values()})
        yield


def one_by_one(size: int) -> bool:
    """Every question of a random graph, by us and by z3; whether the target is met."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), size, faulty=0.01)
        guideline = build(open_folder(name))
    mine: dict[str, Soundness] = {}
    other: dict[str, Soundness] = {}
    seconds, seconds_z3 = timed(3, ours(guideline, mine)), timed(1, theirs(guideline, other))
    assert mine == other, "the verdicts differ"
    bad = sum(not all(verdict) for verdict in mine.values())
    ratio = seconds_z3 / seconds
    print(
        f"{size:6,} questions one by one: {seconds * 1000:7.1f} ms; z3 {seconds_z3 * 1000:7.0f} ms: "
        f"{ratio:4.0f} times; same verdicts, {bad} faulty"
    )
    return seconds <= SECONDS or ratio >= RATIO


def large(size: int, budget: int) -> None:
    """A clean random graph from its files to a walk."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), size, faulty=0)
        started = time.perf_counter()
        guideline = build(open_folder(name))
        loaded = time.perf_counter() - started
    verdicts: dict[str, Soundness] = {}
    tables = timed(1, ours(guideline, verdicts))
    assert all(all(verdict) for verdict in verdicts.values())
    started = time.perf_counter()
    report = verify(guideline, budget=budget)
    checked = time.perf_counter() - started
    chance = random.Random(1)
    facts: dict[str, object] = {f"b{k}": chance.random() < 0.5 for k in range(BOOLEANS)}
    facts |= {f"e{k}": chance.choice(["a", "b", "c", "not_known"]) for k in range(ENUMS)}
    facts |= {f"n{k}": chance.randrange(100) for k in range(NUMBERS)}
    patient = make_patient(guideline.space, facts)
    started = time.perf_counter()
    trace = walk(guideline, patient)
    walked = time.perf_counter() - started
    nobody = make_patient(guideline.space, {})
    started = time.perf_counter()
    try:
        everywhere = f"{len(walk(guideline, nobody).visits):,} questions"
    except GraphError as error:
        everywhere = error.diagnostics[0].slug
    open_walk = time.perf_counter() - started
    print(
        f"{size:6,} questions: load {loaded:.1f} s, one by one {tables:.2f} s, all checks {checked:.1f} s, "
        f"walk {walked * 1000:.1f} ms ({len(trace.visits)} questions), "
        f"with no fact known {open_walk:.1f} s ({everywhere})"
    )
    for finding in report.findings[:3]:
        print(f"       {finding.slug}: {finding.message}")
    print(f"       {len(report.findings)} findings with a budget of {budget:,} steps")


def shipped() -> None:
    """The shipped guideline."""
    guideline = load_guideline("mbc")
    started = time.perf_counter()
    report = verify(guideline)
    seconds = time.perf_counter() - started
    whole = report.proofs[-1]
    print(
        f"mbc: {seconds:.2f} s for {whole.patients:,} complete patients in {whole.cases} cases, "
        f"{len(report.findings)} findings"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[30, 300, 3000], help="questions, beside z3")
    parser.add_argument("--large", type=int, default=10_000, help="questions of the large graph; 0 for none")
    parser.add_argument("--budget", type=int, default=BUDGET, help="steps for the large graph")
    options = parser.parse_args()
    shipped()
    met = [one_by_one(size) for size in options.sizes]
    if options.large:
        large(options.large, options.budget)
    print(f"target: {SECONDS:.0f} s, or {RATIO:.0f} times faster than z3: {'met' if all(met) else 'MISSED'}")
    sys.exit(not all(met))


if __name__ == "__main__":
    main()
