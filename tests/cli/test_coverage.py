"""`decision-graph coverage`: nothing of the source is missing, and what is missing is told."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

from cli.running import ROOT, invoke


def test_all_of_the_source_is_carried_over() -> None:
    done = invoke("coverage", "mbc", "--format", "json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found["complete"] is True
    assert len(found["recommendations"]) == 46
    text = invoke("coverage", "mbc").stdout
    assert "34 + 12 of 34 + 12 rows and 114 of 114 cells" in text


def test_the_csv_has_a_line_for_every_cell() -> None:
    lines = list(csv.reader(io.StringIO(invoke("coverage", "mbc", "--format", "csv").stdout)))
    assert [line[0] for line in lines].count("carried") == 114
    assert len({len(line) for line in lines}) == 1


def test_a_row_that_the_files_lack_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "mbc"
    shutil.copytree(ROOT / "graphs" / "mbc", folder)
    head = folder / "guideline.yaml"
    text = head.read_text(encoding="utf-8")
    assert text.count('"1.4.2"') == 1, "the list of the source's rows names it once"
    head.write_text(text.replace('"1.4.2"', '"1.4.2", "1.4.3"'), encoding="utf-8")
    done = invoke("coverage", str(folder))
    assert done.exit_code == 1
    assert "1.4.3" in done.stdout
