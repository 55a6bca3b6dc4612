"""Ends: what the page's diagrams say of a complete patient, in numbers.

They are those of the compiled form (`decision_graph.decision`), with nothing in them that the page can work
out itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import msgspec

from decision_graph.decision.form import Form
from decision_graph.decision.outcome import Outcome, Way
from decision_graph.decision.sets import ENDS, Place, Taken
from decision_graph.graph import DecisionGraph, Guideline


class Ends:
    """The ends of the two diagrams of each graph.

    Args:
        guideline: whose graphs and rows are numbered, in the order of its files.
        form: of that guideline.
    """

    def __init__(self, guideline: Guideline, form: Form) -> None:
        self.guideline = guideline
        self.form = form
        self.rows = {id: k for k, id in enumerate(guideline.recommendations)}
        self.graphs = {id: k for k, id in enumerate(guideline.graphs)}
        self.steps = {step: k for k, step in enumerate(steps(guideline))}
        scope = ((graph.id, k) for graph in guideline.graphs.values() for k in range(len(graph.scope)))
        self.scope = {condition: k for k, condition in enumerate(scope)}
        pairs = (pair for pair, _ in conditional(guideline))
        self.pairs = {pair: k for k, pair in enumerate(dict.fromkeys(pairs))}

    def outcome(self, end: int) -> Hashable:
        """Rows that match, conditional precedences that apply, scope conditions that fail, two signs, leaves.

        Precedence without a condition applies wherever both rows match. The signs are a 1 if the graph and
        the table say the same, and a 2 if a silent leaf is reached. The leaves that are reached are told
        where no row is.
        """
        found = msgspec.msgpack.decode(self.form.outcomes[~end], type=Outcome)
        above = {(row, by) for row, them in found.outranked for by in them}
        return (
            tuple(sorted(self.rows[id] for id in found.matched)),
            tuple(sorted(self.pairs[pair] for pair in above if pair in self.pairs)),
            tuple(sorted(self.scope[condition] for condition in found.outside)),
            (1,) * found.sound + (2,) * found.silent,
            () if found.matched and found.sound else tuple(sorted(self._leaf(at) for at in found.leaves)),
        )

    def _leaf(self, at: Place) -> int:
        graph, id = at
        return self.steps[graph, id, ENDS]

    def entered(self, end: int) -> Hashable:
        """The graphs to which the questions lead."""
        found = msgspec.msgpack.decode(self.form.outcomes[~end], type=Outcome)
        return tuple(sorted(self.graphs[id] for id in found.graphs))

    def way(self, end: int) -> Hashable:
        """The answers that are true and the leaves that are reached."""
        found = msgspec.msgpack.decode(self.form.ways[~end], type=Way)
        taken = ((step.graph, step.id, true) for step in found.steps for true in step.true or (ENDS,))
        return tuple(sorted(self.steps[one] for one in taken))


def steps(guideline: Guideline) -> Iterator[Taken]:
    """Graph by graph the answers of each question with one more for "none of them", then the leaves."""
    for graph in guideline.graphs.values():
        for id in nodes_in_order(graph):
            for place in (*range(len(graph.nodes[id].edges)), ENDS):
                yield graph.id, id, place
        for id in leaves_in_order(graph):
            yield graph.id, id, ENDS


def nodes_in_order(graph: DecisionGraph) -> list[str]:
    """The questions in the order of a walk; those to which nothing leads come last."""
    return [id for id in dict.fromkeys((*graph.order, *graph.nodes)) if id in graph.nodes]


def leaves_in_order(graph: DecisionGraph) -> list[str]:
    """The leaves in the order of a walk; those to which nothing leads come last."""
    return [id for id in dict.fromkeys((*graph.order, *graph.leaves)) if id in graph.leaves]


def conditional(guideline: Guideline) -> Iterator[tuple[tuple[str, str], str]]:
    """Every precedence that holds only under a condition: the row that gives way, the other, the reason."""
    for row in guideline.recommendations.values():
        for outranks in row.outranks:
            if outranks.when is not None:
                yield (outranks.row, row.id), outranks.why
