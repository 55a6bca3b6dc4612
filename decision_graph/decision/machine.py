"""Machine: diagrams walked for a patient of whom not everything is known, at the price of one walk.

Where a fact is unanswered, a walk goes on at several nodes at once. As in a matcher of regular
expressions that is made deterministic while it runs, each set of nodes is one state of the machine; it
is made when a patient first comes there, and kept. Beside each node stands what the rules still say of
those who can come there, so that what they exclude is not counted as possible.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from decision_graph.decision.form import Form
from decision_graph.decision.rests import NOTHING, Rest, Rests
from decision_graph.space import Region

Key = TypeVar("Key")

State = Any
"""Where a walk stands: what is looked up by numbers, in a list or, where that would be long, in a dict.

At 0 the axis to look at; at the bits of the cells that are possible there the next state, None as long as
it was not needed; at -2 the nodes, packed, and at -1 the `Walks` that it belongs to. Where a walk ends, None
at 0, and from 1 on what it came to. What a walk costs is mostly memory that is far away: so the few words
that it looks at stand together, and what only makes the next state is one string of bytes elsewhere.
"""

LONGEST: Final = 64
"""So many bits of cells at most are places in a list."""

LARGEST: Final = 100_000
"""Ways from one state to another that are kept; then all are forgotten and made anew as they are needed."""

Finish = Callable[[Iterable[int]], tuple[Any, ...]]
"""From the ends that are possible to what a walk comes to, in one form or several."""

Nodes = dict[int, Rest]
"""Nodes of a diagram with what the rules say of those who can be there."""


class Machine:
    """The states that were met so far; threads may share it.

    Args:
        form: with the diagrams.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.making = threading.RLock()
        self.size = 0
        self.rests = Rests(form)
        self._entrances: list[Entrances[Any]] = []

    def entrances(self, root: Callable[[Key], int], finish: Finish, *, alone: bool = False) -> Entrances[Key]:
        """Where the walks through some diagrams begin.

        Args:
            root: from the name of a diagram to its first node.
            finish: makes what a walk comes to of the ends that are possible.
            alone: if the rules are left out of account.
        """
        made = Entrances(self, root, finish, alone)
        self._entrances.append(made)
        return made

    def make_room(self) -> None:
        """Count one way more; where there are too many, begin anew. A walk under way goes on with the old."""
        self.size += 1
        if self.size > LARGEST:
            self.size = 0
            self.rests = Rests(self.form)
            for entrances in self._entrances:
                entrances.begin()


class Walks:
    """The states of all walks that come to the same kind of thing.

    Args:
        machine: that they belong to.
        finish: makes what a walk comes to of the ends that are possible.
    """

    def __init__(self, machine: Machine, finish: Finish) -> None:
        self.machine = machine
        self.rests = machine.rests
        self.finish = finish
        self.states: dict[bytes, State] = {}

    def enter(self, nodes: Nodes, together: bool) -> State:
        """The state of some nodes.

        Args:
            nodes: where a patient may be.
            together: whether what the rules say is walked beside them. While all that was looked at is
                known, only one node is possible and the rules have nothing to add.
        """
        numbers = self.rests.numbers
        if together:
            nodes = self._bearing(nodes)
        packed = [int(together)]
        for node in sorted(nodes):
            packed += node, numbers[nodes[node]]
        name = array("i", packed).tobytes()
        found = self.states.get(name)
        if found is None:
            found = self.states[name] = self._make(nodes, together, name)
        return found

    def _bearing(self, nodes: Nodes) -> Nodes:
        """The nodes without what the rules say of all of them alike, and of nothing that lies ahead."""
        ahead = 0
        for node in nodes:
            ahead |= self.rests.span(node)
        idle = self.rests.idle({*nodes.values()}, ahead)
        return {node: rest - idle for node, rest in nodes.items()} if idle else nodes

    def _make(self, nodes: Nodes, together: bool, name: bytes) -> State:
        axes = self.rests.axes
        ahead = {axes[node] for node in nodes if node >= 0}
        if together and (ahead or len(nodes) > 1):
            ahead |= {axes[node] for rest in {*nodes.values()} for node in rest}
        if not ahead:
            return [None, *self.finish(nodes)]
        axis = min(ahead)
        most = 2 << self.machine.form.cells[axis][-1]
        if most > LONGEST:
            return _Wide({0: axis, -2: name, -1: self})
        return [axis, *(None for _ in range(1, most)), name, self]

    def follow(self, name: bytes, axis: int, bits: int) -> State:
        """The state after one, which looks at an axis, if some cells of it are possible."""
        together, *packed = array("i", name)
        numbered = self.rests.numbers.rests
        nodes = {node: numbered[number] for node, number in zip(packed[::2], packed[1::2], strict=True)}
        places = [place for place, cell in enumerate(self.machine.form.cells[axis]) if bits >> cell & 1]
        if not together and len(places) > 1:
            beside = self.enter(nodes, True)
            return beside if beside[0] != axis else beside[bits] or onward(beside, bits)
        self.machine.make_room()
        if together:
            further = self._further(nodes, axis, places)
        else:
            further = {self.rests.kids[node][places[0]]: rest for node, rest in nodes.items()}
        return self.enter(further, bool(together) and len(further) > 1)

    def _further(self, nodes: Nodes, axis: int, places: list[int]) -> Nodes:
        """Where nodes lead in some cells of an axis."""
        rests, found = self.rests, Nodes()
        left = {rest: [rests.within(rest, axis, place) for place in places] for rest in {*nodes.values()}}
        whole = {rest: rests.any(there) for rest, there in left.items()}
        for node, rest in nodes.items():
            if node >= 0 and rests.axes[node] == axis:
                kids = rests.kids[node]
                ways = [(kids[place], there) for place, there in zip(places, left[rest], strict=True)]
            else:
                ways = [(node, whole[rest])]
            for onward, there in ways:
                if there is not None:
                    before = found.get(onward)
                    found[onward] = there if before is None else rests.either(before, there)
        return found


class _Wide(dict[int, Any]):
    """A state with too many bits for a list."""

    def __missing__(self, bits: int) -> None:
        return None


def onward(state: State, bits: int) -> State:
    """The state after one, if it was not made yet."""
    walks: Walks = state[-1]
    with walks.machine.making:
        found = state[bits] = walks.follow(state[-2], state[0], bits)
    return found


def end(state: State, region: Region) -> State:
    """The state in which the walk of a patient ends; `decide` and its neighbours have it inlined."""
    while (axis := state[0]) is not None:
        state = state[region[axis]] or onward(state, region[axis])
    return state


class Entrances(dict[Key, State]):
    """The first state of each of some diagrams, by its name; made when it is first asked for."""

    def __init__(self, machine: Machine, root: Callable[[Key], int], finish: Finish, alone: bool) -> None:
        super().__init__()
        self.machine = machine
        self.forgetting: list[Callable[[], None]] = []
        self._root = root
        self._finish = finish
        self._alone = alone
        self.begin()

    def begin(self) -> None:
        """Forget every state, and call whoever keeps some."""
        self.clear()
        for forget in self.forgetting:
            forget()
        self._walks = Walks(self.machine, self._finish)

    def __missing__(self, name: Key) -> State:
        root = self._root(name)
        with self.machine.making:
            rules = NOTHING if self._alone else self._walks.rests.rules
            return self.setdefault(name, self._walks.enter({root: rules}, False))
