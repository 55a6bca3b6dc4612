"""Run: what a guideline answers to each case, beside what was expected of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from decision_graph.diagnostics import GraphError, Span
from decision_graph.graph import Guideline, Option, option_words
from decision_graph.loading.cases import ROW_LISTS, Case, has_words
from decision_graph.predicate.truth import Truth
from decision_graph.traversal.answer import Answer, RowAnswer, query
from decision_graph.traversal.contested import contested_if_matching


class Mismatch(msgspec.Struct, frozen=True):
    """One expectation that was not met.

    Attributes:
        key: of the expectation, for example "preferred"; "answer" if there was none at all.
        expected, came: in words.
        span: where the expectation is written.
    """

    key: str
    expected: str
    came: str
    span: Span


class Outcome(msgspec.Struct, frozen=True):
    """One case after it was put to a guideline; `answer` is None if the guideline gave none."""

    case: Case
    answer: Answer | None
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.mismatches

    @property
    def path(self) -> tuple[str, ...]:
        """The questions that were certainly met, each with the answers taken, in words."""
        return () if self.answer is None else tuple(_steps(self.answer))


def run_cases(guideline: Guideline, cases: Iterable[Case]) -> tuple[Outcome, ...]:
    """Put cases to a guideline.

    Args:
        guideline: any version of the one that the cases were checked against.
        cases: from `decision_graph.loading.cases.read_cases`.
    """
    return tuple(run_case(guideline, case) for case in cases)


def run_case(guideline: Guideline, case: Case) -> Outcome:
    """Put one case to a guideline; a guideline that cannot answer fails the case."""
    try:
        answer = query(guideline, case.facts, case.graph)
    except GraphError as error:
        came = "; ".join(diagnostic.message for diagnostic in error.diagnostics)
        return Outcome(case, None, (Mismatch("answer", "an answer", came, case.span),))
    return Outcome(case, answer, tuple(_mismatches(answer, case)))


def _mismatches(answer: Answer, case: Case) -> Iterator[Mismatch]:
    expected, places = case.expected, case.expected.places
    if expected.status is not None and answer.status != expected.status:
        yield Mismatch("status", expected.status, answer.status, places["status"])
    found = _found(answer)
    for key in ROW_LISTS:
        if key in expected.rows and set(expected.rows[key]) != set(found[key]):
            yield Mismatch(key, _listed(expected.rows[key]), _listed(found[key]), places[key])
    if expected.questions is not None:
        asked = tuple(question.attribute for question in answer.questions)
        # An empty list allows no question; otherwise what comes after those that are written is free.
        first = asked[: len(expected.questions)] if expected.questions else asked
        if first != expected.questions:
            yield Mismatch("questions", _listed(expected.questions), _listed(asked), places["questions"])
    yield from _wrong_precedence(answer, case)
    yield from _wrong_options(answer, case)


def _wrong_precedence(answer: Answer, case: Case) -> Iterator[Mismatch]:
    """Rows that are not outranked by exactly those that were expected."""
    matching = {row.row.id: row for row in answer.rows}
    for id, wanted in case.expected.outranked_by.items():
        span = case.expected.places[f"outranked_by {id}"]
        if id not in matching:
            yield Mismatch(f"outranked_by {id}", "a matching row", "it does not match", span)
        elif set(matching[id].outranked_by) != set(wanted):
            came = _listed(matching[id].outranked_by)
            yield Mismatch(f"outranked_by {id}", _listed(wanted), came, span)


def _found(answer: Answer) -> dict[str, tuple[str, ...]]:
    """What an answer says, under the keys of the expectations."""
    matching = [row.row.id for row in answer.rows]
    return {
        "preferred": tuple(row.row.id for row in answer.rows if row.standing == "preferred"),
        "also_matches": tuple(row.row.id for row in answer.rows if row.standing == "also_matches"),
        "contested": tuple(id for id in (*matching, *answer.possible) if _is_contested(answer, id)),
        "also_consider": tuple(row.row.id for row in answer.also_consider),
        "possible": answer.possible,
        "nearest": answer.nearest,
    }


def _is_contested(answer: Answer, id: str) -> bool:
    """Whether a row is contested for certain, if it matches; an answer also flags those that may be."""
    return bool(contested_if_matching(answer.guideline, answer.patient.region, id))


def _wrong_options(answer: Answer, case: Case) -> Iterator[Mismatch]:
    expected, places = case.expected, case.expected.places
    offered = [(row.row.id, option) for row in answer.rows for option in _offered(row)]
    texts = [f"{id}: {option_words(option, answer.guideline.vocabulary)}" for id, option in offered]
    came = "; ".join(texts) or "nothing"
    yield from _wrong_cells(answer, case)
    for wanted in expected.offered:
        if not any(_says(answer.guideline, option, wanted) for _, option in offered):
            yield Mismatch("offered", wanted, came, places["offered"])
    for unwanted in expected.never_offered:
        said = [
            text
            for text, (_, option) in zip(texts, offered, strict=True)
            if _says(answer.guideline, option, unwanted)
        ]
        if said:
            yield Mismatch("never_offered", f"not {unwanted}", "; ".join(said), places["never_offered"])


def _offered(row: RowAnswer) -> list[Option]:
    return [option.option for option in row.options if option.standing in ("offered", "open")]


def _wrong_cells(answer: Answer, case: Case) -> Iterator[Mismatch]:
    """Rows that do not offer exactly what was expected of them."""
    guideline, matching = answer.guideline, {row.row.id: row for row in answer.rows}
    for id, wanted in case.expected.options.items():
        span = case.expected.places[f"options {id}"]
        if id not in matching:
            yield Mismatch(f"options {id}", "a matching row", "it does not match", span)
            continue
        offered = _offered(matching[id])
        found = [[_says(guideline, option, words) for words in wanted] for option in offered]
        met = all(map(any, found)) and all(map(any, zip(*found, strict=True)))
        if len(offered) != len(wanted) or not met:
            came = "; ".join(option_words(option, guideline.vocabulary) for option in offered)
            yield Mismatch(f"options {id}", "; ".join(wanted) or "nothing", came or "nothing", span)


def _says(guideline: Guideline, option: Option, wanted: str) -> bool:
    """Whether an option gives an intervention or a kind of it, or has some words."""
    vocabulary = guideline.vocabulary
    if wanted in vocabulary.interventions:
        return any(found.id == wanted for id in option.interventions for found in vocabulary.lineage(id))
    return has_words(option_words(option, vocabulary), wanted)


def _steps(answer: Answer) -> Iterator[str]:
    for visit in answer.trace.visits:
        if visit.certain:
            taken = [edge.edge.label for edge in visit.edges if edge.truth is Truth.TRUE]
            unknown = [name for edge in visit.edges for name in edge.missing]
            said = "; ".join(taken) or f"not answered: {_listed(dict.fromkeys(unknown))}"
            yield f"{visit.node.ask} {said}"


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids) or "none"
