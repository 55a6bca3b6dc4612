"""Facts: every form of a source, every way it can be wrong, and how little of it is kept in memory."""

from __future__ import annotations

import io
import json
import os
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.diagnostics import GraphError
from decision_graph.loading.facts import LARGEST, Facts, read_facts
from decision_graph.loading.json_object import scan_object

ONE_A_LINE = (
    "for several patients write one object per line, without brackets or commas between them (JSON Lines)"
)

TOO_LARGE = f"error[too-large]: a record has at most 1,000,000 bytes, and this has more\n  = {ONE_A_LINE}"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes, str], Facts]:
    """Write bytes into a file, named as the test says, and open it."""
    monkeypatch.chdir(tmp_path)

    def write(data: bytes, name: str) -> Facts:
        Path(name).write_bytes(data)
        return read_facts(name)

    return write


Source = Callable[[bytes, str], Facts]


@pytest.mark.parametrize("name", ["patient.json", "patient", "patient.txt"])
def test_one_json_object(source: Source, name: str) -> None:
    found = source(b'{"age_years": 63,\n "smokes": false, "control": "well", "x": 1.5, "y": null}\n', name)
    (record,) = found.records
    assert not found.many
    assert record.facts == {"age_years": 63, "smokes": False, "control": "well", "x": 1.5, "y": None}
    assert str(record.places["smokes"]) == f"{name}:2:2"


@pytest.mark.parametrize("name", ["patient.yaml", "patient.yml", "patient", "patient.txt"])
def test_a_yaml_mapping_keeps_what_was_written(source: Source, name: str) -> None:
    (record,) = source(
        b"# a patient\nage_years: 3.10\nsmokes: no\ncontrol: 'well'\nx: null\ny:\n", name
    ).records
    assert record.facts == {"age_years": "3.10", "smokes": "no", "control": "well", "x": None, "y": None}
    assert str(record.places["smokes"]) == f"{name}:3:1"


@pytest.mark.parametrize("name", ["patients.jsonl", "patients.ndjson", "patients.json", "patients"])
def test_json_lines(source: Source, name: str) -> None:
    found = source(b'\xef\xbb\xbf{"a": 1}\r\n\r\n{"a": 2}', name)
    assert found.many
    assert [(record.line, record.facts) for record in found.records] == [(1, {"a": 1}), (3, {"a": 2})]


def test_one_line_is_many_only_where_the_name_says_so(source: Source) -> None:
    for name, data, many in (("p.jsonl", b'{"a": 1}', True), ("p.json", b'{"a": 1}\n\n', False)):
        found = source(data, name)
        assert found.many is many
        assert [record.facts for record in found.records] == [{"a": 1}]


@pytest.mark.parametrize(
    "first", [b"nonsense", b"[1]", b'{"a": NaN}', b'{"a": 1', b'{"a": "\xff"}', b'{"a": 1}']
)
def test_a_bad_line_does_not_stop_the_others(source: Source, first: bytes) -> None:
    found = source(first + b'\n{"a": 2}\n' + first + b'\n{"a": 3}\n', "patients")
    assert found.many
    records = list(found.records)
    assert [record.line for record in records] == [1, 2, 3, 4]
    assert [record.facts for record in records][1::2] == [{"a": 2}, {"a": 3}]
    assert [bool(record.faults) for record in records[::2]] == [first != b'{"a": 1}'] * 2


