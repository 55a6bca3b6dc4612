"""Questions: how many are asked until nothing can change, against the order of the file and the optimum.

For each line of the shipped guideline the mean number of questions until the rows and their standing are
settled, over all complete patients in its scope, each counted once. The means are exact, worked out over
what is known; only that of asking everything in the order of the file is of a sample. The optimum over all
strategies that ask whether a fact applies before they ask the fact is exact, or a lower bound (>=): see
`optimum.py`. How much dearer what is cheap to obtain may be in questions shows beside it.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable
from functools import cache

from optimum import Optimum

from decision_graph import load_guideline
from decision_graph.cells import cells_of
from decision_graph.decision import compiled, possibilities
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import attributes
from decision_graph.space import Region, narrow
from decision_graph.traversal.atlas import Atlas
from decision_graph.traversal.questions import Asked, rank_questions


class Line:
    """One graph of a guideline with everybody in its scope, asked directly in one tier."""

    def __init__(self, guideline: Guideline, graph: str, tier: str) -> None:
        self.guideline, self.graph, self.tier = guideline, graph, tier
        self.form, self.space = compiled(guideline), guideline.space
        self.atlas = Atlas(guideline, graph, budget=10**9)
        self.counts: dict[Region, int] = {}
        self.answers_of: dict[tuple[Region, int], list[tuple[float, Region]]] = {}
        self.outcomes_of: dict[Region, frozenset[object]] = {}
        self.start = self._start()
        self.axes = self.atlas.diagrams.axes(self.atlas.placed) | self._mentioned()
        self.asked = [place for place in sorted(self._mentioned()) if self.is_open(self.start, place)]

    def _start(self) -> Region:
        region: Region | None = self.space.everything
        found = self.guideline.graphs[self.graph]
        facts = {**found.given, self.guideline.tier: self.tier}
        for name, value in facts.items():
            place = self.space.index[name]
            assert region is not None
            region = (*region[:place], self.space.axes[place].bit(value), *region[place + 1 :])
        for condition in found.scope:
            region = region and narrow(self.space.clause(condition.when), region)
        settled = region and self.space.settle(region)
        assert settled, "somebody is in scope"
        return settled

    def _mentioned(self) -> frozenset[int]:
        rows = self.guideline.graphs[self.graph].recommendations.values()
        terms = [row.population for row in rows]
        terms += [o.when for row in rows for o in row.outranks if o.when is not None]
        return frozenset(self.space.index[name] for term in terms for name in attributes(term))

    def is_open(self, region: Region, place: int) -> bool:
        """Whether more than one answer is left."""
        return bool(region[place] & (region[place] - 1))

    def count(self, region: Region) -> int:
        """How many complete patients a region holds, up to values that no predicate tells apart."""
        if region not in self.counts:
            diagrams, axes = self.atlas.diagrams, sorted(self.axes)
            sizes = {axis: bin(region[axis]).count("1") for axis in axes}

            @cache
            def below(node: Diagram, first: int) -> int:
                """Those of a node, over the axes from a place in their list on."""
                if node == NOBODY:
                    return 0
                if node == EVERYBODY:
                    return math.prod(sizes[axis] for axis in axes[first:])
                axis, kids = diagrams.branch(node)
                place = axes.index(axis)
                free = math.prod(sizes[other] for other in axes[first:place])
                return free * sum(below(kid, place + 1) for cell, kid in kids if region[axis] >> cell & 1)

            self.counts[region] = below(self.atlas.placed, 0)
        return self.counts[region]

    def outcomes(self, region: Region) -> frozenset[object]:
        """Every outcome that is still possible."""
        if region not in self.outcomes_of:
            found = possibilities(self.form, region, self.graph).outcomes
            self.outcomes_of[region] = frozenset((end.rows, end.silent) for end in found)
        return self.outcomes_of[region]

    def answers(self, region: Region, place: int) -> list[tuple[float, Region]]:
        """For each answer the share of patients who give it, and what is known then."""
        kept = self.answers_of.get((region, place))
        if kept is not None:
            return kept
        found = []
        for cell in cells_of(self.space.axes[place], region[place]):
            inside = self.space.settle((*region[:place], 1 << cell, *region[place + 1 :]), [place])
            if inside is not None and (share := self.count(inside)):
                found.append((share, inside))
        total = sum(share for share, _ in found)
        shares = self.answers_of[region, place] = [(share / total, inside) for share, inside in found]
        return shares

    def telling(self, region: Region) -> list[int]:
        """What can be asked that leaves different outcomes possible; else what is open at all."""
        left = [place for place in self.asked if self.is_open(region, place)]
        now = self.outcomes(region)
        return [p for p in left if any(self.outcomes(i) != now for _, i in self.answers(region, p))] or left

    def settled(self, region: Region) -> bool:
        """Whether nothing can change any more."""
        return len(self.outcomes(region)) == 1


Policy = Callable[[Line, Region], int]


def ranked(line: Line, region: Region) -> int:
    """The question that the program asks."""
    asked = Asked(line.form, region, line.graph, line.tier)
    names = [line.space.axes[place].attribute.name for place in line.telling(region)]
    return line.space.index[rank_questions(asked, names, asked.row_views)[0].attribute]


def in_file_order(line: Line, region: Region) -> int:
    """The first attribute of the vocabulary that can still change anything."""
    return line.telling(region)[0]


def whole_file(line: Line, patients: int) -> float:
    """The mean number if every open attribute is asked in the order of the file, of a sample of patients."""
    choice, total = random.Random(1), 0
    for _ in range(patients):
        region = line.start
        for place in line.asked:
            if line.settled(region):
                break
            if line.is_open(region, place):
                total += 1
                shares, regions = zip(*line.answers(region, place), strict=True)
                (region,) = choice.choices(regions, shares)
    return total / patients


def mean(line: Line, policy: Policy) -> float:
    """The mean number of questions of a policy over all complete patients."""
    known: dict[Region, float] = {}

    def left(region: Region) -> float:
        if region not in known:
            if line.settled(region):
                known[region] = 0.0
            else:
                each = line.answers(region, policy(line, region))
                known[region] = 1 + sum(share * left(inside) for share, inside in each)
        return known[region]

    return left(line.start)


def optimum(line: Line, most: int) -> tuple[float, bool]:
    """The least mean number of questions of any strategy, and whether it is exact or a lower bound."""
    diagrams, atlas = line.atlas.diagrams, line.atlas
    here = diagrams.both(atlas.placed, atlas.inside(line.start))
    return Optimum(atlas, here, line.asked, most).least()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--states", type=int, default=25_000, help="for the optimum of a line; default: 25,000"
    )
    states: int = parser.parse_args().states
    guideline = load_guideline("mbc")
    heads = f"{'asked':>8}{'file order':>12}{'all of file':>13}{'optimum':>10}"
    print(f"{'graph':22}{heads}  asked/file  asked/optimum")
    for id, graph in guideline.graphs.items():
        if not graph.recommendations:
            continue
        line = Line(guideline, id, graph.tiers[-1])
        asked, order = (mean(line, policy) for policy in (ranked, in_file_order))
        everything = whole_file(line, 400)
        best, exact = optimum(line, states)
        mark = "" if exact else ">="
        print(
            f"{id:22}{asked:8.2f}{order:12.2f}{everything:13.2f}{mark + format(best, '.2f'):>10}"
            f"{asked / order:12.2f}{asked / best:15.2f}",
            flush=True,
        )
    print(
        "asked, file order: only facts that can still change the rows; >= marks a lower bound of the optimum."
    )


if __name__ == "__main__":
    main()
