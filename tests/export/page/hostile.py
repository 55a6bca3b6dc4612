"""A guideline whose author wrote markup, or an enemy's program, wherever a text may stand."""

from __future__ import annotations

from collections.abc import Sequence

import worlds
from msgspec.structs import replace

from decision_graph.graph import (
    Cell,
    DecisionGraph,
    DecisionNode,
    Edge,
    Guideline,
    Note,
    Option,
    OutOfScope,
    Provenance,
    Recommend,
    Silent,
    Tier,
)
from decision_graph.predicate.terms import Compare
from decision_graph.vocabulary import Condition, Intervention, Rule


def hostile_guideline(texts: Sequence[str]) -> Guideline:
    """One question, one row and one silent leaf, with the texts in every authored field."""
    image, program, ends, braces, comment, long = texts
    yes = Compare("b0", "==", True)
    reason = Condition(Compare("b1", "==", True), comment, ("N",))
    option = Option((("drug", "other"),), image, Compare("b2", "==", True), notes=("N",))
    cells = {"low": Cell((option,), (braces,)), "high": Cell(())}
    row = replace(
        worlds._row("r0", yes, ()), title=ends, section=image, cells=cells, contested=(reason,),
        remarks=(reason,), notes=(image,),
    )  # fmt: skip
    edges = (Edge(braces, yes, "r0"), Edge(image, None, "silent"))
    graph = DecisionGraph(
        "main", comment, "q0", {"q0": DecisionNode("q0", ends, edges)},
        {"r0": Recommend("r0", ("r0",)), "silent": Silent("silent", image, ("r0",)),
         "out": OutOfScope("out", ends)},
        {"r0": row}, ("low", "high"),
    )  # fmt: skip
    whole = worlds.guideline(graph, [Rule(yes, Compare("e", "==", "x"), braces)])
    attributes = {
        name: replace(known, ask=f"{ends} {name}?", help=comment, label=image)
        for name, known in whole.vocabulary.attributes.items()
    }
    drugs = {id: Intervention(id, "drug", image, image, cautions=(reason,)) for id in ("drug", "other")}
    return replace(
        whole,
        title=program,
        disclaimer=braces,
        vocabulary=replace(whole.vocabulary, attributes=attributes, interventions=drugs),
        tiers=(Tier("low", image, "●", ends), Tier("high", braces, "●●")),
        notes={"N": Note("N", f"{image} {long}", "source")},
        provenance=Provenance(image, ends, comment, url=program, dates={braces: image}, conflicts=(comment,)),
    )
