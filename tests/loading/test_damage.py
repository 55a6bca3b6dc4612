"""Damaged files: whatever an author's slip or a broken disk does, there are diagnostics with a place."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from decision_graph.diagnostics import GraphError
from decision_graph.loading.build import build
from decision_graph.loading.cases import read_cases
from decision_graph.loading.folder import open_folder
from decision_graph.verification.verify import verify

ASTHMA = Path(__file__).resolve().parents[1] / "fixtures" / "asthma"
FILES = {path.relative_to(ASTHMA).as_posix(): path.read_bytes() for path in sorted(ASTHMA.rglob("*.yaml"))}

SIGNS = [
    b":",
    b"-",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"'",
    b'"',
    b"#",
    b"\t",
    b" ",
    b"\n",
    b"&a ",
    b"*a",
    b"!",
    b"|",
    b">",
    b"%",
    b"\0",
    b"\xff",
    b"\xc3\xa4",
    b"\xef\xbb\xbf",
    b"?",
    b"0",
    b"~",
    b"---\n",
    b"not ",
    b" and ",
    b"==",
]


@st.composite
def slips(draw: st.DrawFn, content: bytes) -> bytes:
    """A file with one slip: of a byte, of a line, of a word or of a key."""
    lines = content.splitlines(keepends=True)
    at = draw(st.integers(0, len(content) - 1))
    line = draw(st.integers(0, len(lines) - 1))
    other = draw(st.integers(0, len(lines) - 1))
    match draw(
        st.sampled_from(["flip", "cut", "insert", "delete", "twice", "swap", "indent", "end", "word", "key"])
    ):
        case "flip":
            return content[:at] + bytes([content[at] ^ (1 << draw(st.integers(0, 7)))]) + content[at + 1 :]
        case "cut":
            return content[:at] + content[at + draw(st.integers(1, 40)) :]
        case "insert":
            return content[:at] + draw(st.sampled_from(SIGNS)) + content[at:]
        case "delete":
            del lines[line]
        case "twice":
            lines.insert(other, lines[line])
        case "swap":
            lines[line], lines[other] = lines[other], lines[line]
        case "indent":
            lines[line] = b" " * draw(st.integers(1, 5)) + lines[line]
        case "end":
            return content[:at]
        case "word":
            words, more = lines[line].split(b" "), lines[other].split(b" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(more))
            lines[line] = b" ".join(words)
        case _:
            head, mark, tail = lines[line].partition(b":")
            lines[line] = head.rstrip() + draw(st.sampled_from([b"s", b"x", b" ", b""])) + mark + tail
    return b"".join(lines)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """One file of the guideline, with one to three slips."""
    name = draw(st.sampled_from(sorted(FILES)))
    content = FILES[name]
    for _ in range(draw(st.integers(1, 3))):
        content = draw(slips(content)) if content else content
    return name, content


@settings(max_examples=80)
@given(damaged())
def test_a_damaged_file_is_loaded_or_complained_of_with_a_place(broken: tuple[str, bytes]) -> None:
    name, content = broken
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where) / "asthma"
        shutil.copytree(ASTHMA, folder)
        (folder / name).write_bytes(content)
        try:
            guideline = build(open_folder(folder))
            verify(guideline)
            read_cases(folder, guideline)
        except GraphError as error:
            assert error.diagnostics
            for fault in error.diagnostics:
                assert fault.slug and fault.message
                # A whole file may be at fault: then its name is in the message.
                assert fault.span is not None or ".yaml" in fault.message, str(fault)
                if fault.span is not None:
                    lines = (Path(where) / "asthma").rglob(Path(fault.span.file).name)
                    assert any(fault.span.line <= path.read_bytes().count(b"\n") + 1 for path in lines)
