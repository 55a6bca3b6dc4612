"""The guidelines that the tests on teaching are about, loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline
from decision_graph.loading.phrases import Phrases, read_phrases
from decision_graph.teaching.cases import TeachingCase, make_cases
from decision_graph.teaching.cover import Cover, cover
from decision_graph.teaching.pool import Pool, make_pool

ROOT = Path(__file__).resolve().parents[2]
WHERE = {"mbc": str(ROOT / "graphs" / "mbc"), "asthma": str(ROOT / "tests" / "fixtures" / "asthma")}


class Taught(NamedTuple):
    guideline: Guideline
    phrases: Phrases
    pool: Pool
    cover: Cover


@cache
def taught(name: str, graph: str | None = None, tier: str | None = None, cells: bool = False) -> Taught:
    guideline = load_guideline(WHERE[name])
    pool = make_pool(guideline, graph, tier, cells=cells)
    return Taught(guideline, read_phrases(WHERE[name], guideline), pool, cover(pool))


@cache
def drawn(name: str, seed: int, count: int | None = None) -> tuple[TeachingCase, ...]:
    found = taught(name)
    return make_cases(found.pool, found.cover, found.phrases, seed, count)


def some_cases(name: str) -> tuple[TeachingCase, ...]:
    """Enough to see what holds of all; the whole set of the shipped guideline takes long to draw."""
    return drawn(name, 5, 14 if name == "mbc" else None)
