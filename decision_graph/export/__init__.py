"""Export: a guideline as files: editions on paper, pictures, and data for other programs.

    picture -> chart -> sizes -> layout -> routes -> place -> fit -> paint -> pages -> edition -> format

`picture` collects what a chart says, `pages` gives everything its place, `check` measures the result,
each module of `editions` says what is printed for whom, and each module of `formats` writes it down.
docs/flowcharts.md explains how and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.export.files import File, Written, compare, require_extras, write
from decision_graph.graph import Guideline
from decision_graph.patient import Patient

if TYPE_CHECKING:
    from decision_graph.export.document import Document
    from decision_graph.export.request import Request

__all__ = [
    "Written",
    "edition_names",
    "export",
    "export_overview",
    "format_lines",
    "format_names",
    "paper_names",
]

T = TypeVar("T")


def format_names() -> tuple[str, ...]:
    """The names of the formats that can be written.

    >>> {"dot", "pdf", "png", "svg"} <= set(format_names())
    True
    """
    from decision_graph.export.formats import known

    return known()


def format_lines() -> dict[str, str]:
    """What each format is, in a line.

    >>> format_lines()["pdf"]
    'all pages of an edition in one file, tagged for screen readers.'
    """
    from decision_graph.export.formats import about, known

    return {name: about(name) for name in known()}


def edition_names() -> tuple[str, ...]:
    """The names of the editions that can be printed.

    >>> {"booklet", "poster"} <= set(edition_names())
    True
    """
    from decision_graph.export.editions import known

    return known()


def paper_names() -> tuple[str, ...]:
    """The names of the paper sizes.

    >>> paper_names()
    ('A1', 'A2', 'A3', 'A4', 'Letter', 'Tabloid')
    """
    from decision_graph.export.frame import PAPERS

    return tuple(sorted(PAPERS))


def export(
    guideline: Guideline,
    graph_ids: Sequence[str],
    formats: Sequence[str],
    out: Path,
    *,
    editions: Sequence[str] = ("poster", "booklet"),
    papers: Sequence[str] = (),
    tier: str | None = None,
    patient: Patient | None = None,
    colour: bool = False,
    resolution: float = 200.0,
    engine: str | None = None,
    dry: bool = False,
    progress: Callable[[str], None] | None = None,
) -> list[Written]:
    """Export a guideline, or graphs of it, into files.

    A file is written whole or not at all, and left alone when its bytes would be the same. Nothing is
    written if any drawing breaks a rule of geometry (`decision_graph.export.check`); text that is small
    is allowed and declared in `Written.findings`.

    Args:
        graph_ids: the graphs; all when empty.
        formats: names of formats; PDF when empty.
        out: the folder to write into; it is made if there is none.
        editions: names of editions, for the formats that show pages.
        papers: names of paper sizes; the usual one of each edition when empty.
        tier: the only tier to show, for editions of a tier.
        patient: whose path to show, for editions of a patient.
        colour: in colour instead of black, white and grey.
        resolution: of pixels, in dots per inch.
        engine: Graphviz program, for example "dot" or a path, whose order of the rows is tried where lines
            would cross; none by default.
        dry: write nothing; what is not as it would be written is a finding (`stale-export`).
        progress: told in a few words what is being made.

    Raises:
        GraphError: an unknown name; a missing package or engine; a broken rule; a file that cannot be
            written.
    """
    from decision_graph.export.check import check
    from decision_graph.export.editions import known as known_editions
    from decision_graph.export.formats import draws, known
    from decision_graph.export.frame import PAPERS
    from decision_graph.export.request import Request

    _require("graph", graph_ids, guideline.graphs)
    _require("format", formats, known())
    _require("edition", editions, known_editions())
    _require("paper", papers, PAPERS)
    _require("tier", () if tier is None else (tier,), [tier.id for tier in guideline.tiers])
    wanted = tuple(dict.fromkeys(formats)) or ("pdf",)
    if any(map(draws, wanted)):
        require_extras()
    sheets = tuple(PAPERS[name] for name in dict.fromkeys(papers))
    request = Request(
        guideline, tuple(dict.fromkeys(graph_ids)), tuple(dict.fromkeys(editions)), sheets, engine, tier,
        patient, colour, resolution,
    )  # fmt: skip
    files = _files(request, wanted, progress or _silent)
    put = compare if dry else write
    return [put(file, out, [f for drawing in file.drawings for f in check(drawing)]) for file in files]


def export_overview(guideline: Guideline, out: Path, *, dry: bool = False) -> list[Written]:
    """Write README.md and index.html about the files of a folder: what each is, and how it is printed.

    Args:
        out: a folder that `export` has written into.
        dry: write nothing; what is not as it would be written is a finding.

    Raises:
        GraphError: a file cannot be written.
    """
    from decision_graph.export.overview import overview

    names = [path.name for path in out.iterdir() if path.is_file()] if out.is_dir() else []
    put = compare if dry else write
    return [put(file, out) for file in overview(guideline, names)]


def _silent(words: str) -> None:
    """Tell nobody."""


def _files(request: Request, formats: Sequence[str], progress: Callable[[str], None]) -> list[File]:
    """Every file that is asked for.

    Raises:
        GraphError: everything that is wrong with any of them.
    """
    from decision_graph.export import overlong
    from decision_graph.export.editions import documents, require_papers
    from decision_graph.export.formats import needs, render

    files: list[File] = []
    faults: list[Diagnostic] = []
    pages: list[Document] = []
    if any(needs(format) == "document" for format in formats):
        require_papers(request)
        for document in _collected(documents(request), faults):
            progress(f"{document.name}: {len(document.pages)} pages")
            pages.append(document)
    for format in formats:
        for file in _collected(render(format, request, pages), faults):
            progress(file.name)
            files.append(file)
    if faults:
        raise GraphError(dict.fromkeys(overlong.named(faults, request.guideline)))
    return files


def _collected(made: Iterator[T], faults: list[Diagnostic]) -> Iterator[T]:
    """What is made, up to the first GraphError, whose diagnostics join the others."""
    try:
        yield from made
    except GraphError as error:
        faults += error.diagnostics


def _require(kind: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Raise a GraphError for every name that is not known."""
    allowed = list(known)
    listed = f"known: {', '.join(allowed)}"
    faults = [
        Diagnostic(
            f"unknown-{kind}", f"there is no {kind} {name!r}", hint=did_you_mean(name, allowed) or listed
        )
        for name in names
        if name not in allowed
    ]
    if faults:
        raise GraphError(faults)
