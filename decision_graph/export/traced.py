"""Traced: a finished page on which the way of one patient is told apart from the rest.

What was taken is black on heavy lines, its answers white on black; what an unanswered fact leaves open
is dashed and marked "?"; what is closed is grey on thin lines and marked "×". So line weight, dash and
marks say it, and a grey copy says it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from decision_graph.export.drawing import Box, Drawing, Group, Path, Point, State, Words
from decision_graph.graph import DecisionGraph, Recommend, See
from decision_graph.predicate.truth import Truth
from decision_graph.traversal.walk import Trace

__all__ = ["LEGEND", "Way", "traced", "way_of"]

DIM = "#5c5c5c"
"""The grey of what is closed: legible on white and on the grey of a card, five to one and more."""

LEGEND = (
    "Heavy lines, white on black: the way of this patient. Dashed lines, ?: open, an answer is missing. "
    "Thin grey lines, ×: closed."
)
"""How to read it."""

_RANK: Mapping[State, int] = {"plain": 0, "closed": 0, "open": 1, "taken": 2}
_MARKS = {"open": "?", "closed": "×"}
_SIGNS = frozenset("►▼◄")


class Way(msgspec.Struct, frozen=True):
    """The way of a patient through one graph: what became of its questions, answers, leaves and rows.

    Attributes:
        cards: by the id of a question.
        answers: by the id of an answer: the question's id and its place, as "her2:0".
        ends: by the id of a question, a leaf or a row at which a line ends.
    """

    cards: dict[str, State]
    answers: dict[str, State]
    ends: dict[str, State]


def way_of(graph: DecisionGraph, trace: Trace) -> Way:
    """What a trace says about one graph."""
    cards: dict[str, State] = dict.fromkeys(graph.nodes, "closed")
    answers: dict[str, State] = {}
    for id, node in graph.nodes.items():
        answers.update({f"{id}:{place}": "closed" for place in range(len(node.edges))})
    for visit in trace.visits:
        if visit.graph == graph.id:
            cards[visit.node.id] = "taken" if visit.certain else "open"
            for place, edge in enumerate(visit.edges):
                if edge.truth is not Truth.FALSE:
                    sure = visit.certain and edge.truth is Truth.TRUE
                    answers[f"{visit.node.id}:{place}"] = "taken" if sure else "open"
    ends: dict[str, State] = dict.fromkeys((*graph.recommendations, *graph.leaves), "closed")
    ends |= cards
    for arrival in trace.arrivals:
        if arrival.graph == graph.id:
            rows = arrival.leaf.rows if isinstance(arrival.leaf, Recommend) else ()
            for id in (arrival.leaf.id, *rows):
                ends[id] = _better(ends.get(id, "closed"), "taken" if arrival.certain else "open")
    for id, leaf in graph.leaves.items():  # arrivals pass through `see` leaves
        if isinstance(leaf, See):
            into = [
                answers[f"{node.id}:{place}"]
                for node in graph.nodes.values()
                for place, edge in enumerate(node.edges)
                if edge.to == leaf.id
            ]
            ends[id] = max(into, key=_RANK.__getitem__, default="closed")
    return Way(cards, answers, ends)


def _better(one: State, other: State) -> State:
    return max(one, other, key=_RANK.__getitem__)


def traced(drawing: Drawing, way: Way) -> Drawing:
    """A page with the way of a patient; nothing moves, and nothing is left out.

    Args:
        drawing: a page that shows questions or rows of the graph.
        way: from `way_of`.
    """
    groups = tuple(_group(group, way) for group in drawing.groups)
    paths = tuple(_paths(drawing.paths, way))
    return msgspec.structs.replace(drawing, groups=groups, paths=paths)


# Cards and rows


def _group(group: Group, way: Way) -> Group:
    match group.role:
        case "card" if group.id in way.cards:
            return _card(group, way)
        case "row":
            return _row(group, way.ends.get(group.id, "closed"))
        case _:
            return group


def _card(card: Group, way: Way) -> Group:
    state = way.cards[card.id]
    answers = _answer_boxes(card, way)
    boxes = [
        _answer_box(box, answers[box]) if box in answers else _outlined(box, state) for box in card.boxes
    ]
    words = [
        _answer_words(text, answers[text.inside]) if text.inside in answers else _dimmed(text, state)
        for text in card.words
    ]
    title = f"{_SAID[state]}: {card.title}"
    return msgspec.structs.replace(card, boxes=tuple(boxes), words=tuple(words), title=title)


_SAID: Mapping[State, str] = {"taken": "Asked", "open": "May be asked", "closed": "Not asked", "plain": ""}


def _answer_boxes(card: Group, way: Way) -> dict[Box | None, State]:
    """The boxes of a card's answers, which stand under each other, from top to bottom."""
    inside = dict.fromkeys(text.inside for text in card.words if text.inside is not None)
    count = sum(id.rpartition(":")[0] == card.id for id in way.answers)
    lowest = sorted((box for box in inside if box in card.boxes), key=lambda box: box.y)[-count:]
    return {box: way.answers[f"{card.id}:{place}"] for place, box in enumerate(lowest)}


