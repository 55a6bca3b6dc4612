"""Tracks: the ways through a machine that many patients take, as Python functions of nested ifs.

A walk from state to state spends most of its time on finding the next state. Once a thousand patients came
by, it is known which ways are beaten; they are written as one function, made of numbers alone, the most
frequent answer first. Whoever leaves the beaten tracks walks on from state to state as before, and when many
did, the function is written anew. It finds the very states that a walk finds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from decision_graph.decision.machine import Entrances, State, end, onward
from decision_graph.space import Region

Key = TypeVar("Key")

Walk = Callable[[Region], State]
"""From what is known of a patient to the state in which the walk ends."""

ENOUGH: Final = 1000
"""So many patients show which ways are beaten."""

FEW: Final = 3
"""A way that fewer of them took is not worth a place in a function."""

AGAIN: Final = 8
"""By so much more patients must leave the tracks each time before they are written anew."""

DEEPEST: Final = 60
"""Questions below each other in one function; Python takes no more than a hundred indentations."""


class Tracks(dict[Key, Walk]):
    """For the name of each of some diagrams the quickest way through it that is known.

    Args:
        entrances: to the diagrams.
    """

    def __init__(self, entrances: Entrances[Key]) -> None:
        super().__init__()
        self.entrances = entrances
        entrances.forgetting.append(self.clear)

    def __missing__(self, name: Key) -> Walk:
        return self.setdefault(name, _Scout(self, name))


class _Scout:
    """Walks with those for whom there is no track, and lays one where many go."""

    def __init__(self, tracks: Tracks[Any], name: object) -> None:
        self.tracks = tracks
        self.name = name
        self.start: State = tracks.entrances[name]
        self.laid: Walk = self
        self.count = 0
        self.due = ENOUGH
        self.known: list[Region] = []
        self.lately: deque[Region] = deque(maxlen=ENOUGH)

    def __call__(self, region: Region) -> State:
        return self.go_on(self.start, region)

    def go_on(self, state: State, region: Region) -> State:
        """The end of a walk from a state on."""
        self.lately.append(region)
        self.count += 1
        if self.count >= self.due:
            self._lay()
        return end(state, region)

    def _lay(self) -> None:
        with self.tracks.entrances.machine.making:
            if self.count < self.due:  # another thread did
                return
            self.count, self.due = 0, self.due * AGAIN
            self.known += self.lately
            laid = _function(self.start, self.known, self.go_on)
            # If all was forgotten meanwhile, others begin anew.
            if self.tracks.get(self.name) is self.laid:
                self.tracks[self.name] = self.laid = laid


def _function(start: State, regions: list[Region], go_on: Callable[[State, Region], State]) -> Walk:
    states: list[State] = []
    lines = "\n".join(_lines(start, regions, 1, states))
    names: dict[str, Any] = {f"s{place}": state for place, state in enumerate(states)}
    names["go_on"] = go_on
    exec(f"def walk(r):\n{lines}", names)
    found: Walk = names["walk"]
    return found


def _lines(state: State, regions: list[Region], depth: int, states: list[State]) -> Iterator[str]:
    """The statements for those who come to a state; `states` names those that they mention."""
    name = f"s{len(states)}"
    states.append(state)
    margin, axis = " " * depth, state[0]
    if axis is None:
        yield f"{margin}return {name}"
        return
    answers: dict[int, list[Region]] = {}
    for region in regions:
        answers.setdefault(region[axis], []).append(region)
    beaten = sorted((some for some in answers.items() if len(some[1]) >= FEW), key=lambda some: -len(some[1]))
    if depth < DEEPEST and beaten:
        looked = f"r[{axis}]" if len(beaten) == 1 else "b"
        if len(beaten) > 1:
            yield f"{margin}b = r[{axis}]"
        for bits, some in beaten:
            yield f"{margin}if {looked} == {bits}:"
            yield from _lines(state[bits] or onward(state, bits), some, depth + 1, states)
    yield f"{margin}return go_on({name}, r)"
