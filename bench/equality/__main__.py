"""Equality: the page's engine, in a real browser, answers every patient as Python does.

Complete and incomplete patients, all lines and tiers, each graph asked directly too; of every twentieth also
the questions, in their order. Prints what was compared, and the first patients whose answers differ.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from export.page.answers import SUMMARY, patients, said  # noqa: E402

from decision_graph.export.page.data import page_data  # noqa: E402
from decision_graph.export.page.scripts import ENGINE, script  # noqa: E402
from decision_graph.loading import load_guideline  # noqa: E402

SHARE = 2_500
"""Patients that are compared at a time."""

ASKED = 20
"""Of one in so many patients the questions are compared, too."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("guideline", nargs="?", default="mbc")
    parser.add_argument("--patients", type=int, default=100_000, help="default: 100,000")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    shares = [
        (asked.guideline, asked.seed + place, min(SHARE, asked.patients - start))
        for place, start in enumerate(range(0, asked.patients, SHARE))
    ]
    started, statuses, differing = time.perf_counter(), Counter[str](), 0
    with ProcessPoolExecutor(asked.processes) as pool:
        for counted, differences in pool.map(_compare, shares):
            statuses += counted
            differing += len(differences)
            for difference in differences[:3]:
                print(json.dumps(difference, indent=1, ensure_ascii=False))
            print(f"{statuses.total():,} patients, {differing} differ", file=sys.stderr)
    told = ", ".join(f"{count:,} {status}" for status, count in statuses.most_common())
    print(f"{asked.guideline}: {statuses.total():,} random patients ({told})")
    print(f"{differing} answers of the page differ from Python's; {time.perf_counter() - started:.0f} s")
    return 1 if differing else 0


def _compare(share: tuple[str, int, int]) -> tuple[Counter[str], list[dict[str, Any]]]:
    from playwright.sync_api import sync_playwright

    name, seed, count = share
    guideline = load_guideline(name)
    drawn = enumerate(islice(patients(guideline, seed), count))
    asked = [(facts, graph, place % ASKED == 0) for place, (facts, graph) in drawn]
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for program in ENGINE:
            page.add_script_tag(content=script(program))
        found = page.evaluate(
            "([data, summary, asked]) => { const said = eval(summary); "
            "const engine = DecisionGraph.engine(JSON.parse(data)); "
            "return JSON.stringify(JSON.parse(asked).map(one => said(engine, one[0], one[1], one[2]))) }",
            [msgspec.json.encode(page_data(guideline)).decode(), SUMMARY, json.dumps(asked)],
        )
        browser.close()
    statuses, differences = Counter[str](), list[dict[str, Any]]()
    for (facts, graph, ranked), here in zip(asked, json.loads(found), strict=True):
        wanted = json.loads(json.dumps(said(guideline, facts, graph, ranked)))
        statuses[wanted.get("status", "refused")] += 1
        if wanted != here:
            differences.append({"facts": facts, "graph": graph, "python": wanted, "page": here})
    return statuses, differences


if __name__ == "__main__":
    sys.exit(main())
