"""How long teaching takes: cases, and a report on 1,000 learners, in queries and in readings of the log.

Seconds are those of the processor, so that other work on the machine does not count.

python bench/teaching.py
"""

from __future__ import annotations

import os
import tempfile
import time

from decision_graph.loading import load_guideline
from decision_graph.loading.phrases import read_phrases
from decision_graph.teaching.cases import make_cases
from decision_graph.teaching.cover import cover
from decision_graph.teaching.pool import make_pool
from decision_graph.teaching.report import make_report
from decision_graph.teaching.report_page import report_page
from decision_graph.teaching.results import Chosen, read_results, seal, write_results
from decision_graph.teaching.store import open_store
from decision_graph.traversal.answer import query

LEARNERS, CHOICES = 1000, 60

TARGETS = {"report of 1,000 learners": 10.0, "import of 1,000 files": 60.0}
"""Seconds: a report is waited for with a class in the room."""


def timed(words: str, seconds: float) -> bool:
    target = TARGETS.get(words)
    late = target is not None and seconds > target
    print(
        f"{words:28} {seconds:8.2f} s"
        + (f"  (target {target:.0f} s{', MISSED' if late else ''})" if target else "")
    )
    return not late


def main() -> int:
    guideline = load_guideline("mbc")
    phrases = read_phrases("mbc", guideline)
    start = time.process_time()
    pool = make_pool(guideline)
    found = cover(pool)
    timed("cover of the guideline", time.process_time() - start)
    start = time.process_time()
    cases = make_cases(pool, found, phrases, 1, 10)
    each = (time.process_time() - start) / len(cases)
    facts = cases[-1].facts
    start = time.process_time()
    for _ in range(50):
        query(guideline, facts)
    one = (time.process_time() - start) / 50
    print(f"{'one case':28} {each:8.3f} s, as long as {each / one:.0f} queries")
    files = [write_results(results(guideline.id, guideline.digest, k)) for k in range(LEARNERS)]
    with tempfile.TemporaryDirectory() as folder, open_store(os.path.join(folder, "t.db")) as store:
        start = time.process_time()
        for content in files:
            store.add(read_results(content))
        well = timed("import of 1,000 files", time.process_time() - start)
        start = time.process_time()
        for _ in store.every_choice():
            pass
        reading = time.process_time() - start
        start = time.process_time()
        report = make_report(guideline, store.every_choice())
        report_page(report, guideline.title, guideline.disclaimer)
        took = time.process_time() - start
        well &= timed("report of 1,000 learners", took)
        print(f"{'':28} as long as {took / reading:.1f} readings of the log")
        print(f"{'':28} {report.learners:,} learners, {report.choices:,} choices")
    return not well


def results(name: str, digest: str, learner: int) -> object:
    choices = tuple(
        Chosen(
            number=n + 1, at=1_700_000_000_000 + n, took=1000 * (n % 17), case=f"0-0-{n // 10:02d}",
            difficulty="easy", kind="question", graph="first_line", place=("her2", "hr", "urgent")[n % 3],
            tier="basic", rows=("1.1.1",), offered=("1", "2", "3"),
            chosen=("1" if (learner * n) % 5 else "2",), right=("1",),
        )
        for n in range(CHOICES)
    )  # fmt: skip
    return seal(name, digest, f"learner-{learner}", f"{learner:016x}", choices)


if __name__ == "__main__":
    raise SystemExit(main())
