"""Output: an answer, a complaint or a whole guideline as JSON; what its readers may rely on.

Keys keep their order and meaning. New keys come after the old ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from decision_graph.cli.target import Target
from decision_graph.contents import conditions_json, predicate, source_json
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import Cell, Guideline, option_words
from decision_graph.traversal.answer import Answer, RowAnswer
from decision_graph.traversal.contested import contested_if_matching
from decision_graph.traversal.options import OptionAnswer
from decision_graph.traversal.questions import Question
from decision_graph.traversal.walk import EdgeTrace, Visit

Json = dict[str, Any]


def compact(found: Json) -> bytes:
    """JSON on one line, as UTF-8."""
    return msgspec.json.encode(found)


def indented(found: Json) -> bytes:
    """JSON for people to read, as UTF-8."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2)


def error_json(error: GraphError, line: int) -> Json:
    """What stands in the place of an answer to a bad record.

    Args:
        error: what was wrong with it.
        line: of the input, at which the record begins.
    """
    first, *others = (_complaint(diagnostic, line) for diagnostic in error.diagnostics)
    return {"error": {**first, "others": others} if others else first}


def _complaint(diagnostic: Diagnostic, line: int) -> Json:
    return {"slug": diagnostic.slug, "message": diagnostic.message, "hint": diagnostic.hint, "line": line}


# Answers


def answer_json(answer: Answer) -> Json:
    """An answer with everything that it rests on."""
    guideline, patient = answer.guideline, answer.patient
    found: Json = {
        "guideline": guideline.id,
        "version": guideline.version,
        "line": answer.line,
        "setting": answer.tier,
        "status": answer.status,
        "recommendations": [_row(guideline, row) for row in answer.rows],
        "possible": list(answer.possible),
        "questions": _questions(answer.questions),
        "nearest": list(answer.nearest),
        "path": [_visit(visit) for visit in answer.trace.visits],
        "also_consider": [
            {**_row(guideline, row), "standing": "also_consider"} for row in answer.also_consider
        ],
        "option_questions": _questions(answer.option_questions),
        "says": list(answer.says),
        "assumed": list(answer.assumed),
        "derived": {
            name: {"value": derived.value, "why": derived.why, "because": list(derived.because)}
            for name, derived in patient.derived.items()
        },
    }
    found["possible_contested"] = _possible_contested(answer)
    found["notes"] = glossary(guideline, answer.notes, found)
    found["further_notes"] = [note for note in answer.notes if note not in guideline.notes]
    found["digest"] = guideline.digest
    found["disclaimer"] = guideline.disclaimer
    return found


def with_formulary(said: Json, target: Target) -> Json:
    """What was said, with the formulary that it rests on; null if it rests on none."""
    place = target.place
    if place is None:
        return {**said, "formulary": None}
    about = {"title": place.formulary.name, "date": place.date, "digest": place.formulary.digest}
    return {**said, "formulary": about}


def _possible_contested(answer: Answer) -> Json:
    """Of the rows that are only possible those that are contested if they match, with the reasons."""
    region = answer.patient.region
    found = {id: contested_if_matching(answer.guideline, region, id) for id in answer.possible}
    return {id: conditions_json(conditions) for id, conditions in found.items() if conditions}


def _row(guideline: Guideline, answer: RowAnswer) -> Json:
    row = answer.row
    return {
        "id": row.id,
        "title": row.title,
        "standing": answer.standing,
        "outranked_by": list(answer.outranked_by),
        "options": [_judged(guideline, option) for option in answer.options],
        "notes": row_notes(row.notes, answer.cell),
        "source": source_json(row.source),
        "section": row.section,
        "outranked_because": answer.outranked_by,
        "may_be_outranked_by": answer.may_be_outranked_by,
        "contested": conditions_json(answer.contested),
        "remarks": conditions_json(answer.remarks),
    }


def _judged(guideline: Guideline, answer: OptionAnswer) -> Json:
    option = answer.option
    return {
        "text": option_words(option, guideline.vocabulary),
        "interventions": list(option.interventions),
        "rank": option.rank,
        "standing": answer.standing,
        "when": predicate(option.when),
        "missing": list(answer.missing),
        "strength": option.strength,
        "notes": list(answer.notes),
        "why": answer.why,
        "cautions": list(answer.cautions),
    }


def _questions(questions: Iterable[Question]) -> list[Json]:
    return [
        {"attribute": q.attribute, "ask": q.ask, "separates": list(q.separates), "notes": list(q.notes)}
        for q in questions
    ]


def _visit(visit: Visit) -> Json:
    return {
        "graph": visit.graph,
        "node": visit.node.id,
        "edges": [_edge(edge) for edge in visit.edges],
        "ask": visit.node.ask,
        "certain": visit.certain,
        "notes": list(visit.node.notes),
    }


def _edge(traced: EdgeTrace) -> Json:
    return {
        "when": predicate(traced.edge.when) or "otherwise",
        "truth": traced.truth.value,
        "to": traced.edge.to,
        "uses": traced.uses,
        "missing": list(traced.missing),
        "label": traced.edge.label,
        "derived": list(traced.derived),
    }


# Notes


def row_notes(notes: tuple[str, ...], cell: Cell | None) -> list[str]:
    """The notes of a row and of one of its cells, once each."""
    return list(dict.fromkeys((*notes, *(cell.notes if cell else ()))))


def glossary(guideline: Guideline, first: Iterable[str], found: object) -> dict[str, str]:
    """The text of every note that is named anywhere: as a note, or in brackets at the end of a reason."""
    named = dict.fromkeys((*first, *_named(found)))
    return {id: guideline.notes[id].text for id in named if id in guideline.notes}


def _named(found: object) -> Iterator[str]:
    match found:
        case dict():
            for key, value in found.items():
                if key == "notes":
                    yield from value
                elif isinstance(value, dict | list | str):
                    yield from _named(value)
        case list():
            for value in found:
                yield from _named(value)
        case str() if "(" in found:
            for words in re.findall(r"\(([^()]*)\)", found):
                yield from (word.strip() for word in words.split(","))
        case _:
            pass
