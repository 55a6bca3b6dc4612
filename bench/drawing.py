"""Drawing: what charts cost beside bare Graphviz, what a booklet costs, and a page of a large graph.

Everything is processor time, of this process and of those that it starts. "Bare" is Graphviz alone: it lays
out the same charts and writes them as SVG; the system's `dot` where there is one, else the engine from pip.
Compare the ratios; the seconds belong to this machine. `--random N` makes every edition of N random graphs
instead, and tells which rule a page breaks, or which text does not fit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from decision_graph.diagnostics import GraphError
from decision_graph.export import dot, engine, pdf
from decision_graph.export.chart import chart
from decision_graph.export.check import check
from decision_graph.export.document import Document
from decision_graph.export.editions import documents
from decision_graph.export.frame import PAPERS
from decision_graph.export.request import Request
from decision_graph.export.svg import svg
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline
from decision_graph.patient import make_patient

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.export.graphs import random_facts, random_guideline, with_populations

CHARTS, BOOKLET, FLAT = 4.0, 3.0, 2.0
"""Targets: all posters in so many times bare Graphviz; a booklet in so many seconds; a page of a graph of 300
in so many times a page of a graph of 50."""

ROUNDS = 3

SIZES = (6, 12, 25, 50, 100, 200, 300)
ASKED = 25
"""Questions of a graph whose rows' populations can be written down: they grow with the ways through it."""

EXPECTED = {"text-cannot-fit"}
"""What may be found about a random graph: which text cannot fit."""


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time that work takes, here and in the programs that it runs."""
    begin = os.times()
    work()
    return sum(os.times()[:4]) - sum(begin[:4])


def least(work: Callable[[], float]) -> float:
    """The least of what a measurement says in `ROUNDS` fresh processes, in none of which a text is known."""
    with get_context("spawn").Pool(1, warm, maxtasksperchild=1) as pool:
        return min(pool.apply(work) for _ in range(ROUNDS))


def warm() -> None:
    """Draw another guideline, as packages and fonts are read once in a process."""
    write(list(documents(Request(random_guideline(1, 12), ("g",), ("poster", "booklet")))))


def write(made: list[Document]) -> None:
    """Write documents as PDF, to nowhere."""
    for document in made:
        pdf.pdf(document.pages, document.title, document.date)


def bare() -> float:
    """What Graphviz alone takes for the charts of the guideline, laid out and written as SVG."""
    program = "dot" if shutil.which("dot") else None
    texts = [dot.dot(drawn, chart(drawn)) for drawn in Request(load_guideline("mbc")).pictures]
    return spent(lambda: [engine.run(text, "svg", program) for text in texts])


def as_svg() -> float:
    """The posters of all charts, laid out, measured by every rule, and written as SVG."""
    request = Request(load_guideline("mbc"), (), ("poster",))
    return spent(lambda: [svg(page) for document in documents(request) for page in document.pages])


def as_pdf(edition: str = "poster") -> float:
    """All pages of an edition, laid out, measured by every rule, and written as PDF."""
    request = Request(load_guideline("mbc"), (), (edition,))
    return spent(lambda: write(list(documents(request))))


def charts() -> bool:
    """All posters, finished, beside bare Graphviz."""
    name = "dot" if shutil.which("dot") else engine.DEFAULT
    alone, drawn, printed = least(bare), least(as_svg), least(as_pdf)
    print(
        f"all charts by bare {name}: {alone:.2f} s; posters as SVG: {drawn:.2f} s, {drawn / alone:.1f} times"
    )
    print(
        f"as PDF, tagged, every text told: {printed:.2f} s, {printed / alone:.1f} times (target {CHARTS:g})"
    )
    return printed / alone <= CHARTS


def booklet() -> bool:
    """The booklet of the whole guideline as a finished PDF."""
    seconds = least(partial(as_pdf, "booklet"))
    print(f"booklet: {seconds:.2f} s (target {BOOKLET:g})")
    return seconds <= BOOKLET


def growth() -> bool:
    """The cost of a page of a booklet as graphs grow."""
    cost = {}
    for size in (50, 100, 200, 300):
        request = Request(random_guideline(size, size), ("g",), ("booklet",))
        made: list[Document] = []
        seconds = spent(lambda made=made, request=request: made.extend(documents(request)))  # type: ignore[misc]
        pages = sum(len(document.pages) for document in made)
        cost[size] = seconds / pages
        print(f"booklet of {size} boxes: {pages} pages, {cost[size] * 1000:.0f} ms a page")
    ratio = cost[300] / cost[50]
    print(f"a page of 300 costs {ratio:.1f} times a page of 50 (target {FLAT:g})")
    return ratio <= FLAT


def editions(guideline: Guideline) -> Iterator[Request]:
    """The editions of a random guideline; sheets of three patients where the graph is small enough."""
    yield Request(guideline, ("g",), ("booklet",))
    yield Request(guideline, ("g",), ("large",))
    yield Request(guideline, ("g",), ("poster",), (PAPERS["A1"],))
    if guideline.tiers:
        yield Request(guideline, ("g",), ("tier",), tier=guideline.tiers[0].id)
    if len(guideline.graphs["g"].nodes) <= ASKED:
        asked = with_populations(guideline)
        for seed in range(3):
            patient = make_patient(asked.space, random_facts(seed, asked))
            yield Request(asked, ("g",), ("patient",), patient=patient)


def random_graphs(first: int, count: int) -> bool:
    """Every edition of random graphs; whether every rule holds, but for texts that cannot fit.

    A page that is half empty is a warning: with graphs drawn at random there is not always more to put there.
    """
    found: Counter[str] = Counter()
    broken = 0
    for seed in range(first, first + count):
        guideline = random_guideline(seed, SIZES[seed % len(SIZES)])
        for request in editions(guideline):
            name = f"{request.editions[0]} of graph {seed} ({SIZES[seed % len(SIZES)]} boxes)"
            try:
                complaints = [c for d in documents(request) for page in d.pages for c in check(page)]
            except GraphError as error:
                complaints = list(error.diagnostics)
            for complaint in dict.fromkeys(complaints):
                found[complaint.slug] += 1
                broken += complaint.severity == "error" and complaint.slug not in EXPECTED
                print(f"{name}: {complaint.slug}: {complaint.message}", flush=True)
            found["editions"] += 1
    print(", ".join(f"{slug}: {number}" for slug, number in found.most_common()))
    return not broken


def main() -> None:
    """Measure, print, and fail where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--random", type=int, metavar="N", default=0, help="editions of N random graphs instead"
    )
    parser.add_argument("--first", type=int, metavar="SEED", default=0, help="of the first random graph")
    given = parser.parse_args()
    if given.random:
        sys.exit(0 if random_graphs(given.first, given.random) else 1)
    results = [charts(), booklet(), growth()]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
