"""Cycles: arrows that come back to where they began."""

from __future__ import annotations

from collections.abc import Iterable

from decision_graph.diagnostics import Span
from decision_graph.loading.names import Names

Arrow = tuple[str, str, Span]
"""From where, to where, and where that is said."""


def refuse_cycles(arrows: Iterable[Arrow], slug: str, message: str, hint: str, names: Names) -> None:
    """Complain of every knot of arrows that go round, naming one way round in order.

    Args:
        arrows: in the order of the files.
        slug: kind of the complaint.
        message: what a cycle means here.
        hint: what to do.
        names: where complaints go.
    """
    import networkx as nx  # slow to import, and needed only when files are read anew

    places = {(start, end): span for start, end, span in reversed([*arrows]) if start and end}
    graph: nx.DiGraph[str] = nx.DiGraph(list(reversed(places)))
    order = {name: place for place, name in enumerate(graph)}
    for knot in nx.strongly_connected_components(graph):
        if len(knot) == 1 and not graph.has_edge(*knot, *knot):
            continue  # nearly every knot of a large graph: it must not cost a look at all arrows
        # Not `graph.subgraph`, which walks a set of text in another order every time.
        tied: nx.DiGraph[str] = nx.DiGraph([(a, b) for a, b in graph.edges if a in knot and b in knot])
        first = min(knot, key=order.__getitem__)
        way = [start for start, _ in nx.find_cycle(tied, first)]
        if first in way:
            way = way[way.index(first) :] + way[: way.index(first)]
        names.add(slug, f"{message}: {' → '.join([*way, way[0]])}", places[way[-1], way[0]], hint)
