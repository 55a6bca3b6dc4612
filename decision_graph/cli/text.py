"""Text: an answer for people, at the width of a terminal, the most needed first.

Nothing is said by colour alone: it only repeats what a word says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decision_graph.cli.terminal import bold, colour, wrapped
from decision_graph.cli.words import label, listed, tier_words, titles, values_hint
from decision_graph.graph import Guideline, option_words
from decision_graph.predicate.truth import Truth
from decision_graph.prose import clause, fact_words
from decision_graph.traversal.answer import Answer, RowAnswer
from decision_graph.traversal.contested import contested_if_matching
from decision_graph.traversal.options import OptionAnswer
from decision_graph.traversal.questions import Question
from decision_graph.traversal.walk import EdgeTrace, Visit

_COLUMN = 16
"""Where an option's words begin, after its standing."""

_STANDING = {
    "offered": "offered",
    "open": "open",
    "unavailable": "unavailable",
    "not_indicated": "not indicated",
}
_COLOURS = {"offered": "green", "open": "yellow", "unavailable": "red", "not_indicated": "red"}
_MOST_QUESTIONS = 3


def answer_text(answer: Answer, width: int) -> str:
    """An answer in full.

    Args:
        answer: from `query`.
        width: columns to fill.
    """
    return "\n".join(_Writer(answer, width).everything())


def answer_lines(answer: Answer, width: int) -> list[str]:
    """An answer in brief, one of many: the status, and what the preferred rows offer."""
    return _Writer(answer, width).brief()


def head_lines(answer: Answer, width: int) -> list[str]:
    """The status of an answer, and what was asked."""
    return _Writer(answer, width)._head()


def status_words(answer: Answer) -> str:
    """The status of an answer in one sentence."""
    return _Writer(answer, 80)._status()


def asked_words(answer: Answer) -> str:
    """Which guideline, line and tier an answer is about."""
    return _Writer(answer, 80)._asked()


def reason_lines(answer: Answer, width: int) -> list[str]:
    """What follows from the facts, and the questions with their answers: two sections."""
    writer = _Writer(answer, width)
    derived = writer._section("Follows from the facts", writer._derived())
    return [*derived, *writer._section("Why", writer._path())]


def option_lines(answer: Answer, option: OptionAnswer, width: int) -> list[str]:
    """An option with its standing and the reasons."""
    return _Writer(answer, width)._option(option)


def foot_lines(answer: Answer, width: int) -> list[str]:
    """Which guideline it is, and what it is not."""
    return _Writer(answer, width)._foot()


