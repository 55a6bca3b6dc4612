"""JUnit: what `verify` and `test` write is accepted by the schema, whatever a message says."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from cli.running import ASTHMA, ROOT, invoke
from cli.test_verify import nasty
from decision_graph.cli.findings import FORMATS

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit.xsd")))


def broken(text: str) -> list[str]:
    """What the schema says against a report."""
    SCHEMA.validate(etree.fromstring(text.encode("utf-8")))
    return [f"{error.line}: {error.message}" for error in SCHEMA.error_log]


@pytest.mark.parametrize("command", ["verify", "test"])
@pytest.mark.parametrize("guideline", ["mbc", ASTHMA])
def test_a_clean_report(command: str, guideline: str) -> None:
    done = invoke(command, guideline, "--format", "junit")
    assert done.exit_code == 0
    assert broken(done.stdout) == []


@pytest.mark.parametrize("level", ["note", "warning", "error"])
def test_a_report_with_everything_that_could_break_it(level: str) -> None:
    assert broken(FORMATS["junit"](nasty(), level)) == []  # type: ignore[arg-type]


def test_a_case_that_fails(tmp_path: Path) -> None:
    path = tmp_path / "asthma"
    path.mkdir()
    for file in (ROOT / ASTHMA).rglob("*.yaml"):
        (path / file.relative_to(ROOT / ASTHMA)).parent.mkdir(exist_ok=True)
        text = file.read_text(encoding="utf-8")
        (path / file.relative_to(ROOT / ASTHMA)).write_text(
            text.replace("status: silent", "status: open"), encoding="utf-8"
        )
    done = invoke("test", str(path), "--format", "junit")
    assert done.exit_code == 1
    assert "<failure" in done.stdout
    assert broken(done.stdout) == []


def test_the_schema_can_say_no() -> None:
    assert broken("<testsuites tests='1'><testsuite tests='x'/></testsuites>")
