"""Wrapping of styled text: nothing wider than its line, and a bullet stays with its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from decision_graph.export.fonts import Run, plain, wrap

BULLET = Run("  •\xa0", bold=True)
OPTION = st.sampled_from(["NSAI", "if", "available", "GnRH analog", "1.4.1.a"])
words = st.lists(OPTION, min_size=1, max_size=4)


@given(st.lists(words, min_size=2, max_size=5), st.floats(70, 200))
def test_a_bullet_never_ends_a_line(options: list[list[str]], width: float) -> None:
    runs = [run for option in options for run in (BULLET, Run(" ".join(option)))]
    lines = [plain(line) for line in wrap(runs, 10, width)]
    assert not any(line.rstrip(" \xa0").endswith("•") for line in lines)
    assert "".join("".join(lines).split()) == "".join("".join(run.text for run in runs).split())
