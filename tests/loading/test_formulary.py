"""Formulary files: what is read, and every complaint word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from decision_graph import load_guideline
from decision_graph.diagnostics import GraphError
from decision_graph.formulary import Holding, StockOut
from decision_graph.loading.formulary import date_of, read_formulary

VOCABULARY = load_guideline("mbc").vocabulary


def write(tmp_path: Path, name: str, text: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def said(tmp_path: Path, name: str, text: str | bytes) -> str:
    path = write(tmp_path, name, text)
    with pytest.raises(GraphError) as caught:
        read_formulary(path, VOCABULARY)
    return str(caught.value).replace(str(path), name)


def bare(holdings: tuple[Holding, ...]) -> list[tuple[str, bool | None, tuple[StockOut, ...]]]:
    return [(h.intervention, h.held, h.out) for h in holdings]


EXPECTED = [
    ("tamoxifen", True, ()),
    ("pertuzumab", False, ()),
    ("trastuzumab", True, (StockOut("2024-03-01", "2024-04-15"), StockOut("2024-09-01"))),
    ("everolimus", None, ()),
]

YAML = """\
formulary: District hospital
has:
  tamoxifen: true
  pertuzumab: false
  trastuzumab: {held: true, out: [{from: "2024-03-01", until: "2024-04-15"}, {from: "2024-09-01"}]}
  everolimus: unanswered
"""

CSV = """\
intervention,held,from,until
tamoxifen,yes,,
pertuzumab,no,,
trastuzumab,yes,,

