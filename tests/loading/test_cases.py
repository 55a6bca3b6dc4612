"""Every complaint of the loader: a good guideline, one change, and all that is said of it, word for word."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
import yaml

import decision_graph.loading
from decision_graph.diagnostics import GraphError
from decision_graph.loading.build import build
from decision_graph.loading.format import FILES
from decision_graph.loading.names import Kind
from decision_graph.loading.schema import json_schema
from decision_graph.type_check import Slug
from loading.cases import Case, cases, good, patched

CASES = cases()


def test_the_guideline_without_a_change_is_good() -> None:
    guideline = build(good())
    assert guideline.title == "Asthma, a fictional example"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_says(case: Case) -> None:
    with pytest.raises(GraphError) as caught:
        build(patched(case))
    assert str(caught.value) == case.said
    assert f"error[{case.slug}]" in case.said


def test_every_complaint_has_a_case() -> None:
    """A patch of a good guideline; or a test beside this one, for what no patch of its files brings about."""
    others = [path for path in Path(__file__).parent.glob("test_*.py") if path.name != Path(__file__).name]
    text = "\n".join(path.read_text(encoding="utf-8") for path in others)
    every = _slugs() | {f"unknown-{kind}" for kind in get_args(Kind)} | set(get_args(Slug))
    elsewhere = {slug for slug in every if re.search(rf"(?<![\w-]){slug}(?![\w-])", text)}
    assert every - {case.slug for case in CASES} - elsewhere == set()


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in CASES
        if case.theme == "shapes" or (case.slug == "yaml-ambiguous" and "given fact" not in case.title)
    ],
    ids=lambda case: case.name,
)
def test_schema_rejects_what_the_shapes_reject(case: Case) -> None:
    files = patched(case).files
    assert not all(_is_valid(patch.file, files[patch.file]) for patch in case.patches)


@pytest.mark.parametrize("name", list(good().files))
def test_schema_accepts_what_is_good(name: str) -> None:
    assert _is_valid(name, good().files[name])


def _is_valid(name: str, content: bytes) -> bool:
    kind = name.removesuffix(".yaml")
    validator = _validator(kind if kind in FILES else "graph")
    loaded = yaml.safe_load(content)
    return _has_text_keys(loaded) and bool(validator.is_valid(loaded))


@cache
def _validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema(kind))


def _has_text_keys(loaded: object) -> bool:
    """Whether it is JSON at all: editors mark keys that are no text before they look at a schema."""
    match loaded:
        case dict():
            return all(isinstance(key, str) and _has_text_keys(value) for key, value in loaded.items())
        case list():
            return all(map(_has_text_keys, loaded))
        case _:
            return True


def _slugs() -> set[str]:
    """Every slug that the source of the loader names itself."""
    found = set()
    for path in Path(decision_graph.loading.__file__).parent.rglob("*.py"):
        if path.name in (
            "facts.py",
            "json_object.py",
            "cases.py",
            "formulary.py",
            "revision.py",
        ):  # these read no guidelines
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                place = {"refuse_cycles": 1}.get(name, 0)
                if (
                    name in ("add", "_fault", "_fail", "Diagnostic", "refuse_cycles")
                    and len(call.args) > place
                ):
                    slug = call.args[place]
                    if isinstance(slug, ast.Constant) and isinstance(slug.value, str):
                        found.add(slug.value)
    return found
