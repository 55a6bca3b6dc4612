"""A sketch becomes files that load, or that say where they do not; nothing is guessed in silence."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from decision_graph.cli import main
from decision_graph.diagnostics import GraphError
from decision_graph.export.formats import render
from decision_graph.export.request import Request
from decision_graph.graph import DecisionGraph, Guideline, Recommend
from decision_graph.loading import load_guideline
from decision_graph.loading.source import seen
from decision_graph.predicate.parser import parse
from decision_graph.sketch import import_dot
from tests import worlds

ROOT = Path(__file__).resolve().parents[2]
FEVER = b"""digraph start {
  label="Starting"
  fever [label="Is there a fever?"]
  fever -> days [label="yes"]
  fever -> nothing [label="no"]
  days [label="For how many days?"]
  days -> place [label="days_ill >= 3"]
  days -> nothing [label="days_ill < 3"]
  place [label="Where is the patient?"]
  place -> "1.1" [label="in the clinic"]
  place -> home [label="at home"]
  place -> outside
  "1.1" [label="1.1 Fever for three days"]
  home [label="Send to the clinic"]
  outside [label="Out of scope: everywhere else"]
  nothing [label="Nothing said"]
}
"""


def only_graph(folder: Path) -> DecisionGraph:
    (graph,) = load_guideline(folder).graphs.values()
    return graph


def questions(graph: DecisionGraph) -> dict[str, object]:
    return {
        node.id: (node.ask, node.hit_policy, [(edge.label, edge.when, edge.to) for edge in node.edges])
        for node in graph.nodes.values()
    }


def ends(graph: DecisionGraph) -> dict[str, object]:
    return {
        leaf.id: (type(leaf), leaf.rows if isinstance(leaf, Recommend) else getattr(leaf, "text", ""))
        for leaf in graph.leaves.values()
    }


def exported(guideline: Guideline, graph: str) -> bytes:
    (file,) = render("dot", Request(guideline, (graph,)), ())
    return file.content


@pytest.mark.parametrize(
    ("folder", "graph"),
    [
        ("graphs/mbc", "third_line"),
        ("graphs/mbc", "treatment_duration"),
        ("tests/fixtures/asthma", "starting"),
        ("tests/fixtures/asthma", "stepping_up"),
    ],
)
def test_our_own_export_comes_back_with_the_same_questions_edges_and_leaves(
    folder: str, graph: str, tmp_path: Path
) -> None:
    guideline = load_guideline(ROOT / folder)
    made = import_dot(exported(guideline, graph), f"{graph}.dot", tmp_path / "again")
    assert [path.name for path in made.files][-1] == f"{graph}.yaml"
    again = only_graph(tmp_path / "again")
    original = guideline.graphs[graph]
    assert (again.id, again.title, again.start) == (graph, original.title, original.start)
    assert questions(again) == questions(original)
    assert ends(again) == ends(original)
    assert {id: row.title for id, row in again.recommendations.items()} == {
        id: row.title for id, row in original.recommendations.items()
    }


@given(worlds.graphs())
@settings(max_examples=10)
def test_random_graphs_come_back(graph: DecisionGraph) -> None:
    import tempfile

    guideline = worlds.guideline(graph, [])
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "again"
        import_dot(exported(guideline, graph.id), "main.dot", out)
        try:
            again = only_graph(out)
        except GraphError as error:  # a random graph may have questions that nothing leads to
            slugs = {fault.slug for fault in error.diagnostics}
            assert slugs <= {"unreachable-node", "unused-leaf", "unused-recommendation"}
            return
        assert questions(again) == questions(graph)


def test_a_sketch_becomes_a_guideline_that_the_loader_reads(tmp_path: Path) -> None:
    import_dot(FEVER, "fever.dot", tmp_path / "fever")
    guideline = load_guideline(tmp_path / "fever")
    kinds = {name: attribute.kind for name, attribute in guideline.vocabulary.attributes.items()}
    assert kinds == {"setting": "enum", "fever": "boolean", "days_ill": "decimal", "place": "enum"}
    place = guideline.vocabulary.attributes["place"]
    assert [(choice.value, choice.label) for choice in place.choices] == [
        ("in_the_clinic", "in the clinic"), ("at_home", "at home"),
    ]  # fmt: skip
    graph = guideline.graphs["start"]
    answers = [("yes", parse("fever"), "days"), ("no", parse("not fever"), "nothing")]
    assert questions(graph)["fever"] == ("Is there a fever?", "unique", answers)
    assert {id: type(leaf).__name__ for id, leaf in graph.leaves.items()} == {
        "nothing": "Silent", "outside": "OutOfScope", "1.1": "Recommend", "home": "Recommend",
    }  # fmt: skip
    assert graph.recommendations["1.1"].title == "Fever for three days"


def test_verify_is_not_content_before_the_populations_are_written(tmp_path: Path) -> None:
    import_dot(FEVER, "fever.dot", tmp_path / "fever")
    done = CliRunner().invoke(main, ["verify", str(tmp_path / "fever")])
    assert done.exit_code == 1
    assert "encodings-disagree" in done.stdout


def test_every_mark_in_a_file_is_told_with_its_place_and_every_place_has_a_mark(tmp_path: Path) -> None:
    made = import_dot(FEVER, "fever.dot", tmp_path / "fever")
    marks = {
        (str(path), number)
        for path in made.files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "  # TO WRITE: " in line or "  # TO CHECK: " in line
    }
    told = [(found.span.file, found.span.line) for found in made.to_do if found.span]
    assert len(told) == len(set(told)) == len(made.to_do)
    assert set(told) == marks
    for found in made.to_do:
        assert found.span is not None and found.severity == "warning"
        line = Path(found.span.file).read_text(encoding="utf-8").splitlines()[found.span.line - 1]
        assert line[found.span.column - 1 :].startswith(found.span.text.lstrip())


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["yes", "no"], ["asked", "not asked"]),
        (["Yes", "otherwise"], ["asked", "otherwise"]),
        (["positive", "not known"], ["asked == positive", "asked == not_known"]),
        (["smokes", "not smokes"], ["smokes", "not smokes"]),
        (["prior_therapy", "else"], ["prior_therapy", "otherwise"]),
        (["age ≥ 12 and age < 18", ""], ["age >= 12 and age < 18", "otherwise"]),
        ([">= 12 months", "< 12 months"], ["asked >= 12", "asked < 12"]),
        (["status in [a, b]", "status == c"], ["status in [a, b]", "status == c"]),
        ([""], ["always"]),
        (["12 months or more", "less"], ["asked == n12_months_or_more", "asked == less"]),
    ],
)  # fmt: skip
def test_the_words_on_arrows(labels: list[str], expected: list[str], tmp_path: Path) -> None:
    lines = [
        f'asked -> "{place}.1" [label={json.dumps(label, ensure_ascii=False)}];'
        for place, label in enumerate(labels)
    ]
    import_dot(f'digraph {{ asked [label="What?"]; {" ".join(lines)} }}'.encode(), "x.dot", tmp_path / "x")
    (node,) = only_graph(tmp_path / "x").nodes.values()
    assert [edge.when for edge in node.edges] == [
        None if when == "otherwise" else parse(when) for when in expected
    ]


def test_what_cannot_be_read_yet_is_told_by_the_loader_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "x.dot").write_text(
        'digraph { a [label="Age?"]; a -> "1" [label="age => 12"]; a -> "2"; a -> "3" }'
    )
    out = tmp_path / "out"
    done = CliRunner().invoke(main, ["import-dot", str(tmp_path / "x.dot"), "--out", str(out)])
    assert done.exit_code == 1
    errors = [line for line in done.stderr.splitlines() if ": error[" in line]
    assert [line.split("[")[1].split("]")[0] for line in errors] == [
        "predicate-syntax",
        "empty-value",
        "empty-value",
    ]
    lines = (out / "x.yaml").read_text(encoding="utf-8").splitlines()
    for line in errors:
        number = int(line.split(":")[1])
        assert "when:" in lines[number - 1]


@pytest.mark.parametrize(
    ("text", "slug", "place"),
    [
        (b"", "not-dot", (1, 1)),
        (b"digraph {\n  a -> b\n  c -> -> d\n}", "not-dot", (3, 5)),
        (b'digraph {\n  a [label="open]\n}', "not-dot", (2, 5)),
        (b"digraph { a -> b } b", "not-dot", (1, 20)),
        (b"digraph {\n  a -> b\xff\n}", "not-dot", (2, 9)),
        (b"digraph" + b"{" * 3000 + b"}" * 3000, "not-dot", (1, 1)),
        (b"\n  graph { a -- b }", "not-directed", (2, 3)),
        (b"digraph { a; b }", "no-arrows", (1, 1)),
        (b"digraph { a -> b } digraph { c -> d }", "several-graphs", (1, 1)),
        (b"digraph { a -> b }" + b" " * 1_000_000, "sketch-too-large", (1, 1)),
    ],
)
def test_a_bad_sketch_gets_one_error_with_its_place(
    text: bytes, slug: str, place: tuple[int, int], tmp_path: Path
) -> None:
    with pytest.raises(GraphError) as caught:
        import_dot(text, "sketch.dot", tmp_path / "out")
    (found,) = caught.value.diagnostics
    assert found.slug == slug and found.hint and found.span
    assert (found.span.file, found.span.line, found.span.column) == ("sketch.dot", *place)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "start.yaml").write_text("precious")
    with pytest.raises(GraphError, match="nothing is overwritten"):
        import_dot(FEVER, "fever.dot", tmp_path / "mine")
    (tmp_path / "file").write_text("precious")
    with pytest.raises(GraphError, match="nothing is overwritten"):
        import_dot(FEVER, "fever.dot", tmp_path / "file")
    assert (tmp_path / "mine" / "start.yaml").read_text() == (tmp_path / "file").read_text() == "precious"


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(GraphError, match="No space left"):
        import_dot(FEVER, "fever.dot", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@given(st.text(min_size=1, max_size=40).filter(lambda text: seen(text).split()))
@example("soft\u00adware \u202eturned")
@example("TRUE")
@example("a: b # c")
@example("no")
@example("{[&*!|>%@`")
@settings(max_examples=25)
def test_any_words_in_a_box_arrive_as_text(words: str) -> None:
    import tempfile

    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    boxes = f'a [label="{quoted}"]; b [label="Rest"]; c [label="{quoted}"];'
    sketch = f"digraph {{ {boxes} a -> b [label=yes]; a -> c [label=no]; }}"
    with tempfile.TemporaryDirectory() as name:
        import_dot(sketch.encode("utf-8"), "x.dot", Path(name) / "out")
        graph = only_graph(Path(name) / "out")
        assert "".join(graph.nodes["a"].ask.split()) == "".join(seen(words).split())


def test_clusters_groups_and_repeated_boxes_are_taken_apart(tmp_path: Path) -> None:
    sketch = b"""strict digraph "my chart" {
      graph [label=<A <b>bold</b> title>]; node [shape=box]; edge [color=red]
      subgraph cluster_1 { label="group"; a [label="First?"] }
      a -> {"1.1" "1.2"} [label="yes"]
      a -> b:port:e [label="no"]
      b [label="Second?"]; b [shape=diamond]; b -> "1.3"
    }"""
    import_dot(sketch, "x.dot", tmp_path / "x")
    graph = only_graph(tmp_path / "x")
    assert (graph.id, graph.title) == ("my_chart", "A bold title")
    assert graph.nodes["b"].ask == "Second?"
    assert ends(graph)["n1_1_and_n1_2"] == (Recommend, ("1.1", "1.2"))
