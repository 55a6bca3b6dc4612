"""Compare: exactly which patients get another answer from a new version of a guideline, and which one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from decision_graph.comparison.answers import ROWS, Answers, Said
from decision_graph.comparison.joint import Population, everyone, joint_space
from decision_graph.comparison.offers import Offer, OptionKey, offers
from decision_graph.comparison.regions import Region, cover, described
from decision_graph.comparison.texts import canonical
from decision_graph.comparison.wording import Wording, wording
from decision_graph.diagnostics import Diagnostic, GraphError, Span, did_you_mean
from decision_graph.diagrams import NOBODY, Diagram, Diagrams, OverBudget
from decision_graph.graph import Guideline, Option, option_words
from decision_graph.shown import Shown

MOST_REGIONS = 12
"""Boxes in which the patients of one change are told."""

BUDGET = 5_000_000
"""Steps that a comparison may take: some tens of seconds."""


class Shift(msgspec.Struct, frozen=True, order=True):
    """One thing in an answer that was and is now; empty where it was or is not there.

    Attributes:
        row: id of the row that it is about; empty if it is about the answer as a whole.
        about: "answer", "row", or the words of an option or "remarks".
        before, after: in words.
    """

    row: str
    about: str
    before: str
    after: str


class Change(msgspec.Struct, frozen=True):
    """Patients whose answers change in the same way.

    Attributes:
        shifts: what changes.
        patients: how many complete patients they are.
        shared: what is true of all of them, in words; empty if nothing but what is true of everybody.
        regions: who they are; together exactly these patients, but for those in `untold`.
        untold: how many of them are in no region, because there would be too many regions.
    """

    shifts: tuple[Shift, ...]
    patients: int
    shared: str
    regions: tuple[Region, ...]
    untold: int = 0


class Crowd(msgspec.Struct, frozen=True):
    """Patients whom only one version allows; see `Change`."""

    patients: int = 0
    shared: str = ""
    regions: tuple[Region, ...] = ()
    untold: int = 0


class Comparison(Shown, msgspec.Struct, frozen=True):
    """What a new version of a guideline changes.

    Attributes:
        old, new: the versions.
        start: id of the graph at which every patient enters.
        patients: complete patients whom both versions allow, told apart by what either asks.
        changed: how many of them get another answer.
        changes: how; first those of the kind of answer, the rows and their standing, which share no
            patient, then for each row that is shown in both versions those of its options and remarks.
        refused: patients whom the new version refuses, because its vocabulary excludes them.
        admitted: patients whom the old version refused.
        wording: what the files say differently, whether or not it changes an answer.
    """

    old: Guideline
    new: Guideline
    start: str
    patients: int
    changed: int
    changes: tuple[Change, ...]
    refused: Crowd
    admitted: Crowd
    wording: tuple[Wording, ...]

    @property
    def same(self) -> bool:
        """Whether every patient gets the answer that the old version gave."""
        return not self.changed and not self.refused.patients


def compare(old: Guideline, new: Guideline, graph: str | None = None, budget: int = BUDGET) -> Comparison:
    """Compare two versions of a guideline for every complete patient; nothing is sampled.

    Args:
        old, new: loaded; names of rows, attributes and interventions say what is the same in both.
        graph: ask this graph directly instead of the guideline's entry.
        budget: steps that may be taken.

    Raises:
        GraphError: `attribute-kind`, if an attribute is of another kind in each; `unknown-graph`;
            `over-budget`, if the versions differ in more ways than the budget allows.

    >>> from decision_graph.loading import load_guideline
    >>> asthma = load_guideline("tests/fixtures/asthma")
    >>> found = compare(asthma, asthma)
    >>> found.same, found.changed, found.wording
    (True, 0, ())
    """
    for version in (old, new):
        if graph is not None and graph not in version.graphs:
            hint = did_you_mean(graph, version.graphs)
            message = f"version {version.version} of {version.id!r} has no graph {graph!r}"
            raise GraphError(Diagnostic("unknown-graph", message, hint=hint))
    try:
        return _Comparer(old, new, graph, budget).comparison()
    except (OverBudget, RecursionError):
        message = f"the comparison needs more than the {budget:,} steps allowed"
        hint = "allow more, or compare one graph after the other"
        raise GraphError(Diagnostic("over-budget", message, hint=hint)) from None


class _Comparer:
    """Both versions over one space."""

    def __init__(self, old: Guideline, new: Guideline, graph: str | None, budget: int) -> None:
        self.guidelines = (old, new)
        self.start = graph or new.entry
        self.diagrams = diagrams = Diagrams(joint_space(old, new), budget)
        words = canonical(old, new)
        self.old = Answers(old, diagrams, graph or old.entry, words)
        self.new = Answers(new, diagrams, graph or new.entry, words)
        self.populations = (Population(old, diagrams), Population(new, diagrams))
        given = [self._given(answers) for answers in (self.old, self.new)]
        self.within = diagrams.all([everyone(self.populations), *given])
        self.changes: list[tuple[tuple[Shift, ...], Diagram]] = []

    def _given(self, answers: Answers) -> Diagram:
        """Those who have the facts of everybody that enters at the start."""
        graph = answers.graphs[answers.start]
        return graph.whole.given(graph.graph)

    def comparison(self) -> Comparison:
        """Everything that differs."""
        diagrams = self.diagrams
        self._whole()
        for row in self._rows():
            if row in self.old.standings and row in self.new.standings:
                self._row(row)
        changed = diagrams.any(members for _, members in self.changes)
        # On what one change depends all of them may not depend together; each must be counted alike.
        self.counted = self._mentioned().union(*(diagrams.axes(members) for _, members in self.changes))
        old, new = self.guidelines
        return Comparison(
            old,
            new,
            self.start,
            self._count(self.within, self.counted),
            self._count(changed, self.counted),
            tuple(self._told(shifts, members) for shifts, members in self.changes),
            self._only(0),
            self._only(1),
            wording(old, new),
        )

    def _rows(self) -> Iterable[str]:
        """Every row, in the order of the new version."""
        return dict.fromkeys((*self.new.standings, *self.old.standings))

    # What differs

    def _whole(self) -> None:
        """The kind of answer, the rows and their standing; no patient is in two of these changes."""
        diagrams = self.diagrams
        nothing = diagrams.value(None)
        kind = self._pairs(("", "answer"), self.old.said, self.new.said, _said)
        otherwise = diagrams.map(bool, kind)
        parts = [kind]
        for row in self._rows():
            old, new = (a.standings.get(row, nothing) for a in (self.old, self.new))
            # Beside another kind of answer it goes without saying that rows which gave way are gone too.
            led = diagrams.map(_if_preferred, old), diagrams.map(_if_preferred, new)
            brief = self._pairs((row, "row"), *led, _standing)
            full = self._pairs((row, "row"), old, new, _standing)
            parts.append(diagrams.choose(otherwise, brief, full))
        self._partition(parts, self.within)

    def _row(self, row: str) -> None:
        """The options and remarks of a row, for those to whom both versions show it."""
        diagrams = self.diagrams
        shown = (diagrams.map(_is_something, a.standings[row]) for a in (self.old, self.new))
        both = diagrams.all([self.within, *shown])
        if both == NOBODY:
            return
        old, new = (a.guideline.recommendations[row] for a in (self.old, self.new))
        before, after = offers(self.old, old), offers(self.new, new)
        nothing = diagrams.value(None)
        parts = []
        for key in dict.fromkeys((*after, *before)):
            pair = before.get(key, nothing), after.get(key, nothing)
            parts.append(self._pairs((row, self._option(key, key in after)), *pair, _offer))
        # Of a row that gives way in one version only the standing says it already.
        above = (self._where_it_gives_way(row, answers.above(row)) for answers in (self.old, self.new))
        parts.append(self._pairs((row, "gives way to"), next(above), next(above), _rows))
        remarks = self.old.remarks(old), self.new.remarks(new)
        parts.append(self._pairs((row, "remarks"), *remarks, _remarks))
        self._partition(parts, both)

    def _where_it_gives_way(self, row: str, above: Diagram) -> Diagram:
        diagrams = self.diagrams
        giving = (diagrams.map(_gives_way, a.standings[row]) for a in (self.old, self.new))
        return diagrams.choose(diagrams.all(giving), above, diagrams.value(()))

    def _option(self, key: OptionKey, is_new: bool) -> str:
        option = Option(key.give, key.detail)
        words = option_words(option, self.guidelines[is_new].vocabulary)
        words = f"step {key.rank}: {words}" if key.rank else words
        return f"{words}, strength {key.strength}" if key.strength else words

    def _pairs(
        self, about: tuple[str, str], old: Diagram, new: Diagram, words: Callable[[Any, Any], tuple[str, str]]
    ) -> Diagram:
        """The shift between two diagrams for each patient, as a tuple of none or one."""
        if old == new:
            return self.diagrams.value(())

        def differing(one: object, other: object) -> tuple[Shift, ...]:
            return () if one == other else (Shift(*about, *words(one, other)),)

        return self.diagrams.combine(differing, old, new)

    def _partition(self, parts: Iterable[Diagram], within: Diagram) -> None:
        """One change for each way in which some parts differ together."""
        diagrams = self.diagrams
        nothing = diagrams.value(())
        together = nothing
        for part in parts:
            if part != nothing:
                limited = diagrams.choose(within, part, nothing)
                together = diagrams.combine(_both, together, limited)
        for value in sorted(found for found in diagrams.values(together) if found):
            members = diagrams.map(lambda other, value=value: other == value, together)  # type: ignore[misc]
            self.changes.append((value, members))

    # Who they are

    def _mentioned(self) -> frozenset[int]:
        """The axes that the questions and tables of both versions mention."""
        graphs = [graph for answers in (self.old, self.new) for graph in answers.graphs.values()]
        return frozenset[int]().union(*(graph.mentioned for graph in graphs))

    def _count(self, members: Diagram, axes: frozenset[int]) -> int:
        """Complete patients, told apart by some axes only."""
        other = frozenset(range(len(self.diagrams.space.axes))) - axes
        return self.diagrams.count(self.diagrams.regardless(members, other), axes)

    def _told(self, shifts: tuple[Shift, ...], members: Diagram) -> Change:
        boxes, rest = cover(self.diagrams, members, self.within, self._mentioned(), MOST_REGIONS)
        patients, untold = (self._count(each, self.counted) for each in (members, rest))
        return Change(shifts, patients, *described(self.diagrams, boxes), untold)

    def _only(self, version: int) -> Crowd:
        """Patients whom one version allows and the other does not, whatever else the other would ask."""
        diagrams = self.diagrams
        own, other = self.populations[version], self.populations[1 - version]
        axes = enumerate(diagrams.space.axes)
        foreign = frozenset(place for place, axis in axes if not own.cells(axis))
        allowed = everyone((own,))
        members = diagrams.without(allowed, diagrams.regardless(other.allowed(), foreign))
        if members == NOBODY:
            return Crowd()
        counted = diagrams.axes(members) - foreign
        boxes, rest = cover(diagrams, members, allowed, self._mentioned(), MOST_REGIONS)
        patients, untold = (self._count(each, counted) for each in (members, rest))
        return Crowd(patients, *described(diagrams, boxes), untold)


def _both(one: tuple[Shift, ...], other: tuple[Shift, ...]) -> tuple[Shift, ...]:
    return (*one, *other)


def _if_preferred(standing: str | None) -> str | None:
    return standing if standing == "preferred" else None


def _gives_way(standing: str | None) -> bool:
    return standing == "also_matches"


def _is_something(value: object) -> bool:
    return value is not None


# Words, of what was and of what is


def _said(old: Said, new: Said) -> tuple[str, str]:
    return _kind(old), _kind(new)


def _kind(said: Said) -> str:
    if said == ROWS:
        return "rows apply"
    names = {"silent": "silent", "out_of_scope": "out of scope", "no_answer": "no answer", "rows": ""}
    words = f"{names[said.kind]}: {'; '.join(said.words)}"
    return f"{words} (nearest rows: {', '.join(said.nearest)})" if said.nearest else words


_STANDINGS = {
    None: "",
    "preferred": "preferred",
    "also_matches": "also matches, and gives way",
    "also_consider": "to be considered by another reading",
}


def _standing(old: str | None, new: str | None) -> tuple[str, str]:
    return _STANDINGS[old], _STANDINGS[new]


def _offer(old: Offer | None, new: Offer | None) -> tuple[str, str]:
    """What became of an option; its warnings only where both versions list it and they differ."""
    telling = old is not None and new is not None and old.cautions != new.cautions
    return _offered(old, telling), _offered(new, telling)


def _offered(offer: Offer | None, with_cautions: bool) -> str:
    if offer is None:
        return ""
    words = offer.standing.replace("_", " ")
    return f"{words}; caution: {'; '.join(offer.cautions)}" if offer.cautions and with_cautions else words


def _rows(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, str]:
    return ", ".join(old), ", ".join(new)


def _remarks(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, str]:
    """The remarks that only one of the versions makes."""
    return "; ".join(r for r in old if r not in new), "; ".join(r for r in new if r not in old)


def place(comparison: Comparison, change: Change) -> Span | None:
    """Where the first row that a change is about stands in the new files, or stood in the old ones."""
    row = next((shift.row for shift in change.shifts if shift.row), "")
    found = comparison.new.recommendations.get(row) or comparison.old.recommendations.get(row)
    return None if found is None else found.span
