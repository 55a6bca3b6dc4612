"""A guideline of the past is read from git, and nothing that stands there now is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from decision_graph import GraphError, load_guideline
from decision_graph.loading.revision import load_revision


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")
    done = subprocess.run(["git", "-C", folder, *who, *words], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, root: Path) -> Path:
    """Two commits: the asthma guideline, and the same with another title; the folder is gone by now."""
    git(tmp_path, "init", "--quiet")
    folder = tmp_path / "graphs" / "asthma"
    shutil.copytree(root / "tests" / "fixtures" / "asthma", folder)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    head = folder / "guideline.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("title: ", "title: New ", 1), encoding="utf-8")
    git(tmp_path, "commit", "--quiet", "--all", "--message", "two")
    return tmp_path


def test_a_revision_is_what_the_files_were(repository: Path, root: Path) -> None:
    folder = repository / "graphs" / "asthma"
    first, second = load_revision("HEAD~1", str(folder)), load_revision("HEAD", str(folder))
    assert first.digest == load_guideline(root / "tests" / "fixtures" / "asthma").digest
    assert second.digest == load_guideline(folder).digest
    assert second.title == f"New {first.title}"
    assert first.id == second.id == "asthma"


def test_from_any_folder_and_when_the_files_are_gone(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = load_revision("HEAD", str(repository / "graphs" / "asthma")).digest
    for here, name in ((repository, "graphs/asthma"), (repository / "graphs", "asthma")):
        monkeypatch.chdir(here)
        assert load_revision("HEAD", name).digest == expected
    monkeypatch.chdir(repository / "graphs" / "asthma")
    assert load_revision("HEAD", ".").digest == expected
    monkeypatch.chdir(repository)
    shutil.rmtree(repository / "graphs")
    assert load_revision("HEAD", "graphs/asthma").digest == expected
    assert git(repository, "status", "--short").count(" D ") > 3  # and none of them came back


def test_reading_changes_nothing(repository: Path) -> None:
    def state() -> list[tuple[str, int]]:
        found = sorted(path for path in repository.rglob("*") if path.is_file())
        return [(str(path), os.stat(path).st_mtime_ns) for path in found]

    before = state()
    load_revision("HEAD~1", str(repository / "graphs" / "asthma"))
    assert state() == before


@pytest.mark.parametrize(
    ("revision", "folder", "slug"),
    [
        ("HEAD~7", "graphs/asthma", "no-such-revision"),
        ("nobody", "graphs/asthma", "no-such-revision"),
        ("--all", "graphs/asthma", "no-such-revision"),
        ("HEAD", "graphs/nothing", "no-such-guideline"),
        ("HEAD", "graphs", "not-a-guideline"),
        ("HEAD", "graphs/asthma/entry.yaml", "no-such-guideline"),
    ],
)
def test_what_is_not_there_is_said(
    repository: Path, monkeypatch: pytest.MonkeyPatch, revision: str, folder: str, slug: str
) -> None:
    monkeypatch.chdir(repository)
    with pytest.raises(GraphError, match=rf"error\[{slug}\]"):
        load_revision(revision, folder)


def test_without_a_repository_or_git_another_way_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GraphError, match="no-repository"):
        load_revision("HEAD", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GraphError, match="no-git"):
        load_revision("HEAD", str(tmp_path))


def test_faults_of_then_have_their_place_of_then(repository: Path) -> None:
    vocabulary = repository / "graphs" / "asthma" / "vocabulary.yaml"
    good = vocabulary.read_text(encoding="utf-8")
    vocabulary.write_text(good.replace("type: boolean", "type: bolean", 1), encoding="utf-8")
    git(repository, "commit", "--quiet", "--all", "--message", "broken")
    vocabulary.write_text(good, encoding="utf-8")
    with pytest.raises(GraphError) as caught:
        load_revision("HEAD", str(vocabulary.parent))
    span = caught.value.diagnostics[0].span
    assert span is not None and span.file.startswith("HEAD:") and span.file.endswith("vocabulary.yaml")
