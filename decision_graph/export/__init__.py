"""Export: the flowcharts of a guideline as files: posters, pages, pictures and DOT.

    picture -> chart -> sizes -> layout -> routes -> place -> fit -> paint -> pages -> format

`picture` collects what a chart says, `pages` gives everything its place, `check` measures the result,
and each module of `formats` writes it down. docs/flowcharts.md explains how and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.export.files import File, Written, require_extras, write
from decision_graph.graph import Guideline

__all__ = ["Written", "export", "format_names", "paper_names"]


def format_names() -> tuple[str, ...]:
    """The names of the formats that charts can be written in.

    >>> format_names()
    ('dot', 'pdf', 'png', 'svg')
    """
    from decision_graph.export.formats import known

    return known()


def paper_names() -> tuple[str, ...]:
    """The names of the paper sizes.

    >>> paper_names()
    ('A3', 'A4', 'Letter', 'Tabloid')
    """
    from decision_graph.export.frame import PAPERS

    return tuple(sorted(PAPERS))


def export(
    guideline: Guideline,
    graph_ids: Sequence[str],
    formats: Sequence[str],
    out: Path,
    *,
    papers: Sequence[str] = (),
    engine: str | None = None,
) -> list[Written]:
    """Draw graphs of a guideline into files.

    A file is written whole or not at all, and left alone when its bytes would be the same. Nothing is
    written if any drawing breaks a rule of geometry (`decision_graph.export.check`); text that is small
    is allowed and declared in `Written.findings`.

    Args:
        graph_ids: the graphs; all when empty.
        formats: names of formats; all when empty.
        out: the folder to write into; it is made if there is none.
        papers: names of paper sizes; a poster on A3 and pages on A4 when empty.
        engine: Graphviz program, for example "dot" or a path; graphviz-pure by default.

    Raises:
        GraphError: an unknown name; a missing package or engine; a broken rule; a file that cannot be
            written.
    """
    from decision_graph.export.check import check
    from decision_graph.export.formats import Request, known, render
    from decision_graph.export.frame import PAPERS
    from decision_graph.export.picture import picture

    graphs = _chosen("graph", graph_ids, guideline.graphs, "unknown-graph")
    wanted = _chosen("format", formats, known(), "unknown-format")
    sheets = [PAPERS[name] for name in _chosen("paper", papers or ("A3", "A4"), PAPERS, "unknown-paper")]
    require_extras()
    files: list[File] = []
    faults: list[Diagnostic] = []
    for id in graphs:
        request = Request(picture(guideline, guideline.graphs[id]), tuple(sheets), engine)
        for format in wanted:
            try:
                files += render(format, request)
            except GraphError as error:
                faults += error.diagnostics
    if faults:
        raise GraphError(dict.fromkeys(faults))
    return [
        write(file, out, [found for drawing in file.drawings for found in check(drawing)]) for file in files
    ]


def _chosen(kind: str, names: Iterable[str], known: Iterable[str], slug: str) -> list[str]:
    """The names, checked; all that are known when there are none."""
    allowed = list(known)
    chosen = list(dict.fromkeys(names)) or allowed
    listed = f"known: {', '.join(allowed)}"
    faults = [
        Diagnostic(slug, f"there is no {kind} {name!r}", hint=did_you_mean(name, allowed) or listed)
        for name in chosen
        if name not in allowed
    ]
    if faults:
        raise GraphError(faults)
    return chosen
