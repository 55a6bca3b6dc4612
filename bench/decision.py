"""Decision: what one answer costs, beside hand-written if and else (other engines: `bench/peers`).

Both answer for the same complete patients of the first line, drawn from everything that the rules allow,
and must give the same rows; `facts missing` are the same patients with some facts left out. Facts are
checked beforehand unless `raw` is said. Every way has seen the patients once, as states are made and tracks
laid for those who come first; what a patient costs who was never seen, after all of those, is said apart
(`fresh`). Seconds are those of the processor, and rounds take turns, so that a busy moment of the machine
meets every way; a figure is the median. Compare the ratios; the microseconds belong to this machine.
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

from hand_written import first_line
from patients import Facts, Population

from decision_graph.decision import compiled, decide, possibilities
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline
from decision_graph.patient import Patient, make_patient
from decision_graph.space import Region
from decision_graph.traversal.answer import query
from decision_graph.traversal.walk import walk

GIVEN: dict[str, str | bool | int] = {"line": "first", "disease_extent": "metastatic", "age_years": 18}
"""Of everybody, so that nobody is out of scope."""

TARGETS = {
    "decide": 2.0,
    "possibilities": 3.0,
    "possibilities, facts missing": 3.0,
    "walk: the full trace": 20.0,
}
"""At most so many times the hand-written function."""

Loop = tuple[Callable[[Sequence[Any]], None], Sequence[Any]]
"""Asks about all patients in turn, as whoever has many would write it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--patients", type=int, default=10_000, help="default: 10,000")
    parser.add_argument("--rounds", type=int, default=7, help="default: 7")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    guideline = load_guideline("mbc")
    population = Population(guideline, GIVEN, options.seed)
    facts = [population.complete() for _ in range(options.patients)]
    unknown = [population.incomplete(one) | GIVEN for one in facts]
    loops = _loops(guideline, facts, unknown)
    _agree(guideline, facts)
    medians = _measure(loops, options.rounds)
    medians |= _fresh(
        guideline, Population(guideline, GIVEN, options.seed + 1), {*map(str, (*facts, *unknown))}
    )
    _report(medians, len(facts))


def _loops(guideline: Guideline, facts: list[Facts], unknown: list[Facts]) -> dict[str, Loop]:
    """What is measured: each way with what it is called with."""
    form = compiled(guideline)

    def deciding(regions: Sequence[Region]) -> None:
        for region in regions:
            decide(form, region)

    def surveying(regions: Sequence[Region]) -> None:
        for region in regions:
            possibilities(form, region)

    def walking(patients: Sequence[Patient]) -> None:
        for patient in patients:
            walk(guideline, patient)

    space = guideline.space
    known = [make_patient(space, one) for one in facts]
    regions = [patient.region for patient in known]
    unsure = [make_patient(space, one) for one in unknown]
    return {
        "hand-written if/else": (_each(first_line), facts),
        "decide": (deciding, regions),
        "possibilities": (surveying, regions),
        "possibilities, facts missing": (surveying, [patient.region for patient in unsure]),
        "walk: the full trace": (walking, known),
        "walk, facts missing": (walking, unsure),
        "raw facts: make_patient": (_each(partial(make_patient, space)), facts[:2000]),
        "raw facts: make_patient and decide": (
            _each(lambda one: decide(form, make_patient(space, one).region)),
            facts[:2000],
        ),
        "raw facts: query, all reasons": (_each(partial(query, guideline)), facts[:500]),
        "raw facts: query, facts missing": (_each(partial(query, guideline)), unknown[:500]),
    }


def _each(way: Callable[[Any], object]) -> Callable[[Sequence[Any]], None]:
    def loop(patients: Sequence[Any]) -> None:
        for one in patients:
            way(one)

    return loop


def _agree(guideline: Guideline, facts: list[Facts]) -> None:
    """Stop if the two do not give the same rows."""
    form = compiled(guideline)
    for one in facts:
        found = decide(form, make_patient(guideline.space, one).region)
        rows = sorted(found.preferred) if found else None
        if rows != sorted(first_line(one)):
            sys.exit(f"the two disagree about {one}: {rows} and {first_line(one)}")


def _measure(loops: Mapping[str, Loop], rounds: int) -> dict[str, float]:
    """Seconds for one patient each way."""
    taken: dict[str, list[float]] = {name: [] for name in loops}
    for _ in range(rounds + 1):
        for name, (loop, given) in loops.items():
            started = time.process_time()
            loop(given)
            taken[name].append((time.process_time() - started) / len(given))
    return {name: statistics.median(seconds[1:]) for name, seconds in taken.items()}


def _fresh(
    guideline: Guideline, population: Population, seen: set[str], patients: int = 2000
) -> dict[str, float]:
    """Seconds for one patient who was never asked about before."""
    form, found = compiled(guideline), dict[str, float]()
    for name in ("fresh: possibilities", "fresh: possibilities, facts missing"):
        regions: dict[Region, None] = {}
        while len(regions) < patients:
            facts = population.complete()
            if name.endswith("missing"):
                facts = population.incomplete(facts) | GIVEN
            if str(facts) not in seen:
                regions[make_patient(guideline.space, facts).region] = None
        started = time.process_time()
        for region in regions:
            possibilities(form, region)
        found[name] = (time.process_time() - started) / patients
    return found


def _report(medians: Mapping[str, float], patients: int) -> None:
    base = medians["hand-written if/else"]
    print(f"one patient, {patients:,} patients of the first line, the same rows")
    print(f"{'':38}{'µs':>10}{'ratio':>9}{'target':>9}")
    for name, seconds in medians.items():
        target = f"<= {TARGETS[name]:g}" if name in TARGETS else ""
        print(f"{name:38}{seconds * 1e6:10.2f}{seconds / base:9.1f}{target:>9}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
