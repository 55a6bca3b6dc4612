"""The floors of the package: who may import whom, what is imported late, what the engine must not know."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "decision_graph"

FLOORS = (
    ("diagnostics", "cache", "shown", "registry"),
    ("predicate",),
    ("vocabulary",),
    ("prose", "space", "type_check", "formulary"),
    ("graph", "patient", "diagrams", "cells"),
    ("loading", "decision", "contents", "mentioned"),
    ("traversal", "verification"),
    ("export", "casebook", "coverage", "comparison", "record"),
    ("teaching", "sketch", "display"),
    ("cli",),
)
"""Lowest first. A module imports from lower floors only, never from a neighbour on its own.

docs/architecture.md quotes this table; a test below keeps the two equal.
"""

ROOF = ("", "__main__")
"""The package itself and `python -m decision_graph`: nothing may import them."""

HOMES = {
    "yaml": "loading",
    "fontTools": "export",
    "fsrs": "teaching",
    "genanki": "teaching",
    "graphviz": "export",
    "pydot": "sketch",
    "typst": "export",
    "pikepdf": "export",
    "rjsmin": "export",
}
"""Who alone may import which package."""

HEAVY = {"networkx", *HOMES}
"""What costs tens of milliseconds to import, and is therefore imported late on the way of a query."""

VAGUE = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}

LONGEST = 400


class Module:
    """One source file of the package, parsed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        parts = path.relative_to(ROOT).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self.member = (*self.name.split("."), "")[1]
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text, str(path))

    def imports(self, *, at_start: bool = False) -> Iterator[tuple[int, str]]:
        """Line and dotted name of what is imported; `at_start`: of what importing this module imports."""
        for node in _at_start(self.tree) if at_start else ast.walk(self.tree):
            match node:
                case ast.Import(names=names):
                    yield from ((node.lineno, alias.name) for alias in names)
                case ast.ImportFrom(module=str(source), names=names, level=0):
                    # `from package import name` may import a module of the package
                    yield from ((node.lineno, f"{source}.{alias.name}") for alias in names)
                case ast.ImportFrom(level=level):
                    assert level == 0, f"{self.path}:{node.lineno}: relative import"
                case _:
                    pass

    def __repr__(self) -> str:
        return self.name


def _at_start(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs on import: no function bodies, nothing that is for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), orelse=alternative):
                for statement in alternative:
                    yield from (statement, *_at_start(statement))
            case _:
                yield node
                yield from _at_start(node)


MODULES = [Module(path) for path in sorted(PACKAGE.rglob("*.py"))]
BY_NAME = {module.name: module for module in MODULES}


def _home(dotted: str) -> str:
    """The module of this package that an imported name comes from; "" for other packages."""
    while dotted and dotted not in BY_NAME:
        dotted = dotted.rpartition(".")[0]
    return dotted


def _floor(member: str) -> int:
    if member in ROOF:
        return len(FLOORS)
    return next(number for number, members in enumerate(FLOORS) if member in members)


each_module = pytest.mark.parametrize("module", MODULES, ids=repr)


def test_every_module_has_a_floor() -> None:
    members = {module.member for module in MODULES} - set(ROOF)
    homeless = members - {member for floor in FLOORS for member in floor}
    assert not homeless, "give it a floor here and in docs/architecture.md"


@each_module
def test_imports_lead_downward(module: Module) -> None:
    upward = [
        f"{module.path}:{line}: {name}"
        for line, name in module.imports()
        if (home := _home(name))
        and (member := BY_NAME[home].member) != module.member
        and _floor(member) >= _floor(module.member)
        and not name.endswith(".__version__")
    ]
    assert not upward, f"{module.member or 'the roof'} stands on floor {_floor(module.member)}"


@each_module
def test_packages_stay_in_their_homes(module: Module) -> None:
    strays = [
        f"{module.path}:{line}: only {home}/ may import {package}"
        for line, name in module.imports()
        if (home := HOMES.get(package := name.partition(".")[0])) and module.member != home
    ]
    assert not strays


def _query_path() -> Iterator[str]:
    """The modules that answering a query imports: the roots, and what importing those imports."""
    light = {member for floor in FLOORS[:5] for member in floor} | {"traversal", *ROOF}
    queue = [module.name for module in MODULES if module.member in light]
    queue += ["decision_graph.loading", "decision_graph.cli", "decision_graph.cli.query"]
    seen: set[str] = set()
    while queue:
        name = queue.pop()
        if name in seen or name not in BY_NAME:
            continue
        seen.add(name)
        yield name
        queue.append(name.rpartition(".")[0])  # importing a module imports its package
        queue += [_home(dotted) for _, dotted in BY_NAME[name].imports(at_start=True)]


