"""Build: a guideline's files as one checked `Guideline`, or everything that is wrong with them.

Every file is read before anything is raised. What one file says about another is checked only as far
as both could be read, so that one slip does not bring a hundred complaints.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import DecisionGraph, Guideline
from decision_graph.loading.absences import refuse_unreachable, refuse_unused_interventions
from decision_graph.loading.attributes import make_attributes, make_rules, with_presuppositions
from decision_graph.loading.cycles import refuse_cycles
from decision_graph.loading.files import Files, read_files
from decision_graph.loading.folder import VOCABULARY, Folder
from decision_graph.loading.format import GraphFile, OutranksRecord, SeeLeaf
from decision_graph.loading.given import make_given
from decision_graph.loading.head import make_guideline
from decision_graph.loading.interventions import make_interventions
from decision_graph.loading.names import Kind, Names
from decision_graph.loading.questions import check_start, make_leaves, make_nodes
from decision_graph.loading.rows import make_rows
from decision_graph.vocabulary import Attribute, Vocabulary

_ASTRAY = frozenset({"unknown-target", "unknown-recommendation", "duplicate-id"})
"""Complaints after which parts of a graph may only look unreachable."""

_WITHHELD = _ASTRAY | {"unknown-intervention", "unknown-tier", "missing-key"}
"""Complaints after which an intervention may only look unused."""


def build(folder: Folder) -> Guideline:
    """Read and check a guideline.

    Raises:
        GraphError: with everything that is wrong, sorted by file and line.
    """
    faults: list[Diagnostic] = []
    files = read_files(folder, faults)
    unreadable = _files_of(faults)
    names = Names(faults, _known(files), _homes(files))
    attributes = make_attributes(files.vocabulary, names) if files.vocabulary else {}
    if files.vocabulary and folder.name(VOCABULARY) not in unreadable:
        names = replace(names, attributes=attributes)
        attributes = with_presuppositions(files.vocabulary, attributes, names)
    vocabulary = _vocabulary(files, attributes, names)
    graphs = {
        id: _graph(id, file, folder, vocabulary, names)
        for id, file in files.graphs.items()
        if file is not None
    }
    _refuse_circles(files, names)
    for graph in graphs.values():
        if graph.file not in unreadable | _files_of(faults, _ASTRAY):
            refuse_unreachable(graph, names)
    if files.guideline is not None:
        guideline = make_guideline(files.guideline, folder, vocabulary, graphs, names)
        if not unreadable | _files_of(faults, _WITHHELD):
            refuse_unused_interventions(guideline, names)
        if not faults:
            return guideline
    raise GraphError(sorted(faults, key=_place))


def _place(fault: Diagnostic) -> tuple[str, int, int]:
    return (fault.span.file, fault.span.line, fault.span.column) if fault.span else ("", 0, 0)


def _files_of(faults: Collection[Diagnostic], slugs: Collection[str] | None = None) -> set[str]:
    """The files that are complained of, in one of some ways or in any."""
    return {fault.span.file for fault in faults if fault.span and (slugs is None or fault.slug in slugs)}


def _known(files: Files) -> dict[Kind, Collection[str]]:
    """The names of every kind whose file could be read."""
    known: dict[Kind, Collection[str]] = {"graph": list(files.graphs)}
    if files.guideline is not None:
        known["tier"] = [name.text for name, _ in files.guideline.tiers]
        known["note"] = [name.text for name, _ in (*files.guideline.notes, *files.guideline.decisions)]
        if files.guideline.strengths:
            known["strength"] = files.guideline.strengths
    if files.vocabulary is not None:
        known["attribute"] = [name.text for name, _ in files.vocabulary.attributes]
        known["obtained"] = [name.text for name in files.vocabulary.obtained]
    if files.interventions is not None:
        known["intervention"] = [name.text for name, _ in files.interventions.interventions]
        known["kind"] = [name.text for name in files.interventions.kinds]
    if None not in files.graphs.values():
        known["recommendation"] = _homes(files)
    return known


def _homes(files: Files) -> dict[str, str]:
    """The graph of every recommendation; of one that comes twice, the first."""
    homes: dict[str, str] = {}
    for id, file in files.graphs.items():
        for name, _ in file.recommendations if file else ():
            homes.setdefault(name.text, id)
    return homes


def _vocabulary(files: Files, attributes: dict[str, Attribute], names: Names) -> Vocabulary:
    return Vocabulary(
        attributes=attributes,
        rules=make_rules(files.vocabulary, names) if files.vocabulary else (),
        interventions=make_interventions(files.interventions, names) if files.interventions else {},
        obtained=tuple(names.known.get("obtained", ())),
        intervention_kinds=tuple(names.known.get("kind", ())),
    )


def _graph(id: str, file: GraphFile, folder: Folder, vocabulary: Vocabulary, names: Names) -> DecisionGraph:
    for name, _ in file.recommendations:
        if names.homes[name.text] != id:
            message = f"'{name.text}' is already a recommendation of the graph '{names.homes[name.text]}'"
            names.add("duplicate-recommendation", message, name.span, "give one of the two another id")
    check_start(file, names)
    return DecisionGraph(
        id=id,
        title=file.graph,
        start=file.start.text,
        nodes=make_nodes(file, names, vocabulary),
        leaves=make_leaves(file, names),
        recommendations=make_rows(file, names),
        tiers=names.all("tier", file.tiers or ()),
        given=make_given(file, names),
        scope=names.conditions(file.scope),
        notes=names.notes(file.notes),
        file=folder.name(f"{id}.yaml"),
    )


def _refuse_circles(files: Files, names: Names) -> None:
    """Questions, precedence and references to other graphs must not go round."""
    read = {id: file for id, file in files.graphs.items() if file is not None}
    for file in read.values():
        steps = [(name.text, edge.to.text, edge.to.span) for name, node in file.nodes for edge in node.edges]
        refuse_cycles(
            steps, "cycle", "the questions go round in a circle", "lead one edge further down", names
        )
    outranks = [
        (name.text, row.text, row.span)
        for file in read.values()
        for name, record in file.recommendations
        for row, said in record.outranks
        if not (isinstance(said, OutranksRecord) and said.when)  # two-sided conditions need not meet
    ]
    refuse_cycles(
        outranks, "precedence-cycle", "rows outrank each other in a circle", "delete one of them", names
    )
    see = [
        (id, leaf.see.text, leaf.see.span)
        for id, file in read.items()
        for _, leaf in file.leaves
        if isinstance(leaf, SeeLeaf)
    ]
    refuse_cycles(
        see, "see-cycle", "graphs lead to each other in a circle", "delete one of the leaves", names
    )
