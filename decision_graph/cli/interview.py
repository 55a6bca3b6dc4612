"""Interview: the state of a conversation that asks only what is still needed.

It knows nothing of terminals: it holds the facts, says what to ask next, and takes answers back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from decision_graph.cli.target import Target
from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.graph import option_words
from decision_graph.predicate.terms import Value
from decision_graph.traversal.answer import Answer, query
from decision_graph.traversal.questions import Question
from decision_graph.vocabulary import Attribute


class Step(msgspec.Struct, frozen=True):
    """One answered question; None if it was left unanswered."""

    attribute: str
    value: object


class Interview:
    """A conversation about one patient.

    Args:
        target: what is asked.
        facts: what is known from the start; it is not asked and not taken back.

    Raises:
        GraphError: if the facts are wrong.
    """

    def __init__(self, target: Target, facts: Mapping[str, object]) -> None:
        self.target = target
        self.known = dict(facts)
        self.steps: list[Step] = []
        self.answer = self._query()

    def _query(self) -> Answer:
        return query(self.target.guideline, self.facts, self.target.graph)

    @property
    def facts(self) -> dict[str, object]:
        """Everything that is known by now."""
        return {**self.known, **{step.attribute: step.value for step in self.steps if step.value is not None}}

    def next_question(self) -> Question | None:
        """The best question that was not left unanswered; about rows first, then about their options."""
        skipped = {step.attribute for step in self.steps if step.value is None}
        for question in (*self.answer.questions, *self.answer.option_questions):
            if question.attribute not in skipped:
                return question
        return None

    def attribute(self, question: Question) -> Attribute:
        """What a question asks for."""
        return self.target.guideline.vocabulary.attributes[question.attribute]

    def offered(self, question: Question) -> tuple[Choice, ...]:
        """The answers that what is known still allows; none for a number."""
        space, region = self.target.guideline.space, self.answer.patient.region
        place = space.index[question.attribute]
        known = choices(space.axes[place].attribute)
        return tuple(choice for choice in known if space.axes[place].bit(choice.value) & region[place])

    def reply(self, question: Question, value: object) -> None:
        """Take an answer.

        Raises:
            GraphError: if it is malformed or contradicts what is known; it is taken back then.
        """
        self.steps.append(Step(question.attribute, value))
        try:
            self.answer = self._query()
        except GraphError:
            self.steps.pop()
            raise

    def skip(self, question: Question) -> None:
        """Leave a question unanswered."""
        self.steps.append(Step(question.attribute, None))

    def back(self) -> bool:
        """Take the last answer back; False if there is none."""
        if not self.steps:
            return False
        self.steps.pop()
        self.answer = self._query()
        return True

    def separated(self, question: Question) -> list[str]:
        """The rows, or options of rows, between which the answer decides, in words."""
        guideline = self.target.guideline
        words = []
        for thing in question.separates:
            row, _, place = thing.partition(" option ")
            found = guideline.recommendations.get(row)
            if found is None or not place:
                words.append(f"{row} {found.title}" if found else thing)
            else:
                rows = {answer.row.id: answer for answer in self.answer.rows}
                option = rows[row].options[int(place) - 1].option
                words.append(f"{row}: {option_words(option, guideline.vocabulary)}")
        return list(dict.fromkeys(words))


class Choice(msgspec.Struct, frozen=True):
    """An answer that a question offers: its value and its words."""

    value: Value
    label: str


def choices(attribute: Attribute) -> tuple[Choice, ...]:
    """The answers that a question offers; none for a number."""
    if attribute.kind == "boolean":
        yes = f"yes: {attribute.when_true}" if attribute.when_true else "yes"
        no = f"no: {attribute.when_false}" if attribute.when_false else "no"
        return (Choice(True, yes), Choice(False, no))
    return tuple(Choice(choice.value, choice.label) for choice in attribute.choices)


_YES: dict[str, Value] = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


_SHORTEST = 3
"""Letters of a word that are enough to mean it, if they begin no other: fewer are too easily mistyped."""


def understood(attribute: Attribute, offered: Sequence[Choice], reply: str) -> object:
    """The value that a reply means: the number of a choice, its name or its words; a number as it stands.

    Args:
        attribute: what was asked.
        offered: the choices as they were numbered; a word may mean any other, which is then refused
            with the reason.
        reply: what the person typed.

    Raises:
        GraphError: if it means no choice.
    """
    known = choices(attribute)
    if not known:
        return reply
    if reply.isdecimal() and 1 <= int(reply) <= len(offered):
        return offered[int(reply) - 1].value
    if attribute.kind == "boolean":
        words = _YES
    else:
        words = {str(choice.value).casefold(): choice.value for choice in known}
        words |= {choice.label.casefold(): choice.value for choice in known}
    folded = reply.casefold()
    if folded in words:
        return words[folded]
    begun = {value for word, value in words.items() if word.startswith(folded)}
    if len(begun) == 1 and len(folded) >= _SHORTEST:
        return begun.pop()
    written = [word for choice in known for word in (str(choice.value), choice.label)]
    near = did_you_mean(reply, ["yes", "no"] if attribute.kind == "boolean" else written)
    hint = f"{near} " if near.startswith("did") else ""
    hint += f"Give its number, 1 to {len(offered)}, or its word."
    raise GraphError(Diagnostic("no-such-answer", f"{reply!r} is none of the answers", hint=hint))
