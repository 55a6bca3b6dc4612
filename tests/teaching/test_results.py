"""Results: what is written is read, and whatever is damaged or foreign is refused with its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.diagnostics import GraphError
from decision_graph.teaching.results import (
    CODE,
    Chosen,
    Results,
    checksum,
    read_results,
    results_schema,
    seal,
    write_code,
    write_results,
)

ROOT = Path(__file__).resolve().parents[2]


def chosen(number: int, **other: Any) -> Chosen:
    values: dict[str, Any] = {
        "at": 1_700_000_000_000 + number,
        "took": 4000,
        "case": "0-0-01",
        "difficulty": "easy",
        "kind": "question",
        "graph": "first_line",
        "place": "her2",
        "tier": "basic",
        "rows": ("1.2.1",),
        "offered": ("1", "2", "3"),
        "chosen": ("1",),
        "right": ("2",),
    }
    return Chosen(number=number, **(values | other))


def results(*choices: Chosen, learner: str = "blue-7") -> Results:
    return seal("mbc", "a" * 64, learner, "0123456789abcdef", choices or (chosen(1), chosen(2)))


seen = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp"))
words = st.text(seen, min_size=1, max_size=20)


@given(st.lists(words, min_size=1, max_size=5, unique=True), st.data())
def test_file_and_code_hold_the_same(offered: list[str], data: st.DataObject) -> None:
    some = st.lists(st.sampled_from(offered), unique=True).map(tuple)
    written = results(chosen(1, offered=tuple(offered), chosen=data.draw(some), right=data.draw(some)))
    assert read_results(write_results(written)) == written
    code = write_code(written)
    assert read_results(code.encode()) == written
    broken_up = "\n".join(code[at : at + 60] for at in range(0, len(code), 60))
    assert read_results(f"  {broken_up}\n".encode()) == written


def test_the_published_schema_is_that_of_the_code() -> None:
    published = json.loads((ROOT / "docs" / "results.schema.json").read_text(encoding="utf-8"))
    assert published == results_schema(), "decision-graph schema results > docs/results.schema.json"
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.validate(json.loads(write_results(results())), published)


def test_the_checksum_is_the_documented_one() -> None:
    """As any other language computes it: keys sorted, no spaces, text as it is."""
    value = {"b": ["é", 1], "a": {"z": 1, "y": "\u2713"}, "checksum": "whatever"}
    import hashlib

    text = '{"a":{"y":"\u2713","z":1},"b":["é",1]}'
    assert checksum(value) == hashlib.sha256(text.encode()).hexdigest()


def test_points_count_every_choice_by_itself() -> None:
    one = chosen(1, offered=("a", "b", "c", "d"), chosen=("a", "b"), right=("a", "c"))
    assert (one.points, one.correct) == ((2, 4), False)
    assert chosen(1, chosen=("2",)).correct


def changed(**values: Any) -> bytes:
    found = json.loads(write_results(results())) | values
    found["checksum"] = checksum(found)
    return json.dumps(found).encode()


@pytest.mark.parametrize(
    ("content", "slug", "said"),
    [
        (b"", "results-damaged", "not the whole"),
        (b"\xff\xfe\x00", "results-damaged", "not the whole"),
        (b"[" * 100_000, "results-damaged", "not the whole"),
        (write_results(results())[:-40], "results-damaged", "not the whole"),
        (b'{"hello": 1}', "not-results", "something else"),
        (b"[]", "not-results", "something else"),
        (changed(version=2), "not-results", "version 2"),
        (write_results(results()).replace(b'"2"', b'"1"', 1), "results-checksum", "changed or cut"),
        (changed(learner="Dr. A. Person"), "results-shape", "learner"),
        (changed(extra=1), "results-shape", "extra"),
        (changed(guideline="mbc\x1b[2J"), "results-shape", "guideline"),
        (changed(learner="blue-7\n"), "results-shape", "learner"),
        (changed(session="0123456789abcdef\n"), "results-shape", "session"),
        (changed(guideline="mbc\n"), "results-shape", "guideline"),
        (changed(guideline="mbc\u202e"), "results-shape", "guideline"),
        (changed(guideline="\ud800"), "results-shape", "guideline"),
        (changed(choices=[{"number": 1}]), "results-shape", "missing required field"),
        (CODE.encode() + b"!!!", "results-damaged", "not whole"),
        (write_code(results()).encode()[:-30], "results-damaged", "not whole"),
        (b" " * 8_000_001, "results-too-large", "8000000"),
    ],
)
def test_what_is_refused(content: bytes, slug: str, said: str) -> None:
    with pytest.raises(GraphError, match=slug) as caught:
        read_results(content)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ((chosen(2), chosen(1)), "do not ascend"),
        ((chosen(1), chosen(1)), "do not ascend"),
        ((chosen(1, chosen=("7",)),), "not among its choices"),
    ],
)
def test_what_contradicts_itself_is_refused(choices: tuple[Chosen, ...], said: str) -> None:
    with pytest.raises(GraphError, match="results-inconsistent") as caught:
        read_results(write_results(results(*choices)))
    assert said in str(caught.value)


@given(st.data())
def test_no_damage_goes_unnoticed(data: st.DataObject) -> None:
    """Any byte of a file or a code changed, cut out or put in: refused, or read as the very same."""
    written = results()
    content = data.draw(st.sampled_from([msgspec.json.encode(written), write_code(written).encode()]))
    at = data.draw(st.integers(0, len(content) - 1))
    put = data.draw(st.sampled_from([b"", b"0", b"x", b'"', b"{", b"\x00"]))
    damaged = content[:at] + put + content[at + data.draw(st.integers(0, 2)) :]
    try:
        assert read_results(damaged) == written
    except GraphError as error:
        assert error.diagnostics[0].message


def test_a_code_that_unpacks_to_something_huge_is_refused() -> None:
    import base64
    import zlib

    bomb = CODE.encode() + base64.urlsafe_b64encode(zlib.compress(b" " * 20_000_000, 9))
    with pytest.raises(GraphError, match="results-too-large"):
        read_results(bomb)
