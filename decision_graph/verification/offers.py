"""Offers: for whom an option can be offered at all, by everything that the files say about it."""

from __future__ import annotations

from decision_graph.diagrams import Diagram
from decision_graph.graph import Option, carried_conditions
from decision_graph.predicate.terms import Compare, Term
from decision_graph.verification.subject import Subject


def offered(subject: Subject, option: Option) -> Diagram:
    """Those for whom nothing speaks against an option: guard, conditions, and what can be had.

    The steps above it in a cascade are left out of account.
    """
    diagrams, vocabulary = subject.diagrams, subject.guideline.vocabulary
    terms: list[Term] = [] if option.when is None else [option.when]
    terms += [condition.when for condition in carried_conditions(option, vocabulary)]
    groups = (diagrams.any(_stock(subject, id) for id in group) for group in option.give)
    return diagrams.all([*map(diagrams.of, terms), *groups])


def _stock(subject: Subject, intervention: str) -> Diagram:
    """Where an intervention, and everything that it is a kind of, can be had, as far as facts tell."""
    vocabulary = subject.guideline.vocabulary
    terms = (Compare(name, "==", True) for name in vocabulary.stock(intervention))
    return subject.diagrams.all(map(subject.diagrams.of, terms))
