"""Interventions: interventions.yaml as checked interventions."""

from __future__ import annotations

from decision_graph.loading.cycles import refuse_cycles
from decision_graph.loading.format import InterventionRecord, InterventionsFile
from decision_graph.loading.names import Names, codes
from decision_graph.loading.tree import Scalar
from decision_graph.vocabulary import Intervention


def make_interventions(file: InterventionsFile, names: Names) -> dict[str, Intervention]:
    """The interventions by id.

    Args:
        file: interventions.yaml as read.
        names: must know attributes, interventions, kinds and notes.
    """
    made = {name.text: _intervention(name, record, names) for name, record in file.interventions}
    arrows = [
        (name.text, parent.text, parent.span) for name, record in file.interventions for parent in record.is_a
    ]
    refuse_cycles(arrows, "is-a-cycle", "an intervention is a kind of itself", "delete one is_a", names)
    return made


def _intervention(name: Scalar, record: InterventionRecord, names: Names) -> Intervention:
    return Intervention(
        id=name.text,
        kind=names.resolve("kind", record.kind),
        name=record.name,
        short=record.short or record.name,
        is_a=names.all("intervention", record.is_a),
        only_when=names.conditions(record.only_when),
        cautions=names.conditions(record.cautions),
        listed=record.listed,
        codes=codes(record.codes),
        span=name.span,
    )
