"""The whole way, on random guidelines: written as files, loaded, walked, drawn; and killed on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pydot
import pytest
import worlds
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from world_files import write_guideline

from decision_graph.export import export
from decision_graph.graph import DecisionGraph, Recommend
from decision_graph.loading import load_guideline
from decision_graph.patient import make_patient
from decision_graph.traversal.walk import walk
from decision_graph.vocabulary import Rule


def trimmed(graph: DecisionGraph) -> DecisionGraph:
    """The part of a random graph that an author may write: no node, leaf or row that cannot be reached."""
    reached = graph.order
    leaves = {id: leaf for id, leaf in graph.leaves.items() if id in reached}
    used = {row for leaf in leaves.values() if isinstance(leaf, Recommend) for row in leaf.rows}
    kept = {}
    for id, row in graph.recommendations.items():
        if id in used:
            outranks = tuple(o for o in row.outranks if o.row in used)
            kept[id] = worlds.replaced(row, outranks=outranks)
    nodes = {id: node for id, node in graph.nodes.items() if id in reached}
    return worlds.replaced(graph, nodes=nodes, leaves=leaves, recommendations=kept)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the parser that pydot uses
@given(worlds.graphs(), worlds.rules, st.data())
@settings(max_examples=25)
def test_random_guidelines_load_walk_and_draw(
    graph: DecisionGraph, rules: list[Rule], data: st.DataObject
) -> None:
    graph = trimmed(graph)
    assume(graph.recommendations)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "world"
        write_guideline(folder, graph, worlds.ATTRIBUTES, rules)
        guideline = load_guideline(folder)
        loaded = guideline.graphs["main"]
        assert {id: [(e.when, e.to) for e in n.edges] for id, n in loaded.nodes.items()} == {
            id: [(e.when, e.to) for e in n.edges] for id, n in graph.nodes.items()
        }
        assert {id: row.population for id, row in loaded.recommendations.items()} == {
            id: row.population for id, row in graph.recommendations.items()
        }
        everybody = worlds.complete_patients(guideline.vocabulary)
        assume(everybody)
        facts = data.draw(st.sampled_from(everybody))
        trace = walk(guideline, make_patient(guideline.space, facts))
        assert {a.leaf.id for a in trace.arrivals} == worlds.plain_walk(graph, facts)
        (written,) = export(guideline, ("main",), ("dot",), Path(name) / "out")
        (drawn,) = pydot.graph_from_dot_data(written.path.read_text(encoding="utf-8")) or []
        names = {node.get_name().strip('"') for node in drawn.get_nodes()}
        assert set(graph.nodes) <= names


def test_a_killed_export_leaves_no_half_file(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = [sys.executable, "-m", "decision_graph", "export", "mbc/first_line", "--out", str(out)]
    whole = subprocess.run([*words, "--format", "svg"], cwd=root, capture_output=True, check=True)
    assert whole.stdout
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    for delay in (0.4, 1.2, 2.0, 2.8):
        process = subprocess.Popen(words, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        for path in out.iterdir():
            if path.name in before:
                assert path.read_bytes() == before[path.name]
            elif path.suffix == ".pdf" and not path.name.startswith("."):
                assert path.read_bytes().rstrip().endswith(b"%%EOF")
            elif path.suffix == ".png" and not path.name.startswith("."):
                assert path.read_bytes().endswith(b"IEND\xaeB`\x82")
