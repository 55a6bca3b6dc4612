"""`decision-graph diff`: which versions are meant, what is printed, and the status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from loading.test_revision import git

from cli.running import ASTHMA, ROOT, invoke


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A folder under git in which the guideline differs from what is committed: one answer is gone."""
    git(tmp_path, "init", "--quiet")
    folder = tmp_path / "asthma"
    shutil.copytree(ROOT / ASTHMA, folder)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_changes(before: Path) -> None:
    for words in ((ASTHMA, ASTHMA), (str(before),), ("--rev", "HEAD..HEAD", str(before))):
        done = invoke("diff", *words)
        assert done.exit_code == 0
        assert "No answer changes" in done.stdout
        assert done.stderr == ""


def test_a_graph_may_be_named_with_its_guideline(before: Path) -> None:
    change(before, "starting.yaml", "night_waking", "not night_waking")
    named = invoke("diff", str(before), "--graph", "starting", "--format", "json")
    assert named.exit_code == 1
    for words in (
        (f"{before}/starting",),
        (f"{before}/starting.yaml",),
        ("--rev", "HEAD", f"{before}/starting"),
    ):
        found = invoke("diff", *words, "--format", "json")
        assert found.exit_code == 1, found.stderr
        assert found.stdout == named.stdout
    wrong = invoke("diff", f"{before}/startin")
    assert wrong.exit_code == 2
    assert "did you mean 'starting'" in wrong.stderr


def test_words_that_change_no_answer_are_shown_and_are_well(before: Path) -> None:
    change(before, "starting.yaml", "title: Waking at night", "title: Wakes at night")
    done = invoke("diff", str(before))
    assert done.exit_code == 0
    assert "- Waking at night" in done.stdout and "+ Wakes at night" in done.stdout


def test_a_change_is_told_with_its_patients(before: Path) -> None:
    change(before, "starting.yaml", "night_waking", "not night_waking")
    found = invoke("diff", str(before), "--format", "json")
    assert found.exit_code == 1
    report = json.loads(found.stdout)
    assert not report["same"] and report["changed"] <= report["patients"]
    assert report["old"]["digest"] != report["new"]["digest"]
    regions = [region for each in report["changes"] for region in each["regions"]]
    assert regions and all(region["words"] and region["witness"] for region in regions)
    text = invoke("diff", str(before))
    assert text.exit_code == 1
    assert f"{report['changed']:,} of {report['patients']:,} complete patients" in text.stdout.replace(
        "\n", " "
    )


def test_github_annotations_stand_at_the_row(before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(before, "starting.yaml", "night_waking", "not night_waking")
    monkeypatch.chdir(before.parent)
    done = invoke("diff", "asthma", "--format", "github")
    assert done.exit_code == 1
    first, *others = done.stdout.splitlines()
    assert first.startswith("::notice title=diff::")
    assert any(line.startswith("::warning file=asthma/starting.yaml,line=") for line in others)
    assert all(line.startswith("::warning ") for line in others)


def test_ways_to_name_the_versions(before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(before, "starting.yaml", "night_waking", "not night_waking")
    git(before, "commit", "--quiet", "--all", "--message", "two")
    monkeypatch.chdir(before.parent)
    ways = [
        ("HEAD~1:asthma", "asthma"),
        ("HEAD~1:asthma", "HEAD:asthma"),
        ("--rev", "HEAD~1..HEAD", "asthma"),
        ("--rev", "HEAD~1..", "asthma"),
        ("--rev", "HEAD~1", "asthma"),
        (str(ROOT / ASTHMA), "asthma"),
    ]
    said = {invoke("diff", *words).stdout.split("\n", 1)[1] for words in ways}
    assert len(said) == 1
    assert "get another answer" in said.pop().replace("\n ", " ")
    back = invoke("diff", "--rev", "HEAD..HEAD~1", "asthma", "--format", "json")
    assert (
        json.loads(back.stdout)["changed"]
        == json.loads(invoke("diff", *ways[0], "--format", "json").stdout)["changed"]
    )


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        (("a", "b", "c"), "which-versions"),
        (("--rev", "HEAD", "a", "b"), "which-versions"),
        (("--rev", "HEAD...HEAD", ASTHMA), "which-versions"),
        ((":graphs/mbc", ASTHMA), "which-versions"),
        (("nothing", ASTHMA), "no-such-guideline"),
        (("--graph", "nothing", ASTHMA, ASTHMA), "unknown-graph"),
        (("--budget", "5", ASTHMA, ASTHMA), "over-budget"),
        ((f"{ASTHMA}/starting", f"{ASTHMA}/stepping_up"), "which-graph"),
    ],
)
def test_what_cannot_be_compared_is_said(words: tuple[str, ...], slug: str) -> None:
    done = invoke("diff", *words)
    assert done.exit_code == 2
    assert f"error[{slug}]" in done.stderr
    assert done.stdout == ""


def test_one_graph_by_itself() -> None:
    named = invoke("diff", f"{ASTHMA}/starting", f"{ASTHMA}/starting", "--format", "json")
    option = invoke("diff", "--graph", "starting", ASTHMA, ASTHMA, "--format", "json")
    assert named.exit_code == option.exit_code == 0
    assert named.stdout == option.stdout
    assert json.loads(named.stdout)["graph"] == "starting"
