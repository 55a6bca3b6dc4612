"""`decision-graph new-check`: the three files of a new check, to be filled in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click

from decision_graph.cli.terminal import say
from decision_graph.diagnostics import Diagnostic, GraphError

_MODULE: Final = '''\
"""{title}: say what is wrong, in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decision_graph.diagnostics import Severity
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject

SUMMARY: Final = "Say in a line what is wrong."
SEVERITY: Final[Severity] = "warning"


def check(subject: GraphSubject) -> Iterator[Finding]:
    """Say what counts, and what does not."""
    for node in subject.nodes:
        if not node.edges:
            yield Finding(f"'{{node.id}}' has no answer", node.span, "add one", graph=subject.graph.id)
'''

_PAGE: Final = """\
# {slug}

*warning*

What it means, in two or three sentences: who is led astray, and how.

## Example

    nodes:
      ...

## How to mend it

What to look at first, and what to change.
"""

_FIXTURE: Final = """\
A patch of tests/fixtures/asthma that {what}. See tests/verification/fixtures.py for how to read it.

@@ starting.yaml
-  days:
+  days:
"""


def scaffold(root: Path, slug: str) -> list[Path]:
    """Write the module, the page and the fixtures of a new check.

    Args:
        root: a checkout of this project.
        slug: words in lower case with hyphens.

    Raises:
        GraphError: the slug cannot be one, is taken, or `root` is no checkout; nothing is written then.
    """
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", slug):
        hint = "words in lower case with hyphens, for example unreachable-edge"
        raise GraphError(Diagnostic("check-name", f"{slug!r} cannot be the name of a check", hint=hint))
    checks = root / "decision_graph" / "verification" / "checks"
    pages, fixtures = root / "docs" / "checks", root / "tests" / "fixtures" / "checks" / slug
    if not (checks.is_dir() and pages.is_dir()):
        hint = "this command is for developers: run it in a checkout of the project"
        raise GraphError(Diagnostic("no-checkout", f"there is no docs/checks/ in '{root}'", hint=hint))
    title = slug.replace("-", " ").capitalize()
    files = {
        checks / f"{slug.replace('-', '_')}.py": _MODULE.format(title=title),
        pages / f"{slug}.md": _PAGE.format(slug=slug),
        fixtures / "bad.txt": _FIXTURE.format(what="has the fault"),
        fixtures / "good.txt": _FIXTURE.format(what="comes close to the fault and does not have it"),
    }
    if taken := [path for path in files if path.exists()]:
        message = f"'{taken[0].relative_to(root).as_posix()}' is there already"
        raise GraphError(Diagnostic("check-exists", message, hint="choose another name"))
    fixtures.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return list(files)


@click.command("new-check")
@click.argument("slug", metavar="SLUG")
def new_check_command(slug: str) -> None:
    """Begin a new check of the verifier: its module, its page and its fixtures.

    For developers: works in a checkout of the project.

    \b
    Example:
      decision-graph new-check unreachable-edge
    """
    root = Path(__file__).resolve().parents[2]
    for path in scaffold(root, slug):
        say(path.relative_to(root).as_posix())
    say("Fill them in, add the check to docs/checks/README.md, then: make test ARGS=tests/verification")
