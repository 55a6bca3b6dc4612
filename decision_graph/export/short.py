"""Short: texts that are too long for a box are cut there, and stand whole among the notes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

import msgspec

from decision_graph.export.picture import Answer, NoteText, Offer, Picture, Question, Row, TierCell
from decision_graph.export.words import marked

ASK, LABEL, TITLE, ACROSS, OFFER = 250, 180, 250, 700, 450
"""The most characters of a question, an answer, a row's title, the words across a row, and an option."""


def shortened(pictures: Iterable[Picture], share: float = 1.0) -> tuple[Picture, ...]:
    """The pictures with long texts cut; the whole text is a note with the mark "t1", "t2", ...

    Args:
        share: of the usual lengths; smaller for large print.
    """
    numbers = count(1)
    return tuple(_Cuts(numbers, share).picture(drawn) for drawn in pictures)


class _Cuts:
    """The texts of one picture that were cut, with their marks."""

    def __init__(self, numbers: count[int], share: float) -> None:
        self.numbers = numbers
        self.share = share
        self.marks: dict[str, str] = {}

    def picture(self, drawn: Picture) -> Picture:
        questions = tuple(map(self._question, drawn.questions))
        rows = tuple(map(self._row, drawn.rows))
        if not self.marks:
            return drawn
        texts = tuple(NoteText(mark, text) for text, mark in self.marks.items())
        return msgspec.structs.replace(drawn, questions=questions, rows=rows, notes=(*drawn.notes, *texts))

    def _cut(self, text: str, most: int) -> str:
        most = round(most * self.share)
        if len(text) <= most:
            return text
        if text not in self.marks:
            self.marks[text] = f"t{next(self.numbers)}"
        kept = text[:most].rsplit(" ", 1)[0] if " " in text[:most] else text[:most]
        return marked(f"{kept.rstrip()} …", [self.marks[text]])

    def _question(self, question: Question) -> Question:
        answers = tuple(Answer(a.id, self._cut(a.label, LABEL), a.target) for a in question.answers)
        return msgspec.structs.replace(question, ask=self._cut(question.ask, ASK), answers=answers)

    def _row(self, row: Row) -> Row:
        cells = tuple(TierCell(tuple(map(self._offer, cell.offers)), cell.remarks) for cell in row.cells)
        return msgspec.structs.replace(
            row, title=self._cut(row.title, TITLE), across=self._cut(row.across, ACROSS), cells=cells
        )

    def _offer(self, offer: Offer) -> Offer:
        return Offer(self._cut(offer.text, OFFER), offer.rank, self._cut(offer.condition, OFFER))
