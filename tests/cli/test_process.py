"""The command as a process: exit statuses, pipes, encodings, signals, and what it imports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import ASTHMA, DECIDED, ROOT, STARTING, run

HEAVY = {"yaml", "networkx", "typst", "graphviz", "pydot", "fontTools", "difflib"}

posix = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")


@pytest.mark.parametrize(
    ("words", "stdin", "status"),
    [
        (("--version",), b"", 0),
        (("--help",), b"", 0),
        (("query", ASTHMA, *DECIDED), b"", 0),
        (("query", ASTHMA, *STARTING), b"", 3),
        (("query", ASTHMA, "--facts=-"), b'{"asthma": "refuted"}', 0),
        (("query", ASTHMA, "--facts=-"), b"asthma: refuted", 0),
        (("query", ASTHMA, "--facts=-"), b'{"asthma": "refuted"}\n{"asthma": "?"}', 1),
        (("query", ASTHMA, "--facts=-"), b"", 2),
        (("query", "nothing"), b"", 2),
        (("ask", ASTHMA), b"", 3),
        (("what",), b"", 2),
        ((), b"", 2),
    ],
)
def test_exit_status(words: tuple[str, ...], stdin: bytes, status: int) -> None:
    done = run(*words, stdin=stdin)
    assert done.returncode == status, done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_an_unknown_command_names_the_nearest() -> None:
    assert b"There is no command 'querry': did you mean 'query'?" in run("querry").stderr


def test_plain_characters_where_the_terminal_has_no_others() -> None:
    done = run("query", ASTHMA, *DECIDED, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"place: Clinic #.\n" in done.stdout.replace(b"\r\n", b"\n")


def test_json_is_utf8_whatever_the_terminal_writes() -> None:
    plain = run("show", ASTHMA, "--format=json", PYTHONIOENCODING="ascii").stdout
    assert "●○".encode() in plain
    assert plain == run("show", ASTHMA, "--format=json").stdout


def test_no_colours_off_a_terminal() -> None:
    assert b"\x1b" not in run("query", ASTHMA, *DECIDED).stdout


@posix
def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "decision_graph", "query", ASTHMA, "--facts=-", "--format=json"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b'{"age_years": 14}\n' * 2)
        process.stdin.flush()
        assert process.stdout.readline().startswith(b'{"guideline"')
        process.stdout.close()
        with process.stdin as stdin:
            stdin.write(b'{"age_years": 14}\n' * 50)
        assert process.stderr.read() == b""
        assert process.wait() == 141


@posix
def test_ctrl_c_ends_quietly() -> None:
    # Whoever runs tests in the background has them ignore Ctrl-C, and their children with them.
    obeying = "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    command = [sys.executable, "-c", f"{obeying}runpy.run_module('decision_graph', run_name='__main__')"]
    command += ["ask", ASTHMA]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stderr
        process.stderr.readline()  # it waits for an answer now
        process.send_signal(signal.SIGINT)
        assert b"Traceback" not in process.stderr.read()
        assert process.wait() == 130


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "decision_graph", "show", ASTHMA]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: [Errno 28]")


def test_json_lines_are_answered_while_they_come() -> None:
    command = [sys.executable, "-m", "decision_graph", "query", ASTHMA, "--facts=/dev/stdin", "--format=json"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin and process.stdout
        for _ in range(3):
            process.stdin.write(b'{"age_years": 14}\n{"age_years": 15}\n')
            process.stdin.flush()
            assert process.stdout.readline() and process.stdout.readline()
        process.stdin.close()
        assert process.wait() == 3


@pytest.mark.parametrize(
    "words", [("--help",), ("query", ASTHMA, *DECIDED), ("query", ASTHMA, *DECIDED, "--format=json")]
)
def test_what_is_slow_to_import_is_not_imported(words: tuple[str, ...]) -> None:
    run(*words)  # fills the cache of the guideline
    code = (
        "import sys; sys.argv[0] = 'decision-graph'\n"
        "try:\n    from decision_graph.cli import main; main()\n"
        "finally:\n    print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert not HEAVY & set(done.stderr.split())
    if words == ("--help",):
        assert "msgspec" not in done.stderr.split()
