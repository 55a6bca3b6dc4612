"""Machine: diagrams walked for a patient of whom not everything is known, at the price of one walk.

Where a fact is unanswered, a walk goes on at several nodes at once. As in a matcher of regular
expressions that is made deterministic while it runs, each set of nodes is one state of the machine; it
is made when a patient first comes there, and kept. Beside each node stands how far the patient has come
in the diagram of those whom the rules allow, so that what they exclude is not counted as possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from decision_graph.decision.form import FALSE, TRUE, Form

Key = TypeVar("Key")

Node = tuple[int, int]
"""A node of a diagram, and one of the diagram of those who are allowed."""

State = tuple[int, Any]
"""The axis to look at and, for the cells that are possible there, the next state; or DONE and a result."""

DONE: Final = -1

LARGEST: Final = 200_000
"""Ways from one state to another that are kept; then all are forgotten and made anew as they are needed."""


class Machine:
    """The states that were met so far.

    Threads may share it: a state that two of them make at once is the same to everybody.

    Args:
        form: with the diagrams.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.size = 0
        self._states: dict[object, State] = {}
        self._entrances: list[Entrances[Any]] = []

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

    def enter(self, nodes: frozenset[Node], together: bool, finish: Finish) -> State:
        """The state of some nodes.

        Args:
            nodes: where a patient may be.
            together: whether the two diagrams are walked side by side. While all that was looked at is
                known, only one node is possible and the rules have nothing to add.
            finish: makes the result of the ends that are possible.
        """
        key = (nodes, together, finish)
        found = self._states.get(key)
        if found is None:
            found = self._states.setdefault(key, self._make(nodes, together, finish))
        return found

    def _make(self, nodes: frozenset[Node], together: bool, finish: Finish) -> State:
        axes = self.form.axes
        if together:
            nodes = _pruned(nodes)
        if len({node for node, _ in nodes}) <= 1 and all(node < 0 for node, _ in nodes):
            return DONE, finish(node for node, _ in nodes)
        if len(nodes) == 1 and not together:
            ((node, _),) = nodes
            return axes[node], _Next(self, nodes, False, axes[node], finish)
        ahead = [axes[node] for pair in nodes for node in pair if node >= 0]
        if not ahead:
            return DONE, finish(node for node, _ in nodes)
        return min(ahead), _Next(self, nodes, True, min(ahead), finish)

    def follow(self, nodes: frozenset[Node], together: bool, axis: int, bits: int, finish: Finish) -> State:
        """The state after an axis on which some cells are possible."""
        self._make_room()
        cells = self.form.cells[axis]
        places = [place for place, cell in enumerate(cells) if bits >> cell & 1]
        if not together and len(places) > 1:
            return self.enter(nodes, True, finish)
        further = {
            (self._beyond(node, axis, place), self._beyond(beside, axis, place) if together else beside)
            for node, beside in nodes
            for place in places
        }
        if together:
            further = set(_pruned(further))
        return self.enter(frozenset(further), together and len(further) > 1, finish)

    def _beyond(self, node: int, axis: int, place: int) -> int:
        return self.form.kids[node][place] if node >= 0 and self.form.axes[node] == axis else node

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
        self._beside = TRUE if alone else machine.form.allowed

    def __missing__(self, name: Key) -> State:
        nodes = frozenset(((self._root(name), self._beside),))
        return self.setdefault(name, self._machine.enter(nodes, False, self._finish))


class _Next(dict[int, State]):
    """The next state for the bits of the cells that are possible; made when it is first asked for."""

    __slots__ = ("_axis", "_finish", "_machine", "_nodes", "_together")

    def __init__(
        self, machine: Machine, nodes: frozenset[Node], together: bool, axis: int, finish: Finish
    ) -> None:
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


def _pruned(nodes: Iterable[Node]) -> frozenset[Node]:
    """Nodes without those that nobody allowed can come to, and those that say nothing new."""
    left = {pair for pair in nodes if pair[1] != FALSE}
    ends = {node for node, beside in left if node < 0 and beside == TRUE}
    return frozenset(pair for pair in left if pair[0] not in ends or pair[1] == TRUE)
