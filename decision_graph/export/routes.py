"""Routes: horizontal, vertical, horizontal lines from answers to their targets, each on its own track.

Between two columns there is a gap. Every line that changes its height does so once, in a gap, on a
vertical track; tracks are ordered so that lines in the same order on both sides never cross.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, islice, pairwise

import msgspec

from decision_graph.export.chart import Link
from decision_graph.export.drawing import Path, Point
from decision_graph.export.layout import Columns, Item, Span, Strand, answer_middle, entry, monotone
from decision_graph.export.sizes import Style

STRAIGHT = 0.4
"""A difference in height below this, in points, is not worth a bend."""

TOUCH = 0.2
"""Lines that are nearer than this, in points, touch."""

Segment = tuple[float, float, float, float]

Reach = tuple[float, float]
"""The heights between which a vertical piece runs."""


class Bundle(msgspec.Struct):
    """Lines of one net that meet in one gap: the heights on its left and right, and its track."""

    net: str
    lefts: dict[str, float]
    rights: dict[str, float]
    track: int = -1

    @property
    def low(self) -> float:
        """The upper end of its vertical piece."""
        return min(*self.lefts.values(), *self.rights.values())

    @property
    def high(self) -> float:
        """The lower end of its vertical piece."""
        return max(*self.lefts.values(), *self.rights.values())

    @property
    def bends(self) -> bool:
        """Whether it needs a vertical piece."""
        return self.high - self.low > STRAIGHT


class Plan(msgspec.Struct, frozen=True):
    """The bundles of every gap, and the heights at which lines arrive at rows."""

    gaps: tuple[tuple[Bundle, ...], ...]
    ports: dict[tuple[str, str], float]

    def widths(self, style: Style) -> list[float]:
        """The least width of each gap in points."""
        return [
            style.arrow + style.track * (0.9 + max((bundle.track + 1 for bundle in gap), default=0))
            for gap in self.gaps
        ]


def plan(found: Columns, rows: dict[str, Span], style: Style) -> Plan:
    """Give every line that bends a track."""
    ports = _ports(found, rows, style)
    gaps: list[list[Bundle]] = [[] for _ in found.items]
    for strand in found.strands:
        if strand.link.answer in found.ladder:
            continue
        first = found.column[strand.link.source]
        for place in range(len(strand.passes) + 1):
            left = _stop(found, strand, place - 1)
            rights = (
                _ends(found, strand, ports) if place == len(strand.passes) else [_stop(found, strand, place)]
            )
            _add(gaps[first + place], strand.link.net, [left], rights)
    for gap in gaps:
        _assign_tracks(gap, style)
    return Plan(tuple(map(tuple, gaps)), ports)


def _stop(found: Columns, strand: Strand, place: int) -> tuple[str, float]:
    if place >= 0:
        return (strand.passes[place].id, strand.passes[place].y)
    source = found.cards[strand.link.source]
    return (strand.link.answer, source.y + answer_middle(source, strand.link))


def _ends(found: Columns, strand: Strand, ports: dict[tuple[str, str], float]) -> list[tuple[str, float]]:
    net = strand.link.net
    return [
        (f">{end}", found.cards[end].y + entry(found.cards[end]) if end in found.cards else ports[net, end])
        for end in strand.link.ends
    ]


def _add(
    gap: list[Bundle], net: str, lefts: Iterable[tuple[str, float]], rights: Iterable[tuple[str, float]]
) -> None:
    """Add a line to the bundle of its net that it touches, or as a new bundle."""
    new = Bundle(net, dict(lefts), dict(rights))
    for bundle in [old for old in gap if old.net == net]:
        if bundle.lefts.keys() & new.lefts.keys() or bundle.rights.keys() & new.rights.keys():
            new.lefts = {**bundle.lefts, **new.lefts}
            new.rights = {**bundle.rights, **new.rights}
            gap.remove(bundle)
    gap.append(new)


def _ports(found: Columns, rows: dict[str, Span], style: Style) -> dict[tuple[str, str], float]:
    """Where each net arrives at each of its rows: straight ahead where the row is tall enough."""
    arriving: dict[str, dict[str, list[float]]] = {}
    for strand in found.strands:
        for end in strand.link.ends:
            if end in rows:
                y = _stop(found, strand, len(strand.passes) - 1)[1]
                arriving.setdefault(end, {}).setdefault(strand.link.net, []).append(y)
    ports: dict[tuple[str, str], float] = {}
    for row, nets in arriving.items():
        span = rows[row]
        margin = min(style.size * 0.9, span.height / 4)
        straight = {net: _nearest_inside(span, margin, ys) for net, ys in nets.items()}
        order = sorted(nets, key=lambda net: (straight[net], sum(nets[net]) / len(nets[net]), net))
        step = min(style.track, (span.height - 2 * margin) / max(1, len(order)))
        wanted = [(straight[net] - place * step, 1.0) for place, net in enumerate(order)]
        lowest, highest = span.top + margin, span.top + span.height - margin - step * (len(order) - 1)
        for place, (net, y) in enumerate(zip(order, monotone(wanted), strict=True)):
            ports[net, row] = min(max(y, lowest), max(highest, lowest)) + place * step
    return ports


def _nearest_inside(span: Span, margin: float, ys: Sequence[float]) -> float:
    """A height at which at least one of the lines runs straight into the row, if any can."""
    inside = [y for y in ys if span.clamp(y, margin) == y]
    if inside:
        return sorted(inside)[len(inside) // 2]
    return span.clamp(sum(ys) / len(ys), margin)


def _assign_tracks(gap: list[Bundle], style: Style) -> None:
    """Number the tracks from left to right so that no horizontal piece meets a vertical one, if it can be."""
    bending = [bundle for bundle in gap if bundle.bends]
    reach = [(bundle.low, bundle.high) for bundle in bending]
    after: dict[int, set[int]] = {k: set() for k in range(len(bending))}
    apart: dict[int, set[int]] = {k: set() for k in range(len(bending))}
    near = style.track * 0.8
    for (i, (low, high)), (j, (other_low, other_high)) in combinations(enumerate(reach), 2):
        if low - near < other_high and other_low - near < high:
            apart[i].add(j)
            apart[j].add(i)
            left_of = _crossings(bending[i], reach[i], bending[j], reach[j])
            right_of = _crossings(bending[j], reach[j], bending[i], reach[i])
            if left_of < right_of:
                after[j].add(i)
            elif right_of < left_of:
                after[i].add(j)
    for k in _in_order(after):
        least = max((bending[i].track + 1 for i in after[k] if bending[i].track >= 0), default=0)
        taken = {bending[i].track for i in apart[k]}
        while least in taken:
            least += 1
        bending[k].track = least


def _crossings(left: Bundle, reach: Reach, right: Bundle, other: Reach) -> int:
    """How often two lines cross when one has its vertical piece left of the other's."""
    low, high = reach
    count = sum([low < y < high for y in right.lefts.values()])
    low, high = other
    return count + sum([low < y < high for y in left.rights.values()])