class _Writer:
    """The parts of one answer, as lines."""

    def __init__(self, answer: Answer, width: int) -> None:
        self.answer = answer
        self.guideline: Guideline = answer.guideline
        self.vocabulary = answer.guideline.vocabulary
        self.width = width

    def everything(self) -> list[str]:
        answer = self.answer
        preferred = [row for row in answer.rows if row.standing == "preferred"]
        others = [row for row in answer.rows if row.standing != "preferred"]
        return [
            *self._head(),
            *self._section("Recommended", self._rows(preferred)),
            *self._section("Also matches, but gives way", self._rows(others)),
            *self._section("Not matched, but to consider", self._rows(answer.also_consider)),
            *self._section("Still possible", self._possible()),
            *self._section(
                "Nearest rows (no recommendation here)", self._list(titles(self.guideline, answer.nearest))
            ),
            *self._section("Ask next", self._questions(answer.questions)),
            *self._section("Ask for the options", self._questions(answer.option_questions)),
            *self._section("Taken for granted", self._list(answer.assumed)),
            *self._section("Follows from the facts", self._derived()),
            *self._section("Why", self._path()),
            *self._section("Notes", self._notes()),
            "",
            *self._foot(),
        ]

    def brief(self) -> list[str]:
        lines = self._head()
        preferred = [row for row in self.answer.rows if row.standing == "preferred"]
        for row in preferred:
            if len(preferred) > 1:
                lines += wrapped(f"{row.row.id}  {row.row.title}", self.width, "  ", "         ")
            options = [option for option in row.options if option.standing in ("offered", "open")]
            lines += [line for option in options for line in self._option(option, details=False)]
            if row.cell is not None and not options:
                lines += self._list(["nothing can be offered in this setting"])
        return lines

    # The head

    def _head(self) -> list[str]:
        return [
            *(bold(line) for line in wrapped(self._status(), self.width, rest="  ")),
            *(line for words in self.answer.says for line in wrapped(words, self.width, "  ")),
            *wrapped(self._asked(), self.width, rest="  "),
        ]

    def _status(self) -> str:
        answer = self.answer
        preferred = [row.row.id for row in answer.rows if row.standing == "preferred"]
        match answer.status:
            case "decided":
                if len(preferred) == 1:
                    return f"Decided: {titles(self.guideline, preferred)[0]}"
                return f"Decided: {listed(preferred)} apply" if preferred else "Decided: no row applies"
            case "open":
                return f"Open: {self._pending(preferred)}"
            case "silent":
                return "Silent: the guideline says nothing for this patient"
            case "out_of_scope":
                return "Out of scope: the guideline does not address this patient"

    def _pending(self, preferred: list[str]) -> str:
        applies = (
            [f"{listed(preferred)} {'applies' if len(preferred) == 1 else 'apply'}"] if preferred else []
        )
        possible = list(self.answer.possible)
        if possible:
            applies.append(f"{listed(possible)} {'is' if len(possible) == 1 else 'are'} still possible")
        elif self.guideline.tier and self.answer.tier is None:
            applies.append(f"the options depend on the {label(self.guideline.tier, self.vocabulary)}")
        else:
            applies.append("which row goes first is not decided yet")
        return "; ".join(applies)

    def _asked(self) -> str:
        parts = [self.guideline.title]
        for name, value in ((self.guideline.line, self.answer.line), (self.guideline.tier, self.answer.tier)):
            if name:
                words = tier_words(self.guideline, value) if name == self.guideline.tier else str(value)
                parts.append(f"{label(name, self.vocabulary)}: {'not given' if value is None else words}")
        return ", ".join(parts)

    # Rows and options

    def _rows(self, rows: Iterable[RowAnswer]) -> list[str]:
        return [line for row in rows for line in self._row(row)]

    def _row(self, answer: RowAnswer) -> list[str]:
        row, source = answer.row, answer.row.source
        lines = [bold(line) for line in wrapped(f"{row.id}  {row.title}", self.width, rest="       ")]
        if answer.cell is not None:
            lines += self._options(answer)
        elif self.guideline.tier and self.answer.tier is None:
            lines += self._tier_is_needed()
        else:
            lines += self._list(["the source gives no options for this setting"])
        for heading, others in (
            ("gives way to", answer.outranked_by),
            ("may give way to", answer.may_be_outranked_by),
        ):
            for other, why in others.items():
                lines += wrapped(f"{heading} {other}: {why}", self.width, "  ", "    ")
        for condition in answer.contested:
            lines += wrapped(f"contested: {condition.why}", self.width, "  ", "    ")
        for condition in answer.remarks:
            lines += wrapped(f"note: {condition.why}", self.width, "  ", "    ")
        notes = [note for note in row.notes if note in self.guideline.notes]
        marks = f", notes {', '.join(notes)}" if notes else ""
        for note in row.notes:
            if note not in self.guideline.notes:
                lines += wrapped(note, self.width, "  ")
        first, last = source.lines
        place = f"line {first}" if first == last else f"lines {first}-{last}"
        return [
            *lines,
            *wrapped(f"source: table {source.table}, row {source.row}, {place}{marks}", self.width, "  "),
        ]

    def _options(self, answer: RowAnswer) -> list[str]:
        assert answer.cell is not None, "only asked for with a cell"
        lines = [line for option in answer.options for line in self._option(option)]
        if not answer.options:
            lines = self._list(["nothing is offered in this setting"])
        elif all(option.standing in ("unavailable", "not_indicated") for option in answer.options):
            lines += self._list(["nothing of this can be offered here, for the reasons above"])
        for note in answer.cell.notes:
            text = self.guideline.notes[note].text if note in self.guideline.notes else note
            lines += wrapped(f"{note}: {text}" if text != note else note, self.width, "  ", "    ")
        return lines

    def _option(self, answer: OptionAnswer, *, details: bool = True) -> list[str]:
        option = answer.option
        words = option_words(option, self.vocabulary)
        if option.rank is not None:
            words = f"step {option.rank}: {words}"
        if option.strength:
            words += f"; strength: {option.strength}"
        if answer.notes:
            words += f" [{', '.join(answer.notes)}]"
        standing = _STANDING[answer.standing]
        lines = wrapped(words, self.width, f"  {standing:{_COLUMN - 2}}", " " * _COLUMN)
        lines[0] = lines[0].replace(standing, colour(standing, _COLOURS[answer.standing]), 1)
        return lines + [
            line
            for text in (self._reasons(answer) if details else ())
            for line in wrapped(text, self.width, " " * _COLUMN + "- ")
        ]

    def _reasons(self, answer: OptionAnswer) -> list[str]:
        reasons = [answer.why] if answer.why else []
        if answer.standing == "offered" and answer.option.when is not None:
            reasons.append(f"its condition is met: {clause(answer.option.when, self.vocabulary)}")
        if answer.missing:
            reasons.append(
                f"depends on: {'; '.join(label(name, self.vocabulary) for name in answer.missing)}"
            )
        return reasons + [f"caution: {caution}" for caution in answer.cautions]

    def _tier_is_needed(self) -> list[str]:
        """Said at the row itself: the question stands last among those to ask, and may not be printed."""
        attribute = self.vocabulary.attributes[self.guideline.tier]
        words = wrapped(
            f"its options depend on the {label(attribute.name, self.vocabulary)}:", self.width, "  "
        )
        return [*words, f"    --fact {attribute.name}={values_hint(attribute)}"]

    # Questions

    def _questions(self, questions: Sequence[Question]) -> list[str]:
        lines: list[str] = []
        for question in questions[:_MOST_QUESTIONS]:
            attribute = self.vocabulary.attributes[question.attribute]
            lines += wrapped(question.ask, self.width, "  ")
            lines.append(f"    --fact {attribute.name}={values_hint(attribute)}")  # to be copied whole
            lines += wrapped(f"decides {listed(question.separates)}", self.width, "    ")
        left = len(questions) - _MOST_QUESTIONS
        return [*lines, f"  and {left} more"] if left > 0 else lines

    # Reasons

    def _derived(self) -> list[str]:
        """The derived facts on which the path rests, by reason; the others are counted."""
        uses = {name for visit in self.answer.trace.visits for edge in visit.edges for name in edge.derived}
        every = self.answer.patient.derived
        together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for name in (name for name in every if name in uses):
            derived = every[name]
            words = fact_words(name, derived.value, self.vocabulary)
            together.setdefault((derived.why, derived.because), []).append(words)
        lines: list[str] = []
        for (why, because), clauses in together.items():
            given = [self._fact(name) for name in because]
            lines += wrapped("; ".join(clauses), self.width, "  ", "    ")
            lines += wrapped(f"from {'; '.join(given)}: {why}" if given else why, self.width, "      ")
        left = len(every) - len(uses)
        more = [f"{left} more, used in no question (--format json lists them)"] if left else []
        return [*lines, *self._list(more)]

    def _fact(self, name: str) -> str:
        value = self.answer.patient.value(name)
        return name if value is None else fact_words(name, value, self.vocabulary)

    def _path(self) -> list[str]:
        """The questions that were certainly reached; those that may still come are only counted."""
        visits = self.answer.trace.visits
        certain = [visit for visit in visits if visit.certain]
        lines = [line for visit in certain for line in self._visit(visit)]
        left = len(visits) - len(certain)
        return [*lines, f"  and {left} more question{'s' if left > 1 else ''} may follow"] if left else lines

    def _visit(self, visit: Visit) -> list[str]:
        true = [edge for edge in visit.edges if edge.truth is Truth.TRUE]
        unknown = [edge for edge in visit.edges if edge.truth is Truth.UNKNOWN]
        answers = [self._label(visit, edge) for edge in true]
        if unknown and (visit.node.hit_policy == "collect" or not true):
            answers.append(f"not decided ({' / '.join(self._label(visit, edge) for edge in unknown)})")
        lines = wrapped(f"{visit.node.ask} -> {'; '.join(answers)}", self.width, "  ", "    ")
        because = self._because(true or unknown)
        return lines + (wrapped(f"because {because}", self.width, "      ") if because else [])

    def _label(self, visit: Visit, traced: EdgeTrace) -> str:
        """An answer; where several may hold together, a mere "yes" would not say to what."""
        edge = traced.edge
        if visit.node.hit_policy == "collect" and edge.when is not None and edge.label in ("yes", "no"):
            return clause(edge.when, self.vocabulary)
        return edge.label or "otherwise"

    def _because(self, edges: Iterable[EdgeTrace]) -> str:
        """The known facts on which the answers rest, those that were derived marked so."""
        uses = {name: value for edge in edges for name, value in edge.uses.items()}
        derived = self.answer.patient.derived
        return "; ".join(
            fact_words(name, value, self.vocabulary) + (" (derived)" if name in derived else "")
            for name, value in uses.items()
        )

    def _notes(self) -> list[str]:
        """The notes of the answer; sentences that stand beside their row already are not repeated."""
        rows = (*self.answer.rows, *self.answer.also_consider)
        shown = {note for row in rows for note in (*row.row.notes, *(row.cell.notes if row.cell else ()))}
        lines: list[str] = []
        for note in self.answer.notes:
            if note in self.guideline.notes:
                lines += wrapped(self.guideline.notes[note].text, self.width, f"  {note:4} ")
            elif note not in shown:
                lines += wrapped(note, self.width, "  ", "    ")
        return lines

    def _foot(self) -> list[str]:
        guideline = self.guideline
        version = (
            f"{guideline.provenance.citation} Version {guideline.version}, digest {guideline.digest[:12]}."
        )
        return [*wrapped(version, self.width), *wrapped(guideline.disclaimer, self.width)]

    # Layout

    def _section(self, heading: str, lines: Sequence[str]) -> list[str]:
        return ["", bold(heading.upper()), *lines] if lines else []

    def _possible(self) -> list[str]:
        lines: list[str] = []
        region = self.answer.patient.region
        for id, title in zip(self.answer.possible, titles(self.guideline, self.answer.possible), strict=True):
            lines += wrapped(title, self.width, "  ", "    ")
            for condition in contested_if_matching(self.guideline, region, id):
                lines += wrapped(f"contested if it applies: {condition.why}", self.width, "    ", "      ")
        return lines

    def _list(self, items: Iterable[str]) -> list[str]:
        return [line for item in items for line in wrapped(item, self.width, "  ", "    ")]
