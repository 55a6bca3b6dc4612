"""Hostile bytes: every seed of the fuzzer, everything that it found, and what Hypothesis thinks of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuzz.targets import CORPUS, SUFFIXES, TARGETS, facts, predicate, seeds

FRAGMENTS = st.sampled_from(
    ["and", "or", "not", "in", "(", ")", "[", "]", ",", "==", "!=", "<", ">=", "a", "b_available", '"', "\\",
     "always", "otherwise", "1", "-0.5", "1e9", " ", "\n", "\u202e", "é", "'", "&&", "=", "not in"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["smokes", "age_years", "place", "step", "asthma", "no_such", "", "smokes "])


@pytest.mark.parametrize("seed", [path for name in TARGETS for path in seeds(name)], ids=lambda p: p.name)
def test_every_seed_holds(seed: Path) -> None:
    TARGETS[seed.parent.name](seed.read_bytes())


def test_the_seeds_are_small_and_there_are_some_for_each_target() -> None:
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)
    for name in TARGETS:
        assert 5 <= len(seeds(name)) <= 60
        assert all(path.stat().st_size <= 4096 for path in seeds(name))


@given(st.binary(max_size=200) | st.lists(FRAGMENTS, max_size=25).map(lambda parts: " ".join(parts).encode()))
@example(b"\xff")
@example(b"(" * 3000)
@example(b"not " * 1500 + b"a")
def test_any_text_is_a_predicate_or_refused(data: bytes) -> None:
    predicate(data)


@given(st.integers(0, len(SUFFIXES) - 1), st.binary(max_size=200))
def test_any_bytes_are_facts_or_refused(kind: int, content: bytes) -> None:
    facts(bytes([kind]) + content)


@given(st.integers(0, len(SUFFIXES) - 1), st.dictionaries(NAMES, VALUES, max_size=4), st.integers(0, 300))
def test_any_json_cut_anywhere_is_facts_or_refused(kind: int, given_: dict[str, object], cut: int) -> None:
    import json

    facts(bytes([kind]) + json.dumps(given_, ensure_ascii=False).encode("utf-8", "surrogatepass")[:cut])
