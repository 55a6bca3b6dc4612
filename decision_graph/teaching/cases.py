"""Cases: patients for learners, each with its story, its key and its near misses."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from random import Random
from typing import Final

import msgspec

from decision_graph.casebook.reached import covered_by
from decision_graph.diagrams import Diagram
from decision_graph.graph import Guideline
from decision_graph.loading.cases import Case
from decision_graph.loading.phrases import PERSON, Phrases, slots
from decision_graph.mentioned import mentioned
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import Value
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.teaching.chance import below, chance, shuffled
from decision_graph.teaching.cover import Cover
from decision_graph.teaching.near import Difficulty, NearMiss, difficulty, near_misses
from decision_graph.teaching.patients import Facts, draw, gist, gist_of, needed
from decision_graph.teaching.pool import Key, Pool
from decision_graph.teaching.telling import tell, templates_of
from decision_graph.traversal.answer import Answer, query
from decision_graph.vocabulary import AVAILABLE

_MOST_ASIDES: Final = 3
_MOST_ROUNDS: Final = 40


class TeachingCase(msgspec.Struct, frozen=True):
    """A patient to learn by.

    Attributes:
        id: the seed, the round and the place; the same id is the same case of the same guideline.
        narrative: the story that learners read.
        facts: what the story says; `query` gives the key for them.
        graph: the graph that is asked directly; None for the guideline's entry.
        near: what one other fact would lead to.
        reaches: what the case reaches of the guideline.
        own: whether a teacher wrote it.
    """

    id: str
    narrative: str
    facts: dict[str, Value]
    graph: str | None
    near: tuple[NearMiss, ...]
    reaches: tuple[Key, ...]
    own: bool = False

    @property
    def difficulty(self) -> Difficulty:
        """How hard it is, by the number of near misses."""
        return difficulty(self.near)


def key_of(guideline: Guideline, case: TeachingCase) -> Answer:
    """The right answer: what `query` says."""
    return query(guideline, case.facts, case.graph)


def make_case(
    pool: Pool, phrases: Phrases, group: Diagram, place: int, seed: int, turn: int = 0
) -> TeachingCase:
    """A case of a group of patients.

    Args:
        pool: that the group belongs to.
        phrases: of the guideline.
        group: of a `Cover`.
        place: of the group in the cover.
        seed: other seeds give other patients and other words.
        turn: 0 for the first case of the group, 1 for another one, and so on.
    """
    guideline, graph = pool.guideline, pool.graph
    source = chance(seed, graph or "", place, turn)
    whole = draw(pool, group, phrases, source)
    about = mentioned(guideline, query(guideline, whole, graph).trace.graphs)
    plain = {name for opening in phrases.openings for name in slots(opening)} - set(PERSON)
    facts = needed(guideline, whole, graph, plain, source)
    said = gist(query(guideline, facts, graph))
    opening, facts = _opened(guideline, phrases, facts, whole, graph, said, source)
    facts = _with_asides(guideline, phrases, facts, _only(whole, about), graph, said, source)
    return TeachingCase(
        id=f"{seed}-{turn}-{place + 1:02d}",
        narrative=tell(guideline, phrases, facts, opening, source),
        facts={name: facts[name] for name in guideline.vocabulary.attributes if name in facts},
        graph=graph,
        near=near_misses(guideline, facts, whole, graph),
        reaches=tuple(dict.fromkeys(covered_by(query(guideline, facts, graph)))),
    )


def own_case(guideline: Guideline, case: Case) -> TeachingCase:
    """A case that a teacher wrote, from the files beside the graphs."""
    answer = query(guideline, case.facts, case.graph)
    near = near_misses(guideline, case.facts, case.facts, case.graph)
    reaches = tuple(dict.fromkeys(covered_by(answer)))
    return TeachingCase(case.id, case.narrative, case.facts, case.graph, near, reaches, own=True)


def make_cases(
    pool: Pool,
    cover: Cover,
    phrases: Phrases,
    seed: int,
    count: int | None = None,
    level: Difficulty | None = None,
) -> tuple[TeachingCase, ...]:
    """Cases in the order in which they are taught: easy ones first, otherwise as the seed shuffles them.

    Args:
        pool: whom to draw from.
        cover: of the pool; one case of each of its groups makes a full set.
        phrases: of the guideline.
        seed: the same seed gives the same cases.
        count: so many cases; by default a full set.
        level: only cases of this difficulty; there may be fewer than `count` of them.
    """
    wanted = len(cover.groups) if count is None else count
    found: list[TeachingCase] = []
    for turn, place in _places(len(cover.groups), seed, rounds=1 if count is None else _MOST_ROUNDS):
        if len(found) == wanted:
            break
        case = make_case(pool, phrases, cover.groups[place], place, seed, turn)
        if level is None or case.difficulty == level:
            found.append(case)
    return tuple(sorted(found, key=lambda case: len(case.near)))


def _places(groups: int, seed: int, rounds: int) -> Iterator[tuple[int, int]]:
    """Rounds over all groups, each in an order of its own."""
    for turn in range(rounds):
        for place in shuffled(chance(seed, "order", turn), range(groups)):
            yield turn, place


def _only(facts: Facts, names: Collection[str]) -> Facts:
    return {name: value for name, value in facts.items() if name in names}


def _opened(
    guideline: Guideline,
    phrases: Phrases,
    facts: Facts,
    whole: Facts,
    graph: str | None,
    said: object,
    source: Random,
) -> tuple[str | None, Facts]:
    """An opening that changes nothing of what is said, and the facts with those that it tells."""
    for opening in shuffled(source, phrases.openings):
        names = [name for name in slots(opening) if name not in PERSON]
        if all(name in whole for name in names):
            more = facts | {name: whole[name] for name in names}
            if gist_of(guideline, more, graph) == said:
                return opening, more
    return None, facts


def _with_asides(
    guideline: Guideline,
    phrases: Phrases,
    facts: Facts,
    whole: Facts,
    graph: str | None,
    said: object,
    source: Random,
) -> Facts:
    """The facts with a few that change nothing, as every real story has them."""
    left = 1 + below(source, _MOST_ASIDES)
    for name in shuffled(source, [name for name in whole if name not in facts]):
        if left and _may_be_told(guideline, phrases, facts, name, whole):
            more = {**facts, name: whole[name]}
            if gist_of(guideline, more, graph) == said:
                facts, left = more, left - 1
    return facts


def _may_be_told(guideline: Guideline, phrases: Phrases, facts: Facts, name: str, whole: Facts) -> bool:
    """Whether a story may tell a fact that does not matter: what is natural, and not said already."""
    if phrases.asides is not None:
        natural = phrases.asides.get(name)
        if natural is None or evaluate(natural, whole) is not Truth.TRUE:
            return False
    elif name.endswith(AVAILABLE) or (
        phrases.facts and not templates_of(guideline, phrases, name, whole[name])
    ):
        return False
    return name not in make_patient(guideline.space, facts).derived
