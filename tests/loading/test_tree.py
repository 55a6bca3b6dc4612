"""Trees: text stays text, and every part of it knows its place."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.diagnostics import Diagnostic
from decision_graph.loading import tree as tree_module
from decision_graph.loading.ambiguous import read_elsewhere
from decision_graph.loading.source import LARGEST
from decision_graph.loading.tree import DEEPEST, Mapping, Scalar, Sequence, compose

PARSERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


def scalar(text: str) -> Scalar:
    """The value of the key `a`."""
    faults: list[Diagnostic] = []
    found = compose(text.encode(), "a.yaml", faults)
    assert not faults
    assert isinstance(found, Mapping)
    value = found.items[0][1]
    assert isinstance(value, Scalar)
    return value


def complaint(data: bytes) -> Diagnostic:
    faults: list[Diagnostic] = []
    assert compose(data, "a.yaml", faults) is None
    (found,) = faults
    return found


@pytest.mark.parametrize(
    "text",
    ["no", "3.10", "012", "1_000", "1e3", "2024-01-09", "null", "~", "Yes", "0x1F", "1:30", ".inf", "true"],
)
def test_text_stays_as_it_is_written(text: str) -> None:
    assert scalar(f"a: {text}").text == text
    assert read_elsewhere(text)


@given(st.text(alphabet="0123456789_.:-+eExXoOabfnyNYtTrRuUsSlL~= ", max_size=8))
def test_whatever_another_tool_changes_is_named(text: str) -> None:
    try:
        loaded = yaml.safe_load(f"[{text}]")
    except (yaml.YAMLError, ValueError):
        return
    if isinstance(loaded, list) and len(loaded) == 1 and not isinstance(loaded[0], str | dict | list):
        assert read_elsewhere(text.strip())


@pytest.mark.parametrize(
    "text", ["1.1.4", "r_1", "1.4.1.a", "not_known", "none", "None", "3-6", "N/A", "1,5", "~x"]
)
def test_what_nobody_changes_may_stand(text: str) -> None:
    assert read_elsewhere(text) == ""
    assert yaml.safe_load(text) == text


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("a: x == wrong", 1, 9),
        ("a: 'x == wrong'", 1, 10),
        ("a: 'it''s == wrong'", 1, 14),
        ('a: "x == wrong"', 1, 10),
        (r'a: "\x41\t\u0042 == wrong"', 1, 21),
        (r"a: '\ == wrong'", 1, 10),
        (r"a: \ == wrong", 1, 9),
        ("a: x ==\n  wrong", 2, 3),
        ("a:\n  x\n  ==\n\n   wrong", 5, 4),
        ("a: 'x\n\n  == wrong'", 3, 6),
        ('a: "x ==\\\n    wrong"', 2, 5),
        ("a: >\n  x ==\n  wrong\n", 3, 3),
        ("a: |2-\n    x ==\n  wrong\n", 3, 3),
        ("a: | # why\n  x == wrong\n", 2, 8),
        ("# é ü 😀\na: é😀 == wrong", 2, 10),
        ("a: x ==\r\n  wrong\r\n", 2, 3),
        ("\ufeffa: x == wrong", 1, 9),
    ],
)
@pytest.mark.parametrize("parser", PARSERS)
def test_a_part_of_a_text_is_found_in_the_file(
    written: str, line: int, column: int, parser: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree_module, "_PARSER", parser)
    value = scalar(written)
    place = value.place(value.text.index("wrong"), 5)
    assert (place.line, place.column, place.length) == (line, column, 5)
    assert place.text[column - 1 : column + 4] == "wrong"


def test_a_place_that_goes_over_two_lines_ends_with_its_first() -> None:
    value = scalar("a: >\n  first one\n  second\n")
    assert (value.place(0, 16).line, value.place(0, 16).length) == (2, 9)


def test_the_place_after_the_end_is_just_behind_the_last_character() -> None:
    value = scalar("a: >\n  x and\n\nb: c")
    place = value.place(len(value.text))
    assert (place.line, place.column) == (2, 8)


VISIBLE = st.text(
    alphabet=st.characters(min_codepoint=33, max_codepoint=0x17F, exclude_categories=["C", "Z"]), min_size=1
)


@given(st.lists(VISIBLE, min_size=1, max_size=6), st.sampled_from(["'", '"', "|", ">"]), st.data())
def test_every_visible_character_has_its_place(words: list[str], style: str, data: st.DataObject) -> None:
    text = " ".join(words)
    written = yaml.dump({"a": text}, default_style=style, width=20, allow_unicode=data.draw(st.booleans()))
    value = scalar(written)
    assert value.text.rstrip("\n") == text
    offset = data.draw(st.integers(0, len(text) - 1))
    place = value.place(offset)
    if not text[offset].isspace() and not place.text[place.column - 1 :].startswith("\\"):
        assert place.text[place.column - 1] == text[offset]


def test_every_node_has_a_span_and_its_style() -> None:
    found = compose(b"a: [b, {c: d}]\n'e': |\n  f\n", "a.yaml", [])
    assert isinstance(found, Mapping)
    (_, listed), (key, block) = found.items
    assert isinstance(listed, Sequence)
    assert listed.flow and (listed.span.line, listed.span.column, listed.span.length) == (1, 4, 11)
    assert isinstance(block, Scalar)
    assert (key.style, block.style, block.text) == ("'", "|", "f\n")
    assert block.span.line == 2


@pytest.mark.parametrize("data", [b"", b"# only this\n", b"---\n", b"\xef\xbb\xbf", b"---\n...\n"])
def test_an_empty_file(data: bytes) -> None:
    faults: list[Diagnostic] = []
    found = compose(data, "a.yaml", faults)
    if found is None:
        assert faults[0].slug == "yaml-empty"
    else:
        assert isinstance(found, Scalar) and found.text == ""


def test_bytes_that_are_not_utf8() -> None:
    found = complaint(b"a: b\nc: d\xe9f\n")
    assert found.slug == "yaml-encoding"
    assert str(found).startswith(
        "a.yaml:2:5: error[yaml-encoding]: byte 10 of the file (hexadecimal e9) is not UTF-8"
    )
    assert (
        complaint(b"\xef\xbb\xbfa: b\nc: d\xe9f\n").message
        == "byte 13 of the file (hexadecimal e9) is not UTF-8"
    )
    assert complaint("a: b".encode("utf-16")).slug == "yaml-encoding"


@pytest.mark.parametrize(
    "char",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\u00ad",
        "\u200b",
        "\u2060",
        "\u202a",
        "\u202e",
        "\u2066",
        "\u2069",
        "\U000e0041",
    ],
)
def test_characters_that_cannot_be_seen(char: str) -> None:
    found = complaint(f"a: b\nc: d{char}e\n".encode())
    assert (found.slug, found.span and (found.span.line, found.span.column)) == ("yaml-character", (2, 5))
    assert f"U+{ord(char):04X}" in found.message


@pytest.mark.parametrize("escape", [r"\x00", r"\u202e", r"\u200b", r"\x85", r"\U000e0041"])
@pytest.mark.parametrize("parser", PARSERS)
def test_characters_that_cannot_be_seen_are_refused_as_escapes_too(
    escape: str, parser: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree_module, "_PARSER", parser)
    faults: list[Diagnostic] = []
    compose(f'a: b\nc: "d{escape}e"\n'.encode(), "a.yaml", faults)
    (found,) = faults
    assert (found.slug, found.span and (found.span.line, found.span.column)) == ("yaml-character", (2, 6))
    assert found.hint.startswith("delete it")


def test_marks_that_scripts_need_stay() -> None:
    text = "\u05e9\u05dc\u05dd\u200f (A) \u0645\u06cc\u200c\u062e\u0648 \u0915\u094d\u200d\u0937"
    assert scalar(f"a: {text}").text == text


@pytest.mark.parametrize("text", ["a:\n\tb: c\n", "a:\n  - b\n\t- c\n", "\ta: b\n"])
@pytest.mark.parametrize("parser", PARSERS)
def test_tabs(text: str, parser: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "_PARSER", parser)
    found = complaint(text.encode())
    assert (found.slug, found.hint) == ("yaml-tab", "use spaces instead of tabs")


def test_a_tab_inside_text_is_none_of_our_business() -> None:
    assert scalar("a: b\tc").text == "b\tc"


def test_a_file_that_is_too_large() -> None:
    assert complaint(b"#" * (LARGEST + 1)).slug == "yaml-too-large"


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{a: " * 100_000, "\n".join(" " * n + "a:" for n in range(100))]
)
def test_what_is_nested_too_deep(text: str) -> None:
    assert complaint(text.encode()).slug == "yaml-too-deep"


def test_what_is_nested_as_deep_as_may_be() -> None:
    faults: list[Diagnostic] = []
    assert compose(("[" * DEEPEST + "]" * DEEPEST).encode(), "a.yaml", faults) is not None
    assert not faults


@given(st.binary(max_size=60))
def test_any_bytes_give_a_tree_or_a_complaint(data: bytes) -> None:
    faults: list[Diagnostic] = []
    assert compose(data, "a.yaml", faults) is not None or faults


@given(st.text(alphabet="ab:-?*&!|>'\"%@`#{}[],. \n\t<=1~\\", max_size=40))
@pytest.mark.parametrize("parser", PARSERS)
def test_anything_like_yaml_gives_a_tree_or_a_complaint(parser: type, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree_module, "_PARSER", parser)
        faults: list[Diagnostic] = []
        assert compose(text.encode(), "a.yaml", faults) is not None or faults
        for fault in faults:
            assert fault.span is not None and fault.message and str(fault)