def _in_order(after: dict[int, set[int]]) -> list[int]:
    """Every number after those that must come before it; a circle is cut at its smallest member."""
    left = {k: set(v) for k, v in after.items()}
    done: list[int] = []
    while left:
        free = [k for k, v in left.items() if not v - set(done)] or [min(left)]
        for k in free:
            done.append(k)
            del left[k]
    return done


def paths(
    found: Columns, planned: Plan, xs: Sequence[float], style: Style, card: float, table: float
) -> tuple[Path, ...]:
    """Every line as a path. Lines that join end where they meet; an answer that forks starts where it parts.

    Args:
        xs: left side of each column.
        card: width of a card.
        table: left side of the treatment table.
    """
    tracks = _track_xs(planned, xs, style, card, table)
    drawn: dict[str, list[Segment]] = {}
    result: list[Path] = []
    for strand in found.strands:
        link = strand.link
        for place, end in enumerate(link.ends):
            points = _points(found, planned, strand, end, xs, tracks, card, table, style)
            before = drawn.setdefault(link.net, [])
            if place:
                kept = _until(list(reversed(points)), before)
                points, whole = list(reversed(kept)), True
            else:
                kept = _until(points, before)
                whole = kept == points
                points = kept
            if len(points) < 2:  # another line of the net is there already
                continue
            before.extend(segments(points))
            target = end if whole else ""
            source = "" if place else link.source
            result.append(Path(link.net, tuple(points), link.answer, end, source, target, arrow=whole))
    return tuple(result)


