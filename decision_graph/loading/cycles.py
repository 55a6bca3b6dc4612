"""Cycles: arrows that come back to where they began."""

from __future__ import annotations

from collections.abc import Iterable

from decision_graph.loading.names import Names
from decision_graph.loading.tree import Scalar


def refuse_cycles(
    arrows: Iterable[tuple[str, Scalar]], slug: str, message: str, hint: str, names: Names
) -> None:
    """Complain of every knot of arrows that go round, naming one way round in order.

    Args:
        arrows: from where, and to where with its place in the file.
        slug: kind of the complaint.
        message: what a cycle means here.
        hint: what to do.
        names: where complaints go.
    """
    import networkx as nx  # slow to import, and needed only when files are read anew

    graph: nx.DiGraph[str] = nx.DiGraph()
    for start, end in arrows:
        if end.text and not graph.has_edge(start, end.text):
            graph.add_edge(start, end.text, place=end)
    order = {name: place for place, name in enumerate(graph)}
    for knot in nx.strongly_connected_components(graph):
        first = min(knot, key=order.__getitem__)
        if len(knot) == 1 and not graph.has_edge(first, first):
            continue
        way = [start for start, _ in nx.find_cycle(graph.subgraph(knot), first)]
        if first in way:
            way = way[way.index(first) :] + way[: way.index(first)]
        last: Scalar = graph.edges[way[-1], way[0]]["place"]
        names.add(slug, f"{message}: {' → '.join([*way, way[0]])}", last.span, hint)