def _answer_box(box: Box, state: State) -> Box:
    match state:
        case "taken":
            return msgspec.structs.replace(box, fill="#000000")
        case "open":
            return msgspec.structs.replace(box, dash=True)
        case _:
            return msgspec.structs.replace(box, stroke=DIM)


def _answer_words(words: Words, state: State) -> Words:
    if state == "taken":
        return msgspec.structs.replace(words, fill="#ffffff")
    return _dimmed(_signed(words, _MARKS[state]), state)


def _signed(words: Words, mark: str) -> Words:
    """The mark in the place of the arrow that shows where the line leaves."""
    if words.text not in _SIGNS:
        return words
    line = words.lines[0]
    runs = (msgspec.structs.replace(line.runs[0], text=mark, bold=True),)
    return msgspec.structs.replace(words, lines=(msgspec.structs.replace(line, runs=runs),))


def _outlined(box: Box, state: State) -> Box:
    """Another box of a card or row: the line says whether it was reached."""
    match state:
        case "taken":
            return msgspec.structs.replace(box, stroke_width=box.stroke_width + 1.2)
        case "open":
            return msgspec.structs.replace(box, dash=True)
        case _:
            fill = DIM if box.fill == "#000000" else box.fill
            return msgspec.structs.replace(box, fill=fill, stroke=DIM)


def _dimmed(words: Words, state: State) -> Words:
    dim = state == "closed" and words.fill == "#000000"
    return msgspec.structs.replace(words, fill=DIM) if dim else words


def _row(row: Group, state: State) -> Group:
    boxes = [_outlined(box, state) if state == "closed" else box for box in row.boxes]
    if state != "closed":
        wide = 3.0 if state == "taken" else 1.8
        boxes[-1] = msgspec.structs.replace(_outlined(boxes[-1], state), stroke_width=wide)
    words = [_dimmed(text, state) for text in row.words]
    said = {"taken": "Reached", "open": "May be reached"}.get(state, "Not reached")
    return msgspec.structs.replace(row, boxes=tuple(boxes), words=tuple(words), title=f"{said}: {row.title}")


# Lines. A line that joins another ends where they meet, and the rest of the other one is its own as well.


def _paths(paths: Sequence[Path], way: Way) -> Iterator[Path]:
    """Every line, parted where its state changes; heavy ones last, so that they lie above."""
    joins: list[list[tuple[float, State]]] = [[] for _ in paths]
    for path in paths:
        state = _state(path, way)
        current = path
        while not current.target:
            found = _joined(paths, current)
            if found is None:
                break
            place, at = found
            joins[place].append((at, state))
            current = paths[place]
    pieces = [
        piece
        for path, joining in zip(paths, joins, strict=True)
        for piece in _pieces(path, _state(path, way), joining)
    ]
    yield from sorted(pieces, key=lambda piece: _RANK[piece.state])


def _state(path: Path, way: Way) -> State:
    answer = way.answers.get(path.answer, "closed")
    end = way.ends.get(path.end, "closed")
    return answer if _RANK[answer] < _RANK[end] else end


def _joined(paths: Sequence[Path], path: Path) -> tuple[int, float] | None:
    """The line on which a line ends, and how far along."""
    for place, other in enumerate(paths):
        if other is not path and other.net == path.net:
            at = _along(other.points, path.points[-1])
            if at is not None and (other.target or at < _length(other.points) - 0.01):
                return place, at
    return None


def _pieces(path: Path, state: State, joining: Iterable[tuple[float, State]]) -> Iterator[Path]:
    points, start = path.points, 0.0
    first = True
    for at, better in sorted(joining, key=lambda join: join[0]):
        if _RANK[better] > _RANK[state]:
            if start + 0.01 < at:
                before, points = _cut(points, at - start)
                if len(before) > 1:
                    whole = {} if first else {"answer": "", "source": path.source}
                    yield msgspec.structs.replace(
                        path, points=before, state=state, target="", arrow=False, joint=False, **whole
                    )
                    first = False
                start = at
            state = better
    if first:
        yield msgspec.structs.replace(path, points=points, state=state)
    else:
        yield msgspec.structs.replace(path, points=points, state=state, answer="", joint=False)


def _length(points: Sequence[Point]) -> float:
    return sum(abs(bx - ax) + abs(by - ay) for (ax, ay), (bx, by) in pairwise(points))


def _along(points: Sequence[Point], point: Point) -> float | None:
    """How far along a line of horizontal and vertical pieces a point lies; None if it does not."""
    x, y = point
    before = 0.0
    for (ax, ay), (bx, by) in pairwise(points):
        beyond = max(min(ax, bx) - x, x - max(ax, bx), min(ay, by) - y, y - max(ay, by))
        if beyond < 0.01:
            return before + abs(x - ax) + abs(y - ay)
        before += abs(bx - ax) + abs(by - ay)
    return None


def _cut(points: Sequence[Point], at: float) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The parts of a line before and behind a place on it."""
    left = at
    for place, ((ax, ay), (bx, by)) in enumerate(pairwise(points)):
        length = abs(bx - ax) + abs(by - ay)
        if left <= length:
            share = left / length if length else 0.0
            here = (ax + (bx - ax) * share, ay + (by - ay) * share)
            return (*points[: place + 1], here), (here, *points[place + 1 :])
        left -= length
    return tuple(points), (points[-1], points[-1])
