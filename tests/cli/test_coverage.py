"""`decision-graph coverage`: both ways between source and paper, what is missing, figures, formats."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from cli.running import ASTHMA, ROOT, invoke
from decision_graph.loading import load_guideline

MBC = load_guideline("mbc")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """The example with a list of what its source has: one row and one tier more than it carries over."""
    copy = tmp_path / "asthma"
    shutil.copytree(ROOT / ASTHMA, copy)
    head = copy / "guideline.yaml"
    tables = """  tables:
    "1": {rows: ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"], tiers: [clinic, hospital]}
    "2": {rows: ["2.1", "2.3"], tiers: [clinic]}
"""
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace("  dates: {written:", f"{tables}  dates: {{written:"), encoding="utf-8")
    return copy


def test_all_rows_and_cells_of_the_source() -> None:
    done = invoke("coverage", "mbc")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "34 + 12 of 34 + 12 rows and 114 of 114 cells of the source are carried over." in done.stdout
    for row in MBC.recommendations.values():
        assert f"table {row.source.table} {row.id} " in done.stdout
    silent = [
        leaf for graph in MBC.graphs.values() for leaf in graph.leaves.values() if hasattr(leaf, "nearest")
    ]
    assert len(silent) == 13
    for leaf in silent:
        assert f" {leaf.id}: " in done.stdout
    assert "MISSING, ADDED OR CITED TWICE\n  nothing\n" in done.stdout


def test_what_is_missing(listed: Path) -> None:
    done = invoke("coverage", str(listed))
    assert done.exit_code == 1
    assert "8 + 2 of 7 + 2 rows" not in done.stdout
    assert "6 + 2 of 7 + 2 rows and 14 of 16 cells" in done.stdout
    for fault in (
        "table 1: row 1.7 is missing",
        "table 2: row 2.1 has a cell in hospital, which the table has not",
        "table 2: recommendation 2.2 cites a row that is not listed",
    ):
        assert f"  {fault}\n" in done.stdout


def test_one_graph() -> None:
    done = invoke("coverage", "mbc", "--graph", "second_line")
    assert done.exit_code == 0
    assert "table 4 2.2.1 " in done.stdout
    assert "table 3 1.1.1 " not in done.stdout
    assert invoke("coverage", "mbc/second_line").stdout == done.stdout
    wrong = invoke("coverage", "mbc", "--graph", "second")
    assert wrong.exit_code == 2
    assert "did you mean 'second_line'" in wrong.stderr


def test_json_both_ways() -> None:
    found = json.loads(invoke("coverage", "mbc", "--format", "json").stdout)
    assert found["complete"] and found["faults"] == []
    assert list(found["recommendations"]) == list(MBC.recommendations)
    for id, told in found["recommendations"].items():
        assert found["boxes"][told["graph"]][told["box"]] == id, "back from paper"
        for leaf in told["leaves"]:
            assert id in found["leaves"][told["graph"]][leaf], "back from the leaf"
        table = next(table for table in found["tables"] if table["table"] == told["source"]["table"])
        assert table["recommendations"][told["source"]["row"]] == [id], "back from the source"
        assert told["printed_cells"] == len(told["tiers"])
    assert sum(table["cells"]["carried"] for table in found["tables"]) == 114
    assert found["figures"]["whole"]["rows"] == 46
    assert {silent["leaf"] for silent in found["silent"]} >= {"no_checkpoint", "not_receiving"}


def test_csv_has_a_line_for_each_cell_and_each_silence(listed: Path) -> None:
    lines = list(csv.DictReader(io.StringIO(invoke("coverage", "mbc", "--format", "csv").stdout)))
    assert [sum(line["status"] == status for line in lines) for status in ("carried", "silent")] == [114, 13]
    assert len(lines) == 127
    first = lines[0]
    assert (first["table"], first["row"], first["tier"], first["box"]) == ("3", "1.1.1", "basic", "1.1.1")
    missing = list(csv.DictReader(io.StringIO(invoke("coverage", str(listed), "--format", "csv").stdout)))
    assert [(m["row"], m["tier"]) for m in missing if m["status"] == "missing"] == [
        ("1.7", "clinic"),
        ("1.7", "hospital"),
    ]


def test_a_row_that_the_shipped_files_lack_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "mbc"
    shutil.copytree(ROOT / "graphs" / "mbc", folder)
    head = folder / "guideline.yaml"
    text = head.read_text(encoding="utf-8")
    assert text.count('"1.4.2"') == 1, "the list of the source's rows names it once"
    head.write_text(text.replace('"1.4.2"', '"1.4.2", "1.4.3"'), encoding="utf-8")
    done = invoke("coverage", str(folder))
    assert done.exit_code == 1
    assert "1.4.3" in done.stdout
