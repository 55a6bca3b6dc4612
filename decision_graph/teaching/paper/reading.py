"""Reading: the answer to a case as text: what leads, what is offered, the way, why not the others."""

from __future__ import annotations

from collections.abc import Iterator

from decision_graph.export.flow import Entry
from decision_graph.export.fonts import Run
from decision_graph.export.words import minus
from decision_graph.graph import option_words
from decision_graph.predicate.truth import Truth
from decision_graph.teaching.lesson import SILENT, Lesson, Rung
from decision_graph.teaching.near import NearMiss
from decision_graph.teaching.reasons import changed, facts_used
from decision_graph.traversal.answer import Answer, RowAnswer
from decision_graph.traversal.options import OptionAnswer
from decision_graph.traversal.walk import Visit

NOTHING_HERE = "nothing for this patient"
SILENT_HERE = "the guideline says nothing"


def leading(answer: Answer) -> list[RowAnswer]:
    """The rows that lead."""
    return [row for row in answer.rows if row.standing == "preferred"]


def headline(answer: Answer) -> str:
    """The answer in a line."""
    match answer.status:
        case "silent":
            return "The guideline says nothing for this patient."
        case "out_of_scope":
            return "Out of the guideline's scope."
        case "open":
            names = (answer.guideline.vocabulary.attributes[name].label for name in answer.hangs_on)
            return f"It cannot be told yet: {', '.join(names)} not answered."
        case _:
            return ""


def answer_entries(answer: Answer, tier: str, *, brief: bool = False) -> Iterator[Entry]:
    """What leads and what it offers here, what gives way, what the guideline says of itself.

    Args:
        answer: to the case.
        tier: of the case in words; empty if there is none.
        brief: without the reasons for which rows give way or are contested.
    """
    said = headline(answer)
    if said:
        yield Entry("", rich=(Run(minus(said), bold=True),))
    for text in answer.says:
        yield Entry("", minus(text))
    if answer.nearest:
        yield Entry("Nearest, as cross-references only:", ", ".join(answer.nearest))
    for row in leading(answer):
        yield Entry(row.row.id, rich=(Run(minus(row.row.title), bold=True),), keep=True)
        yield from offered(answer, row, tier)
        for condition in () if brief else (*row.contested, *row.remarks):
            yield Entry("†" if condition in row.contested else "", minus(condition.why), indent=1.0)
    others = [row for row in answer.rows if row.standing != "preferred"]
    if others:
        words = "; ".join(row.row.id if brief else f"{row.row.id} to {_ways(row)}" for row in others)
        yield Entry("Match too, but give way:", minus(f"{words}."), rise=0.3)
    if answer.also_consider:
        words = ", ".join(row.row.id for row in answer.also_consider)
        yield Entry("Also consider, by another reading:", f"† {words}.")


def _ways(row: RowAnswer) -> str:
    return " and ".join(
        f"{id} ({why})" for id, why in {**row.outranked_by, **row.may_be_outranked_by}.items()
    )


def offered(answer: Answer, row: RowAnswer, tier: str) -> Iterator[Entry]:
    """The options of a leading row, best first, each with its standing where it is not simply offered."""
    where = f"with {tier} resources" if tier else "here"
    if row.cell is None:
        yield Entry("", "What is offered hangs on the resources, which are not told.", indent=1.0)
    elif not row.options:
        yield Entry("", f"{where}: {NOTHING_HERE}.", indent=1.0)
    for option in row.options:
        yield Entry("•", option_line(answer, option), indent=1.0)


def option_line(answer: Answer, option: OptionAnswer) -> str:
    """An option in words, with its rank, its strength, and why it is not simply offered."""
    words = option_words(option.option, answer.guideline.vocabulary)
    rank = f"{option.option.rank}. " if option.option.rank is not None else ""
    strength = f" ({option.option.strength})" if option.option.strength else ""
    why = f": {option.why}" if option.why else ""
    standing = "" if option.standing == "offered" else f" [{option.standing.replace('_', ' ')}{why}]"
    cautions = "".join(f" Caution: {caution}" for caution in option.cautions)
    return minus(f"{rank}{words}{strength}{standing}{cautions}")


