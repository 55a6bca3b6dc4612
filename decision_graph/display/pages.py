"""Pages: what a notebook shows of each kind of thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decision_graph.comparison.compare import Change, Comparison
from decision_graph.display.markup import Html, bullets, element, joined, section, table
from decision_graph.graph import (
    DecisionGraph,
    Guideline,
    Leaf,
    OutOfScope,
    Recommend,
    See,
    Silent,
    option_words,
)
from decision_graph.predicate.truth import Truth
from decision_graph.traversal.answer import Answer, RowAnswer
from decision_graph.traversal.walk import EdgeTrace, Trace, Visit


def html(thing: object) -> str:
    """What a notebook shows of a thing.

    >>> from decision_graph.loading import load_guideline
    >>> html(load_guideline("tests/fixtures/asthma")).startswith("<div><h3>Asthma, a fictional example")
    True
    """
    match thing:
        case Guideline():
            parts = _guideline(thing)
        case DecisionGraph():
            parts = _graph(thing)
        case Answer():
            parts = _answer(thing)
        case Trace():
            parts = [table(("question", "answers"), map(_visit, thing.visits)), _arrivals(thing)]
        case Comparison():
            parts = _comparison(thing)
        case _:
            raise TypeError(f"nothing is known about displaying {type(thing).__name__}")
    return element("div", *parts)


def _heading(title: str, *below: str) -> Html:
    return joined((element("h3", title), element("p", *below)))


# Guidelines and graphs


def _guideline(guideline: Guideline) -> Iterable[str]:
    graphs = (
        (
            id + (" (entry)" if id == guideline.entry else ""),
            graph.title,
            str(len(graph.nodes)),
            str(len(graph.recommendations)),
        )
        for id, graph in guideline.graphs.items()
    )
    below = f"{guideline.id}, version {guideline.version}, digest {guideline.digest[:12]}"
    yield _heading(guideline.title, below)
    yield table(("graph", "title", "questions", "rows"), graphs)
    yield element("p", element("small", f"{guideline.provenance.citation} {guideline.disclaimer}"))


def _graph(graph: DecisionGraph) -> Iterable[str]:
    yield _heading(graph.title, f"{graph.id}: {len(graph.nodes)} questions")
    questions = ((id, node.ask, _edges(graph, id)) for id, node in graph.nodes.items())
    yield table(("question", "asks", "answers"), questions)
    rows = ((row.id, row.title, row.section) for row in graph.recommendations.values())
    yield table(("row", "patients", "section"), rows)


def _edges(graph: DecisionGraph, node: str) -> Html:
    answers = graph.nodes[node].edges
    return bullets(f"{edge.label or 'otherwise'} → {_target(graph, edge.to)}" for edge in answers)


def _target(graph: DecisionGraph, id: str) -> str:
    leaf: Leaf | None = graph.leaves.get(id)
    match leaf:
        case None:
            return id
        case Recommend(rows=rows):
            return ", ".join(rows)
        case Silent(text=text):
            return f"silent: {text}"
        case See(graph=other):
            return f"see {other}"
        case OutOfScope(text=text):
            return f"out of scope: {text}"


# Answers and traces


def _answer(answer: Answer) -> Iterable[str]:
    guideline = answer.guideline
    selected = (f"{name}: {value}" for name, value in _selected(answer))
    yield _heading(_status(answer), f"{guideline.title}. {', '.join(selected)}")
    yield bullets(answer.says)
    yield section("Rows that apply", joined(_row(answer, row) for row in answer.rows))
    yield section("Not matched, but to consider", joined(_row(answer, row) for row in answer.also_consider))
    titles = guideline.recommendations
    yield section("Still possible", bullets(f"{id} {titles[id].title}" for id in answer.possible))
    yield section(
        "Nearest rows, no recommendation", bullets(f"{id} {titles[id].title}" for id in answer.nearest)
    )
    asked = (*answer.questions, *answer.option_questions)
    yield section("Ask next", bullets(f"{q.ask} ({', '.join(q.separates)})" for q in asked))
    yield section("Why", table(("question", "answers"), map(_visit, answer.trace.visits)))
    yield element("p", element("small", guideline.disclaimer))


def _selected(answer: Answer) -> Iterator[tuple[str, str]]:
    for name, value in ((answer.guideline.line, answer.line), (answer.guideline.tier, answer.tier)):
        if name:
            yield name, "not given" if value is None else str(value)


def _status(answer: Answer) -> str:
    preferred = [row.row.id for row in answer.rows if row.standing == "preferred"]
    ids = ", ".join(preferred)
    match answer.status:
        case "decided":
            return f"Decided: {ids or 'no row applies'}"
        case "open":
            return f"Open: {ids or 'nothing'} {'apply' if len(preferred) > 1 else 'applies'} for certain"
        case "silent":
            return "Silent: the guideline says nothing for this patient"
        case "out_of_scope":
            return "Out of scope: the guideline does not address this patient"


_SIGNS = {"offered": "✓", "open": "?", "unavailable": "✗", "not_indicated": "–"}


def _row(answer: Answer, row: RowAnswer) -> Html:
    title = f"{row.row.id} {row.row.title}"
    below = [f"gives way to {other}: {why}" for other, why in row.outranked_by.items()]
    below += [f"may give way to {other}: {why}" for other, why in row.may_be_outranked_by.items()]
    below += [f"contested: {condition.why}" for condition in row.contested]
    below += [condition.why for condition in row.remarks]
    options = (
        (
            f"{_SIGNS[option.standing]} {option.standing.replace('_', ' ')}",
            option_words(option.option, answer.guideline.vocabulary),
            "; ".join(filter(None, (option.why, *option.cautions))),
        )
        for option in row.options
    )
    heading = element("b", title) if row.standing == "preferred" else Html(element("span", title))
    return joined((element("p", heading), bullets(below), table(("standing", "option", "why"), options)))


def _visit(visit: Visit) -> tuple[str, Html]:
    ask = visit.node.ask if visit.certain else f"{visit.node.ask} (may be asked)"
    return ask, bullets(_edge(visit, edge) for edge in visit.edges)


def _edge(visit: Visit, traced: EdgeTrace) -> str:
    """An answer with what became of it: told by a sign and a word, and by weight."""
    label = traced.edge.label or "otherwise"
    match traced.truth:
        case Truth.TRUE:
            return element("b", f"● {label}") if visit.certain else f"? {label}: if it is asked"
        case Truth.UNKNOWN:
            return f"? {label}: open, {', '.join(traced.missing)} unanswered"
        case Truth.FALSE:
            return f"× {label}"


def _arrivals(trace: Trace) -> Html:
    words = (
        f"{arrival.graph}: {arrival.leaf.id}{'' if arrival.certain else ' (possible)'}"
        for arrival in trace.arrivals
    )
    return section("Reached", bullets(words))


# Comparisons


def _comparison(found: Comparison) -> Iterable[str]:
    verdict = (
        f"{found.changed:,} of {found.patients:,} complete patients get another answer"
        if found.changed
        else f"No answer changes, for {found.patients:,} complete patients"
    )
    versions = (f"version {g.version} ({g.digest[:12]})" for g in (found.old, found.new))
    yield _heading(verdict, f"{found.new.id}: {' → '.join(versions)}")
    yield table(("what changes", "patients", "who"), map(_change, found.changes))
    wording = ((" / ".join(w.where), w.before or "", w.after or "") for w in found.wording)
    yield section("The files say", table(("where", "before", "after"), wording))


def _change(change: Change) -> tuple[str, ...]:
    what = bullets(f"{d.row} {d.about}: {d.before or '–'} → {d.after or '–'}".strip() for d in change.shifts)
    who = [region.words for region in change.regions]
    return what, f"{change.patients:,}", bullets(who + [f"{change.untold:,} more"] * bool(change.untold))
