"""Answer: everything that a guideline says about one patient, with its reasons.

The graph and the table are both consulted: the graph gives the path and the rows it reaches, the table
gives every row whose population holds, so that a row which is outranked is still shown. Verification
proves that they agree; should they disagree for a patient, no answer is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.graph import Cell, Guideline, OutOfScope, Recommend, Recommendation, Silent
from decision_graph.patient import Patient, make_patient
from decision_graph.predicate.terms import Value
from decision_graph.predicate.truth import Truth, and_
from decision_graph.space import truth
from decision_graph.traversal.options import OptionAnswer, judge_options
from decision_graph.traversal.questions import Question, rank_questions
from decision_graph.traversal.walk import Arrival, Trace, walk, with_given
from decision_graph.vocabulary import Condition

Status = Literal["decided", "open", "silent", "out_of_scope"]
Standing = Literal["preferred", "also_matches"]


class RowAnswer(msgspec.Struct, frozen=True):
    """A row that applies, or that a faithful reader may apply.

    Attributes:
        row: the recommendation.
        standing: `also_matches` if a matching row outranks it.
        outranked_by: id of each matching row that outranks it, with the reason.
        may_be_outranked_by: the same for rows that are still possible.
        contested: reasons why a faithful reader may decide otherwise, where they hold or may hold.
        remarks: what the row says where a condition holds, for the conditions that do.
        cell: what it offers in the tier asked for; None if no tier was given.
        options: of that cell, each with its standing.
    """

    row: Recommendation
    standing: Standing
    outranked_by: dict[str, str]
    may_be_outranked_by: dict[str, str]
    contested: tuple[Condition, ...]
    remarks: tuple[Condition, ...]
    cell: Cell | None
    options: tuple[OptionAnswer, ...]


class Answer(msgspec.Struct, frozen=True):
    """The answer to one query.

    Attributes:
        status: `open` while an unanswered fact can still change the rows or their standing.
        line, tier: the values of the selectors; None if unanswered or not part of the guideline.
        rows: rows that match for certain, preferred ones first.
        also_consider: rows that do not match by our reading but may by another; never part of `rows`.
        possible: ids of rows that match under some answers still to be given.
        questions: what would decide the rows, best first.
        option_questions: what would decide the options of `rows`.
        nearest: when silent, the nearest rows: cross-references, not recommendations.
        says: what a silent or out-of-scope leaf says, in words.
        assumed: scope conditions that nobody confirmed.
        notes: ids of every note that the answer rests on, the guideline's general ones included.
    """

    guideline: Guideline
    patient: Patient
    trace: Trace
    line: Value | None
    tier: Value | None
    status: Status
    rows: tuple[RowAnswer, ...] = ()
    also_consider: tuple[RowAnswer, ...] = ()
    possible: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    option_questions: tuple[Question, ...] = ()
    nearest: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def query(guideline: Guideline, facts: Mapping[str, object], graph: str | None = None) -> Answer:
    """Answer for one patient.

    Args:
        guideline: loaded with `load_guideline`.
        facts: by attribute name; the selectors of line and tier may stand among them.
        graph: ask this graph directly instead of the guideline's entry.

    Raises:
        GraphError: for facts that are unknown, malformed or contradictory, or a wrong graph.
    """
    patient = make_patient(guideline.space, facts)
    if graph is not None:
        if graph not in guideline.graphs:
            hint = did_you_mean(graph, guideline.graphs)
            raise GraphError(
                Diagnostic("unknown-graph", f"{guideline.id!r} has no graph {graph!r}", hint=hint)
            )
        patient = with_given(guideline, patient, graph)
    trace = walk(guideline, patient, graph)
    return _Reader(guideline, patient, trace).answer()


class _Reader:
    """Reads the table beside a finished walk."""

    def __init__(self, guideline: Guideline, patient: Patient, trace: Trace) -> None:
        self.guideline = guideline
        self.space = guideline.space
        self.patient = patient
        self.region = patient.region
        self.trace = trace
        self.line = patient.value(guideline.line) if guideline.line else None
        self.tier = patient.value(guideline.tier) if guideline.tier else None
        self.matches = self._matches()

    def answer(self) -> Answer:
        outside, assumed = self._scope()
        if outside:
            says = dict.fromkeys(f"this condition is not met: {condition.why}" for condition in outside)
            notes = [note for condition in outside for note in condition.notes]
            return self._finish("out_of_scope", notes, says=tuple(says))
        certain = [arrival for arrival in self.trace.arrivals if arrival.certain]
        beyond = [a.leaf.text for a in certain if isinstance(a.leaf, OutOfScope)]
        matched = [id for id, found in self.matches.items() if found is Truth.TRUE]
        possible = tuple(id for id, found in self.matches.items() if found is Truth.UNKNOWN)
        if beyond and not matched and not possible:
            return self._finish("out_of_scope", says=tuple(beyond), assumed=assumed)
        silent = [a for a in certain if isinstance(a.leaf, Silent)]
        self._agree(certain, matched, possible)
        if not self._tier_is_covered():
            return self._no_such_tier(matched, possible, assumed)
        if silent and not matched and not possible:
            return self._silent(silent, assumed)
        return self._applies(matched, possible, assumed)

    def _matches(self) -> dict[str, Truth]:
        """Each row of the graphs that were entered, with the truth of its population."""
        reached = {
            id
            for a in self.trace.arrivals
            if a.certain and isinstance(a.leaf, Recommend)
            for id in a.leaf.rows
        }
        found: dict[str, Truth] = {}
        for id, entered in self.trace.graphs.items():
            for row in self.guideline.graphs[id].recommendations.values():
                clause = self.space.clause(row.population)
                match = truth(clause, self.region)
                if match is Truth.UNKNOWN and self.space.assume(clause, self.region) is None:
                    match = Truth.FALSE
                if match is Truth.UNKNOWN and row.id in reached:
                    match = Truth.TRUE
                found[row.id] = match if entered else and_((match, Truth.UNKNOWN))
        return found

    def _scope(self) -> tuple[list[Condition], tuple[str, ...]]:
        """What excludes the patient, and what was taken for granted."""
        outside: list[Condition] = []
        assumed: list[str] = []
        for id, entered in self.trace.graphs.items():
            for condition in self.guideline.graphs[id].scope if entered else ():
                match self.space.decide(condition.when, self.region):
                    case Truth.FALSE:
                        outside.append(condition)
                    case Truth.UNKNOWN:
                        assumed.append(condition.why)
                    case Truth.TRUE:
                        pass
        return outside, tuple(dict.fromkeys(assumed))

    def _agree(self, certain: list[Arrival], matched: list[str], possible: tuple[str, ...]) -> None:
        """Refuse to answer where the graph and the table differ."""
        reached = {id for a in certain if isinstance(a.leaf, Recommend) for id in a.leaf.rows}
        silent = any(isinstance(a.leaf, Silent) for a in certain)
        ahead = {id for id in matched if not self._outranking(id, Truth.TRUE)}
        if reached - ahead or (silent and matched) or (not possible and self._settled() and ahead - reached):
            graph = ", ".join(sorted(reached)) or "nothing"
            table = ", ".join(sorted(ahead)) or "nothing"
            message = (
                f"for this patient the graph reaches {graph}, but the table gives {table}: no answer is given"
            )
            raise GraphError(Diagnostic("encodings-disagree", message, hint="verify the guideline's files"))

    def _settled(self) -> bool:
        return all(a.certain for a in self.trace.arrivals)

    def _outranking(self, id: str, wanted: Truth) -> dict[str, str]:
        """The rows whose precedence over a row has the wanted truth, each with its reason."""
        found: dict[str, str] = {}
        for other, match in self.matches.items():
            for outranked in self.guideline.recommendations[other].outranks:
                if outranked.row == id:
                    holds = (
                        Truth.TRUE
                        if outranked.when is None
                        else self.space.decide(outranked.when, self.region)
                    )
                    if and_((match, holds)) is wanted:
                        found[other] = outranked.why
        return found

    def _tier_is_covered(self) -> bool:
        graphs = [g for id in self.trace.graphs if (g := self.guideline.graphs[id]).recommendations]
        return self.tier is None or not graphs or any(self.tier in graph.tiers for graph in graphs)

    def _no_such_tier(
        self, matched: list[str], possible: tuple[str, ...], assumed: tuple[str, ...]
    ) -> Answer:
        label = next(tier.label for tier in self.guideline.tiers if tier.id == self.tier)
        says = f"The source gives no {label} column for this line; no other tier is shown in its place."
        return self._finish("silent", says=(says,), nearest=(*matched, *possible), assumed=assumed)

    def _silent(self, silent: list[Arrival], assumed: tuple[str, ...]) -> Answer:
        leaves = [a.leaf for a in silent if isinstance(a.leaf, Silent)]
        return self._finish(
            "silent",
            also_consider=self._also_consider(),
            says=tuple(leaf.text for leaf in leaves),
            nearest=tuple(dict.fromkeys(id for leaf in leaves for id in leaf.nearest)),
            notes=[id for leaf in leaves for id in leaf.notes],
            assumed=assumed,
        )

    def _applies(self, matched: list[str], possible: tuple[str, ...], assumed: tuple[str, ...]) -> Answer:
        rows = sorted((self._row(id) for id in matched), key=lambda row: self._lead(row, matched))
        pending = self._pending(rows, possible)
        return self._finish(
            "open" if pending else "decided",
            rows=tuple(rows),
            also_consider=self._also_consider(),
            possible=possible,
            questions=rank_questions(self.guideline, pending, self.tier),
            option_questions=rank_questions(self.guideline, _open_options(rows), self.tier),
            notes=[note for row in rows for note in _row_notes(row)],
            assumed=assumed,
        )

    def _also_consider(self) -> tuple[RowAnswer, ...]:
        """Rows that do not match by our reading, but by another one."""
        return tuple(
            self._row(id)
            for id, match in self.matches.items()
            if match is Truth.FALSE and self._contested(id, (Truth.TRUE,))
        )

    def _row(self, id: str) -> RowAnswer:
        row = self.guideline.recommendations[id]
        cell = row.cells.get(self.tier) if isinstance(self.tier, str) else None
        outranked_by = self._outranking(id, Truth.TRUE)
        return RowAnswer(
            row=row,
            standing="also_matches" if outranked_by else "preferred",
            outranked_by=outranked_by,
            may_be_outranked_by=self._outranking(id, Truth.UNKNOWN),
            contested=self._contested(id, (Truth.TRUE, Truth.UNKNOWN)),
            remarks=tuple(r for r in row.remarks if self.space.decide(r.when, self.region) is Truth.TRUE),
            cell=cell,
            options=() if cell is None else judge_options(self.guideline, cell.options, self.region),
        )

    def _contested(self, id: str, wanted: tuple[Truth, ...]) -> tuple[Condition, ...]:
        contested = self.guideline.recommendations[id].contested
        return tuple(c for c in contested if self.space.decide(c.when, self.region) in wanted)

    def _lead(self, row: RowAnswer, matched: list[str]) -> tuple[bool, int, int]:
        """Preferred rows first; among them by grade, then the narrower population, then the source."""
        grades = self.guideline.strengths
        given = [
            grades.index(o.strength) for o in (row.cell.options if row.cell else ()) if o.strength in grades
        ]
        rows = self.guideline.recommendations
        inside = self.space.assume(self.space.clause(row.row.population), self.space.everything)
        implied = 0
        if inside is not None:
            implied = sum(self.space.decide(rows[id].population, inside) is Truth.TRUE for id in matched)
        return row.standing != "preferred", min(given, default=-1), -implied

    def _pending(self, rows: list[RowAnswer], possible: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """For each row that is undecided, or whose standing is, the attributes it hangs on."""
        pending: dict[str, dict[str, None]] = {}
        routing = self._routing()
        for id in possible:
            population = self.guideline.recommendations[id].population
            names = (*self.space.missing(population, self.region), *routing.get(id, ()))
            pending[id] = dict.fromkeys(names)
        for row in rows:
            for other in row.may_be_outranked_by:
                above = self.guideline.recommendations[other]
                terms = [
                    above.population,
                    *(o.when for o in above.outranks if o.row == row.row.id and o.when),
                ]
                names = tuple(name for term in terms for name in self.space.missing(term, self.region))
                pending.setdefault(row.row.id, {}).update(dict.fromkeys(names))
        if self.guideline.tier and self.tier is None and rows:
            for row in rows:
                pending.setdefault(row.row.id, {})[self.guideline.tier] = None
        return {id: tuple(names) for id, names in pending.items() if names}

    def _routing(self) -> dict[str, tuple[str, ...]]:
        """For each row of a graph that is only possibly entered, what decides whether it is."""
        callers = [visit for visit in self.trace.visits if visit.certain]
        missing = tuple(dict.fromkeys(name for v in callers for edge in v.edges for name in edge.missing))
        return {
            id: missing
            for graph, entered in self.trace.graphs.items()
            if not entered
            for id in self.guideline.graphs[graph].recommendations
        }

    def _finish(self, status: Status, notes: Iterable[str] = (), **found: Any) -> Answer:
        general = () if status == "out_of_scope" else self.guideline.everywhere
        every = tuple(dict.fromkeys((*general, *notes)))
        blank = Answer(self.guideline, self.patient, self.trace, self.line, self.tier, status, notes=every)
        return msgspec.structs.replace(blank, **found)


def _open_options(rows: list[RowAnswer]) -> dict[str, tuple[str, ...]]:
    """For each option that unanswered facts decide, those facts; keyed by row and place."""
    return {
        f"{row.row.id} option {place}": option.missing
        for row in rows
        for place, option in enumerate(row.options, start=1)
        if option.missing
    }


def _row_notes(row: RowAnswer) -> list[str]:
    """Every note id or sentence of a row, its cell, its options and what contests it."""
    notes = [*row.row.notes]
    if row.cell is not None:
        notes += row.cell.notes
    for option in row.options:
        notes += option.notes
    for condition in (*row.contested, *row.remarks):
        notes += condition.notes
    return notes
