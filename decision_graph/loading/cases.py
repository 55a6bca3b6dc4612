"""Cases: patients with the answers that clinicians expect, read from the files beside the graphs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span, did_you_mean
from decision_graph.graph import Guideline, option_words
from decision_graph.loading.folder import ENDING, LARGEST, open_folder
from decision_graph.loading.format import CaseRecord, CasesFile, ExpectRecord
from decision_graph.loading.names import Names
from decision_graph.loading.reading import read_record
from decision_graph.loading.scalars import Reading, literal
from decision_graph.loading.shapes import Entries
from decision_graph.loading.tree import Scalar, compose
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import Value

FOLDER = "cases"
"""The folder beside the graphs in which files of cases stand."""

ROW_LISTS = ("preferred", "also_matches", "contested", "also_consider", "possible", "nearest")
"""The expectations that list rows."""


class Expected(msgspec.Struct, frozen=True):
    """What an answer must be; None where nothing was written.

    Attributes:
        status: of the answer.
        rows: for each of `ROW_LISTS` that was written, the ids.
        questions: attributes, best first.
        offered, never_offered: ids of interventions, or words.
        options: for a matching row everything that it offers, in the same terms.
        places: where each of these was written, by its key.
        outranked_by: for a matching row the rows that outrank it.
    """

    status: str | None
    rows: dict[str, tuple[str, ...]]
    questions: tuple[str, ...] | None
    offered: tuple[str, ...]
    never_offered: tuple[str, ...]
    options: dict[str, tuple[str, ...]]
    places: dict[str, Span]
    outranked_by: dict[str, tuple[str, ...]] = {}


class Case(msgspec.Struct, frozen=True):
    """A patient with the expected answer.

    Attributes:
        id: unique among the cases of a guideline.
        narrative: the patient in words.
        facts: those of its file and its own.
        graph: the graph that is asked; None for the guideline's entry.
        why: why this is the answer; may be empty.
    """

    id: str
    narrative: str
    facts: dict[str, Value]
    expected: Expected
    graph: str | None
    why: str
    span: Span


class CaseFile(msgspec.Struct, frozen=True):
    """The cases of one file, in its order; `file` is its name in messages."""

    file: str
    title: str
    cases: tuple[Case, ...]


def read_cases(where: str | os.PathLike[str], guideline: Guideline) -> tuple[CaseFile, ...]:
    """Read and check the cases of a guideline.

    Args:
        where: as for `load_guideline`.
        guideline: loaded from there, without a complaint.

    Raises:
        GraphError: `no-cases`, or everything that is wrong with the files, sorted by file and line.

    >>> from decision_graph.loading import load_guideline
    >>> asthma = load_guideline("tests/fixtures/asthma")
    >>> [case.id for file in read_cases("tests/fixtures/asthma", asthma) for case in file.cases][0]
    'a01'
    """
    folder = open_folder(where)
    path = os.path.join(folder.path, FOLDER)
    faults: list[Diagnostic] = []
    found: list[CaseFile] = []
    maker = _Maker(guideline, faults)
    for name in _names(path, folder.name(FOLDER), faults):
        shown = folder.name(f"{FOLDER}/{name}")
        tree = compose(_content(os.path.join(path, name), shown), shown, faults)
        if tree is not None:
            before = len(faults)
            read = read_record(CasesFile, tree, Reading(faults))
            # What is built on a key that could not be read would be complained of twice.
            if len(faults) == before:
                found.append(maker.file(shown, read))
    if faults:
        raise GraphError(sorted(faults, key=_place))
    return tuple(found)


def _names(path: str, shown: str, faults: list[Diagnostic]) -> list[str]:
    try:
        names = sorted(name for name in os.listdir(path) if not name.startswith("."))
    except OSError:
        names = []
    found = [name for name in names if name.endswith(ENDING)]
    if not found:
        hint = "write one, for example cases/first.yaml; see docs/format.md"
        raise GraphError(Diagnostic("no-cases", f"there are no cases in {shown!r}", None, hint))
    for name in names:
        stem, suffix = os.path.splitext(name)
        if suffix != ENDING and suffix.lower() in (ENDING, ".yml"):
            message = f"the file '{name}' in the folder '{shown}' would not be read"
            faults.append(Diagnostic("file-name", message, None, f"rename it to '{stem}{ENDING}'"))
    return found


def _content(path: str, shown: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        message = f"'{shown}' cannot be read: {error.strerror or error}"
        raise GraphError(Diagnostic("unreadable-file", message, None, "check that you may read it")) from None


def _place(fault: Diagnostic) -> tuple[str, int, int]:
    return (fault.span.file, fault.span.line, fault.span.column) if fault.span else ("", 0, 0)


class _Maker:
    """Makes cases from what was read, file after file."""

    def __init__(self, guideline: Guideline, faults: list[Diagnostic]) -> None:
        self.guideline = guideline
        self.vocabulary = guideline.vocabulary
        self.known: dict[str, Span] = {}
        self.checked: dict[tuple[str, type, Value], tuple[Diagnostic, ...]] = {}
        self.names = Names(
            faults,
            {
                "recommendation": guideline.recommendations,
                "attribute": guideline.vocabulary.attributes,
                "graph": guideline.graphs,
            },
            {},
        )

    def file(self, shown: str, read: CasesFile) -> CaseFile:
        given = self._facts(read.given)
        return CaseFile(shown, read.title, tuple(self._case(id, case, given) for id, case in read.cases))

    def _case(self, id: Scalar, read: CaseRecord, given: dict[str, Scalar]) -> Case:
        if id.text in self.known:
            message = f"there is another case '{id.text}' in {self.known[id.text]}"
            self.names.add("duplicate-case", message, id.span, "give one of the two another id")
        self.known.setdefault(id.text, id.span)
        own = self._facts(read.facts)
        for name, value in own.items():
            if name in given:
                message = f"'{name}' is a fact of every patient of this file already"
                self.names.add("fact-twice", message, value.span, "delete one of the two")
        facts = {name: literal(value) for name, value in (given | own).items()}
        self._refuse_contradiction(id, facts, own)
        graph = self.names.resolve("graph", read.graph) if read.graph else None
        return Case(id.text, read.narrative, facts, self._expected(read.expect), graph, read.why, id.span)

    def _facts(self, read: Entries[Scalar]) -> dict[str, Scalar]:
        """Facts by name; those that are wrong by themselves are complained of and left out."""
        found: dict[str, Scalar] = {}
        for name, value in read:
            faults = self._faults_of(name.text, literal(value))
            for fault in faults:
                span = name.span if fault.slug == "unknown-fact" else value.span
                self.names.add(fault.slug, fault.message, span, fault.hint)
            if not faults:
                found[name.text] = value
        return found

    def _faults_of(self, name: str, value: Value) -> tuple[Diagnostic, ...]:
        """What is wrong with a fact by itself; the same facts come again and again."""
        key = (name, type(value), value)
        if key not in self.checked:
            try:
                make_patient(self.guideline.space, {name: value})
                self.checked[key] = ()
            except GraphError as error:
                self.checked[key] = error.diagnostics
        return self.checked[key]

    def _refuse_contradiction(self, id: Scalar, facts: dict[str, Value], own: dict[str, Scalar]) -> None:
        try:
            make_patient(self.guideline.space, facts)
        except GraphError as error:
            for fault in error.diagnostics:
                clashing = [name for name in re.findall(r"(\w+)=", fault.message) if name in own]
                span = own[clashing[-1]].span if clashing else id.span
                self.names.add(fault.slug, fault.message, span, fault.hint)

    def _expected(self, read: ExpectRecord) -> Expected:
        written = {
            key: vars(read)[key] for key in (*ROW_LISTS, "questions") if vars(read).get(key) is not None
        }
        options = {key: vars(read).get(key) or () for key in ("offered", "never_offered")}
        if not (read.status or written or any(options.values()) or read.options or read.outranked_by):
            hint = "write what the answer must be, for example preferred or status"
            self.names.add(
                "empty-expectation", "nothing is expected, so nothing would be checked", read.at, hint
            )
        spans = {key: entries[0].span for key, entries in (written | options).items() if entries}
        spans |= {f"options {row.text}": row.span for row, _ in read.options}
        spans |= {f"outranked_by {row.text}": row.span for row, _ in read.outranked_by}
        return Expected(
            status=read.status or None,
            rows={key: self.names.all("recommendation", written[key]) for key in ROW_LISTS if key in written},
            questions=self.names.all("attribute", written["questions"]) if "questions" in written else None,
            offered=self._options(options["offered"]),
            never_offered=self._options(options["never_offered"]),
            options={
                self.names.resolve("recommendation", row): self._options(said) for row, said in read.options
            },
            outranked_by={
                self.names.resolve("recommendation", row): self.names.all("recommendation", above)
                for row, above in read.outranked_by
            },
            places={**dict.fromkeys((*written, "status"), read.at), **spans},
        )

    def _options(self, written: Iterable[Scalar]) -> tuple[str, ...]:
        """Interventions, or words that some option has: otherwise a slip would never be noticed."""
        for said in written:
            if said.text not in self.vocabulary.interventions and not any(
                has_words(text, said.text) for text in self._texts()
            ):
                message = f"there is no intervention '{said.text}', and no option has these words"
                hint = did_you_mean(said.text, self.vocabulary.interventions)
                self.names.add("unknown-option", message, said.span, hint)
        return tuple(said.text for said in written)

    def _texts(self) -> Iterable[str]:
        for row in self.guideline.recommendations.values():
            for cell in row.cells.values():
                for option in cell.options:
                    yield option_words(option, self.vocabulary)


def has_words(text: str, words: str) -> bool:
    """Whether a text has some words, whatever their case; the last one may go on.

    >>> has_words("CDK4/6 inhibitor", "cdk4/6 inh"), has_words("nonsteroidal AI", "steroidal")
    (True, False)
    """
    start = r"\b" if words[:1].isalnum() else ""
    return re.search(start + re.escape(words), text, re.IGNORECASE) is not None
