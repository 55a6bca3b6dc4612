"""Chart: a finished drawing as the numbers and words from which the page draws it.

The page draws each chart itself when it is looked at: that is a third of the size of SVG, every text
stays text, and every answer can be pressed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from decision_graph.export.drawing import Box, Drawing, Group, Line, Path, Words
from decision_graph.export.fonts import plain, rich_width, text_width
from decision_graph.export.page.tables import Json
from decision_graph.export.picture import Picture
from decision_graph.export.sizes import LEAD

BOLD = "\t"
"""Begins and ends what is bold in a line."""


def chart_data(drawn: Picture, drawing: Drawing) -> Json:
    """The cards, rows and lines of a chart, moved to its top left corner; lengths are in points.

    Returns:
        size: width, height, the usual size of text, and from one line to the next in sizes.
        heading: the cells of the table's heading: `[x, y, width, height, paragraphs]`.
        cards: `[id, x, y, width, height, height of the question, paragraphs, answers, badges, whether its
            border is double]`, with an answer, which follows the one above, as `[height, paragraphs]`, and a
            badge like a cell of the heading.
        rows: `[id, kind, y, height, cells]`, with a cell as `[paragraphs]` where it stands below that of the
            heading, else as `[paragraphs, x, width]`.
        lines: `[card, answer, turns, whether it has an arrow head, where a dot joins it]`; card and answer by
            their places; the turns are x and y of the start, then x or y in turn; y first where the line ends
            with a 1.

    A paragraph is `[x, first baseline, size, lines...]`. A negative x is that of the right side, to which the
    lines are set; a size of 0 is the usual one. `BOLD` in a line begins and ends what is bold.
    """
    groups = [group for group in drawing.groups if group.role in ("card", "row", "heading")]
    place = _Place(groups, drawing.paths)
    questions = {question.id: question for question in drawn.questions}
    kinds = {row.id: row.kind for row in drawn.rows}
    cards = (questions[group.id] for group in groups if group.role == "card")
    answers = {answer.id: (k, n) for k, card in enumerate(cards) for n, answer in enumerate(card.answers)}
    heading = [cell for group in groups if group.role == "heading" for cell in _cells(group)]
    columns = [place.box(box)[::2] for box, _ in heading]
    return {
        "id": drawn.id,
        "size": [place.width, place.height, _n(place.size), LEAD],
        "heading": [[*place.box(box), place.words(words)] for box, words in heading],
        "cards": [
            _card(group, place, len(questions[group.id].answers)) for group in groups if group.role == "card"
        ],
        "rows": [_row(group, place, kinds[group.id], columns) for group in groups if group.role == "row"],
        "lines": [_line(path, place, answers) for path in drawing.paths],
    }


class _Place:
    """Where the chart stands in the drawing."""

    def __init__(self, groups: Sequence[Group], paths: Iterable[Path]) -> None:
        outer = [box for group in groups for box in (group.outline, *group.boxes)]
        points = [point for path in paths for point in path.points]
        margin = 3.0
        sizes = Counter(words.size for group in groups for words in group.words)
        self.size = sizes.most_common(1)[0][0] if sizes else 8.0
        self.x = min([*(box.x for box in outer), *(x for x, _ in points)]) - margin
        self.y = min([*(box.y for box in outer), *(y for _, y in points)]) - margin
        self.width = round(max([*(box.right for box in outer), *(x for x, _ in points)]) - self.x + margin, 1)
        self.height = round(
            max([*(box.bottom for box in outer), *(y for _, y in points)]) - self.y + margin, 1
        )

    def box(self, box: Box) -> list[float]:
        return [_n(box.x - self.x), _n(box.y - self.y), _n(box.width), _n(box.height)]

    def words(self, words: Iterable[Words]) -> list[list[object]]:
        """Paragraphs; see `chart_data`."""
        return [said for paragraph in words for said in self._paragraphs(paragraph)]

    def _paragraphs(self, words: Words) -> Iterator[list[object]]:
        """The lines of a paragraph that stand below each other at one side."""
        lead, lines = words.size * LEAD, [line for line in words.lines if plain(line.runs).strip()]
        while lines:
            first, count, right = lines[0], 1, False
            for line in lines[1:]:
                if abs(line.y - first.y - lead * count) > 0.05:
                    break
                if not right and abs(line.x - first.x) < 0.05:
                    count += 1
                elif (right or count == 1) and abs(
                    _right(line, words.size) - _right(first, words.size)
                ) < 0.05:
                    count, right = count + 1, True
                else:
                    break
            x = self.x - _right(first, words.size) if right else first.x - self.x
            size = 0 if words.size == self.size else _n(words.size)
            yield [_n(x), _n(first.y - self.y), size, *map(_marked, lines[:count])]
            lines = lines[count:]


def _right(line: Line, size: float) -> float:
    return line.x + rich_width(line.runs, size)


def _marked(line: Line) -> str:
    """A line's text, with a mark wherever it turns bold or plain again."""
    text, bold = "", False
    for run in line.runs:
        text += BOLD * (run.bold != bold) + run.text.replace(BOLD, "")
        bold = run.bold
    return text.rstrip("\n")