def _track_xs(
    planned: Plan, xs: Sequence[float], style: Style, card: float, table: float
) -> dict[tuple[int, str], float]:
    """The x of each bundle's vertical piece, by gap and by each of its terminals."""
    found: dict[tuple[int, str], float] = {}
    for g, gap in enumerate(planned.gaps):
        right = xs[g + 1] if g + 1 < len(xs) else table
        count = max((bundle.track + 1 for bundle in gap), default=0)
        start, room = xs[g] + card, right - style.arrow
        step = min(style.track, (room - start) / (count + 0.5)) if count else 0.0
        for bundle in gap:
            x = room - (count - 1 - bundle.track) * step
            for terminal in (*bundle.lefts, *bundle.rights):
                found[g, terminal] = x
    return found


def bracket(style: Style) -> float:
    """How far a line that leaves a card on its left runs beside it."""
    return style.arrow * 0.85


def goes_round(source: Item, link: Link) -> bool:
    """Whether the way down starts at an answer that is not the last one."""
    assert source.card is not None
    return source.card.answers[-1].id != link.answer


def _points(
    found: Columns,
    planned: Plan,
    strand: Strand,
    end: str,
    xs: Sequence[float],
    tracks: dict[tuple[int, str], float],
    card: float,
    table: float,
    style: Style,
) -> list[Point]:
    """The corners of one line from its answer to one of its ends."""
    link = strand.link
    first = found.column[link.source]
    source = found.cards[link.source]
    if link.answer in found.ladder:
        below = found.cards[end]
        if goes_round(source, link):
            x, y = xs[first] - bracket(style), source.y + answer_middle(source, link)
            arrival = below.y + entry(below)
            return [(xs[first], y), (x, y), (x, arrival), (xs[first], arrival)]
        x = xs[first] + card * 0.5
        return [(x, source.y + source.height), (x, below.y)]
    name, y = _stop(found, strand, -1)
    points: list[Point] = [(xs[first] + card, y)]
    for place in range(len(strand.passes) + 1):
        x = tracks[first + place, name]
        if place < len(strand.passes):
            name, further = _stop(found, strand, place)
        elif end in found.cards:
            further = found.cards[end].y + entry(found.cards[end])
        else:
            further = planned.ports[link.net, end]
        if abs(further - y) > STRAIGHT:
            points += [(x, y), (x, further)]
            y = further
    points.append((xs[found.column[end]] if end in found.cards else table, y))
    return points


def segments(points: Sequence[Point]) -> list[Segment]:
    """The pieces of a path, each with its smaller coordinates first."""
    return [(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in pairwise(points)]


def _until(points: list[Point], drawn: Sequence[Segment]) -> list[Point]:
    """The path up to where it first meets what is drawn; the whole path if it never does."""
    kept = [points[0]]
    for a, b in pairwise(points):
        meeting = [m for m in (_meet(a, b, segment) for segment in drawn) if m is not None]
        if meeting:
            nearest = min(meeting, key=lambda m: abs(m[0] - a[0]) + abs(m[1] - a[1]))
            return [*kept, nearest] if nearest != kept[-1] else kept
        kept.append(b)
    return kept


def _meet(a: Point, b: Point, segment: Segment) -> Point | None:
    """The first point of a horizontal or vertical piece from `a` to `b` that lies on a segment."""
    x0, y0, x1, y1 = segment
    low_x, high_x = max(min(a[0], b[0]), x0), min(max(a[0], b[0]), x1)
    low_y, high_y = max(min(a[1], b[1]), y0), min(max(a[1], b[1]), y1)
    slack = STRAIGHT + 0.1
    if low_x > high_x + slack or low_y > high_y + slack:
        return None
    x = low_x if b[0] >= a[0] else high_x
    y = low_y if b[1] >= a[1] else high_y
    return (x, a[1]) if a[1] == b[1] else (a[0], y)


def crossings(drawn: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Pairs of lines of different nets that cross, or that run on top of each other."""
    pieces = sorted(
        ((segment, place) for place, path in enumerate(drawn) for segment in segments(path.points)),
    )
    found: list[tuple[Path, Path]] = []
    for place, (a, one) in enumerate(pieces):
        right, low, high = a[2] + TOUCH, a[1] - TOUCH, a[3] + TOUCH
        net = drawn[one].net
        for b, other in islice(pieces, place + 1, None):
            if b[0] > right:  # so do all that follow, as they stand from left to right
                break
            if b[1] <= high and b[3] >= low and drawn[other].net != net:
                found.append((drawn[min(one, other)], drawn[max(one, other)]))
    return found
