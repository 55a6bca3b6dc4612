"""Offers: for whom an option can be offered at all, by everything that the files say about it."""

from __future__ import annotations

from collections.abc import Iterator

from decision_graph.graph import Option
from decision_graph.predicate.terms import Compare, Term
from decision_graph.verification.diagrams import Diagram
from decision_graph.verification.subject import Subject
from decision_graph.vocabulary import AVAILABLE, Condition, Vocabulary


def offered(subject: Subject, option: Option) -> Diagram:
    """Those for whom nothing speaks against an option: guard, conditions, and what can be had.

    The steps above it in a cascade are left out of account.
    """
    diagrams, vocabulary = subject.diagrams, subject.guideline.vocabulary
    terms: list[Term] = [] if option.when is None else [option.when]
    terms += [condition.when for condition in _conditions(vocabulary, option)]
    groups = (diagrams.any(_stock(subject, id) for id in group) for group in option.give)
    return diagrams.all([*map(diagrams.of, terms), *groups])


def _stock(subject: Subject, intervention: str) -> Diagram:
    """Where an intervention, and everything that it is a kind of, can be had, as far as facts tell."""
    vocabulary = subject.guideline.vocabulary
    names = (found.id + AVAILABLE for found in vocabulary.lineage(intervention))
    terms = (Compare(name, "==", True) for name in names if name in vocabulary.attributes)
    return subject.diagrams.all(map(subject.diagrams.of, terms))


def _conditions(vocabulary: Vocabulary, option: Option) -> Iterator[Condition]:
    """The conditions that the interventions of an option carry and that it does not meet by itself."""
    given = {found.id for id in option.interventions for found in vocabulary.lineage(id)}
    for group in option.give:
        carried = [[c for found in vocabulary.lineage(id) for c in found.only_when] for id in group]
        for condition in carried[0]:
            # Of several alternatives one suffices, so a condition binds only where all carry it.
            if all(condition in other for other in carried) and not given & set(condition.unless_with):
                yield condition
