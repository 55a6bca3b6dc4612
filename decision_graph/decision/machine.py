"""Machine: diagrams walked for a patient of whom not everything is known, at the price of one walk.

Where a fact is unanswered, a walk goes on at several nodes at once. As in a matcher of regular
expressions that is made deterministic while it runs, each set of nodes is one state of the machine; it
is made when a patient first comes there, and kept. Beside each node stands the diagram of those who are
allowed and can come there, so that what the rules exclude is not counted as possible.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, Final, TypeVar

from decision_graph.decision.form import FALSE, TRUE, Form

Key = TypeVar("Key")

Nodes = frozenset[tuple[int, int]]
"""Nodes of a diagram, each once, with a node of the diagram of those who can be there."""

State = tuple[int, Any]
"""The axis to look at and, for the cells that are possible there, the next state; or DONE and a result."""

DONE: Final = -1

LARGEST: Final = 50_000
"""Ways from one state to another that are kept; then all are forgotten and made anew as they are needed."""


class Machine:
    """The states that were met so far; threads may share it.

    Args:
        form: with the diagrams.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.size = 0
        self._states: dict[object, State] = {}
        self._entrances: list[Entrances[Any]] = []
        # The nodes of the form, then those of sets that are joined on the way; none is ever taken away.
        self._axes = list(form.axes)
        self._kids = list(form.kids)
        self._known: dict[tuple[int, tuple[int, ...]], int] = {}
        self._joined: dict[tuple[int, int], int] = {}
        self._making = threading.RLock()

    def entrances(self, root: Callable[[Key], int], finish: Finish, *, alone: bool = False) -> Entrances[Key]:
        """Where the walks through some diagrams begin.

        Args:
            root: from the name of a diagram to its first node.
            finish: makes the result of the ends that are possible.
            alone: if the rules are left out of account.
        """
        made = Entrances(self, root, finish, alone)
        self._entrances.append(made)
        return made

    def is_bound(self, root: int) -> bool:
        """Whether a diagram branches on an axis that the rules mention; if not, they say nothing of it."""
        return not self._ruled.isdisjoint(self._below(root))

    @cached_property
    def _ruled(self) -> frozenset[int]:
        return frozenset(self._below(self.form.allowed))

    def _below(self, root: int) -> Iterator[int]:
        """The axes on which a diagram branches."""
        seen = {root}
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node >= 0:
                yield self._axes[node]
                fresh = set(self._kids[node]) - seen
                seen |= fresh
                waiting += fresh

    def enter(self, nodes: Nodes, together: bool, finish: Finish) -> State:
        """The state of some nodes.

        Args:
            nodes: where a patient may be.
            together: whether the two diagrams are walked side by side. While all that was looked at is
                known, only one node is possible and the rules have nothing to add.
            finish: makes the result of the ends that are possible.
        """
        key = (nodes, together, finish)
        with self._making:
            found = self._states.get(key)
            if found is None:
                found = self._states[key] = self._make(nodes, together, finish)
            return found

    def _make(self, nodes: Nodes, together: bool, finish: Finish) -> State:
        ends = [node for node, _ in nodes]
        if len(nodes) <= 1 and all(node < 0 for node in ends):
            return DONE, finish(ends)
        if together:
            ahead = [self._axes[node] for pair in nodes for node in pair if node >= 0]
            if not ahead:
                return DONE, finish(ends)
            axis = min(ahead)
        else:
            axis = self._axes[ends[0]]
        return axis, _Next(self, nodes, together, axis, finish)

    def follow(self, nodes: Nodes, together: bool, axis: int, bits: int, finish: Finish) -> State:
        """The state after an axis on which some cells are possible."""
        places = [place for place, cell in enumerate(self.form.cells[axis]) if bits >> cell & 1]
        if not together and len(places) > 1:
            return self.enter(nodes, True, finish)
        with self._making:
            self._make_room()
            further: dict[int, int] = {}
            for node, beside in nodes:
                for onward, there in self._ways_on(node, beside, axis, places, together):
                    before = further.get(onward)
                    further[onward] = there if before is None else self._join(before, there)
        return self.enter(frozenset(further.items()), together and len(further) > 1, finish)

    def _ways_on(
        self, node: int, beside: int, axis: int, places: list[int], together: bool
    ) -> list[tuple[int, int]]:
        """Where a node leads in some cells of an axis, with those who can be there."""
        kids = self._kids[node] if node >= 0 and self._axes[node] == axis else None
        who = self._kids[beside] if together and beside >= 0 and self._axes[beside] == axis else None
        if kids is None and who is None:
            return [(node, beside)]
        if who is None:
            return [(kids[place], beside) for place in places] if kids else []
        if kids is None:
            return [(node, who[place]) for place in places if who[place] != FALSE]
        return [(kids[place], who[place]) for place in places if who[place] != FALSE]

    def _beyond(self, node: int, axis: int, place: int) -> int:
        return self._kids[node][place] if node >= 0 and self._axes[node] == axis else node

    def _join(self, one: int, other: int) -> int:
        """The diagram of those in either of two sets."""
        if other in (one, FALSE):
            return one
        if one == FALSE:
            return other
        if TRUE in (one, other):
            return TRUE
        key = (one, other) if one < other else (other, one)
        found = self._joined.get(key)
        if found is None:
            axis = min(self._axes[one], self._axes[other])
            kids = tuple(
                self._join(self._beyond(one, axis, place), self._beyond(other, axis, place))
                for place in range(len(self.form.cells[axis]))
            )
            found = self._joined[key] = kids[0] if len({*kids}) == 1 else self._node(axis, kids)
        return found

    def _node(self, axis: int, kids: tuple[int, ...]) -> int:
        if not self._known:  # only who meets the rules with facts unanswered needs it
            nodes = zip(self._axes, self._kids, strict=True)
            self._known = {node: number for number, node in enumerate(nodes)}
        found = self._known.get((axis, kids))
        if found is None:
            self._axes.append(axis)
            self._kids.append(kids)
            found = self._known[axis, kids] = len(self._axes) - 1
        return found

    def _make_room(self) -> None:
        self.size += 1
        if self.size > LARGEST:
            self.size = 0
            self._states = {}
            for entrances in self._entrances:
                entrances.clear()


Finish = Callable[[Iterable[int]], Any]
"""From the ends that are possible to a result."""


class Entrances(dict[Key, State]):
    """The first state of each of some diagrams, by its name; made when it is first asked for."""

    def __init__(self, machine: Machine, root: Callable[[Key], int], finish: Finish, alone: bool) -> None:
        super().__init__()
        self._machine = machine
        self._root = root
        self._finish = finish
        self._alone = alone

    def __missing__(self, name: Key) -> State:
        root = self._root(name)
        alone = self._alone or not self._machine.is_bound(root)
        nodes = frozenset(((root, TRUE if alone else self._machine.form.allowed),))
        return self.setdefault(name, self._machine.enter(nodes, False, self._finish))


class _Next(dict[int, State]):
    """The next state for the bits of the cells that are possible; made when it is first asked for."""

    __slots__ = ("_axis", "_finish", "_machine", "_nodes", "_together")

    def __init__(self, machine: Machine, nodes: Nodes, together: bool, axis: int, finish: Finish) -> None:
        super().__init__()
        self._machine = machine
        self._nodes = nodes
        self._together = together
        self._axis = axis
        self._finish = finish

    def __missing__(self, bits: int) -> State:
        return self.setdefault(
            bits, self._machine.follow(self._nodes, self._together, self._axis, bits, self._finish)
        )
