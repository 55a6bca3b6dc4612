"""Answers: what one version of a guideline says to every patient, as diagrams over the joint space.

This is `decision_graph.traversal.answer` for all complete patients at once; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import Literal

import msgspec

from decision_graph.decision.sets import arrivals, call_order, entrances, leading
from decision_graph.diagrams import EVERYBODY, NOBODY, Diagram, Diagrams
from decision_graph.graph import (
    DecisionNode,
    Guideline,
    OutOfScope,
    Recommend,
    Recommendation,
    Silent,
)
from decision_graph.predicate.terms import Value
from decision_graph.verification.subject import GraphSubject, Subject

Kind = Literal["rows", "silent", "out_of_scope", "no_answer"]


class Said(msgspec.Struct, frozen=True, order=True):
    """What kind of answer a patient gets; of one without rows also the words, and the rows to look at."""

    kind: Kind
    words: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


ROWS = Said("rows")
NO_ANSWER = Said("no_answer", ("the questions and the table contradict each other: no answer is given",))
NO_SUCH_TIER = Said("silent", ("the source has no column for this setting",))

Standing = Literal["preferred", "also_matches", "also_consider"]


class Answers:
    """The answers of one version to everybody who enters at one graph.

    Args:
        guideline: the version.
        diagrams: over the joint space.
        start: id of the graph at which a query starts.
        words: from what names a text and the text itself, the text that stands for it in both versions.
    """

    def __init__(
        self, guideline: Guideline, diagrams: Diagrams, start: str, words: Callable[[Hashable, str], str]
    ) -> None:
        self.guideline = guideline
        self.diagrams = diagrams
        self.start = start
        self.words = words
        subject = Subject(guideline, call_order(guideline, start), diagrams)
        self.graphs = subject.graphs
        entering = entrances(diagrams, guideline, start)
        self.entered = {id: entering[id] for id in self.graphs}
        self.arrivals = {id: arrivals(diagrams, g.graph, entering[id]) for id, g in self.graphs.items()}

    # The rows

    @cached_property
    def matched(self) -> dict[str, Diagram]:
        """For each row those who enter its graph and for whom its population holds."""
        return {
            row: self.diagrams.both(self.entered[id], members)
            for id, graph in self.graphs.items()
            for row, members in graph.populations.items()
        }

    @cached_property
    def ahead(self) -> dict[str, Diagram]:
        """For each row those for whom it matches and no matching row outranks it."""
        return leading(self.diagrams, self.guideline, self.matched)

    @cached_property
    def standings(self) -> dict[str, Diagram]:
        """For each row its `Standing` in the answer of each patient; None where it is not shown."""
        return {row: self._standing(row) for row in self.matched}

    def _standing(self, row: str) -> Diagram:
        diagrams = self.diagrams
        preferred, also, consider, nothing = map(
            diagrams.value, ("preferred", "also_matches", "also_consider", None)
        )
        matched = diagrams.choose(
            self.matched[row], diagrams.choose(self.ahead[row], preferred, also), nothing
        )
        shown = diagrams.choose(self._is_rows, matched, nothing)
        contested = diagrams.any(diagrams.of(c.when) for c in self.guideline.recommendations[row].contested)
        graph = next(id for id, graph in self.graphs.items() if row in graph.populations)
        open_to_it = diagrams.both(diagrams.both(self.entered[graph], contested), self._has_rows_or_is_silent)
        open_to_it = diagrams.without(open_to_it, self.matched[row])
        return diagrams.choose(open_to_it, consider, shown)

    def remarks(self, row: Recommendation) -> Diagram:
        """What is said of a row beside it, for each patient: the texts of remarks and contested readings."""
        diagrams = self.diagrams
        result = diagrams.value(())
        for condition in (*row.remarks, *row.contested):
            text = self.words((row.id, condition.when), condition.why)
            joined = diagrams.combine(_merged, result, diagrams.value((text,)))
            result = diagrams.choose(diagrams.of(condition.when), joined, result)
        return result

    def above(self, row: str) -> Diagram:
        """The rows to which a row gives way, for each patient; () where it gives way to none."""
        diagrams = self.diagrams
        result = diagrams.value(())
        for other, members in self.matched.items():
            for precedence in self.guideline.recommendations[other].outranks:
                if precedence.row == row:
                    applies = members if precedence.when is None else diagrams.of(precedence.when)
                    applies = diagrams.all((self.matched[row], members, applies))
                    joined = diagrams.combine(_merged, result, diagrams.value((other,)))
                    result = diagrams.choose(applies, joined, result)
        return result

    # The kind of answer

    @cached_property
    def said(self) -> Diagram:
        """What kind of answer each patient gets, as `Said`: the last of these that holds."""
        diagrams = self.diagrams
        somebody = diagrams.any(self.matched.values())
        beyond, silent = self._leaves(OutOfScope), self._leaves(Silent)
        nothing = diagrams.without(EVERYBODY, somebody)
        loud = diagrams.without(nothing, diagrams.any(silent.values()))
        result = diagrams.value(ROWS)
        result = self._said("silent", silent, nothing, result)
        result = diagrams.choose(self._uncovered, diagrams.value(NO_SUCH_TIER), result)
        result = self._said("out_of_scope", beyond, loud, result)
        result = diagrams.choose(self._disagreeing(somebody), diagrams.value(NO_ANSWER), result)
        result = self._said("out_of_scope", self._outside(), EVERYBODY, result)
        return diagrams.choose(self._faulty(), diagrams.value(NO_ANSWER), result)

    @cached_property
    def _is_rows(self) -> Diagram:
        return self.diagrams.map(_is_rows, self.said)

    @cached_property
    def _has_rows_or_is_silent(self) -> Diagram:
        return self.diagrams.map(_may_show_rows, self.said)

    def _said(self, kind: Kind, reasons: dict[Said, Diagram], among: Diagram, otherwise: Diagram) -> Diagram:
        """Answers of one kind for those with a reason, who may have several reasons at once."""
        diagrams = self.diagrams
        together = diagrams.value(None)
        for reason, members in reasons.items():
            joined = diagrams.combine(_join, together, diagrams.value(reason))
            together = diagrams.choose(members, joined, together)
        concerned = diagrams.both(among, diagrams.any(reasons.values()))
        return diagrams.choose(concerned, together, otherwise)

    def _leaves(self, kind: type[Silent] | type[OutOfScope]) -> dict[Said, Diagram]:
        """For each thing that leaves of a kind say those who reach one."""
        found: dict[Said, Diagram] = {}
        for id, here in self.arrivals.items():
            for leaf in self.guideline.graphs[id].leaves.values():
                if isinstance(leaf, kind) and leaf.id in here:
                    words = (self.words((id, leaf.id), leaf.text),)
                    reason = (
                        Said("silent", words, tuple(sorted(leaf.nearest)))
                        if isinstance(leaf, Silent)
                        else Said("out_of_scope", words)
                    )
                    found[reason] = self.diagrams.either(found.get(reason, NOBODY), here[leaf.id])
        return found

    def _outside(self) -> dict[Said, Diagram]:
        """For each condition of scope those who enter and do not meet it."""
        diagrams = self.diagrams
        found: dict[Said, Diagram] = {}
        for id, entered in self.entered.items():
            for condition in self.guideline.graphs[id].scope:
                reason = Said("out_of_scope", (self.words((id, condition.when), condition.why),))
                failing = diagrams.without(entered, diagrams.of(condition.when))
                found[reason] = diagrams.either(found.get(reason, NOBODY), failing)
        return found

    @cached_property
    def _uncovered(self) -> Diagram:
        """Those whose tier no graph with rows that they enter has."""
        diagrams, guideline = self.diagrams, self.guideline
        with_rows = {id: e for id, e in self.entered.items() if guideline.graphs[id].recommendations}
        if not guideline.tier:
            return NOBODY
        covered = (
            diagrams.both(entered, self.at_tier(tier))
            for id, entered in with_rows.items()
            for tier in guideline.graphs[id].tiers
        )
        return diagrams.without(diagrams.any(with_rows.values()), diagrams.any(covered))

    def at_tier(self, tier: Value) -> Diagram:
        """Those who are treated in a tier."""
        axis = self.diagrams.space.index[self.guideline.tier]
        return self.diagrams.cells(axis, self.diagrams.space.axes[axis].bit(tier))

    # What is wrong with the files

    def _faulty(self) -> Diagram:
        """Those who meet a question without an answer, or with two where only one may hold."""
        found = NOBODY
        for id, graph in self.graphs.items():
            for node in graph.nodes:
                sound = graph.sound[node.id]
                if not (sound.exhaustive and (sound.exclusive or node.hit_policy == "collect")):
                    wrong = self._wrongly_answered(graph, node)
                    found = self.diagrams.either(found, self.diagrams.both(self.arrivals[id][node.id], wrong))
        return found

    def _wrongly_answered(self, graph: GraphSubject, node: DecisionNode) -> Diagram:
        diagrams = self.diagrams
        once = twice = NOBODY
        for answer in graph.answers(node):
            twice = diagrams.either(twice, diagrams.both(once, answer))
            once = diagrams.either(once, answer)
        gap = diagrams.without(EVERYBODY, once)
        return gap if node.hit_policy == "collect" else diagrams.either(gap, twice)

    def _disagreeing(self, somebody: Diagram) -> Diagram:
        """Those for whom the questions lead to other rows than the table."""
        diagrams = self.diagrams
        reached = dict.fromkeys(self.matched, NOBODY)
        for id, here in self.arrivals.items():
            for leaf in self.guideline.graphs[id].leaves.values():
                if isinstance(leaf, Recommend) and leaf.id in here:
                    for row in leaf.rows:
                        reached[row] = diagrams.either(reached.get(row, NOBODY), here[leaf.id])
        silent = diagrams.any(self._leaves(Silent).values())
        differing = (
            diagrams.choose(members, diagrams.without(EVERYBODY, ahead), ahead)
            for row, members in reached.items()
            for ahead in (self.ahead.get(row, NOBODY),)
        )
        return diagrams.any([*differing, diagrams.both(silent, somebody)])


def _is_rows(said: Said) -> bool:
    return said.kind == "rows"


def _may_show_rows(said: Said) -> bool:
    return said.kind in ("rows", "silent") and said != NO_SUCH_TIER


def _join(one: Said | None, other: Said) -> Said:
    if one is None:
        return other
    return Said(one.kind, _merged(one.words, other.words), _merged(one.nearest, other.nearest))


def _merged(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other}))
