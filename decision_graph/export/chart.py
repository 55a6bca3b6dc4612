"""Chart: the part of a picture that stands on one page, with the lines that are drawn and those that are not.

A line that would cross another, or that leads to another page, is not drawn: the answer names its
target instead, by a letter for a question ("► B, page 3") or by the number of a row ("► 1.1.4").
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from decision_graph.export.picture import Picture, Question, Row


class Link(msgspec.Struct, frozen=True):
    """A line from an answer to its target: one question, or the rows of one leaf.

    Attributes:
        net: lines with the same target join; the id of the question or of the leaf.
        ends: the question, or the rows, at which the line ends.
    """

    answer: str
    source: str
    net: str
    ends: tuple[str, ...]


class Chart(msgspec.Struct, frozen=True):
    """What stands on one page.

    Attributes:
        jumps: for answers whose target is not reached by a line, what is printed instead.
        letters: for questions that are named elsewhere, their letter.
        arrivals: for such questions, from where one comes.
        start: the question at which a reader begins, if it is here.
    """

    cards: tuple[Question, ...]
    rows: tuple[Row, ...]
    links: tuple[Link, ...]
    jumps: dict[str, str] = {}
    letters: dict[str, str] = {}
    arrivals: dict[str, str] = {}
    start: str = ""

    def jumps_of(self, card: Question) -> tuple[str, ...]:
        """For each answer of a card what is printed instead of a line, or ""; () if every line is drawn."""
        jumps = tuple(self.jumps.get(answer.id, "") for answer in card.answers)
        return jumps if any(jumps) else ()


def chart(
    drawn: Picture,
    questions: Sequence[str] | None = None,
    *,
    row_order: Sequence[str] = (),
    cut: Collection[tuple[str, str]] = (),
    letters: dict[str, str] | None = None,
    pages: dict[str, int] | None = None,
    arrivals: dict[str, str] | None = None,
) -> Chart:
    """The chart of some questions of a picture; of all by default.

    Args:
        row_order: the rows from top to bottom; rows that are not named follow.
        cut: pairs of answer and end (a question or a row) between which no line is drawn.
        letters, pages: of questions that a jump may name; letters are given here if there are none.
        arrivals: from where one comes to a question of another page.
    """
    here = {
        question.id: question for question in drawn.questions if questions is None or question.id in questions
    }
    given = dict(letters or {})
    links: list[Link] = []
    jumps: dict[str, str] = {}
    reached: dict[str, None] = {}
    numbers = {row.id: row.number for row in drawn.rows}
    for question in here.values():
        for answer in question.answers:
            if not answer.target:
                continue
            rows = drawn.leaves.get(answer.target)
            wanted = (answer.target,) if rows is None else rows
            ends = tuple(
                end for end in wanted if (rows is not None or end in here) and (answer.id, end) not in cut
            )
            if rows is not None:
                reached.update(dict.fromkeys(wanted))
            if ends:
                links.append(Link(answer.id, question.id, answer.target, ends))
            missing = [end for end in wanted if end not in ends]
            if missing:
                names = [_name(end, rows is None, given, pages or {}, set(here), numbers) for end in missing]
                jumps[answer.id] = f"{'also ' if ends else ''}► {', '.join(names)}"
    if not here:
        reached.update(dict.fromkeys(drawn.leaves.get(drawn.start, ())))
    if questions is None:
        reached.update(dict.fromkeys(row.id for row in drawn.rows))
    place = {id: k for k, id in enumerate(row_order)}
    order = {id: k for k, id in enumerate(reached)}
    rows_here = sorted(
        (row for row in drawn.rows if row.id in reached),
        key=lambda row: (place.get(row.id, len(place)), order[row.id]),
    )
    return Chart(
        cards=tuple(here.values()),
        rows=tuple(rows_here),
        links=tuple(links),
        jumps=jumps,
        letters={id: letter for id, letter in given.items() if id in here},
        arrivals={id: words for id, words in (arrivals or {}).items() if id in here},
        start=drawn.start,
    )


def _name(
    end: str,
    question: bool,
    letters: dict[str, str],
    pages: dict[str, int],
    here: Collection[str],
    numbers: dict[str, str],
) -> str:
    """How a jump names its target; a question without a letter gets the next one."""
    if not question:
        return numbers[end]
    letter = letters.setdefault(end, letter_of(len(letters)))
    return letter if end in here or end not in pages else f"page {pages[end]} ({letter})"


def letter_of(place: int) -> str:
    """A, B, ... Z, AA, AB, ... for 0, 1, ...

    >>> letter_of(0), letter_of(27)
    ('A', 'AB')
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
