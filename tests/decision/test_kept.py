"""The form of a guideline in the cache folder: used while it fits, never trusted when it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from decision_graph import cache
from decision_graph.decision import compile as compile_module
from decision_graph.decision import compiled, decide
from decision_graph.decision.kept import form_of
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline
from decision_graph.patient import make_patient

ASTHMA = "tests/fixtures/asthma"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("DECISION_GRAPH_CACHE", str(folder))
    return folder


def forms(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.form"))


def forbid_making(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("made although it was kept")

    monkeypatch.setattr(compile_module, "make_form", refuse)


def without_smokers(guideline: Guideline) -> Guideline:
    """The same guideline with the same files, but another population in one row."""
    graph = guideline.graphs["starting"]
    rows = dict(graph.recommendations)
    rows["1.6"] = msgspec.structs.replace(rows["1.6"], population=rows["1.5"].population)
    other = msgspec.structs.replace(graph, recommendations=rows)
    return msgspec.structs.replace(guideline, graphs={**guideline.graphs, "starting": other})


def test_what_was_kept_is_used(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = form_of(load_guideline(ASTHMA))
    assert len(forms(kept)) == 1
    forbid_making(monkeypatch)
    assert form_of(load_guideline(ASTHMA)) == made


def test_that_a_guideline_is_too_large_is_kept_as_well(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile_module, "STEPS", 10)
    assert form_of(load_guideline(ASTHMA)) is None
    assert len(forms(kept)) == 1
    forbid_making(monkeypatch)
    assert form_of(load_guideline(ASTHMA)) is None


def test_another_guideline_of_the_same_files_is_compiled_anew(kept: Path) -> None:
    guideline = load_guideline(ASTHMA)
    changed = without_smokers(guideline)
    assert guideline.digest == changed.digest
    facts = {"step": "starting", "smokes": True, "allergic_rhinitis": False, "night_waking": False}
    facts |= {"age_years": 30, "days_with_symptoms": 3, "asthma": "confirmed"}
    region = make_patient(guideline.space, facts).region
    before, after = decide(compiled(guideline), region), decide(compiled(changed), region)
    assert before is not None and after is not None
    assert set(before.matched) - set(after.matched) == {"1.6"}
    assert len(forms(kept)) == 2


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "other guideline", "other type"])
def test_what_is_damaged_or_of_another_is_made_anew(kept: Path, damage: str) -> None:
    guideline = load_guideline(ASTHMA)
    made = form_of(guideline)
    assert made is not None
    (file,) = forms(kept)
    good = file.read_bytes()
    if damage.startswith("other"):
        stranger = (
            msgspec.structs.replace(made, fingerprint="0" * 64) if "guideline" in damage else {"axes": 3}
        )
        file.unlink()
        kind = cache.Kind("form", 2, ("", "predicate", "decision"), most=6)
        cache.keep(cache.Name(kind, (guideline.id,), guideline.fingerprint), msgspec.msgpack.encode(stranger))
        assert forms(kept) == [file], "it stands where the form is looked for"
    else:
        file.write_bytes({"empty": b"", "cut": good[:-9], "flipped": good[:-1] + b"?"}[damage])
    assert form_of(guideline) == made
    assert file.read_bytes() == good


def test_processes_that_write_at_once_get_the_same_answer(kept: Path, root: Path) -> None:
    command = [sys.executable, "-m", "decision_graph", "query", ASTHMA, "--format", "json"]
    command += ["--fact", "step=starting", "--fact", "night_waking=true"]
    running = [subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) for _ in range(4)]
    said = {process.communicate()[0] for process in running}
    assert len(said) == 1
    assert said != {b""}
    assert len(forms(kept)) == 1
    assert list(kept.glob("*.tmp")) == []
