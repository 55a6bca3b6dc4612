"""Mutation: break a guideline in every small way, and count what `verify` and `test` notice.

One change at a time: an operator, a value, a connective, a target or a precedence, in the populations and
edges of every graph. A change is equivalent if no complete patient's answer changes: that is proved, not
tried out, by comparing the diagrams of both. The answer of a patient is which rows match, which of them
lead, to which rows the others give way, what the leaves reached say, and whether a question has no answer
or two. What the loader refuses (a circle, a leaf that nothing leads to any more) is counted apart.

`verify` is asked first; what it does not notice is put to the cases beside the graphs, as `test` does.
The exit status is 1 if a change that matters is noticed by neither, or too few by `verify` alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from typing import NamedTuple

from msgspec.structs import replace
from mutants import Mutant, mutants, refused

from decision_graph.casebook.run import run_case
from decision_graph.decision.sets import Place, leading
from decision_graph.diagrams import Diagram, Diagrams
from decision_graph.graph import DecisionGraph, Guideline, Recommend, See, predicates
from decision_graph.loading import load_guideline
from decision_graph.loading.cases import Case, read_cases
from decision_graph.space import Space
from decision_graph.verification.subject import Subject
from decision_graph.verification.verify import verify

TARGET = 0.97
"""The share of the changes that matter which `verify` must notice by itself."""

FRESH = 60
"""After so many mutants the diagrams are made anew, so that they do not fill the memory."""


class Verdict(NamedTuple):
    """What became of a mutant: whether an answer changes, and who notices; `why` if no answer changes."""

    changes: bool
    by_verify: bool
    case: str
    why: str


class Judge:
    """Compares mutants with the guideline, over a space that knows the constants of all of them."""

    def __init__(self, guideline: Guideline, cases: list[Case], every: list[Mutant]) -> None:
        self.guideline = guideline
        self.cases = cases
        constants = [t for m in every for t in predicates(replace(guideline, graphs={m.graph.id: m.graph}))]
        self.space = Space(guideline.vocabulary, dict.fromkeys([*predicates(guideline), *constants]))
        self.renew()

    def renew(self) -> None:
        """Forget all diagrams."""
        self.diagrams = Diagrams(self.space, budget=sys.maxsize)
        self.originals: dict[str, Diagram] = {}

    def judge(self, mutant: Mutant) -> Verdict:
        """Whether an answer changes, and who notices."""
        id = mutant.graph.id
        if id not in self.originals:
            self.originals[id] = self.answers(self.guideline, id)
        changed = replace(self.guideline, graphs={**self.guideline.graphs, id: mutant.graph})
        if self.answers(changed, id) == self.originals[id]:
            return Verdict(False, False, "", self.why_equivalent(mutant))
        by_verify = self.notices(changed, id)
        return Verdict(True, by_verify, "" if by_verify else self.failing_case(changed), "")

    def answers(self, guideline: Guideline, id: str) -> Diagram:
        """What every patient gets from a graph."""
        subject = Subject(guideline, [id], self.diagrams).graphs[id]
        graph, diagrams = subject.graph, self.diagrams
        rows = subject.populations
        ahead = leading(diagrams, guideline, rows)
        above = {
            (row.id, o.row): diagrams.both(rows[row.id], diagrams.of(o.when) if o.when else 1)
            for row in graph.recommendations.values()
            for o in row.outranks
        }
        parts = [diagrams.map(lambda leaves: _said(graph, leaves), subject.outcomes[graph.start])]
        parts += [*rows.values(), *ahead.values(), subject.faulty]
        parts += [diagrams.both(rows[b], above.get((a, b), 0)) for a in rows for b in rows]
        limited = tuple(diagrams.choose(subject.domain, part, diagrams.value(None)) for part in parts)
        return diagrams.value(limited)

    def notices(self, changed: Guideline, id: str) -> bool:
        """Whether `verify` finds anything: in the graph alone first, which is quicker."""
        budget = sys.maxsize // 2
        return any(
            finding.severity != "note"
            for graphs in ([id], [])
            for finding in verify(changed, graphs, budget=budget, diagrams=self.diagrams).findings
        )

    def failing_case(self, changed: Guideline) -> str:
        """The id of the first case that fails; empty if all pass."""
        return next((case.id for case in self.cases if not run_case(changed, case).passed), "")

    def why_equivalent(self, mutant: Mutant) -> str:
        """Why a change that was proved to change no answer does not."""
        if mutant.kind != "target" or mutant.edge is None:
            return "nobody whom the rules allow is told apart by it"
        subject = Subject(self.guideline, [mutant.graph.id], self.diagrams).graphs[mutant.graph.id]
        node = subject.graph.nodes[mutant.edge[0]]
        taking = self.diagrams.both(subject.arrivals[node.id], subject.answers(node)[mutant.edge[1]])
        target = mutant.graph.nodes[node.id].edges[mutant.edge[1]].to
        further = self.diagrams.choose(taking, subject.outcomes[target], self.diagrams.value(None))
        ends = {frozenset(leaf for _, leaf in places) for places in self.diagrams.values(further) if places}
        told = " or ".join(sorted(" and ".join(sorted(leaves)) for leaves in ends))
        return f"who takes it goes on from there to {told} as well"


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
        counters = (Counter[str]() for _ in range(5))
        self.made, self.refused, self.mattered, self.by_verify, self.by_test = counters
        self.lines: dict[str, list[str]] = {"equivalent": [], "noticed by test only": [], "ESCAPED": []}

    def add(self, mutant: Mutant, judge: Judge) -> None:
        """Count one mutant; one that the loader refuses never gets as far as `verify`."""
        self.made[mutant.kind] += 1
        if refused(mutant.graph):
            self.refused[mutant.kind] += 1
            return
        verdict = judge.judge(mutant)
        self.mattered[mutant.kind] += verdict.changes
        self.by_verify[mutant.kind] += verdict.by_verify
        self.by_test[mutant.kind] += bool(verdict.case)
        if not verdict.changes:
            self.lines["equivalent"].append(f"{mutant.kind}: {mutant.words}: {verdict.why}")
        elif not verdict.by_verify:
            which = "noticed by test only" if verdict.case else "ESCAPED"
            case = f": case {verdict.case}" if verdict.case else ""
            self.lines[which].append(f"{mutant.kind}: {mutant.words}{case}")

    @property
    def share(self) -> float:
        """Of the changes that matter, what `verify` notices by itself."""
        return self.by_verify.total() / self.mattered.total() if self.mattered else 1

    def show(self) -> None:
        """Print the table, and every mutant that `verify` does not notice."""
        names = ("made", "refused", "matter", "verify", "test", "escaped")
        print(f"{'change':12}" + "".join(f"{name:>9}" for name in names) + f"{'verify alone':>14}")
        for kind in (*self.made, ""):
            counters = (self.made, self.refused, self.mattered, self.by_verify, self.by_test)
            counts = [c[kind] if kind else c.total() for c in counters]
            matter, verified, tested = counts[2:]
            counts.append(matter - verified - tested)
            share = verified / matter if matter else 1
            print(f"{kind or 'all':12}" + "".join(f"{count:9,}" for count in counts) + f"{share:14.2%}")
        for title, lines in self.lines.items():
            print(f"\n{title}: {len(lines):,}", *lines, sep="\n  ")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("guideline", nargs="?", default="mbc")
    parser.add_argument(
        "--every",
        type=int,
        default=1,
        help="only each n-th mutant; then the share of `verify` says little and is not judged",
    )
    options = parser.parse_args()
    guideline = load_guideline(options.guideline)
    cases = [case for file in read_cases(options.guideline, guideline) for case in file.cases]
    assert not verify(guideline).findings, "the guideline must be clean before it is broken"
    assert all(run_case(guideline, case).passed for case in cases), "its cases must pass"
    every = list(mutants(guideline))[:: options.every]
    started = time.perf_counter()
    judge, tally = Judge(guideline, cases, every), Tally()
    for number, mutant in enumerate(every):
        if number % FRESH == 0:
            judge.renew()
        tally.add(mutant, judge)
    tally.show()
    escaped = len(tally.lines["ESCAPED"])
    print(
        f"\n{time.perf_counter() - started:.0f} s; {escaped} of {tally.mattered.total():,} changes that "
        f"matter escape verify and test together (target 0); verify alone notices {tally.share:.2%} "
        f"(target {TARGET:.0%})"
    )
    sys.exit(escaped > 0 or (options.every == 1 and tally.share < TARGET))


if __name__ == "__main__":
    main()
