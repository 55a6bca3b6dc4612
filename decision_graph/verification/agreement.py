"""Agreement: the graph and the table give the same rows for every patient that the vocabulary allows.

For every complete patient the rows at the leaves that the questions lead to are the rows that match and
that no other matching row outranks, and a leaf that says nothing is reached only if no row matches.
"""

from __future__ import annotations

import msgspec

from decision_graph.decision.sets import Place, collected, leading, pair, union
from decision_graph.diagrams import NOBODY, Diagram, Diagrams
from decision_graph.graph import Guideline, OutOfScope, Recommend, Silent
from decision_graph.verification.subject import NOWHERE, GraphSubject, Subject


class Disagreement(msgspec.Struct, frozen=True):
    """Patients for whom the two encodings differ in one way.

    Attributes:
        extra: rows that the questions lead to, though they do not match or are outranked.
        missing: rows that match and are not outranked, and that the questions do not lead to.
        silent: leaves that say nothing, reached although some row matches.
        where: who they are.
    """

    extra: frozenset[str]
    missing: frozenset[str]
    silent: frozenset[Place]
    where: Diagram


_Way = tuple[frozenset[str], frozenset[str], frozenset[Place]]


class Agreement(msgspec.Struct, frozen=True):
    """The outcome of the comparison.

    Attributes:
        patients: complete patients in question, told apart by the cells of every attribute that the
            questions and the table mention.
        proved: those of them who meet sound questions only and for whom the encodings agree.
        cases: how many different answers they get: leaves reached, rows matched, rows leading.
        disagreements: one for each way to differ.
        bad: everybody for whom nothing is proved.
    """

    patients: int
    proved: int
    cases: int
    disagreements: tuple[Disagreement, ...]
    bad: Diagram


def agreement(subject: GraphSubject) -> Agreement:
    """Prove, or refute, that one graph and its table agree for everybody whom it may be asked about."""
    done = subject.whole.agreements
    if subject.graph.id not in done:
        done[subject.graph.id] = _compare(
            subject.whole,
            subject.outcomes[subject.graph.start],
            [subject.populations],
            domain=subject.domain,
            faulty=subject.faulty,
            mentioned=subject.mentioned,
        )
    return done[subject.graph.id]


def agreement_of_all(subject: Subject) -> Agreement:
    """Prove, or refute, the same of a whole guideline, for everybody who enters at its entry graph.

    The table is that of all graphs together: rows of different graphs may outrank each other. Patients
    to whom a single graph does wrong already are left to `agreement`.
    """
    if "" not in subject.agreements:
        subject.agreements[""] = _compare_all(subject)
    return subject.agreements[""]


def _compare_all(subject: Subject) -> Agreement:
    diagrams = subject.diagrams
    outcome = diagrams.value(NOWHERE)
    tables: list[dict[str, Diagram]] = []
    faulty = NOBODY
    mentioned: frozenset[int] = frozenset()
    entry = subject.guideline.graphs[subject.guideline.entry]
    domain = diagrams.both(subject.allowed, subject.given(entry))
    for id, graph in subject.graphs.items():
        entering = subject.entrances[id]
        if diagrams.both(entering, domain) == NOBODY:
            continue
        leaves = diagrams.choose(entering, graph.outcomes[graph.graph.start], diagrams.value(NOWHERE))
        outcome = diagrams.combine(union, outcome, leaves)
        tables.append({id: diagrams.both(entering, members) for id, members in graph.populations.items()})
        faulty = diagrams.either(faulty, diagrams.both(entering, agreement(graph).bad))
        mentioned |= graph.mentioned
    return _compare(subject, outcome, tables, domain=domain, faulty=faulty, mentioned=mentioned)


def _compare(
    subject: Subject,
    outcome: Diagram,
    tables: list[dict[str, Diagram]],
    *,
    domain: Diagram,
    faulty: Diagram,
    mentioned: frozenset[int],
) -> Agreement:
    diagrams, guideline = subject.diagrams, subject.guideline
    ahead = leading(diagrams, guideline, {id: members for table in tables for id, members in table.items()})
    matching = collected(diagrams, tables)
    leaders = collected(diagrams, [{id: ahead[id] for id in table} for table in tables])
    table = diagrams.combine(pair, matching, leaders)
    sound = diagrams.without(domain, faulty)
    cases = diagrams.choose(sound, diagrams.combine(pair, outcome, table), diagrams.value(None))
    answers = [answer for answer in diagrams.values(cases) if answer is not None]
    wrong: dict[_Way, list[object]] = {}
    for answer in answers:
        leaves, (matched, lead) = answer
        reached = rows_at(guideline, leaves)
        way = (reached - lead, lead - reached, _silent(guideline, leaves) if matched else frozenset())
        if any(way):
            wrong.setdefault(way, []).append(answer)
    disagreements = tuple(Disagreement(*way, _where(diagrams, cases, found)) for way, found in wrong.items())
    bad = diagrams.any([diagrams.both(faulty, domain), *(found.where for found in disagreements)])
    patients = _count(diagrams, domain, mentioned)
    proved = _count(diagrams, diagrams.without(domain, bad), mentioned) if bad != NOBODY else patients
    return Agreement(patients, proved, len(answers), disagreements, bad)


def rows_at(guideline: Guideline, leaves: frozenset[Place]) -> frozenset[str]:
    """The rows that some leaves name."""
    found = (_leaf(guideline, place) for place in leaves)
    return frozenset(row for leaf in found if isinstance(leaf, Recommend) for row in leaf.rows)


def _silent(guideline: Guideline, leaves: frozenset[Place]) -> frozenset[Place]:
    """The leaves that say nothing."""
    return frozenset(place for place in leaves if isinstance(_leaf(guideline, place), Silent | OutOfScope))


def _leaf(guideline: Guideline, place: Place) -> object:
    graph, leaf = place
    return guideline.graphs[graph].leaves[leaf]


def _where(diagrams: Diagrams, cases: Diagram, answers: list[object]) -> Diagram:
    return diagrams.map(lambda answer: answer in answers, cases)


def _count(diagrams: Diagrams, members: Diagram, mentioned: frozenset[int]) -> int:
    """Complete patients of a set, told apart by the axes that matter only."""
    other = frozenset(range(len(diagrams.space.axes))) - mentioned
    return diagrams.count(diagrams.regardless(members, other), mentioned)
