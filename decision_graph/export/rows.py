"""Rows: every recommendation in full, in words, for whoever wants more than the chart has room for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from decision_graph.export.flow import Entry
from decision_graph.export.fonts import Run
from decision_graph.export.picture import CONTESTED, NOTHING, Picture
from decision_graph.export.words import condition_words, minus, natural
from decision_graph.graph import Cell, Guideline, Option, Recommendation, option_words
from decision_graph.vocabulary import Condition

Pages = Callable[[str], tuple[int, ...]]
"""The pages on which a place of the document stands, by the name of its anchor; () while unknown."""


def rows_in_full(guideline: Guideline, pictures: Sequence[Picture], pages: Pages) -> list[Entry]:
    """For whom each row is, what it offers, what it goes before and why, what is contested, its source."""
    entries: list[Entry] = []
    giving_way = _giving_way(guideline)
    for drawn in pictures:
        rows = guideline.graphs[drawn.id].recommendations
        if not rows:
            continue
        if not entries:
            entries.append(Entry("Rows in full", heading=1, anchor="section:rows"))
        entries.append(Entry(drawn.title, heading=2))
        for row in rows.values():
            entries += _row(guideline, drawn, row, giving_way.get(row.id, []), pages)
    return entries


def _giving_way(guideline: Guideline) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in guideline.recommendations.values():
        for other in row.outranks:
            found.setdefault(other.row, []).append(row.id)
    return found


def _row(
    guideline: Guideline, drawn: Picture, row: Recommendation, before: Sequence[str], pages: Pages
) -> Iterator[Entry]:
    words = guideline.vocabulary
    yield Entry(f"{row.id}  {minus(row.title)}", heading=3, anchor=f"full:{row.id}")
    yield Entry("For", minus(condition_words(row.population, words)), keep=True)
    for tier in drawn.tiers:
        yield Entry(f"{tier.label} {tier.mark}", rich=_cell(row.cells.get(tier.id, Cell(())), guideline))
    reasons: dict[str, list[str]] = {}
    for other in row.outranks:
        when = f" if {condition_words(other.when, words)}" if other.when is not None else ""
        reasons.setdefault(minus(f"{when}: {other.why}"), []).append(other.row)
    for reason, ids in reasons.items():
        yield Entry("Goes before", rich=(*_listed(ids), Run(reason)))
    if before:
        yield Entry("Gives way to", rich=_listed(before))
    for condition in row.contested:
        yield Entry(f"{CONTESTED} Contested", minus(_condition(condition, guideline)))
    for condition in row.remarks:
        yield Entry("Remark", minus(_condition(condition, guideline)))
    notes = [note for note in row.notes if note in guideline.notes]
    if notes:
        yield Entry("Notes", rich=_listed(notes, "note"))
    for note in row.notes:
        if note not in guideline.notes:
            yield Entry("Note", minus(note))
    yield Entry("Source", rich=_source(drawn, row, pages))


def _source(drawn: Picture, row: Recommendation, pages: Pages) -> tuple[Run, ...]:
    first, last = row.source.lines
    text = f"table {row.source.table}, row {row.source.row}, lines {first}–{last}"
    anchor = f"row:{drawn.id}:{row.id}"
    found = pages(anchor)
    if not found:
        return (Run(text),)
    listed = ", ".join(map(str, found))
    return (Run(f"{text}; "), Run(f"chart: page {listed}", to=anchor))


def _condition(condition: Condition, guideline: Guideline) -> str:
    notes = f" [{', '.join(condition.notes)}]" if condition.notes else ""
    return f"if {condition_words(condition.when, guideline.vocabulary)}: {condition.why}{notes}"


def _cell(cell: Cell, guideline: Guideline) -> tuple[Run, ...]:
    runs: list[Run] = []
    for option in cell.options:
        lead = f"{option.rank}.\xa0" if option.rank is not None else "•\xa0" if len(cell.options) > 1 else ""
        runs.append(Run(f"{'  ' if runs else ''}{lead}", bold=True))
        runs += _option(option, guideline)
    if not cell.options:
        runs.append(Run(NOTHING))
    if cell.notes:
        runs.append(Run(minus(f"  [{'; '.join(cell.notes)}]"), italic=True))
    return tuple(run for run in runs if run.text)


def _option(option: Option, guideline: Guideline) -> Iterator[Run]:
    text = minus(option_words(option, guideline.vocabulary))
    if option.strength:
        text += f" ({option.strength})"
    if option.notes:
        text += f" [{', '.join(option.notes)}]"
    yield Run(text)
    if option.when is not None:
        yield Run(minus(f" if {condition_words(option.when, guideline.vocabulary)}"), italic=True)


def _listed(ids: Sequence[str], kind: str = "full") -> tuple[Run, ...]:
    runs: list[Run] = []
    for id in sorted(ids, key=natural):
        runs += [Run(", ")] if runs else []
        runs.append(Run(id, to=f"{kind}:{id}"))
    return tuple(runs)


def indexes(guideline: Guideline, pictures: Sequence[Picture], pages: Pages) -> list[Entry]:
    """Where each recommendation stands, and in which of them each intervention."""
    rows = {
        id: (drawn, row)
        for drawn in pictures
        for id, row in guideline.graphs[drawn.id].recommendations.items()
    }
    if not rows:
        return []
    entries = [Entry("Index by recommendation", heading=1, anchor="section:index")]
    for id in sorted(rows, key=natural):
        drawn, row = rows[id]
        entries.append(Entry(id, rich=(Run(minus(row.title)), *_paged(f"row:{drawn.id}:{id}", "chart", pages),
                                       *_paged(f"full:{id}", "in full", pages))))  # fmt: skip
    known = guideline.vocabulary.interventions
    naming: dict[str, list[str]] = {}
    for id, (_, row) in rows.items():
        for cell in row.cells.values():
            for name in (name for option in cell.options for name in option.interventions):
                naming.setdefault(name, []).append(id)
    entries.append(Entry("Index by drug and other care", heading=1, anchor="section:drugs"))
    for name in sorted(naming, key=lambda name: known[name].name.casefold()):
        text = minus(known[name].name)
        entries.append(
            Entry(text[:1].upper() + text[1:], rich=_by_page(list(dict.fromkeys(naming[name])), rows, pages))
        )
    return entries


def _paged(anchor: str, words: str, pages: Pages) -> tuple[Run, ...]:
    found = pages(anchor)
    return (Run("  "), Run(f"{words} {', '.join(map(str, found))}", to=anchor)) if found else ()


def _by_page(
    ids: Sequence[str], rows: dict[str, tuple[Picture, Recommendation]], pages: Pages
) -> tuple[Run, ...]:
    """The rows with the pages of their charts, each page once."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for id in sorted(ids, key=natural):
        groups.setdefault(pages(f"row:{rows[id][0].id}:{id}"), []).append(id)
    runs: list[Run] = []
    for place, (found, group) in enumerate(groups.items(), 1):
        after = "; " if place < len(groups) else ""
        runs += _listed(group)
        runs.append(Run(f" (page {', '.join(map(str, found))}){after}" if found else after))
    return tuple(runs)
