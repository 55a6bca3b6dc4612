"""Folders: finding a guideline, and saying what is wrong with the folder rather than with its files."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.loading import folder as folder_module
from decision_graph.loading import load_guideline, shipped
from decision_graph.loading.folder import open_folder
from loading.cases import FIXTURES

ASTHMA = FIXTURES / "asthma"


@pytest.fixture
def asthma(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ASTHMA, tmp_path / "asthma"))


def complaint(where: str | Path) -> Diagnostic:
    with pytest.raises(GraphError) as caught:
        open_folder(where)
    (found,) = caught.value.diagnostics
    return found


def test_a_guideline_is_named_by_its_folder_or_a_file_in_it(asthma: Path) -> None:
    by_folder, by_file = open_folder(asthma), open_folder(asthma / "starting.yaml")
    assert by_folder == by_file
    assert by_folder.id == "asthma"
    assert list(by_folder.files) == sorted(path.name for path in asthma.glob("*.yaml"))


def test_files_are_shown_as_the_user_named_the_folder(asthma: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(asthma.parent)
    assert open_folder("asthma").name("entry.yaml") == "asthma/entry.yaml"
    assert open_folder(asthma).name("entry.yaml") == f"{asthma.as_posix()}/entry.yaml"
    monkeypatch.chdir(asthma)
    assert open_folder(".").name("entry.yaml") == "entry.yaml"
    assert open_folder("entry.yaml").id == "asthma"


def test_a_shipped_guideline_is_found_from_anywhere(
    asthma: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "_shipped_root", lambda: str(asthma.parent))
    monkeypatch.chdir(tmp_path)
    assert shipped() == ("asthma",)
    assert open_folder("asthma").name("entry.yaml") == "graphs/asthma/entry.yaml"
    assert open_folder("./asthma").name("entry.yaml") == "asthma/entry.yaml"


def test_the_digest_changes_with_every_name_and_every_byte(asthma: Path) -> None:
    digests = {open_folder(asthma).digest}
    with (asthma / "entry.yaml").open("a") as file:
        file.write("\n")
    digests.add(open_folder(asthma).digest)
    (asthma / "entry.yaml").rename(asthma / "entries.yaml")
    digests.add(open_folder(asthma).digest)
    (asthma / "cases").mkdir(exist_ok=True)
    (asthma / "cases" / "one.yaml").write_text("not read")
    (asthma / "notes.txt").write_text("not read")
    (asthma / ".entry.yaml").write_text("not read: left by an editor")
    digests.add(open_folder(asthma).digest)
    assert len(digests) == 3


def test_the_digest_is_that_of_the_guideline(asthma: Path) -> None:
    assert load_guideline(asthma).digest == open_folder(asthma).digest


@pytest.mark.parametrize("where", ["nowhere", "", " ", "no/where", "asthma\0", "x" * 5000])
def test_a_folder_that_does_not_exist(where: str) -> None:
    found = complaint(where)
    assert found.slug == "no-such-guideline"
    assert found.message == f"there is no guideline and no folder '{where}'"


def test_a_misspelt_guideline(asthma: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "_shipped_root", lambda: str(asthma.parent))
    assert complaint("astma").hint == "did you mean 'asthma'?"


def test_a_folder_that_is_no_guideline(asthma: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (asthma / "vocabulary.yaml").unlink()
    monkeypatch.chdir(asthma.parent)
    found = complaint("asthma")
    assert found.slug == "not-a-guideline"
    assert found.message == "the folder 'asthma' is not a guideline: it has no vocabulary.yaml"
    assert complaint(".").message.endswith(
        "it has no guideline.yaml and no vocabulary.yaml and no interventions.yaml"
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("third.yml", "rename it to 'third.yaml'"),
        ("third.YAML", "rename it to 'third.yaml'"),
        ("third line.yaml", "rename it: letters a to z, digits, dots, _ and -"),
    ],
)
def test_a_file_that_would_be_passed_over_or_cannot_be_named(asthma: Path, name: str, hint: str) -> None:
    (asthma / name).write_text("graph: Third\n")
    found = complaint(asthma)
    assert found.slug == "file-name"
    assert name in found.message
    assert found.hint == hint


def test_a_file_that_cannot_be_read(asthma: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(folder_module, "_bytes", refuse)
    monkeypatch.chdir(asthma.parent)
    found = complaint("asthma")
    assert found.slug == "unreadable-file"
    assert found.message == "'entry.yaml' in the folder 'asthma' cannot be read: Permission denied"


def test_a_folder_that_may_not_be_listed(asthma: Path) -> None:
    asthma.chmod(0)
    try:
        list(asthma.iterdir())
    except PermissionError:
        assert complaint(asthma).slug == "unreadable-file"
    finally:
        asthma.chmod(stat.S_IRWXU)


def test_a_huge_file_is_not_read_to_its_end(asthma: Path) -> None:
    with (asthma / "entry.yaml").open("wb") as file:
        file.truncate(folder_module.LARGEST * 3)
    assert len(open_folder(asthma).files["entry.yaml"]) == folder_module.LARGEST + 1
    with pytest.raises(GraphError, match="yaml-too-large"):
        load_guideline(asthma)
