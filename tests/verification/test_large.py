"""Large random graphs, as bench/verification.py makes them: the same verdicts as z3, and no path too long."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from decision_graph.diagnostics import GraphError
from decision_graph.graph import Guideline
from decision_graph.loading.build import build
from decision_graph.loading.folder import open_folder
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.traversal.walk import walk
from decision_graph.verification.registry import UNPROVEN
from decision_graph.verification.verify import verify


@pytest.fixture(scope="module")
def bench(root: Path) -> ModuleType:
    """The measuring script as a module."""
    spec = importlib.util.spec_from_file_location("bench_verification", root / "bench" / "verification.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def made(bench: ModuleType, folder: Path, size: int, faulty: float) -> Guideline:
    bench.write(folder, size, faulty=faulty)
    return build(open_folder(folder))


def test_each_question_gets_the_verdict_of_z3(bench: Any, tmp_path: Path) -> None:
    guideline = made(bench, tmp_path, 300, 0.1)
    mine: dict[str, Any] = {}
    other: dict[str, Any] = {}
    next(bench.ours(guideline, mine))
    next(bench.theirs(guideline, other))
    assert mine == other
    assert len(mine) == 300
    assert 10 < sum(not all(verdict) for verdict in mine.values()) < 60


def test_thousands_of_questions_load_are_checked_one_by_one_and_walked(bench: Any, tmp_path: Path) -> None:
    guideline = made(bench, tmp_path, 1000, 0)
    (graph,) = guideline.graphs.values()
    report = verify(guideline, checks=["gap", "overlap"], budget=10_000)
    assert {finding.slug for finding in report.findings} <= {UNPROVEN}
    verdicts: dict[str, Any] = {}
    next(bench.ours(guideline, verdicts))
    assert len(verdicts) == 1000 and all(all(verdict) for verdict in verdicts.values())
    facts: dict[str, Value] = {f"b{k}": k % 3 == 0 for k in range(bench.BOOLEANS)}
    facts |= {f"e{k}": ("a", "b", "not_known")[k % 3] for k in range(bench.ENUMS)}
    facts |= {f"n{k}": 7 * k for k in range(bench.NUMBERS)}
    id = graph.start
    while id in graph.nodes:
        (id,) = {e.to for e in graph.nodes[id].edges if e.when and evaluate(e.when, facts) is Truth.TRUE}
    patient = make_patient(guideline.space, dict(facts))
    assert [arrival.leaf.id for arrival in walk(guideline, patient).arrivals] == [id]
    with pytest.raises(GraphError, match="too-many-ways"):
        walk(guideline, make_patient(guideline.space, {}))
