"""Loading: what is in the files is in the guideline."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.diagnostics import GraphError
from decision_graph.graph import Cell, Guideline, Recommend, See, Silent
from decision_graph.loading import load_guideline
from decision_graph.loading.build import build
from decision_graph.loading.folder import Folder
from decision_graph.predicate.parser import parse
from loading.cases import FIXTURES, good


@pytest.fixture(scope="module")
def asthma() -> Guideline:
    return load_guideline(FIXTURES / "asthma")


def test_head(asthma: Guideline) -> None:
    assert (asthma.id, asthma.version, asthma.entry) == ("asthma", "0.3", "entry")
    assert (asthma.line, asthma.tier) == ("step", "place")
    assert [(tier.id, tier.label, tier.mark) for tier in asthma.tiers] == [
        ("clinic", "Clinic", "●○"),
        ("hospital", "Hospital", "●●"),
    ]
    assert asthma.provenance.dates == {"written": "2024-01-09"}
    assert {id: note.kind for id, note in asthma.notes.items()} == {
        "S": "source",
        "*": "source",
        "D1": "decision",
        "D2": "decision",
    }
    assert asthma.everywhere == ("S",)
    assert asthma.abbreviations["SABA"] == "short-acting beta-agonist"


def test_attributes(asthma: Guideline) -> None:
    age = asthma.vocabulary.attributes["age_years"]
    assert (age.kind, age.minimum, age.maximum, age.unit) == ("decimal", 0, 120, "years")
    assert [(code.system, code.code) for code in age.codes] == [("LOINC", "30525-0")]
    eosinophils = asthma.vocabulary.attributes["eosinophils"]
    assert [choice.value for choice in eosinophils.choices] == ["high", "normal", "not_known"]
    assert eosinophils.choices[0].codes[0].code == "26449-9"
    waking = asthma.vocabulary.attributes["night_waking"]
    assert (waking.when_true, waking.when_false) == ("waking at night", "no waking at night")
    (rule,) = asthma.vocabulary.rules
    assert rule.then == parse("not pregnant and not smokes")
    assert rule.span is not None and rule.span.line == 103


def test_interventions(asthma: Guideline) -> None:
    known = asthma.vocabulary.interventions
    assert (known["ics"].short, known["spacer"].short) == ("ICS", "spacer")
    assert [item.id for item in asthma.vocabulary.lineage("anti_il5")] == ["anti_il5", "biologic"]
    assert known["biologic"].only_when[0].when == parse("eosinophils == high")
    assert known["montelukast"].cautions[0].notes == ("*",)


def test_recommendations(asthma: Guideline) -> None:
    assert list(asthma.recommendations) == ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2.1", "2.2", "2.3"]
    waking = asthma.recommendations["1.4"]
    assert [(given_way.row, given_way.when) for given_way in waking.outranks] == [
        ("1.1", None),
        ("1.2", None),
        ("1.3", parse("age_years >= 6")),
    ]
    assert waking.notes == ("D1",)
    assert asthma.recommendations["1.5"].cells["clinic"] == Cell(
        (), ("The nasal spray is not stocked in clinics.",)
    )
    (option,) = asthma.recommendations["1.3"].cells["hospital"].options
    assert option.give == (("low_dose_ics", "montelukast"), ("saba",))
    assert (option.detail, option.strength, option.rank) == ("by the family's choice", "weak", None)
    first, second = asthma.recommendations["2.3"].cells["hospital"].options
    assert (first.rank, first.when, second.rank) == (1, parse("biologic_available"), 2)
    source = asthma.recommendations["2.2"].source
    assert (source.table, source.row, source.lines) == (2, "2.2 (page 2)", (6, 8))
    assert asthma.recommendations["2.1"].source.row == "2.1"
    assert asthma.recommendations["2.1"].contested[0].when == parse("pregnant and control == poorly")


def test_graphs(asthma: Guideline) -> None:
    assert list(asthma.graphs) == ["entry", "starting", "stepping_up"]
    starting = asthma.graphs["starting"]
    assert starting.given == {"step": "starting"}
    assert starting.scope[0].when == parse("asthma == confirmed")
    assert starting.nodes["concerns"].hit_policy == "collect"
    assert starting.file.endswith("fixtures/asthma/starting.yaml")
    assert asthma.graphs["entry"].tiers == ()


def test_questions_and_answers_that_the_author_left_out(asthma: Guideline) -> None:
    nodes = asthma.graphs["starting"].nodes
    assert nodes["waking"].ask == "Did asthma wake the patient at night in the last month?"
    assert [edge.label for edge in nodes["waking"].edges] == ["yes", "no"]
    assert [edge.label for edge in nodes["concerns"].edges] == ["the airways", "allergic rhinitis", "smoker"]
    assert [edge.label for edge in nodes["age"].edges] == ["less than 12 years", "12 years or more"]
    assert nodes["young"].edges[-1].when is None


def test_leaves(asthma: Guideline) -> None:
    starting, stepping_up = asthma.graphs["starting"].leaves, asthma.graphs["stepping_up"].leaves
    assert list(starting) == ["both_rows", "1.5", "1.6", "1.4", "1.1", "1.3", "1.2"]
    both, one, silent = starting["both_rows"], starting["1.1"], stepping_up["step_down"]
    assert isinstance(both, Recommend) and both.rows == ("1.3", "1.4")
    assert isinstance(one, Recommend) and one.rows == ("1.1",)
    assert isinstance(silent, Silent) and silent.nearest == ("1.1",)
    see = asthma.graphs["entry"].leaves["go_starting"]
    assert isinstance(see, See) and see.graph == "starting"


def test_otherwise_is_put_in_words_where_one_attribute_is_asked_about() -> None:
    folder = _with("entry.yaml", "{when: step == stepping_up,", "{when: otherwise,")
    edges = build(folder).graphs["entry"].nodes["which_step"].edges
    assert (edges[1].when, edges[1].label) == (None, "stepping up treatment")


def test_rows_that_outrank_each_other_under_conditions_are_no_circle() -> None:
    cell = "    clinic:\n      - {give: [ics_formoterol], rank: 1"
    why = '    outranks: {"1.4": {why: for the old, when: age_years > 80}}\n'
    build(_with("starting.yaml", cell, why + cell))


def test_everything_knows_its_place(asthma: Guideline) -> None:
    for row in asthma.recommendations.values():
        assert row.span is not None and f'"{row.id}":' in row.span.text
    for graph in asthma.graphs.values():
        for node in graph.nodes.values():
            assert node.span is not None and node.span.file == graph.file
            for edge in node.edges:
                assert edge.span is not None and "when:" in edge.span.text


def test_complaints_are_the_same_whatever_the_order_of_sets() -> None:
    folder = _with("starting.yaml", '{when: age_years < 12, to: "1.3"}', "{when: age_years < 12, to: waking}")
    said = set()
    for _ in range(3):
        with pytest.raises(GraphError) as caught:
            build(folder)
        said.add(str(caught.value))
    assert len(said) == 1
    assert "waking → days → age → waking" in said.pop()


@pytest.mark.parametrize("seed", range(150))
def test_damaged_files_are_complained_of_and_nothing_else(seed: int) -> None:
    """Whatever happens to the text of a good guideline: a guideline, or complaints with a place."""
    chance = random.Random(seed)
    folder = good()
    files = dict(folder.files)
    for _ in range(chance.choice([1, 1, 2, 5])):
        name = chance.choice(list(files))
        files[name] = _damage(files[name].decode(), chance).encode()
    try:
        build(Folder(folder.id, folder.path, ".", files, ""))
    except GraphError as error:
        for fault in error.diagnostics:
            assert fault.span is not None and fault.span.file in files
            assert re.fullmatch(r"[a-z0-9-]+", fault.slug) and fault.message and str(fault)
        places = [(f.span.file, f.span.line, f.span.column) for f in error.diagnostics if f.span]
        assert places == sorted(places)


TOKENS = st.sampled_from(
    [
        "a",
        "graph",
        "nodes",
        "edges",
        "leaves",
        "give",
        "ics",
        "always",
        ": ",
        "\n",
        "\n  ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        '"',
    ]
)


@given(st.lists(TOKENS, max_size=30).map("".join), st.sampled_from(sorted(good().files)))
def test_anything_like_a_file_never_brings_the_loader_down(text: str, name: str) -> None:
    folder = good()
    with pytest.raises(GraphError):
        build(Folder(folder.id, folder.path, ".", {**folder.files, name: text.encode()}, ""))


@given(st.binary(max_size=40), st.sampled_from(sorted(good().files)))
def test_any_bytes_never_bring_the_loader_down(data: bytes, name: str) -> None:
    folder = good()
    with pytest.raises(GraphError):
        build(Folder(folder.id, folder.path, ".", {**folder.files, name: data}, ""))


def test_a_bound_that_is_no_number_is_complained_of_once() -> None:
    with pytest.raises(GraphError) as caught:
        build(_with("vocabulary.yaml", "max: 7\n", "max: seven\n"))
    assert [fault.slug for fault in caught.value.diagnostics] == ["wrong-type"]


def _with(file: str, old: str, new: str) -> Folder:
    folder = good()
    text = folder.files[file].decode()
    assert text.count(old) == 1
    return Folder(folder.id, folder.path, ".", {**folder.files, file: text.replace(old, new).encode()}, "")


def _damage(text: str, chance: random.Random) -> str:
    """One thing that hands, editors or copying do to a file."""
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    match chance.randrange(8):
        case 0:
            del lines[place]
        case 1:
            lines.insert(place, lines[chance.randrange(len(lines))])
        case 2:
            lines[place] = " " * chance.randrange(4) + lines[place]
        case 3:
            lines[place] = lines[place].lstrip()
        case 4:
            cut = chance.randrange(len(lines[place]) + 1)
            lines[place] = lines[place][:cut] + chance.choice("\"'[]{}:,#&*!|>%@`\t-x0é") + lines[place][cut:]
        case 5:
            words = re.findall(r"\w+", text)
            lines[place] = re.sub(r"\w+", chance.choice(words), lines[place], count=1)
        case 6:
            lines[place] = re.sub(r"[\w\"]+[^\w]*$", "", lines[place])
        case _:
            del lines[place:]
    return "\n".join(lines)
