"""Files: the four kinds of file of a guideline, each read by its shape."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from decision_graph.diagnostics import Diagnostic
from decision_graph.loading.folder import ENDING, HEAD, INTERVENTIONS, MAIN_FILES, VOCABULARY, Folder
from decision_graph.loading.format import (
    TIER_WORDS,
    GraphFile,
    GuidelineFile,
    InterventionsFile,
    VocabularyFile,
)
from decision_graph.loading.reading import read_record
from decision_graph.loading.scalars import Reading
from decision_graph.loading.shapes import Record
from decision_graph.loading.tree import Mapping, Node, Scalar, Sequence, compose

R = TypeVar("R", bound=Record)


class Files(msgspec.Struct, frozen=True):
    """What was read of each file: None where a file could not be used at all."""

    guideline: GuidelineFile | None
    vocabulary: VocabularyFile | None
    interventions: InterventionsFile | None
    graphs: dict[str, GraphFile | None]


def read_files(folder: Folder, faults: list[Diagnostic]) -> Files:
    """Read all files of a guideline; what is wrong with them is added to `faults`."""
    guideline = _read(GuidelineFile, folder, HEAD, {}, faults)
    words = {} if guideline is None else {TIER_WORDS: tuple(tier.text for tier, _ in guideline.tiers)}
    graphs = {
        name.removesuffix(ENDING): _read(GraphFile, folder, name, words, faults)
        for name in folder.files
        if name not in MAIN_FILES
    }
    vocabulary = _read(VocabularyFile, folder, VOCABULARY, {}, faults)
    interventions = _read(InterventionsFile, folder, INTERVENTIONS, {}, faults)
    return Files(guideline, vocabulary, interventions, graphs)


def _read(
    record: type[R], folder: Folder, name: str, words: dict[str, tuple[str, ...]], faults: list[Diagnostic]
) -> R | None:
    tree = compose(folder.files[name], folder.name(name), faults)
    if tree is None:
        return None
    if words:
        words = {TIER_WORDS: tuple(dict.fromkeys((*words[TIER_WORDS], *_own_tiers(tree))))}
    return read_record(record, tree, Reading(faults, words))


def _own_tiers(tree: Node) -> tuple[str, ...]:
    """The tiers that a graph names, so that one which the guideline does not know is complained of once."""
    items = tree.items if isinstance(tree, Mapping) else ()
    named = next((value for key, value in items if key.text == TIER_WORDS), None)
    entries = named.items if isinstance(named, Sequence) else ()
    return tuple(entry.text for entry in entries if isinstance(entry, Scalar))
