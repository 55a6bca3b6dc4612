"""DOT: a chart in Graphviz's language, complete with every text, for the engine and for other tools.

Question cards and treatment rows are HTML-like tables; lines run from an answer's port to a card or a
row and carry no label, so that no label can collide. Graphviz keeps the answers' order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any

from decision_graph.export.chart import Chart
from decision_graph.export.fonts import Rich, plain
from decision_graph.export.paint import tier_fill
from decision_graph.export.picture import Picture, Question, Row
from decision_graph.export.sizes import EVERY, Block, Style, card_size, row_size
from decision_graph.export.tables import number_width
from decision_graph.export.words import visible

HEADING = "treatment table"


Facts = Mapping[str, Mapping[str, str]]
"""By the id of a question, a row or an answer: what other programs should know of it."""


def dot(
    drawn: Picture,
    chart: Chart,
    style: Style | None = None,
    *,
    last: Collection[str] = (),
    facts: Facts | None = None,
) -> str:
    """The chart as DOT.

    Args:
        style: sizes of the text; 9 points by default.
        last: answers to put last in their card, as their line will leave it below.
        facts: further attributes, which Graphviz ignores.
    """
    style = style or Style(9)
    graph = _digraph(drawn.id, drawn.title, style)
    _fill(graph, drawn, chart, style, "", last, facts or {})
    return str(graph.source)


def clusters(
    id: str, title: str, charts: Sequence[tuple[Picture, Chart, Facts]], jumps: Sequence[tuple[str, str]]
) -> str:
    """Several charts as one graph, each in a frame; names are GRAPH/ID.

    Args:
        jumps: pairs of (row, question) between which a dashed line is drawn: one chart goes on in another.
    """
    style = Style(9)
    graph = _digraph(id, title, style)
    for drawn, chart, facts in charts:
        with graph.subgraph(name=f"cluster_{drawn.id}") as frame:
            frame.attr(label=_words(drawn.title), labelloc="t")
            _fill(frame, drawn, chart, style, f"{drawn.id}/", (), facts)
    for row, question in jumps:
        graph.edge(f"{name(row)}:in", f"{name(question)}:in:w", style="dashed", kind="goes on")
    return str(graph.source)


def _digraph(id: str, title: str, style: Style) -> Any:
    import graphviz

    return graphviz.Digraph(
        id,
        graph_attr={
            "rankdir": "LR", "newrank": "true", "outputorder": "edgesfirst", "splines": "spline",
            "nodesep": "0.08", "ranksep": "0.28", "margin": "0", "pad": "0.05", "fontname": "Liberation Sans",
            "label": _words(title), "labelloc": "t",
        },
        node_attr={"shape": "plain", "fontname": "Liberation Sans", "fontsize": f"{style.size:g}"},
        edge_attr={"penwidth": "1.0", "arrowsize": "0.55"},
    )  # fmt: skip


def _fill(
    graph: Any,
    drawn: Picture,
    chart: Chart,
    style: Style,
    prefix: str,
    last: Collection[str],
    facts: Facts,
) -> None:
    """Put the cards, the rows and the lines of a chart into a graph."""
    said = {id: {key: _words(text) for key, text in about.items()} for id, about in facts.items()}
    for question in chart.cards:
        label = _card(question, chart, style, last)
        graph.node(name(prefix + question.id), label=label, **said.get(question.id, {}))
    if chart.rows:
        width = 13 * style.size
        with graph.subgraph() as rank:
            rank.attr(rank="same")
            rank.node(name(prefix + HEADING), label=_heading(drawn, style, width))
            for row in chart.rows:
                label = _row(row, drawn, style, width)
                rank.node(name(prefix + row.id), label=label, **said.get(row.id, {}))
    ports = {a.id: f"a{k}" for question in chart.cards for k, a in enumerate(question.answers)}
    for link in chart.links:
        tail = f"{name(prefix + link.source)}:{ports[link.answer]}:e"
        for end in link.ends:
            graph.edge(tail, f"{name(prefix + end)}:in:w", **said.get(link.answer, {}))


def _words(text: str) -> str:
    """Text as a value in quotes; the type of the result says that a text such as "<b>" is no HTML."""
    import graphviz

    escaped: str = graphviz.escape(_printable(text))
    return escaped


def name(id: str) -> str:
    """An id as a node's name: a colon would be read as a port."""
    return id.replace("%", "%25").replace(":", "%3A")


