"""interventions.yaml: what may be offered."""

from __future__ import annotations

from typing import Annotated

from decision_graph.loading.format.parts import CODES, CONDITIONS, NAME, PLACED, TEXT, Codes, ConditionRecord
from decision_graph.loading.shapes import Entries, Key, ListOf, MapOf, Record, RecordOf
from decision_graph.loading.tree import Scalar


class RequirementRecord(ConditionRecord):
    """A condition that holds wherever the intervention is offered."""

    unless_with: Annotated[
        tuple[Scalar, ...],
        Key(
            ListOf(NAME),
            "interventions that meet the condition themselves where they are given together with it",
        ),
    ] = ()


class InterventionRecord(Record):
    """A drug, a class of drugs, a procedure or a kind of care."""

    kind: Annotated[Scalar, Key(PLACED, "one of the kinds above")]
    name: Annotated[str, Key(TEXT, "its name in full words")]
    short: Annotated[str, Key(TEXT, "its name in charts; the full name if absent")] = ""
    is_a: Annotated[
        tuple[Scalar, ...], Key(ListOf(NAME), "more general interventions that it belongs to")
    ] = ()
    only_when: Annotated[
        tuple[RequirementRecord, ...],
        Key(ListOf(RecordOf(RequirementRecord)), "conditions wherever it, or a kind of it, is offered"),
    ] = ()
    cautions: Annotated[tuple[ConditionRecord, ...], Key(CONDITIONS, "warnings; they never withhold it")] = ()
    listed: Annotated[str, Key(TEXT, "its place on a list of essential medicines, in words")] = ""
    codes: Annotated[Codes, Key(CODES, "codes by terminology, for example ATC")] = ()


class InterventionsFile(Record):
    """interventions.yaml: what may be offered."""

    kinds: Annotated[tuple[Scalar, ...], Key(ListOf(PLACED, at_least=1), "kinds of intervention")]
    interventions: Annotated[
        Entries[InterventionRecord],
        Key(MapOf(NAME, RecordOf(InterventionRecord)), "interventions by their name in options"),
    ]
