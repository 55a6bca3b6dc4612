"""The pages say what the commands do: every example is run, every command and option is described."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from loading.test_revision import git

from cli.running import ROOT
from decision_graph.cli import main

TEXT = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
NAMES = main.list_commands(click.Context(main))


class Example(NamedTuple):
    line: int
    command: str
    printed: str


def examples(text: str) -> Iterator[Example]:
    """The commands of every console block, each with what it prints; lines after `> ` continue a command."""
    for block in re.finditer(r"^```console\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        line = text[: block.start()].count("\n") + 2
        for part in re.split(r"^(?=\$ )", block[1], flags=re.MULTILINE)[1:]:
            command, _, printed = part.removeprefix("$ ").partition("\n")
            while printed.startswith("> "):
                more, _, printed = printed.removeprefix("> ").partition("\n")
                command += "\n" + more
            yield Example(line, command, printed)
            line += part.count("\n")


@pytest.mark.skipif(os.name != "posix" or shutil.which("bash") is None, reason="the examples are for bash")
@pytest.mark.parametrize("page", ["README.md", "docs/commands.md", "docs/teaching.md"])
def test_examples_print_what_the_page_says(page: str, tmp_path: Path) -> None:
    start = (
        f'decision-graph() {{ "{sys.executable}" -m decision_graph "$@"; }}; set -o pipefail; (exit $LAST); '
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    last = 0
    _check_out(tmp_path)
    for example in examples((ROOT / page).read_text(encoding="utf-8")):
        done = subprocess.run(
            ["bash", "-c", start + example.command],
            cwd=tmp_path,
            env={**environment, "LAST": str(last)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        last = done.returncode
        assert matches(example.printed, done.stdout), (
            f"{page}:{example.line}: $ {example.command}\n--- the page\n{example.printed}"
            f"--- printed\n{done.stdout}"
        )


def _check_out(folder: Path) -> None:
    """The guideline files under git, for the examples that change them."""
    shutil.copytree(ROOT / "graphs", folder / "graphs")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "as it was")


def matches(expected: str, printed: str) -> bool:
    """Whether the lines are the same; `...` stands for any lines, or for any words at the end of a line."""
    pattern = "".join(
        re.escape(part) + ".*?" for part in re.split(r"(?<=\n)\.\.\.\n|\.\.\.(?=\n| pt)", "\n" + expected)
    )
    return re.fullmatch(pattern.removesuffix(".*?"), "\n" + printed, re.DOTALL) is not None


def test_matches() -> None:
    assert matches("a\n...\nd\n", "a\nb\nc\nd\n")
    assert matches("a ...\n", "a b\n")
    assert not matches("a\n", "a\nb\n")
    assert not matches("a\n...\nd\n", "a\nb\n")


def section(name: str) -> str:
    found = re.search(rf"^## `decision-graph {name}`\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)
    assert found is not None, f"docs/commands.md has no section on {name}"
    return found[1]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_is_described_with_an_example(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    text = section(name)
    for parameter in command.params:
        words = parameter.opts if isinstance(parameter, click.Option) else [str(parameter.metavar)]
        for word in words:
            assert word in text, f"describe {word}"
    assert f"$ decision-graph {name}" in text or f"| decision-graph {name}" in text
    assert f"[`{name}`](#decision-graph-{name})" in TEXT


def test_no_section_is_about_a_command_that_is_gone() -> None:
    assert re.findall(r"^## `decision-graph ([\w-]+)`", TEXT, re.MULTILINE) == NAMES


def test_the_first_option_line_of_a_command_is_complete() -> None:
    for name in NAMES:
        usage = "\n".join(line for line in section(name).splitlines() if line.startswith("    "))
        command = main.get_command(click.Context(main), name)
        assert command is not None
        missing = [
            option.opts[0]
            for option in command.params
            if isinstance(option, click.Option) and option.opts[0] not in usage
        ]
        assert not missing
