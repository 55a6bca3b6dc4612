"""Notes: what stands beside a chart in words: how to read it, its notes, abbreviations, decisions, source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decision_graph.export.flow import Entry
from decision_graph.export.picture import CONTESTED, NoteText, Picture
from decision_graph.export.words import natural


def legend(pictures: Sequence[Picture], *, paged: bool = False, tiers: bool = False) -> list[Entry]:
    """How to read the charts; only what occurs in them.

    Args:
        paged: whether a line may lead to another page.
        tiers: also what each tier means, for which a poster has no room.
    """
    entries = [Entry("How to read")]
    entries.append(Entry("Grey card", "a question: follow the line of the true answer."))
    if any(card.hit_policy == "collect" for drawn in pictures for card in drawn.questions):
        entries.append(Entry("Double border", "follow every answer that applies; all rows count."))
    entries.append(Entry("► A", "go on at the question with letter A; ► 1.2.3: go to that row."))
    if paged:
        entries.append(Entry("► page 6 (D)", "go on at the question with letter D, on page 6."))
    rows = [row for drawn in pictures for row in drawn.rows]
    if any(row.kind != "recommendation" for row in rows):
        entries.append(
            Entry("Dashed row", "no recommendation: the guideline is silent, or goes on elsewhere.")
        )
    if any(row.before for row in rows):
        entries.append(Entry("before 1.2.3", "where both match, this row goes before 1.2.3."))
    if any(row.contested for row in rows):
        entries.append(Entry(f"{CONTESTED} A1", "contested: a faithful reader may decide otherwise, see A1."))
    offers = [offer for row in rows for cell in row.cells for offer in cell.offers]
    if any(offer.rank is not None for offer in offers):
        entries.append(Entry("1. 2.", "the next only where the one before cannot be had; •: no order."))
    named = {tier.id: tier for drawn in pictures for tier in drawn.tiers if tiers}
    return entries + [Entry(f"{tier.label} {tier.mark}", tier.help) for tier in named.values() if tier.help]


def scopes(pictures: Sequence[Picture]) -> list[Entry]:
    """For whom the charts hold, and the notes that belong to every row."""
    texts = dict.fromkeys(text for drawn in pictures for text in drawn.scope)
    entries = [Entry("Holds for"), *(Entry("•", text) for text in texts)] if texts else []
    marks = dict.fromkeys(mark for drawn in pictures for mark in drawn.marks)
    if marks:
        entries.append(Entry("Every row", f"see {', '.join(marks)}."))
    return entries


def notes(pictures: Sequence[Picture], *, decisions: bool) -> list[Entry]:
    """Footnotes, abbreviations, and the modelling decisions if there is room for them."""
    entries: list[Entry] = []
    if texts := _once(note for drawn in pictures for note in drawn.notes):
        entries += [Entry("Notes"), *map(_note, texts)]
    if short := dict(entry for drawn in pictures for entry in drawn.abbreviations):
        words = "; ".join(f"{short} {words}" for short, words in sorted(short.items(), key=_first))
        entries += [Entry("Abbreviations"), Entry("", words + ".")]
    found = _once(note for drawn in pictures for note in drawn.decisions)
    if found and decisions:
        entries += [Entry("Modelling decisions of this encoding, not of the source"), *map(_note, found)]
    elif found:
        entries.append(Entry("[A1]", "a modelling decision of this encoding: see the booklet."))
    return entries


def _first(entry: tuple[str, str]) -> str:
    return entry[0].casefold()


def _once(notes: Iterable[NoteText]) -> list[NoteText]:
    """The notes of several charts, each once, in the order of their marks."""
    return sorted(dict.fromkeys(notes), key=lambda note: natural(note.mark))


def source(drawn: Picture) -> list[Entry]:
    """The citation and the whole disclaimer."""
    dates = "; ".join(f"{name} {date}" for name, date in drawn.dates)
    texts = (drawn.citation, dates, *drawn.conflicts, drawn.disclaimer)
    return [Entry("Source"), *(Entry("", text) for text in texts if text)]


def _note(note: NoteText) -> Entry:
    return Entry(note.mark, note.text, anchor=f"note:{note.mark}")