def way_entries(answer: Answer) -> Iterator[Entry]:
    """Each question that is met, the answer to it, and the facts that it rests on."""
    for place, visit in enumerate((v for v in answer.trace.visits if v.certain), start=1):
        taken, facts = taken_of(answer, visit)
        ground = f"  ({facts})" if facts and facts.casefold() != taken.casefold() else ""
        yield Entry(
            f"{place}.",
            rich=(Run(f"{minus(visit.node.ask)} "), Run(f"► {minus(taken)}", bold=True), Run(minus(ground))),
        )


def taken_of(answer: Answer, visit: Visit) -> tuple[str, str]:
    """The answers that hold at a question, and the facts that they rest on."""
    true = [edge for edge in visit.edges if edge.truth is Truth.TRUE]
    facts = "; ".join(dict.fromkeys(filter(None, (facts_used(answer, edge) for edge in true))))
    if true:
        return "; ".join(edge.edge.label for edge in true), facts
    names = dict.fromkeys(name for edge in visit.edges for name in edge.missing)
    labels = (answer.guideline.vocabulary.attributes[name].label for name in names)
    return f"not answered: {', '.join(labels)}", ""


def miss_entries(answer: Answer, near: tuple[NearMiss, ...]) -> Iterator[Entry]:
    """What one other fact would lead to."""
    for miss in near:
        yield Entry(f"{minus(changed(answer, miss))}", minus(f"{leads(answer, miss)}."))


def leads(answer: Answer, miss: NearMiss) -> str:
    """What leads with another fact."""
    rows = answer.guideline.recommendations
    return "; ".join(f"{id} {rows[id].title}" for id in miss.rows) or SILENT_HERE


def other_entries(lesson: Lesson) -> Iterator[Entry]:
    """Why each of the rows to choose from does not lead."""
    for choice in next(step.choices for step in lesson.steps if step.kind == "rows"):
        if not choice.right and choice.id != SILENT:
            why = choice.why.removeprefix("Not so: ")
            yield Entry(choice.id, minus(f"{choice.words}: {why}"))


def rung_entries(rung: Rung) -> Iterator[tuple[str, str]]:
    """What one tier offers: the row, and its options in words; rows that have nothing there are left out."""
    found: dict[str, list[str]] = {}
    for row, words, standing in rung.options:
        mark = "" if standing in ("offered", "open") else f" [{standing.replace('_', ' ')}]"
        found.setdefault(row, []).append(f"{minus(words)}{mark}")
    for row, options in found.items():
        yield row, "; ".join(options)
    if not found:
        yield "", SILENT_HERE if rung.silent else NOTHING_HERE


def ladder_entries(lesson: Lesson) -> Iterator[Entry]:
    """What each tier offers to the same patient, least resources first."""
    for rung in lesson.ladder:
        here = " (here)" if rung.here else ""
        told = [f"{row}: {words}" if row else words for row, words in rung_entries(rung)]
        yield Entry(f"{rung.label}{here}:", f"{'; '.join(told)}.")


def asked(tier: str) -> str:
    """What a card asks."""
    offer = f"What can be offered with {tier} resources?" if tier else "What can be offered?"
    return f"Which recommendations lead? {offer}"


def short_way(answer: Answer) -> str:
    """The answers on the way, with the question only where an answer does not say what it answers."""
    visits = [visit for visit in answer.trace.visits if visit.certain]
    taken = ((visit.node.ask, taken_of(answer, visit)[0]) for visit in visits)
    told = (label if len(label) > 3 else f"{ask} {label}" for ask, label in taken)
    return minus(f"{' ► '.join(told)}.") if visits else "there is no question."