BAD = [
    # name, data, the whole message
    (
        "p.json",
        b"",
        "error[no-facts]: p.json is empty\n  = write a JSON object, a YAML mapping, or JSON Lines",
    ),
    (
        "p.yaml",
        b"\n \n",
        "error[no-facts]: p.yaml is empty\n  = write a JSON object, a YAML mapping, or JSON Lines",
    ),
    (
        "p.json",
        b'{"a": 1,\n "a": 2}',
        "p.json:2:2: error[duplicate-key]: the fact 'a' stands here a second time; first in line 1\n"
        '     "a": 2}\n     ^^^\n  = keep one of the two',
    ),
    (
        "p.json",
        b'{"a": NaN}',
        "p.json:1:7: error[not-a-number]: fact 'a' is NaN, which is no number\n"
        '    {"a": NaN}\n          ^^^\n  = leave the fact out if it is unanswered',
    ),
    (
        "p.json",
        b'{"a": -Infinity}',
        "p.json:1:7: error[not-a-number]: fact 'a' is -Infinity, which is no number\n"
        '    {"a": -Infinity}\n          ^^^^^^^^^\n  = leave the fact out if it is unanswered',
    ),
    (
        "p.json",
        b'{"a": {"b": 1}}',
        "p.json:1:7: error[nested-value]: fact 'a' holds an object, but a fact has one plain value\n"
        '    {"a": {"b": 1}}\n          ^\n  = write a plain number, true, false, or text in double quotes',
    ),
    (
        "p.json",
        b'[{"a": 1}, {"a": 2}]',
        "p.json:1:1: error[facts-array]: this is a JSON array, not an object\n"
        f'    [{{"a": 1}}, {{"a": 2}}]\n    ^\n  = {ONE_A_LINE}',
    ),
    (
        "p",
        b'[\n{"a": 1},\n{"a": 2}\n]',
        f"p:1:1: error[facts-array]: this is a JSON array, not an object\n    [\n    ^\n  = {ONE_A_LINE}",
    ),
    (
        "p.json",
        b'{\n"a": 1\n}\n{\n"a": 2\n}',
        f"p.json:4:1: error[facts-several]: a second object begins here\n    {{\n    ^\n  = {ONE_A_LINE}",
    ),
    (
        "p.json",
        b'{"a": 12 months}',
        "p.json:1:10: error[json-syntax]: 'months' follows the value\n"
        '    {"a": 12 months}\n             ^^^^^^\n'
        "  = write the number without its unit, or the text in quotes",
    ),
    (
        "p.json",
        b'{"a": True}',
        "p.json:1:7: error[json-syntax]: fact 'a': 'True' is no JSON value\n"
        '    {"a": True}\n          ^^^^\n  = write true',
    ),
    (
        "p.json",
        b'{"a": 1,}',
        "p.json:1:8: error[json-syntax]: no fact follows this comma\n"
        '    {"a": 1,}\n           ^\n  = delete the comma',
    ),
    (
        "p.json",
        b"{'a': 1}",
        "p.json:1:2: error[json-syntax]: the name of a fact stands in double quotes\n"
        "    {'a': 1}\n     ^^^^\n  = for example \"name\": true",
    ),
    (
        "p.json",
        b'{"a": 1',
        "p.json:1:8: error[json-syntax]: the object is not finished\n"
        '    {"a": 1\n           ^\n  = close it with }',
    ),
    (
        "p.json",
        b'{"a": 1,\n "b": "\xe4"}',
        "p.json:2:8: error[not-utf8]: the byte e4 (hexadecimal) is not UTF-8\n"
        "  = save the file with the encoding UTF-8",
    ),
    (
        "p.json",
        '{"a": 1}'.encode("utf-16"),
        "p.json:1:1: error[not-utf8]: this is UTF-16, not UTF-8\n  = save it with the encoding UTF-8",
    ),
    (
        "p.json",
        b"\x7fELF\x02\x01\x00\x00",
        "p.json:1:7: error[not-text]: this is no text\n"
        "  = write a JSON object, a YAML mapping, or JSON Lines",
    ),
    (
        "p.yaml",
        b"a: 1\nb: 2\na: 3\n",
        "p.yaml:3:1: error[duplicate-key]: the key 'a' stands here a second time; first in line 1\n"
        "    a: 3\n    ^\n  = keep one of the two",
    ),
    (
        "p.yaml",
        b"a: [1, 2]\n",
        "p.yaml:1:4: error[nested-value]: fact 'a' holds several values, but a fact has one plain value\n"
        "    a: [1, 2]\n       ^^^^^^\n  = write a plain number, true, false, or text in double quotes",
    ),
    (
        "p",
        b"hello",
        "p:1:1: error[facts-shape]: facts are written as `name: value`, one a line\n"
        "    hello\n    ^^^^^\n  = write a JSON object, a YAML mapping, or JSON Lines",
    ),
    (
        "p.json",
        b'{"a": "' + b"x" * LARGEST + b'"}',
        f"p.json:1:1: {TOO_LARGE}",
    ),
    (
        "p.yaml",
        b"a: x\n" * LARGEST,
        f"p.yaml:1:1: {TOO_LARGE}",
    ),
]


