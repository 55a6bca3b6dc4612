"""Targets: what must hold of any bytes whatever, for the predicate parser and for the reader of facts.

`python tests/fuzz` lets a fuzzer look for bytes that reach new code; the tests put every seed, and whatever
Hypothesis thinks of, to the same functions.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from decision_graph import GraphError, load_guideline
from decision_graph.loading.facts import LARGEST, Record, read_facts
from decision_graph.patient import make_patient
from decision_graph.predicate.parser import parse
from decision_graph.predicate.terms import attributes
from decision_graph.predicate.text import to_text
from decision_graph.predicate.truth import evaluate
from decision_graph.space import Space

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).parent / "corpus"

SUFFIXES = (".json", ".jsonl", ".yaml", "")
"""How a file of facts may be called; the first byte chooses."""

GOOD = b'{"smokes": false}'


def predicate(data: bytes) -> None:
    """A text is a predicate that prints and parses back to itself, or it is refused with a place."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        term = parse(text)
    except GraphError as error:
        assert error.diagnostics and all(found.message for found in error.diagnostics)
        str(error)
        return
    printed = to_text(term)
    assert parse(printed) == term
    assert to_text(parse(printed)) == printed
    evaluate(term, dict.fromkeys(attributes(term)[:0]))


def facts(data: bytes) -> None:
    """Bytes are facts or are refused; a bad line never changes the records before and after it."""
    suffix, content = SUFFIXES[data[0] % len(SUFFIXES)] if data else "", data[1:]
    for record in _records(content, suffix):
        _checked(record)
    if suffix == ".jsonl" and len(content) < LARGEST:
        around = _records(b"\n".join((GOOD, content, GOOD)) + b"\n", suffix)
        assert dict(around[0].facts) == dict(around[-1].facts) == {"smokes": False}
        assert not around[0].faults and not around[-1].faults
        lines = content.split(b"\n")
        assert len(around) == 2 + sum(bool(line.strip()) for line in lines)


def _records(content: bytes, suffix: str) -> list[Record]:
    """What a file of this content holds; nothing if it is refused as a whole."""
    path = os.path.join(_folder(), f"facts{suffix}")
    with open(path, "wb") as file:
        file.write(content)
    try:
        return list(read_facts(path).records)
    except GraphError as error:
        str(error)
        return []


def _checked(record: Record) -> None:
    """Facts become a patient, or are refused."""
    if record.faults:
        assert not record.facts
        return
    assert set(record.places) == set(record.facts)
    try:
        patient = make_patient(_space(), record.facts)
    except GraphError as error:
        str(error)
        return
    assert make_patient(_space(), patient.facts) == patient


@cache
def _folder() -> str:
    """A folder of this process alone."""
    kept = tempfile.TemporaryDirectory(prefix="decision-graph-fuzz-")
    _KEPT.append(kept)
    return kept.name


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


@cache
def _space() -> Space:
    return load_guideline(ROOT / "tests" / "fixtures" / "asthma").space


TARGETS: dict[str, Callable[[bytes], None]] = {"predicate": predicate, "facts": facts}


def seeds(target: str) -> list[Path]:
    """The committed seeds of a target, and what was found with it once."""
    return sorted((CORPUS / target).iterdir())
