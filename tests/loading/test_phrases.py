"""Every complaint about a file of phrases, with its place; everything that is wrong is said at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from decision_graph.diagnostics import GraphError
from decision_graph.loading import load_guideline
from decision_graph.loading.phrases import Phrases, read_phrases

ASTHMA = Path(__file__).parents[1] / "fixtures" / "asthma"


def read(folder: Path, text: str) -> Phrases:
    copy = folder / "asthma"
    shutil.copytree(ASTHMA, copy)
    (copy / "teaching" / "phrases.yaml").write_text(text, encoding="utf-8")
    return read_phrases(copy, load_guideline(ASTHMA))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("facts: {smoke: {\"true\": a}}", "1:9 unknown-attribute: there is no attribute 'smoke'"),
        ("facts: {smokes: {\"yes\": a}}", "1:18 value-not-in-domain: 'smokes' has no value 'yes'"),
        ("facts: {smokes: [a]}", "1:9 wrong-type: 'smokes' needs phrases for each of its values"),
        ("facts: {age_years: {x: a}}", "1:9 wrong-type: 'age_years' is a number: its phrases are a list"),
        ("facts: {age_years: [old]}", "1:21 phrase-number: the phrase must say the number once"),
        ("facts: {smokes: {\"true\": She smokes.}}",
         "1:26 phrase-end: a phrase is a part of a sentence, without a full stop"),
        ("facts: {smokes: {\"true\": \"{the} smokes\"}}",
         "1:26 unknown-slot: nothing is called '{the}' here"),
        ("facts:\n  smokes: {\"true\": a, \"false\": a}",
         "2:32 ambiguous-phrase: the same words are said of smokes=true in "
         "asthma/teaching/phrases.yaml:2:20"),
        ("facts: {}\nopenings: [\"A {child}\"]", "2:12 unknown-slot: nothing is called '{child}' here"),
        ("facts: {}\nusual: {age_years: [{least: 9, most: 3}]}",
         "2:21 bounds-order: 'age_years' needs two numbers, the smaller one first"),
        ("facts: {}\nplausible: [age_years > 3]", "2:13 phrase-number: 'age_years' is a number"),
        ("facts: {}\nrare: [smoke]", "2:8 unknown-attribute: the vocabulary has no attribute 'smoke'"),
        ("openings: []", "1:1 missing-key: the file needs the key 'facts'"),
    ],
)  # fmt: skip
def test_complaints(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(GraphError) as caught:
        read(tmp_path, text)
    found = [
        f"{fault.span.line}:{fault.span.column} {fault.slug}: {fault.message}"
        for fault in caught.value.diagnostics
        if fault.span
    ]
    assert [line.replace(str(tmp_path) + "/", "") for line in found] == [said]


def test_everything_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(GraphError) as caught:
        read(tmp_path, 'facts: {smoke: {"true": a}, control: {bad: b}}\nrare: [smoke]')
    assert len(caught.value.diagnostics) == 3


def test_a_guideline_need_not_have_phrases(tmp_path: Path) -> None:
    copy = tmp_path / "asthma"
    shutil.copytree(ASTHMA, copy, ignore=lambda where, names: ["teaching"])
    assert read_phrases(copy, load_guideline(ASTHMA)) == Phrases()


def test_phrases_are_no_part_of_the_digest(tmp_path: Path) -> None:
    copy = tmp_path / "asthma"
    shutil.copytree(ASTHMA, copy, ignore=lambda where, names: ["teaching"])
    assert load_guideline(copy).digest == load_guideline(ASTHMA).digest