@pytest.mark.parametrize("name", sorted(_query_path()))
def test_the_way_of_a_query_imports_late(name: str) -> None:
    module = BY_NAME[name]
    early = [
        f"{module.path}:{line}: import {dotted} inside the function that needs it"
        for line, dotted in module.imports(at_start=True)
        if dotted.partition(".")[0] in HEAVY
    ]
    assert not early


def _fresh_python(code: str) -> str:
    """What code prints on the last line of its standard output, in an interpreter of its own."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_importing_the_package_imports_nothing() -> None:
    code = "import sys; before = set(sys.modules); import decision_graph; print(*set(sys.modules) - before)"
    assert _fresh_python(code) == "decision_graph"


def test_a_query_imports_nothing_heavy() -> None:
    code = f"""
import sys
from decision_graph.cli import main
sys.argv = ["decision-graph", "query", "tests/fixtures/asthma", "--fact", "smokes=false"]
try:
    main()
except SystemExit as end:
    assert end.code in (None, 0, 3), end.code  # 3: the answer is still open
print(*{HEAVY!r} & set(sys.modules), sep=",")
"""
    _fresh_python(code)  # fills the cache of the compiled guideline, which is what makes the next one light
    assert _fresh_python(code) == ""


@each_module
def test_modules_are_small_and_named_for_what_they_hold(module: Module) -> None:
    assert len(module.text.splitlines()) < LONGEST, "split it by what it is for"
    assert not VAGUE & set(module.path.stem.split("_")), "name it for what it holds"


def test_architecture_quotes_the_floors() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", text, flags=re.MULTILINE)
    quoted = {int(number): tuple(re.findall(r"`(\w+)(?:\.py|/)`", members)) for number, members in rows}
    assert quoted == dict(enumerate(FLOORS))


# What the engine must not know


@cache
def _words_of_the_field() -> frozenset[str]:
    """The names of the shipped guidelines' interventions and attributes, less those of every field."""
    shipped = frozenset[str]().union(*map(_names, (ROOT / "graphs").glob("*/")))
    elsewhere = frozenset[str]().union(*map(_names, (ROOT / "tests" / "fixtures").glob("*/")))
    return shipped - elsewhere


def _names(folder: Path) -> frozenset[str]:
    """Every intervention of a guideline, and every attribute of several words, as plain words."""
    import yaml

    if not (folder / "interventions.yaml").exists():
        return frozenset()
    interventions = yaml.safe_load((folder / "interventions.yaml").read_text(encoding="utf-8"))[
        "interventions"
    ]
    attributes = yaml.safe_load((folder / "vocabulary.yaml").read_text(encoding="utf-8"))["attributes"]
    names = [*interventions, *(about["name"] for about in interventions.values())]
    names += [name for name in attributes if "_" in name]  # `line` and `sex` are words of every day
    return frozenset(re.sub(r"[\W_]+", " ", name).strip().casefold() for name in names)


def _spoken(module: Module) -> Iterator[tuple[int, str]]:
    """Every identifier and every string of the code with its line; docstrings may give examples."""
    docstrings = {
        id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)
    }  # a string that stands alone documents what is above it
    for node in ast.walk(module.tree):
        match node:
            case ast.Constant(value=str(word)) if id(node) not in docstrings:
                yield node.lineno, word
            case ast.Name(id=word) | ast.Attribute(attr=word):
                yield node.lineno, word
            case ast.keyword(arg=str(word)) | ast.arg(arg=word):
                yield node.lineno, word
            case ast.FunctionDef(name=word) | ast.ClassDef(name=word):
                yield node.lineno, word
            case _:
                pass


@each_module
def test_the_engine_knows_no_field_of_medicine(module: Module) -> None:
    field = _words_of_the_field()
    if not field:
        pytest.skip("no guideline is here to take the words from")
    known = re.compile(r"\b(" + "|".join(map(re.escape, sorted(field))) + r")\b")
    said = [
        f"{module.path}:{line}: {word!r}"
        for line, word in _spoken(module)
        if known.search(re.sub(r"[\W_]+", " ", word).casefold())
    ]
    assert not said, "what a guideline is about belongs into graphs/"
