"""Needless: what need not be asked, in words and as JSON, together by what makes it so."""

from __future__ import annotations

from decision_graph.cli.output import Json
from decision_graph.cli.terminal import wrapped
from decision_graph.cli.words import label
from decision_graph.prose import fact_words
from decision_graph.traversal.answer import Answer
from decision_graph.traversal.unneeded import unneeded


def needless_lines(answer: Answer, width: int) -> list[str]:
    """The facts that the questions ask for elsewhere and that would change no row here, by the reason."""
    vocabulary, facts = answer.guideline.vocabulary, answer.patient.facts
    together: dict[tuple[str, ...], list[str]] = {}
    for one in unneeded(answer):
        together.setdefault(one.because, []).append(label(one.attribute, vocabulary))
    lines: list[str] = []
    for because, names in together.items():
        given = "; ".join(fact_words(name, facts[name], vocabulary) for name in because)
        reason = f"with {given}" if given else "whatever the answer"
        lines += wrapped(f"{reason}: {'; '.join(names)}", width, "  ", "    ")
    return lines


def needless_json(answer: Answer) -> list[Json]:
    """The same with the rows that name each fact, and the given facts that rule these rows out."""
    return [
        {"attribute": one.attribute, "rows": list(one.rows), "because": list(one.because)}
        for one in unneeded(answer)
    ]
