"""Document: the finished pages of one edition, before a format writes them down."""

from __future__ import annotations

import re

import msgspec

from decision_graph.export.drawing import Drawing
from decision_graph.export.picture import Picture, texts
from decision_graph.export.words import MINUS


class Document(msgspec.Struct, frozen=True):
    """Pages that belong together.

    Attributes:
        name: of its file, without the format's ending; for example "first_line-poster-A3".
        date: year-month-day, the version of the guideline; never the clock.
        pictures: whose rows all have to be on the pages.
    """

    name: str
    title: str
    date: str
    pages: tuple[Drawing, ...]
    pictures: tuple[Picture, ...] = ()

    def lost(self) -> list[str]:
        """The numbers of rows, and the words with a minus sign, that are on no page."""
        said = {word for page in self.pages for words in page.words() for word in _words(words.text)}
        # paragraphs go on in the next column and on the next page, even within a long word
        flowing = "".join(_squeezed(page, panels=True) for page in self.pages)
        squeezed = f"{flowing} {' '.join(_squeezed(page, panels=False) for page in self.pages)}"
        lost: dict[str, None] = {}
        for drawn in self.pictures:
            numbers = (number for row in drawn.rows for number in row.number.split(", "))
            lost |= dict.fromkeys(number for number in numbers if number not in said)
            words = (word for text in texts(drawn) for word in text.split() if MINUS in word)
            lost |= dict.fromkeys(word for word in words if word not in squeezed)
        return list(lost)


def _squeezed(page: Drawing, *, panels: bool) -> str:
    """The texts of a page without spaces; those in panels, or those in boxes."""
    between = "" if panels else " "
    return between.join(
        "".join(words.text.split())
        for group in page.groups
        if (group.role == "panel") is panels
        for words in group.words
    )


def _words(text: str) -> list[str]:
    """Words without the marks around them, cut where a line may break."""
    return [word.strip(".,;:()[]“”†*") for word in re.split(r"[\s/\xa0]+|(?<=-)", text)]
