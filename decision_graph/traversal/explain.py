"""Explain: why a patient got an answer, and what stands between the patient and every other row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from decision_graph.diagnostics import GraphError
from decision_graph.diagrams import OverBudget
from decision_graph.graph import Guideline
from decision_graph.traversal.answer import Answer, query
from decision_graph.traversal.atlas import Atlas, atlas_of
from decision_graph.traversal.near import TOO_LARGE, Way, ways_to

RowStanding = Literal["preferred", "also_matches", "possible", "not_offered", "not_matched"]


class RowReason(msgspec.Struct, frozen=True):
    """Where a row of the line stands for a patient, and what would change that.

    Attributes:
        row: its id.
        standing: as in the answer; `not_offered` if its population holds but the source has no cell for
            this tier; `not_matched` if its population cannot hold.
        to_match: the ways to match that change the fewest given facts; empty if it matches already, or if
            no patient whom the rules allow matches it here.
        to_lead: for a row that matches and gives way, the ways to lead.
    """

    row: str
    standing: RowStanding
    to_match: tuple[Way, ...] = ()
    to_lead: tuple[Way, ...] = ()

    @property
    def distance(self) -> int:
        """How many given facts stand between; 0 if none does."""
        return len(self.to_match[0].changes) if self.to_match else 0


class Explanation(msgspec.Struct, frozen=True):
    """An answer, and a reason for each row of the graphs that the patient enters, in their order."""

    answer: Answer
    rows: tuple[RowReason, ...]


def explain(guideline: Guideline, facts: Mapping[str, object], graph: str | None = None) -> Explanation:
    """Why a patient gets an answer, and the fewest facts that stand between the patient and other rows.

    The line and the tier are kept; every other given fact may change. The number of changes is the least
    that any patient has whom the rules of the vocabulary allow.

    Args:
        guideline: loaded with `load_guideline`.
        facts: by attribute name, as for `query`.
        graph: ask this graph directly instead of the guideline's entry.

    Raises:
        GraphError: for facts that are unknown, malformed or contradictory, a wrong graph, or a guideline
            that is too large to be searched.

    >>> from decision_graph import load_guideline
    >>> facts = {"line": "first", "setting": "basic", "hr_status": "positive", "her2_status": "negative"}
    >>> found = explain(load_guideline("mbc"), {**facts, "menopausal_status": "post"})
    >>> way = next(reason for reason in found.rows if reason.row == "1.1.5").to_match[0]
    >>> [change.attribute for change in way.changes]
    ['menopausal_status']
    """
    answer = query(guideline, facts, graph)
    atlas = atlas_of(guideline, graph)
    entered = {id for id in answer.trace.graphs if id in atlas.entrances}
    try:
        rows = (id for id in atlas.rows if atlas.home[id] in entered)
        return Explanation(answer, tuple(_reason(atlas, answer, id) for id in rows))
    except OverBudget:
        raise GraphError(TOO_LARGE) from None


def fixed_facts(answer: Answer, start: str) -> frozenset[str]:
    """The facts that are never changed: the selectors, and what the graph asked takes for granted."""
    guideline = answer.guideline
    given = guideline.graphs[start].given
    return frozenset(name for name in (guideline.line, guideline.tier, *given) if name)


def _reason(atlas: Atlas, answer: Answer, id: str) -> RowReason:
    standing = _standing(answer, id)
    target = atlas.matched[id]
    scope = atlas.scope([atlas.home[id]])
    fixed = fixed_facts(answer, atlas.start)
    if standing in ("preferred", "also_matches"):
        lead = (
            ways_to(atlas, answer.patient, atlas.leading[id], fixed, scope) if standing != "preferred" else ()
        )
        return RowReason(id, standing, to_lead=lead)
    ways = ways_to(atlas, answer.patient, target, fixed, scope)
    if ways and not ways[0].changes and not ways[0].provided and standing == "not_matched":
        return RowReason(id, "not_offered")
    return RowReason(id, standing, to_match=ways)


def _standing(answer: Answer, id: str) -> RowStanding:
    found = next((row.standing for row in answer.rows if row.row.id == id), None)
    if found is not None:
        return found
    return "possible" if id in answer.possible else "not_matched"
