"""Contested: whether a faithful reader may decide otherwise about a row that may match."""

from __future__ import annotations

from decision_graph.graph import Guideline
from decision_graph.predicate.truth import Truth
from decision_graph.space import Region
from decision_graph.vocabulary import Condition


def contested_if_matching(guideline: Guideline, region: Region, id: str) -> tuple[Condition, ...]:
    """The reasons that hold for certain, should the row match.

    Args:
        guideline: loaded.
        region: what is known of a patient.
        id: of a row that matches, or of one that is only possible.

    >>> from decision_graph.loading import load_guideline
    >>> from decision_graph.patient import make_patient
    >>> asthma = load_guideline("tests/fixtures/asthma")
    >>> poorly = make_patient(asthma.space, {"control": "poorly", "pregnant": True})
    >>> [condition.why for condition in contested_if_matching(asthma, poorly.region, "2.1")]
    ['a careful reader may step up at once in pregnancy']
    """
    row, space = guideline.recommendations[id], guideline.space
    inside = space.assume(space.clause(row.population), region)
    if inside is None:
        return ()
    return tuple(c for c in row.contested if space.decide(c.when, inside) is Truth.TRUE)
