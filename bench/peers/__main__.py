"""Peers: what one decision costs in other engines that are given the same table, for the same patients.

Table 3 is generated from the guideline as each peer wants it: a decision table for zen-engine and
for SpiffWorkflow's DMN, a graph with functions on its edges for networkx. All must give the same rows for
every patient; then rounds take turns. The ratios are to `decide`, which answers the same question.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import networkx_walk  # noqa: E402
import spiff_table  # noqa: E402
import zen_table  # noqa: E402
from patients import Population  # noqa: E402
from table import complete, table  # noqa: E402

from decision_graph.decision import Compiled, compiled, decide  # noqa: E402
from decision_graph.loading import load_guideline  # noqa: E402
from decision_graph.patient import make_patient  # noqa: E402

GIVEN: dict[str, Any] = {"line": "first", "disease_extent": "metastatic", "age_years": 18}
"""Of everybody, so that nobody is out of scope. All ways begin at this line: the peers know no other."""

OURS = "decide"
TARGETS = {"networkx": 30, "zen-engine": 300, "SpiffWorkflow": 1000}
"""At least so many times `decide`."""

Way = tuple[Callable[[Any], Any], Sequence[Any]]

Loop = tuple[Callable[[Sequence[Any]], None], Sequence[Any]]
"""Asks about all patients in turn, as whoever has many would write it."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--patients", type=int, default=10_000, help="default: 10,000")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--timed", type=int, default=500, help="patients of each slow engine in a round")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    guideline = load_guideline("mbc")
    form, graph = compiled(guideline), guideline.graphs["first_line"]
    rules = table(guideline, graph.id, GIVEN)
    print(f"{len(rules.rules)} rules over {len(rules.asked)} facts; {options.patients:,} patients")
    population = Population(guideline, GIVEN, options.seed)
    raw = [population.complete() for _ in range(options.patients)]
    asked = [complete(rules, facts) for facts in raw]
    whole = [{**rules.usual, **facts} for facts in raw]
    regions = [make_patient(guideline.space, facts).region for facts in raw]
    peers: dict[str, Way] = {
        "networkx": (networkx_walk.decider(graph), whole),
        "zen-engine": (zen_table.decider(rules), asked),
        "SpiffWorkflow": (spiff_table.decider(rules), asked),
    }
    if not _agree(
        [partial(_rows, form, graph.id), *(way for way, _ in peers.values())],
        [regions, *(f for _, f in peers.values())],
    ):
        return 1
    slow = {
        name: (_each(way), facts if name == "networkx" else facts[: options.timed])
        for name, (way, facts) in peers.items()
    }
    checked = _each(lambda facts: decide(form, make_patient(guideline.space, facts).region, graph.id))
    ways: dict[str, Loop] = {
        OURS: (_deciding(form, graph.id), regions),
        "facts checked, then decide": (checked, raw[:2000]),
        **slow,
    }
    return _report(_measure(ways, options.rounds))


def _rows(form: Any, graph: str, region: Any) -> list[str]:
    found = decide(form, region, graph)
    assert found is not None, "a complete patient has one outcome"
    return list(found.preferred)


def _agree(ways: Sequence[Callable[[Any], Any]], given: Sequence[Sequence[Any]]) -> bool:
    """Whether all ways give the same rows to every patient."""
    for place, patient in enumerate(zip(*given, strict=True)):
        said = [sorted(set(way(facts))) for way, facts in zip(ways, patient, strict=True)]
        if any(rows != said[0] for rows in said):
            print(f"patient {place}: {said}: {patient[1]}", file=sys.stderr)
            return False
    print("all give the same rows to every patient")
    return True


def _each(way: Callable[[Any], Any]) -> Callable[[Sequence[Any]], None]:
    def loop(patients: Sequence[Any]) -> None:
        for one in patients:
            way(one)

    return loop


def _deciding(form: Compiled, graph: str) -> Callable[[Sequence[Any]], None]:
    def loop(regions: Sequence[Any]) -> None:
        for region in regions:
            decide(form, region, graph)

    return loop


def _measure(ways: Mapping[str, Loop], rounds: int) -> dict[str, float]:
    """Seconds of the processor for one patient each way: the median of the rounds after the first.

    Not of the clock, so that what else the machine does is not measured.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds + 1):
        for name, (loop, given) in ways.items():
            started = time.process_time()
            loop(given)
            taken[name].append((time.process_time() - started) / len(given))
    return {name: statistics.median(seconds[1:]) for name, seconds in taken.items()}


def _report(medians: Mapping[str, float]) -> int:
    """The times and ratios; 1 if a target is missed."""
    missed = 0
    for name, seconds in medians.items():
        ratio, target = seconds / medians[OURS], TARGETS.get(name)
        missed += target is not None and ratio < target
        wanted = "" if target is None else f"   target: at least {target:,}"
        print(f"{name:28}{seconds * 1e6:12,.2f} µs{ratio:12,.1f} x{wanted}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