def _printable(text: str) -> str:
    """Text without control characters, and with spaces at which a line may break."""
    return visible(text).replace("\xa0", " ")


def _html(text: str) -> str:
    """Text inside an HTML-like label; an empty cell needs a space."""
    return escape(_printable(text)).replace("\\", "&#92;") or " "


def _lines(lines: tuple[Rich, ...], *, bold: bool = False) -> str:
    parts = []
    for line in lines:
        text = "".join(f"<I>{_html(run.text)}</I>" if run.italic else _html(run.text) for run in line) or " "
        parts.append(f"<B>{text}</B>" if bold else text)
    return '<BR ALIGN="LEFT"/>'.join(parts) + '<BR ALIGN="LEFT"/>'


def _blocks(blocks: tuple[Block, ...], *, bold: bool = False) -> str:
    parts = []
    for place, item in enumerate(blocks):
        first = f"{_html(plain(item.first))} " if item.first else ""
        parts.append(first + _lines(item.lines, bold=bold and place == 0))
    return "".join(parts) or " "


def _table(rows: str, *, border: int) -> str:
    return f'<<TABLE BORDER="{border}" CELLBORDER="1" CELLSPACING="0" CELLPADDING="3">{rows}</TABLE>>'


def _card(question: Question, chart: Chart, style: Style, last: Collection[str]) -> str:
    letter = chart.letters.get(question.id, "")
    size = card_size(question, style, chart.jumps_of(question), letter)
    width = f'WIDTH="{size.width:.0f}"'
    title = _blocks(size.blocks, bold=True)
    if question.hit_policy == "collect":
        title = _blocks(size.blocks[:-1], bold=True) + f"<I>{_html(EVERY)}</I>"
    head = f"({_html(letter)}) " if letter else ""
    rows = [f'<TR><TD PORT="in" BGCOLOR="#e6e6e6" {width}>{head}{title}</TD></TR>']
    for place, answer in sorted(enumerate(size.answers), key=lambda entry: entry[1].id in last):
        jump = f"<BR/><B>{_html(chart.jumps[answer.id])}</B>" if answer.id in chart.jumps else " ►"
        text = "<BR/>".join(_html(plain(line)) for line in answer.block.lines)
        rows.append(f'<TR><TD PORT="a{place}" ALIGN="RIGHT" {width}>{text}{jump}</TD></TR>')
    return _table("".join(rows), border=2 if question.hit_policy == "collect" else 0)


def _heading(drawn: Picture, style: Style, width: float) -> str:
    wide = number_width((), style)
    cells = [
        f'<TD BGCOLOR="black" WIDTH="{wide:.0f}"><FONT COLOR="white"><B>No.</B></FONT></TD>',
        f'<TD BGCOLOR="black" WIDTH="{width:.0f}"><FONT COLOR="white"><B>Patient group</B></FONT></TD>',
    ]
    for place, tier in zip(drawn.places, drawn.tiers, strict=True):
        fill, colour = tier_fill(place)
        text = f'<FONT COLOR="{colour}"><B>{_html(tier.label)}</B> {_html(tier.mark)}</FONT>'
        cells.append(f'<TD BGCOLOR="{fill}" WIDTH="{width:.0f}">{text}</TD>')
    return _table(f"<TR>{''.join(cells)}</TR>", border=2)


def _row(row: Row, drawn: Picture, style: Style, width: float) -> str:
    size = row_size(row, style, width, (width,) * len(drawn.tiers))
    colours = ("black", "white") if row.kind == "recommendation" else ("white", "black")
    number = f'<FONT COLOR="{colours[1]}"><B>{_html(row.number)}</B></FONT>'
    wide = number_width((row,), style)
    cells = [f'<TD PORT="in" BGCOLOR="{colours[0]}" WIDTH="{wide:.0f}">{number}</TD>']
    across = max(1, len(drawn.tiers)) if row.across else 1
    for place, blocks in enumerate(size.cells):
        span = across if place else 1
        cells.append(
            f'<TD ALIGN="LEFT" BALIGN="LEFT" COLSPAN="{span}" WIDTH="{width * span:.0f}">'
            f"{_blocks(blocks, bold=not place)}</TD>"
        )
    return _table(f"<TR>{''.join(cells)}</TR>", border=2)
