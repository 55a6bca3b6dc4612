"""Alt: a chart in sentences, for readers who hear it."""

from __future__ import annotations

from decision_graph.export.chart import Chart
from decision_graph.export.picture import NOTHING, Offer, Picture, Row


def describe(drawn: Picture, chart: Chart) -> str:
    """Every question with its answers, then every row with what it offers in each tier."""
    parts = [f"Flowchart: {drawn.title}."]
    ends = {link.answer: link.ends for link in chart.links}
    asks = {question.id: question.ask for question in drawn.questions}
    for card in chart.cards:
        every = " Follow every answer that applies." if card.hit_policy == "collect" else ""
        parts.append(f"Question: {card.ask}{every}")
        for answer in card.answers:
            targets = [
                f"“{asks[end]}”" if end in asks else _row_name(end, chart) for end in ends.get(answer.id, ())
            ]
            jump = chart.jumps.get(answer.id, "").replace("► ", "")
            parts.append(f"{answer.label}: go to {' and '.join([*targets, jump] if jump else targets)}.")
    parts += [_row(row, drawn) for row in chart.rows]
    return " ".join(parts)


def _row_name(id: str, chart: Chart) -> str:
    row = next(row for row in chart.rows if row.id == id)
    return f"recommendation {id}" if row.kind == "recommendation" else f"“{row.title}: {row.across}”"


def _row(row: Row, drawn: Picture) -> str:
    if row.kind != "recommendation":
        return f"{row.title}: {row.across}"
    before = f" Goes before {', '.join(row.before)}." if row.before else ""
    contested = " Contested." if row.contested else ""
    if row.across:  # only named here
        return f"Recommendation {row.number}, {row.title}.{before}{contested} {row.across.removeprefix('► ')}"
    cells = [
        f"{tier.label}: {'; '.join(map(_offer, cell.offers)) or NOTHING}."
        for tier, cell in zip(drawn.tiers, row.cells, strict=True)
    ]
    return f"Recommendation {row.number}, {row.title}.{before}{contested} {' '.join(cells)}"


def _offer(offer: Offer) -> str:
    rank = f"{offer.rank}. " if offer.rank is not None else ""
    return f"{rank}{offer.text} {offer.condition}".strip()
