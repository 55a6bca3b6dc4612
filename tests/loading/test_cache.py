"""The cache: quick when it works, unnoticed when it does not, never stale."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from decision_graph import cache as kept_files
from decision_graph.loading import build as build_module
from decision_graph.loading import cache, load_guideline
from decision_graph.loading.folder import open_folder
from loading.cases import FIXTURES


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("DECISION_GRAPH_CACHE", str(folder))
    return folder


@pytest.fixture
def asthma(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES / "asthma", tmp_path / "asthma"))


def forbid_building(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AssertionError("built although it was kept")

    monkeypatch.setattr(build_module, "build", refuse)


def test_what_is_kept_equals_what_was_built(
    asthma: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = load_guideline(asthma)
    forbid_building(monkeypatch)
    assert load_guideline(asthma) == built
    assert len(list(kept.iterdir())) == 1


def test_a_change_is_seen_and_the_old_is_thrown_away(asthma: Path, kept: Path) -> None:
    load_guideline(asthma)
    file = asthma / "guideline.yaml"
    file.write_text(file.read_text().replace('version: "0.3"', 'version: "0.4"'))
    assert load_guideline(asthma).version == "0.4"
    assert len(list(kept.iterdir())) == 1


def test_each_way_to_name_a_folder_has_its_own_places(
    asthma: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(asthma.parent)
    assert load_guideline("asthma").graphs["entry"].file == "asthma/entry.yaml"
    assert load_guideline(asthma).graphs["entry"].file == f"{asthma}/entry.yaml"
    assert load_guideline("asthma").graphs["entry"].file == "asthma/entry.yaml"
    assert len(list(kept.iterdir())) == 2


def test_other_code_reads_the_files_anew(asthma: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_guideline(asthma)
    (file,) = kept.iterdir()
    monkeypatch.setattr(kept_files, "_code", lambda parts: iter(["another state"]))
    load_guideline(asthma)
    (fresh,) = kept.iterdir()
    assert fresh.name != file.name


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "text", "other"])
def test_a_damaged_file_is_rebuilt_in_silence(
    asthma: Path, kept: Path, damage: str, capfd: pytest.CaptureFixture[str]
) -> None:
    built = load_guideline(asthma)
    (file,) = kept.iterdir()
    good = file.read_bytes()
    file.write_bytes(
        {
            "empty": b"",
            "cut": good[:-100],
            "flipped": good[:500] + bytes([good[500] ^ 1]) + good[501:],
            "text": b"hello",
            "other": good.replace(b"decision-graph guideline 1", b"decision-graph guideline 0"),
        }[damage]
    )
    assert load_guideline(asthma) == built
    assert file.read_bytes() == good
    assert capfd.readouterr() == ("", "")


def test_a_file_of_another_type_with_a_good_checksum_is_rebuilt(asthma: Path, kept: Path) -> None:
    import hashlib

    import msgspec

    built = load_guideline(asthma)
    (file,) = kept.iterdir()
    payload = msgspec.msgpack.encode({"id": 3})
    head = file.read_bytes().split(b"\n")[0] + b"\n"
    file.write_bytes(head + hashlib.sha256(payload).digest() + payload)
    assert load_guideline(asthma) == built


@pytest.mark.parametrize("chosen", ["", "off", "OFF"])
def test_it_can_be_switched_off(
    asthma: Path, chosen: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DECISION_GRAPH_CACHE", chosen)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    load_guideline(asthma)
    assert {path.name for path in tmp_path.iterdir()} == {"asthma"}


def test_the_users_folder_is_used(asthma: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DECISION_GRAPH_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    load_guideline(asthma)
    assert list((tmp_path / "xdg" / "decision-graph").iterdir())
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    load_guideline(asthma)
    assert list((tmp_path / "home" / ".cache" / "decision-graph").iterdir())


def test_without_a_home_nothing_is_kept(asthma: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DECISION_GRAPH_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    monkeypatch.chdir(asthma.parent)
    assert load_guideline(asthma).id == "asthma"
    assert {path.name for path in asthma.parent.iterdir()} == {"asthma"}


def test_a_folder_that_cannot_be_written_fails_no_load(
    asthma: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    monkeypatch.setenv("DECISION_GRAPH_CACHE", str(blocked / "cache"))
    assert load_guideline(asthma).id == "asthma"


def test_nothing_half_written_is_left_behind(
    asthma: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", refuse)
    load_guideline(asthma)
    assert list(kept.iterdir()) == []


def test_many_at_once_never_see_half_a_file(asthma: Path, kept: Path) -> None:
    built = load_guideline(asthma)
    folder = open_folder(asthma)
    wrong = []

    def work() -> None:
        for _ in range(20):
            cache.keep(folder, built)
            found = cache.recall(folder)
            if found != built:
                wrong.append(found)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_kept_guideline_needs_no_yaml_and_no_networkx(asthma: Path, kept: Path) -> None:
    load_guideline(asthma)
    program = (
        "import sys; from decision_graph.loading import load_guideline; load_guideline(sys.argv[1]);"
        "print(*[m for m in sys.modules if m in ('yaml', 'networkx', 'pathlib') "
        "or m.startswith('decision_graph.loading')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(asthma)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert set(run.stdout.split()) == {
        "decision_graph.loading",
        "decision_graph.loading.cache",
        "decision_graph.loading.folder",
    }