def advances(charts: Iterable[Json]) -> dict[str, list[int]]:
    """The widths of every letter of some charts, plain and bold, in thousandths of the size."""
    found: set[str] = set()
    for chart in charts:
        found.update(*_lines(chart))
    return {
        letter: [round(text_width(letter, 1000, bold=bold)) for bold in (False, True)]
        for letter in sorted(found - {BOLD})
    }


def _lines(part: object) -> Iterator[str]:
    """Every text inside a chart."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _lines(inner)


def _card(group: Group, place: _Place, count: int) -> list[object]:
    outline, head = group.outline, group.boxes[1]
    inner = group.boxes[2:]
    answers = [
        box
        for box in inner
        if (box.x, box.width) == (outline.x, outline.width) and box.y >= head.bottom - 0.01
    ]
    assert len(answers) == count, "a card has a box for each answer, below its question"
    badges = [box for box in inner if box not in answers and box.bottom <= head.bottom + 0.01]
    own = [words for words in group.words if not any(_stands_in(words, box) for box in (*answers, *badges))]
    return [
        group.id,
        *place.box(outline),
        _n(head.height),
        place.words(own),
        [
            [_n(box.height), place.words(words for words in group.words if _stands_in(words, box))]
            for box in answers
        ],
        [
            [*place.box(box), place.words(words for words in group.words if _stands_in(words, box))]
            for box in badges
        ],
        int(any(box.x < outline.x for box in inner)),
    ]


def _row(group: Group, place: _Place, kind: str, columns: list[list[float]]) -> list[object]:
    cells = list(_cells(group))
    below = [place.box(box)[::2] for box, _ in cells] == columns
    said = [
        [place.words(words)] if below else [place.words(words), *place.box(box)[::2]] for box, words in cells
    ]
    return [group.id, kind, *place.box(group.outline)[1::2], said]


def _cells(group: Group) -> Iterator[tuple[Box, list[Words]]]:
    """The cells of a row, or of the table's heading, from left to right, with their words."""
    outline = group.outline
    cells = [box for box in group.boxes if (box.x, box.width) != (outline.x, outline.width)]
    for box in cells or [outline]:
        yield box, [words for words in group.words if _stands_in(words, box)]


def _stands_in(words: Words, box: Box) -> bool:
    """Whether a paragraph begins inside a box."""
    first = words.lines[0].extent(words.size)
    x, y = first.x + first.width / 2, first.y + first.height / 2
    return box.x <= x <= box.right and box.y <= y <= box.bottom


def _line(path: Path, place: _Place, answers: dict[str, tuple[int, int]]) -> list[object]:
    points = [(_n(x - place.x), _n(y - place.y)) for x, y in path.points]
    corners = [
        *points[:1],
        *(b for a, b, c in zip(points, points[1:], points[2:], strict=False) if not _straight(a, b, c)),
        points[-1],
    ]
    down = int(corners[0][0] == corners[1][0])
    turns = [corner[(k + down) % 2] for k, corner in enumerate(corners[1:])]
    dot: list[float] = []
    if not path.target:
        dot = list(points[-1])
    elif not path.source:
        dot = list(points[0])
    return [*answers.get(path.answer, (-1, -1)), [*points[0], *turns], int(path.arrow), dot, *[1] * down]


def _straight(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    """Whether a line does not turn at its middle point."""
    return a[0] == b[0] == c[0] or a[1] == b[1] == c[1]


def _n(value: float) -> float:
    """A number with one decimal, whole where it can be."""
    number = round(value, 1)
    return int(number) if number == int(number) else number