trastuzumab,no,2024-03-01,2024-04-15
trastuzumab,no,2024-09-01,
everolimus,,,
"""


def test_yaml_and_a_table_say_the_same(tmp_path: Path) -> None:
    found = read_formulary(write(tmp_path, "hospital.yaml", YAML), VOCABULARY)
    assert (found.name, bare(found.holdings)) == ("District hospital", EXPECTED)
    found = read_formulary(write(tmp_path, "hospital.csv", CSV), VOCABULARY)
    assert (found.name, bare(found.holdings)) == ("hospital", EXPECTED)


def test_a_table_as_a_spreadsheet_saves_it(tmp_path: Path) -> None:
    text = "\ufeff" + CSV.replace(",", ";").replace("\n", "\r\n").replace(
        "intervention;held", "Intervention;Held"
    )
    found = read_formulary(write(tmp_path, "HOSPITAL.CSV", text), VOCABULARY)
    assert bare(found.holdings) == EXPECTED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "formulary: x\nhas:\n  tamoxifn: true\n",
            "hospital.yaml:3:3: error[unknown-intervention]: there is no intervention 'tamoxifn'\n"
            "      tamoxifn: true\n"
            "      ^^^^^^^^\n"
            "  = did you mean 'tamoxifen'?",
        ),
        (
            "formulary: x\nhas:\n  palbociclib: true\n",
            "hospital.yaml:3:3: error[unknown-intervention]: there is no intervention 'palbociclib'\n"
            "      palbociclib: true\n"
            "      ^^^^^^^^^^^\n"
            "  = leave out what the guideline does not name; `formulary new` lists what it names",
        ),
        (
            "formulary: x\nhas:\n  tamoxifen: yes\n",
            "hospital.yaml:3:14: error[yaml-ambiguous]: "
            "other tools read `yes` without quotes as true, not as text\n"
            "      tamoxifen: yes\n"
            "                 ^^^\n"
            '  = write true, or "yes" if the text is meant',
        ),
        (
            "formulary: x\nhas:\n  tamoxifen: plenty\n",
            "hospital.yaml:3:14: error[held-value]: 'tamoxifen' is 'plenty'\n"
            "      tamoxifen: plenty\n"
            "                 ^^^^^^\n"
            "  = write true, false, or unanswered",
        ),
        (
            'formulary: x\nhas:\n  tamoxifen: {held: true, out: [{from: "2024-02-30"}]}\n',
            "hospital.yaml:3:40: error[no-date]: '2024-02-30' is no day of the calendar\n"
            '      tamoxifen: {held: true, out: [{from: "2024-02-30"}]}\n'
            "                                           ^^^^^^^^^^^^\n"
            "  = write year, month and day, for example 2024-03-09",
        ),
        (
            "formulary: x\nhas:\n"
            '  tamoxifen: {held: true, out: [{from: "2024-03-02", until: "2024-03-01"}]}\n',
            "hospital.yaml:3:40: error[date-order]: it ends on 2024-03-01, before it begins on 2024-03-02\n"
            '      tamoxifen: {held: true, out: [{from: "2024-03-02", until: "2024-03-01"}]}\n'
            "                                           ^^^^^^^^^^^^\n"
            "  = swap the two",
        ),
    ],
    ids=["name", "another drug", "yes", "word", "calendar", "order"],
)
def test_complaints_about_yaml(tmp_path: Path, text: str, expected: str) -> None:
    assert said(tmp_path, "hospital.yaml", text) == expected


HEAD = "intervention,held,from,until\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            HEAD + "tamoxifn,yes,,\n",
            "hospital.csv:2:1: error[unknown-intervention]: there is no intervention 'tamoxifn'\n"
            "    tamoxifn,yes,,\n"
            "    ^^^^^^^^\n"
            "  = did you mean 'tamoxifen'?",
        ),
        (
            "intervention,hold\ntamoxifen,yes\n",
            "hospital.csv:1:14: error[unknown-column]: there is no column 'hold'\n"
            "    intervention,hold\n"
            "                 ^^^^\n"
            "  = did you mean 'held'?",
        ),
        (
            "intervention\ntamoxifen\n",
            "hospital.csv:1:1: error[missing-column]: there is no column 'held'\n"
            "    intervention\n"
            "    ^\n"
            "  = begin with the row: intervention,held,from,until",
        ),
        (
            HEAD + "tamoxifen,maybe,,\n",
            "hospital.csv:2:11: error[held-value]: 'tamoxifen' is 'maybe'\n"
            "    tamoxifen,maybe,,\n"
            "              ^^^^^\n"
            "  = write yes, no, or leave it empty",
        ),
        (
            HEAD + "tamoxifen,yes,,\ntamoxifen,no,,\n",
            "hospital.csv:3:1: error[held-twice]: 'tamoxifen' stands here a second time\n"
            "    tamoxifen,no,,\n"
            "    ^^^^^^^^^\n"
            "  = keep one of the two; a time without stock needs a date under 'from'",
        ),
        (
            HEAD + "tamoxifen,yes,2024-03-01,\n",
            "hospital.csv:2:1: error[held-value]: 'tamoxifen' is 'yes' from 2024-03-01 on\n"
            "    tamoxifen,yes,2024-03-01,\n"
            "    ^^^^^^^^^\n"
            "  = write no: a row with dates says when it is out of stock",
        ),
        (
            HEAD + "tamoxifen,no,1.3.2024,\n",
            "hospital.csv:2:14: error[no-date]: '1.3.2024' is no day of the calendar\n"
            "    tamoxifen,no,1.3.2024,\n"
            "                 ^^^^^^^^\n"
            "  = write year, month and day, for example 2024-03-09",
        ),
        (
            HEAD + "tamoxifen,no,,2024-03-01\n",
            "hospital.csv:2:1: error[no-date]: 'tamoxifen' has an end and no beginning\n"
            "    tamoxifen,no,,2024-03-01\n"
            "    ^^^^^^^^^\n"
            "  = write a date under 'from'",
        ),
    ],
    ids=["name", "column", "missing", "word", "twice", "dated-yes", "calendar", "end-only"],
)
def test_complaints_about_a_table(tmp_path: Path, text: str, expected: str) -> None:
    assert said(tmp_path, "hospital.csv", text) == expected


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = HEAD + "tamoxifn,yes,,\nsurgery,maybe,,\n"
    assert said(tmp_path, "hospital.csv", text).count("error[") == 2


def test_what_cannot_be_read(tmp_path: Path) -> None:
    assert "error[not-utf8]" in said(tmp_path, "hospital.csv", b"intervention,held\n\xff\n")
    assert "error[yaml-empty]" in said(tmp_path, "hospital.yaml", "")
    assert "error[no-rows]: the table says nothing" in said(tmp_path, "hospital.csv", "\n\n")
    assert "error[too-large]" in said(tmp_path, "hospital.csv", b" " * 1_000_001)
    with pytest.raises(GraphError, match=r"error\[no-such-file\]"):
        read_formulary(tmp_path / "nothing.yaml", VOCABULARY)


def test_days() -> None:
    assert date_of("2024-02-29") == "2024-02-29"
    assert [date_of(text) for text in ("2023-02-29", "20240229", "2024-2-9", "today", "")] == [None] * 5
