"""Given: the facts that hold for everybody who enters a graph."""

from __future__ import annotations

from decision_graph.loading.format import GraphFile
from decision_graph.loading.names import Names
from decision_graph.loading.scalars import literal
from decision_graph.loading.tree import Scalar
from decision_graph.predicate.parser import Mention, Parsed
from decision_graph.predicate.terms import Compare, Value
from decision_graph.type_check import check


def make_given(file: GraphFile, names: Names) -> dict[str, Value]:
    """The given facts by attribute, checked like the predicate `attribute == value`."""
    for name, value in file.given:
        _check(name, value, names)
    return {name.text: literal(value) for name, value in file.given}


def _check(name: Scalar, value: Scalar, names: Names) -> None:
    if names.attributes is None or not value.text:
        return
    comparison = Compare(name.text, "==", literal(value))
    # Offsets that only tell the name from the value: the two stand apart in the file.
    mention = Mention(comparison, (0, 1), ((1, 1),))
    for fault in check(Parsed(comparison, (mention,)), names.attributes):
        names.add(fault.slug, fault.message, (value if fault.offset else name).span, fault.hint)
