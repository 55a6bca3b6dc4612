"""`make mutation`: on a small guideline, on a sample of the shipped one, and beside the loader."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from decision_graph.diagnostics import GraphError
from decision_graph.loading import load_guideline
from decision_graph.loading.build import build
from decision_graph.loading.folder import open_folder

ROOT = Path(__file__).resolve().parents[1]
MUTATION, ASTHMA = ROOT / "bench" / "mutation", ROOT / "tests" / "fixtures" / "asthma"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(MUTATION), *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", [(str(ASTHMA),), ("mbc", "--every", "60")], ids=["asthma", "mbc"])
def test_no_change_that_matters_escapes(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\nESCAPED: 0\n" in done.stdout
    (counts,) = re.findall(r"^all +([\d, ]+)", done.stdout, re.MULTILINE)
    made, refused, matter, by_verify, by_test, escaped = (int(n.replace(",", "")) for n in counts.split()[:6])
    (equivalent,) = re.findall(r"^equivalent: (\d+)$", done.stdout, re.MULTILINE)
    assert made == refused + matter + int(equivalent)
    assert matter == by_verify + by_test + escaped > 0


def test_without_a_case_for_it_a_change_escapes_and_is_told(tmp_path: Path) -> None:
    """Two silent leaves that are swapped contradict no row; only a case can know what they say."""
    folder = tmp_path / "asthma"
    shutil.copytree(ASTHMA, folder)
    graph = folder / "stepping_up.yaml"
    edge = "      - {when: control == not_known, to: never_assessed}\n"
    twice = [edge.replace("known,", f"known and {fact},") for fact in ("pregnant", "not pregnant")]
    text = graph.read_text(encoding="utf-8")
    graph.write_text(
        text.replace(edge, "".join(twice)).replace("  control:\n", "  control:\n    ask: How is it?\n"),
        encoding="utf-8",
    )
    done = run(str(folder))
    assert done.returncode == 1, done.stderr
    assert "\nESCAPED: 2\n" in done.stdout
    assert "not known and pregnant' of control: to step_down" in done.stdout


def test_what_counts_as_refused_is_what_the_loader_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(MUTATION))
    from mutants import mutants, refused  # type: ignore[import-not-found]

    seen = {True: 0, False: 0}
    for mutant in [m for m in mutants(load_guideline(ASTHMA)) if m.kind == "target"][::3]:
        node, place = mutant.edge
        target = mutant.graph.nodes[node].edges[place].to
        folder = tmp_path / str(sum(seen.values()))
        shutil.copytree(ASTHMA, folder)
        _point(folder / f"{mutant.graph.id}.yaml", node, place, target)
        try:
            build(open_folder(folder))
            loads = True
        except GraphError:
            loads = False
        assert refused(mutant.graph) != loads, mutant.words
        seen[loads] += 1
    assert min(seen.values()) > 3


def _point(path: Path, node: str, place: int, target: str) -> None:
    """Let an edge lead elsewhere, in the text of the file."""
    text = path.read_text(encoding="utf-8")
    found = yaml.compose(text)
    for key in ("nodes", node, "edges", place, "to"):
        if isinstance(key, int):
            found = found.value[key]
        else:
            found = next(value for name, value in found.value if name.value == key)
    start, end = found.start_mark.index, found.end_mark.index
    path.write_text(f'{text[:start]}"{target}"{text[end:]}', encoding="utf-8")
