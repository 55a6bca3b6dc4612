"""Texts: the words of a version by what names them, so that a new wording is not taken for a new answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from decision_graph.graph import Guideline, OutOfScope, Silent


def canonical(old: Guideline, new: Guideline) -> Callable[[Hashable, str], str]:
    """From what names a text and the text itself, the words that stand for it in both versions.

    A leaf is named by its graph and id, a condition by where it stands and its predicate, an
    intervention by its id. Where both versions have words for it, those of the new one are taken.
    """
    ours = dict(_texts(new))
    both = {key: ours[key] for key, _ in _texts(old) if key in ours}

    def words(name: Hashable, text: str) -> str:
        return both.get(name, text)

    return words


def _texts(guideline: Guideline) -> Iterator[tuple[Hashable, str]]:
    for graph in guideline.graphs.values():
        for leaf in graph.leaves.values():
            if isinstance(leaf, Silent | OutOfScope):
                yield (graph.id, leaf.id), leaf.text
        for condition in graph.scope:
            yield (graph.id, condition.when), condition.why
        for row in graph.recommendations.values():
            for condition in (*row.remarks, *row.contested):
                yield (row.id, condition.when), condition.why
    for intervention in guideline.vocabulary.interventions.values():
        yield intervention.id, intervention.name
        for condition in (*intervention.only_when, *intervention.cautions):
            yield (intervention.id, condition.when), condition.why
