"""Tables: what the page's data says more than once, said once and named by its place."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any as AnyType
from typing import assert_never

import msgspec

from decision_graph.decision.compiled import Compiled
from decision_graph.decision.form import TRUE, terms_of
from decision_graph.graph import Option
from decision_graph.predicate.terms import Compare, Term
from decision_graph.space import All, Any, Axis, Clause, Test
from decision_graph.vocabulary import Condition

Json = dict[str, AnyType]


class Tables:
    """Predicates, conditions, options and diagram nodes in the order in which they were first needed.

    Args:
        compiled: the exact answers of the guideline, from which the diagrams are taken.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.guideline = compiled.guideline
        self.space = compiled.guideline.space
        self.form = compiled.form
        self.nodes: list[list[int]] = []
        """A node: its axis, then for each of that axis's cells the node that follows; end `k` is `-1 - k`."""
        self.ends: list[object] = []
        self.terms: list[list[object]] = []
        """A predicate: its clause, and the node of its diagram."""
        self.conditions: list[list[object]] = []
        """A condition: the place of its predicate, its reason, its notes."""
        self.options: list[list[object]] = []
        self.interventions: list[list[object]] = []
        """An intervention: its name, what it is a kind of, the predicates that say whether it is here."""
        self.texts: list[str] = []
        self._places: dict[Hashable, int] = {}
        self._terms = dict(zip(terms_of(self.guideline), self.form.terms, strict=True))

    def cells(self, axis: Axis) -> list[int]:
        """The cells of an axis that its bounds allow, lowest first."""
        return [cell for cell in range(axis.full.bit_length()) if axis.full >> cell & 1]

    def term(self, term: Term) -> int:
        """The place of a predicate of the guideline."""
        key = ("term", term)
        if key not in self._places:
            said = [self.clause_json(self.space.clause(term)), self.truth(self._terms[term])]
            self._places[key] = len(self.terms)
            self.terms.append(said)
        return self._places[key]

    def condition(self, condition: Condition) -> int:
        """The place of a condition."""
        key = ("condition", condition)
        if key not in self._places:
            said = [self.term(condition.when), condition.why, condition.notes]
            self._places[key] = len(self.conditions)
            self.conditions.append(said)
        return self._places[key]

    def option(self, option: Option, said: list[object]) -> int:
        """The place of an option; `said` is what the page says about it."""
        key = ("option", msgspec.structs.replace(option, span=None))
        if key not in self._places:
            self._places[key] = len(self.options)
            self.options.append(said)
        return self._places[key]

    def text(self, text: str) -> int:
        """The place of a text that many say."""
        key = ("text", text)
        if key not in self._places:
            self._places[key] = len(self.texts)
            self.texts.append(text)
        return self._places[key]

    def intervention(self, id: str) -> int:
        """The place of an intervention; what it is a kind of comes before it."""
        key = ("intervention", id)
        if key not in self._places:
            vocabulary = self.space.vocabulary
            kinds = [self.intervention(kind.id) for kind in vocabulary.lineage(id) if kind.id != id]
            stock = [self.term(Compare(name, "==", True)) for name in vocabulary.stock(id)]
            self._places[key] = len(self.interventions)
            self.interventions.append([vocabulary.interventions[id].name, kinds, stock])
        return self._places[key]

    def clause_json(self, compiled: Clause) -> list[object]:
        """A clause: `[axis, "0110"]` for a test, with a 1 where it is true; or `["&" or "|", ...]`."""
        match compiled:
            case Test(axis, bits):
                cells = self.cells(self.space.axes[axis])
                return [axis, "".join("01"[bits >> cell & 1] for cell in cells)]
            case All(clauses):
                return ["&", *map(self.clause_json, clauses)]
            case Any(clauses):
                return ["|", *map(self.clause_json, clauses)]
            case _:
                assert_never(compiled)

    def truth(self, root: int) -> int:
        """The place of a diagram of yes and no."""
        return self.root(root, lambda end: end == TRUE)

    def root(self, root: int, value: Callable[[int], Hashable]) -> int:
        """The place of a diagram of the form, with other values at its ends; what becomes alike is joined.

        Args:
            value: for an end of the form what the page says there.
        """
        done: dict[int, int] = {}

        def place(node: int) -> int:
            if node not in done:
                if node < 0:
                    done[node] = self._end(value(node))
                else:
                    done[node] = self._node(
                        self.form.axes[node], [place(kid) for kid in self.form.kids[node]]
                    )
            return done[node]

        return place(root)

    def _end(self, value: Hashable) -> int:
        key = ("end", type(value), value)
        if key not in self._places:
            self._places[key] = -1 - len(self.ends)
            self.ends.append(value)
        return self._places[key]

    def _node(self, axis: int, kids: list[int]) -> int:
        if kids.count(kids[0]) == len(kids):
            return kids[0]
        key = ("node", axis, *kids)
        if key not in self._places:
            self._places[key] = len(self.nodes)
            self.nodes.append([axis, *kids])
        return self._places[key]

    def nodes_text(self) -> str:
        """The nodes as short text: "axis kid kid ...", in base 36; nodes among the kids are counted back."""
        return " ".join(
            " ".join([_base36(node[0]), *(_base36(kid if kid < 0 else place - kid) for kid in node[1:])])
            for place, node in enumerate(self.nodes)
        )

    def ends_text(self) -> list[object]:
        """The ends; a list of places is text, the step from each to the next in base 36; "/" parts lists."""
        return [_steps(end) for end in self.ends]


def _steps(end: object) -> object:
    if not isinstance(end, tuple):
        return end
    lists = end if any(isinstance(part, tuple) for part in end) else (end,)
    return "/".join(
        " ".join(_base36(place - last) for last, place in zip((0, *places), places, strict=False))
        for places in lists
    )


def _base36(number: int) -> str:
    """A whole number as JavaScript's `parseInt(text, 36)` reads it.

    >>> _base36(35), _base36(-36)
    ('z', '-10')
    """
    digits = ""
    rest = abs(number)
    while rest or not digits:
        rest, digit = divmod(rest, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return "-" + digits if number < 0 else digits
