"""Document: the finished pages of one edition, before a format writes them down."""

from __future__ import annotations

import msgspec

from decision_graph.export.drawing import Drawing


class Document(msgspec.Struct, frozen=True):
    """Pages that belong together.

    Attributes:
        name: of its file, without the format's ending; for example "first_line-poster-A3".
        date: year-month-day, the version of the guideline; never the clock.
    """

    name: str
    title: str
    date: str
    pages: tuple[Drawing, ...]
