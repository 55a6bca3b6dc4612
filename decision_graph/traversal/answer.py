"""Answer: everything that a guideline says about one patient, with its reasons.

The graph and the table are both consulted: the graph gives the path and the rows it reaches, the table
gives every row whose population holds, so that a row which is outranked is still shown. Verification
proves that they agree; should they disagree for a patient, no answer is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal

import msgspec

from decision_graph.decision import Compiled, Possibilities, compiled_for, possibilities, truth
from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.graph import Cell, Guideline, Leaf, OutOfScope, Recommendation, Silent
from decision_graph.patient import Patient, make_patient
from decision_graph.predicate.terms import Always, Term, Value
from decision_graph.predicate.truth import Truth, and_
from decision_graph.shown import Shown
from decision_graph.traversal.options import OptionAnswer, judge_options
from decision_graph.traversal.questions import Asked, Question, rank_questions
from decision_graph.traversal.walk import Trace, walk, with_given
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


class Answer(Shown, msgspec.Struct, frozen=True, dict=True):
    """The answer to one query; what to ask next is worked out when it is first asked for.

    Attributes:
        status: `open` exactly while an unanswered fact can still change the rows or their standing.
        line, tier: the values of the selectors; None if unanswered or not part of the guideline.
        rows: rows that match whatever is still answered, preferred ones first.
        also_consider: rows that do not match by our reading but may by another; never part of `rows`.
        possible: ids of rows that match under some answers still to be given, and not under all of them.
        graph: that was asked directly; None for the guideline's entry.
        hangs_on: attributes that predicates still miss to decide the rows.
        options_hang_on: the same for the options of `rows`.
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
    graph: str | None = None
    hangs_on: tuple[str, ...] = ()
    options_hang_on: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What would decide the rows, best first; the tier, on which only options hang, after them."""
        found = rank_questions(self._asked, self.hangs_on, self._asked.row_views) if self.hangs_on else ()
        if self.guideline.tier not in self.hangs_on:
            return found
        ask = self.guideline.vocabulary.attributes[self.guideline.tier].ask
        tier = Question(self.guideline.tier, ask, tuple(row.row.id for row in self.rows))
        return (*(one for one in found if one.attribute != self.guideline.tier), tier)

    @cached_property
    def option_questions(self) -> tuple[Question, ...]:
        """What would decide the options of the rows, best first."""
        if not self.options_hang_on:
            return ()
        rows = (row.row.id for row in self.rows if row.options)
        return rank_questions(self._asked, self.options_hang_on, self._asked.option_views(rows))

    @property
    def _asked(self) -> Asked:
        form = compiled_for(self.guideline, self.patient.region)
        return Asked(form, self.patient.region, self.graph, self.tier)


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
    form = compiled_for(guideline, patient.region)
    return _Reader(form, patient, trace, possibilities(form, patient.region, graph), graph).answer()


class _Reader:
    """Reads the table beside a finished walk."""

    def __init__(
        self, form: Compiled, patient: Patient, trace: Trace, found: Possibilities, graph: str | None
    ) -> None:
        self.form = form
        self.guideline = form.guideline
        self.space = form.guideline.space
        self.patient = patient
        self.region = patient.region
        self.trace = trace
        self.found = found
        self.graph = graph
        self.line = patient.value(self.guideline.line) if self.guideline.line else None
        self.tier = patient.value(self.guideline.tier) if self.guideline.tier else None

    def answer(self) -> Answer:
        ends = self.found.outcomes
        if all(end.outside for end in ends):
            return self._outside()
        self._agree()
        assumed = self._assumed()
        leaves = [leaf for leaf in self._leaves() if isinstance(leaf, Silent | OutOfScope)]
        nothing = not self.found.certain and not self.found.possible
        if nothing and not any(end.outside or end.silent for end in ends) and leaves:
            says = tuple(leaf.text for leaf in leaves if isinstance(leaf, OutOfScope))
            return self._finish("out_of_scope", says=says, assumed=assumed)
        if not self._tier_is_covered():
            return self._no_such_tier(assumed)
        if nothing and all(end.silent for end in ends):
            return self._silent([leaf for leaf in leaves if isinstance(leaf, Silent)], assumed)
        return self._applies(assumed)

    def _leaves(self) -> Iterator[Leaf]:
        """The leaves that every completion reaches; if there is none, those that some do; as on a walk."""
        certain = [place for place, sure in self.found.leaves.items() if sure]
        calls = list(self.trace.graphs)
        graphs = self.guideline.graphs
        for graph, id in sorted(
            certain or self.found.leaves, key=lambda at: (calls.index(at[0]), graphs[at[0]].order[at[1]])
        ):
            yield graphs[graph].leaves[id]

    def _outside(self) -> Answer:
        """No answer, for what excludes the patient."""
        failing = [set(end.outside) for end in self.found.outcomes]
        conditions = [self._condition(at) for at in sorted(set.intersection(*failing) or set.union(*failing))]
        says = dict.fromkeys(f"this condition is not met: {condition.why}" for condition in conditions)
        notes = [note for condition in conditions for note in condition.notes]
        return self._finish("out_of_scope", notes, says=tuple(says))

    def _assumed(self) -> tuple[str, ...]:
        """What was taken for granted."""
        return tuple(dict.fromkeys(self._condition(at).why for at in self.found.assumed))

    def _condition(self, at: tuple[str, int]) -> Condition:
        graph, place = at
        return self.guideline.graphs[graph].scope[place]

    def _agree(self) -> None:
        """Refuse to answer where the graph and the table differ, whatever is still answered."""
        if any(end.sound for end in self.found.outcomes):
            return
        ends = self.found.outcomes
        graph = ", ".join(sorted({row for end in ends for row in end.reached})) or "nothing"
        table = ", ".join(sorted({row for end in ends for row in end.preferred})) or "nothing"
        message = (
            f"for this patient the graph reaches {graph}, but the table gives {table}: no answer is given"
        )
        raise GraphError(Diagnostic("encodings-disagree", message, hint="verify the guideline's files"))

    def _outranking(self, id: str, sure: bool) -> dict[str, str]:
        """The rows that outrank a row for certain, or else those that perhaps do, each with its reason."""
        if id in self.found.outranked:
            found = self.found.outranked if sure else self.found.may_be_outranked
            return {other: self._why(other, id) for other in found[id]}
        wanted = Truth.TRUE if sure else Truth.UNKNOWN
        return {
            other: outranks.why
            for other, match in self._matches().items()
            for outranks in self.guideline.recommendations[other].outranks
            if outranks.row == id and and_((match, self._truth(outranks.when or Always()))) is wanted
        }

    def _matches(self) -> dict[str, Truth]:
        """The rows that match or may match."""
        certain = dict.fromkeys(self.found.certain, Truth.TRUE)
        return {**certain, **dict.fromkeys(self.found.possible, Truth.UNKNOWN)}

    def _why(self, other: str, id: str) -> str:
        return next(o.why for o in self.guideline.recommendations[other].outranks if o.row == id)

    def _truth(self, term: Term) -> Truth:
        return Truth.TRUE if isinstance(term, Always) else truth(self.form, self.region, term)

    def _tier_is_covered(self) -> bool:
        graphs = [g for id in self.trace.graphs if (g := self.guideline.graphs[id]).recommendations]
        return self.tier is None or not graphs or any(self.tier in graph.tiers for graph in graphs)

    def _no_such_tier(self, assumed: tuple[str, ...]) -> Answer:
        label = next(tier.label for tier in self.guideline.tiers if tier.id == self.tier)
        says = f"The source gives no {label} column for this line; no other tier is shown in its place."
        nearest = (*self.found.certain, *self.found.possible)
        return self._finish("silent", says=(says,), nearest=nearest, assumed=assumed)

    def _silent(self, leaves: list[Silent], assumed: tuple[str, ...]) -> Answer:
        return self._finish(
            "silent",
            also_consider=self._also_consider(),
            says=tuple(dict.fromkeys(leaf.text for leaf in leaves)),
            nearest=tuple(dict.fromkeys(id for leaf in leaves for id in leaf.nearest)),
            notes=[id for leaf in leaves for id in leaf.notes],
            assumed=assumed,
        )

    def _applies(self, assumed: tuple[str, ...]) -> Answer:
        certain = list(self.found.certain)
        rows = sorted((self._row(id) for id in certain), key=lambda row: self._lead(row, certain))
        settled = self._is_settled()
        return self._finish(
            "decided" if settled else "open",
            rows=tuple(rows),
            also_consider=self._also_consider(),
            possible=self.found.possible,
            hangs_on=() if settled else self._pending(rows),
            options_hang_on=tuple(dict.fromkeys(n for row in rows for o in row.options for n in o.missing)),
            notes=[note for row in rows for note in _row_notes(row)],
            assumed=assumed,
        )

    def _is_settled(self) -> bool:
        """Whether no answer still to be given can change the rows or their standing."""
        ends = self.found.outcomes
        tier_is_known = not self.guideline.tier or self.tier is not None or not self.found.certain
        return self.found.settled and len({end.silent for end in ends}) == 1 and tier_is_known

    def _also_consider(self) -> tuple[RowAnswer, ...]:
        """Rows that do not match by our reading, but by another one."""
        matches = self._matches()
        rows = (row for id in self.trace.graphs for row in self.guideline.graphs[id].recommendations)
        return tuple(self._row(id) for id in rows if id not in matches and self._contested(id, (Truth.TRUE,)))

    def _row(self, id: str) -> RowAnswer:
        row = self.guideline.recommendations[id]
        cell = row.cells.get(self.tier) if isinstance(self.tier, str) else None
        outranked_by = self._outranking(id, sure=True)
        return RowAnswer(
            row=row,
            standing="also_matches" if outranked_by else "preferred",
            outranked_by=outranked_by,
            may_be_outranked_by=self._outranking(id, sure=False),
            contested=self._contested(id, (Truth.TRUE, Truth.UNKNOWN)),
            remarks=tuple(r for r in row.remarks if self._truth(r.when) is Truth.TRUE),
            cell=cell,
            options=() if cell is None else judge_options(self.form, row, str(self.tier), self.region),
        )

    def _contested(self, id: str, wanted: tuple[Truth, ...]) -> tuple[Condition, ...]:
        contested = self.guideline.recommendations[id].contested
        return tuple(c for c in contested if self._truth(c.when) in wanted)

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

    def _pending(self, rows: list[RowAnswer]) -> tuple[str, ...]:
        """The attributes that are missed to decide the rows and their standing, predicate by predicate."""
        terms: list[Term] = []
        names: list[str] = []
        routing = self._routing()
        for id in self.found.possible:
            terms.append(self.guideline.recommendations[id].population)
            names += routing.get(id, ())
        for row in rows:
            for other in row.may_be_outranked_by:
                above = self.guideline.recommendations[other]
                terms += [
                    above.population,
                    *(o.when for o in above.outranks if o.row == row.row.id and o.when),
                ]
        names += [name for term in terms for name in self.space.missing(term, self.region)]
        if not names:
            # What is silent or out of scope may hang on more than the rows do.
            names += [name for visit in self.trace.visits for edge in visit.edges for name in edge.missing]
        if self.guideline.tier and self.tier is None and rows:
            names.append(self.guideline.tier)
        return tuple(dict.fromkeys(names))

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
        blank = Answer(
            self.guideline,
            self.patient,
            self.trace,
            self.line,
            self.tier,
            status,
            graph=self.graph,
            notes=every,
        )
        return msgspec.structs.replace(blank, **found)


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
