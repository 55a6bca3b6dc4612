"""The report, and results that come from elsewhere, whole or damaged."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from teaching.test_results import chosen

from cli.running import ASTHMA, ROOT, invoke
from decision_graph.loading import load_guideline
from decision_graph.teaching.report import make_report
from decision_graph.teaching.results import Chosen, seal, write_code, write_results
from decision_graph.teaching.store import Logged, open_store

GUIDELINE = load_guideline(ROOT / ASTHMA)


def waking(number: int, answer: str, **other: object) -> Chosen:
    values = {"graph": "starting", "place": "waking", "tier": "clinic", "rows": ("1.4",)}
    given = {"offered": ("1", "2"), "chosen": (answer,), "right": ("1",), "took": 1000 * number}
    return chosen(number, **{**values, **given, **other})


ROWS = {
    "kind": "rows",
    "place": "rows",
    "offered": ("1.4", "1.2", "silent"),
    "chosen": ("1.2",),
    "right": ("1.4",),
}


def files(folder: Path) -> list[str]:
    """Results of three learners; the last one as a code."""
    found = []
    for place, learner in enumerate(("blue-7", "red-1", "green-3")):
        choices = (
            waking(1, "1"),
            waking(2, "2" if place else "1"),
            waking(3, "1", **ROWS),
        )
        results = seal("asthma", GUIDELINE.digest, learner, f"{place}" * 16, choices)
        path = folder / f"{learner}.{'txt' if place == 2 else 'json'}"
        path.write_bytes(write_code(results).encode() if place == 2 else write_results(results))
        found.append(str(path))
    return found


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = str(tmp_path / "t.db")
    done = invoke("teach", "import", *files(tmp_path), "--db", path)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count("3 answers") == 3
    return path


def test_the_text_says_what_was_missed_and_confused(db: str) -> None:
    text = invoke("teach", "report", ASTHMA, "--db", db).stdout
    assert "3 learners, 3 sessions, 3 cases, 9 answers." in text
    assert "33% (2 of 6)" in text
    assert "Did asthma wake the patient at night in the last month?" in text
    assert "3 x  Which recommendations lead? Chosen: 1.2 Twelve years or older" in text
    assert "Right: 1.4 Waking at night." in " ".join(text.split())


def test_csv_has_everything_and_no_formula(db: str, tmp_path: Path) -> None:
    evil = seal(
        "asthma", GUIDELINE.digest, "red-2", "f" * 16, (waking(1, "2", graph="=cmd()", rows=("+1",)),)
    )
    (tmp_path / "evil.json").write_bytes(write_results(evil))
    assert invoke("teach", "import", str(tmp_path / "evil.json"), "--db", db).exit_code == 0
    text = invoke("teach", "report", ASTHMA, "--db", db, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    by = {row["by"] for row in rows}
    assert by == {"question", "row", "tier", "learner", "confusion"}
    (waking_row,) = [row for row in rows if (row["by"], row["id"]) == ("question", "starting/waking")]
    assert (waking_row["asked"], waking_row["missed"], waking_row["median_seconds"]) == ("6", "2", "1.5")
    assert not any(cell[:1] in "=+@" for row in rows for cell in row.values() if cell)


class Page(HTMLParser):
    """Looks at a page: what it would load, and whether its tables are read aloud well."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.headings = 0
        self.scoped = 0
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.loads += [str(given[name]) for name in ("src", "href") if name in given]
        self.headings += tag in ("h1", "h2")
        self.scoped += tag == "th" and "scope" in given
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_one_page_without_network_or_script(db: str, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    done = invoke("teach", "report", ASTHMA, "--db", db, "--format", "html", "--out", str(out))
    assert done.stderr == f"wrote {out}\n"
    text = out.read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert page.open == []
    assert page.loads == []
    assert "<script" not in text
    assert page.headings == 6
    assert text.count("<th") - text.count("<thead") == page.scoped
    for word in ("By question", "By recommendation", "By setting", "By learner", "33%", "blue-7"):
        assert word in text


def test_what_comes_from_outside_is_escaped(db: str, tmp_path: Path) -> None:
    evil = seal("asthma", GUIDELINE.digest, "red-2", "f" * 16, (waking(1, "2", place="<img src=x>"),))
    (tmp_path / "evil.json").write_bytes(write_results(evil))
    invoke("teach", "import", str(tmp_path / "evil.json"), "--db", db)
    text = invoke("teach", "report", ASTHMA, "--db", db, "--format", "html").stdout
    assert "<img" not in text
    assert "&lt;img src=x&gt;" in text


def test_one_learner_and_one_graph(db: str) -> None:
    one = json.loads(
        invoke("teach", "report", ASTHMA, "--db", db, "--learner", "red-1", "--format", "json").stdout
    )
    assert (one["learners"], one["choices"]) == (1, 3)
    other = invoke("teach", "report", f"{ASTHMA}/stepping_up.yaml", "--db", db, "--format", "json")
    assert json.loads(other.stdout)["choices"] == 0


def test_damaged_files_are_refused_and_the_others_imported(tmp_path: Path) -> None:
    good = files(tmp_path)
    bad = {
        "cut.json": Path(good[0]).read_bytes()[:-50],
        "changed.json": Path(good[0]).read_bytes().replace(b"blue-7", b"blue-8"),
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "empty.json": b"",
        "other.json": b'{"format": "something"}',
        "code.txt": Path(good[2]).read_bytes()[:-9],
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    paths = [str(tmp_path / name) for name in bad] + [str(tmp_path / "missing.json")]
    db = str(tmp_path / "t.db")
    done = invoke("teach", "import", paths[0], good[0], *paths[1:], *good[1:], "--db", db)
    assert done.exit_code == 1
    assert "7 of 10 were refused" in done.stderr
    for path in paths:
        assert f"{path}: " in done.stderr
    for slug in ("results-damaged", "results-checksum", "not-results", "unreadable-file"):
        assert f"error[{slug}]" in done.stderr
    with open_store(db) as store:
        assert [session.learner for session in store.sessions()] == ["blue-7", "red-1", "green-3"]
    again = invoke("teach", "import", *good, "--db", db)
    assert again.stdout.count("0 answers, 3 known already") == 3


def test_results_travel_from_one_database_to_another(db: str, tmp_path: Path) -> None:
    for code in ((), ("--code",)):
        folder = tmp_path / f"results{len(code)}"
        assert invoke("teach", "export", str(folder), "--db", db, *code).exit_code == 0
        other = str(tmp_path / f"other{len(code)}.db")
        assert invoke("teach", "import", *map(str, sorted(folder.iterdir())), "--db", other).exit_code == 0
        with open_store(db) as here, open_store(other) as there:
            assert sorted(map(str, here.every_choice())) == sorted(map(str, there.every_choice()))


def test_a_code_can_be_pasted(tmp_path: Path) -> None:
    code = Path(files(tmp_path)[2]).read_bytes()
    done = invoke("teach", "import", "-", "--db", str(tmp_path / "t.db"), stdin=code)
    assert done.stdout == "-: green-3, 3 answers\n"


def test_answers_about_other_files_are_counted_and_said() -> None:
    logged = [
        Logged("s", "blue-7", "asthma", "0" * 64, waking(1, "1")),
        Logged("s", "b-1", "mbc", "", waking(1, "1")),
    ]
    report = make_report(GUIDELINE, logged)
    assert (report.choices, report.strangers) == (1, 1)


def test_a_file_that_cannot_be_written_leaves_the_old_one(db: str, tmp_path: Path) -> None:
    done = invoke(
        "teach", "report", ASTHMA, "--db", db, "--format", "csv", "--out", str(tmp_path / "no" / "x")
    )
    assert done.exit_code == 2
    assert "unwritable-file" in done.stderr