@pytest.mark.parametrize(("name", "data", "message"), BAD, ids=[f"{n}-{d[:14]!r}" for n, d, _ in BAD])
def test_what_is_wrong_is_said_with_place_and_remedy(
    source: Source, name: str, data: bytes, message: str
) -> None:
    with pytest.raises(GraphError) as error:
        source(data, name)
    assert str(error.value) == message


def test_what_is_no_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("patient.json").write_text("{}")
    for path, message in {
        "patiant.json": "error[no-such-file]: there is no file 'patiant.json'\n"
        "  = did you mean 'patient.json'?",
        "none": "error[no-such-file]: there is no file 'none'",
        ".": "error[not-a-file]: '.' is a folder, not a file of facts\n  = name a file in it",
        '{"a": 1}': "error[no-such-file]: there is no file '{\"a\": 1}'\n"
        "  = --facts takes the name of a file; facts themselves are given as --fact name=value",
    }.items():
        with pytest.raises(GraphError) as error:
            read_facts(path)
        assert str(error.value) == message


def test_a_file_without_permission(source: Source, tmp_path: Path) -> None:
    (tmp_path / "p.json").touch(mode=0)
    root = os.geteuid() == 0
    if root:  # root may read everything, so become somebody who may not
        tmp_path.chmod(0o755)
        os.seteuid(65534)
    try:
        with pytest.raises(GraphError, match=r"'p.json' may not be read"):
            read_facts("p.json")
    finally:
        if root:
            os.seteuid(0)


def test_a_file_that_the_system_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(GraphError) as error:
        read_facts("p.json")
    message = "error[unreadable]: 'p.json' may not be read\n  = ask its owner for permission to read it"
    assert str(error.value) == message


# Size


class Endless(io.RawIOBase):
    """A stream made of chunks, which counts what was taken from it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        chunk = next(self.chunks, b"")
        assert len(chunk) <= len(buffer)
        buffer[: len(chunk)] = chunk
        self.taken += len(chunk)
        return len(chunk)


def as_stdin(monkeypatch: pytest.MonkeyPatch, chunks: Iterator[bytes]) -> Endless:
    stream = Endless(chunks)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BufferedReader(stream, 8192)))
    return stream


@pytest.mark.parametrize("start", [b'{"a": "', b'{\n"a": "', b"a: ", b"["])
def test_a_huge_object_is_refused_without_reading_it_all(
    monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    def chunks() -> Iterator[bytes]:
        yield start
        for _ in range(40_000):  # 200 MB
            yield b"x" * 5000

    stream = as_stdin(monkeypatch, chunks())
    with pytest.raises(GraphError, match="too-large"):
        read_facts("-")
    assert stream.taken < 3 * LARGEST


def test_json_lines_are_read_in_constant_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    record = json.dumps({f"fact_{i}": "x" * 100 for i in range(50)}).encode() + b"\n"
    as_stdin(monkeypatch, (record for _ in range(500)))  # 3 MB
    tracemalloc.start()
    count = sum(1 for record in read_facts("-").records if not record.faults)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 500
    assert peak < 1_000_000


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_line_that_is_too_long_is_skipped(source: Source, at: int) -> None:
    lines = [b'{"a": 1}', b'{"a": 2}']
    lines.insert(at, b'{"a": "' + b"x" * (3 * LARGEST) + b'"}')
    records = list(source(b"\n".join(lines), "p.jsonl").records)
    assert [record.line for record in records] == [1, 2, 3]
    assert [record.faults[0].slug if record.faults else record.facts["a"] for record in records] == [
        *([1, 2][:at]),
        "too-large",
        *([1, 2][at:]),
    ]


# The reader of JSON beside the standard one

plain = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(-1e12, 1e12) | st.text()


@given(st.dictionaries(st.text(), plain, max_size=6), st.booleans(), st.sampled_from([None, 1]))
def test_reads_what_the_standard_writes(
    facts: dict[str, object], ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(facts, ensure_ascii=ascii_only, indent=indent)
    found, places = scan_object(text, "p.json")
    assert found == facts
    assert [type(value) for value in found.values()] == [type(value) for value in facts.values()]
    assert list(places) == list(facts)


@given(st.text(alphabet='{}[]",:0123456789.eE+-truefalsn \n\\u', max_size=40))
def test_takes_nothing_that_the_standard_refuses(text: str) -> None:
    try:
        found, _ = scan_object(text, "p.json")
    except GraphError as error:
        assert error.diagnostics[0].span is not None
    else:
        assert found == json.loads(text)
