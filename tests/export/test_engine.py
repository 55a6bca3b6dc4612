"""Graphviz is found, run and complained about."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from decision_graph.diagnostics import GraphError
from decision_graph.export.engine import find_engine, layout, run


def script(tmp_path: Path, body: str) -> str:
    path = tmp_path / "engine"
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n")
    path.chmod(0o755)
    return str(path)


def slugs(caught: pytest.ExceptionInfo[GraphError]) -> list[str]:
    return [diagnostic.slug for diagnostic in caught.value.diagnostics]


def test_a_layout_gives_every_node_a_place() -> None:
    found = layout("digraph { rankdir=LR; a -> b }")
    assert found.centres["a"][0] < found.centres["b"][0]


def test_a_missing_engine_is_named_with_the_remedy() -> None:
    with pytest.raises(GraphError) as caught:
        find_engine("no-such-engine")
    assert slugs(caught) == ["engine-missing"]
    assert "'no-such-engine'" in str(caught.value)


def test_a_missing_default_engine_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(GraphError, match=r"pip install 'decision-graph\[export\]'"):
        find_engine()


def test_an_engine_that_dies_is_quoted(tmp_path: Path) -> None:
    engine = script(tmp_path, "sys.stderr.write('out of ink'); sys.exit(3)")
    with pytest.raises(GraphError, match="exit code 3: out of ink") as caught:
        run("digraph {}", "json", engine)
    assert slugs(caught) == ["engine-failed"]


def test_an_engine_that_hangs_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(GraphError) as caught:
        run("digraph {}", "json", script(tmp_path, "time.sleep(30)"), timeout=0.3)
    assert slugs(caught) == ["engine-timeout"]


def test_an_engine_that_babbles_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="cannot be read"):
        layout("digraph {}", script(tmp_path, "print('hello')"))


def test_a_file_that_is_no_program_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "engine"
    path.write_bytes(b"\0\1\2")
    path.chmod(0o755)
    with pytest.raises(GraphError, match="cannot be run"):
        run("digraph {}", "json", str(path))
