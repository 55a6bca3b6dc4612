"""CSV: two tables for a spreadsheet: a line for each cell of each row, and a line for each answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Final

from decision_graph.export.files import File
from decision_graph.export.picture import NOTHING
from decision_graph.export.request import Request
from decision_graph.export.words import condition_words, minus, visible
from decision_graph.graph import DecisionGraph, Guideline, Option, Recommend, Recommendation, option_words
from decision_graph.predicate.text import to_text

NEEDS = "guideline"
FOR = "spreadsheets"
DRAWS = False

_COMPUTED: Final = re.compile(
    r"\s*[=+@＝＋－＠'\t\r\n-].*"  # a formula, which may be run
    r"|(?!(0|[1-9]\d{0,8})$)\d[\d.,:/\- ]*(e[+-]?\d+)?"  # a number or date: 5.10 would become 5.1
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ]?\d+",  # a month, as in SEPT2
    re.IGNORECASE | re.DOTALL,
)
"""What a spreadsheet makes something else of than the text that stands there."""

_CELLS: Final = (
    "graph", "row", "title", "section", "population", "population_predicate", "outranks", "contested",
    "tier", "options", "option_predicates", "cell_notes", "row_notes", "source_table", "source_lines",
)  # fmt: skip
_ANSWERS: Final = ("graph", "question", "ask", "hit_policy", "place", "answer", "when", "leads_to", "kind")


def render(request: Request) -> list[File]:
    """`NAME-cells.csv` and `NAME-answers.csv`, of the graph that is asked for or of all."""
    guideline = request.guideline
    graphs = [guideline.graphs[one.id] for one in request.pictures]
    cells = [
        line
        for graph in graphs
        for row in graph.recommendations.values()
        for line in _row(guideline, graph, row)
    ]
    answers = [line for graph in graphs for line in _answers(graph)]
    return [
        File(f"{request.name}-cells.csv", _table(_CELLS, cells)),
        File(f"{request.name}-answers.csv", _table(_ANSWERS, answers)),
    ]


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """A table as RFC 4180 says; the mark at its start tells spreadsheets that it is UTF-8."""
    import csv

    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_safe(text) for text in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    """A text that no spreadsheet computes: an apostrophe stands before what it would change.

    >>> _safe("=1+1"), _safe("5.10"), _safe("ABC-negative"), _safe("12")
    ("'=1+1", "'5.10", 'ABC-negative', '12')
    """
    shown = visible(text)
    return f"'{shown}" if _COMPUTED.fullmatch(shown) else shown


def _row(guideline: Guideline, graph: DecisionGraph, row: Recommendation) -> Iterator[tuple[str, ...]]:
    words = guideline.vocabulary
    before = (
        f"{other.row}{'' if other.when is None else f' if {condition_words(other.when, words)}'}: {other.why}"
        for other in row.outranks
    )
    head = (
        graph.id, row.id, minus(row.title), minus(row.section),
        minus(condition_words(row.population, words)), to_text(row.population),
        minus("; ".join(before)), minus("; ".join(condition.why for condition in row.contested)),
    )  # fmt: skip
    foot = ("; ".join(row.notes), str(row.source.table), "-".join(map(str, row.source.lines)))
    for tier in guideline.tiers:
        if tier.id in row.cells:
            cell = row.cells[tier.id]
            guards = [
                f"{place}: {to_text(option.when)}"
                for place, option in enumerate(cell.options, 1)
                if option.when is not None
            ]
            offers = "; ".join(_option(option, guideline) for option in cell.options) or NOTHING
            yield (*head, tier.label, minus(offers), "; ".join(guards), minus("; ".join(cell.notes)), *foot)


def _option(option: Option, guideline: Guideline) -> str:
    rank = f"{option.rank}. " if option.rank is not None else ""
    strength = f" ({option.strength})" if option.strength else ""
    when = "" if option.when is None else f" if {condition_words(option.when, guideline.vocabulary)}"
    notes = f" [{', '.join(option.notes)}]" if option.notes else ""
    return f"{rank}{option_words(option, guideline.vocabulary)}{strength}{when}{notes}"


def _answers(graph: DecisionGraph) -> Iterator[tuple[str, ...]]:
    """The questions as a decision table: an answer, its predicate, and where it leads."""
    for node in graph.nodes.values():
        for place, edge in enumerate(node.edges, 1):
            leaf = graph.leaves.get(edge.to)
            target = ", ".join(leaf.rows) if isinstance(leaf, Recommend) else edge.to
            kind = "question" if leaf is None else _KINDS[type(leaf).__name__]
            when = "otherwise" if edge.when is None else to_text(edge.when)
            asked = (graph.id, node.id, minus(node.ask), node.hit_policy)
            yield (*asked, str(place), minus(edge.label), when, target, kind)


_KINDS: Final = {
    "Recommend": "recommendation",
    "Silent": "silent",
    "See": "see",
    "OutOfScope": "out_of_scope",
}
