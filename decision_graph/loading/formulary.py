"""Formulary files: what a hospital has, read from YAML or from a table (CSV), every fault with its place."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import os

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Span, did_you_mean
from decision_graph.formulary import Formulary, Holding, StockOut
from decision_graph.loading.format import FormularyFile, HoldingRecord, StockOutRecord
from decision_graph.loading.reading import read_record
from decision_graph.loading.scalars import Reading
from decision_graph.loading.tree import Scalar, compose
from decision_graph.vocabulary import Vocabulary

LARGEST = 1_000_000
"""Bytes that a formulary may have."""

COLUMNS = ("intervention", "held", "from", "until")
"""The columns of a table; the last two may be missing."""

_SAID = {"true": True, "yes": True, "false": False, "no": False, "unanswered": None, "": None}


def read_formulary(path: str | os.PathLike[str], vocabulary: Vocabulary) -> Formulary:
    """Read and check the formulary of a hospital.

    Args:
        path: of a YAML file, or of a table that is called `.csv`.
        vocabulary: of the guideline; its interventions may be named.

    Raises:
        GraphError: everything that is wrong with the file, each with its place.
    """
    name = os.fspath(path)
    faults: list[Diagnostic] = []
    data = _content(name)
    reader = _Table if name.lower().endswith(".csv") else _Tree
    found = reader(name, vocabulary, faults).read(data)
    if faults:
        raise GraphError(
            sorted(faults, key=lambda fault: (fault.span.line, fault.span.column) if fault.span else (0, 0))
        )
    return msgspec.structs.replace(found, digest=hashlib.sha256(data).hexdigest())


def date_of(text: str) -> str | None:
    """A day of the calendar as it is written, 2024-03-09; None if it is none."""
    try:
        return datetime.date.fromisoformat(text).isoformat() if len(text) == 10 else None
    except ValueError:
        return None


def _content(name: str) -> bytes:
    try:
        with open(name, "rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise GraphError(Diagnostic("no-such-file", f"there is no file {name!r}")) from None
    except OSError as error:
        message = f"{name!r} cannot be read: {error.strerror or error}"
        raise GraphError(Diagnostic("unreadable", message)) from None
    if len(data) > LARGEST:
        raise GraphError(
            Diagnostic("too-large", f"a formulary has at most {LARGEST:,} bytes", Span(name, 1, 1))
        )
    return data


_A_SLIP = 0.85
"""As like as a slip of the pen makes two names. Many drugs are called like another one."""

_NOT_NAMED = "leave out what the guideline does not name; `formulary new` lists what it names"


class _Reader:
    """What both forms of file share: names, dates, and who was named before."""

    def __init__(self, file: str, vocabulary: Vocabulary, faults: list[Diagnostic]) -> None:
        self.file = file
        self.vocabulary = vocabulary
        self.faults = faults

    def known(self, id: str, span: Span) -> bool:
        """Whether an intervention is known; complained of if not."""
        if id in self.vocabulary.interventions:
            return True
        hint = did_you_mean(id, self.vocabulary.interventions, _A_SLIP) or _NOT_NAMED
        self.complain("unknown-intervention", f"there is no intervention '{id}'", span, hint)
        return False

    def date(self, text: str, span: Span) -> str | None:
        """A date; complained of if it is none."""
        found = date_of(text)
        if found is None:
            hint = "write year, month and day, for example 2024-03-09"
            self.complain("no-date", f"'{text}' is no day of the calendar", span, hint)
        return found

    def stock_out(self, start: str | None, until: str | None, span: Span) -> StockOut | None:
        """A time without stock; complained of if it ends before it begins."""
        if start is None:
            return None
        if until is not None and until < start:
            self.complain(
                "date-order", f"it ends on {until}, before it begins on {start}", span, "swap the two"
            )
        return StockOut(start, until)

    def complain(self, slug: str, message: str, span: Span, hint: str = "") -> None:
        """Add a fault."""
        self.faults.append(Diagnostic(slug, message, span, hint))


class _Tree(_Reader):
    """Reads YAML."""

    def read(self, data: bytes) -> Formulary:
        tree = compose(data, self.file, self.faults)
        if tree is None:
            return Formulary("", ())
        before = len(self.faults)
        read = read_record(FormularyFile, tree, Reading(self.faults))
        if len(self.faults) > before:
            return Formulary("", ())
        holdings = [self._holding(id, said) for id, said in read.has if self.known(id.text, id.span)]
        return Formulary(read.formulary, tuple(holdings), self.file)

    def _holding(self, id: Scalar, said: Scalar | HoldingRecord) -> Holding:
        if isinstance(said, Scalar):
            return Holding(id.text, self._held(id, said), span=id.span)
        out = [self._out(record) for record in said.out]
        return Holding(id.text, self._held(id, said.held), tuple(o for o in out if o is not None), id.span)

    def _held(self, id: Scalar, said: Scalar) -> bool | None:
        if said.text in ("true", "false", "unanswered") and not said.style:
            return _SAID[said.text]
        hint = "write true, false, or unanswered"
        self.complain("held-value", f"'{id.text}' is {said.text!r}", said.span, hint)
        return None

    def _out(self, record: StockOutRecord) -> StockOut | None:
        start = self.date(record.start.text, record.start.span)
        until = None if record.until is None else self.date(record.until.text, record.until.span)
        return self.stock_out(start, until, record.start.span)


class _Table(_Reader):
    """Reads a table: a row says whether something is held, or with dates when it is out of stock."""

    def read(self, data: bytes) -> Formulary:
        name = os.path.splitext(os.path.basename(self.file))[0]
        try:
            self.lines = data.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            self.complain(
                "not-utf8", "this is not UTF-8", Span(self.file, 1, 1), "save it with the encoding UTF-8"
            )
            return Formulary(name, ())
        self.mark = ";" if self.lines and ";" in self.lines[0] else ","
        rows = [
            (number, self._cells(line))
            for number, line in enumerate(self.lines, start=1)
            if line.strip(f" {self.mark}\t")
        ]
        if not rows:
            hint = f"begin with the row: {self.mark.join(COLUMNS)}"
            self.complain("no-rows", "the table says nothing", Span(self.file, 1, 1), hint)
        if not rows or not self._heading(*rows[0]):
            return Formulary(name, ())
        columns = [cell.lower() for cell in rows[0][1]]
        base: dict[str, Holding] = {}
        out: dict[str, list[StockOut]] = {}
        for number, cells in rows[1:]:
            self._row(number, dict(zip(columns, cells, strict=False)), base, out)
        for id in out:
            base.setdefault(id, Holding(id, None))
        holdings = (Holding(id, h.held, tuple(out.get(id, ())), h.span) for id, h in base.items())
        return Formulary(name, tuple(holdings), self.file)

    def _cells(self, line: str) -> list[str]:
        return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=self.mark), [])]

    def _heading(self, number: int, cells: list[str]) -> bool:
        """Whether the first row names the columns."""
        wrong = [cell for cell in cells if cell.lower() not in COLUMNS]
        for cell in wrong:
            hint = did_you_mean(cell.lower(), COLUMNS)
            self.complain("unknown-column", f"there is no column '{cell}'", self._span(number, cell), hint)
        missing = [name for name in COLUMNS[:2] if name not in {cell.lower() for cell in cells}]
        if missing and not wrong:
            hint = f"begin with the row: {self.mark.join(COLUMNS)}"
            self.complain(
                "missing-column", f"there is no column '{missing[0]}'", self._span(number, ""), hint
            )
        return not wrong and not missing

    def _row(
        self, number: int, row: dict[str, str], base: dict[str, Holding], out: dict[str, list[StockOut]]
    ) -> None:
        id, held = row.get("intervention", ""), row.get("held", "").lower()
        span = self._span(number, id)
        if not self.known(id, span):
            return
        if held not in _SAID:
            hint = "write yes, no, or leave it empty"
            self.complain("held-value", f"'{id}' is '{row['held']}'", self._span(number, row["held"]), hint)
            return
        start, until = row.get("from", ""), row.get("until", "")
        if not start and not until:
            if id in base:
                hint = "keep one of the two; a time without stock needs a date under 'from'"
                self.complain("held-twice", f"'{id}' stands here a second time", span, hint)
            base.setdefault(id, Holding(id, _SAID[held], span=span))
        elif held not in ("no", "false"):
            hint = "write no: a row with dates says when it is out of stock"
            self.complain("held-value", f"'{id}' is '{held}' from {start} on", span, hint)
        elif not start:
            self.complain("no-date", f"'{id}' has an end and no beginning", span, "write a date under 'from'")
        else:
            last = self.date(until, self._span(number, until)) if until else None
            found = self.stock_out(self.date(start, self._span(number, start)), last, span)
            if found is not None:
                out.setdefault(id, []).append(found)

    def _span(self, number: int, text: str) -> Span:
        line = self.lines[number - 1]
        column = max(line.find(text), 0) + 1
        return Span(self.file, number, column, max(len(text), 1), line)
