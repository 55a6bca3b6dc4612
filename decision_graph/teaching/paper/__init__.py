"""Paper: cases on paper and on slides: worksheet, answer key, slides, flash cards.

    cases -> handout (stories, lessons, answers, charts) -> edition -> pages -> file

Each module of `editions` says what is printed for whom; nothing has to be registered. Letters, boxes, charts
and PDF are those of `decision_graph.export`, and so are the rules that every page has to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.export.check import check
from decision_graph.export.files import Written, compare, require_extras, write
from decision_graph.teaching.paper.handout import Handout

__all__ = ["edition_lines", "edition_names", "print_paper"]


def edition_names() -> tuple[str, ...]:
    """The names of the editions.

    >>> {"cards", "key", "slides", "worksheet"} <= set(edition_names())
    True
    """
    from decision_graph.teaching.paper.editions import known

    return known()


def edition_lines() -> dict[str, str]:
    """What each edition is, in a line.

    >>> edition_lines()["key"]
    'the answer of each case, with its path on the chart.'
    """
    from decision_graph.teaching.paper.editions import about

    return {name: about(name) for name in edition_names()}


def print_paper(
    handout: Handout,
    editions: Sequence[str],
    out: Path,
    *,
    dry: bool = False,
    progress: Callable[[str], None] | None = None,
) -> list[Written]:
    """Print cases in some editions, each into a file of its own.

    A file is written whole or not at all, and left alone when its bytes would be the same. Nothing is
    written if any page breaks a rule of geometry (`decision_graph.export.check`).

    Args:
        handout: the cases.
        editions: names of editions.
        out: the folder to write into; it is made if there is none.
        dry: write nothing; what is not as it would be written is a finding (`stale-export`).
        progress: told in a few words what is being made.

    Raises:
        GraphError: an unknown edition; no case; a missing package; a broken rule; a file that cannot be
            written.
    """
    from decision_graph.teaching.paper.editions import files

    names = edition_names()
    faults = [
        Diagnostic("unknown-edition", f"there is no edition {name!r}", hint=did_you_mean(name, names))
        for name in editions
        if name not in names
    ]
    if not handout.cases:
        hint = "choose another difficulty, tier or graph"
        faults.append(Diagnostic("no-case", "there is no case to print", hint=hint))
    if faults:
        raise GraphError(faults)
    require_extras()
    made = []
    for name in dict.fromkeys(editions):
        for file in files(name, handout):
            if progress is not None:
                progress(file.name)
            made.append(file)
    put = compare if dry else write
    return [put(file, out, [f for page in file.drawings for f in check(page)]) for file in made]
